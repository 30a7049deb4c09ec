"""Tab 1: the base, what the reform is called, the levers to choose from, the changes; beside them the file."""

from __future__ import annotations

from pathlib import Path

from nicegui import ui

from simulate.errors import ProblemsFound
from simulate.language import speech
from simulate.parameters.checks import LeverRow
from simulate.scenario.telling import described_value
from simulate.serve.draft import DraftChange
from simulate.serve.reading import read_draft
from simulate.serve.register import SHOWN, Register
from simulate.serve.view_change import draw_change
from simulate.serve.view_file import FileView
from simulate.serve.window import Window, heading, hinted, named, typed
from simulate.serve.words import unit_name

_TEXTS = ("english", "chinese", "author", "reference", "describes")


class ReformView:
    """The form on the left, the file on the right."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.words = ""
        with ui.element("div").classes("two"):
            with ui.element("div"):
                self.form = ui.element("div")
            with ui.element("div").classes("follow"):
                FileView(window)
        window.on_base.append(self.draw)
        self.draw()

    @property
    def register(self) -> Register:
        """The levers under the base chosen."""
        session = self.window.session
        return session.state.register(session.draft.base)

    def draw(self) -> None:
        """The whole form."""
        self.form.clear()
        with self.form:
            self._draw_base()
            heading(2, self.window.t("changes"))
            self.changes = ui.element("div").props('role="list"')
            heading(2, self.window.t("levers"))
            search = ui.input(
                self.window.t("search"), value=self.words, on_change=lambda e: self._search(typed(e.value))
            )
            search.props("type=search debounce=200").style("width: 100%")
            self.count = ui.label().props('role="status" aria-live="polite"').classes("small")
            self.list = ui.element("div").classes("levers").props('role="list"')
            self.more = ui.label().classes("small")
            self.rows: dict[str, ui.element] = {}
            heading(2, self.window.t("about"))
            self._draw_about()
        self._draw_changes()
        self._draw_levers()
        self.window.edited()

    def _draw_base(self) -> None:
        window, session = self.window, self.window.session
        with ui.element("div").classes("fields broad"):
            choices = session.state.store.choices(window.language)
            ui.select(
                choices, label=window.t("base"), value=session.draft.base, with_input=True,
                on_change=lambda e: self._take_base(e.value),
            )  # fmt: skip
            own = session.state.store.own(window.language)
            ui.select(own, label=window.t("open_file"), with_input=True, on_change=lambda e: self._open(e.value))

    def _draw_about(self) -> None:
        window, draft = self.window, self.window.session.draft
        with ui.element("div").classes("fields"):
            name = ui.input(window.t("name"), value=draft.name)
            hinted(name, window.t("name_hint")).on_value_change(lambda e: window.set(draft, "name", typed(e.value)))
            for field in _TEXTS:
                ui.input(
                    window.t(field), value=getattr(draft, field),
                    on_change=lambda e, field=field: window.set(draft, field, typed(e.value)),
                )  # fmt: skip
            folder = window.session.state.pieces
            ui.select(
                folder, label=window.t("overrides"), value=[each for each in draft.overrides if each in folder],
                multiple=True, on_change=lambda e: window.set(draft, "overrides", list(e.value or [])),
            ).props("use-chips").classes("wide")  # fmt: skip

    def _take_base(self, base: str | None) -> None:
        """Another base: values now are those of its law."""
        session = self.window.session
        if not base or base == session.draft.base:
            return
        try:
            session.state.register(base)
        except ProblemsFound as found:
            ui.notify(self._message(found), type="negative", multi_line=True, timeout=10_000)
            return
        session.draft.base = base
        self.window.tell(self.window.on_base)

    def _open(self, path: str | None) -> None:
        """A saved scenario into the form."""
        session = self.window.session
        if not path:
            return
        try:
            draft = read_draft(Path(path))
            if draft.base not in session.state.store.choices():
                draft.base = session.draft.base
            session.state.register(draft.base)
        except ProblemsFound as found:
            ui.notify(self._message(found), type="negative", multi_line=True, timeout=10_000)
            return
        session.draft, session.saved = draft, Path(path)
        ui.notify(self.window.t("opened", name=draft.name))
        self.window.tell(self.window.on_base)

    def _message(self, found: ProblemsFound) -> str:
        return "\n".join(speech.of_problem(each, self.window.language) for each in found.problems)

    def _search(self, words: str) -> None:
        self.words = words
        self._draw_levers()

    def _draw_levers(self) -> None:
        """What was found; a row that stays is left alone, so that a click on it is never lost."""
        window, register = self.window, self.register
        found = register.find(self.words)
        self.count.set_text(window.t("found", n=len(found), all=len(register.rows)))
        self.more.set_text(window.t("more", n=len(found) - SHOWN) if len(found) > SHOWN else "")
        shown = {row.lever: row for row in found[:SHOWN]}
        for lever in set(self.rows) - set(shown):
            self.rows.pop(lever).delete()
        for position, (lever, row) in enumerate(shown.items()):
            if lever not in self.rows:
                with self.list:
                    self.rows[lever] = self._draw_lever(row)
            self.rows[lever].move(self.list, target_index=position)

    def _draw_lever(self, row: LeverRow) -> ui.element:
        """A lever, its value now, and a button."""
        window = self.window
        name = row.chinese if window.language == "zh" else row.english
        with ui.element("div").classes("lever").props('role="listitem"') as place:
            with ui.element("div").classes("headed"):
                ui.label(name)
                button = ui.button(window.t("add_short"), on_click=lambda: self._add(row.lever))
                named(button.props("dense outline no-caps"), window.t("add", name=name))
            now = described_value(row.value, window.language)
            facts = f"{row.lever} · {window.t('now')}: {now} · {unit_name(row.unit, window.language)}"
            ui.label(facts + (f" · {described_value(row.bounds, window.language)}" if row.bounds else "")).classes(
                "small"
            )
        return place

    def _add(self, lever: str) -> None:
        self.window.session.draft.add(self.register.specs[lever])
        self._draw_changes()
        self.window.edited()

    def _remove(self, change: DraftChange) -> None:
        draft = self.window.session.draft
        draft.changes = [each for each in draft.changes if each is not change]
        self._draw_changes()
        self.window.edited()

    def _draw_changes(self) -> None:
        self.changes.clear()
        with self.changes:
            draft = self.window.session.draft
            for change in draft.changes:
                draw_change(self.window, self.register, change, self._remove)
            if not draft.changes:
                ui.label(self.window.t("no_changes")).classes("small")
