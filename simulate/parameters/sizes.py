"""Whether a law can be lived in the sums of the model: what one person earns, holds or draws must fit, times persons.

Sums are 64-bit integers of a thousandth of a fen (``tables``), 9.2e13 yuan a cell.  In a run of 2,000 workers the
fullest cell of a province, sex and replicate group stands for some six million persons, so that a head may have
15 million yuan a year; the law as it stands comes to two.  A single number of growth says little of this: what counts
is the path it leads to by the last year lived.  Fewer workers stand for more persons each, and hold less: what runs
over there is reported when it does (``schemes.tables.SumsOverflow``), with the advice to draw more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulate.clock import FIRST_YEAR, LAST_REPORT_YEAR
from simulate.errors import Problem
from simulate.parameters.parameter_set import ParameterSet
from simulate.parameters.relations import Causes
from simulate.parameters.spec import Reals
from simulate.parameters.timeline import GROWTH_SOURCES

MOST_A_YEAR: Final = 15e6  # yuan a head
MOST_HELD: Final = 150e6  # yuan a head on an account, paid at the ceiling for a whole career; few hold so much
_YEARLY: Final = {"yuan_per_month": 12.0, "yuan_per_year": 1.0}
_NATIONAL: Final = ("funds.",)  # rooms whose amounts are of the whole nation, in floating point
_BEYOND: Final = LAST_REPORT_YEAR + 1 - FIRST_YEAR
_FIRST_ACCOUNT: Final = 1992 - FIRST_YEAR
_FIRST_RULE: Final = 2026 - FIRST_YEAR  # from which pensions are indexed by the rule
_MOST_YEARS_PAID: Final = 45.0
_MOST_YEARS_DRAWN: Final = 30  # few draw longer


def too_large(parameters: ParameterSet, causes: Causes) -> list[Problem]:
    """Amounts a head that no sum can hold; ``causes`` are levers changed, and where.  Nothing for a law unchanged."""
    problems = [
        problem for name, resolved in parameters.items()
        if resolved.unit in _YEARLY and not name.startswith(_NATIONAL) and resolved.spec.time is not None
        and (problem := _amount(name, parameters, causes)) is not None
    ]  # fmt: skip
    for name, (what, most, path) in _PATHS.items():
        if not problems and name in parameters and (reached := path(parameters)) > most:
            found = f"{what} that grows to {reached:,.0f} yuan by {LAST_REPORT_YEAR}"
            problems.append(_problem(name, found, f"at most {most:,.0f} yuan", parameters, causes))
    return problems[:1]


def _amount(name: str, parameters: ParameterSet, causes: Causes) -> Problem | None:
    values = _by_year(parameters, name) * _YEARLY[parameters[name].unit]
    if values.max() <= MOST_A_YEAR:
        return None
    cell = np.unravel_index(int(values.argmax()), values.shape)
    found = f"{name} at {values[cell]:,.0f} yuan a year in {FIRST_YEAR + int(cell[0])}"
    return _problem(name, found, f"at most {MOST_A_YEAR:,.0f} yuan a year a head", parameters, causes)


def _problem(name: str, found: str, expected: str, parameters: ParameterSet, causes: Causes) -> Problem:
    """The fault stands at the change of the amount itself, else of the growth that carries it."""
    ranks: tuple[Callable[[str], bool], ...] = (
        lambda lever: lever == name, lambda lever: lever in GROWTH_SOURCES,
        lambda lever: lever.partition(".")[0] == name.partition(".")[0],
    )  # fmt: skip
    ranked = [cause for is_cause in ranks for cause in reversed(causes) if is_cause(cause[0])]
    lever, place = ranked[0] if ranked else ("", parameters[name].spec.place)
    stated = f"{found}, by the change of {lever}" if lever else found
    return Problem(*place, stated, f"{expected}, which the sums hold", "choose a path that grows more slowly")


_PATHS: Final[dict[str, tuple[str, float, Callable[[ParameterSet], float]]]] = {
    "employee_pension.crediting_rate": ("an account", MOST_HELD, lambda ps: _employee_account(ps)),
    "resident_pension.crediting_rate": ("an account", MOST_HELD, lambda ps: _resident_account(ps)),
    "employee_pension.indexation_wage_weight": ("a pension of a year", MOST_A_YEAR, lambda ps: _pension(ps)),
}


def _by_year(parameters: ParameterSet, name: str) -> Reals:
    """Values to the last year lived, January standing for the year; (year, ...) also for what has no dates."""
    resolved = parameters[name]
    values: NDArray[np.float64] = np.asarray(resolved.values, dtype=np.float64)
    if resolved.spec.time is None:
        return np.broadcast_to(values, (_BEYOND, *values.shape))
    return values[::12][:_BEYOND] if resolved.spec.time == "month" else values[:_BEYOND]


def _grown(paid: Reals, rate: Reals) -> float:
    """What is held in the last year of yearly payments credited at a rate."""
    held = 0.0
    for year in range(_FIRST_ACCOUNT, _BEYOND):
        held = held * (1.0 + float(rate[year])) + float(paid[year])
    return held


def _employee_account(ps: ParameterSet) -> float:
    """The account of a worker who pays at the ceiling in the province of the highest wage from the first account on."""
    wage = _by_year(ps, "economy.reference_wage").max(axis=1)
    ceiling = _by_year(ps, "employee_pension.base_ceiling_ratio").max(axis=1)
    rate = _by_year(ps, "employee_pension.account_rate")
    return _grown(12.0 * wage * ceiling * rate, _by_year(ps, "employee_pension.crediting_rate"))


def _pension(ps: ParameterSet) -> float:
    """The largest of a year, basic pension and allowance, of one who paid at the ceiling: indexed by the rule since."""
    wage = _by_year(ps, "economy.reference_wage").max(axis=1)
    share = _MOST_YEARS_PAID * (1.0 + _highest(ps, "employee_pension.base_ceiling_ratio")) / 2.0
    award = 12.0 * (wage * share * _highest(ps, "employee_pension.accrual_rate"))
    award += 12.0 * _highest(ps, "employee_pension.local_allowance")
    growth = np.append(0.0, wage[1:] / wage[:-1] - 1.0)
    rise = _highest(ps, "employee_pension.indexation_wage_weight") * growth
    rise += _highest(ps, "employee_pension.indexation_price_weight") * _by_year(ps, "economy.inflation")
    level = np.cumprod(1.0 + np.where(np.arange(_BEYOND) >= _FIRST_RULE, np.maximum(rise, 0.0), 0.0))
    longest = np.minimum(np.arange(_BEYOND) + _MOST_YEARS_DRAWN, _BEYOND - 1)
    return float((award * level[longest] / level).max())


def _highest(ps: ParameterSet, name: str) -> Reals:
    """The highest value of each year."""
    values = _by_year(ps, name)
    return np.asarray(values.reshape(len(values), -1).max(axis=1))


def _resident_account(ps: ParameterSet) -> float:
    """The account of a member who pays the highest tier, with the highest subsidy and rate."""
    paid = _by_year(ps, "resident_pension.tier").max(axis=1)
    subsidy = _by_year(ps, "resident_pension.entry_subsidy").max(axis=(1, 2))
    return _grown(paid + subsidy, _by_year(ps, "resident_pension.crediting_rate").max(axis=1))
