"""Tab 1: the reforms that there are, what each changes and what it does; a reform of one's own starts from one."""

from __future__ import annotations

from html import escape
from pathlib import Path

from nicegui import ui

from simulate.errors import ProblemsFound
from simulate.machine.files import SCENARIOS
from simulate.serve import library_numbers
from simulate.serve.looked_at import LookedAt
from simulate.serve.reading import read_draft
from simulate.serve.scenario_store import BASES
from simulate.serve.window import Window, named, status, typed

MOST_CHANGES = 3  # reported on a card
LOOKS = 10  # ticks between two looks for new pictures


class LibraryView:
    """Cards of reforms; pictures appear as they are computed."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self._ticks = 0
        self.places: dict[str, ui.element] = {}
        ui.label(window.t("library_about")).classes("small")
        self.line = status()
        self.looked_at = LookedAt(window, self._run, self._start)
        search = ui.input(window.t("library_search"), on_change=lambda e: self._search(typed(e.value)))
        search.props("type=search debounce=200 clearable").style("width: 100%")
        self.cards = ui.element("div").classes("cards").props('role="list"')
        self.shown: dict[str, tuple[ui.element, str]] = {}
        with self.cards:
            for name, title in window.session.state.store.choices(window.language).items():
                if name not in BASES:
                    self._draw_card(name, title)
        self._look()
        window.on_tick.append(self._tick)

    def _draw_card(self, name: str, title: str) -> None:
        window = self.window
        changes = window.session.state.changes_of(name, window.language)
        if changes is None:
            changes = [window.t("library_faulty")]
        with named(ui.element("section").classes("card").props('role="listitem"'), title) as card:
            ui.html(escape(title), sanitize=False, tag="h3")
            stated = "".join(f"<li>{escape(each)}</li>" for each in changes[:MOST_CHANGES])
            more = len(changes) - MOST_CHANGES
            stated += f"<li>{escape(window.t('library_more', n=more))}</li>" if more > 0 else ""
            ui.html(stated, sanitize=False, tag="ul").classes("small")
            self.places[name] = ui.element("div").classes("picture")
            with ui.row():
                key, act = (
                    ("library_run", self._run) if name.endswith(".yaml") else ("library_look", self.looked_at.show)
                )
                view = ui.button(window.t(key), on_click=lambda: act(name)).props("no-caps dense")
                named(view, f"{window.t(key)} {title}")
                start = ui.button(window.t("library_start"), on_click=lambda: self._start(name))
                named(start.props("no-caps dense outline"), f"{window.t('library_start')} {title}")
        self.shown[name] = (card, f"{name} {title} {' '.join(changes)}".casefold())

    def _search(self, words: str) -> None:
        wanted = words.casefold().split()
        for card, text in self.shown.values():
            card.set_visibility(all(each in text for each in wanted))

    def _tick(self) -> None:
        self._ticks += 1
        if self._ticks % LOOKS == 0:
            self._look()

    def _look(self) -> None:
        """Put in the pictures that have come since the last look."""
        language = self.window.language
        for name in list(self.places):
            svg = library_numbers.picture(name, language) if not name.endswith(".yaml") else None
            if svg is not None:
                with self.places.pop(name):
                    ui.html(svg, sanitize=False)
        waiting = [name for name in self.places if not name.endswith(".yaml")]
        self.line.set_text(self.window.t("library_waiting", n=len(waiting)) if waiting else "")

    def _run(self, name: str) -> None:
        """Run the reform on the law it is meant for, and show its charts when they are there."""
        session = self.window.session
        session.run_reform(name)
        self.window.show("tab_run")

    def _start(self, name: str) -> None:
        """A draft that begins as this reform."""
        session = self.window.session
        path = Path(name) if name.endswith(".yaml") else SCENARIOS / f"{name}.yaml"
        try:
            draft = read_draft(path)
        except ProblemsFound:
            ui.notify(self.window.t("library_not_in_form"), type="warning")
            return
        draft.base = session.state.base_of(name)
        draft.name, draft.expects, draft.meant_for = f"my_{path.stem}"[:60], {}, []
        draft.english, draft.chinese = f"{draft.english} (changed)", f"{draft.chinese}（调整）"
        session.draft, session.saved = draft, None
        session.keep_draft()
        self.window.tell(self.window.on_base)
        self.window.show("tab_reform")
