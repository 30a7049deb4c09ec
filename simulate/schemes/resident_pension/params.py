"""Parameters of the resident pension, packed for the kernels."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulate.contracts import Codes, Counts, Reals
from simulate.parameters import ParameterSet, pack
from simulate.parameters.economy.params import reals
from simulate.schemes.resident_pension.rules import flat_pension_tied
from simulate.schemes.concern import EVERYONE, INSURABLE, OLD, RESIDENT, SHORT, timeless, yearly, Reading


class ResidentPensionParameters(NamedTuple):
    """Year axes start in 1950; tiers and subsidies: yuan a year, pensions: yuan a month."""

    start: Counts  # (province,) month in which the scheme began
    tier: Reals  # (year, tier) contribution of a tier
    entry_subsidy: Reals  # (year, province, tier) subsidy credited with it
    minimum_tier: Reals  # (year, province) lowest contribution accepted
    paid_for_share: Reals  # (year,) of those who keep to the lowest tier, share whose contribution the government pays
    paid_for_amount: Reals  # (year,) of it, yuan a year
    flat_pension: Reals  # (year, province)
    long_contribution_bonus: Reals  # (year,) a month, for each year paid beyond the qualifying years
    crediting_rate: Reals  # (year, province) interest of the accounts
    annuity_divisor: Reals  # (year,) months
    pension_age: Reals  # (year,) years
    qualifying_years: Reals  # (year,)
    late_joining_share: Reals  # (year,) of those who never paid, share joining at the pension age by paying arrears
    back_payment: Codes  # (year,) 1: missing years may be paid at the pension age


# How each field is read: its axis of time, whether by province, and of whom.
READ_BY: Final[dict[str, Reading]] = {
    "start": timeless(EVERYONE, True),
    "tier": yearly(INSURABLE | OLD),
    "entry_subsidy": yearly(INSURABLE | OLD, True),
    "minimum_tier": yearly(INSURABLE | OLD, True),
    "paid_for_share": yearly(INSURABLE | OLD),
    "paid_for_amount": yearly(INSURABLE | OLD),
    "flat_pension": yearly(INSURABLE | OLD, True),
    "long_contribution_bonus": yearly(INSURABLE | OLD),
    "crediting_rate": yearly(
        RESIDENT | SHORT | OLD, True
    ),  # SHORT come with an account, OLD pay back: interest at once
    "annuity_divisor": yearly(INSURABLE | OLD),
    "pension_age": yearly(EVERYONE),
    "qualifying_years": yearly(INSURABLE | OLD),
    "late_joining_share": yearly(OLD),
    "back_payment": yearly(OLD),
}


def build(parameters: ParameterSet) -> ResidentPensionParameters:
    """Pack the room's parameters, the flat pension lifted to its share of the rural Dibao line."""
    packed = pack(parameters, "resident_pension", ResidentPensionParameters)
    share = reals(parameters, "resident_pension.flat_pension_to_dibao")
    line = reals(parameters, "economy.dibao_rural")
    tied = packed.flat_pension.copy()
    for year in np.flatnonzero(share):
        tied[year] = [flat_pension_tied(flat, line[year], share[year]) for flat in tied[year]]
    return packed._replace(flat_pension=tied)
