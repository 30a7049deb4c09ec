"""Reads one change of a scenario, naming every fault."""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate.errors import Findings, did_you_mean, nearest
from simulate.language import naming
from simulate.language.traditional import simplified
from simulate.parameters.axes import PLURALS, time_index, time_label
from simulate.parameters.cells import Grid, default_order, read_selection, read_values
from simulate.parameters.changes import DEFAULT_FROM, OPERATIONS, Change
from simulate.parameters.entry_reader import UNDATED, read_period
from simulate.parameters.fields import check_keys, one_of, text_of, words_of
from simulate.parameters.spec import PROJECTIONS, Reals, Spec
from simulate.parameters.strict_yaml import Mapping, Node, Scalar, mend_structure
from simulate.parameters.units import UNITS

CHANGE_KEYS: Final = {
    "lever", "from", "to", "phase_in", "where", "by", "projection", "note", *OPERATIONS, *PLURALS,
}  # fmt: skip


def read_change(node: Node, specs: dict[str, Spec], findings: Findings, origin: str) -> Change | None:
    """One item of ``changes``; None when it has a fault."""
    n_before = len(findings.problems)
    if not isinstance(node, Mapping):
        findings.add(node.place, "a change without keys", "{lever: ..., value: ..., from: ...}", mend_structure(node))
        return None
    check_keys(node, CHANGE_KEYS, findings, "a change")
    spec = _read_lever(node, specs, findings)
    if spec is None:
        return None
    operation = _read_operation(node, spec, findings)
    start, stop, until = _read_dates(node, spec, findings)
    text_of(node, "note", findings)
    projection = one_of(node, "projection", PROJECTIONS, spec.projection or "hold", findings)
    if "projection" in node.entries and not spec.unit.is_money:
        findings.add(node.entries["projection"].place, f"projection of {spec.name}", "none, as it is not money")
    if operation is None:
        return None
    operand = _read_operand(node, spec, operation, findings)
    if len(findings.problems) > n_before:
        return None
    return Change(spec, operation, operand, start, stop, until, projection if spec.unit.is_money else None, origin,
                  node.place)  # fmt: skip


def _read_lever(node: Mapping, specs: dict[str, Spec], findings: Findings) -> Spec | None:
    lever = text_of(node, "lever", findings)
    if not lever:
        if "lever" not in node.entries:
            findings.add(node.place, "a change without lever", "lever: room.name", "`levers` lists all of them")
        return None
    spec = specs.get(lever) or specs.get(naming.plain(lever))
    place = node.entries["lever"].place
    if spec is None:
        lever = simplified(lever)
        named = [each for each in specs.values() if each.is_lever and lever in (each.chinese, each.english)]
        if len(named) == 1:
            return named[0]
        if named:
            hint = "write " + " or ".join(each.name for each in named)
            findings.add(place, f"{lever!r}, the name of {len(named)} levers", "one lever", hint)
            return None
        names = [name for name, each in specs.items() if each.is_lever]
        of_names = {each.chinese: each.name for each in specs.values() if each.is_lever}
        close = nearest(lever, of_names) if not lever.isascii() else None
        hint = f"did you mean {close} ({of_names[close]})?" if close else did_you_mean(lever, names)
        hint = hint or "`levers` lists all of them"
        findings.add(place, f"the unknown lever {lever!r}", "a lever of the law book", hint)
        return None
    if not spec.is_lever:
        findings.add(place, f"{lever}, a {spec.kind} that is not a lever", "a lever", "`levers` lists all of them")
        return None
    return spec


def _read_operation(node: Mapping, spec: Spec, findings: Findings) -> str | None:
    given = [key for key in OPERATIONS if key in node.entries]
    if len(given) != 1:
        found = " and ".join(given) or "no value"
        findings.add(node.place, f"{found} for {spec.name}", "one of value, multiply, add")
        return None
    if given[0] != "value" and spec.unit.form != "number":
        findings.add(node.entries[given[0]].place, f"{given[0]} on a {spec.unit.name}", "value", "write the new value")
        return None
    return given[0]


def _read_dates(node: Mapping, spec: Spec, findings: Findings) -> tuple[int, int, int | None]:
    start, stop = read_period(node, spec.time, findings)
    phase = node.entries.get("phase_in")
    if spec.time is None:
        if phase is not None:
            findings.add(phase.place, f"phase_in of {spec.name}, which has no dates", "no phase_in", UNDATED)
        return 0, 1, None
    first = time_index(DEFAULT_FROM[spec.time], spec.time) if start is None else start
    if start is None and stop is not None and stop <= first:
        found = f"to {text_of(node, 'to', findings)} without from"
        expected = f"a date after {DEFAULT_FROM[spec.time]}, from when a change holds by default"
        findings.add(node.entries["to"].place, found, expected, "write from")
    last = spec.n_times if stop is None else stop
    return first, last, _read_phase(phase, spec, (first, last), findings)


def _read_phase(phase: Node | None, spec: Spec, period: tuple[int, int], findings: Findings) -> int | None:
    if phase is None:
        return None
    if isinstance(phase, Mapping):
        check_keys(phase, {"until"}, findings, "phase_in")
    if not isinstance(phase, Mapping) or "until" not in phase.entries:
        findings.add(phase.place, "phase_in without until", "phase_in: {until: YYYY-MM}")
        return None
    if spec.unit.form != "number":
        findings.add(phase.place, f"phase_in of a {spec.unit.name}", "phase_in of numbers only", "give dated changes")
        return None
    until = phase.entries["until"]
    try:
        end = time_index(until.text if isinstance(until, Scalar) else "", spec.time or "year")
    except ValueError as error:
        text = until.text if isinstance(until, Scalar) else ""
        hint = naming.mend_date(text, spec.time or "year")
        findings.add(until.place, repr(text) if text else "a list", str(error), hint)
        return None
    if end <= period[0]:
        findings.add(until.place, "a phase-in that ends at or before its start", "a later date", "swap the dates")
        return None
    if end >= period[1]:
        found = f"a phase-in until {time_label(end, spec.time or 'year')} of a change that ends before it is reached"
        findings.add(until.place, found, f"a date before {time_label(period[1], spec.time or 'year')}",
                     "the whole change holds from `until` to before `to`")  # fmt: skip
        return None
    return end


def _read_operand(node: Mapping, spec: Spec, operation: str, findings: Findings) -> Reals:
    unit, bounds = (spec.unit, spec.bounds) if operation == "value" else (UNITS["count"], (-np.inf, np.inf))
    grid = Grid(spec.time, spec.axes, unit, bounds, spec.options)
    selection = read_selection(node, grid, findings)
    value = node.entries[operation]
    by = words_of(node.entries.get("by"), findings)
    names = [axis.name for axis in spec.axes]
    for name in by:
        if name not in names:
            findings.add(node.entries["by"].place, f"by {name!r}", f"one of {', '.join(names) or 'nothing'}",
                         did_you_mean(name, names))  # fmt: skip
            return np.full(spec.shape, np.nan)
    if by and not isinstance(value, Mapping):
        found = f"by {', '.join(by)} of one value"
        findings.add(node.entries["by"].place, found, "a value with keys", "leave `by` out")
    if len(set(by)) < len(by):
        findings.add(node.entries["by"].place, f"by {', '.join(by)}", "each dimension once")
        return np.full(spec.shape, np.nan)
    n_before = len(findings.problems)
    values = read_values(value, by or default_order(value, grid), selection, grid, findings)
    if not values and len(findings.problems) == n_before:
        findings.add(value.place, "no value", "a value or a mapping of values")
    return values.get(-1, np.full(spec.shape, np.nan))
