"""Indicators: the registry, worked values, and dates of deficit and exhaustion."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import brentq

from simulate import codes, contracts, measures
from simulate.clock import FIRST_REPORT_YEAR, LAST_REPORT_YEAR
from simulate.contracts import N_GROUPS, Cells
from simulate.funds import keep_books
from simulate.indicators import COORDINATES, compute, outputs, standard_error
from simulate.indicators.adequacy import quantiles, scheme_return
from simulate.indicators.finance import FUND_LABELS, date_replicates, exhaustion, first_deficit
from simulate.indicators.schemes import share_below

MEASURED = measures.PLACE_MEASURES
REQUIRED = {
    "persons", "insured", "contributors", "pensioners", "coverage_rate", "contribution_density", "qualifying_share",
    "award_mean", "replacement_rate_career_average", "below_dibao_share", "fund_revenue", "fund_expenditure",
    "fund_balance", "paid_by", "fund_exhaustion_year",
}  # fmt: skip


@pytest.fixture(scope="module")
def named(cells, ps):
    return compute(cells, ps)


def at(name, **labels):
    """Index of labels in an output, after the replicate."""
    return tuple(COORDINATES[dim].index(labels[dim]) if dim in labels else slice(None) for dim in outputs()[name].dims)


def test_registry_describes_every_output(named):
    assert outputs().keys() >= REQUIRED
    for name, output in outputs().items():
        assert named[name].shape == (N_GROUPS + 1, *output.shape)
        assert output.meaning.endswith("."), name
        assert output.chinese, name


def test_counts_are_sums_of_the_cells(named, cells):
    total = cells.place.sum(axis=0)
    np.testing.assert_allclose(named["persons"][0], total[..., contracts.PERSONS])
    np.testing.assert_allclose(named["insured_national"][0, 1], total[..., contracts.INSURED_RESIDENT].sum(axis=(1, 2)))
    np.testing.assert_allclose(
        named["persons_by_occupation"][0],
        cells.kind.sum(axis=0)[:, :, contracts.KIND_ROWS["occupation"], contracts.KIND_PERSONS],
    )


def test_coverage_leaves_out_education_public_service_and_retirement(named, cells):
    kind = cells.kind.sum(axis=0)[20, 1]
    rows = [
        form for form in range(len(codes.FORMS)) if form not in (codes.EDUCATION, codes.PUBLIC_EMPLOYEE, codes.RETIRED)
    ]
    expected = kind[rows, contracts.KIND_INSURED_EMPLOYEE].sum() / kind[rows, contracts.KIND_PERSONS].sum()
    index = at("coverage_rate", scheme="employee_pension", year=2030, sex="female")
    assert named["coverage_rate"][(0, *index)] == pytest.approx(expected)


def test_coverage_by_hukou_is_of_both_sexes(named, cells):
    kind = cells.kind.sum(axis=(0, 2))[20, contracts.KIND_ROWS["hukou"].start + codes.RURAL]
    index = at("coverage_rate_by_hukou", scheme="resident_pension", year=2030, hukou_type="rural")
    expected = kind[contracts.KIND_INSURED_RESIDENT] / kind[contracts.KIND_PERSONS]
    assert named["coverage_rate_by_hukou"][(0, *index)] == pytest.approx(expected)
    index = at("uninsured_share_by_hukou", year=2030, hukou_type="rural")
    expected = kind[contracts.KIND_UNINSURED] / kind[contracts.KIND_PERSONS]
    assert named["uninsured_share_by_hukou"][(0, *index)] == pytest.approx(expected)


def test_mean_pension_in_payment(named, cells):
    place = cells.place.sum(axis=0)[10, 4]
    paid = place[:, contracts.PLACE_MEASURES.index("resident_flat_pension")]
    paid = paid + place[:, contracts.RESIDENT_ACCOUNT_PENSION]
    paid = paid + place[:, contracts.RESIDENT_ACCOUNT_PENSION_FROM_GOVERNMENT]
    expected = paid.sum() / 12 / place[:, contracts.PENSIONERS_RESIDENT].sum()
    index = at("pension_mean", scheme="resident_pension", year=2020, province="neimenggu")
    assert named["pension_mean"][(0, *index)] == pytest.approx(expected)


def test_employee_scheme_is_pool_and_accounts(named):
    funds = {label: i for i, label in enumerate(FUND_LABELS)}
    for name in ("fund_balance", "fund_revenue", "fund_expenditure"):
        values = named[name]
        parts = values[:, funds["employee_pool"]] + values[:, funds["personal_accounts"]]
        np.testing.assert_allclose(values[:, funds["employee_pension"]], parts)


def test_national_books_close_for_every_fund(named):
    balance = named["fund_balance_national"][0]
    change = np.diff(balance, axis=-1)
    flow = named["fund_current_balance_national"][0] + named["fund_reconciliation_national"][0]
    np.testing.assert_allclose(change, flow[:, 1:], rtol=1e-9, atol=1e-6 * abs(balance).max())


def test_paid_by_is_revenue_less_interest(named):
    paid = named["paid_by"][0].sum(axis=0)
    revenue = named["fund_revenue_national"][0] - named["fund_interest"][0]
    np.testing.assert_allclose(paid, revenue[: len(measures.FUNDS)], rtol=1e-9)
    employee = named["paid_by_employee_pension"][0].sum(axis=0)
    np.testing.assert_allclose(employee, revenue[FUND_LABELS.index("employee_pension")], rtol=1e-9)


def test_what_is_paid_in_adds_up_over_the_funds(named):
    """No label of the dimension is the sum of others, so that a reader who sums over it counts nothing twice."""
    np.testing.assert_allclose(named["paid_by"].sum(axis=2), named["paid_by_total"], rtol=1e-12)


# By payer and fund, the sums its law has the payer pay in; a scheme more has funds of its own.
PAID_IN = {
    ("employer", "employee_pool"): ("employer_to_pool",),
    ("employer", "personal_accounts"): ("employer_to_accounts",),
    ("employer", "resident_pension"): (),
    ("employer", "occupational_injury"): (),
    ("employer", "work_injury"): ("employer_to_work_injury",),
    ("employer", "resident_medical"): (),
    ("employer", "employee_medical"): ("employer_to_employee_medical",),
    ("employer", "unemployment"): ("employer_to_unemployment",),
    ("government", "employee_pool"): ("government_to_pool",),  # and a subsidy of the pool, which no sum holds
    ("government", "personal_accounts"): ("government_to_accounts",),
    ("government", "resident_pension"): (
        "government_to_resident", "resident_flat_pension", "resident_account_pension_from_government",
    ),
    ("government", "occupational_injury"): ("government_to_injury",),
    ("government", "work_injury"): (),
    ("government", "resident_medical"): (),  # but so much a head, which the parameters of the sample have not
    ("government", "employee_medical"): (),
    ("government", "unemployment"): (),
}  # fmt: skip


@pytest.mark.parametrize(("payer", "fund"), PAID_IN)
def test_a_fund_is_paid_by_its_payers_once(named, cells, ps, payer, fund):
    place = cells.place.sum(axis=(0, 2, 3))
    expected = sum((place[:, MEASURED.index(name)] for name in PAID_IN[payer, fund]), np.zeros(len(place)))
    if (payer, fund) == ("government", "employee_pool"):
        books = keep_books(cells.place.sum(axis=0).transpose(3, 0, 1, 2)[:, None], ps)
        expected += books.entries[measures.FUNDS.code(fund), "fiscal_subsidy"][0].sum(axis=-1)
    np.testing.assert_allclose(named["paid_by"][(0, *at("paid_by", payer=payer, paid_into=fund))], expected)


def test_what_is_paid_in_over_wages_is_over_the_earnings_of_employees_platform_and_flexible_workers(named, cells):
    rows = [codes.EMPLOYEE, codes.PLATFORM_EMPLOYEE, codes.PLATFORM_FLEXIBLE, codes.OTHER_FLEXIBLE]
    wages = cells.kind.sum(axis=(0, 2))[:, rows, contracts.KIND_EARNINGS].sum(axis=-1)
    np.testing.assert_allclose(named["paid_by_over_wages"][0], named["paid_by_total"][0] / wages)


def test_the_floor_stands_apart_from_what_is_paid_in(named, cells):
    place = cells.place.sum(axis=(0, 2, 3))[30]
    assert named["floor_top_up_national"][0, 30] == pytest.approx(place[contracts.FLOOR_TOP_UP])
    index = at("paid_by_total", payer="government", year=2040)
    by_fund = named["paid_by"][(0, *at("paid_by", payer="government", year=2040))]
    assert named["paid_by_total"][(0, *index)] == pytest.approx(by_fund.sum())


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("floor_recipients_national", contracts.FLOOR_RECIPIENTS),
    ],
)
def test_national_sums_of_the_other_measures(named, cells, name, measure):
    np.testing.assert_allclose(named[name][0], cells.place[..., measure].sum(axis=(0, 2, 3)))


@pytest.mark.parametrize(
    ("name", "dim", "label", "measure"),
    [
        ("rights_moved_national", "right", "pool_between_provinces", contracts.POOL_TRANSFER_OUT),
        ("rights_moved_national", "right", "account_between_provinces", contracts.ACCOUNT_TRANSFER_OUT),
        ("rights_moved_national", "right", "pool_to_resident", contracts.POOL_TO_RESIDENT),
        ("rights_moved_national", "right", "resident_refund", contracts.RESIDENT_REFUNDS),
        ("special_years_national", "special_year", "dual", contracts.DUAL_CONTRIBUTORS),
        ("special_years_national", "special_year", "subsidised", contracts.SUBSIDISED),
        ("special_years_national", "special_year", "care_credited", contracts.CARE_CREDITED),
        ("members_national", "membership", "insured_injury", contracts.INSURED_INJURY),
        ("members_national", "membership", "medical_retired", MEASURED.index("medical_retired")),
        ("members_national", "membership", "insured_unemployment", MEASURED.index("insured_unemployment")),
        ("injury_benefits_national", "injury_benefit", "death", contracts.INJURY_DEATH),
    ],
)  # fmt: skip
def test_national_sums_by_label(named, cells, name, dim, label, measure):
    found = named[name][(0, *at(name, **{dim: label}))]
    np.testing.assert_allclose(found, cells.place[..., measure].sum(axis=(0, 2, 3)))


def test_cohorts_without_weight_are_nan(cells, ps):
    cohort = cells.cohort.copy()
    empty = 1980 - contracts.FIRST_COHORT
    cohort[:, empty] = 0.0
    named = compute(cells._replace(cohort=cohort), ps)
    for name in ("contribution_density", "qualifying_share", "replacement_rate_career_average"):
        assert np.isnan(named[name][:, empty]).all()
        assert np.isnan(standard_error(named[name])[empty]).all()
        assert not np.isnan(named[name][:, empty + 1]).any()


def test_empty_cells_give_no_warning(ps):
    years = contracts.N_REPORT_YEARS
    empty = Cells(
        np.zeros((N_GROUPS, years, 31, 2, len(contracts.PLACE_MEASURES))),
        np.zeros((N_GROUPS, years, 2, contracts.N_KINDS, len(contracts.KIND_MEASURES))),
        np.zeros((N_GROUPS, contracts.N_COHORTS, 2, len(contracts.COHORT_MEASURES))),
        np.zeros((N_GROUPS, years, 2, contracts.N_AWARD_BINS)),
        np.zeros((N_GROUPS, len(contracts.CHANGE_ROWS), contracts.N_CHANGE_COLUMNS)),
    )
    with np.errstate(all="raise"):
        named = compute(empty, ps)
        for values in named.values():
            standard_error(values)
    assert np.isnan(named["coverage_rate"]).all()
    assert np.isnan(named["winners_share"]).all()
    assert np.isnan(named["change_quantile"]).all()


def test_quantiles_of_a_known_distribution():
    """Awards spread evenly in the logarithm from the lowest edge to the highest."""
    result = quantiles(np.ones((1, 1, 1, contracts.N_AWARD_BINS)), (0.25, 0.5))[0, 0, 0]
    width = contracts.N_AWARD_BINS * contracts.AWARD_BIN_WIDTH
    np.testing.assert_allclose(np.log(result), contracts.AWARD_BIN_LOW + width * np.array([0.25, 0.5]))


def test_quantiles_inside_one_bin_and_without_awards():
    awards = np.zeros((1, 2, 1, contracts.N_AWARD_BINS))
    awards[0, 0, 0, 80] = 7.0
    result = np.log(quantiles(awards)[0, 0])
    low = contracts.AWARD_BIN_LOW + 80 * contracts.AWARD_BIN_WIDTH
    assert (result[0] >= low).all()
    assert (result[0] <= low + contracts.AWARD_BIN_WIDTH).all()
    assert (np.diff(result[0]) > 0).all()
    assert np.isnan(result[1]).all()


def series(*pairs):
    """66 years of a value that changes in given years."""
    values = np.full(contracts.N_REPORT_YEARS, np.nan)
    for year, value in pairs:
        values[year - 2010 :] = value
    return values[None]


def test_exhaustion_is_where_the_balance_crosses_zero():
    assert exhaustion(series((2010, 30.0), (2041, -10.0)))[0] == pytest.approx(2041.75)
    assert np.isnan(exhaustion(series((2010, 30.0)))[0])
    assert exhaustion(series((2010, -5.0)))[0] == 2025
    assert exhaustion(series((2010, 1.0), (2015, -1.0), (2020, 3.0), (2050, -1.0)))[0] == pytest.approx(2050.75)


def moved_by(series, errors):
    """A series (year,) and as many groups as errors, each left out: it moves by the error over sqrt(groups - 1)."""
    shifts = np.array([0.0, *errors])[:, None] / np.sqrt(len(errors) - 1)
    return (series + shifts)[:, None]  # (replicate, fund, year)


def test_a_date_errs_by_what_the_balance_errs_over_its_slope():
    """A balance that falls by 2 a year and errs by 3 errs by 1.5 years."""
    years = np.arange(FIRST_REPORT_YEAR, LAST_REPORT_YEAR + 1)
    falling = 100.0 - 2.0 * (years - 2010)  # through nothing in 2060
    groups = 16
    balance = moved_by(falling, [3.0, -3.0] * (groups // 2))
    dates = date_replicates(exhaustion, balance)
    assert standard_error(balance)[0, 0] == pytest.approx(3.0)
    assert standard_error(dates)[0] == pytest.approx(1.5)
    never = np.full((groups + 1, 1, len(years)), 5.0)
    assert np.isnan(date_replicates(exhaustion, never)).all()


def test_a_date_in_a_flat_stretch_is_not_known_by_decades():
    """A surplus that falls by 0.01 a year through nothing in 2030 and errs by 3: 300 years by the slope.

    Not more than the spread of a date that may lie anywhere in the 51 years of the projection.
    """
    years = np.arange(FIRST_REPORT_YEAR, LAST_REPORT_YEAR + 1)
    surplus = np.where(years < 2035, 0.01 * (2030.5 - years), np.where(years < 2050, 10.0, -50.0))
    dates = date_replicates(first_deficit, moved_by(surplus, [3.0, -3.0] * 8))
    assert standard_error(dates)[0] == pytest.approx(np.std(np.linspace(2025, 2076, 100_001)), rel=1e-3)
    assert dates[0, 0] == first_deficit(surplus[None])[0]


@pytest.mark.parametrize("apart", [0.02, 0.1, 0.4])
def test_dates_close_together_have_a_difference_that_errs_little(apart):
    """A bent balance and the same some money higher: whatever the groups move, they move in both alike.

    The balance falls by 1 a year where it is nothing, and by 0.1 more each year: an error of 2 moves the two dates by
    2 over slopes that differ by 0.1 x the years between them, wherever in its year the first date lies.
    """
    years = np.arange(FIRST_REPORT_YEAR, LAST_REPORT_YEAR + 1)
    for first in 2040 + np.linspace(0.0, 0.98, 50):
        t = years + 1 - first
        falling = -t - 0.05 * t**2
        lifted = [moved_by(falling + lift, [2.0, -2.0] * 8) for lift in (0.0, apart)]
        dates = [date_replicates(exhaustion, balance) for balance in lifted]
        assert standard_error(dates[1] - dates[0])[0] < 1.5 * 2.0 * 0.1 * apart


def rate_of_flows(paid, amounts, drawn, benefits):
    """The rate at which amounts paid at some ages are worth the benefits drawn at others."""
    return brentq(lambda r: (benefits * (1 + r) ** -drawn).sum() - (amounts * (1 + r) ** -paid).sum(), -0.2, 0.5)


def test_the_rate_of_return_is_near_the_root_of_the_flows():
    """Careers of 10 to 40 years and pensions of 10 to 30, worth 0.6 to 2.5 times as much, at rates up to 4 %."""
    for years, pension, worth in itertools.product((10, 25, 40), (10, 20, 30), (0.6, 1.0, 1.5, 2.5)):
        paid, drawn = 60.0 - np.arange(1, years + 1), 60.0 + np.arange(pension)
        got = worth / pension * np.ones(pension)
        root = rate_of_flows(paid, np.full(years, 1.0 / years), drawn, got)
        of_cohort = (np.array([[each]]) for each in (1.0, paid.mean(), worth, worth * drawn.mean()))
        over, rate = scheme_return(*of_cohort)[0, :, 0]
        assert over == pytest.approx(worth)
        if root < 0.04:
            assert rate == pytest.approx(root, rel=0.1, abs=1e-9)


def test_first_deficit_is_in_the_projection():
    assert int(first_deficit(series((2010, 1.0), (2020, -1.0), (2021, 4.0), (2034, -1.0)))[0]) == 2034
    assert first_deficit(series((2010, -1.0)))[0] == 2025
    assert np.isnan(first_deficit(series((2010, 1.0), (2020, -1.0), (2021, 4.0)))[0])


def test_prices_are_relative_to_the_first_projection_year(named):
    prices = named["prices_index"][0]
    assert prices[2025 - 2010] == pytest.approx(1)
    assert prices[2035 - 2010] == pytest.approx(1.02**10)


def test_benefits_by_kind_are_the_expenditure_of_the_fund(named, cells):
    spent, benefits = named["fund_expenditure_national"][0], named["benefits_paid_national"][0]
    np.testing.assert_allclose(benefits.sum(axis=0), spent, rtol=1e-12)
    paid = cells.place.sum(axis=0)[..., list(contracts.pensions_of("resident_pension"))].sum(axis=(1, 2, 3))
    np.testing.assert_allclose(
        benefits[at("benefits_paid_national", benefit="pensions", fund="resident_pension")], paid
    )


def test_pooled_cohorts_are_five_added(named, cells):
    sums = cells.cohort.sum(axis=(0, 2))
    whole = (
        contracts.FIRST_WHOLE_COHORT - contracts.FIRST_COHORT,
        contracts.LAST_WHOLE_COHORT - contracts.FIRST_COHORT,
    )
    for middle in (whole[0] + 2, whole[0] + 20, whole[1] - 2):
        five = sums[middle - 2 : middle + 3].sum(axis=0)
        for name, above, below in (
            ("qualifying_share_pooled", contracts.COHORT_QUALIFIED, contracts.COHORT_PERSONS),
            ("paid_months_at_award_pooled", contracts.COHORT_PAID_MONTHS_AWARDED, contracts.COHORT_AWARDED_EMPLOYEE),
            ("scheme_return", contracts.COHORT_RECEIVED, contracts.COHORT_CONTRIBUTED),
        ):
            wanted = five[above] / five[below] if five[below] > 0 else np.nan
            np.testing.assert_allclose(named[name][0].reshape(-1, contracts.N_COHORTS)[0, middle], wanted)


def test_the_headline_of_a_province_is_its_own_sums(named, cells):
    """Both sexes of one province, computed from its cells alone."""
    place = cells.place.sum(axis=0).sum(axis=2)  # (year, province, measure)
    of = {name: place[..., number] for number, name in enumerate(contracts.PLACE_MEASURES)}
    wanted = {
        "insured_by_province": (of["insured_employee"], of["insured_resident"]),
        "provincial_share": (
            of["contributors_flexible"] / of["contributors_employee"],
            of["below_dibao"] / of["aged_60"],
            of["insured_away"] / of["insured_employee"],
        ),
        "provincial_ratio": (
            of["award_ratio_sum_employee"] / of["awards_employee"],
            of["contributors_employee"] / of["pensioners_employee"],
            named["fund_balance"][0, -1] / named["fund_expenditure"][0, -1],
        ),
    }  # fmt: skip
    for name, values in wanted.items():
        np.testing.assert_allclose(named[name][0], values)


def test_people_by_age_are_the_published_projection(named):
    """The United Nations' medium variant for China at 1 July 2050: 1.3 billion, of whom 41 % are of 60 and over."""
    people = named["persons_by_age"][0, 2050 - 2010].sum(axis=0)
    assert people.sum() == pytest.approx(1.27e9, rel=0.03)
    assert people[12:].sum() / people.sum() == pytest.approx(0.40, abs=0.02)
    assert COORDINATES["age_group"][12] == "60-64"
    assert COORDINATES["age_group"][-1] == "100+"


def test_awards_below_a_standard_are_counted_within_its_bin():
    """A hundred awards in each bin: all of the bins below count, and of the bin of the standard the part below it."""
    awards = np.full((1, 1, 1, 200), 100.0)
    number = np.log(0.5 / np.exp(contracts.AWARD_BIN_LOW)) / contracts.AWARD_BIN_WIDTH
    assert 0.0 < number < 200.0
    assert share_below(awards, 0.5)[0, 0, 0] == pytest.approx(number / 200.0)
    assert np.isnan(share_below(np.zeros((1, 1, 1, 200)), 0.5)).all()  # nobody: unknown


def test_shares_of_a_scheme_are_its_own_sums(named, cells):
    """Members who do not pay, of the employee scheme, computed from the cells."""
    place = cells.place.sum(axis=(0, 2, 3))  # (year, measure)
    of = {name: place[..., number] for number, name in enumerate(contracts.PLACE_MEASURES)}
    wanted = np.maximum(of["insured_employee"] - of["contributors_employee"], 0.0) / of["insured_employee"]
    found = named["scheme_share"][(0, *at("scheme_share", share_of_scheme="not_paying", scheme="employee_pension"))]
    np.testing.assert_allclose(found, wanted)
