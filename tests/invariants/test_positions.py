"""Winners and losers: a life that nothing changes changes by exactly nothing, and everyone is counted once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from simulate import contracts as c
from simulate.clock import year_index
from simulate.codes import HUKOU_TYPES, SEXES
from simulate.cohorts import REFERENCE_AGE, all_cells, live, simulate_cells
from simulate.contracts import Cells
from simulate.parameters import ParameterSet
from simulate.population.demography import project
from simulate.schemes.positions import change_bin
from tests.invariants.conftest import SMALL, same

COUNTS = slice(0, c.N_CHANGE_BINS)
SUMS = slice(c.CHANGE_GAINED, c.CHANGE_LOST + 1)
DECADES = slice(c.CHANGE_OF_DECADE, len(c.CHANGE_ROWS))
FORMS = slice(c.CHANGE_OF_FORM, c.CHANGE_OF_OCCUPATION)
WHOLE = range(c.FIRST_WHOLE_COHORT, c.LAST_WHOLE_COHORT + 1)
NO_CHANGE = c.CHANGE_BINS_A_SIDE
# Beside the baseline: a law that no worker feels, one that everyone who retires feels, and one that asks a fee of some.
OTHERS_PAY, ALL = "occupational_injury.per_order_premium@2027-01=0.5", "employee_pension.accrual_rate=0.012"
FEE = "occupational_injury.model=ilo_fund"


@pytest.fixture(scope="module")
def laws(law_of: Callable[..., ParameterSet]) -> list[ParameterSet]:
    sets = ((ALL,), (OTHERS_PAY,), (FEE,))
    return [law_of(), law_of("no_change"), law_of("hukou_removal"), *(law_of(sets=each) for each in sets)]


@pytest.fixture(scope="module")
def cells(laws: list[ParameterSet]) -> list[Cells]:
    return simulate_cells(laws, SMALL)


def persons_at_60(law: ParameterSet) -> np.ndarray:
    """(cohort, sex) of the birth cohorts seen whole, those at 60 in the projection."""
    population = project(law).population  # (year, age, sex)
    at_60 = [population[year_index(birth + REFERENCE_AGE), REFERENCE_AGE] for birth in WHOLE]
    return np.array(at_60).reshape(len(WHOLE), len(SEXES))


def test_the_first_scenario_has_no_changes_nor_has_a_run_of_one(cells: list[Cells], alone: Callable) -> None:
    assert not cells[0].changes.any()
    assert not alone().changes.any()


def test_a_life_without_change_has_a_change_of_exactly_zero(laws: list[ParameterSet], cells: list[Cells]) -> None:
    unchanged = cells[1].changes
    assert not np.delete(unchanged, NO_CHANGE, axis=2).any()
    assert unchanged[:, 0, NO_CHANGE].sum() == pytest.approx(persons_at_60(laws[0]).sum(), rel=1e-6)


def test_a_scenario_that_only_others_pay_for_changes_no_worker(cells: list[Cells]) -> None:
    """The tariff an order is the platforms' to pay, and what its fund gives is no pension."""
    assert not np.delete(cells[4].changes, NO_CHANGE, axis=2).any()
    assert cells[4].place[..., c.PLATFORM_TO_INJURY].sum() > cells[0].place[..., c.PLATFORM_TO_INJURY].sum()


def test_a_fee_of_workers_only_takes(cells: list[Cells]) -> None:
    """The fund proposed for injuries also takes flexible workers without a platform, at a fee of their own."""
    assert cells[5].place[..., c.WORKER_TO_INJURY].sum() > cells[0].place[..., c.WORKER_TO_INJURY].sum()
    assert not cells[5].changes[..., NO_CHANGE + 1 : c.N_CHANGE_BINS].any()
    assert not cells[5].changes[..., c.CHANGE_GAINED].any()
    assert cells[5].changes[..., c.CHANGE_LOST].any()


@pytest.mark.parametrize("position", [1, 2, 3, 4, 5])
def test_everyone_is_counted_once_in_each_row(laws: list[ParameterSet], cells: list[Cells], position: int) -> None:
    """The row of all holds the persons of the whole cohorts at 60; the rows of one kind sum to it, column by column."""
    changes = cells[position].changes.sum(axis=0)
    at_60 = persons_at_60(laws[0])
    assert changes[0, COUNTS].sum() == pytest.approx(at_60.sum(), rel=1e-6)
    by_sex = slice(c.CHANGE_OF_SEX, c.CHANGE_OF_SEX + len(SEXES))
    by_hukou = slice(c.CHANGE_OF_HUKOU, c.CHANGE_OF_HUKOU + len(HUKOU_TYPES))
    for rows in (by_sex, by_hukou, FORMS, DECADES):
        assert_allclose(changes[rows].sum(axis=0), changes[0], rtol=1e-9, atol=1e-3)
    assert_allclose(changes[by_sex, COUNTS].sum(axis=1), at_60.sum(axis=0), rtol=1e-6)
    decade_of = np.array([birth // 10 for birth in WHOLE]) - WHOLE[0] // 10
    expected = np.bincount(decade_of, at_60.sum(axis=1))
    assert_allclose(changes[DECADES, COUNTS].sum(axis=1), expected, rtol=1e-6)


def test_gains_and_losses_lie_within_their_bins(cells: list[Cells]) -> None:
    """The sum of rises is at least the persons in each bin of rises times its lower edge; of falls likewise."""
    edges = c.CHANGE_SMALLEST * c.CHANGE_FACTOR ** np.arange(c.CHANGE_BINS_A_SIDE)
    for each in cells[2:4]:
        changes = each.changes.sum(axis=0)
        rises, falls = changes[:, NO_CHANGE + 1 : c.N_CHANGE_BINS], changes[:, :NO_CHANGE][:, ::-1]
        for heads, total in ((rises, changes[:, c.CHANGE_GAINED]), (falls, changes[:, c.CHANGE_LOST])):
            assert (total >= heads @ edges * (1 - 1e-6) - 1e-3).all()
            is_closed = heads[:, -1] == 0.0  # the last bin is open
            assert is_closed.any()
            most = heads @ (edges * c.CHANGE_FACTOR) * (1 + 1e-6) + 1e-3
            assert (total <= most)[is_closed].all()


def test_a_higher_accrual_makes_many_winners(cells: list[Cells]) -> None:
    changes = cells[3].changes.sum(axis=0)
    assert changes[0, NO_CHANGE + 1 : c.N_CHANGE_BINS].sum() > 0.1 * changes[0, COUNTS].sum()
    assert changes[0, c.CHANGE_GAINED] > 10.0 * changes[0, c.CHANGE_LOST]


def test_a_law_laid_the_other_way_round_turns_gains_into_losses(laws: list[ParameterSet], cells: list[Cells]) -> None:
    back = simulate_cells([laws[3], laws[0]], SMALL)[1].changes.sum(axis=0)
    there = cells[3].changes.sum(axis=0)
    assert_allclose(back[:, COUNTS], there[:, COUNTS][:, ::-1], rtol=1e-9, atol=1e-3)
    assert_allclose(back[:, SUMS], there[:, SUMS][:, ::-1], rtol=1e-6, atol=1e-1)


def test_changes_do_not_depend_on_threads_batches_or_company(laws: list[ParameterSet], cells: list[Cells]) -> None:
    other = simulate_cells([laws[0], laws[3], laws[2]], replace(SMALL, threads=2, batch=9))
    assert same(other[1], cells[3])
    assert same(other[2], cells[2])


@pytest.mark.parametrize(
    ("change", "steps"),
    [
        (0.0, 0), (0.00999, 0), (-0.00999, 0), (0.0101, 1), (-0.0101, -1), (0.0159, 2), (1.01, 11), (-1.01, -11),
        (1e6, 24),
    ],
)  # fmt: skip
def test_bins_by_hand(change: float, steps: int) -> None:
    """Five to a factor of ten, from a hundredth of a month of the mean wage; the last ones are open."""
    assert change_bin(change) == c.CHANGE_BINS_A_SIDE + steps


def test_beside_whom_a_life_is_lived_changes_no_bit(law_of: Callable[..., ParameterSet]) -> None:
    """Each law beside the first, of which its positions are differences, and each by itself; wages that differ, too."""
    others = ("economy.real_wage_growth@2030=0.02", ALL, OTHERS_PAY)
    laws = [law_of(), law_of("hukou_removal"), *(law_of(sets=(each,)) for each in others)]
    together, apart = (
        all_cells(live(laws, SMALL, families=families)) for families in ([0] * len(laws), range(len(laws)))
    )
    for one, other in zip(together, apart, strict=True):
        assert all(np.array_equal(mine, theirs) for mine, theirs in zip(one, other, strict=True))
