"""Tab 2, below: earlier results, their headline numbers side by side, and the page and workbook made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from nicegui import ui

from simulate.errors import ProblemsFound
from simulate.serve.headline_table import table
from simulate.serve.jobs import Job
from simulate.serve.results import Run, headline, runs
from simulate.serve.window import Window, heading, named, status

LISTED: Final = 40


class ResultsView:
    """What stands in the folder of results."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.job: Job | None = None
        self._seen = 0
        heading(2, window.t("runs"))
        self.list = named(ui.element("div").props('role="group"'), window.t("runs"))
        heading(2, window.t("headline"))
        with ui.row():
            for key, is_page in (("download_page", True), ("download_workbook", False)):
                button = ui.button(window.t(key), on_click=lambda is_page=is_page: self.export(is_page))
                button.props("no-caps outline")
        self.line = status()
        self.numbers = ui.element("div").classes("numbers").props('tabindex="0" role="region"')
        named(self.numbers, window.t("headline"))
        window.on_results.append(self.draw)
        window.on_tick.append(self.tick)
        self.draw()

    def draw(self) -> None:
        """The list and the numbers."""
        window, session = self.window, self.window.session
        self._seen = _changed(session.desk.results)
        found = runs(session.desk.results)[:LISTED]
        self.list.clear()
        with self.list:
            if not found:
                ui.label(window.t("no_runs", folder=session.desk.results)).classes("small")
            for run in found:
                self._draw_run(run)
        self._draw_numbers(self.chosen())

    def _draw_run(self, run: Run) -> None:
        window, opened = self.window, self.window.session.opened
        names = ", ".join(each.name for each in run.scenarios)
        about = window.t("run_line", scenarios=names, workers=run.workers, written=run.written[:16].replace("T", " "))
        with ui.element("div"):
            ui.checkbox(run.name, value=run.name in opened, on_change=lambda e: self._choose(run.name, bool(e.value)))
            ui.label(about).classes("small")

    def _choose(self, name: str, is_chosen: bool) -> None:
        session = self.window.session
        session.opened = [each for each in session.opened if each != name] + ([name] if is_chosen else [])
        self._draw_numbers(self.chosen())

    def chosen(self) -> list[Run]:
        """The results looked at, in the order they were chosen."""
        session = self.window.session
        by_name = {run.name: run for run in runs(session.desk.results)}
        return [by_name[name] for name in session.opened if name in by_name]

    def _draw_numbers(self, chosen: list[Run]) -> None:
        window = self.window
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
                ui.label(str(fault)).classes("fault")
                return
            ui.html(table(chosen, numbers, window.language), sanitize=False)
            for run in chosen:
                for each in run.scenarios:
                    digest = f"{run.name} / {each.name}: {window.t('digest')} {each.digest}"
                    ui.label(digest).classes("small digest")

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
        if self._seen != _changed(self.window.session.desk.results):
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


def _changed(folder: Path) -> int:
    """When a folder last gained or lost an entry; 0 before it is there."""
    return folder.stat().st_mtime_ns if folder.is_dir() else 0
