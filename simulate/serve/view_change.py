"""One change in the form: what the lever is, and a field for everything a file may say of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from html import escape

from nicegui import ui

from simulate.parameters.checks import LeverRow
from simulate.parameters.spec import PROJECTIONS, Spec
from simulate.scenario.telling import described_value
from simulate.serve.draft import DraftChange
from simulate.serve.register import Register, label_names, moves
from simulate.serve.window import Window, heading, hinted, named, typed
from simulate.serve.words import axis_name, described_output, kind_name, unit_name, word

STEPS = 100  # of a slider
FORMS = {"month": "YYYY-MM", "year": "YYYY"}


def draw_change(window: Window, register: Register, change: DraftChange, remove: Callable[[DraftChange], None]) -> None:
    """The card of a change; an unknown lever, from a file, can only be removed."""
    row, spec = register.rows.get(change.lever), register.specs.get(change.lever)
    name = change.lever if row is None else (row.chinese if window.language == "zh" else row.english)
    with named(ui.element("section").classes("change").props('role="listitem"'), name):
        with ui.element("div").classes("headed"):
            heading(3, name)
            button = ui.button(window.t("remove_short"), on_click=lambda: remove(change)).props("flat dense no-caps")
            named(button, window.t("remove", name=name))
        if row is None or spec is None:
            return
        ui.html(_facts(window, row, spec), sanitize=False)
        with ui.element("div").classes("fields"):
            if spec.unit.form == "number":
                _draw_operation(window, change)
            _draw_amount(window, row, spec, change)
            if spec.time:
                _draw_dates(window, spec, change)
            if spec.unit.is_money:
                _draw_projection(window, change)
            _draw_places(window, register, change)


def _facts(window: Window, row: LeverRow, spec: Spec) -> str:
    """What is shown of a lever, as a list of terms."""
    pairs = facts_of(window.language, row, spec)
    items = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in pairs if text)
    return f'<dl class="facts"><dt></dt><dd class="small">{escape(row.lever)}</dd>{items}</dl>'


def facts_of(language: str, row: LeverRow, spec: Spec) -> list[tuple[str, str]]:
    """Value now, unit, bounds, kind, source and what a lever moves: terms and texts, empty where there is nothing."""
    pairs = [
        (word("now", language), described_value(row.value, language)),
        (word("unit", language), unit_name(row.unit, language)),
        (word("bounds", language), described_value(row.bounds, language)),
        (word("kind", language), kind_name(row.kind, language)),
        (word("source", language), row.source_zh if language == "zh" else row.source),
    ]  # fmt: skip
    moved = ("、" if language == "zh" else ", ").join(
        f"{described_output(output, language)} {word(direction, language)}" for output, direction in moves(spec)
    )
    if moved:
        value = described_value(str(spec.moves.get("set", "")), language)
        pairs.append((word("moves_set", language, value=value) if value else word("moves", language), moved))
    return pairs


def _draw_operation(window: Window, change: DraftChange) -> None:
    options = {"value": window.t("value"), "multiply": window.t("multiply"), "add": window.t("add_amount")}
    ui.select(
        options, label=window.t("operation"), value=change.operation,
        on_change=lambda e: window.set(change, "operation", typed(e.value)),
    )  # fmt: skip


def _draw_amount(window: Window, row: LeverRow, spec: Spec, change: DraftChange) -> None:
    label = window.t("amount")
    options = {
        "code": {each: described_value(each, window.language) for each in spec.options},
        "flag": {"true": window.t("yes"), "false": window.t("no")},
    }.get(spec.unit.form)
    if options is None:
        field = ui.input(label, value=change.amount, on_change=lambda e: window.set(change, "amount", typed(e.value)))
        field.props("inputmode=decimal" if spec.unit.form == "number" else "placeholder=YYYY-MM")
        hinted(field, unit_name(spec.unit.name, window.language))
        if spec.unit.form == "number" and change.operation == "value" and all(map(math.isfinite, spec.bounds)):
            _draw_slider(window, row, spec, change, field)
    else:
        value = change.amount if change.amount in options else None
        ui.select(options, label=label, value=value, on_change=lambda e: window.set(change, "amount", typed(e.value)))


def _draw_slider(window: Window, row: LeverRow, spec: Spec, change: DraftChange, field: ui.input) -> None:
    """A slider within the bounds of a lever, from the law's value on; the field follows it."""
    low, high = spec.bounds
    step = 1.0 if spec.is_whole else (high - low) / STEPS
    try:
        start = float(change.amount)
    except ValueError:
        start = law_now(row)
    slider = ui.slider(min=low, max=high, step=step, value=min(max(start, low), high)).props("label")
    slider.on_value_change(lambda e: field.set_value(f"{e.value:.6g}"))
    named(slider, window.t("slider", low=f"{low:g}", high=f"{high:g}"))


def law_now(row: LeverRow) -> float:
    """The number of the law today; of one that differs among places, the middle of its range."""
    ends = [float(each.replace(",", "")) for each in row.value.split("..")]
    return sum(ends) / len(ends)


def _draw_dates(window: Window, spec: Spec, change: DraftChange) -> None:
    form = FORMS[spec.time or "month"]
    fields = ("start", "stop", "until") if spec.unit.form == "number" else ("start", "stop")
    for name in fields:
        field = ui.input(window.t(name), value=getattr(change, name)).props("inputmode=numeric")
        field.on_value_change(lambda e, name=name: window.set(change, name, typed(e.value)))
        hinted(field, window.t(f"{name}_hint", form=form))


def _draw_projection(window: Window, change: DraftChange) -> None:
    options = {"": window.t("projection_law")} | {each: window.t(each) for each in PROJECTIONS}
    ui.select(
        options, label=window.t("projection"), value=change.projection if change.projection in options else "",
        on_change=lambda e: window.set(change, "projection", typed(e.value)),
    )  # fmt: skip


def _draw_places(window: Window, register: Register, change: DraftChange) -> None:
    """Provinces, occupations and any other axis of the lever."""
    for axis in register.axes(change.lever):
        names = label_names(axis, window.language)

        def take(labels: list[str], name: str = axis.name) -> None:
            order = register_order(register, change.lever, name)
            window.set(change, "where", change.where | {name: sorted(labels, key=order.index)})

        ui.select(
            names, label=window.t("everywhere", axis=axis_name(axis.name, window.language)), multiple=True,
            value=[each for each in change.where.get(axis.name, []) if each in names], with_input=True,
            on_change=lambda e, take=take: take(list(e.value or [])),
        ).props("use-chips").classes("wide")  # fmt: skip


def register_order(register: Register, lever: str, name: str) -> tuple[str, ...]:
    """Labels of one axis of a lever, in the order of the law."""
    return next(axis.labels for axis in register.axes(lever) if axis.name == name)
