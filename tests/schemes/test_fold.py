"""The fixed point of the sums: fine enough for large samples, wide enough for the money of 2075."""

from __future__ import annotations

import pytest

from simulate.contracts import WORKER_TO_POOL
from simulate.schemes.tables import (
    LIFE_UNIT,
    MONEY_UNIT,
    PERSON_UNIT,
    SumsOverflow,
    fixed,
    new_changes,
    new_tables,
    to_cells,
)  # fmt: skip

LARGEST_INTEGER = 2**63 - 1


@pytest.mark.parametrize("persons", [100.0 / 3.0, 1234.5678, 61_728.394])
def test_rounding_one_worker_stays_far_below_the_accounts_tolerance(persons: float) -> None:
    """All workers of a cohort and sex have one weight: what one lowest contribution loses, all lose."""
    yuan = 100.0 * persons
    assert abs(fixed(yuan * MONEY_UNIT) / MONEY_UNIT / yuan - 1.0) < 2e-9 * 100.0 / persons
    assert abs(fixed(persons * PERSON_UNIT) / PERSON_UNIT / persons - 1.0) < 1e-9


def test_the_largest_sums_of_a_cell_fit() -> None:
    """Earnings of the nation in 2075, near 2.5e14 yuan, with an eighth of them in one cell; persons of the nation."""
    assert 2.5e14 / 8.0 * MONEY_UNIT < LARGEST_INTEGER
    assert 1.5e9 * PERSON_UNIT < LARGEST_INTEGER


def test_the_sums_over_lives_fit() -> None:
    """Twenty million awards of 200,000 yuan a month."""
    assert 2e7 * 2e5 * LIFE_UNIT < LARGEST_INTEGER


@pytest.mark.parametrize("value", [-1, 1 << 62 | 1, -(1 << 63)])
def test_a_sum_that_ran_over_is_named(value: int) -> None:
    tables = new_tables()
    tables.place[3, 10, 5, 1, WORKER_TO_POOL] = value
    with pytest.raises(SumsOverflow, match=f"worker_to_pool of {tables.first_year + 10}"):
        to_cells(tables, new_changes())
