"""The record reads, is complete, and its enterprise part adds up."""

from __future__ import annotations

import numpy as np
import pytest

from simulate import record
from simulate.indicators import outputs


def test_every_series_has_an_output_a_tolerance_and_a_reason() -> None:
    series = record.series()
    assert len({each.name for each in series}) == len(series)
    for each in series:
        assert each.unit in record.UNITS
        for part in record.MODEL[each.output]:
            assert {*part.labels, "year"} == set(outputs()[part.output].dims)
        assert 0 < each.tolerance <= 0.3
        assert len(each.misses) > 20
        assert all(value > 0 for value in each.values.values())


def test_every_file_of_targets_names_sources() -> None:
    for path in record.TARGETS.glob("*.yaml"):
        content = record.load(path.stem)
        for name, entry in content.get("series", {}).items():
            assert "source" in entry or "source" in content, f"{path.name}: {name}"
    assert all(each.source for each in record.series())


@pytest.mark.parametrize("year", range(2010, 2024))
def test_enterprise_and_public_parts_add_up_to_the_record(year: int) -> None:
    content = record.load("employee_scheme")
    share, row = content["enterprise_share"], content["record"][year]
    derived = record.enterprise_record(content)[year]
    payers = np.interp(year, *zip(*share["contributors_over_active"]["values"].items(), strict=True))
    assert derived["contributors"] / payers + derived["pensioners"] == pytest.approx(row[record.ENTERPRISE_MEMBERS])
    assert row[record.RETIREES] - derived["pensioners"] == pytest.approx(record.public_retirees(content, year))
    revenue, expenditure = record.public_money(content)[year]
    assert derived["expenditure"] + expenditure == pytest.approx(row[record.EXPENDITURE])
    assert derived["revenue"] + revenue == pytest.approx(row[record.REVENUE])


@pytest.mark.parametrize("year", [2012, 2016, 2017, 2020])
def test_years_with_accounts_are_the_accounts(year: int) -> None:
    revenue, expenditure = record.load("employee_scheme")["enterprise_accounts"]["values"][year]
    derived = record.enterprise_record()[year]
    assert (derived["revenue"], derived["expenditure"]) == pytest.approx((revenue, expenditure))


def test_retirees_are_those_published() -> None:
    """69.11 m in the disclosure of 2012; 37.03 per 100 active members in 2020, of 399.08 m members."""
    derived = record.enterprise_record()
    assert derived[2012]["pensioners"] == pytest.approx(6911, rel=0.002)
    assert derived[2020]["pensioners"] == pytest.approx(39908 * 0.3703 / 1.3703, rel=0.002)


def test_enterprise_spending_per_pensioner_is_near_the_recorded_mean_pension() -> None:
    """An independent check: two published series against the derived one."""
    derived = record.enterprise_record()
    mean = record.load("pensions_and_wages")["series"]["mean_pension"]["values"]
    for year, pension in mean.items():
        implied = derived[year]["expenditure"] / derived[year]["pensioners"] / 12 * 1e4
        assert implied == pytest.approx(pension, rel=0.06)


def test_spending_a_pensioner_follows_the_notices_between_the_accounts_and_outside_them() -> None:
    """The notices: 10 % a year to 2015, 6.5 and 5.5, then 5, 4.5, 4 and 3.8 %; the accounts alone bear them out."""
    a_pensioner = {year: row["expenditure"] / row["pensioners"] for year, row in record.enterprise_record().items()}
    for first, last, notices in ((2012, 2016, 1.1**3 * 1.065), (2016, 2017, 1.055), (2017, 2020, 1.05**3)):
        assert a_pensioner[last] / a_pensioner[first] == pytest.approx(notices, rel=0.003)
    rises = {2011: 0.10, 2013: 0.10, 2018: 0.05, 2019: 0.05, 2021: 0.045, 2022: 0.04, 2023: 0.038}
    for year, rise in rises.items():
        assert a_pensioner[year] / a_pensioner[year - 1] == pytest.approx(1.0 + rise, rel=0.001)


def test_what_the_record_itself_leaves_open_is_that_of_the_bulletins() -> None:
    open_ = record.load("enterprise_scheme")["series"]["reconciliation"]["values"]
    rows = record.load("employee_scheme")["record"]
    for year in range(2011, 2024):
        revenue, expenditure, balance = rows[year][record.REVENUE : record.EXPENDITURE + 2]
        gap = balance - rows[year - 1][record.EXPENDITURE + 1] - revenue + expenditure
        assert open_[year] == pytest.approx(gap / revenue, abs=0.001)


def test_a_series_is_compared_or_says_why_not() -> None:
    for each in record.all_series():
        assert bool(each.output) != bool(each.not_compared), each.name
        assert each.not_compared or (each.tolerance > 0 and len(each.misses) > 20), each.name
        assert each.source, each.name
