"""Parameters of portability, packed for the kernels."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.contracts import Codes, Counts, Reals
from simulate.parameters import Labels, ParameterSet, pack
from simulate.schemes.concern import CLAIMING, EVERYONE, PAYER, SETTLING, SHORT, monthly, timeless, yearly, Reading
from simulate.schemes.portability.rules import BENEFIT_PLACE_RULES

LABELS: Final[Labels] = {"benefit_place_rule": BENEFIT_PLACE_RULES}  # by which enumeration each is numbered


class PortabilityParameters(NamedTuple):
    """Month and year axes start in 1950; scalars have shape (1,)."""

    transfer_share: Reals  # (month,) share of the month's base that becomes transferable pooled money
    transfer_start: Counts  # (1,) month from which pooled money moves and temporary accounts are opened
    pool_from: Counts  # (1,) first month whose base counts
    transfer_take_up: Reals  # (year,) of those who move, share whose money follows before the award
    temporary_account_age: Reals  # (year, sex) months of age
    benefit_place_rule: Codes  # (month,) of rules.BENEFIT_PLACE_RULES
    benefit_place_months: Reals  # (month,) months in one province that make it the place of benefit
    conversion_pooled_share: Reals  # (month,) share of the transferable pool that goes to the resident account
    resident_years_count: Reals  # (month,) share of resident years that count as qualifying months
    dual_share: Reals  # (year,) of resident members who pay the employee scheme, share who pay both that year
    dual_refund: Codes  # (month,) 1: own resident money of months paid twice is paid back


# How each field is read: its axis of time, whether by province, and of whom.
READ_BY: Final[dict[str, Reading]] = {
    "transfer_share": monthly(PAYER | SHORT),
    "transfer_start": timeless(EVERYONE),
    "pool_from": timeless(PAYER | SHORT),
    "transfer_take_up": yearly(PAYER | SHORT),
    "temporary_account_age": yearly(PAYER | SHORT),
    "benefit_place_rule": monthly(PAYER | CLAIMING),
    "benefit_place_months": monthly(PAYER | CLAIMING),
    "conversion_pooled_share": monthly(CLAIMING),
    "resident_years_count": monthly(SETTLING),  # by those who may still claim, too
    "dual_share": yearly(PAYER),
    "dual_refund": monthly(CLAIMING),
}


def build(parameters: ParameterSet) -> PortabilityParameters:
    """Pack the room's parameters."""
    return pack(parameters, "portability", PortabilityParameters, LABELS)
