"""Each shipped reform does what its header expects, on the law it is meant for.

A reform is laid on the baseline, unless its header says "Lay it on" another scenario; a few are tried on both laws.
Laid on a law that has it already, a reform warns that it binds on nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from judge import SIGNS, Indicators, difference, estimates

from simulate import clock, pipeline
from simulate.contracts import CHANGE_GAINED, CHANGE_LOST, Cells
from simulate.parameters import LawBook
from simulate.scenario import SCENARIOS as FOLDER
from simulate.scenario import Composed, bundled, compose, load_scenario

BOOK = LawBook.load()
LAWS = ("baseline", "law_2021")
SCENARIOS = {name: load_scenario(name, BOOK) for name in bundled()}
REFORMS = tuple(name for name in SCENARIOS if name not in LAWS)
TRIED_ON_BOTH = ("hukou_removal", "lower_minimum_base", "platform_copayment", "platform_copayment_at_source")
IN_FORCE = ("injury_per_order", "national_pooling_on")  # in the baseline already
FROM_2025 = ("no_retirement_reform",)  # its lever has no dates; retirement is put off from 2025
OPTIONS = pipeline.RunOptions(workers=2_000)
YEARS = (2030, 2060)


def base_of(reform: str) -> str:
    """The scenario a reform is meant to be laid on, as its header says."""
    told = re.search(r"Lay it on (\w+)", SCENARIOS[reform].text)
    return told.group(1) if told else "baseline"


BASES = tuple(sorted({base_of(reform) for reform in REFORMS}))
TRIED = [(base_of(name), name) for name in REFORMS] + [
    (law, name) for name in TRIED_ON_BOTH for law in LAWS if law != base_of(name)
]


@dataclass(frozen=True)
class Lived:
    """A scenario and what came of it."""

    composed: Composed
    cells: Cells
    indicators: Indicators


@cache
def lived(base: str) -> dict[str, Lived]:
    """The base and all reforms tried on it, lived by the same workers."""
    reforms = [name for on, name in TRIED if on == base]
    scenarios = [compose(BOOK, SCENARIOS[base]), *(compose(BOOK, SCENARIOS[base], SCENARIOS[each]) for each in reforms)]
    cells = pipeline.simulate_cells([each.parameters for each in scenarios], OPTIONS)
    return {
        each.name: Lived(each, cell, estimates(cell, each.parameters))
        for each, cell in zip(scenarios, cells, strict=True)
    }


@pytest.mark.parametrize(("base", "reform"), TRIED)
def test_a_reform_does_what_it_expects(base: str, reform: str) -> None:
    below, above = lived(base)[base], lived(base)[reform]
    expected = SCENARIOS[reform].expects
    if not SCENARIOS[reform].changes and not SCENARIOS[reform].overrides:
        assert all(np.array_equal(one, other) for one, other in zip(below.cells[:4], above.cells[:4], strict=True))
        assert not above.cells.changes[..., CHANGE_GAINED].any()
        assert not above.cells.changes[..., CHANGE_LOST].any()
        return
    assert expected
    assert above.composed.digest != below.composed.digest
    for key, way in expected.items():
        gain = difference(key, below.indicators, above.indicators, YEARS)
        assert np.sign(gain) == SIGNS[way], f"{reform} on {base}: {key} by {gain:g}, expected {way}"


@pytest.mark.parametrize("reform", REFORMS)
def test_a_reform_binds_on_the_law_it_is_meant_for(reform: str) -> None:
    composed = compose(BOOK, SCENARIOS[base_of(reform)], SCENARIOS[reform])
    assert not composed.warnings
    assert any(each.binds for each in composed.applied) or not composed.applied


@pytest.mark.parametrize("reform", IN_FORCE)
def test_a_reform_warns_on_a_law_that_has_it(reform: str) -> None:
    assert compose(BOOK, SCENARIOS["baseline"], SCENARIOS[reform]).warnings


@pytest.mark.parametrize(("base", "reform"), TRIED)
def test_nothing_changes_before_a_reform(base: str, reform: str) -> None:
    """Shipped reforms begin in 2027: until then every sum is the base's, to the last bit."""
    first = 2025 if reform in FROM_2025 else 2027
    years = slice(0, first - clock.FIRST_REPORT_YEAR)
    below, above = lived(base)[base].cells, lived(base)[reform].cells
    assert np.array_equal(below.place[:, years], above.place[:, years])
    assert np.array_equal(below.kind[:, years], above.kind[:, years])


def test_the_table_of_scenarios_is_whole() -> None:
    """The README names every scenario, and the law its header says it is meant for."""
    rows = re.findall(r"^\| `(\w+)` \| `?(\w*)`? \|", (FOLDER / "README.md").read_text(encoding="utf-8"), re.M)
    assert sorted(name for name, _ in rows) == sorted(SCENARIOS)
    assert all(on == base_of(name) for name, on in rows if on in SCENARIOS)
