"""The axes of what is not known: they are the ranges stated at the values, and say why; two languages, one place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulate.draws.axes import Unknown, read_unknowns
from simulate.draws.vectors import cube, draws
from simulate.errors import ProblemsFound
from simulate.parameters import LawBook
from simulate.scenario import load_all

BOOK = LawBook.load()
UNKNOWNS = read_unknowns(BOOK)
NUMBERS = [each for each in UNKNOWNS if each.axis.bounds is not None and not each.is_fitted]
FROM, WHOLE = 2027, 2035  # the first year drawn; the year in which every phase-in is complete


def stated(unknown: Unknown) -> tuple[float, float]:
    """The range stated at the value that holds longest: the last that has one."""
    ranges = [entry.range for entry in BOOK.specs[unknown.axis.lever].entries if entry.range not in (None, (0.0, 0.0))]
    assert ranges, unknown.axis.lever
    return ranges[-1]


@pytest.mark.parametrize("unknown", NUMBERS, ids=lambda each: each.axis.lever)
def test_an_axis_ends_where_the_range_at_its_value_ends(unknown: Unknown) -> None:
    """``value``: the very range; ``add``: some value comes to an end of it, and none passes by more than a fiftieth."""
    low, high = stated(unknown)
    ends = unknown.axis.bounds
    assert ends is not None
    if unknown.axis.operation == "value":
        assert ends == (low, high)
        return
    ground = load_all(["baseline"], BOOK)[0]
    parameters, _ = BOOK.resolve("2026-11-21", ground.changes)
    values = np.asarray(parameters[unknown.axis.lever].values)[WHOLE - 1950 :]
    assert values.min() + ends[0] >= low - 1e-9
    assert values.max() + ends[1] <= high + 0.02 + 1e-9
    assert ends[0] < 0.0 < ends[1]


@pytest.mark.parametrize("unknown", UNKNOWNS, ids=lambda each: each.axis.lever)
def test_every_axis_says_why_in_both_languages(unknown: Unknown) -> None:
    assert len(unknown.why.en.split()) > 8
    assert len(unknown.why.zh) > 12
    assert unknown.part in ("macro", "demography", "behaviour", "fitted")


def test_nothing_before_2027_is_drawn_but_the_variants_of_the_population() -> None:
    for unknown in UNKNOWNS:
        for change in unknown.changes(0.9, BOOK):
            assert change.spec.time is None or change.start >= FROM - 1950 or change.spec.time == "month"


def test_what_a_reform_sets_itself_is_certain() -> None:
    """A draw lies below the reform: the reform's own number stands, and another lever is drawn."""
    ground, reform = load_all(["baseline", "information"], BOOK)
    changed = {change.spec.name for piece in (reform, *reform.overrides) for change in piece.changes}
    assert "enrolment.knowledge" in changed
    points = cube(8, len(UNKNOWNS), 3)
    under_draws = draws(BOOK, ground, [reform], (), UNKNOWNS, points)
    alone = draws(BOOK, ground, [reform], (), [], points[:1, :0])[0].scenarios[1].parameters
    for each in under_draws:
        base, reformed = (scenario.parameters for scenario in each.scenarios)
        np.testing.assert_array_equal(reformed["enrolment.knowledge"].values, alone["enrolment.knowledge"].values)
        np.testing.assert_array_equal(reformed["enrolment.effort"].values, base["enrolment.effort"].values)


def test_every_axis_is_drawn_once_in_each_of_its_parts() -> None:
    shares = cube(16, 5, 7)
    np.testing.assert_array_equal(np.sort((shares * 16).astype(int), axis=0), np.tile(np.arange(16)[:, None], 5))
    np.testing.assert_array_equal(shares, cube(16, 5, 7))


def test_the_level_of_the_choice_moves_with_the_price_it_was_fitted_at() -> None:
    unknown = next(each for each in UNKNOWNS if each.axis.lever == "enrolment.price_sensitivity")
    price, taste = unknown.changes(1.0, BOOK)
    assert (price.operation, float(price.operand)) == ("value", 10.0)
    assert (taste.operation, taste.spec.name) == ("add", "enrolment.taste_employee")
    assert float(taste.operand) == pytest.approx(0.2 * (10.0 - 3.0))


def test_every_fault_of_the_file_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "uncertainty.yaml"
    path.write_text(
        "axes:\n"
        "  - {part: macros, lever: funds.reserve_return, value: {low: 0.02, high: 0.04}, why: {en: a, zh: b}}\n"
        "  - {part: macro, lever: funds.reserve_retur, value: {low: 0.02, high: 0.04}, why: {en: a, zh: b}}\n",
        encoding="utf-8",
    )
    with pytest.raises(ProblemsFound) as found:
        read_unknowns(BOOK, path)
    assert "macro" in str(found.value)
    assert "reserve_return" in str(found.value)
    assert len(found.value.problems) == 2


@pytest.mark.parametrize("law", ["baseline", "law_2021"])
def test_every_law_can_be_lived_under_draws(law: str) -> None:
    """No vector leads to an amount that the sums do not hold, or to a law at odds with itself."""
    base, reform = load_all([law, "lower_minimum_base"], BOOK)
    corners = np.array([[0.0] * len(UNKNOWNS), [1.0] * len(UNKNOWNS)])
    points = np.concatenate([corners, cube(8, len(UNKNOWNS), 3)])
    assert len(draws(BOOK, base, [reform], (), UNKNOWNS, points)) == len(points)
