"""Parameters of the employee pension, packed for the kernels: floors in yuan, paths of indexation and benefit wage."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulate.clock import N_MONTHS, N_YEARS, year_index
from simulate.contracts import Codes, Counts, Reals
from simulate.parameters import Labels, ParameterSet
from simulate.schemes.employee_pension.award_rules import AWARD_VARIANTS
from simulate.schemes.employee_pension.rules import (
    BY_YEARS, DEEMED_RULES, EQUAL, FLEXIBLE_SCHEMES, GAP_RULES, MEAN_PENSION, MEAN_YEARS, N_PARTS, base_limits,
)  # fmt: skip
from simulate.parameters.economy.params import (
    codes,
    contribution_reference_wage,
    growth,
    national_wage,
    reals,
    urban_income_by_province,
    wage_of_law,
)
from simulate.schemes.concern import (
    CLAIMING,
    EMPLOYED,
    FLEXIBLE,
    GOING_ON,
    HOLDER,
    PAYER,
    PENSIONER,
    PLATFORM,
    PUBLIC,
    SHORT,
    monthly,
    timeless,
    yearly,
    Reading,
)

LABELS: Final[Labels] = {  # by which enumeration each is numbered
    "award_variant": AWARD_VARIANTS, "gap_rule": GAP_RULES, "deemed_rule": DEEMED_RULES,
    "flexible_scheme": FLEXIBLE_SCHEMES,
}  # fmt: skip
FIRST_KNOWN_YEAR: Final = 2020  # of the benefit reference wages set by the provinces
LAST_KNOWN_YEAR: Final = 2025  # of these and of the yearly adjustments; then the rules of the parameters hold
MOST_YEARS: Final = 60  # last entry of the tables by full years paid


class EmployeePensionParameters(NamedTuple):
    """Month and year axes start in 1950; money in nominal yuan a month; scalars have shape (1,)."""

    contribution_reference_wage: Reals  # (month, province) wage of the statistical year before the insurance year
    base_floor: Reals  # (month, province) lowest contribution base of employees
    flexible_base_floor: Reals  # (month, province) lowest contribution base of flexible workers
    base_ceiling: Reals  # (month, province) highest contribution base
    employee_rate: Reals  # (month,) share of the base
    employer_rate: Reals  # (month, province) share of the base
    flexible_rate: Reals  # (month, province) share of the base
    account_rate: Reals  # (month, province) share of the base credited to the account; 0 before accounts began there
    covid_relief_share: Reals  # (month,) share of the employer's contribution waived
    crediting_rate: Reals  # (year,) interest of the accounts
    indexation: Reals  # (year,) rise of pensions in payment on 1 January
    indexation_parts: Reals  # (year, EQUAL ... MEAN_PENSION) how the rise is divided; yuan a month
    benefit_reference_wage: Reals  # (year, province) P of the award
    accrual_rate: Reals  # (year,) share of the mean wage for each year paid
    annuity_divisor: Reals  # (year, age) months, ages 40 to 70
    divisor_interpolated: Codes  # (month,) 1: between ages in proportion to the months
    award_variant: Codes  # (year, province) see award_rules
    gap_rule: Codes  # (year, province) see rules.mean_index
    deemed_rule: Codes  # (year, province) see rules.mean_index
    gap_index: Reals  # (1,) index of a gap month under the rule "floor"
    account_start: Counts  # (province,) month in which accounts began; months before are deemed
    transitional_coefficient: Reals  # (year, province) share for each deemed year
    jilin_increment: Reals  # (year, full years) 0 to MOST_YEARS, summed over the years
    old_law_replacement: Reals  # (year,) share of the last earnings: the award before 1998, a guarantee to 2010
    local_allowance: Reals  # (year, province) flat amount within the award
    basic_share_1997: Reals  # (year,) retired 1998-2005: basic pension as a share of last year's wage
    divisor_1997: Reals  # (year,) months, of the same law
    income_per_head: Reals  # (year, province) urban disposable income of the year before, base of payments on death
    funeral_months: Reals  # (year,) months of income per head
    survivor_months: Reals  # (year, full years) 0 to MOST_YEARS, months of income per head
    survivor_minimum_months: Reals  # (year,)
    death_grant_cap_months: Reals  # (year,) payments on death capped below this many months paid
    flexible_scheme: Codes  # (month,) ACCOUNT_ONLY: flexible workers pay into accounts alone


# How each field is read: its axis of time, whether by province, and of whom.
READ_BY: Final[dict[str, Reading]] = {
    "contribution_reference_wage": monthly(PAYER | CLAIMING, True, remembered_by=CLAIMING),
    "base_floor": monthly(PAYER | PUBLIC | SHORT, True),
    "flexible_base_floor": monthly(FLEXIBLE | GOING_ON | SHORT, True),
    "base_ceiling": monthly(PAYER | PUBLIC | SHORT, True),
    "employee_rate": monthly(EMPLOYED | PLATFORM),
    "employer_rate": monthly(EMPLOYED | PLATFORM, True),
    "flexible_rate": monthly(FLEXIBLE | GOING_ON | SHORT, True),
    "account_rate": monthly(PAYER | SHORT, True),
    "covid_relief_share": monthly(EMPLOYED | PLATFORM),
    "crediting_rate": yearly(HOLDER | CLAIMING),  # who pays first and claims in one year has interest of it
    "indexation": yearly(PENSIONER),
    "indexation_parts": yearly(PENSIONER),
    "benefit_reference_wage": yearly(FLEXIBLE | GOING_ON | CLAIMING, True),
    "accrual_rate": yearly(FLEXIBLE | GOING_ON | CLAIMING),
    "annuity_divisor": yearly(FLEXIBLE | GOING_ON | CLAIMING),
    "divisor_interpolated": monthly(CLAIMING),
    "award_variant": yearly(CLAIMING, True),
    "gap_rule": yearly(CLAIMING, True),
    "deemed_rule": yearly(CLAIMING, True),
    "gap_index": timeless(CLAIMING),
    "account_start": timeless(PAYER | CLAIMING, True),
    "transitional_coefficient": yearly(CLAIMING, True),
    "jilin_increment": yearly(CLAIMING),
    "old_law_replacement": yearly(CLAIMING),
    "local_allowance": yearly(CLAIMING, True),
    "basic_share_1997": yearly(CLAIMING),
    "divisor_1997": yearly(CLAIMING),
    "income_per_head": yearly(HOLDER | PAYER | CLAIMING, True),
    "funeral_months": yearly(HOLDER | PAYER | CLAIMING),
    "survivor_months": yearly(HOLDER | PAYER | CLAIMING),
    "survivor_minimum_months": yearly(HOLDER | PAYER | CLAIMING),
    "death_grant_cap_months": yearly(HOLDER | PAYER | CLAIMING),
    "flexible_scheme": monthly(FLEXIBLE | GOING_ON | SHORT),
}


def benefit_wage_path(parameters: ParameterSet) -> Reals:
    """(year, province) P: the amounts set by the provinces where known, else ratio x last year's wage of the law.

    The known amounts run from 2020 to 2025; after them P never falls.
    """
    amounts = reals(parameters, "employee_pension.benefit_reference_wage")
    ratio = reals(parameters, "employee_pension.benefit_wage_ratio")
    wage = wage_of_law(parameters)
    path = ratio * np.concatenate([wage[:1], wage[:-1]])
    first, last = year_index(FIRST_KNOWN_YEAR), year_index(LAST_KNOWN_YEAR)
    path[first : last + 1] = amounts[first : last + 1]
    path[last:] = np.maximum.accumulate(path[last:], axis=0)
    return np.ascontiguousarray(path)


def indexation_path(parameters: ParameterSet) -> Reals:
    """(year,) the adjustments made; after the last, by rule and never negative:

    wage weight x nominal wage growth + price weight x inflation, both of the year before.
    """
    path = reals(parameters, "employee_pension.indexation").copy()
    inflation = reals(parameters, "economy.inflation")
    wage_growth = growth(national_wage(parameters))
    wage_weight = reals(parameters, "employee_pension.indexation_wage_weight")
    price_weight = reals(parameters, "employee_pension.indexation_price_weight")
    ruled = np.arange(N_YEARS) > year_index(LAST_KNOWN_YEAR)
    rule = np.maximum(wage_weight[1:] * wage_growth[:-1] + price_weight[1:] * inflation[:-1], 0.0)
    path[1:] = np.where(ruled[1:], rule, path[1:])
    return path


def _indexation_parts(parameters: ParameterSet) -> Reals:
    """(year, 4) shares in equal amounts and by years paid; years and pension, a month, of a mean pensioner.

    The pension is that of the year before, a share of the national wage.
    """
    pension = reals(parameters, "employee_pension.indexation_mean_pension") * national_wage(parameters)
    years = reals(parameters, "employee_pension.indexation_mean_years")
    parts = np.empty((N_YEARS, N_PARTS))
    parts[:, EQUAL] = reals(parameters, "employee_pension.indexation_equal_share")
    parts[:, BY_YEARS] = reals(parameters, "employee_pension.indexation_years_share")
    parts[:, MEAN_YEARS] = years
    parts[:, MEAN_PENSION] = np.concatenate([pension[:1], pension[:-1]])
    return parts


def by_full_years(parameters: ParameterSet, name: str) -> Reals:
    """(year, full years) a table of steps read at every number of full years: the highest step not above it, else 0."""
    table = parameters[name]
    steps = np.array([float(label) for label in table.coords[table.dims[1]]])
    position = np.searchsorted(steps, np.arange(MOST_YEARS + 1), side="right") - 1
    return np.ascontiguousarray(np.where(position >= 0, reals(parameters, name)[:, np.maximum(position, 0)], 0.0))


def account_rate_by_place(parameters: ParameterSet) -> Reals:
    """(month, province) share of the base credited to accounts; 0 before the province opened them."""
    start = reals(parameters, "employee_pension.account_start")
    rate = reals(parameters, "employee_pension.account_rate")
    return np.where(np.arange(N_MONTHS)[:, None] >= start[None, :], rate[:, None], 0.0)


def flexible_base_floor(parameters: ParameterSet) -> Reals:
    """(month, province) lowest contribution base of flexible workers, yuan a month."""
    room = "employee_pension."
    wage = contribution_reference_wage(parameters, reals(parameters, room + "insurance_year_start"))
    least, most = (reals(parameters, room + name) for name in ("flexible_base_floor_ratio", "base_ceiling_ratio"))
    return base_limits(wage, least, most).base_floor


def _contributions(ps: ParameterSet) -> dict[str, Reals]:
    """Limits in yuan and rates."""
    room = "employee_pension."
    wage = contribution_reference_wage(ps, reals(ps, room + "insurance_year_start"))
    most = reals(ps, room + "base_ceiling_ratio")
    floor, ceiling = base_limits(wage, reals(ps, room + "base_floor_ratio"), most)
    return {
        "contribution_reference_wage": wage,
        "base_floor": floor,
        "flexible_base_floor": flexible_base_floor(ps),
        "base_ceiling": ceiling,
        "employee_rate": reals(ps, room + "employee_rate"),
        "employer_rate": reals(ps, room + "employer_rate"),
        "flexible_rate": reals(ps, room + "flexible_rate"),
        "account_rate": account_rate_by_place(ps),
        "covid_relief_share": reals(ps, room + "covid_relief_share"),
        "crediting_rate": reals(ps, room + "crediting_rate"),
    }


def _payments_on_death(ps: ParameterSet) -> dict[str, Reals]:
    """Funeral grant and survivors' sum."""
    room = "employee_pension."
    income = urban_income_by_province(ps)
    return {
        "income_per_head": np.concatenate([income[:1], income[:-1]]),
        "funeral_months": reals(ps, room + "funeral_months"),
        "survivor_months": by_full_years(ps, room + "survivor_months"),
        "survivor_minimum_months": reals(ps, room + "survivor_minimum_months"),
        "death_grant_cap_months": reals(ps, room + "death_grant_cap_months"),
    }


def build(parameters: ParameterSet) -> EmployeePensionParameters:
    """Derive what the kernels read."""
    room = "employee_pension."
    ps = parameters
    return EmployeePensionParameters(
        **_contributions(ps),
        **_payments_on_death(ps),
        indexation=indexation_path(ps),
        indexation_parts=_indexation_parts(ps),
        benefit_reference_wage=benefit_wage_path(ps),
        accrual_rate=reals(ps, room + "accrual_rate"),
        annuity_divisor=reals(ps, room + "annuity_divisor"),
        divisor_interpolated=codes(ps, room + "divisor_interpolated"),
        award_variant=codes(ps, room + "award_variant", LABELS),
        gap_rule=codes(ps, room + "gap_rule", LABELS),
        deemed_rule=codes(ps, room + "deemed_rule", LABELS),
        gap_index=reals(ps, room + "gap_index"),
        account_start=reals(ps, room + "account_start").astype(np.int64),
        transitional_coefficient=reals(ps, room + "transitional_coefficient"),
        jilin_increment=np.cumsum(by_full_years(ps, room + "jilin_increment"), axis=1),
        old_law_replacement=reals(ps, room + "old_law_replacement"),
        local_allowance=reals(ps, room + "local_allowance"),
        basic_share_1997=reals(ps, room + "basic_share_1997"),
        divisor_1997=reals(ps, room + "divisor_1997"),
        flexible_scheme=codes(ps, room + "flexible_scheme", LABELS),
    )
