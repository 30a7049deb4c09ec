"""A man of Henan lived year by year under a law on which nothing but one event acts: for tests by the month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from simulate import clock
from simulate.clock import month_index
from simulate.codes import EMPLOYEE, INACTIVE, PROVINCES
from simulate.contracts import Careers, Reals, Weights, Workers
from simulate.parameters import ParameterSet
from simulate.schemes.enrolment.following import Script
from simulate.schemes.enrolment.rules import NOTHING
from simulate.schemes.law import Law, build_law
from simulate.schemes.life import choices_of, simulate_years
from simulate.schemes.state import State, new_state
from simulate.schemes.tables import SCALE, new_tables
from tests.schemes.packed_law import constant

MONTHS = range(12)
HENAN, SHANGHAI = PROVINCES.code("henan"), PROVINCES.code("shanghai")
CAREER = 51  # years from 16 on


class Lived(NamedTuple):
    """What one worker's years leave: the state after each, and the sums of each."""

    first_year: int
    states: list[State]
    sums: list[Reals]  # (PLACE_MEASURES,) yuan and person-years of the year

    def after(self, year: int) -> Any:
        """The state at the end of a year."""
        return self.states[year - self.first_year][0]

    def of(self, year: int, measure: int) -> float:
        """A sum of a year."""
        return float(self.sums[year - self.first_year][measure])


def certain_law(parameters: ParameterSet) -> Law:
    """Today's law where those short of months go on paying, uses the early window, and nothing is left to chance."""
    whole = build_law(parameters, np.zeros(clock.N_YEARS))
    t, p, o = whole.retirement, whole.enrolment, whole.portability
    return whole._replace(
        retirement=t._replace(
            continue_share=constant(t.continue_share, 1.0), early_claim_share=constant(t.early_claim_share, 1.0),
            early_retirement_share=constant(t.early_retirement_share, 0.0),
            buy_in_hazard=constant(t.buy_in_hazard, 0.0),
        ),
        enrolment=p._replace(affordable_share=constant(p.affordable_share, 1e9)),
        portability=o._replace(dual_share=constant(o.dual_share, 0.0)),
    )  # fmt: skip


def without_window(law: Law) -> Law:
    """The law where nobody claims before the age."""
    return law._replace(
        retirement=law.retirement._replace(early_claim_share=constant(law.retirement.early_claim_share, 0.0))
    )


def live(
    law: Law, birth: int, insured: dict[int, range], form: int = EMPLOYEE, until: int = 2040, *,
    places: dict[int, range] | None = None, stays: dict[int, list[range]] | None = None,
    forms_of: dict[int, range] | None = None, death_rate: float = 0.0, earlier_wage: float = 1.0,
    idle: Sequence[range] = (), idle_form: int = INACTIVE, poor: range = range(0), is_written: bool = True,
    is_woman: bool = False,
) -> Lived:  # fmt: skip
    """A man of Henan born in the month ``birth``, insured in ``insured`` by way, at the mean wage; out of work else.

    He works in Henan but for the months of ``places``, or of several ``stays`` in each, and in the form ``form`` but
    for those of ``forms_of``; in those of ``idle`` he is out of work and uninsured, in those of ``poor`` he earns a
    tenth of the wage.  Unless ``is_written`` the model chooses how he is insured.
    All of it as well of a woman.
    """
    birth_year = clock.FIRST_YEAR + birth // 12
    first_year = birth_year + clock.CAREER_FIRST_AGE
    start, n_months = month_index(first_year), 12 * CAREER
    alternative = np.full((n_months, 1), NOTHING, np.int16)
    forms = np.full((n_months, 1), INACTIVE if form == EMPLOYEE else form, np.int16)
    earnings = np.zeros((n_months, 1), np.float32)
    for way, months in insured.items():
        rows = slice(months.start - start, months.stop - start)
        alternative[rows], forms[rows], earnings[rows] = way, form, 1.0
    workers = Workers(
        birth_year, np.array([birth_year << 32]), np.zeros(1, np.int16), np.array([is_woman], np.int16),
        np.array([birth % 12], np.int16), np.array([HENAN], np.int16), np.zeros(1, np.int16), np.zeros(1, np.int16),
    )  # fmt: skip
    place = np.full((n_months, 1), HENAN, np.int16)
    home = place[:CAREER].copy()
    for each, several in {**{at: [months] for at, months in (places or {}).items()}, **(stays or {})}.items():
        for months in several:
            place[months.start - start : months.stop - start] = each
    earnings[: month_index(1990) - start] *= earlier_wage
    for each, months in (forms_of or {}).items():
        rows = slice(months.start - start, months.stop - start)
        forms[rows], earnings[rows] = each, 1.0
    for months in idle:
        rows = slice(months.start - start, months.stop - start)
        alternative[rows], forms[rows], earnings[rows] = NOTHING, idle_form, 0.0
    earnings[[month - start for month in poor]] = 0.1
    careers = Careers(first_year, forms, place, earnings, np.full((CAREER, 1), -1, np.int16), home, np.zeros(1))
    weights = Weights(np.ones((clock.N_YEARS, 2)), np.full((clock.N_YEARS, 2), death_rate), np.zeros(2))
    choices, script, state = (
        choices_of(law, workers, careers, 1),
        Script(alternative, np.zeros((n_months, 1))) if is_written else None,
        new_state(1),
    )
    states, sums = [], []
    for year in range(first_year, until):
        tables = new_tables(year, year + 1)
        simulate_years(law, workers, careers, choices, weights, 1, (year, year + 1), state, tables, None, script)
        states.append(state.copy())
        sums.append(tables.place.sum(axis=(0, 1, 2, 3)) / SCALE)
    return Lived(first_year, states, sums)
