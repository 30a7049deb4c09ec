"""Careers and laws drawn at random, rarer than any that are drawn for a run: for tests of whom a law concerns.

A worker here moves, changes form and hukou, serves the state and goes without work in any order; a law makes common
what seldom happens (no pension at the age, months bought, an early claim), and a lever is moved to any of its values,
from any month on, for a while or for good, and for some places or kinds of work alone.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from simulate import clock
from simulate.certificate.lever_cases import PATCHWORK
from simulate.certificate.levers import book
from simulate.codes import FORMS, INACTIVE, OCCUPATIONS, PLATFORM_FLEXIBLE, PROVINCES, UNEMPLOYED
from simulate.contracts import FIRST_COHORT, Careers, Weights, Workers
from simulate.errors import ProblemsFound
from simulate.parameters import ParameterSet
from simulate.parameters.spec import Spec
from simulate.schemes.batch import Batch, Calendar, Sums, new_scratch, new_sums, people_of
from simulate.schemes.concern import EVERYONE
from simulate.schemes.enrolment.following import no_script
from simulate.schemes.fold import scales
from simulate.schemes.law import as_records, build_law
from simulate.schemes.life import choices_of, live
from simulate.schemes.parting import fill_facts
from simulate.schemes.readings import needs
from simulate.schemes.state import new_states

WORKERS: Final = 400
BIRTHS: Final = (1938, 1950, 1958, 1960, 1962, 1963, 1964, 1966, 1969, 1972, 1975, 1990)
CAREER: Final = 51  # years from 16 on
OTHERS_CAREERS: Final = ("funds.", "careers.", "population.", "economy.", "enrolment.trait_renewal")
UNPAID_FORMS: Final = (FORMS.code("education"), UNEMPLOYED, INACTIVE)
# What a base makes common, one of each row: a lever with the values it may take.
COMMON: Final[tuple[tuple[str, tuple[Any, ...]], ...]] = (
    ("retirement.continue_share", (0, 1, 1)), ("retirement.resident_conversion_share", (0, 1)),
    ("resident_pension.pension_age", (51, 57, 60)), ("retirement.early_claim_share", (0, 1)),
    ("retirement.early_retirement_share", (0, 0.6)), ("retirement.buy_in_hazard", (0, 0.4)),
    ("retirement.female_55_share", (0, 0.5)), ("subsidies.deferral", ("none", "next_year")),
    ("subsidies.deferral_take_up", (0.5, 1)), ("subsidies.care_credit", ("none", "both")),
    ("portability.dual_share", (0, 1)), ("portability.benefit_place_rule", ("ten_year", "last_place", "hukou")),
    ("portability.resident_years_count", (0, 1)), ("employee_pension.flexible_scheme", ("pooled", "pooled", "account")),
    ("enrolment.hukou_rule", ("open", "conditional", "closed")),
)  # fmt: skip
FROM: Final = (1985, 1999, 2008, 2012, 2018, 2024, 2026, 2027, 2028, 2030, 2033, 2038, 2045, 2055)
AGES: Final = range(44, 68)  # at which most is settled, and half of the moves begin


class Given(NamedTuple):
    """A batch of workers whose careers are given."""

    workers: Workers
    careers: Careers
    seed: int


def levers() -> list[str]:
    """The levers that leave careers and choices of chance as they are."""
    return [name for name in sorted(book().levers) if not name.startswith(OTHERS_CAREERS)]


def _value(spec: Spec, chance: random.Random) -> dict[str, object]:
    """A value of any kind a lever may have: bounds, zero, an option, less or more than half of what it is."""
    if spec.unit.form == "flag":
        return {"value": chance.choice(("true", "false"))}
    if spec.unit.form == "code":
        return {"value": chance.choice(spec.options)}
    if spec.unit.form == "month":
        return {"value": f"{chance.choice((1990, 2006, 2014, 2027, 2040))}-{chance.randint(1, 12):02d}"}
    low, high = spec.bounds
    of_bounds = ({"value": low}, {"value": high}, {"value": 0 if low <= 0 <= high else low})
    return chance.choice((*of_bounds, {"multiply": 0.4}, {"multiply": 1.6}))


def _change(lever: str, birth_year: int, chance: random.Random) -> dict[str, object]:
    """A lever moved, from a date for a while or for good, of all or of some labels of its axes."""
    spec = book().specs[lever]
    change: dict[str, object] = {"lever": lever, **_value(spec, chance)}
    if spec.time:
        first = chance.choice((chance.choice(FROM), birth_year + chance.choice(AGES)))
        month = "" if spec.time == "year" else f"-{chance.randint(1, 12):02d}"
        change["from"] = f"{first}{month}"
        if chance.random() < 0.35:
            change["to"] = f"{first + chance.randint(1, 12)}{month}"
    where = {
        axis.name: chance.sample(list(axis.labels), chance.randint(1, max(1, len(axis.labels) // 2)))
        for axis in spec.axes
        if chance.random() < 0.4
    }
    return {**change, **({"where": where} if where else {})}


def base_law(chance: random.Random) -> list[dict[str, object]]:
    """Changes that make rare events common, half of the time on a patchwork of what reforms bring."""
    changes: list[dict[str, object]] = [dict(each) for each in PATCHWORK] if chance.random() < 0.5 else []
    for lever, values in COMMON:
        start = {"month": {"from": "2005-01"}, "year": {"from": "2005"}}.get(book().specs[lever].time or "", {})
        changes.append({"lever": lever, "value": chance.choice(values), **start})
    return changes


def moved(
    base: Sequence[dict[str, object]], lever: str, birth_year: int, chance: random.Random
) -> tuple[list[Any], ParameterSet]:  # fmt: skip
    """A lever moved on a base so that the law book accepts it and it binds, and the law with it."""
    changes: list[Any] = []
    parameters = book().resolve(changes=list(base))[0]
    for _ in range(20):
        changes = [_change(lever, birth_year, chance)]
        try:
            parameters, applied = book().resolve(changes=[*base, *changes])
        except ProblemsFound:
            continue
        if applied[-1].binds:
            break
    return changes, parameters


def given(seed: int, birth_year: int = 0) -> Given:
    """Workers of one birth year who each go from form to form and place to place, some never, some every few months."""
    rng = np.random.default_rng(seed)
    birth_year = birth_year or int(rng.choice(BIRTHS))
    n, months = WORKERS, 12 * CAREER
    home = rng.integers(0, len(PROVINCES), n).astype(np.int16)
    workers = Workers(
        birth_year, (birth_year << 32) + np.arange(n), (np.arange(n) * 16 // n).astype(np.int16),
        *(rng.integers(0, most, n).astype(np.int16) for most in (2, 12)), home,
        *(rng.integers(0, most, n).astype(np.int16) for most in (2, 3)),
    )  # fmt: skip
    form, place = np.empty((months, n), np.int16), np.empty((months, n), np.int16)
    earnings, hukou = np.zeros((months, n), np.float32), np.repeat(home[None], CAREER, axis=0)
    for lane in range(n):
        places = (int(home[lane]), *rng.integers(0, len(PROVINCES), 2))
        if rng.random() < 0.2:
            hukou[rng.integers(CAREER) :, lane] = places[1]
        mean, month = rng.choice((5, 14, 40, 150, 1000)), 0
        while month < months:
            stop = month + int(rng.geometric(1.0 / mean))
            form[month:stop, lane], place[month:stop, lane] = rng.integers(len(FORMS)), rng.choice(places)
            earnings[month:stop, lane] = rng.choice((0.1, 0.4, 0.7, 1.0, 1.6, 4.0))
            month = stop
    earnings[np.isin(form, UNPAID_FORMS)] = 0.0
    on_platform = (form.reshape(CAREER, 12, n) == PLATFORM_FLEXIBLE).any(axis=1)
    job = np.where(on_platform, rng.integers(0, len(OCCUPATIONS), (CAREER, n)), -1).astype(np.int16)
    careers = Careers(birth_year + clock.CAREER_FIRST_AGE, form, place, earnings, job, hukou, rng.random(n))
    return Given(workers, careers, seed)


def sums_of(laws: Sequence[ParameterSet], lived: Given, live_everyone: bool) -> Sums:
    """Sums (law, ...) of the lives under several laws, all but the first as differences from it."""
    packed = [build_law(each, np.full(clock.N_YEARS, 0.3)) for each in laws]
    of_whom = needs(packed)
    if live_everyone:
        of_whom.wholly.anywhere[1:] |= EVERYONE
        of_whom.wholly.any_facts[1:] |= EVERYONE
    workers, careers, seed = lived
    choices, states = choices_of(packed[0], workers, careers, seed), new_states(len(packed), WORKERS)
    weights = Weights(np.ones((clock.N_YEARS, 2)), np.full((clock.N_YEARS, 2), 0.01), np.full(2, 10.0))
    batch = Batch(people_of(workers, weights), careers, choices, no_script())
    apart, facts = np.zeros((len(packed), WORKERS), np.int64), np.zeros(careers.hukou_province.shape, np.int64)
    apart[0] = 1
    fill_facts(careers, choices.steady, facts)
    sums = new_sums(len(packed))
    own = sums._replace(cohort=sums.cohort[:, :, workers.birth_year - FIRST_COHORT])
    calendar = Calendar(clock.FIRST_YEAR, clock.LAST_REPORT_YEAR + 1, seed)
    live(
        as_records(packed), batch, calendar, of_whom, states, apart, facts, own, new_scratch(states), scales(True)
    )  # fmt: skip
    return sums
