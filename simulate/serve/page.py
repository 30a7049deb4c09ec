"""The page: a head with the language, three tabs, and one clock that keeps them up to date."""

from __future__ import annotations

from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Final, cast

from nicegui import app, ui

from simulate.serve import chart_sets
from simulate.serve.server_state import ServerState
from simulate.serve.session import Session
from simulate.serve.view_library import LibraryView
from simulate.serve.view_life import LifeView
from simulate.serve.view_reform import ReformView
from simulate.serve.view_results import ResultsView
from simulate.serve.view_run import RunView
from simulate.serve.window import Window, heading
from simulate.serve.words import word

TABS: Final = ("tab_library", "tab_reform", "tab_run", "tab_life")
TICK: Final = 0.3  # seconds
PATIENCE: Final = 30.0  # seconds for a window to connect
PAUSE: Final = 0.5  # seconds from a page that is seen to loading what draws its charts
_STYLE: Final = Path(__file__).with_name("page.css")
_LANG: Final = {"en": "en", "zh": "zh-CN"}


def add_page(state: ServerState) -> None:
    """Register the page at ``/``."""

    @ui.page("/", title="Lingbao 灵保")
    async def index() -> None:
        request = ui.context.client.request
        language = preferred(request.headers.get("accept-language", "") if request else "")
        ui.colors(primary="#1f4e8c")  # dark enough to read on white
        ui.add_css(_STYLE.read_text(encoding="utf-8"))
        waiting = ui.label(word("loading", language))
        await ui.context.client.connected(timeout=PATIENCE)
        waiting.delete()
        window = Window(_session(state, language))
        _draw(window, ui.element("main").classes("page"))
        ui.timer(TICK, window.tick)
        ui.timer(PAUSE, partial(state.warm_up, chart_sets.warm_up), once=True)


def _session(state: ServerState, language: str) -> Session:
    """The session of a tab of the browser, kept in memory when the tab is loaded again.

    A tab that was duplicated brings the other's session along: it gets a copy of its draft, not the session.
    """
    kept, tab = app.storage.tab, ui.context.client.tab_id
    found = kept.get("session")
    if kept.get("tab") != tab:
        copied = Session(state, found.language if found else language, str(tab))
        if found:
            copied.draft, copied.choice = deepcopy(found.draft), deepcopy(found.choice)
        kept["session"], kept["tab"] = copied, tab
        return copied
    return cast(Session, found)


def preferred(accepted: str) -> str:
    """zh if the browser asks for Chinese before English."""
    for each in accepted.lower().replace(" ", "").split(","):
        if each.startswith(("zh", "en")):
            return each[:2]
    return "en"


def _draw(window: Window, place: ui.element) -> None:
    """Everything, in the window's language."""
    place.clear()
    window.forget()
    language = _LANG[window.language]
    with place:
        ui.run_javascript(f"document.documentElement.lang = '{language}'; document.title = {window.t('title')!r}")
        with ui.element("header"):
            heading(1, window.t("title"))
            ui.button(window.t("switch"), on_click=lambda: _switch(window, place)).props("flat no-caps").classes(
                "switch"
            )
        with ui.tabs().props("no-caps align=left inline-label") as tabs:
            for key in TABS:
                ui.tab(key, label=window.t(key))
        with ui.tab_panels(tabs, value=window.session.tab, animated=False).props("keep-alive") as panels:
            with ui.tab_panel("tab_library"):
                LibraryView(window)
            with ui.tab_panel("tab_reform"):
                ReformView(window)
            with ui.tab_panel("tab_run"):
                RunView(window)
                ResultsView(window)
            with ui.tab_panel("tab_life"):
                LifeView(window)
        window.panels = panels
        panels.on_value_change(lambda event: _remember(window.session, event.value))


def _remember(session: Session, tab: object) -> None:
    """The tab looked at, for when the window is drawn again."""
    if tab in TABS:
        session.tab = str(tab)


def _switch(window: Window, place: ui.element) -> None:
    window.session.language = "en" if window.language == "zh" else "zh"
    _draw(window, place)
