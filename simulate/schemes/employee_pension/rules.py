"""Contributions and payments of the employee pension (城镇职工基本养老保险), one small function for each rule.

Law: 国发〔2005〕38号 (contributions, award since 2006), 国发〔1997〕26号 (accounts, award 1998-2005),
国发〔1978〕104号 (award before), 国办发〔2019〕13号 (floor and ceiling), 人社部发〔2021〕18号 (payments on death).
Money in yuan, a month unless said; awards are in ``award_rules``.
"""

from __future__ import annotations

import math
from typing import Final, Generic, NamedTuple, TypeVar

from simulate.codes import Enumeration
from simulate.contracts import Reals
from simulate.engine.jit import rule

GAP_RULES: Final = Enumeration("gap_rule", ("ignore", "zero", "floor"))
GAP_IGNORE = GAP_RULES.code("ignore")
GAP_ZERO = GAP_RULES.code("zero")
DEEMED_RULES: Final = Enumeration("deemed_rule", ("at_one", "left_out"))  # months before the accounts in the mean index
DEEMED_AT_ONE = DEEMED_RULES.code("at_one")
DEEMED_LEFT_OUT = DEEMED_RULES.code("left_out")
FLEXIBLE_SCHEMES: Final = Enumeration("flexible_scheme", ("pooled", "account"))
ACCOUNT_ONLY = FLEXIBLE_SCHEMES.code("account")
N_PARTS = 4  # of indexation_parts
EQUAL, BY_YEARS, MEAN_YEARS, MEAN_PENSION = range(N_PARTS)
_NEAR_THE_AGE = 60.0  # months before the age within which an invalidity allowance is the whole pension
_PROPORTIONAL_FROM = 15  # full years paid from which months add to the survivors' sum
Number = TypeVar("Number", float, Reals)


class BaseLimits(NamedTuple, Generic[Number]):
    """Lowest and highest contribution base, yuan a month."""

    base_floor: Number
    base_ceiling: Number


class FlexibleContribution(NamedTuple):
    """A flexible worker's contribution of a month and where it goes, yuan."""

    contribution: float
    to_account: float
    to_pool: float


class FlexibleMonth(NamedTuple):
    """A month paid as a flexible worker or credited, yuan by payer and fund."""

    own_pool: float
    own_account: float
    platform_pool: float
    platform_account: float
    public_pool: float
    public_account: float
    is_account_only: bool


class PayerShares(NamedTuple):
    """Shares of a flexible worker's contribution, together one."""

    worker: float
    platform: float
    government: float


class EmployeeContribution(NamedTuple):
    """Contribution of a month by who pays and where it goes, yuan."""

    worker_to_pool: float
    worker_to_account: float
    employer_to_pool: float
    employer_to_account: float


class InvalidityAllowance(NamedTuple):
    """Parts of an invalidity allowance, yuan a month."""

    basic: float
    transitional: float
    account: float


def base_limits(
    contribution_reference_wage: Number, base_floor_ratio: Number, base_ceiling_ratio: Number
) -> BaseLimits[Number]:
    """Floor and ceiling of the contribution base = 60 % and 300 % of the reference wage; 国办发〔2019〕13号 art. 3.

    Of numbers, or of tables of months and provinces: these are worked out once, when the law is packed.
    """
    return BaseLimits(contribution_reference_wage * base_floor_ratio, contribution_reference_wage * base_ceiling_ratio)


@rule
def contribution_base(wage: float, floor: float, ceiling: float) -> float:
    """The wage within floor and ceiling; 国发〔1995〕6号 annex 1, 国办发〔2019〕13号 art. 3."""
    return min(max(wage, floor), ceiling)


@rule
def base_at_floor(flexible_floor: float, floor: float) -> float:
    """Base of a worker who pays alone without earnings to pay on, yuan: the floor of flexible workers.

    Where a reform leaves them none it is the employees' floor (assumption: no month counts without a payment).
    """
    return flexible_floor if flexible_floor > 0.0 else floor


@rule
def flexible_contribution(
    contribution_base: float, contribution_rate: float, account_rate: float
) -> FlexibleContribution:
    """A flexible worker's contribution, of it to the account, and to the pool; 国发〔2005〕38号 art. 3.

    contribution = base x rate (20 %); account = base x account rate (8 %); the rest (12 %) goes to the pool.
    """
    contribution = contribution_base * contribution_rate
    to_account = contribution_base * min(account_rate, contribution_rate)
    return FlexibleContribution(contribution, to_account, contribution - to_account)


@rule
def payer_shares(contribution: float, platform_part: float, government_part: float, is_credited: bool) -> PayerShares:
    """Shares of a flexible worker's contribution borne by worker, platform and government, in account and pool alike.

    The parts of others replace the worker's; a credited month is the government's alone, as far as it is funded.
    """
    scale = 1.0 / contribution if contribution > 0.0 else 0.0
    platform, government = platform_part * scale, government_part * scale
    worker = 0.0 if is_credited else max(1.0 - platform - government, 0.0)
    return PayerShares(worker, platform, government)


@rule
def flexible_month(
    contribution_base: float, contribution_rate: float, account_rate: float, flexible_scheme: int,
    platform_part: float, government_part: float, is_credited: bool,
) -> FlexibleMonth:  # fmt: skip
    """A month paid as a flexible worker or credited, divided between account and pool, and between its payers.

    国发〔2005〕38号 art. 3: 20 % of the base, 8 % of it to the account; paid by the worker, unless others pay a part.
    Where a reform gives flexible workers accounts alone, all they pay goes there; a credited month never does.
    """
    is_account_only = flexible_scheme == ACCOUNT_ONLY and not is_credited
    to_account_at = contribution_rate if is_account_only else account_rate
    contribution, to_account, to_pool = flexible_contribution(contribution_base, contribution_rate, to_account_at)
    own, platform, public = payer_shares(contribution, platform_part, government_part, is_credited)
    return FlexibleMonth(
        to_pool * own, to_account * own, to_pool * platform, to_account * platform, to_pool * public,
        to_account * public, is_account_only,
    )  # fmt: skip


@rule
def employee_contribution(
    contribution_base: float, employee_rate: float, employer_rate: float, account_rate: float, relief: float
) -> EmployeeContribution:
    """Worker to pool, worker to account, employer to pool, employer to account; 国发〔1997〕26号 art. 3-4.

    The account receives base x account rate: the worker's rate first, the rest out of the employer's.  What the worker
    pays above it goes to the pool.  ``relief`` is the share of the employer's contribution waived (2020).
    """
    base = contribution_base
    worker_to_account = base * min(employee_rate, account_rate)
    worker_to_pool = base * employee_rate - worker_to_account
    employer_to_account = min(base * max(account_rate - employee_rate, 0.0), base * employer_rate)
    employer_to_pool = (base * employer_rate - employer_to_account) * (1.0 - relief)
    return EmployeeContribution(worker_to_pool, worker_to_account, employer_to_pool, employer_to_account)


@rule
def contribution_index(contribution_base: float, contribution_reference_wage: float) -> float:
    """Index of a month = own base / reference wage of the insurance year; 国发〔2005〕38号 art. 6."""
    wage = contribution_reference_wage
    return contribution_base / wage if wage > 0.0 else 0.0


@rule
def mean_index(
    index_sum: float, paid_months: float, gap_months: float, gap_rule: int, gap_index: float,
    deemed_months: float = 0.0, deemed_rule: int = DEEMED_LEFT_OUT,
) -> float:  # fmt: skip
    """Mean contribution index at the award; what is not a payment into an account counts by the province's rule.

    Gaps between first payment and award: ignored; zero, an index of 0 for each month; floor, of ``gap_index``.
    Deemed months, which are among ``paid_months`` and of which ``index_sum`` holds nothing: an index of 1 each
    (云政发〔2006〕139号), or left out of sum and months; never what was earned before the accounts.
    """
    indexed = paid_months
    total = index_sum
    if deemed_rule == DEEMED_AT_ONE:
        total += deemed_months
    else:
        indexed -= deemed_months
    if indexed <= 0.0:
        return 0.0
    if gap_rule == GAP_IGNORE:
        return total / indexed
    if gap_rule == GAP_ZERO:
        return total / (indexed + gap_months)
    return (total + gap_index * gap_months) / (indexed + gap_months)


@rule
def months_in_payment(january: int, claim_month: int) -> float:
    """Months of a calendar year for which a pension is paid: from the month after the claim, twelve at most."""
    return min(max(float(january + 11 - claim_month), 0.0), 12.0)


@rule
def indexed_pension(pension: float, rate: float) -> float:
    """Pension after the yearly adjustment of 1 January; 国发〔2005〕38号 art. 7, Social Insurance Law art. 18."""
    return pension * (1.0 + rate)


@rule
def adjustment_rate(
    rate: float, pension: float, mean_pension: float, paid_years: float, mean_years: float, equal_share: float,
    years_share: float,
) -> float:  # fmt: skip
    """Rate at which one pension rises where the mean rise comes in parts (定额、挂钩), as in the yearly notices.

    rate x [equal share x mean pension + years share x mean pension x own / mean years paid + the rest x own pension]
    / own pension.
    """
    shared = equal_share + years_share
    if shared == 0.0 or pension <= 0.0:
        return rate
    of_mean = equal_share + years_share * paid_years / mean_years
    return rate * (1.0 - shared + of_mean * mean_pension / pension)


@rule
def invalidity_allowance(
    basic_pension: float, transitional_pension: float, account_pension: float, months_to_age: float, is_short: bool
) -> InvalidityAllowance:
    """Allowance for losing all capacity to work before the age (病残津贴), by part; 人社部发〔2024〕72号 art. 4-6.

    Within five years of the age the pension as it would be awarded; further from it, or short of the qualifying
    months, the basic pension alone.
    """
    if is_short or months_to_age > _NEAR_THE_AGE:
        return InvalidityAllowance(basic_pension, 0.0, 0.0)
    return InvalidityAllowance(basic_pension, transitional_pension, account_pension)


@rule
def invalidity_months(paid_months: float, qualifying_months: float, months_to_age: float) -> float:
    """Months of the allowance: to the age; for those short of the qualifying months twelve, with five years paid or
    more three for each further year begun, not beyond the age; 人社部发〔2024〕72号 art. 4-6.
    """
    if paid_months >= qualifying_months:
        return months_to_age
    further = max(math.ceil((paid_months - 60.0) / 12.0), 0)
    return min(12.0 + 3.0 * further, months_to_age)


@rule
def funeral_grant(months: float, income_per_head: float) -> float:
    """Funeral grant, yuan = 2 x last year's monthly urban disposable income per head; 人社部发〔2021〕18号."""
    return months * income_per_head


@rule
def survivor_months(paid_months: float, drawn_months: float, table: Reals, minimum: float) -> float:
    """Months of income per head paid to survivors in one sum; 人社部发〔2021〕18号 art. 4.

    ``table`` (full years,) holds 3, 6, 9 ... 24 months.  From 15 years on each year adds one and a part of a year its
    part; each year of pension drawn takes one off, likewise to the month: 28 years 9 months paid and 3 years 6 months
    drawn are 9 + 13.75 - 3.5 = 19.25.  Not below ``minimum`` (9) for a pensioner.
    """
    last = table.shape[0] - 1
    years = min(max(int(paid_months / 12.0), 0), last)
    months = float(table[years])
    if years >= _PROPORTIONAL_FROM:
        months += (float(table[min(years + 1, last)]) - months) * min(paid_months / 12.0 - years, 1.0)
    if drawn_months <= 0.0:
        return months
    return max(months - drawn_months / 12.0, min(minimum, months))


@rule
def death_grant(
    funeral: float, survivor: float, own_account_paid: float, paid_months: float, cap_months: float
) -> float:
    """Funeral grant + survivors' sum, yuan; 人社部发〔2021〕18号.

    With fewer than ``cap_months`` (60) paid, not above what the worker paid into the account, interest left out.
    """
    total = funeral + survivor
    return min(total, own_account_paid) if paid_months < cap_months else total
