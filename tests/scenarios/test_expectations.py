"""Each shipped reform does what its header expects, on the law it is meant for.

A reform is tried on every base it is ``meant_for``.  On a law that has it already, it warns that it binds on nobody.
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
from simulate.scenario.schema import ANY

BOOK = LawBook.load()
LAWS = ("baseline", "law_2021")
SCENARIOS = {name: load_scenario(name, BOOK) for name in bundled()}
REFORMS = tuple(name for name in SCENARIOS if name not in LAWS)
IN_FORCE = ("injury_per_order", "national_pooling_on")  # in the baseline already
FROM_2025 = ("no_retirement_reform",)  # its lever has no dates; retirement is put off from 2025
OPTIONS = pipeline.RunOptions(workers=2_000)
YEARS = (2030, 2060)


def bases_of(reform: str) -> tuple[str, ...]:
    """The scenarios a reform is meant to be laid on; the baseline for one that is meant for any."""
    return tuple(name if name != ANY else "baseline" for name in SCENARIOS[reform].meant_for)


BASES = tuple(sorted({base for reform in REFORMS for base in bases_of(reform)}))
TRIED = [(base, name) for name in REFORMS for base in bases_of(name)]


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


@pytest.mark.parametrize(("base", "reform"), TRIED)
def test_a_reform_binds_on_the_law_it_is_meant_for(base: str, reform: str) -> None:
    composed = compose(BOOK, SCENARIOS[base], SCENARIOS[reform])
    if reform in FROM_2025:
        assert [text.partition(" has no dates")[1] for text in composed.warnings] == [" has no dates"]
    else:
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
    """The README names every scenario, and the law it is meant for first."""
    rows = re.findall(r"^\| `(\w+)` \| `?(\w*)`? \|", (FOLDER / "README.md").read_text(encoding="utf-8"), re.M)
    assert sorted(name for name, _ in rows) == sorted(SCENARIOS)
    assert all(on == SCENARIOS[name].meant_for[0] for name, on in rows if name in REFORMS)
    assert all(SCENARIOS[name].meant_for == () for name in LAWS)


@pytest.mark.parametrize("reform", REFORMS)
def test_a_reform_on_another_base_says_so(reform: str) -> None:
    for base in sorted(SCENARIOS.keys() - {reform}):
        composed = compose(BOOK, SCENARIOS[base], SCENARIOS[reform])
        is_other = base not in SCENARIOS[reform].meant_for and ANY not in SCENARIOS[reform].meant_for
        assert any("and laid on" in text for text in composed.warnings) == is_other
