"""Each shipped reform does what its header expects, on the law it is meant for.

A reform is tried on every base it is ``meant_for``.  On a law that has it already, it warns that it affects nobody.
With ``--reform-workers 20000`` and more, each difference must also stand above its paired error:
``python -m pytest tests/scenarios/test_expectations.py -n 0 -s --reform-workers 20000`` prints every one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pytest

from simulate import clock, cohorts
from simulate.certificate.judge import SIGNS, Indicators, estimates, find, paired
from simulate.contracts import CHANGE_GAINED, CHANGE_LOST, N_GROUPS, Cells
from simulate.parameters import LawBook
from simulate.scenario import SCENARIOS as FOLDER
from simulate.scenario import Composed, bundled, compose, load_scenario
from simulate.scenario.schema import ANY

BOOK = LawBook.load()
LAWS = ("baseline", "law_2021")
SCENARIOS = {name: load_scenario(name, BOOK) for name in bundled()}
REFORMS = tuple(name for name in SCENARIOS if name not in LAWS)
IN_FORCE = ("injury_per_order", "national_pooling_on")  # in the baseline already
FROM_2025 = ("no_retirement_reform",)  # retirement is put off from 2025
CONCERN_FEW = ("hukou_removal", "hukou_removal_phased", "hukou_mega_cities_last")  # flexible workers away from home
AS_MANY = 6  # times the workers on whom these are judged
YEARS = (2030, 2060)
JUDGED = 20_000  # workers from which on a difference must stand above its error
LEAST = 2.0  # paired errors


def bases_of(reform: str) -> tuple[str, ...]:
    """The scenarios a reform is meant to be laid on; the baseline for one that is meant for any."""
    return tuple(name if name != ANY else "baseline" for name in SCENARIOS[reform].meant_for)


BASES = tuple(sorted({base for reform in REFORMS for base in bases_of(reform)}))
TRIED = [(base, name) for name in REFORMS for base in bases_of(name)]


@dataclass(frozen=True)
class Lived:
    """A scenario and its outcome."""

    composed: Composed
    cells: Cells
    indicators: Indicators


@pytest.fixture(scope="session")
def workers(request: pytest.FixtureRequest) -> int:
    """How many workers live each reform."""
    return int(request.config.getoption("--reform-workers"))


def _expected(indicators: Indicators) -> Indicators:
    """Those that a header names: all of all reforms would not fit into memory."""
    names = {find(key)[0].name for each in SCENARIOS.values() for key in each.expects}
    return {name: indicators[name] for name in names}


@lru_cache(maxsize=2)
def lived(base: str, workers: int) -> dict[str, Lived]:
    """The base and all reforms tried on it, lived by the same workers."""
    return live(base, workers, [name for on, name in TRIED if on == base])


@lru_cache(maxsize=2)
def lived_by_more(base: str, workers: int) -> dict[str, Lived]:
    """The base and the reforms that concern few, lived by more workers, the same for all."""
    return live(base, workers, [name for on, name in TRIED if on == base and name in CONCERN_FEW])


def live(base: str, workers: int, reforms: list[str]) -> dict[str, Lived]:
    """The base and reforms laid on it, by name."""
    scenarios = [compose(BOOK, SCENARIOS[base]), *(compose(BOOK, SCENARIOS[base], SCENARIOS[each]) for each in reforms)]
    cells = cohorts.simulate_cells([each.parameters for each in scenarios], cohorts.RunOptions(workers=workers))
    n_groups = N_GROUPS if workers >= JUDGED else 2
    return {
        each.name: Lived(each, cell, _expected(estimates(cell, each.parameters, n_groups)))
        for each, cell in zip(scenarios, cells, strict=True)
    }


@pytest.mark.parametrize(("base", "reform"), TRIED)
def test_a_reform_does_what_it_expects(base: str, reform: str, workers: int) -> None:
    is_few = reform in CONCERN_FEW and workers < JUDGED
    together = lived_by_more(base, AS_MANY * workers) if is_few else lived(base, workers)
    below, above = together[base], together[reform]
    expected = SCENARIOS[reform].expects
    if not SCENARIOS[reform].changes and not SCENARIOS[reform].overrides:
        assert all(np.array_equal(one, other) for one, other in zip(below.cells[:4], above.cells[:4], strict=True))
        assert not above.cells.changes[..., CHANGE_GAINED].any()
        assert not above.cells.changes[..., CHANGE_LOST].any()
        return
    assert expected
    assert above.composed.digest != below.composed.digest
    for key, way in expected.items():
        gain, error = paired(key, below.indicators, above.indicators, YEARS)
        stated = f"{reform} on {base}: {key} by {gain:.4g} +- {error:.2g}, expected {way}"
        assert np.sign(gain) == SIGNS[way], stated
        if workers >= JUDGED:
            print(stated)
            assert abs(gain) >= LEAST * error, stated


@pytest.mark.parametrize(("base", "reform"), TRIED)
def test_a_reform_binds_on_the_law_it_is_meant_for(base: str, reform: str) -> None:
    composed = compose(BOOK, SCENARIOS[base], SCENARIOS[reform])
    assert not composed.warnings
    assert any(each.binds for each in composed.applied) or not composed.applied


@pytest.mark.parametrize("reform", IN_FORCE)
def test_a_reform_warns_on_a_law_that_has_it(reform: str) -> None:
    assert compose(BOOK, SCENARIOS["baseline"], SCENARIOS[reform]).warnings


@pytest.mark.parametrize(("base", "reform"), TRIED)
def test_nothing_changes_before_a_reform(base: str, reform: str, workers: int) -> None:
    """Shipped reforms begin in 2027: until then every sum is the base's, to the last bit."""
    first = 2025 if reform in FROM_2025 else 2027
    years = slice(0, first - clock.FIRST_REPORT_YEAR)
    below, above = lived(base, workers)[base].cells, lived(base, workers)[reform].cells
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
        is_law_on_reform = is_law(reform) and not is_law(base)
        assert any("and laid on" in text for text in composed.warnings) == (is_other or is_law_on_reform)


def is_law(name: str) -> bool:
    """Whether a scenario changes nothing of the law as it was known on its day."""
    return not (SCENARIOS[name].changes or SCENARIOS[name].overrides)
