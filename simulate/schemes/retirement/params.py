"""Parameters of retirement, packed for the kernels."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.contracts import Counts, Reals
from simulate.parameters import ParameterSet, pack
from simulate.schemes.concern import FLEXIBLE, GOING_ON, SETTLING, monthly, yearly, Reading


class RetirementParameters(NamedTuple):
    """Month and year axes start in 1950; ages and durations in months."""

    original_age: Counts  # (year, category) before the decision of 2024-09-13
    delay_step: Counts  # (year, category) months of birth for one month of delay
    maximum_delay: Counts  # (year, category)
    reform_start: Counts  # (year,) month
    qualifying_months: Reals  # (year,)
    early_window: Reals  # (month,) at most this many months before the statutory month
    late_window: Reals  # (month,) at most this many months after it
    early_claim_share: Reals  # (year,) share of those who may claim early that does so
    early_retirement_share: Reals  # (year,) of qualified employees, share retiring before the original age
    early_retirement_months: Reals  # (year,) months before it
    invalidity_share: Reals  # (year,) of these, share who lost the capacity to work and draw an allowance until the age
    firm_worker_months: Reals  # (year,) deemed months from which former staff keep the retirement ages of their firm
    female_55_share: Reals  # (year, education) women employees of the 55 group
    continue_share: Reals  # (year,) share of those short of months at the statutory age that goes on paying
    continue_years: Reals  # (year,) years they go on at most; if insured before ``top_up_before``, then pay the rest
    top_up_before: Counts  # (year,) month
    buy_in_hazard: Reals  # (year, hukou_type) yearly chance past the pension age, without a pension, to buy the months
    resident_conversion_share: Reals  # (year,) of those who stop short; the others take the account


# How each field is read: its axis of time, whether by province, and of whom.
READ_BY: Final[dict[str, Reading]] = {
    "original_age": yearly(FLEXIBLE | GOING_ON | SETTLING),
    "delay_step": yearly(FLEXIBLE | GOING_ON | SETTLING),
    "maximum_delay": yearly(FLEXIBLE | GOING_ON | SETTLING),
    "reform_start": yearly(FLEXIBLE | GOING_ON | SETTLING),
    "qualifying_months": yearly(SETTLING, remembered_by=SETTLING),
    "early_window": monthly(SETTLING),
    "late_window": monthly(SETTLING),
    "early_claim_share": yearly(SETTLING),
    "early_retirement_share": yearly(SETTLING),
    "early_retirement_months": yearly(SETTLING),
    "invalidity_share": yearly(SETTLING),
    "firm_worker_months": yearly(SETTLING),
    "female_55_share": yearly(SETTLING),
    "continue_share": yearly(SETTLING),
    "continue_years": yearly(SETTLING),
    "top_up_before": yearly(SETTLING),
    "buy_in_hazard": yearly(SETTLING),
    "resident_conversion_share": yearly(SETTLING),
}


def build(parameters: ParameterSet) -> RetirementParameters:
    """Pack the room's parameters."""
    return pack(parameters, "retirement", RetirementParameters)
