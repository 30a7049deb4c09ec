"""One reform of the library, opened: what it does in charts, at once where they are kept, else as soon as computed."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from nicegui import background_tasks, ui

from simulate.serve import library_numbers
from simulate.serve.drawing import draw_charts
from simulate.serve.window import Window, heading, named, status


class LookedAt:
    """A place above the cards, empty until a reform is opened."""

    def __init__(self, window: Window, run: Callable[[str], None], start: Callable[[str], None]) -> None:
        self.window = window
        self._actions = (("run", run), ("library_start", start))
        self._waits_for = ""
        self.name = ""
        self.place = ui.element("section").classes("looked_at")
        self.place.set_visibility(False)
        self.line: ui.label | None = None
        self.charts: ui.element | None = None
        window.on_tick.append(self._tick)

    def show(self, name: str) -> None:
        """Open a reform."""
        window, state = self.window, self.window.session.state
        title = state.store.title(name, window.language)
        self.name = name
        self.place.clear()
        self.place.set_visibility(True)
        with named(self.place.props('role="region"'), title):
            heading(2, title)
            stated = "".join(f"<li>{escape(each)}</li>" for each in state.changes_of(name, window.language) or ())
            ui.html(stated, sanitize=False, tag="ul").classes("small")
            base = state.store.title(state.base_of(name), window.language)
            small = window.t("library_small", base=base, workers=f"{library_numbers.WORKERS:,}")
            ui.label(small).classes("small")
            with ui.row():
                for key, act in self._actions:
                    ui.button(window.t(key), on_click=lambda act=act: act(name)).props("no-caps dense")
                ui.button(window.t("library_close"), on_click=self._close).props("no-caps dense outline")
            self.line = status()
            self.charts = ui.element("div").classes("charts")
        ui.run_javascript(f"getHtmlElement({self.place.id})?.scrollIntoView()")
        if library_numbers.charts(name) is None:
            self._waits_for = name
            state.ask_library(name)
            self.line.set_text(window.t("library_soon"))
        else:
            self._draw()

    def _close(self) -> None:
        self.name = self._waits_for = ""
        self.place.clear()
        self.place.set_visibility(False)

    def _tick(self) -> None:
        if not self._waits_for:
            return
        if library_numbers.charts(self._waits_for) is not None:
            self._draw()
        elif self.window.session.state.library_failed and self.line is not None:
            self._waits_for = ""
            self.line.set_text(self.window.t("library_failed"))

    def _draw(self) -> None:
        """The charts of the reform, each the difference to the base where it has one."""
        name, self._waits_for = self.name, ""
        if self.line is None or self.charts is None:
            return
        self.line.set_text("")
        with self.charts:
            ui.label(self.window.t("drawing")).classes("small")
        made = library_numbers.charts(name)
        background_tasks.create(draw_charts(self.window, self.charts, made, lambda: self.name == name, "difference"))
