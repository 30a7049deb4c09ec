"""Same seed, same bits: for any threads, batch size and worker order, and for scenarios run together or alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from simulate import clock
from simulate.careers.careers import draw_batch, prepare_careers
from simulate.cohorts import simulate_cells
from simulate.cohorts.live import in_turn
from simulate.contracts import FIRST_COHORT, N_COHORTS, Cells, Workers
from simulate.indicators import outputs
from simulate.parameters import ParameterSet
from simulate.pipeline import Result
from simulate.population.demography import project
from simulate.population.synthesis import allocate, draw_cohort, shares, weights
from simulate.schemes.enrolment.chance import CHANGING
from simulate.schemes.law import build_law
from simulate.schemes.life import choices_of, simulate_years
from simulate.schemes.readings import needs
from simulate.schemes.state import new_state
from simulate.schemes.tables import Tables, new_changes, new_tables, to_cells
from tests.invariants.conftest import REFORMS, SMALL, same, same_lives


@pytest.mark.parametrize(("threads", "batch"), [(1, 7), (1, 64), (2, 256), (2, 5), (3, 64), (7, 64)])
def test_neither_threads_nor_batches_change_a_bit(law_of: Callable, alone: Callable, threads: int, batch: int) -> None:
    cells = simulate_cells([law_of("hukou_removal")], replace(SMALL, threads=threads, batch=batch))[0]
    assert same(cells, alone("hukou_removal"))


def test_scenarios_together_do_not_change_with_threads_and_batches(law_of: Callable) -> None:
    laws = [law_of(), law_of("platform_copayment_at_source"), law_of("hukou_removal")]
    one = simulate_cells(laws, SMALL)
    other = simulate_cells(laws, replace(SMALL, threads=2, batch=11))
    assert all(same(a, b) for a, b in zip(one, other, strict=True))


def test_threads_make_cohorts_side_by_side_and_each_cohort_once(
    law_of: Callable, alone: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_one_thread, made, meeting = alone(), list[int](), threading.Barrier(3)

    def draw(birth_year: int, *others: Any) -> Workers:
        made.append(birth_year)
        if birth_year < FIRST_COHORT + 3:  # none goes on before all three are here
            meeting.wait(60)
        return draw_cohort(birth_year, *others)

    monkeypatch.setattr(import_module("simulate.cohorts.live"), "draw_cohort", draw)
    assert same(simulate_cells([law_of()], replace(SMALL, threads=3))[0], by_one_thread)
    assert sorted(made) == [FIRST_COHORT + cohort for cohort in range(N_COHORTS)]


@pytest.mark.parametrize("n_parts", [1, 2, 3, 16])
@pytest.mark.parametrize("cohorts", [range(150), range(1, 150, 7), range(5, 6)])
def test_parts_go_through_all_cohorts_and_never_meet(cohorts: range, n_parts: int) -> None:
    orders = [in_turn(cohorts, part, n_parts) for part in range(n_parts)]
    assert all(sorted(order) == list(cohorts) for order in orders)
    whole_rounds = len(cohorts) // n_parts * n_parts
    for place, at_once in enumerate(zip(*orders, strict=True)):
        assert place >= whole_rounds or len(set(at_once)) == n_parts
        assert max(at_once) - min(at_once) < n_parts * cohorts.step  # so that few are kept


def test_another_seed_is_another_sample(law_of: Callable, alone: Callable) -> None:
    assert not same(simulate_cells([law_of()], replace(SMALL, seed=21))[0], alone())


def added(parts: list[Tables]) -> Tables:
    """The sums of all years from those of some years each, (group, year, ...)."""
    whole = new_tables()
    for part in parts:
        first = part.first_year - whole.first_year
        years = slice(first, first + part.place.shape[1])
        whole.cohort[:] += part.cohort
        for name in ("place", "kind", "awards"):
            getattr(whole, name)[:, years] += getattr(part, name)
    return whole


class _Cohort:
    """One birth cohort, lived through in any order and in pieces."""

    def __init__(self, parameters: ParameterSet, birth_year: int) -> None:
        make_up = shares(parameters)
        projection = project(parameters)
        tables = prepare_careers(parameters, projection, make_up)
        counts = allocate(30_000)[birth_year - FIRST_COHORT]
        self.workers = draw_cohort(birth_year, counts, 5, make_up)
        self.tables = tables.of_cohort(birth_year)
        self.weights = weights(projection, birth_year, counts)
        self.law = build_law(parameters, tables.intraprovincial)

    def live(self, pieces: list[np.ndarray], cuts: tuple[int, ...] = (), is_month_by_month: bool = False) -> Cells:
        """The sums of the cohort lived in these pieces, one after the other, each with stops at ``cuts``."""
        spans = list(pairwise((clock.FIRST_YEAR, *cuts, clock.LAST_REPORT_YEAR + 1)))
        sums: list[Tables] = [new_tables(*span) for span in spans]
        for order in pieces:
            batch = Workers(self.workers.birth_year, *(array[order] for array in self.workers[1:]))
            careers = draw_batch(batch, self.tables, 5)
            choices = choices_of(self.law, batch, careers, 5)
            if is_month_by_month:
                choices.steady[:] = CHANGING
            state = new_state(len(order))
            for span, table in zip(spans, sums, strict=True):
                simulate_years(self.law, batch, careers, choices, self.weights, 5, span, state, table)
        return to_cells(added(sums), new_changes())


@pytest.mark.parametrize("birth_year", [1948, 1972, 1999])
def test_worker_order_changes_no_bit(law_of: Callable, birth_year: int) -> None:
    cohort = _Cohort(law_of("platform_copayment_at_source"), birth_year)
    n = len(cohort.workers.worker)
    assert n > 50
    as_drawn = cohort.live([np.arange(n)])
    shuffled = np.random.default_rng(1).permutation(n)
    assert same(as_drawn, cohort.live([shuffled]))
    assert same(as_drawn, cohort.live(np.array_split(shuffled, 9), cuts=(1990, 2027, 2028)))


@pytest.mark.parametrize("birth_year", [1966, 1988])
@pytest.mark.parametrize("reform", ["platform_copayment_at_source", "matching_low_incomes"])
def test_a_year_without_a_change_is_lived_as_its_twelve_months(law_of: Callable, reform: str, birth_year: int) -> None:
    """The steps that take such a year as a whole give what they give month by month."""
    cohort = _Cohort(law_of(reform), birth_year)
    everyone = [np.arange(len(cohort.workers.worker))]
    assert same(cohort.live(everyone), cohort.live(everyone, is_month_by_month=True))


@pytest.mark.parametrize("reform", REFORMS)
@pytest.mark.parametrize("base", ["baseline", "law_2021"])
def test_a_scenario_beside_others_is_as_if_alone(law_of: Callable, alone: Callable, base: str, reform: str) -> None:
    together = simulate_cells([law_of(on=base), law_of(reform, base)], SMALL)
    assert same(together[0], alone(on=base))
    assert same_lives(together[1], alone(reform, base))


def test_several_scenarios_that_part_in_different_years(law_of: Callable, alone: Callable) -> None:
    sets = [
        "retirement.early_claim_share=0.9",
        "population.fertility_variant=high",
        "enrolment.hukou_rule@2033-07=open",
    ]
    laws = [law_of(), law_of("hukou_removal"), law_of(on="law_2021"), *(law_of(sets=(each,)) for each in sets)]
    together = simulate_cells(laws, SMALL)
    expected = [alone(), alone("hukou_removal"), alone(on="law_2021"), *(alone(sets=(each,)) for each in sets)]
    assert all(same_lives(a, b) for a, b in zip(together, expected, strict=True))
    assert not any(same_lives(together[0], each) for each in together[1:])


def test_laws_part_in_the_year_of_the_first_change(law_of: Callable) -> None:
    nobody = np.zeros(clock.N_YEARS)
    others = [law_of("no_change"), law_of("hukou_removal"), law_of(sets=("enrolment.hukou_rule@2033-07=open",))]
    found = needs([build_law(each, nobody) for each in (law_of(), *others)]).wholly.any_facts != 0
    assert [(clock.FIRST_YEAR + np.flatnonzero(years)[:1]).tolist() for years in found[1:]] == [[], [2027], [2033]]


@pytest.mark.parametrize("base", ["baseline", "law_2021"])
def test_a_reform_without_changes_differs_by_exactly_zero(compared: Callable[..., Result], base: str) -> None:
    result = compared(base)
    unchanged = result.results.scenarios.index("no_change")
    for name, values in result.scenarios[0].indicators.items():
        other = result.scenarios[unchanged].indicators[name]
        if outputs()[name].kind == "change":  # a comparison with the first scenario, which has none with itself
            assert np.isnan(values).all(), name
            assert np.isin(other[~np.isnan(other)], 1.0 if name == "unchanged_share" else 0.0).all(), name
        else:
            assert values.tobytes() == other.tobytes(), name
    assert (result.scenarios[unchanged].indicators["unchanged_share"] == 1.0).any()
    for name, estimate in result.results.estimates.items():
        if outputs()[name].kind == "change":
            assert estimate.difference is None
            continue
        assert estimate.difference is not None
        assert not np.nan_to_num(estimate.difference[unchanged]).any(), name
        if estimate.difference_error is not None:
            assert not np.nan_to_num(estimate.difference_error[unchanged]).any(), name


def test_a_reform_that_binds_moves_something(compared: Callable[..., Result]) -> None:
    """Against the law of 2021; under that of today the co-payment of platforms already holds."""
    result = compared("law_2021")
    for position, name in enumerate(REFORMS[:-1], start=1):
        paid = result.results.estimates["paid_by"].difference
        assert paid is not None
        assert paid[position].any(), name
