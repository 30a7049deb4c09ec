"""What whole lives paid into the employee scheme and received from it, added to the sums of their birth cohort.

Pensions still running at the horizon are added as for the positions of lives, at the age of half the years left.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulate import clock
from simulate.contracts import (
    COHORT_CONTRIBUTED, COHORT_CONTRIBUTED_AGE, COHORT_RECEIVED, COHORT_RECEIVED_AGE, Codes, Counts, Reals, Weights,
    Workers,
)  # fmt: skip
from simulate.engine.jit import rule
from simulate.schemes.law import Law
from simulate.schemes.positions import MIDDLE_AGE, beyond_horizon
from simulate.schemes.state import SETTLED_EMPLOYEE, Standing, State
from simulate.schemes.tables import LIFE_UNIT

_LAST_YEAR = clock.LAST_REPORT_YEAR
_LAST_AGE = clock.LAST_AGE


def add_returns(laws: Sequence[Law], workers: Workers, weights: Weights, states: State, cohort: Counts) -> None:
    """Add the whole lives of a batch, ``states`` (law, worker), to its cohort's sums (law, group, sex, measure).

    The sums of other laws than the first are differences from it.
    """
    last = _LAST_YEAR - clock.FIRST_YEAR
    wages = np.array([law.economy.national_wage[last] for law in laws])
    fold_returns(
        states, workers.group, workers.sex, _LAST_YEAR - workers.birth_year, weights.persons[last], weights.years_left,
        wages, cohort,
    )  # fmt: skip


@rule
def fold_returns(
    states: State, group: Codes, sex: Codes, age: int, persons: Reals, years_left: Reals, wages: Reals, cohort: Counts
) -> None:
    """Fill ``cohort`` for each of ``wages`` (law,); ``age``, ``persons`` and ``years_left`` (sex,) at the horizon."""
    for law in range(len(wages)):
        for lane in range(len(group)):
            who, row = sex[lane], cohort[law, group[lane], sex[lane]]
            _add_life(states[law, lane], age, persons[who], years_left[who], wages[law], 1, row)
            if law > 0:
                _add_life(states[0, lane], age, persons[who], years_left[who], wages[0], -1, row)


@rule
def _add_life(me: Standing, age: int, persons: float, left: float, wage: float, sign: int, row: Counts) -> None:
    """Add one life to a row of measures, or take it away where ``sign`` is -1."""
    of_life, rights, beyond = me.position, me.rights, 0.0
    if rights.outcome == SETTLED_EMPLOYEE and age < _LAST_AGE:
        pension = rights.basic_pension + rights.transitional_pension + rights.account_pension
        beyond = beyond_horizon(persons, left, pension, wage)
    given, drawn = of_life.contributed, of_life.drawn
    row[COHORT_CONTRIBUTED] += sign * _units(given)
    row[COHORT_CONTRIBUTED_AGE] += sign * _units(of_life.contributed_age + MIDDLE_AGE * given)
    row[COHORT_RECEIVED] += sign * _units(drawn + beyond)
    row[COHORT_RECEIVED_AGE] += sign * _units(of_life.drawn_age + MIDDLE_AGE * drawn + (age + 0.5 * left) * beyond)


@rule
def _units(amount: float) -> int:
    """Nearest whole number of units of the fixed point."""
    return int(np.rint(amount * LIFE_UNIT))
