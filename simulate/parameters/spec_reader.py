"""Reads one parameter of a ``parameters.yaml`` into a :class:`Spec`, naming every fault.

Validation is by hand, from the tables below, rather than by a model library: every fault needs the line and column of
its node, values have as many shapes as parameters have axes, and importing a model library alone takes longer than
reading the whole law book.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate.clock import FIRST_YEAR, LAST_YEAR
from simulate.errors import Findings, did_you_mean
from simulate.parameters.axes import TIME_AXES, Axis, enumerated, time_index
from simulate.parameters.cells import Grid, read_number
from simulate.parameters.conditions import read_conditions
from simulate.parameters.entry_reader import read_entries
from simulate.parameters.fields import bilingual_of, check_keys, flag_of, one_of, parsed_of, text_of, words_of
from simulate.parameters.spec import DIRECTIONS, KINDS, PROJECTIONS, Spec
from simulate.parameters.strict_yaml import Mapping, Node, Sequence
from simulate.parameters.units import UNITS, is_number

KEYS: Final = {
    "name", "kind", "unit", "dims", "bounds", "options", "money", "hold", "interpolate", "moves", "lever", "coords",
    "note", "values", "acts_where", "whole", "acts_from",
}  # fmt: skip
REQUIRED: Final = ("name", "kind", "unit", "values")


def read_spec(name: str, fields: Mapping, findings: Findings) -> Spec | None:
    """The parameter of a mapping; None when a fault keeps its values from being read."""
    n_before = len(findings.problems)
    check_keys(fields, KEYS, findings, name)
    for key in REQUIRED:
        if key not in fields.entries:
            findings.add(fields.place, f"{name} without {key}", f"the key {key}", "add it")
    english, chinese = bilingual_of(fields, "name", findings)
    kind = one_of(fields, "kind", KINDS, "law", findings)
    unit = UNITS[one_of(fields, "unit", tuple(UNITS), "count", findings)]
    options = words_of(fields.entries.get("options"), findings)
    if (unit.form == "code") != bool(options):
        findings.add(fields.place, f"{name} with unit {unit.name}", "options for unit code, and only for it")
    time, axes = _read_axes(name, fields, findings)
    bounds = _read_bounds(name, fields, unit.form == "number", findings)
    projection = _read_projection(name, fields, unit.is_money, time is not None, findings)
    if len(findings.problems) > n_before:
        return None
    grid = Grid(time, axes, unit, bounds, options)
    spec = Spec(
        name=name, english=english, chinese=chinese, kind=kind, unit=unit, time=time, axes=axes, bounds=bounds,
        options=options, projection=projection, holds=flag_of(fields, "hold", False, findings),
        is_interpolated=one_of(fields, "interpolate", ("linear",), "", findings) == "linear",
        moves=_read_moves(fields, grid, findings),
        is_lever=flag_of(fields, "lever", kind != "statistic", findings),
        entries=read_entries(fields.entries["values"], grid, kind, findings), place=fields.place,
        acts_where=read_conditions(fields.entries.get("acts_where"), findings),
        is_whole=flag_of(fields, "whole", False, findings), acts_from=_read_acts_from(name, fields, time, findings),
    )  # fmt: skip
    return spec if len(findings.problems) == n_before else None


def _read_axes(name: str, fields: Mapping, findings: Findings) -> tuple[str | None, tuple[Axis, ...]]:
    node = fields.entries.get("dims")
    dims = words_of(node, findings)
    time = dims[0] if dims and dims[0] in TIME_AXES else None
    coords = fields.entries.get("coords")
    given = coords.entries if isinstance(coords, Mapping) else {}
    axes: list[Axis] = []
    rest = dims[1:] if time else dims
    for i, dim in enumerate(rest):
        axis = Axis(dim, words_of(given[dim], findings)) if dim in given else enumerated(dim)
        if axis is None:
            axis = Axis(dim, _numeric_labels(fields, i, rest))
            if not axis.labels:
                known = (
                    "province",
                    "sex",
                    "form",
                    "occupation",
                    "category",
                    "education",
                    "age",
                    "tier",
                    "month",
                    "year",
                )
                hint = did_you_mean(dim, known) or f"list the labels: coords: {{{dim}: [...]}}"
                place = node.place if node else fields.place
                findings.add(place, f"the dimension {dim!r} of {name}", "a known dimension or numbers as keys", hint)
                continue
        axes.append(axis)
    return time, tuple(axes)


def _numeric_labels(fields: Mapping, level: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """Sorted numbers used as keys of one dimension in all entries; nothing when other keys are used."""
    values = fields.entries.get("values")
    labels: set[str] = set()

    def collect(node: Node, depth: int) -> None:
        if isinstance(node, Mapping):
            for key, child in node.entries.items():
                if depth == 0:
                    labels.add(key)
                else:
                    collect(child, depth - 1)

    for item in values.items if isinstance(values, Sequence) else []:
        if not isinstance(item, Mapping):
            continue
        by = words_of(item.entries.get("by"), Findings())
        for key in ("value", "series"):
            order = by or names
            depth = order.index(names[level]) if names[level] in order else None
            if depth is not None and key in item.entries:
                is_dated = key == "series" and not set(by) & set(TIME_AXES)
                collect(item.entries[key], depth + is_dated)
    return tuple(sorted(labels, key=float)) if all(map(is_number, labels)) else ()


def _read_bounds(name: str, fields: Mapping, is_numeric: bool, findings: Findings) -> tuple[float, float]:
    everything = (-np.inf, np.inf)
    node = fields.entries.get("bounds")
    if node is None:
        if is_numeric:
            findings.add(fields.place, f"{name} without bounds", "bounds: [lowest, highest]", "add them")
        return everything
    words = words_of(node, findings)
    if not is_numeric:
        return everything
    if len(words) != 2 or not all(is_number(word) for word in words):
        findings.add(node.place, f"bounds [{', '.join(words)}]", "two numbers, [lowest, highest]")
        return everything
    if float(words[0]) > float(words[1]):
        findings.add(node.place, f"bounds [{', '.join(words)}]", "the lower bound first", "swap them")
    return float(words[0]), float(words[1])


def _read_projection(name: str, fields: Mapping, is_money: bool, is_dated: bool, findings: Findings) -> str | None:
    node = fields.entries.get("money")
    if node is None:
        if is_money:
            findings.add(fields.place, f"the money {name} without projection", "money: {projection: wages|prices|hold}",
                         "say how it grows after its last entry")  # fmt: skip
        return None
    if not is_money or not isinstance(node, Mapping):
        findings.add(node.place, "money: as it is written here", "money: {projection: ...} for a unit in yuan")
        return None
    check_keys(node, {"projection"}, findings, "money")
    projection = one_of(node, "projection", PROJECTIONS, "", findings)
    if projection in ("wages", "prices") and not is_dated:
        findings.add(node.place, f"projection {projection} of {name} without dates", "projection: hold, or a time axis")
    return projection or None


def _read_acts_from(name: str, fields: Mapping, time: str | None, findings: Findings) -> int | None:
    if time is not None and "acts_from" in fields.entries:
        findings.add(fields.entries["acts_from"].place, f"acts_from of {name}, which has dates", "no acts_from")
        return None
    expected = f"a calendar year from {FIRST_YEAR} to {LAST_YEAR}"
    year = parsed_of(fields, "acts_from", lambda text: time_index(text, "year"), expected, "", findings)
    return None if year is None else FIRST_YEAR + year


def _read_moves(fields: Mapping, grid: Grid, findings: Findings) -> dict[str, str]:
    node = fields.entries.get("moves")
    if node is None:
        return {}
    if not isinstance(node, Mapping):
        findings.add(node.place, "moves without outputs", "a mapping such as {contributors.employee_pension: up}")
        return {}
    moves: dict[str, str] = {}
    for key in node.entries:
        if key == "set":
            read_number(node.entries[key], grid, findings)
            moves[key] = text_of(node, key, findings)
        else:
            moves[key] = one_of(node, key, DIRECTIONS, "up", findings)
    return moves
