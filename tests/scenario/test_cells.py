"""Values by place, by occupation and by both: each is read as written, and changes of one date never mix in silence.

What a change means is shown here by a table of single cells, filled one after another.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simulate.codes import ENUMERATIONS
from simulate.errors import Findings, a
from simulate.parameters import BASELINE_DAY, LawBook
from simulate.parameters.axes import Axis, time_index
from simulate.parameters.change_reader import read_change
from simulate.parameters.changes import HIDDEN, Change
from simulate.parameters.spec import Spec
from simulate.parameters.strict_yaml import node_of

FROM = {"month": "2030-01", "year": "2030"}
Cell = tuple[str, ...]


@pytest.fixture(scope="module")
def book() -> LawBook:
    return LawBook.load()


def keyed(book: LawBook) -> list[Spec]:
    """Levers of numbers that hold by place, occupation or something else, those by two dimensions first."""
    specs = [book.specs[name] for name in book.levers]
    kept = [each for each in specs if each.axes and each.time and each.unit.form == "number"]
    return sorted(kept, key=lambda each: (-len(each.axes), each.name))


def names_of(label: str) -> list[str]:
    """All names of a label that the tests know: its own, in capitals, its Chinese one."""
    chinese = [each.chinese[each.labels.index(label)] for each in ENUMERATIONS.values() if label in each.labels]
    return [label, label.upper(), f" {label} ", *chinese[:1]]


def read(spec: Spec, fields: dict[str, Any], book: LawBook, line: int = 1) -> tuple[Change | None, Findings]:
    findings = Findings()
    node = node_of({"lever": spec.name, "from": FROM[spec.time or "year"], **fields}, f"mine_{line}.yaml")
    return read_change(node, book.specs, findings, "mine"), findings


def cells(change: Change) -> dict[Cell, float]:
    """The cells a change touches, by label, with its number."""
    axes = change.spec.axes
    return {
        tuple(axis.labels[k] for axis, k in zip(axes, at, strict=True)): float(change.operand[tuple(at)])
        for at in np.argwhere(change.mask)
    }


def some(axis: Axis) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(axis.labels), min_size=1, max_size=3, unique=True)


def within(spec: Spec, share: float) -> float:
    """A number that may be written: near the lower bound, and whole where it must be."""
    low, high = spec.bounds
    return float(round(low + share * (high - low))) if spec.is_whole else low + share * (high - low)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_nest_of_keys_means_its_cells_in_whatever_order_and_names(book: LawBook, data: st.DataObject) -> None:
    spec = data.draw(st.sampled_from(keyed(book)))
    axes = data.draw(st.permutations(spec.axes))
    chosen = [data.draw(some(axis)) for axis in axes]
    wanted: dict[Cell, float] = {}

    def nest(level: int, above: dict[str, str]) -> Any:
        if level == len(axes) or (level and data.draw(st.integers(0, 4)) == 0):  # the rest is meant whole
            value = within(spec, data.draw(st.sampled_from((0.25, 0.5, 0.75))))
            for cell in product(*([above[axis.name]] if axis.name in above else axis.labels for axis in spec.axes)):
                wanted[cell] = value
            return value
        axis = axes[level]
        keys = [data.draw(st.sampled_from(names_of(label))) for label in chosen[level]]
        return {
            key: nest(level + 1, above | {axis.name: label}) for key, label in zip(keys, chosen[level], strict=True)
        }

    change, findings = read(spec, {"value": nest(0, {})}, book)
    assert change is not None, findings.problems
    assert cells(change) == pytest.approx(wanted)


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_two_changes_of_one_date_are_told_apart_or_told(book: LawBook, data: st.DataObject) -> None:
    """The same places: refused.  Fewer after more: meant.  More after fewer: the first is said to be hidden.
    Anything else that overlaps: the second says over which change it lies."""
    spec = data.draw(st.sampled_from(keyed(book)))
    changes = []
    for line in (1, 2):
        where = {axis.name: data.draw(some(axis)) for axis in spec.axes if data.draw(st.booleans())}
        value = within(spec, data.draw(st.sampled_from((0.3, 0.6))) + line / 100)
        change, findings = read(spec, {"value": value} | ({"where": where} if where else {}), book, line)
        assert change is not None, findings.problems
        changes.append(change)
    first, second = (cells(each) for each in changes)
    if first.keys() == second.keys():
        assert changes[0].repeated_by(changes[1])
        return
    parameters, applied = book.resolve(BASELINE_DAY, changes)
    assume(all(each.binds or each.idle == HIDDEN for each in applied))
    is_told = any("overrides it" in notice for notice in applied[1].notices)
    is_hidden = applied[0].idle == HIDDEN
    assert is_told == (bool(first.keys() & second.keys()) and not first.keys() > second.keys() and not is_hidden)
    assert is_hidden == (first.keys() < second.keys())
    values = np.asarray(parameters[spec.name].values)[time_index(FROM[spec.time or "year"], spec.time or "year")]
    for cell, number in (first | second).items():
        at = tuple(axis.labels.index(label) for axis, label in zip(spec.axes, cell, strict=True))
        assert values[at] == pytest.approx(number)


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_keys_that_mean_no_cell_are_refused_once_each_with_a_way_to_mend(book: LawBook, data: st.DataObject) -> None:
    spec = data.draw(st.sampled_from(keyed(book)))
    axis = spec.axes[0]
    label, other = data.draw(st.lists(st.sampled_from(axis.labels), min_size=2, max_size=2, unique=True))
    value = within(spec, 0.5)
    wrong, hint = data.draw(st.sampled_from(list(_wrong(spec, label, other, value))))
    change, findings = read(spec, wrong, book)
    assert change is None
    assert [hint in str(each) for each in findings.problems] == [True], findings.problems


def _wrong(spec: Spec, label: str, other: str, value: float) -> Iterator[tuple[dict[str, Any], str]]:
    """Fields of a change that mean no cell, and what must be said of them."""
    axis, names = spec.axes[0], ", ".join(each.name for each in spec.axes)
    yield {"value": {}}, f"or values by {names}"
    yield {"value": {label: {}}}, f"or values by {names}"
    yield {"value": {label: value, "nowhere": value}}, f"{a(axis.name)} that is known"
    yield {"value": {label: value}, "where": {axis.name: [other]}}, "widen the selection"
    yield {"value": {label: value}, "where": {axis.name: [label, other]}}, "narrow the selection"
    yield {"value": value, "where": {axis.name: [label, label.upper()]}}, f"{label} twice"
    yield {"value": value, "where": {axis.name: [label, "nowhere"]}}, f"{a(axis.name)} that is known"
    yield {"value": value, "where": {"dependence": [label]}}, "leave it out to mean everywhere"
    deep: Any = value
    for each in reversed((*spec.axes, axis)):
        deep = {each.labels[0]: deep}
    yield {"value": deep}, "leave the inner keys out"
    for beside in spec.axes[1:]:
        yield {"value": {label: value, other: value, beside.labels[0]: value}}, f"is {a(beside.name)}"


@pytest.mark.parametrize(("year", "cure"), [("2027", "write 2027-01"), ("２０３０", "write 2030-01")])
@pytest.mark.parametrize("key", ["from", "to", "until"])
def test_a_year_for_a_month_has_its_january_for_a_cure(key: str, year: str, cure: str, book: LawBook) -> None:
    spec = book.specs["employee_pension.flexible_base_floor_ratio"]
    dates: dict[str, Any] = {"phase_in": {"until": year}} if key == "until" else {"from": "2026-01", key: year}
    change, findings = read(spec, {"value": 0.3, **dates}, book)
    assert change is None
    assert [cure in str(each) for each in findings.problems] == [True]
