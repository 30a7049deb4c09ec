"""Each shipped reform does what its header expects, on the law of 2021 and on the law in force, or warns that it binds
on nobody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from judge import SIGNS, Indicators, difference

from simulate import clock, pipeline
from simulate.contracts import Cells
from simulate.indicators import compute
from simulate.parameters import LawBook
from simulate.scenario import Composed, bundled, load_scenario

BASES = ("law_2021", "baseline")
REFORMS = tuple(sorted(set(bundled()) - set(BASES)))
BINDS_ON_BOTH = ("hukou_removal", "lower_minimum_base", "lower_minimum_base_first_yuan", "platform_copayment_at_source")
OPTIONS = pipeline.RunOptions(workers=3_000)
YEARS = (2030, 2060)


@dataclass(frozen=True)
class Lived:
    """A scenario and what came of it."""

    composed: Composed
    cells: Cells
    indicators: Indicators


@cache
def lived(base: str) -> dict[str, Lived]:
    """The base and all reforms on it, lived by the same workers."""
    scenarios = pipeline.prepare(base, REFORMS).scenarios
    cells = pipeline.simulate_cells([each.parameters for each in scenarios], OPTIONS)
    return {
        each.name: Lived(each, cell, compute(cell, each.parameters))
        for each, cell in zip(scenarios, cells, strict=True)
    }


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("reform", REFORMS)
def test_a_reform_does_what_it_expects_or_warns(reform: str, base: str) -> None:
    below, above = lived(base)[base], lived(base)[reform]
    expected = load_scenario(reform, LawBook.load()).expects
    if above.composed.digest == below.composed.digest:
        assert above.composed.warnings or not above.composed.applied
        assert all(np.array_equal(one, other) for one, other in zip(below.cells, above.cells, strict=True))
        return
    assert expected
    for key, way in expected.items():
        gain = difference(key, below.indicators, above.indicators, YEARS)
        assert np.sign(gain) == SIGNS[way], f"{reform} on {base}: {key} by {gain:g}, expected {way}"


@pytest.mark.parametrize("reform", BINDS_ON_BOTH)
def test_a_reform_binds_on_both_laws(reform: str) -> None:
    for base in BASES:
        composed = lived(base)[reform].composed
        assert any(each.binds for each in composed.applied), base
        assert not composed.warnings, base


def test_the_platforms_subsidy_is_new_to_the_law_of_2021_only() -> None:
    """Meituan's rule is in force in the baseline: laid on it, the reform warns."""
    assert not lived("law_2021")["platform_copayment"].composed.warnings
    assert lived("baseline")["platform_copayment"].composed.warnings


@pytest.mark.parametrize("base", BASES)
def test_nothing_changes_before_a_reform(base: str) -> None:
    """All shipped reforms begin in 2027: until then every sum is the base's, to the last bit."""
    years = slice(0, 2027 - clock.FIRST_REPORT_YEAR)
    below = lived(base)[base].cells
    for reform in REFORMS:
        above = lived(base)[reform].cells
        assert np.array_equal(below.place[:, years], above.place[:, years]), reform
        assert np.array_equal(below.kind[:, years], above.kind[:, years]), reform
