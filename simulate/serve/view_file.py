"""Beside the form: the file as it is being written, its faults, what it changes, and saving it."""

from __future__ import annotations

from html import escape
from pathlib import Path

from nicegui import ui

from simulate.scenario.telling import described_change
from simulate.serve.judging import Judgement
from simulate.serve.window import Window, heading, named, status


class FileView:
    """Follows every edit of the draft."""

    def __init__(self, window: Window) -> None:
        self.window = window
        heading(2, window.t("yaml"))
        self.code = ui.html("", sanitize=False, tag="pre").classes("yaml").props('tabindex="0" role="region"')
        named(self.code, window.t("yaml"))
        self.verdict = status()
        self.faults = ui.element("div").props('aria-live="polite"')
        with ui.element("div").classes("headed"):
            ui.button(window.t("save"), on_click=self.save).props("no-caps")
        self.saved = status()
        heading(2, window.t("effects"))
        self.effects = ui.element("div")
        window.on_draft.append(self.update)

    def update(self) -> None:
        """Judge the draft and show what was found."""
        session = self.window.session
        self.code.set_content(escape(session.text))
        judgement = session.judge()
        name_fault = session.state.store.fault_of(session.draft.name)
        faults = [*judgement.faults, *([self.window.t(name_fault)] if name_fault else [])]
        self.verdict.set_text(self.window.t("faults", n=len(faults)) if faults else self.window.t("sound"))
        self.verdict.classes(remove="fault sound", add="fault" if faults else "sound")
        _list(self.faults, faults, "fault")
        self._show_effects(judgement)

    def _show_effects(self, judgement: Judgement) -> None:
        _list(
            self.effects,
            [
                described_change(each, self.window.session.state.book.specs, self.window.language)
                for each in judgement.applied
            ],
            "",
        )
        if judgement.warnings:
            with self.effects:
                ui.label(self.window.t("warnings"))
                for each in judgement.warnings:
                    ui.label(each).classes("fault")
        if judgement.digest:
            with self.effects:
                ui.label(f"{self.window.t('digest')} {judgement.digest}").classes("small digest")

    def save(self) -> None:
        """Save under the name given; what stands there is replaced only when asked and answered."""
        session = self.window.session
        fault = session.state.store.fault_of(session.draft.name)
        standing = session.state.store.standing(session.draft.name)
        if fault:
            self.saved.set_text(self.window.t("not_saved", why=self.window.t(fault)))
        elif standing is not None and standing.read_text(encoding="utf-8") != session.text:
            self._ask(standing)
        else:
            self._write(replace=standing is not None)

    def _ask(self, standing: Path) -> None:
        """Whether to replace a file."""
        window = self.window

        def replace(asking: ui.dialog) -> None:
            asking.close()
            self._write(replace=True)

        of_model = window.session.state.store.is_of_model(standing)
        with ui.dialog(value=True) as dialog, ui.card():
            ui.label(window.t("replace_model" if of_model else "replace", name=standing.name))
            with ui.row():
                ui.button(window.t("cancel_no"), on_click=dialog.close).props("no-caps autofocus")
                ui.button(window.t("replace_yes"), on_click=lambda: replace(dialog)).props("no-caps flat")

    def _write(self, replace: bool) -> None:
        session = self.window.session
        try:
            session.saved = session.state.store.save(session.draft.name, session.text, replace)
        except OSError as fault:
            self.saved.set_text(self.window.t("not_saved", why=fault.strerror or str(fault)))
            return
        self.saved.set_text(self.window.t("saved", path=session.saved))
        self.window.tell(self.window.on_base)  # it can be opened, and run beside others


def _list(place: ui.element, texts: list[str], kind: str) -> None:
    """Texts one under the other, in place of those before."""
    place.clear()
    if texts:
        with place:
            items = "".join(f'<li class="{kind}">{escape(each)}</li>' for each in texts)
            ui.html(items, sanitize=False, tag="ul")
