"""Pensions at their award, derived from what they had become in the end, for many lives at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulate.clock import FIRST_YEAR, LAST_AGE, LAST_REPORT_YEAR
from simulate.contracts import Reals
from simulate.schemes.employee_pension.rules import BY_YEARS, EQUAL, MEAN_PENSION, MEAN_YEARS
from simulate.schemes.law import Law


def first_pensions(law: Law, birth_year: int, rights: Any) -> Reals:
    """Employee pensions (worker,) in yuan a month of the month of their award, to the fen; 0 without one.

    Takes back, year by year from the end of the lives of the cohort, what ``adjust_pension`` did each January
    after the claim.
    """
    e = law.employee_pension
    pension: Reals = rights.basic_pension + rights.transitional_pension + rights.account_pension
    last = min(LAST_REPORT_YEAR, birth_year + LAST_AGE) - FIRST_YEAR
    claimed = np.where(pension > 0.0, rights.stop_month // 12, last)
    for year in range(last, int(claimed.min()), -1):
        rate, parts = e.indexation[year], e.indexation_parts[year]
        equal, by_years = parts[EQUAL], parts[BY_YEARS]
        own_share, amount = 1.0 - equal - by_years, 0.0
        if equal + by_years != 0.0:
            amount = parts[MEAN_PENSION] * (equal + by_years * rights.paid_months / 12.0 / parts[MEAN_YEARS])
        before = (pension - rate * amount) / (1.0 + rate * own_share)
        pension = np.where(claimed < year, before, pension)
    return np.round(pension, 2)
