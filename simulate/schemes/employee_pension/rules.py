"""Contributions and payments of the employee pension (城镇职工基本养老保险), one small function for each rule.

Law: 国发〔2005〕38号 (contributions, award since 2006), 国发〔1997〕26号 (accounts, award 1998-2005),
国发〔1978〕104号 (award before), 国办发〔2019〕13号 (floor and ceiling), 人社部发〔2021〕18号 (payments on death).
Money in yuan, a month unless said; awards are in ``award_rules``.
"""

from __future__ import annotations

import numpy as np

from simulate.contracts import Reals
from simulate.engine.jit import rule

GAP_IGNORE, GAP_ZERO, GAP_FLOOR = range(3)
POOLED, ACCOUNT_ONLY = range(2)  # of flexible_scheme


@rule
def base_limits(reference_wage: float, floor_ratio: float, ceiling_ratio: float) -> tuple[float, float]:
    """Floor and ceiling of the contribution base = 60 % and 300 % of the reference wage; 国办发〔2019〕13号 art. 3."""
    return reference_wage * floor_ratio, reference_wage * ceiling_ratio


@rule
def contribution_base(wage: float, floor: float, ceiling: float) -> float:
    """The wage within floor and ceiling; 国发〔1995〕6号 annex 1, 国办发〔2019〕13号 art. 3."""
    return min(max(wage, floor), ceiling)


@rule
def flexible_contribution(base: float, rate: float, account_rate: float) -> tuple[float, float, float]:
    """A flexible worker's contribution, of it to the account, and to the pool; 国发〔2005〕38号 art. 3.

    contribution = base x rate (20 %); account = base x account rate (8 %); the rest (12 %) goes to the pool.
    """
    contribution = base * rate
    to_account = base * min(account_rate, rate)
    return contribution, to_account, contribution - to_account


@rule
def payer_shares(
    contribution: float, platform_part: float, government_part: float, is_credited: bool
) -> tuple[float, float, float]:
    """Shares of a flexible worker's contribution borne by worker, platform and government, in account and pool alike.

    The parts of others replace the worker's; a credited month is the government's alone, as far as it is funded.
    """
    scale = 1.0 / contribution if contribution > 0.0 else 0.0
    platform, government = platform_part * scale, government_part * scale
    return 0.0 if is_credited else 1.0 - platform - government, platform, government


@rule
def employee_contribution(
    base: float, employee_rate: float, employer_rate: float, account_rate: float, relief: float
) -> tuple[float, float, float, float]:
    """Worker to pool, worker to account, employer to pool, employer to account; 国发〔1997〕26号 art. 3-4.

    The account receives base x account rate: the worker's rate first, the rest out of the employer's.  What the worker
    pays above it goes to the pool.  ``relief`` is the share of the employer's contribution waived (2020).
    """
    worker_to_account = base * min(employee_rate, account_rate)
    worker_to_pool = base * employee_rate - worker_to_account
    employer_to_account = min(base * max(account_rate - employee_rate, 0.0), base * employer_rate)
    employer_to_pool = (base * employer_rate - employer_to_account) * (1.0 - relief)
    return worker_to_pool, worker_to_account, employer_to_pool, employer_to_account


@rule
def contribution_index(base: float, reference_wage: float) -> float:
    """Index of a month = own base / reference wage of the insurance year; 国发〔2005〕38号 art. 6."""
    return base / reference_wage if reference_wage > 0.0 else 0.0


@rule
def mean_index(sum_of_indices: float, paid_months: float, gap_months: float, gap_rule: int, gap_index: float) -> float:
    """Mean contribution index at the award; gaps between first payment and award count by the province's rule.

    ignore: sum / paid months; zero: sum / (paid + gap months); floor: a gap month counts with ``gap_index``.
    """
    if paid_months <= 0.0:
        return 0.0
    if gap_rule == GAP_IGNORE:
        return sum_of_indices / paid_months
    if gap_rule == GAP_ZERO:
        return sum_of_indices / (paid_months + gap_months)
    return (sum_of_indices + gap_index * gap_months) / (paid_months + gap_months)


@rule
def next_account(balance: float, crediting_rate: float, credit: float) -> float:
    """Account at the year's end = opening balance x (1 + rate) + the year's contributions, which earn from next year.

    国发〔1997〕26号 art. 4, 人社部发〔2017〕31号 (one national rate since 2016).
    """
    return balance * (1.0 + crediting_rate) + credit


@rule
def indexed_pension(pension: float, rate: float) -> float:
    """Pension after the yearly adjustment of 1 January; 国发〔2005〕38号 art. 7, Social Insurance Law art. 18."""
    return pension * (1.0 + rate)


@rule
def funeral_grant(months: float, income_per_head: float) -> float:
    """Funeral grant, yuan = 2 x last year's monthly urban disposable income per head; 人社部发〔2021〕18号."""
    return months * income_per_head


@rule
def survivor_months(paid_months: float, drawn_months: float, table: Reals, minimum: float) -> float:
    """Months of income per head paid to survivors in one sum; 人社部发〔2021〕18号.

    ``table`` (full years paid,) holds 3, 6, 9 ... 24 months.  One less for each full year of pension drawn, not below
    ``minimum`` (9); who has drawn nothing gets the table.
    """
    years = int(paid_months / 12.0)
    months = float(table[min(max(years, 0), table.shape[0] - 1)])
    drawn_years = float(np.floor(drawn_months / 12.0))
    if drawn_years < 1.0:
        return months
    return max(months - drawn_years, min(minimum, months))


@rule
def death_grant(
    funeral: float, survivor: float, own_account_paid: float, paid_months: float, cap_months: float
) -> float:
    """Funeral grant + survivors' sum, yuan; 人社部发〔2021〕18号.

    With fewer than ``cap_months`` (60) paid, not above the worker's own payments into the account.
    """
    total = funeral + survivor
    return min(total, own_account_paid) if paid_months < cap_months else total
