"""Careers insured as written: what the model chose, written down, gives the same life; and a script by hand."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from numpy.testing import assert_allclose

from simulate import clock
from simulate.careers.careers import draw_batch, prepare_careers
from simulate.clock import month_index
from simulate.codes import CLOSED, EDUCATION, OPEN, OTHER_FLEXIBLE, PROVINCES
from simulate.contracts import CONTRIBUTORS_EMPLOYEE, FIRST_COHORT, Careers, Codes, Weights, Workers
from simulate.parameters import ParameterSet
from simulate.population.demography import project
from simulate.population.synthesis import allocate, draw_cohort, shares, weights
from simulate.schemes.batch import new_scratch
from simulate.schemes.employee_pension.award import sum_of_indices
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER, REFUSED_BY_HUKOU_RULE, Script
from simulate.schemes.enrolment.rules import (
    EMPLOYEE_SCHEME_AT_HUKOU,
    EMPLOYEE_SCHEME_AT_WORK,
    NOTHING,
    RESIDENT_SCHEME,
)
from simulate.schemes.law import Law, build_law
from simulate.schemes.life import choices_of, simulate_years
from simulate.schemes.state import GROUPS, IDLE, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, STATE, UNPAID, State, new_state
from simulate.schemes.tables import Tables, new_tables
from tests.schemes.packed_law import constant

SEED = 11
ONLY_FOR_CHOOSING = {"habit", "eligible_share", "floor_history"}
BEIJING, HENAN = PROVINCES.code("beijing"), PROVINCES.code("henan")


def empty_script(n_months: int, n: int) -> Script:
    """Nothing insured in any month."""
    return Script(np.full((n_months, n), NOTHING, np.int16), np.zeros((n_months, n)))


def plain_law(parameters: ParameterSet) -> Law:
    """Today's law where what is chosen is done: no month lapses, nobody goes on paying out of work or pays twice."""
    tables = prepare_careers(parameters, project(parameters), shares(parameters))
    law = build_law(parameters, tables.intraprovincial)
    p, o = law.enrolment, law.portability
    return law._replace(
        enrolment=p._replace(
            affordable_share=constant(p.affordable_share, 1e9), taste_continuing=constant(p.taste_continuing, -500.0)
        ),
        portability=o._replace(dual_share=constant(o.dual_share, 0.0)),
    )


class Batch(NamedTuple):
    """Workers of a birth cohort as drawn, under a law."""

    law: Law
    workers: Workers
    careers: Careers
    weight: Weights

    def live(self, script: Script | None = None) -> tuple[State, Tables, Script, Codes]:
        """Live year by year; gives state, sums, what was chosen in each month, written down, and what was refused."""
        workers, careers, n = self.workers, self.careers, len(self.workers.worker)
        state, sums, choices = new_state(n), new_tables(), choices_of(self.law, workers, careers, SEED)
        written, scratch = empty_script(len(careers.form), n), new_scratch(new_state(n)[None], n)
        refused = np.zeros_like(written.alternative)
        for year in range(careers.first_year, clock.LAST_REPORT_YEAR + 1):
            simulate_years(
                self.law, workers, careers, choices, self.weight, SEED, (year, year + 1), state, sums, scratch, script
            )
            row = year - careers.first_year
            if row >= len(careers.hukou_province):
                continue  # past the career nothing is chosen
            months = slice(12 * row, 12 * row + 12)
            place, home = careers.work_province[months], careers.hukou_province[row]
            lived = scratch.years
            pay, insured = lived.pay.T, lived.insured.T
            chosen = np.where(lived.joins == 1, RESIDENT_SCHEME, NOTHING) * np.ones((12, 1), np.int16)
            chosen[pay == PAID_AS_EMPLOYEE] = INSURED_BY_EMPLOYER
            is_flexible = pay == PAID_AS_FLEXIBLE
            chosen[is_flexible & (insured == home)] = EMPLOYEE_SCHEME_AT_HUKOU
            chosen[is_flexible & (insured == place) & (place != home)] = EMPLOYEE_SCHEME_AT_WORK
            written.alternative[months] = chosen
            written.base[months] = np.where(pay == UNPAID, 0.0, lived.target.T)
            refused[months] = lived.refused.T
        return state, sums, written, refused


@pytest.fixture(scope="module", params=[1972, 1990])
def batch(parameters: ParameterSet, request: pytest.FixtureRequest) -> Batch:
    make_up, projection = shares(parameters), project(parameters)
    tables = prepare_careers(parameters, projection, make_up)
    counts = allocate(8_000)[request.param - FIRST_COHORT]
    workers = draw_cohort(request.param, counts, SEED, make_up)
    careers = draw_batch(workers, tables.of_cohort(request.param), SEED)
    return Batch(plain_law(parameters), workers, careers, weights(projection, request.param, counts))


def test_what_was_chosen_written_down_gives_the_same_lives(batch: Batch) -> None:
    """Every right to the last bit and every sum; not what only choosing asks and platforms tell past a claim."""
    state, sums, written, _ = batch.live()
    assert {RESIDENT_SCHEME, EMPLOYEE_SCHEME_AT_HUKOU, INSURED_BY_EMPLOYER} <= set(np.unique(written.alternative))
    again, again_sums, replayed, refused = batch.live(written)
    assert not refused.any()
    assert np.array_equal(replayed.alternative, written.alternative)
    for part in GROUPS:
        for name in set(STATE[part].names or ()) - ONLY_FOR_CHOOSING:
            assert np.array_equal(state[part][name], again[part][name]), name
    for one, other in zip(sums, again_sums, strict=True):
        assert np.array_equal(one, other)


def test_a_script_does_not_ask_chance(batch: Batch) -> None:
    """A worker recorded as insured nowhere pays for nothing, whatever the tastes, but the missing years at sixty."""
    state, sums, written, _ = batch.live(empty_script(*batch.careers.form.shape))
    assert not state.rights.paid_months.any()
    assert (state.residents.last_year < batch.workers.birth_year + 60 - clock.FIRST_YEAR).all()
    assert not written.alternative.any()
    assert not sums.place[..., CONTRIBUTORS_EMPLOYEE].any()


def test_no_month_is_paid_by_who_pays_nothing(batch: Batch) -> None:
    """Steps that look at months without asking who pays must find them unpaid."""
    workers, careers, n = batch.workers, batch.careers, len(batch.workers.worker)
    state, sums, scratch = new_state(n), new_tables(), new_scratch(new_state(n)[None], n)
    choices = choices_of(batch.law, workers, careers, SEED)
    for year in range(careers.first_year, careers.first_year + len(careers.hukou_province)):
        simulate_years(batch.law, workers, careers, choices, batch.weight, SEED, (year, year + 1), state, sums, scratch)
        assert (scratch.years.pay[scratch.years.pays == IDLE] == UNPAID).all(), year


CAREER_YEARS, BIRTH_YEAR = 20, 1990
FIRST_YEAR = BIRTH_YEAR + clock.CAREER_FIRST_AGE


def by_hand(law: Law, alternatives: list[int], base: float = 0.0) -> tuple[State, Codes]:
    """Men of Henan who work flexibly in Beijing from 2020 on, insured in each month of 2020 to 2025 as named.

    Gives the state, and what was refused (month, worker).
    """
    n, n_months = len(alternatives), 12 * CAREER_YEARS
    codes = {name: np.zeros(n, np.int16) for name in ("group", "sex", "birth_month", "hukou_type", "education")}
    workers = Workers(
        BIRTH_YEAR, worker=BIRTH_YEAR * 2**32 + np.arange(n), hukou_province=np.full(n, HENAN, np.int16), **codes
    )
    month = month_index(FIRST_YEAR) + np.arange(n_months)
    works = (month >= month_index(2020))[:, None] * np.ones((1, n), bool)
    form = np.where(works, OTHER_FLEXIBLE, EDUCATION).astype(np.int16)
    careers = Careers(
        FIRST_YEAR, form, np.full((n_months, n), BEIJING, np.int16), works.astype(np.float32),
        np.full((CAREER_YEARS, n), -1, np.int16), np.full((CAREER_YEARS, n), HENAN, np.int16), np.zeros(n),
    )  # fmt: skip
    script = empty_script(n_months, n)
    script.alternative[:] = np.where(works, np.array(alternatives), NOTHING)
    script.base[:] = base
    rates, state, scratch = np.full((clock.N_YEARS, 2), 0.01), new_state(n), new_scratch(new_state(n)[None], n)
    choices, refused = choices_of(law, workers, careers, SEED), np.zeros_like(script.alternative)
    for year in range(FIRST_YEAR, 2026):
        simulate_years(
            law, workers, careers, choices, Weights(rates, rates, np.ones(2)), SEED, (year, year + 1), state,
            new_tables(), scratch, script,
        )  # fmt: skip
        row = 12 * (year - FIRST_YEAR)
        refused[row : row + 12] = scratch.years.refused.T
    return state, refused


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    return plain_law(parameters)


def test_each_way_to_be_insured_by_hand(law: Law) -> None:
    """Six years, 2020 to 2025; Beijing open to all."""
    p = law.enrolment
    open_law = law._replace(enrolment=p._replace(hukou_rule=constant(p.hukou_rule, 2)))
    ways = [NOTHING, RESIDENT_SCHEME, EMPLOYEE_SCHEME_AT_HUKOU, EMPLOYEE_SCHEME_AT_WORK, INSURED_BY_EMPLOYER]
    state, refused = by_hand(open_law, ways)
    rights, residents = state.rights, state.residents
    assert rights.paid_months.tolist() == [0.0, 0.0, 72.0, 72.0, 72.0]
    assert rights.months_by_province[2:, HENAN].tolist() == [72.0, 0.0, 0.0]
    assert rights.months_by_province[2:, BEIJING].tolist() == [0.0, 72.0, 72.0]
    assert residents.years.tolist() == [0.0, 6.0, 0.0, 0.0, 0.0]
    assert not refused.any()


def test_a_closed_place_refuses_month_by_month(law: Law) -> None:
    p = law.enrolment
    closed = law._replace(enrolment=p._replace(hukou_rule=constant(p.hukou_rule, CLOSED)))
    state, refused = by_hand(closed, [EMPLOYEE_SCHEME_AT_WORK, EMPLOYEE_SCHEME_AT_HUKOU, INSURED_BY_EMPLOYER])
    assert state.rights.paid_months.tolist() == [0.0, 72.0, 72.0]
    first = month_index(2020) - month_index(FIRST_YEAR)
    assert (refused[first : first + 72, 0] == REFUSED_BY_HUKOU_RULE).all()
    assert not refused[:first].any()
    assert not refused[:, 1:].any()


def test_an_own_account_business_is_let_in_where_others_are_not(law: Law) -> None:
    """ILO 2022, section 4.4: Tianjin and others took businesses registered there, and nobody else from outside."""
    p = law.enrolment
    apart = p._replace(
        hukou_rule=constant(p.hukou_rule, CLOSED), own_account_rule=constant(p.own_account_rule, OPEN),
        own_account_share=constant(p.own_account_share, 1.0),
    )  # fmt: skip
    for share, months in ((1.0, 72.0), (0.0, 0.0)):
        of_share = apart._replace(own_account_share=constant(p.own_account_share, share))
        state, refused = by_hand(law._replace(enrolment=of_share), [EMPLOYEE_SCHEME_AT_WORK])
        assert state.rights.months_by_province[0, BEIJING] == months
        assert refused.any() == (months == 0.0)


def test_the_base_is_the_one_written_within_floor_and_ceiling(law: Law) -> None:
    e, months = law.employee_pension, np.arange(month_index(2020), month_index(2026))
    floor, ceiling = e.flexible_base_floor[months, HENAN], e.base_ceiling[months, HENAN]
    wage = e.contribution_reference_wage[months, HENAN]
    for base in (0.0, float(floor.max()) + 500.0, 1e9):
        state, _ = by_hand(law, [EMPLOYEE_SCHEME_AT_HUKOU], base)
        expected = (np.clip(base, floor, ceiling) / wage).sum()
        found = sum_of_indices(e, state.rights.bases[0], month_index(BIRTH_YEAR) // 12, HENAN)
        assert_allclose(found, expected, rtol=1e-6)  # bases are kept in single precision
