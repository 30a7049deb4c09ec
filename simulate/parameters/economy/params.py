"""The economy round the schemes: wages, prices, incomes and the Dibao line, as flat arrays."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulate.clock import FIRST_PROJECTION_YEAR, N_MONTHS, N_YEARS, year_index
from simulate.contracts import Codes, Reals
from simulate.parameters import ParameterSet
from simulate.parameters.numbered import NO_LABELS, Labels, numbered

ALL_UNITS_FROM: Final = 2018  # statistical year from which limits refer to the wage of all urban units


class EconomyParameters(NamedTuple):
    """Year axes start in 1950; money in nominal yuan a month."""

    reference_wage: Reals  # (year, province) mean wage of all urban units in the statistical year
    national_wage: Reals  # (year,) mean of the provinces' reference wages, weighted by population
    nominal_wage_growth: Reals  # (year,) growth of the national wage over the year before
    real_wage_growth: Reals  # (year,)
    inflation: Reals  # (year,)
    price_index: Reals  # (year,) consumer prices, first projection year = 1
    dibao_urban: Reals  # (year,)
    dibao_rural: Reals  # (year,)
    urban_income_per_head: Reals  # (year,) disposable


def reals(parameters: ParameterSet, name: str, labels: Labels = NO_LABELS) -> Reals:
    """Values of a parameter as a contiguous array of numbers, its own axes by ``labels``; a scalar has shape (1,)."""
    return np.ascontiguousarray(np.atleast_1d(numbered(parameters[name], labels)), dtype=np.float64)


def codes(parameters: ParameterSet, name: str, labels: Labels = NO_LABELS) -> Codes:
    """Values of a parameter of codes or flags as a contiguous array, codes by ``labels``; a scalar has shape (1,)."""
    return np.ascontiguousarray(np.atleast_1d(numbered(parameters[name], labels)), dtype=np.int16)


def national_wage(parameters: ParameterSet) -> Reals:
    """(year,) mean wage of the nation, yuan a month: the provinces' wages weighted by population."""
    weight = reals(parameters, "economy.wage_weight")
    mean: Reals = reals(parameters, "economy.reference_wage") @ (weight / weight.sum())
    return mean


def growth(series: Reals) -> Reals:
    """(year,) yearly growth of a series; 0 in the first year."""
    rate = np.zeros_like(series)
    rate[1:] = series[1:] / series[:-1] - 1.0
    return rate


def wage_of_law(parameters: ParameterSet) -> Reals:
    """(year, province) mean wage of the statistical year that limits and awards refer to.

    国办发〔2019〕13号 art. 3: that of all urban units, from the wage of 2018 on; before it, of staff on post.
    """
    wage = reals(parameters, "economy.reference_wage").copy()
    first = year_index(ALL_UNITS_FROM)
    wage[:first] = reals(parameters, "economy.on_post_wage")[:first]
    return wage


def urban_income_by_province(parameters: ParameterSet) -> Reals:
    """(year, province) urban disposable income per head, yuan a month."""
    nation = reals(parameters, "economy.urban_income_per_head")
    return np.ascontiguousarray(nation[:, None] * reals(parameters, "economy.urban_income_relative")[None, :])


def contribution_reference_wage(parameters: ParameterSet, insurance_year_start: Reals) -> Reals:
    """(month, province) wage that floor and ceiling refer to: that of the statistical year before the insurance year.

    ``insurance_year_start`` (year, province) is the calendar month (1 to 12) in which new limits take effect: before it
    the wage of two years ago still holds.
    """
    wage = wage_of_law(parameters)
    month = np.arange(N_MONTHS)
    year, calendar_month = month // 12, month % 12 + 1
    insurance_year = year[:, None] - (calendar_month[:, None] < insurance_year_start[year])
    statistical_year = np.clip(insurance_year - 1, 0, N_YEARS - 1)
    return np.ascontiguousarray(wage[statistical_year, np.arange(wage.shape[1])])


def build(parameters: ParameterSet) -> EconomyParameters:
    """Derive the price index and the national wage from the room's parameters."""
    inflation = reals(parameters, "economy.inflation")
    prices = np.cumprod(1.0 + inflation)
    wage = national_wage(parameters)
    return EconomyParameters(
        reference_wage=reals(parameters, "economy.reference_wage"),
        national_wage=wage,
        nominal_wage_growth=growth(wage),
        real_wage_growth=reals(parameters, "economy.real_wage_growth"),
        inflation=inflation,
        price_index=prices / prices[year_index(FIRST_PROJECTION_YEAR)],
        dibao_urban=reals(parameters, "economy.dibao_urban"),
        dibao_rural=reals(parameters, "economy.dibao_rural"),
        urban_income_per_head=reals(parameters, "economy.urban_income_per_head"),
    )
