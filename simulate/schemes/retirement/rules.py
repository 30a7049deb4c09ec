"""Rules of retirement: statutory age, the window round it, and the months a pension requires.

Law: decision of the Standing Committee of the National People's Congress of 2024-09-13 on raising the statutory
retirement age step by step, in force 2025-01-01; its annexed measures of the State Council; 人社部发〔2024〕94号
(elastic retirement); Social Insurance Law art. 16 and 人社部令13号 art. 2-3 (workers short of the months).
Months are counted from 1950-01 (negative before).
"""

from __future__ import annotations

import math
from typing import NamedTuple

from simulate.codes import FEMALE_50, FEMALE_55, MALE
from simulate.contracts import Reals
from simulate.engine.jit import rule
from simulate.schemes.retirement.params import RetirementParameters

_YOUNGEST = 40  # years of age at which anyone retires


class Window(NamedTuple):
    """First and last month in which a pension may be claimed."""

    first_month: int
    last_month: int


@rule
def statutory_retirement(birth_month: int, original_age: int, step: int, maximum_delay: int, reform_start: int) -> int:
    """Months by which the decision of 2024-09-13 puts off retirement; measures of the State Council, art. 1-2.

    original month = birth month + original age (months).  Nobody who reaches it before ``reform_start`` is put off.
    After it: min((original month - reform_start) // step + 1, maximum delay): one month for every ``step`` months.
    """
    original_month = birth_month + original_age
    if original_month < reform_start or step <= 0:
        return 0
    return min((original_month - reform_start) // step + 1, maximum_delay)


@rule
def retirement_month(birth_month: int, original_age: int, delay: int) -> int:
    """Month of statutory retirement = birth month + original age + delay (months)."""
    return birth_month + original_age + delay


@rule
def reached_under(t: RetirementParameters, year: int, birth_month: int, category: int) -> tuple[int, int]:
    """Month of the original age, and months by which the law of a year, counted from 1950, puts retirement off."""
    age = int(t.original_age[year, category])
    delay = statutory_retirement(
        birth_month, age, int(t.delay_step[year, category]), int(t.maximum_delay[year, category]),
        int(t.reform_start[year]),
    )  # fmt: skip
    return retirement_month(birth_month, age, 0), delay


def statutory_month(t: RetirementParameters, birth_month: int, category: int) -> tuple[int, int]:
    """Month of the original age and months of delay by the law under which the age is reached, as a life meets it.

    Each January the law of the year is asked; the first by which the month falls before the next January holds.
    """
    last = len(t.original_age) - 1
    for year in range(birth_month // 12 + _YOUNGEST, last):
        original, delay = reached_under(t, max(year, 0), birth_month, category)
        if original + delay < 12 * (year + 1):
            return original, delay
    return reached_under(t, last, birth_month, category)


@rule
def retirement_window(statutory_month: int, original_month: int, early: int, late: int) -> Window:
    """First and last month in which the pension may be claimed; decision art. 3, 人社部发〔2024〕94号 art. 2 and 3.

    Up to ``early`` months before the statutory month, never before the original age; up to ``late`` months after it,
    which takes an agreement with the employer.
    """
    return Window(max(statutory_month - early, original_month), statutory_month + late)


@rule
def is_early(month: int, statutory_month: int, original_month: int, early: int) -> bool:
    """Whether a pension may be claimed early in a month, by the window that is law then; 人社部发〔2024〕94号 art. 2.

    Before the statutory month, by at most ``early`` months, and never before the original age.
    """
    return retirement_window(statutory_month, original_month, early, 0).first_month <= month < statutory_month


@rule
def qualifying_months(claim_year: int, statutory_year: int, months_of_year: Reals) -> float:
    """Paid months a monthly pension requires; decision art. 2 and its annex 4, 人社部发〔2024〕94号 art. 2 and 3.

    ``months_of_year`` (year,) counts from 1950.  An early claim answers to the year chosen, a late one to the year of
    the statutory age: the earlier of the two years (both counted from 1950).
    """
    year = min(claim_year, statutory_year)
    return float(months_of_year[min(max(year, 0), months_of_year.shape[0] - 1)])


@rule
def retirement_category(is_female: bool, is_flexible: bool, is_white_collar: bool) -> int:
    """Category of retirement age: men; women of the 55 group; women of the 50 group.

    国发〔1978〕104号 art. 1 (men 60, women workers 50, women cadres 55); 劳社部发〔2001〕20号 (women who pay as
    flexible workers: 55).
    """
    if not is_female:
        return MALE
    if is_flexible or is_white_collar:
        return FEMALE_55
    return FEMALE_50


@rule
def months_before_the_rest(years: float) -> int:
    """Months to go on paying before the rest may be paid at once = 12 x ``years`` (five), part of a month a whole one;
    人社部令13号 art. 2.
    """
    return math.ceil(12.0 * years - 1e-9)


@rule
def may_top_up(first_insured_month: int, top_up_before: int, months_continued: int, required_months: int) -> bool:
    """Whether a worker short of months may pay the rest at once; Social Insurance Law art. 16, 人社部令13号 art. 2.

    Only those insured before ``top_up_before`` (2011-07) and still short after going on paying for
    ``required_months`` (five years).
    """
    return first_insured_month < top_up_before and months_continued >= required_months
