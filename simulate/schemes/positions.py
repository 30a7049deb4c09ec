"""A life's balance with all schemes, and how it changes from one scenario to another on the same life.

Position = what the worker and the heirs receive less what the worker pays, each year over the national mean wage of the
year and times the persons the worker stands for, so that an early death receives less.  Pensions running at the horizon
continue at their relation to the mean wage for the years their cohort has left (assumption).  Paid by employers,
platforms and government is left out: see who pays.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulate.contracts import (
    CHANGE_BINS_A_SIDE, CHANGE_FACTOR, CHANGE_GAINED, CHANGE_LOST, CHANGE_OF_DECADE, CHANGE_OF_FORM, CHANGE_OF_HUKOU,
    CHANGE_OF_OCCUPATION, CHANGE_OF_SEX, CHANGE_SMALLEST, EMPLOYEE_CONTRIBUTED, EMPLOYEE_RECEIVED, LINE, PLACE_MEASURES,
    WORKER_PAYS, WORKER_RECEIVES, Codes, Counts, Reals,
)  # fmt: skip
from simulate.engine.jit import rule
from simulate.schemes.state import NEVER, SETTLED_EMPLOYEE, Position, State

PAID, RECEIVED = range(2)
UNITS: Final = 2.0**18  # of a position a month of the mean wage: whole numbers of them add up alike in any order
MIDDLE_AGE: Final = 60  # ages are counted from it, so that their sums stay small enough to be exact
_FORMS, _OCCUPATIONS = 10, 8
_FIRST_DECADE = 194


def _flows() -> Codes:
    """(line, 2, LINE) which measures of a line the worker pays, and which worker and heirs receive; then NEVER."""
    flows = np.full((len(PLACE_MEASURES) // LINE, 2, LINE), NEVER, np.int16)
    for flow, measures in ((PAID, WORKER_PAYS), (RECEIVED, WORKER_RECEIVES)):
        for measure in sorted(measures):
            line = flows[measure // LINE, flow]
            line[np.flatnonzero(line == NEVER)[0]] = measure
    return flows


FLOWS: Final = _flows()
HAS_FLOWS: Final[NDArray[np.bool_]] = np.asarray((FLOWS != NEVER).any(axis=(1, 2)))  # (line,)


@rule
def in_units(amount: float) -> float:
    """An amount in whole units, so that a life's sum has the same bits made of years or of differences from a base."""
    return np.floor(amount * UNITS + 0.5) / UNITS


@rule
def add_year(share: float, ledger: Reals, position: Position) -> None:
    """Add a year's ledger to a life's position; ``share`` persons it stands for over the national wage a month."""
    for measure in WORKER_PAYS:
        position.paid += in_units(share * ledger[measure])
    for measure in WORKER_RECEIVES:
        position.received += in_units(share * ledger[measure])


@rule
def add_difference(share: float, base_share: float, ledger: Reals, base: Reals, position: Position) -> None:
    """Add what a year's ledger differs by from the ``base`` to a life's position, as ``add_year`` adds a year."""
    for measure in WORKER_PAYS:
        position.paid += in_units(share * ledger[measure]) - in_units(base_share * base[measure])
    for measure in WORKER_RECEIVES:
        position.received += in_units(share * ledger[measure]) - in_units(base_share * base[measure])


@rule
def add_employee_year(persons: float, wage: float, sign: float, age: int, ledger: Reals, position: Position) -> None:
    """Add what a year's ledger holds of the employee scheme, from all payers and to the worker and heirs.

    ``persons`` the life stands for, ``wage`` the national one a month; ``sign`` -1 for what is taken away.
    """
    contributed, drawn = 0.0, 0.0
    for measure in EMPLOYEE_CONTRIBUTED:
        contributed += ledger[measure]
    for measure in EMPLOYEE_RECEIVED:
        drawn += ledger[measure]
    if contributed != 0.0:
        contributed = sign * in_units(persons / wage * contributed)
        position.contributed += contributed
        position.contributed_age += (age - MIDDLE_AGE) * contributed
    if drawn != 0.0:
        drawn = sign * in_units(persons / wage * drawn)
        position.drawn += drawn
        position.drawn_age += (age - MIDDLE_AGE) * drawn


@rule
def pension_in_payment(
    outcome: int,
    basic: float,
    transitional: float,
    account: float,
    is_claimed: int,
    flat: float,
    resident_account: float,
) -> float:
    """Old-age pension of one worker, yuan a month: of the employee scheme, or flat and account of the resident one."""
    if outcome == SETTLED_EMPLOYEE:
        return basic + transitional + account
    return flat + resident_account if is_claimed else 0.0


@rule
def beyond_horizon(persons: float, years_left: float, pension: float, national_wage: float) -> float:
    """What a pension still running at the horizon comes to, months of the mean wage: twelve for each year expected."""
    return persons * 12.0 * years_left * pension / national_wage


@rule
def add_beyond_horizon(
    weight: Reals,
    years_left: Reals,
    sex: Codes,
    home: Codes,
    national_wage: float,
    flat: Reals,
    states: State,
    received: Reals,
) -> None:
    """Add the pensions still running at the horizon for the ``years_left`` (sex,) expected."""
    for lane in range(len(sex)):
        rights, residents = states[lane].rights, states[lane].residents
        pension = pension_in_payment(
            rights.outcome, rights.basic_pension, rights.transitional_pension, rights.account_pension,
            residents.is_claimed, flat[home[lane]], residents.account_pension,
        )  # fmt: skip
        received[lane] += beyond_horizon(weight[sex[lane]], years_left[sex[lane]], pension, national_wage)


@rule
def held_longest(form: Codes, occupation: Codes, main_form: Codes, main_occupation: Codes) -> None:
    """Fill (worker,) the form held in most months and the platform occupation held in most years, NEVER if none."""
    months = np.empty(_FORMS, np.int64)
    years = np.empty(_OCCUPATIONS, np.int64)
    for lane in range(form.shape[1]):
        months[:] = 0
        years[:] = 0
        for month in range(0, form.shape[0], 3):
            months[form[month, lane]] += 1
        for year in range(occupation.shape[0]):
            if occupation[year, lane] >= 0:
                years[occupation[year, lane]] += 1
        main_form[lane] = np.argmax(months)
        main_occupation[lane] = np.argmax(years) if years.max() > 0 else NEVER


@rule
def change_bin(change: float) -> int:
    """Bin of a change in months of the mean wage: the middle one is no change."""
    size = abs(change)
    if size < CHANGE_SMALLEST:
        return CHANGE_BINS_A_SIDE
    steps = int(math.log(size / CHANGE_SMALLEST) / math.log(CHANGE_FACTOR))
    steps = 1 + min(steps, CHANGE_BINS_A_SIDE - 1)
    return CHANGE_BINS_A_SIDE + steps if change > 0.0 else CHANGE_BINS_A_SIDE - steps


@rule
def fold_changes(
    weight: Reals,
    group: Codes,
    sex: Codes,
    hukou_type: Codes,
    main_form: Codes,
    main_occupation: Codes,
    birth_year: int,
    before: Reals,
    after: Reals,
    unit: float,
    table: Counts,
) -> None:
    """Add the change from position ``before`` to ``after`` (worker,) to ``table``, (group, row, column) fixed point.

    ``weight`` (sex,) persons alive at the reference age; ``unit`` units of the fixed point a person.
    """
    decade = birth_year // 10 - _FIRST_DECADE
    for lane in range(len(group)):
        persons = weight[sex[lane]]
        if persons <= 0.0:
            continue
        change = (after[lane] - before[lane]) / persons
        column = change_bin(change)
        people = np.int64(persons * unit + 0.5)
        amount = np.int64(persons * unit * abs(change) + 0.5) if column != CHANGE_BINS_A_SIDE else 0
        rows = (
            0, CHANGE_OF_SEX + np.int64(sex[lane]), CHANGE_OF_HUKOU + np.int64(hukou_type[lane]),
            CHANGE_OF_FORM + np.int64(main_form[lane]), CHANGE_OF_DECADE + decade,
            CHANGE_OF_OCCUPATION + np.int64(main_occupation[lane]),
        )  # fmt: skip
        for position in range(6 if main_occupation[lane] != NEVER else 5):
            row = table[group[lane], rows[position]]
            row[column] += people
            row[CHANGE_GAINED if change > 0.0 else CHANGE_LOST] += amount
