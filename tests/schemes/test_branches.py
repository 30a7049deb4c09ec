"""Medical and unemployment insurance against the record: members, revenue and balance of 2015 to 2024 within a tenth.

The record is the bulletins' (NHSA 2018-2024, MOHRSS, NBS), in ten thousand persons and hundred million yuan; that of
resident medical insurance from 2018, when the rural scheme had merged, at the share of members of 16 and over.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from simulate import cohorts, pipeline

ADULTS = 0.75  # of the members of resident medical insurance
WITHIN = 0.10
TEN_THOUSAND, HUNDRED_MILLION = 1e4, 1e8
# Output, label of the fund or membership, first year, values.
RECORD = {
    "employee medical, at work": ("members_national", "medical_working", TEN_THOUSAND, 2015, (
        21362, 21720, 22288, 23308, 24224, 25429, 26106, 26604, 27099, 27492)),
    "employee medical, retired": ("members_national", "medical_retired", TEN_THOUSAND, 2015, (
        7531, 7812, 8034, 8373, 8700, 9024, 9324, 9639, 9996, 10458)),
    "employee medical, revenue": ("fund_revenue_national", "employee_medical", HUNDRED_MILLION, 2015, (
        9084, 10274, 12278, 13259, 15845, 15731, 19003, 20793, 22932, 23732)),
    "employee medical, balance": ("fund_balance_national", "employee_medical", HUNDRED_MILLION, 2015, (
        10997, 12972, 15851, 18750, 22554, 25423, 29440, 35106, 40287, 44917)),
    "resident medical, members": ("members_national", "resident_medical", TEN_THOUSAND * ADULTS, 2018, (
        102779, 102483, 101676, 100866, 98349, 96294, 94714)),
    "resident medical, revenue": ("fund_revenue_national", "resident_medical", HUNDRED_MILLION * ADULTS, 2019, (
        8575, 9114, 9724, 10129, 10570, 11181)),
    "resident medical, balance": ("fund_balance_national", "resident_medical", HUNDRED_MILLION * ADULTS, 2019, (
        5143, 6077, 6717, 7534, 7664, 8183)),
    "unemployment, members": ("members_national", "insured_unemployment", TEN_THOUSAND, 2015, (
        17326, 18089, 18784, 19643, 20543, 21690, 22958, 23807, 24373, 24600)),
    "unemployment, revenue": ("fund_revenue_national", "unemployment", HUNDRED_MILLION, 2015, (
        1368, 1229, 1113, 1171, 1284, 951.5, 1460, 1596, 1807)),
    "unemployment, balance": ("fund_balance_national", "unemployment", HUNDRED_MILLION, 2015, (
        5083, 5333, 5552, 5817, 4625, 3354, 3313, 2891, 3213)),
}  # fmt: skip


@cache
def results() -> pipeline.Results:
    return pipeline.execute(pipeline.prepare("baseline"), cohorts.RunOptions(workers=20_000)).results


def national(output: str, label: str, years: range) -> np.ndarray:
    """The output of the baseline in some years."""
    estimate, coords = results().estimates[output], results().coords
    where = tuple(coords[dim].index(label) for dim in estimate.output.dims if dim in ("fund", "membership"))
    return estimate.value[0][where][[coords["year"].index(year) for year in years]]


@pytest.mark.parametrize("name", RECORD)
def test_the_model_is_near_the_record(name: str) -> None:
    output, label, unit, first, record = RECORD[name]
    found = national(output, label, range(first, first + len(record)))
    off = {first + i: f"{x / unit:.0f} for {y}" for i, (x, y) in enumerate(zip(found, record, strict=True))
           if abs(x / unit / y - 1.0) > WITHIN}  # fmt: skip
    assert not off, off


@pytest.mark.parametrize(("year", "record"), [(2019, 4426), (2024, 6616)])
def test_flexible_members_are_near_the_record(year: int, record: float) -> None:
    found = national("members_national", "flexible_medical", range(year, year + 1))[0] / TEN_THOUSAND
    assert found == pytest.approx(record, rel=WITHIN)


def test_platform_employees_are_less_covered_against_unemployment_than_in_medical_insurance() -> None:
    """ILO 2022, section 4.3.1: medical before unemployment among the branches, for every form of work."""
    estimate, coords = results().estimates["branch_coverage_by_form"], results().coords
    at = coords["year"].index(2021)
    for form in ("employee", "platform_employee", "platform_flexible", "other_flexible"):
        medical, resident, unemployment = estimate.value[0][:, at, coords["form"].index(form)]
        assert medical + resident >= unemployment
        assert 0.0 <= medical + resident <= 1.0 + 1e-9
