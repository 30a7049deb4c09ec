"""Tab 2, below: earlier results, their headline numbers side by side, and the page and workbook made of them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from nicegui import background_tasks, ui
from nicegui import run as run_aside

from simulate.errors import ProblemsFound
from simulate.language import speech
from simulate.serve import chart_sets, ranking, shared_file
from simulate.serve.drawing import draw_charts
from simulate.serve.headline_table import table
from simulate.serve.jobs import Job
from simulate.serve.results import Number, Row, Run, headline, runs
from simulate.serve.window import Window, heading, named, status, typed

LISTED: Final = 40


class ResultsView:
    """What stands in the folder of results."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.job: Job | None = None
        self._seen = 0
        heading(2, window.t("runs"))
        self.words = ""
        with ui.row().classes("headed"):
            search = ui.input(window.t("find_run"), on_change=self._find).props("type=search debounce=200 clearable")
            named(search, window.t("find_run"))
            ui.upload(label=window.t("open_shared"), auto_upload=True, on_upload=self._take).props(
                "accept=.zip flat bordered"
            )
        self.list = named(ui.element("div").props('role="group"'), window.t("runs"))
        with ui.row():
            for key, is_page in (("download_page", True), ("download_workbook", False)):
                button = ui.button(window.t(key), on_click=lambda is_page=is_page: self.export(is_page))
                button.props("no-caps outline")
        self.line = status()
        heading(2, window.t("charts"))
        self.asked: list[Path] = []
        self.charts = named(ui.element("div").classes("charts").props('role="region"'), window.t("charts"))
        heading(2, window.t("headline"))
        self.numbers = ui.element("div").classes("numbers").props('tabindex="0" role="region"')
        named(self.numbers, window.t("headline"))
        window.on_results.append(self.draw)
        window.on_tick.append(self.tick)
        self.draw()

    def draw(self) -> None:
        """The list and the numbers."""
        window, session = self.window, self.window.session
        self._seen = _changed(session.state.results)
        names = session.state.names.all()
        found = [each for each in runs(session.state.results) if self._is_wanted(each, names)][:LISTED]
        self.list.clear()
        with self.list:
            if not found:
                ui.label(window.t("no_runs", folder=session.state.results)).classes("small")
            for run in found:
                self._draw_run(run, names.get(run.name, ""))
        self._draw_numbers(self.chosen())

    def _is_wanted(self, run: Run, names: dict[str, str]) -> bool:
        titles = " ".join(f"{each.name} {each.title.en} {each.title.zh}" for each in run.scenarios)
        text = f"{run.name} {names.get(run.name, '')} {titles}".casefold()
        return run.name in self.window.session.opened or all(each in text for each in self.words.casefold().split())

    def _find(self, event: Any) -> None:
        self.words = typed(event.value)
        self.draw()

    async def _take(self, event: Any) -> None:
        """A shared file into the folder of results, and on the screen."""
        session = self.window.session
        try:
            content = await event.file.read() if event.file.size() <= shared_file.MOST_BYTES else b""
            folder = shared_file.unpack(content, session.state.results)
        except shared_file.NoResult:
            ui.notify(self.window.t("shared_wrong"), type="negative")
            return
        except OSError as fault:
            ui.notify(self.window.t("not_saved", why=fault.strerror or str(fault)), type="negative")
            return
        session.opened = [folder.name]
        self.window.tell(self.window.on_results)

    def _share(self, run: Run) -> None:
        ui.download.content(shared_file.pack(run.folder), f"{run.name}.zip")

    def _draw_run(self, run: Run, given: str) -> None:
        window, opened = self.window, self.window.session.opened
        joined = "、" if window.language == "zh" else ", "
        names = joined.join(each.title.of(window.language) for each in run.scenarios)
        about = window.t(
            "run_line", scenarios=run.name, workers=run.workers, written=run.written[:16].replace("T", " ")
        )
        with ui.element("div"):
            ui.checkbox(
                given or names, value=run.name in opened, on_change=lambda e: self._choose(run.name, bool(e.value))
            )
            ui.label(about).classes("small")
            with ui.row():
                name = ui.input(window.t("rename"), value=given).props("dense debounce=500")
                name.on_value_change(lambda e: window.session.state.names.give(run.name, typed(e.value)))
                button = ui.button(window.t("share"), on_click=lambda: self._share(run)).props("flat dense no-caps")
                named(button, f"{window.t('share')} {run.name}")

    def _choose(self, name: str, is_chosen: bool) -> None:
        session = self.window.session
        session.opened = [each for each in session.opened if each != name] + ([name] if is_chosen else [])
        self._draw_numbers(self.chosen())

    def chosen(self) -> list[Run]:
        """The results looked at, in the order they were chosen."""
        session = self.window.session
        by_name = {run.name: run for run in runs(session.state.results)}
        return [by_name[name] for name in session.opened if name in by_name]

    def _draw_numbers(self, chosen: list[Run]) -> None:
        window = self.window
        self._begin_charts(chosen)
        self.numbers.clear()
        with self.numbers:
            if not chosen:
                ui.label(window.t("choose_runs")).classes("small")
                return
            ui.label(window.t("legend")).classes("small")
            if len({run.lives for run in chosen}) > 1:
                ui.label(window.t("other_lives")).classes("small")
            try:
                numbers = [headline(run) for run in chosen]
            except (OSError, ProblemsFound) as fault:
                ui.label(_message(fault, window.language)).classes("fault")
                return
            self._draw_ranking(chosen, numbers)
            ui.html(table(chosen, numbers, window.language), sanitize=False)
            for run in chosen:
                for each in run.scenarios:
                    digest = f"{run.name} / {each.name}: {window.t('digest')} {each.digest}"
                    ui.label(digest).classes("small digest")

    def _draw_ranking(self, chosen: list[Run], numbers: Sequence[dict[Row, dict[str, Number]]]) -> None:
        """Where a result has several reforms: which does most for each question."""
        language = self.window.language
        for run, each in zip(chosen, numbers, strict=True):
            titles = {scenario.name: scenario.title.of(language) for scenario in run.scenarios}
            if len(titles) < 3:
                continue
            heading(3, self.window.t("ranked", year=ranking.YEAR))
            for question, lines in ranking.ranked(each, run.scenarios[0].name, titles, language):
                ui.label(question)
                items = "".join(f"<li>{escape(line)}</li>" for line in lines)
                ui.html(items, sanitize=False, tag="ol").classes("small")

    def _begin_charts(self, chosen: list[Run]) -> None:
        """Draw the charts of what is looked at, beside the page; what comes late for another choice is dropped."""
        self.asked = [run.folder for run in chosen]
        self.charts.clear()
        if not chosen:
            return
        with self.charts:
            ui.label(self.window.t("drawing")).classes("small")
        background_tasks.create(self._draw_charts(list(self.asked)))

    async def _draw_charts(self, folders: list[Path]) -> None:
        kept = self.window.session.state.kept / "charts"
        try:
            made = await run_aside.io_bound(chart_sets.of_results, folders, kept)
        except (OSError, ProblemsFound):
            made = None  # a result changed since it was written is reported where its numbers would be
        await draw_charts(self.window, self.charts, made, lambda: folders == self.asked)

    def export(self, is_page: bool) -> None:
        """Make the page or the workbook of what is looked at; it is downloaded when ready."""
        window, session = self.window, self.window.session
        chosen = self.chosen()
        if not chosen:
            self.line.set_text(window.t("choose_runs"))
        elif session.side is not None and session.side.is_running:
            self.line.set_text(window.t("busy"))
        else:
            self.job = session.export([run.folder for run in chosen], is_page)
            self.line.set_text(window.t("making"))

    def tick(self) -> None:
        """Hand over what has become ready; list what another window or the command line has added."""
        if self._seen != _changed(self.window.session.state.results):
            self.window.tell(self.window.on_results)
        job = self.job
        if job is None or job.is_running:
            return
        self.job = None
        if job.state == "done" and job.out is not None and job.out.is_file():
            ui.download.file(job.out, job.out.name)
            self.line.set_text(self.window.t("made", name=job.out.name))
        else:
            self.line.set_text(f"{self.window.t('not_made')}: {' '.join(job.said[-6:])}")


def _message(fault: Exception, language: str) -> str:
    """Why numbers cannot be shown."""
    if isinstance(fault, ProblemsFound):
        return " ".join(speech.of_problem(each, language) for each in fault.problems)
    return str(fault)


def _changed(folder: Path) -> int:
    """When a folder last gained or lost an entry; 0 before it is there."""
    return folder.stat().st_mtime_ns if folder.is_dir() else 0
