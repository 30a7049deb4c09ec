"""Tab 3: one worker of a result, month by month, as the verb ``explain`` tells it."""

from __future__ import annotations

from typing import Any, Final

from nicegui import background_tasks, ui
from nicegui import run as run_aside

from simulate.serve import life_facts, pictures
from simulate.serve.jobs import Job
from simulate.serve.lives import message
from simulate.serve.results import Run, runs
from simulate.serve.window import Window, heading, hinted, named, status

_GAINS: Final = "(qualifies.A=false and qualifies.B=true or award.A<3000 and award.B>3000)"
_LOSES: Final = "(qualifies.A=true and qualifies.B=false or award.A>3000 and award.B<3000)"
QUESTIONS: Final = {  # of a reform B laid on A: a pension won or lost, or one that passes 3,000 yuan a month
    "gains": _GAINS,
    "loses": _LOSES,
    "rider_gains": f"occupation=delivery_rider and {_GAINS}",
    "rider_loses": f"occupation=delivery_rider and {_LOSES}",
}


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
        self.text = ui.element("div").classes("life numbers").props('tabindex="0" role="region"')
        named(self.text, window.t("life_text"))
        self.text.set_visibility(False)
        window.on_results.append(self.draw)
        window.on_tick.append(self.tick)
        self.draw()

    def draw(self) -> None:
        """The fields, for the results there are."""
        window, session = self.window, self.window.session
        self.found = {run.name: run for run in runs(session.state.results)}
        opened = [name for name in session.opened if name in self.found]
        listed = [*opened, *self.found]
        if listed == self._listed:
            return
        self._listed, first = listed, next(iter(listed), None)
        self.fields.clear()
        with self.fields:
            if first is None:
                ui.label(window.t("no_runs", folder=session.state.results)).classes("small")
                return
            self.run = ui.select(
                list(self.found), label=window.t("life_run"), value=first, on_change=lambda _: self._offer()
            )
            self.first = ui.select([], label=window.t("life_first"))
            self.second = ui.select([], label=window.t("life_second"))
            kinds = {key: window.t(f"life_{key}") for key in (*QUESTIONS, "number")}
            self.kind = ui.select(kinds, label=window.t("life_kind"), value="gains", on_change=lambda _: self._choose())
            self.asked = ui.input(window.t("life_asked")).bind_value(self, "words").classes("wide")
            hinted(self.asked, window.t("life_hint"))
            self._choose()
            self._offer()

    def _choose(self) -> None:
        """A question is typed only where none of those offered is chosen."""
        self.asked.set_visibility(self.kind.value == "number")

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
        if run is None:
            return
        asked = QUESTIONS.get(str(self.kind.value), str(self.words or "").strip())
        if not asked:
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
        life = job.answer
        self.text.clear()
        self.text.set_visibility(True)
        if not isinstance(life, dict):
            self.line.set_text(message(job.printed, job.said) or self.window.t("life_missing"))
            return
        self.line.set_text("")
        background_tasks.create(self._draw(life))

    async def _draw(self, life: dict[str, Any]) -> None:
        """The picture of a life, and what it comes to."""
        svg = await run_aside.io_bound(pictures.of_life, life, self.window.language)
        if self.text.is_deleted:
            return
        self.text.clear()
        with self.text:
            heading(3, life_facts.headline(life, self.window.language))
            ui.html(svg or "", sanitize=False).classes("chart")
            ui.html(life_facts.table(life, self.window.language), sanitize=False)
