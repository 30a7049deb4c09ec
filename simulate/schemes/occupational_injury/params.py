"""Parameters of injury at work, packed for the kernels: what one injury is expected to cost, by year and model."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from simulate.clock import FIRST_PROJECTION_YEAR, N_YEARS, year_index
from simulate.contracts import (
    EMPLOYER_TO_WORK_INJURY, GOVERNMENT_TO_INJURY, INJURY_DEATH, INJURY_DISABILITY, INJURY_MEDICAL, INSURED_INJURY,
    PLATFORM_TO_INJURY, RECEIVED_INJURY, RECEIVED_WORK_INJURY, WORKER_TO_INJURY, WORK_INJURY_BENEFITS, Codes, Counts,
    Reals,
)  # fmt: skip
from simulate.parameters import Labels, ParameterSet
from simulate.parameters.economy.params import codes, growth, national_wage, reals
from simulate.schemes.occupational_injury.rules import (
    BOUNDS, DEATH, DEATHS, DEPENDANTS, EMPLOYEES, GRADE_5, GRADE_6, GUANGDONG, HIGHEST, LOCAL_MONTHLY, LOCAL_ONE_OFF,
    LOWEST, MEDICAL, MODELS, MOST_MONTHS_OFF, N_COSTS, NANTONG, NATIONAL_PER_ORDER, NO_MODEL, OTHER, OWN_MONTHLY,
    OWN_ONE_OFF, SEVERITIES, SPOUSE, WEIFANG, ZHEJIANG, covers_others, dependants_allowance, experience_factor,
    in_one_sum, medical_benefit, stop_work_wages,
)  # fmt: skip
from simulate.schemes.concern import EMPLOYED, FLEXIBLE, INJURED, PLATFORM, monthly, timeless, yearly, Reading
from simulate.schemes.fields import Real, Record

LABELS: Final[Labels] = {  # by which enumeration each is numbered or its columns are ordered
    "model": MODELS, "severity": SEVERITIES, "bound": BOUNDS, "dependant": DEPENDANTS,
}  # fmt: skip
_ROOM: Final = "occupational_injury."
_OF_CASH: Final = (  # what ``_cash_of_year`` reads by the year
    "one_off_months", "allowance_share", "nursing_rate", "stop_work_months", "no_work_share", "leaving_months",
    "leaving_share", "dependants", "dependant_share", "survivor_years", "benefit_level", "pays_death",
    "pays_employer_part", "one_off_only", "one_off_years",
)  # fmt: skip
_LEAVING: Final = (NANTONG, WEIFANG, ZHEJIANG, GUANGDONG, EMPLOYEES)  # where art. 36 and 37 apply to the letter


class OccupationalInjuryParameters(NamedTuple):
    """Month and year axes start in 1950; scalars have shape (1,)."""

    model: Codes  # (month, province)
    covers_others: Codes  # (year,) 1 where the model of any province takes flexible workers without a platform
    is_active: Codes  # (year,) 1 where any province has a model or employees are insured
    covered_share: Reals  # (month, occupation)
    participation: Reals  # (month, model)
    earnings_per_order: Reals  # (year, occupation) yuan of all earnings for each order
    per_order_premium: Reals  # (month, province, occupation) yuan, after experience rating
    contribution_rate: Reals  # (month, model)
    worker_share: Reals  # (month, model) of what the platform owes
    flat_premium: Reals  # (year,) yuan a year
    flat_subsidy: Reals  # (year,) yuan a year
    ilo_flat_premium: Reals  # (year,) yuan a year
    ilo_markup: Reals  # (year,)
    frequency: Reals  # (year, occupation) injuries a worker-year, whatever part of it is work on orders
    cost: Reals  # (year, model and employees, OWN_ONE_OFF ... MEDICAL) of one injury
    wage_bounds: Reals  # (year, LOWEST and HIGHEST) own wage over the local one
    funeral_months: Reals  # (year,) of the local wage, with the death grant where that is in months
    death_grant_multiple: Reals  # (year,) of income_per_head
    income_per_head: Reals  # (year,) urban disposable income of the year before, yuan a year
    has_one_rate: Codes  # (year,) 1 where employers' rate is the same in all months
    work_injury_rate: Reals  # (month,)
    work_injury_frequency: Reals  # (year,)
    indexation: Reals  # (year,) growth of allowances in January
    retired_share: Reals  # (year,)
    start: Counts  # (1,) first year with anything to do
    first_model: Counts  # (1,) first year in which a province has a model


# How each field is read: its axis of time, whether by province, and of whom.
READ_BY: Final[dict[str, Reading]] = {
    "model": monthly(FLEXIBLE | INJURED, True),
    "covers_others": yearly(FLEXIBLE),
    "is_active": yearly(EMPLOYED | FLEXIBLE | INJURED),
    "covered_share": monthly(PLATFORM),
    "participation": monthly(FLEXIBLE),
    "earnings_per_order": yearly(PLATFORM),
    "per_order_premium": monthly(PLATFORM, True),
    "contribution_rate": monthly(FLEXIBLE),
    "worker_share": monthly(PLATFORM),
    "flat_premium": yearly(FLEXIBLE),
    "flat_subsidy": yearly(FLEXIBLE),
    "ilo_flat_premium": yearly(FLEXIBLE),
    "ilo_markup": yearly(PLATFORM),
    "frequency": yearly(PLATFORM),
    "cost": yearly(EMPLOYED | FLEXIBLE),
    "wage_bounds": yearly(EMPLOYED | FLEXIBLE),
    "funeral_months": yearly(EMPLOYED | FLEXIBLE),
    "death_grant_multiple": yearly(EMPLOYED | FLEXIBLE),
    "income_per_head": yearly(EMPLOYED | FLEXIBLE),
    "has_one_rate": yearly(EMPLOYED | PLATFORM),
    "work_injury_rate": monthly(EMPLOYED | PLATFORM),
    "work_injury_frequency": yearly(EMPLOYED | FLEXIBLE),
    "indexation": yearly(EMPLOYED | FLEXIBLE | INJURED),
    "retired_share": yearly(EMPLOYED | FLEXIBLE | INJURED),
    "start": timeless(EMPLOYED | FLEXIBLE | INJURED),
    "first_model": timeless(EMPLOYED | FLEXIBLE | INJURED),
}


def _expected_months(ps: ParameterSet, share: Reals) -> Reals:
    """(year,) one-off disability benefit of an injury, months of own wage."""
    months: Reals = reals(ps, _ROOM + "one_off_months", LABELS) @ share
    return months


def _cash(ps: ParameterSet, share: Reals, row: int) -> Reals:
    """(year, column) of one row of ``cost``, treatment left out; years under the same law are worked out once."""
    tables = [reals(ps, _ROOM + name, LABELS).reshape(N_YEARS, -1) for name in _OF_CASH]
    changes = [np.flatnonzero((table[1:] != table[:-1]).any(axis=1)) + 1 for table in tables]
    starts = np.unique(np.concatenate([[0], *changes]))
    cost = np.zeros((N_YEARS, N_COSTS))
    for first, stop in zip(starts, [*starts[1:], N_YEARS], strict=True):
        cost[first:stop] = _cash_of_year(ps, share, row, int(first))
    return cost


def _cash_of_year(ps: ParameterSet, share: Reals, row: int, year: int) -> Reals:
    """(column,) of one row of ``cost`` for an injury of a year.

    Grades 5 and 6 draw an allowance, and wages while off work are paid, only where the fund pays the employer's part;
    dependants' allowances enter at survivor_years / disability_years of their amount.
    """

    def law(name: str) -> Any:
        """A number, or a row over the severities, dependants or models."""
        return reals(ps, _ROOM + name, LABELS)[year]

    is_model = row != EMPLOYEES
    level = law("benefit_level")[row] if is_model else 1.0
    death = share[DEATH] * (bool(law("pays_death")[row]) if is_model else True)
    whole = is_model and bool(law("pays_employer_part")[row])
    allowance = law("allowance_share").copy()
    allowance[[GRADE_5, GRADE_6]] *= law("no_work_share") if whole else 0.0
    years, survivor_years = reals(ps, _ROOM + "disability_years")[0], law("survivor_years")
    number, part = law("dependants"), law("dependant_share")
    survivors = death * dependants_allowance(number[SPOUSE], number[OTHER], part[SPOUSE], part[OTHER], 1.0)
    disabled, nursing = float(share @ allowance), float(share @ law("nursing_rate"))
    cost = np.zeros(N_COSTS)
    cost[OWN_ONE_OFF] = _expected_months(ps, share)[year]
    if whole:
        months = law("stop_work_months")
        cost[OWN_ONE_OFF] += share @ np.array([stop_work_wages(each, MOST_MONTHS_OFF, 1.0) for each in months])
    if row in _LEAVING:
        cost[LOCAL_ONE_OFF] = law("leaving_share") * (share @ law("leaving_months"))
    if is_model and law("one_off_only")[row]:
        sum_years = law("one_off_years")
        cost[OWN_ONE_OFF] += in_one_sum(disabled, sum_years)
        cost[OWN_ONE_OFF] += in_one_sum(survivors, min(survivor_years, sum_years))
        cost[LOCAL_ONE_OFF] += in_one_sum(nursing, sum_years)
    else:
        cost[OWN_MONTHLY] = disabled + survivors * survivor_years / years
        cost[LOCAL_MONTHLY] = nursing
    cost[DEATHS] = death
    return level * cost


def _medical(ps: ParameterSet, share: Reals) -> Reals:
    """(year, model and employees) expected benefit for the treatment of an injury, yuan."""
    mean = reals(ps, _ROOM + "medical_cost").copy()
    is_beyond = np.arange(N_YEARS) >= year_index(FIRST_PROJECTION_YEAR)
    mean *= np.cumprod(1.0 + np.where(is_beyond, reals(ps, _ROOM + "medical_cost_growth"), 0.0))
    multiple = reals(ps, _ROOM + "medical_multiple", LABELS)
    single = mean[:, None] * multiple / (share @ multiple)  # (year, severity)
    cap, insured = reals(ps, _ROOM + "medical_cap", LABELS), reals(ps, _ROOM + "medical_insurance_share")
    benefit = np.repeat(mean[:, None], EMPLOYEES + 1, axis=1)
    for year, model in np.argwhere(cap > 0.0):
        each = [medical_benefit(cost, insured[year], cap[year, model]) for cost in single[year]]
        benefit[year, model] = float(share @ np.array(each))
    return benefit


def _costs(ps: ParameterSet) -> Reals:
    """(year, model and employees, column) what one injury is expected to cost."""
    share = reals(ps, _ROOM + "severity_share", LABELS)
    share = share / share.sum()
    cost = np.stack([_cash(ps, share, row) for row in range(EMPLOYEES + 1)], axis=1)
    cost[:, :, MEDICAL] = _medical(ps, share)
    cost[:, NO_MODEL] = 0.0
    return cost


def _before(series: Reals) -> Reals:
    """Each year's value of the year before; the first year keeps its own."""
    return np.concatenate([series[:1], series[:-1]])


def _tariff_of_year(tariff: Reals) -> Reals:
    """(year, province, occupation) mean premium an order of the months with a tariff, 0 in a year without one."""
    months = tariff.reshape(N_YEARS, 12, *tariff.shape[1:])
    count = (months > 0.0).sum(axis=1)
    mean = months.sum(axis=1) / np.maximum(count, 1)
    lowest, highest = np.where(months > 0.0, months, np.inf).min(axis=1), months.max(axis=1)
    return np.asarray(np.where(lowest < highest, mean, highest))  # of months that are alike the very same number


def payout_ratio(ps: ParameterSet, cost: Reals, funeral_months: Reals, income: Reals) -> Reals:
    """(year, province, occupation) expected benefits over premiums of a worker-year under the tariff; 1 without one.

    At the mean earnings of the occupation; allowances count with all the years they run.
    """
    wage = national_wage(ps)[:, None]
    earnings = reals(ps, "careers.occupation_relative_earnings")[None, :] * wage
    one = cost[:, NATIONAL_PER_ORDER, :, None]
    years = 12.0 * reals(ps, _ROOM + "disability_years")[0]
    death = funeral_months[:, None] * wage + (reals(ps, _ROOM + "death_grant_multiple") * income)[:, None]
    injury = (
        one[:, MEDICAL] + (one[:, OWN_ONE_OFF] + years * one[:, OWN_MONTHLY]) * earnings
        + (one[:, LOCAL_ONE_OFF] + years * one[:, LOCAL_MONTHLY]) * wage + one[:, DEATHS] * death
    )  # fmt: skip
    orders = 12.0 * earnings / reals(ps, _ROOM + "earnings_per_order")
    premium = orders[:, None, :] * _tariff_of_year(reals(ps, _ROOM + "per_order_premium"))
    ratio = np.ones_like(premium)
    benefits = reals(ps, _ROOM + "injury_frequency") * injury
    np.divide(benefits[:, None, :], premium, out=ratio, where=premium > 0.0)
    return ratio


def _rated_premium(ps: ParameterSet, ratio: Reals) -> Reals:
    """(month, province, occupation) premium an order, floated each January by the pay-out ratio of the year before.

    One that begins to float within a year does so in the next January (人社部发〔2025〕24号: yearly, on 1 January).
    """
    target, weight = reals(ps, _ROOM + "experience_target"), reals(ps, _ROOM + "experience_weight")
    bounds = reals(ps, _ROOM + "experience_bounds", LABELS)
    factor = np.ones_like(ratio)
    floats = np.flatnonzero(codes(ps, _ROOM + "experience_rating")[::12])
    for year in floats[floats > 0]:
        rated = (target[year], weight[year], bounds[LOWEST], bounds[HIGHEST])
        factor[year] = [[experience_factor(each, *rated) for each in place] for place in ratio[year - 1]]
    return reals(ps, _ROOM + "per_order_premium") * np.repeat(factor, 12, axis=0)


def _first(flags: np.ndarray) -> Counts:
    """(1,) first year of a flag, after all years if there is none."""
    return np.array([int(np.argmax(flags)) if flags.any() else N_YEARS], np.int64)


class InjuryRights(Record):
    """What the injury funds owe a worker: expected monthly allowances in payment, yuan."""

    allowance: Real  # of the occupational-injury fund
    work_allowance: Real  # of the work-injury fund


ACQUIRES: Final = InjuryRights
BOOKS: Final = (
    EMPLOYER_TO_WORK_INJURY, RECEIVED_WORK_INJURY, WORK_INJURY_BENEFITS, INSURED_INJURY, PLATFORM_TO_INJURY,
    WORKER_TO_INJURY, GOVERNMENT_TO_INJURY, RECEIVED_INJURY, INJURY_MEDICAL, INJURY_DISABILITY, INJURY_DEATH,
)  # fmt: skip


def build(parameters: ParameterSet) -> OccupationalInjuryParameters:
    """Derive what the kernels read."""
    ps = parameters
    model = codes(ps, _ROOM + "model", LABELS)
    share = reals(ps, _ROOM + "order_work_share")
    rate = reals(ps, _ROOM + "work_injury_rate")
    is_active = ((model != NO_MODEL).any(axis=1) | (rate > 0.0)).reshape(N_YEARS, 12).any(axis=1)
    cost = _costs(ps)
    funeral = reals(ps, _ROOM + "funeral_months") + reals(ps, _ROOM + "death_grant_months")
    income = 12.0 * _before(reals(ps, "economy.urban_income_per_head"))
    indexation = reals(ps, _ROOM + "indexation_share") * np.maximum(growth(national_wage(ps)), 0.0)
    takes_others = np.isin(model, [each for each in range(len(MODELS)) if covers_others(each)])
    has_model = (model != NO_MODEL).any(axis=1).reshape(N_YEARS, 12).any(axis=1)
    return OccupationalInjuryParameters(
        model=model,
        covers_others=np.asarray(takes_others.reshape(N_YEARS, -1).any(axis=1), dtype=np.int16),
        is_active=is_active.astype(np.int16),
        covered_share=reals(ps, _ROOM + "covered_share"),
        participation=reals(ps, _ROOM + "participation", LABELS),
        earnings_per_order=reals(ps, _ROOM + "earnings_per_order") / np.maximum(share, 1e-9),
        per_order_premium=_rated_premium(ps, payout_ratio(ps, cost, funeral, income)),
        contribution_rate=reals(ps, _ROOM + "contribution_rate", LABELS),
        flat_premium=reals(ps, _ROOM + "flat_premium"),
        worker_share=reals(ps, _ROOM + "worker_share", LABELS),
        flat_subsidy=reals(ps, _ROOM + "flat_subsidy"),
        ilo_flat_premium=reals(ps, _ROOM + "ilo_flat_premium"),
        ilo_markup=reals(ps, _ROOM + "ilo_markup"),
        frequency=reals(ps, _ROOM + "injury_frequency") * share,
        cost=cost,
        wage_bounds=reals(ps, _ROOM + "wage_bounds", LABELS),
        funeral_months=funeral,
        death_grant_multiple=reals(ps, _ROOM + "death_grant_multiple"),
        income_per_head=income,
        has_one_rate=np.asarray(np.ptp(rate.reshape(N_YEARS, 12), axis=1) == 0.0, dtype=np.int16),
        work_injury_rate=rate,
        work_injury_frequency=reals(ps, _ROOM + "work_injury_frequency"),
        indexation=indexation,
        retired_share=reals(ps, _ROOM + "retired_share"),
        start=_first(is_active),
        first_model=_first(has_model),
    )
