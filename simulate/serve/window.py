"""One browser window while it is drawn: its session, its words, and whom to tell when something has changed."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from nicegui import ui

from simulate.serve.session import Session
from simulate.serve.words import word

Listener = Callable[[], None]


class Window:
    """What the views of one window share.  Views are drawn again when the language is switched."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.on_draft: list[Listener] = []  # the draft was edited; reported at the next tick
        self.on_base: list[Listener] = []  # another base, or another draft: the form is drawn again
        self.on_results: list[Listener] = []  # results came in, or others are looked at
        self.on_tick: list[Listener] = []
        self.panels: ui.tab_panels | None = None  # set when the page is drawn
        self._is_edited = False

    @property
    def language(self) -> str:
        """en or zh."""
        return self.session.language

    def t(self, key: str, **values: object) -> str:
        """A text in the window's language."""
        return word(key, self.language, **values)

    def edited(self) -> None:
        """Note that the draft was edited; typing is not slowed by judging each letter."""
        self._is_edited = True

    def set(self, target: Any, name: str, value: Any) -> None:
        """Put a value of the form into the draft, if it is new."""
        if getattr(target, name) != value:
            setattr(target, name, value)
            self.edited()

    def show(self, tab: str) -> None:
        """Go to a tab."""
        if self.panels is not None:
            self.panels.set_value(tab)

    def tell(self, listeners: list[Listener]) -> None:
        """Call each listener."""
        for each in list(listeners):
            each()

    def tick(self) -> None:
        """Some times a second."""
        if self._is_edited:
            self._is_edited = False
            self.session.keep_draft()
            self.tell(self.on_draft)
        self.tell(self.on_tick)

    def forget(self) -> None:
        """Drop every listener, before the window is drawn again."""
        for each in (self.on_draft, self.on_base, self.on_results, self.on_tick):
            each.clear()


def heading(level: int, text: str) -> None:
    """A heading that readers of the screen can jump to."""
    ui.html(escape(text), sanitize=False, tag=f"h{level}")


def hinted(element: Any, hint: str) -> Any:
    """A field with a line of help under it."""
    element.props["hint"] = hint
    return element


def named(element: Any, name: str) -> Any:
    """An element with a name for readers of the screen."""
    element.props["aria-label"] = name
    return element


def status(text: str = "") -> ui.label:
    """A line that is read out when it changes."""
    return ui.label(text).props('role="status" aria-live="polite"').classes("status")


def typed(value: object) -> str:
    """What was typed or chosen in a field: its text; nothing for an emptied one, or what no field of the page sends."""
    return value if isinstance(value, str) else ""
