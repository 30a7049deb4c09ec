"""Parameters of retirement, packed for the kernels, with the table of statutory months by birth month."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulate.clock import month_index
from simulate.codes import RETIREMENT_CATEGORIES
from simulate.contracts import FIRST_COHORT, LAST_COHORT, Counts, Reals
from simulate.parameters import ParameterSet
from simulate.parameters.economy.params import reals
from simulate.schemes.retirement.rules import retirement_month, statutory_retirement

FIRST_BIRTH_MONTH: Final = month_index(FIRST_COHORT)  # months since 1950-01, negative
N_BIRTH_MONTHS: Final = 12 * (LAST_COHORT - FIRST_COHORT + 1)


class RetirementParameters(NamedTuple):
    """Month and year axes start in 1950; ages and durations in months; scalars have shape (1,)."""

    original_age: Counts  # (category,) before the decision of 2024-09-13
    delay_step: Counts  # (category,) months of birth for one month of delay
    maximum_delay: Counts  # (category,)
    reform_start: Counts  # (1,) month
    statutory_month: Counts  # (birth month from FIRST_BIRTH_MONTH, category) month of statutory retirement
    qualifying_months: Reals  # (year,)
    early_window: Reals  # (month,) at most this many months before the statutory month
    late_window: Reals  # (month,) at most this many months after it
    early_claim_share: Reals  # (1,) share of those who may claim early that does so
    female_55_share: Reals  # (education,) women employees of the 55 group
    continue_share: Reals  # (1,) share of those short of months at the statutory age that goes on paying
    continue_years: Reals  # (1,) years they go on at most; who started before ``top_up_before`` then pays the rest
    top_up_before: Counts  # (1,) month
    resident_conversion_share: Reals  # (1,) of those who stop short; the others take the account


def _counts(parameters: ParameterSet, name: str) -> Counts:
    return np.ascontiguousarray(np.rint(reals(parameters, "retirement." + name)), dtype=np.int64)


def statutory_months(original_age: Counts, step: Counts, maximum: Counts, start: int) -> Counts:
    """(birth month, category) month of statutory retirement, months since 1950-01."""
    table = np.empty((N_BIRTH_MONTHS, len(RETIREMENT_CATEGORIES)), np.int64)
    for category in range(len(RETIREMENT_CATEGORIES)):
        age, pace, most = int(original_age[category]), int(step[category]), int(maximum[category])
        for i in range(N_BIRTH_MONTHS):
            birth = FIRST_BIRTH_MONTH + i
            delay = statutory_retirement(birth, age, pace, most, start)
            table[i, category] = retirement_month(birth, age, delay)
    return table


def build(parameters: ParameterSet) -> RetirementParameters:
    """Derive what the kernels read."""
    ages = [_counts(parameters, name) for name in ("original_age", "delay_step", "maximum_delay")]
    start = _counts(parameters, "reform_start")
    return RetirementParameters(
        original_age=ages[0],
        delay_step=ages[1],
        maximum_delay=ages[2],
        reform_start=start,
        statutory_month=statutory_months(ages[0], ages[1], ages[2], int(start[0])),
        qualifying_months=reals(parameters, "retirement.qualifying_months"),
        early_window=reals(parameters, "retirement.early_window"),
        late_window=reals(parameters, "retirement.late_window"),
        early_claim_share=reals(parameters, "retirement.early_claim_share"),
        female_55_share=reals(parameters, "retirement.female_55_share"),
        continue_share=reals(parameters, "retirement.continue_share"),
        continue_years=reals(parameters, "retirement.continue_years"),
        top_up_before=_counts(parameters, "top_up_before"),
        resident_conversion_share=reals(parameters, "retirement.resident_conversion_share"),
    )
