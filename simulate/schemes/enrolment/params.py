"""Parameters of enrolment: the hukou rule, compliance of employers, and the choices of flexible workers."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.contracts import Codes, Reals
from simulate.parameters import ParameterSet, pack
from simulate.schemes.concern import (
    AWAY,
    EMPLOYED,
    EVERYONE,
    FLEXIBLE,
    INSURABLE,
    OLD,
    OUT_OF_WORK,
    PLATFORM,
    monthly,
    timeless,
    yearly,
    Reading,
)


class EnrolmentParameters(NamedTuple):
    """Flat arrays for the kernels; month and year axes start in 1950, scalars have shape (1,)."""

    hukou_rule: Codes  # (month, province) closed, conditional, open
    hukou_rule_months: Reals  # (month, province) months paid in the province that a conditional rule asks for
    employee_compliance: Reals  # (year, hukou_type) share of employees whose employer insures them
    platform_employee_compliance: Reals  # (year,)
    floor_declaration_share: Reals  # (year,) share of insured employees declared at the floor
    declared_share: Reals  # (year,) declared base of the others over their earnings
    chosen_base_share: Reals  # (1,) base a flexible worker would choose over income, where the floor allows
    taste_employee: Reals  # (year,) taste of a flexible worker for the employee scheme
    taste_hukou: Reals  # (hukou_type,) added by hukou type
    taste_occupation: Reals  # (occupation,) added for platform workers
    taste_resident: Reals  # (year,)
    price_sensitivity: Reals  # (1,) loss of utility per unit of net contribution over income
    value_weight: Reals  # (1,) gain per unit of present value of the pension bought over yearly income
    discount_rate: Reals  # (1,) a year, subjective
    years_in_payment: Reals  # (1,) years of pension a worker counts on
    knowledge: Reals  # (year,) share who know the rules
    knowledge_effect: Reals  # (1,) loss of utility of those who do not
    effort: Reals  # (1,) loss of utility of insuring as a flexible worker outside the hukou province
    habit: Reals  # (1,) gain of the alternative of last year
    place_response: Reals  # (1,) gain per unit of relative difference of benefit wages between provinces
    trait_renewal: Reals  # (1,) yearly chance that a worker's traits and tastes are drawn anew
    affordable_share: Reals  # (1,) largest share of a month's income paid before the month lapses
    continuation_share: Reals  # (year,) of those out of work with five years paid, share who go on paying
    compulsory_share: Reals  # (year, occupation) share of platform flexible workers enrolled by law
    resident_participation: Reals  # (year, form) share in the resident scheme of those outside the employee scheme
    resident_tier_share: Reals  # (tier,) share of resident participants who choose the tier
    contract_response: Reals  # (1,) share of platform flexible workers given contracts if the cost wedge closed


# How each field is read: its axis of time, whether by province, and of whom.
READ_BY: Final[dict[str, Reading]] = {
    "hukou_rule": monthly(AWAY, True),
    "hukou_rule_months": monthly(AWAY, True),
    "employee_compliance": yearly(EMPLOYED),
    "platform_employee_compliance": yearly(EMPLOYED | PLATFORM),
    "floor_declaration_share": yearly(EMPLOYED | PLATFORM),
    "declared_share": yearly(EMPLOYED | PLATFORM),
    "chosen_base_share": timeless(FLEXIBLE),
    "taste_employee": yearly(FLEXIBLE),
    "taste_hukou": timeless(FLEXIBLE),
    "taste_occupation": timeless(PLATFORM),
    "taste_resident": yearly(FLEXIBLE),
    "price_sensitivity": timeless(FLEXIBLE),
    "value_weight": timeless(FLEXIBLE),
    "discount_rate": timeless(FLEXIBLE),
    "years_in_payment": timeless(FLEXIBLE),
    "knowledge": yearly(FLEXIBLE),
    "knowledge_effect": timeless(FLEXIBLE),
    "effort": timeless(AWAY),
    "habit": timeless(FLEXIBLE),
    "place_response": timeless(AWAY),
    "trait_renewal": timeless(EVERYONE),
    "affordable_share": timeless(FLEXIBLE),
    "continuation_share": yearly(OUT_OF_WORK),
    "compulsory_share": yearly(PLATFORM),
    "resident_participation": yearly(INSURABLE),
    "resident_tier_share": timeless(INSURABLE | OLD),
    "contract_response": timeless(PLATFORM),
}


def build(parameters: ParameterSet) -> EnrolmentParameters:
    """Pack the room's parameters for the kernels."""
    return pack(parameters, "enrolment", EnrolmentParameters)
