"""Persons are the projection's, tables agree with each other, and the books of every shipped scenario add up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_allclose

from simulate import clock, codes
from simulate import contracts as c
from simulate.careers.careers import draw_batch, prepare_careers
from simulate.contracts import FIRST_COHORT, Cells
from simulate.pipeline import Result
from simulate.population.demography import project
from simulate.population.synthesis import allocate, draw_cohort, shares, weights
from simulate.schemes.law import build_law
from simulate.schemes.life import choices_of, simulate_years
from simulate.schemes.state import new_state
from simulate.schemes.tables import new_changes, new_tables, to_cells
from tests.invariants.conftest import REFORMS, nation

YEARS = slice(clock.FIRST_REPORT_YEAR - clock.FIRST_YEAR, clock.LAST_REPORT_YEAR - clock.FIRST_YEAR + 1)
ADULTS = slice(clock.CAREER_FIRST_AGE, None)
N_FORMS = len(codes.FORMS)
HEADS = [c.KIND_PERSONS, c.KIND_INSURED_EMPLOYEE, c.KIND_INSURED_RESIDENT, c.KIND_UNINSURED]


@pytest.fixture(scope="module", params=["hukou_removal", "platform_copayment_at_source"])
def cells(alone: Callable[..., Cells], request: pytest.FixtureRequest) -> Cells:
    return alone(request.param)


@pytest.mark.parametrize("variant", ["low", "medium", "high"])
def test_persons_are_those_of_the_projection(law_of: Callable, alone: Callable, variant: str) -> None:
    sets = (f"population.fertility_variant={variant}", f"population.longevity_variant={variant}")
    expected = project(law_of(sets=sets)).population[YEARS, ADULTS].sum(axis=1)
    assert_allclose(nation(alone(sets=sets), c.PERSONS), expected, rtol=1e-9)


@pytest.mark.parametrize("birth_year", [FIRST_COHORT, 1931, 1990, c.LAST_COHORT])
def test_persons_of_each_age_are_those_of_the_projection(law_of: Callable, birth_year: int) -> None:
    parameters = law_of()
    make_up, projection = shares(parameters), project(parameters)
    tables = prepare_careers(parameters, projection, make_up)
    counts = allocate(600)[birth_year - FIRST_COHORT]
    workers = draw_cohort(birth_year, counts, 20, make_up)
    careers = draw_batch(workers, tables.of_cohort(birth_year), 20)
    sums = new_tables()
    span = (clock.FIRST_YEAR, clock.LAST_REPORT_YEAR + 1)
    law = build_law(parameters, tables.intraprovincial)
    weight, state = weights(projection, birth_year, counts), new_state(len(workers.worker))
    simulate_years(law, workers, careers, choices_of(law, workers, careers, 20), weight, 20, span, state, sums)
    ages = np.arange(clock.FIRST_REPORT_YEAR, clock.LAST_REPORT_YEAR + 1) - birth_year
    lives = (ages >= clock.CAREER_FIRST_AGE) & (ages <= clock.LAST_AGE)
    expected = np.zeros((len(ages), 2))
    expected[lives] = projection.population[YEARS][lives, ages[lives]]
    assert_allclose(nation(to_cells(sums, new_changes()), c.PERSONS), expected, rtol=1e-9)


def test_persons_by_form_are_all_persons(cells: Cells) -> None:
    by_form = cells.kind[..., :N_FORMS, c.KIND_PERSONS].sum(axis=(0, 3))
    assert_allclose(by_form, nation(cells, c.PERSONS), rtol=1e-9)


@pytest.mark.parametrize(
    ("kind", "places"),
    [
        (c.KIND_INSURED_EMPLOYEE, [c.INSURED_EMPLOYEE]),
        (c.KIND_INSURED_RESIDENT, [c.INSURED_RESIDENT]),
        (c.KIND_CONTRIBUTORS_EMPLOYEE, [c.CONTRIBUTORS_EMPLOYEE]),
        (c.KIND_CONTRIBUTORS_RESIDENT, [c.CONTRIBUTORS_RESIDENT]),
        (c.KIND_EARNINGS, [c.EARNINGS]),
        (c.KIND_WORKER_PAID, [c.WORKER_TO_POOL, c.WORKER_TO_ACCOUNTS, c.WORKER_TO_RESIDENT]),
        (c.KIND_EMPLOYER_PAID, [c.EMPLOYER_TO_POOL, c.EMPLOYER_TO_ACCOUNTS]),
        (c.KIND_PLATFORM_PAID, [c.PLATFORM_TO_POOL, c.PLATFORM_TO_ACCOUNTS]),
        (c.KIND_INSURED_AWAY, [c.INSURED_AWAY]),
    ],
)
def test_sums_by_form_and_by_province_agree(cells: Cells, kind: int, places: list[int]) -> None:
    by_form = cells.kind[..., :N_FORMS, kind].sum(axis=(0, 3))
    by_place = sum(nation(cells, each) for each in places)
    assert_allclose(by_form, by_place, rtol=1e-9, atol=1.0)


def test_occupations_hold_the_platform_workers(cells: Cells) -> None:
    platform = cells.kind[..., [codes.PLATFORM_EMPLOYEE, codes.PLATFORM_FLEXIBLE], :].sum(axis=3)
    occupations = cells.kind[..., c.KIND_ROWS["occupation"], :].sum(axis=3)
    assert_allclose(occupations, platform, rtol=1e-9, atol=1.0)


@pytest.mark.parametrize("cut", ["hukou", "education"])
def test_a_cut_holds_whoever_a_scheme_is_meant_for(cells: Cells, cut: str) -> None:
    """All but pupils and students, the public service and the retired; persons and insurance."""
    others = [codes.EDUCATION, codes.PUBLIC_EMPLOYEE, codes.RETIRED]
    insurable = [form for form in range(N_FORMS) if form not in others]
    by_form = cells.kind[..., insurable, :].sum(axis=3)[..., HEADS]
    by_cut = cells.kind[..., c.KIND_ROWS[cut], :]
    assert_allclose(by_cut.sum(axis=3)[..., HEADS], by_form, rtol=1e-9, atol=1.0)
    assert (by_cut[..., c.KIND_PERSONS].sum(axis=(0, 1, 2)) > 1e8).all()


def test_migrants_are_those_counted_by_place_but_for_the_public_service(cells: Cells) -> None:
    """Row by row of the cut; all of them are of rural hukou."""
    rows = cells.kind[..., c.KIND_ROWS["migrant"], :]
    for status, label in enumerate(codes.MIGRANTS.labels):
        by_place = nation(cells, c.PLACE_MEASURES.index(f"migrants_{label}"))
        ours = rows[..., status, c.KIND_PERSONS].sum(axis=0)
        assert (ours <= by_place * (1.0 + 1e-9)).all()
        assert ours.sum() > 0.5 * by_place.sum()
    rural = cells.kind[..., c.FIRST_HUKOU_KIND, :][..., HEADS]
    assert (rows.sum(axis=3)[..., HEADS] <= rural * (1.0 + 1e-9) + 1.0).all()


@pytest.mark.parametrize(
    ("received", "payers"),
    [
        (c.RECEIVED_POOL, [c.WORKER_TO_POOL, c.EMPLOYER_TO_POOL, c.PLATFORM_TO_POOL, c.GOVERNMENT_TO_POOL]),
        (
            c.RECEIVED_ACCOUNTS,
            [c.WORKER_TO_ACCOUNTS, c.EMPLOYER_TO_ACCOUNTS, c.PLATFORM_TO_ACCOUNTS, c.GOVERNMENT_TO_ACCOUNTS],
        ),
        (c.RECEIVED_RESIDENT, [c.WORKER_TO_RESIDENT, c.GOVERNMENT_TO_RESIDENT]),
        (c.RECEIVED_INJURY, [c.PLATFORM_TO_INJURY, c.WORKER_TO_INJURY, c.GOVERNMENT_TO_INJURY]),
        (c.RECEIVED_WORK_INJURY, [c.EMPLOYER_TO_WORK_INJURY]),
    ],
)
def test_what_payers_pay_is_what_the_fund_receives(cells: Cells, received: int, payers: list[int]) -> None:
    by_payer = cells.place[..., payers].sum(axis=(0, -1))
    assert_allclose(by_payer, cells.place[..., received].sum(axis=0), rtol=1e-9, atol=1.0)
    assert by_payer.sum() > 0


def test_heads_are_parts_of_the_whole(cells: Cells) -> None:
    persons = nation(cells, c.PERSONS)
    insured = nation(cells, c.INSURED_EMPLOYEE) + nation(cells, c.INSURED_RESIDENT)
    pensioners = nation(cells, c.PENSIONERS_EMPLOYEE) + nation(cells, c.PENSIONERS_RESIDENT)
    migrants = sum(nation(cells, each) for each in (c.MIGRANTS_INTERPROVINCIAL, c.MIGRANTS_INTRAPROVINCIAL))
    slack = 1e-9 * persons
    assert (insured <= persons + slack).all()
    assert (migrants <= persons + slack).all()
    assert (nation(cells, c.BELOW_DIBAO) <= nation(cells, c.AGED_60) + slack).all()
    assert (nation(cells, c.CONTRIBUTORS_FLEXIBLE) <= nation(cells, c.CONTRIBUTORS_EMPLOYEE) + slack).all()
    assert (nation(cells, c.INSURED_AWAY) <= nation(cells, c.INSURED_EMPLOYEE) + slack).all()
    assert (pensioners <= persons + slack).all()


def test_sums_are_finite_and_never_negative(cells: Cells) -> None:
    for table in cells:
        assert np.isfinite(table).all()
        assert (table >= 0.0).all()


def test_awards_are_counted_once_in_every_table(cells: Cells) -> None:
    """The bins of the awards hold the pensions awarded in the report years."""
    for scheme, measure in enumerate((c.AWARDS_EMPLOYEE, c.AWARDS_RESIDENT)):
        in_bins = cells.awards[:, 1:, scheme].sum(axis=(0, 2))  # the first bin of years holds all before it, too
        assert_allclose(in_bins, nation(cells, measure)[1:].sum(axis=-1), rtol=1e-9, atol=1.0)


@pytest.mark.parametrize("base", ["baseline", "law_2021"])
def test_the_books_of_every_shipped_scenario_add_up(compared: Callable[..., Result], base: str) -> None:
    """The run itself raises where an identity is broken; here the balances are checked from the published outputs."""
    result = compared(base)
    assert result.results.scenarios == (base, *REFORMS)
    named = {name: each.value for name, each in result.results.estimates.items()}  # (scenario, fund, year, province)
    balance = named["fund_balance"]
    assert np.isfinite(balance).all()
    flows = (named["fund_revenue"], named["fund_transfers_in"], named["fund_reconciliation"])
    spent = (named["fund_expenditure"], named["fund_transfers_out"])
    change = sum(flows) - sum(spent)
    largest = np.max([np.abs(each) for each in (balance, *flows, *spent)], axis=0)
    gap = np.abs(balance[:, :, :-1] + change[:, :, 1:] - balance[:, :, 1:])
    assert (gap <= 1e-9 * np.maximum(largest[:, :, 1:], largest[:, :, :-1])).all()
    assert_allclose(balance.sum(axis=3), named["fund_balance_national"], rtol=1e-9)
    left, arrived = (sum(named[f"fund_transfers_{way}_national"][:, :3].transpose(1, 0, 2)) for way in ("out", "in"))
    assert_allclose(arrived, left, rtol=1e-9)  # what leaves one fund or province arrives in another
