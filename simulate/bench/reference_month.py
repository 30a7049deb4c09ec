"""The unit of the benchmark: one small monthly career in plain numpy, workers in blocks, month by month.

A worker is an employee (0), a flexible worker (1) or out of work (2), and lives 540 months:

1. form: Markov chain with rows ``FORM_CHANGE`` (one uniform a month);
2. income x: x' = 0.98 x + 0.06 z (one normal);
3. earnings over the mean wage: exp(level[form] + profile[month] + x), nothing when out of work;
4. pays as an employee; as a flexible worker with the logit probability of
   -1.2 + 0.8 x + 0.03 years + 2 (paid last month) (one uniform);
5. base: earnings between 0.6 and 3; index, months and an account at 3 % a year with 8 % of the base;
6. sums by year and form: persons, earnings, contributions, payers;
7. at the end a pension for everyone who paid 180 months.

Timings of the model are stated as multiples of this month, measured in the same process, so that they mean the same
on a slow machine and a fast one.
"""

from __future__ import annotations

import time
from statistics import median
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

MONTHS: Final = 540
BLOCK: Final = 8192  # workers whose arrays stay in the processor's cache
FORM_CHANGE: Final = np.array([[0.985, 0.010, 0.005], [0.012, 0.978, 0.010], [0.030, 0.040, 0.930]])
LEVEL: Final = np.array([0.0, -0.35, 0.0])
PERSISTENCE, DISPERSION = 0.98, 0.06
BASE_FLOOR, BASE_CEILING = 0.6, 3.0
CONTRIBUTION_RATES: Final = np.array([0.24, 0.20, 0.0])
ACCOUNT_RATE, MONTHLY_CREDIT = 0.08, 1.03 ** (1 / 12)
QUALIFYING_MONTHS, ANNUITY_DIVISOR = 180, 139.0
Reals = NDArray[np.float64]


class ReferenceRun(NamedTuple):
    """What the reference computes, so that no step of it can be left out."""

    sums: Reals  # (year, form, 4): persons, earnings, contributions, payers
    months: NDArray[np.int32]  # (worker,) paid
    pension: Reals  # (worker,) yuan a month


def _block(n_workers: int, n_months: int, seed: int) -> ReferenceRun:
    random = np.random.Generator(np.random.SFC64(seed))
    years = np.arange(n_months) / 12.0
    profile, mean_wage = 0.02 * years - 0.0004 * years**2, 5000.0 * 1.04**years
    to_employee, to_flexible = FORM_CHANGE[:, 0].copy(), FORM_CHANGE[:, 0] + FORM_CHANGE[:, 1]
    form = (np.arange(n_workers) % 3).astype(np.int8)
    income, account, index = np.zeros(n_workers), np.zeros(n_workers), np.zeros(n_workers)
    paid, months = np.zeros(n_workers, bool), np.zeros(n_workers, np.int32)
    uniform, normal = np.empty(n_workers), np.empty(n_workers)
    sums = np.zeros(((n_months + 11) // 12, 3, 4))
    for month in range(n_months):
        random.random(out=uniform)
        form = (uniform >= to_employee[form]).astype(np.int8) + (uniform >= to_flexible[form])
        random.standard_normal(out=normal)
        income *= PERSISTENCE
        normal *= DISPERSION
        income += normal
        earnings = LEVEL[form]
        earnings += income
        earnings += profile[month]
        np.exp(earnings, out=earnings)
        earnings *= form < 2
        random.random(out=uniform)
        odds_against = income * -0.8
        odds_against -= -1.2 + 0.03 * years[month]
        odds_against -= paid * 2.0
        np.exp(odds_against, out=odds_against)
        odds_against += 1.0
        odds_against *= uniform
        paid = (form == 0) | ((form == 1) & (odds_against < 1.0))
        base = np.clip(earnings, BASE_FLOOR, BASE_CEILING)
        base *= paid
        account *= MONTHLY_CREDIT
        account += base * (ACCOUNT_RATE * mean_wage[month])
        index += base
        months += paid
        row = sums[month // 12]
        row[:, 0] += np.bincount(form, minlength=3)
        row[:, 1] += np.bincount(form, earnings, minlength=3) * mean_wage[month]
        row[:, 2] += np.bincount(form, base, minlength=3) * mean_wage[month] * CONTRIBUTION_RATES
        row[:, 3] += np.bincount(form, paid, minlength=3)
    mean_index = index / np.maximum(months, 1)
    pension = mean_wage[-1] * (1.0 + mean_index) / 2.0 * 0.01 * months / 12.0 + account / ANNUITY_DIVISOR
    return ReferenceRun(sums, months, np.where(months >= QUALIFYING_MONTHS, pension, 0.0))


def simulate(n_workers: int, n_months: int = MONTHS, seed: int = 1) -> ReferenceRun:
    """The careers of ``n_workers``, in blocks that fit the cache."""
    blocks = [
        _block(min(BLOCK, n_workers - first), n_months, seed + 7919 * first) for first in range(0, n_workers, BLOCK)
    ]
    sums = np.sum([block.sums for block in blocks], axis=0)
    return ReferenceRun(
        sums, np.concatenate([block.months for block in blocks]), np.concatenate([block.pension for block in blocks])
    )


def nanoseconds_a_month(n_workers: int = 16_384, n_months: int = MONTHS, repeats: int = 1) -> float:
    """Median time of one worker's month, ns: the unit of the benchmark."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        simulate(n_workers, n_months)
        times.append((time.perf_counter() - start) * 1e9 / n_workers / n_months)
    return median(times)
