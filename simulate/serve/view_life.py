"""Tab 3: one worker of a result, month by month, as the verb ``explain`` tells it."""

from __future__ import annotations

from nicegui import ui

from simulate.serve.jobs import Job
from simulate.serve.lives import told
from simulate.serve.results import Run, runs
from simulate.serve.window import Window, heading, hinted, named, status


class LifeView:
    """Asks for a worker and shows what comes back."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.job: Job | None = None
        self.words = "occupation=delivery_rider"
        self._listed: list[str] | None = None
        heading(2, window.t("tab_life").partition(" ")[2] or window.t("tab_life"))
        self.fields = ui.element("div").classes("fields")
        ui.button(window.t("life_open"), on_click=self.open).props("no-caps")
        self.line = status()
        self.text = ui.element("pre").classes("life").props('tabindex="0" role="region"')
        named(self.text, window.t("life_text"))
        self.text.set_visibility(False)
        window.on_results.append(self.draw)
        window.on_tick.append(self.tick)
        self.draw()

    def draw(self) -> None:
        """The fields, for the results there are."""
        window, session = self.window, self.window.session
        self.found = {run.name: run for run in runs(session.desk.results)}
        opened = [name for name in session.opened if name in self.found]
        listed = [*opened, *self.found]
        if listed == self._listed:
            return
        self._listed, first = listed, next(iter(listed), None)
        self.fields.clear()
        with self.fields:
            if first is None:
                ui.label(window.t("no_runs", folder=session.desk.results)).classes("small")
                return
            self.run = ui.select(
                list(self.found), label=window.t("life_run"), value=first, on_change=lambda _: self._offer()
            )
            self.first = ui.select([], label=window.t("life_first"))
            self.second = ui.select([], label=window.t("life_second"))
            asked = ui.input(window.t("life_asked")).bind_value(self, "words").classes("wide")
            hinted(asked, window.t("life_hint"))
            self._offer()

    def _chosen(self) -> Run | None:
        return self.found.get(str(self.run.value)) if self.found else None

    def _offer(self) -> None:
        """The scenarios of the result chosen."""
        run = self._chosen()
        if run is None:
            return
        names = [each.name for each in run.scenarios]
        self.first.set_options(names, value=names[0])
        self.second.set_options(
            {"": self.window.t("life_none")} | {n: n for n in names}, value=names[1] if names[1:] else ""
        )

    def open(self) -> None:
        """Ask for the life."""
        window, session = self.window, self.window.session
        run = self._chosen()
        asked = str(self.words or "").strip()
        if run is None or not asked:
            return
        if session.side is not None and session.side.is_running:
            self.line.set_text(window.t("busy"))
            return
        names = [str(each.value) for each in (self.first, self.second) if each.value]
        self.job = session.explain(run, asked, names)
        self.text.set_visibility(False)
        self.line.set_text(window.t("opening"))

    def tick(self) -> None:
        """Show the life when it has come."""
        job = self.job
        if job is None or job.is_running:
            return
        self.job = None
        text = told(job.printed, job.said)
        self.line.set_text("" if text else self.window.t("life_missing"))
        self.text.clear()
        self.text.set_visibility(bool(text))
        with self.text:
            ui.label(text).style("white-space: pre")
