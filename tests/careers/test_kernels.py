"""Lives as drawn: shares settle on their targets, migrants go where the matrix says, pay has the means stated."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from simulate.careers.careers import CareerTables, CohortTables, draw_batch, prepare_careers
from simulate.careers.cohort import away_along, shares_along, years_of
from simulate.careers.turnover import exit_hazards
from simulate.clock import CAREER_FIRST_AGE, CAREER_LAST_AGE, FIRST_YEAR
from simulate.codes import (
    EDUCATION,
    EMPLOYEE,
    FARM,
    FORMS,
    INACTIVE,
    OCCUPATIONS,
    OTHER_FLEXIBLE,
    PLATFORM_EMPLOYEE,
    PLATFORM_FLEXIBLE,
    UNEMPLOYED,
)  # fmt: skip
from simulate.contracts import FIRST_COHORT, Careers, Reals, Workers
from simulate.parameters import LawBook, ParameterSet
from simulate.population.demography import Projection, project
from simulate.population.synthesis import SynthesisShares, allocate, draw_cohort, shares, weights

COHORT, SEED = 1985, 11
SURVEY_YEAR = 2020  # whose stated means the occupations have
LIMIT = 4.5  # standard errors; some thousand comparisons are made


class World(NamedTuple):
    """What careers are drawn from."""

    parameters: ParameterSet
    projection: Projection
    make_up: SynthesisShares
    tables: CareerTables


class Drawn(NamedTuple):
    """Some thousand workers of one birth cohort."""

    workers: Workers
    tables: CohortTables
    careers: Careers
    shares: Reals  # (age, sex, hukou_type, education, form) targets
    away_shares: Reals  # (age, sex, hukou_type, province) targets

    @property
    def n(self) -> int:
        return len(self.workers.worker)

    def targets(self, age: int) -> Reals:
        """(worker, form) target shares at an age."""
        w = self.workers
        return self.shares[age - CAREER_FIRST_AGE, w.sex, w.hukou_type, w.education]


@pytest.fixture(scope="module")
def world() -> World:
    parameters = LawBook.load().resolve()[0]
    projection, make_up = project(parameters), shares(parameters)
    return World(parameters, projection, make_up, prepare_careers(parameters, projection, make_up))


@pytest.fixture(scope="module")
def drawn(world: World) -> Drawn:
    """Nobody settles away from home, so that the share away can be compared with its target."""
    workers = draw_cohort(COHORT, np.array([3000, 3000]), SEED, world.make_up)
    tables, years = settling_at(0.0, world.tables.of_cohort(COHORT)), years_of(COHORT)
    forms, migrants = world.tables.forms, world.tables.migrants
    careers = draw_batch(workers, tables, SEED)
    return Drawn(workers, tables, careers, shares_along(forms, years), away_along(migrants, years))


def settling_at(chance: float, tables: CohortTables) -> CohortTables:
    """The tables with another yearly chance to take the hukou of the province of work."""
    return tables._replace(migration=tables.migration._replace(settling=chance))


def deviations(found: Reals, chances: Reals) -> Reals:
    """Standard deviations between counts and the sum of independent chances (worker, kind), where ten are expected."""
    expected, variance = chances.sum(axis=0), (chances * (1 - chances)).sum(axis=0)
    enough = variance > 10.0
    return np.asarray((found - expected)[enough] / np.sqrt(variance[enough]))


@pytest.mark.parametrize("age", [16, 17, 20, 25, 30, 35, 45, 55, 65])
@pytest.mark.parametrize("month", [0, 6, 11])
def test_shares_settle_on_their_targets(drawn: Drawn, age: int, month: int) -> None:
    form = drawn.careers.form[12 * (age - CAREER_FIRST_AGE) + month]
    target = drawn.targets(age)
    found = np.bincount(form, minlength=target.shape[1]).astype(float)
    z = deviations(found, target)
    assert len(z) >= 3
    assert np.abs(z).max() < LIMIT


def test_shares_settle_in_every_stratum(drawn: Drawn) -> None:
    w = drawn.workers
    stratum = (w.sex * 2 + w.hukou_type) * 3 + w.education
    all_z = []
    for age in range(18, 64, 5):
        form = drawn.careers.form[12 * (age - CAREER_FIRST_AGE) + 6]
        target = drawn.targets(age)
        for each in np.unique(stratum):
            inside = stratum == each
            all_z.append(deviations(np.bincount(form[inside], minlength=target.shape[1]).astype(float), target[inside]))
    z = np.concatenate(all_z)
    assert len(z) > 200
    assert np.abs(z).max() < 5.0
    assert (z**2).mean() == pytest.approx(1.0, abs=0.25)


@pytest.mark.parametrize("form", [EMPLOYEE, FARM, OTHER_FLEXIBLE, UNEMPLOYED, INACTIVE])
def test_forms_are_left_as_often_as_their_hazards_say(world: World, drawn: Drawn, form: int) -> None:
    """Changes seen within years = hazard x chance that another form follows, by sex, schooling and hukou."""
    hazards, w = exit_hazards(world.parameters), drawn.workers
    found, expected = 0.0, 0.0
    for age in range(20, 60):
        year = age - CAREER_FIRST_AGE
        follows = np.diff(drawn.tables.forms.following[year], axis=-1, prepend=0.0)
        other = 1 - (follows[..., form] / follows.sum(axis=-1))[w.sex, w.hukou_type, w.education]
        hazard = (hazards.form[year, :, form] * hazards.mobility[COHORT + age - FIRST_YEAR])[w.sex]
        at_risk = drawn.careers.form[12 * year : 12 * year + 11] == form
        changes = at_risk & (drawn.careers.form[12 * year + 1 : 12 * year + 12] != form)
        found += changes.sum()
        expected += float((at_risk.sum(axis=0) * hazard * other).sum())
    assert expected > 300
    assert abs(found - expected) < LIMIT * np.sqrt(expected)


@pytest.mark.parametrize("birth_year", [1930, COHORT, 2040])
def test_a_year_taken_as_quiet_is_one(world: World, birth_year: int) -> None:
    """Whoever is passed over by the chance to stay all year waits twelve months or longer by the exact formula."""
    forms = world.tables.of_cohort(birth_year).forms
    most = forms.staying_all_year[forms.log_staying < 0]
    waiting = np.log(most) / forms.log_staying[forms.log_staying < 0]
    assert (waiting >= 12.0).all()
    assert (waiting < 12.0 + 1e-3).all()


def test_nobody_returns_to_school_or_is_retired_by_chance(drawn: Drawn) -> None:
    form = drawn.careers.form
    assert form.min() >= 0
    assert form.max() < len(FORMS) - 1
    at_school = form == EDUCATION
    returns = at_school[1:] & ~at_school[:-1]
    assert returns.any(axis=0).mean() < 0.02


def test_platform_workers_have_an_occupation(drawn: Drawn) -> None:
    """And hardly anybody else: who leaves a platform in January keeps the occupation of that January."""
    of_platform = (drawn.careers.form == PLATFORM_EMPLOYEE) | (drawn.careers.form == PLATFORM_FLEXIBLE)
    in_year = of_platform.reshape(-1, 12, drawn.n).any(axis=1)
    has_occupation = drawn.careers.occupation >= 0
    assert has_occupation[in_year].all()
    assert (has_occupation & ~in_year).sum() < 0.2 * in_year.sum()
    assert drawn.careers.occupation.max() < len(OCCUPATIONS)


def away_from_home(drawn: Drawn, year: int) -> tuple[np.ndarray, np.ndarray]:
    """In December: who works outside the hukou province, and who could."""
    row = 12 * year + 11
    form, place = drawn.careers.form[row], drawn.careers.work_province[row]
    could = (form == EMPLOYEE) | ((form >= PLATFORM_EMPLOYEE) & (form <= OTHER_FLEXIBLE))
    away = place != drawn.careers.hukou_province[year]
    assert not (away & ~could).any()
    return away, could


@pytest.mark.parametrize("age", [18, 24, 30, 36, 45, 55])
def test_the_share_away_from_home_tracks_its_target(drawn: Drawn, age: int) -> None:
    year, w = age - CAREER_FIRST_AGE, drawn.workers
    away, could = away_from_home(drawn, year)
    chance = drawn.away_shares[year, w.sex, w.hukou_type, w.hukou_province]
    for group in (w.hukou_type == 0, w.hukou_type == 1, w.sex == 0, w.sex == 1):
        inside = could & group
        z = deviations(np.array([away[inside].sum()]), chance[inside][:, None])
        assert (np.abs(z) < LIMIT).all()
    assert away.sum() > 30


def test_migrants_go_where_the_matrix_says(drawn: Drawn) -> None:
    flows = np.diff(drawn.tables.migration.destinations, axis=1, prepend=0.0)
    away, _ = away_from_home(drawn, 14)
    assert np.allclose(np.diag(flows), 0.0)
    arrived = np.bincount(drawn.careers.work_province[12 * 14 + 11][away], minlength=31).astype(float)
    z = deviations(arrived, flows[drawn.workers.hukou_province[away]])
    assert len(z) > 5
    assert np.abs(z).max() < LIMIT


def test_settling_only_ever_makes_fewer_migrants(world: World, drawn: Drawn) -> None:
    settled = draw_batch(drawn.workers, settling_at(0.2, drawn.tables), SEED)
    assert (settled.hukou_province[0] == drawn.workers.hukou_province).all()
    moved = (settled.hukou_province[-1] != drawn.workers.hukou_province).mean()
    assert moved > 0.05
    assert not (drawn.careers.hukou_province != drawn.workers.hukou_province).any()
    away = (settled.work_province[12 * 20] != settled.hukou_province[20]).sum()
    assert away < (drawn.careers.work_province[12 * 20] != drawn.careers.hukou_province[20]).sum()


@pytest.mark.parametrize("age", [22, 35, 50])
def test_pay_has_the_mean_its_tables_say(drawn: Drawn, age: int) -> None:
    """exp(profile + effects + half of the variance), for the workers of each form."""
    t, w, year = drawn.tables.earnings, drawn.workers, age - CAREER_FIRST_AGE
    persistent, fixed = float(t.persistent_sd), float(t.own_level_sd)
    for form in range(len(FORMS) - 1):
        if t.form_effect[year, form] < -20:
            continue
        months = slice(12 * year, 12 * year + 12)
        inside = (drawn.careers.form[months] == form).sum(axis=0) == 12
        if inside.sum() < 100:
            continue
        job = drawn.careers.occupation[year]
        level = t.profile[year, w.sex, w.education] + t.hukou_effect[w.hukou_type] + t.form_effect[year, form]
        level = level + np.where(job >= 0, t.occupation_effect[job], 0.0)
        variance = fixed**2 + persistent**2 + float(t.transitory_sd[form]) ** 2
        ratio = drawn.careers.earnings[months].mean(axis=0)[inside] / np.exp(level[inside] + variance / 2)
        assert abs(ratio.mean() - 1) < LIMIT * ratio.std() / np.sqrt(len(ratio)), FORMS.labels[form]


def test_forms_without_pay_earn_nothing(drawn: Drawn) -> None:
    earns = drawn.tables.earnings.form_effect > -20  # (year, form)
    year = np.repeat(np.arange(len(earns)), 12)[:, None]
    assert np.array_equal(drawn.careers.earnings > 0.0, earns[year, drawn.careers.form])
    assert np.isfinite(drawn.careers.earnings).all()


def test_pay_persists_from_month_to_month(drawn: Drawn) -> None:
    """Over a year less than over a month, more than not at all: a worker's own level, and shocks that fade."""
    always = (drawn.careers.form[12 * 19 : 12 * 22] == EMPLOYEE).all(axis=0)
    log_pay = np.log(drawn.careers.earnings[12 * 19 : 12 * 22, always])
    after = [np.corrcoef(log_pay[0], log_pay[months])[0, 1] for months in (1, 12, 35)]
    assert always.sum() > 300
    assert 0.3 < after[2] < after[0] < 1.0


def test_pay_across_all_ages_has_the_means_stated(world: World) -> None:
    """Each form, and each occupation of platforms, in 2020 over all workers, against the mean wage where they work."""
    counts = allocate(30_000)
    parts = []
    for birth_year in range(SURVEY_YEAR - CAREER_LAST_AGE, SURVEY_YEAR - CAREER_FIRST_AGE + 1):
        at = counts[birth_year - FIRST_COHORT]
        workers = draw_cohort(birth_year, at, SEED, world.make_up)
        careers = draw_batch(workers, world.tables.of_cohort(birth_year), SEED)
        year = SURVEY_YEAR - careers.first_year
        persons = weights(world.projection, birth_year, at).persons[SURVEY_YEAR - FIRST_YEAR, workers.sex]
        parts.append((careers.form[12 * year + 6], careers.occupation[year], careers.earnings[12 * year + 6], persons))
    form, job, earned, persons = (np.concatenate(each) for each in zip(*parts, strict=True))

    def check(inside: Reals, stated: float, name: str) -> None:
        mean = np.average(earned[inside].astype(float), weights=persons[inside])
        error = np.sqrt((persons[inside] ** 2 * (earned[inside] - mean) ** 2).sum()) / persons[inside].sum()
        assert abs(mean - stated) < LIMIT * error + 0.01 * stated, name

    stated = world.parameters["careers.form_relative_earnings"].values
    of_platform = (form == PLATFORM_EMPLOYEE) | (form == PLATFORM_FLEXIBLE)
    for each in set(np.flatnonzero(stated[: len(FORMS) - 1] > 0)) - {PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE}:
        check(form == each, float(stated[each]), FORMS.labels[each])
    assert stated[PLATFORM_EMPLOYEE] == stated[PLATFORM_FLEXIBLE] == 1.0  # the occupation says it all
    for each, mean in enumerate(world.parameters["careers.occupation_relative_earnings"].values):
        check(of_platform & (job == each), float(mean), OCCUPATIONS.labels[each])


@pytest.mark.parametrize("alone", [0, 1, 2999, 3000, 5999])
def test_a_worker_drawn_alone_is_the_worker_of_the_batch(drawn: Drawn, alone: int) -> None:
    w = drawn.workers
    one = Workers(w.birth_year, *(array[alone : alone + 1] for array in w[1:]))
    single = draw_batch(one, drawn.tables, SEED)
    for name, values in single._asdict().items():
        whole = getattr(drawn.careers, name)
        assert np.array_equal(values, whole if name == "first_year" else whole[..., alone : alone + 1]), name


def test_another_seed_draws_other_lives(drawn: Drawn) -> None:
    few = Workers(COHORT, *(array[:50] for array in drawn.workers[1:]))
    other = draw_batch(few, drawn.tables, SEED + 1)
    assert not np.array_equal(other.form, drawn.careers.form[:, :50])
    assert not np.array_equal(other.earnings, drawn.careers.earnings[:, :50])


def test_tables_lie_as_the_kernels_read_them(drawn: Drawn) -> None:
    """Row by row: a transposed table compiles every kernel a second time, and is read across memory."""
    for part in (drawn.tables.forms, drawn.tables.migration, drawn.tables.earnings):
        for name, table in part._asdict().items():
            assert np.asarray(table).flags.c_contiguous, name
