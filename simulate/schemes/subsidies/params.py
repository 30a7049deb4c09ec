"""Parameters of subsidies, matching, credits for care and deferral, packed for the kernels."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.contracts import Codes, Reals
from simulate.parameters import Labels, ParameterSet, pack
from simulate.schemes.concern import FLEXIBLE, GOING_ON, OUT_OF_WORK, monthly, yearly, Reading
from simulate.schemes.subsidies.rules import CARE_CREDITS, DEFERRALS, MATCHING_MEASURES, SUBSIDY_KINDS

LABELS: Final[Labels] = {  # by which enumeration each is numbered
    "subsidy_kind": SUBSIDY_KINDS, "matching_measure": MATCHING_MEASURES, "care_credit": CARE_CREDITS,
    "deferral": DEFERRALS,
}  # fmt: skip


class SubsidyParameters(NamedTuple):
    """Month and year axes start in 1950; money in yuan a month."""

    subsidy_kind: Codes  # (month, province) of rules.SUBSIDY_KINDS
    subsidy_share: Reals  # (month, province) of the contribution at the floor, or paid
    subsidy_share_above_floor: Reals  # (month, province) of the contribution beyond that at the floor
    subsidy_flat: Reals  # (month, province)
    subsidy_cap: Reals  # (month, province) 0: none
    subsidy_months: Reals  # (month,) months of subsidy in a life
    near_retirement_months: Reals  # (month,) closer than this to retirement the subsidy runs until then
    hard_age: Reals  # (year, sex) years
    registered_share: Reals  # (year,) of flexible workers of that age, registered as hard to employ
    graduate_months: Reals  # (month,) months after leaving college with a subsidy, 0: none
    graduate_age: Reals  # (year,) years at which college is left
    graduate_share: Reals  # (year,) of flexible workers so young, registered for it
    matching_share: Reals  # (month, province)
    matching_ceiling: Reals  # (month,) income under so many times the measure is matched
    matching_measure: Codes  # (month,) of rules.MATCHING_MEASURES: floor of the base, or reference wage
    matching_occupation: Codes  # (month, occupation) 1: matched on platforms
    matching_other_flexible: Codes  # (month,) 1: other flexible workers are matched too
    care_credit: Codes  # (year,) of rules.CARE_CREDITS
    care_from_age: Reals  # (year,) years
    care_to_age: Reals  # (year,) years, not included
    care_months: Reals  # (year,) months credited in a life
    care_credit_index: Reals  # (year,) share of the reference wage
    care_funded_share: Reals  # (year,) of the contribution paid by the government
    deferral: Codes  # (year,) of rules.DEFERRALS: months that lapse may be paid next year
    deferral_take_up: Reals  # (year,) share of those with lapsed months who pay them


# How each field is read: its axis of time, whether by province, and of whom.
READ_BY: Final[dict[str, Reading]] = {
    "subsidy_kind": monthly(FLEXIBLE, True),
    "subsidy_share": monthly(FLEXIBLE, True),
    "subsidy_share_above_floor": monthly(FLEXIBLE, True),
    "subsidy_flat": monthly(FLEXIBLE, True),
    "subsidy_cap": monthly(FLEXIBLE, True),
    "subsidy_months": monthly(FLEXIBLE),
    "near_retirement_months": monthly(FLEXIBLE),
    "hard_age": yearly(FLEXIBLE),
    "registered_share": yearly(FLEXIBLE),
    "graduate_months": monthly(FLEXIBLE),
    "graduate_age": yearly(FLEXIBLE),
    "graduate_share": yearly(FLEXIBLE),
    "matching_share": monthly(FLEXIBLE, True),
    "matching_ceiling": monthly(FLEXIBLE),
    "matching_measure": monthly(FLEXIBLE),
    "matching_occupation": monthly(FLEXIBLE),
    "matching_other_flexible": monthly(FLEXIBLE),
    "care_credit": yearly(OUT_OF_WORK),
    "care_from_age": yearly(OUT_OF_WORK),
    "care_to_age": yearly(OUT_OF_WORK),
    "care_months": yearly(OUT_OF_WORK),
    "care_credit_index": yearly(OUT_OF_WORK),
    "care_funded_share": yearly(OUT_OF_WORK),
    "deferral": yearly(FLEXIBLE | GOING_ON, remembered_by=FLEXIBLE | GOING_ON),
    "deferral_take_up": yearly(FLEXIBLE | GOING_ON),
}


def build(parameters: ParameterSet) -> SubsidyParameters:
    """Pack the room's parameters."""
    return pack(parameters, "subsidies", SubsidyParameters, LABELS)
