"""The workbook misleads nobody: bands in bounds, digits as errors bear, few workers marked, today's prices first."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from simulate.report.workbook import read_runs, write_workbook
from simulate.report.workbook.book import with_digits

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sample_results

SHARE = "coverage_rate_flexible"


def changed(results, name, **parts):
    arrays = {part: np.full_like(getattr(results.estimates[name], part), value) for part, value in parts.items()}
    estimate = dataclasses.replace(results.estimates[name], **arrays)
    return dataclasses.replace(results, estimates={**results.estimates, name: estimate})


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Two scenarios: a share near nothing that rests on few, a pension of 2031, prices that have doubled by then."""
    scenarios = sample_results.random_scenarios()[:2]
    results = sample_results.small_results(scenarios)
    results = changed(results, SHARE, value=0.004, error=0.02)
    results = changed(results, "pension_mean_national", value=5000.0, error=12.0, difference=90.0, difference_error=4.0)
    results = changed(results, "prices_index", value=2.0, difference=0.0)
    folder = tmp_path_factory.mktemp("certain")
    sample_results.write_results(
        results, scenarios, sample_results.provenance.manifest(scenarios, seed=1, workers=10, threads=1, command=["x"]),
        folder / "run",
    )  # fmt: skip
    return openpyxl.load_workbook(write_workbook(read_runs([folder / "run"]), folder / "a.xlsx"))


def headline_row(book, name):
    sheet = book["Headline"]
    names = [str(cell.value or "") for cell in sheet[4]]
    row = next(row for row in sheet.iter_rows(min_row=5) if row[0].value == name)
    return {each: cell for each, cell in zip(names[3:], row[3:], strict=True) if each}


def test_bands_of_shares_stay_within_nothing_and_all(book) -> None:
    row = headline_row(book, "Flexible workers in the employee scheme")
    assert 0.0 < row["95 % band, from"].value < 0.4 < row["95 % band, to"].value < 100.0


def test_what_rests_on_few_is_grey_and_starred_and_the_sheet_says_why(book) -> None:
    cell = headline_row(book, "Flexible workers in the employee scheme")["estimate"]
    assert cell.value == pytest.approx(0.4)
    assert cell.number_format.endswith('"*"')
    assert cell.font.color.rgb == "FF8A97A5"
    for sheet in ("Headline", "Coverage (%)"):
        assert "Grey with *: rests on fewer than about 30 workers" in book[sheet]["A2"].value
    starred = [
        row for row in book["Coverage (%)"].iter_rows(min_row=5)
        if row[0].value == "Effective coverage of flexible workers" and any('"*"' in cell.number_format for cell in row)
    ]  # fmt: skip
    assert starred


def test_pensions_stand_at_todays_prices_before_the_nominal_ones(book) -> None:
    names = book.sheetnames
    real, nominal = "Adequacy (yuan a month, 2025)", "Adequacy (yuan a month)"
    assert names.index(real) == names.index(nominal) - 1
    for sheet, mean, difference in ((nominal, 5000.0, 90.0), (real, 2500.0, 45.0)):
        rows = [
            row
            for row in book[sheet].iter_rows(min_row=5, values_only=True)
            if row[0] == "Mean pension in payment, nation"
        ]
        assert rows
        for row in rows:
            numbers = [each for each in row if isinstance(each, int | float)]
            assert mean in [pytest.approx(each) for each in numbers]
            assert difference in [pytest.approx(each) for each in numbers]
    assert "At prices of 2025" in book[real]["A2"].value


def test_the_headline_of_some_provinces_says_it_is_the_nations(book) -> None:
    assert book["Headline"]["A2"].value.startswith("The whole nation; of provinces only Beijing, Shanghai")


def test_digits_are_those_the_error_bears_out() -> None:
    assert with_digits("#,##0.00", 12.0) == "#,##0"
    assert with_digits("#,##0.00", 0.8) == "#,##0.0"
    assert with_digits("#,##0.00", 0.012) == "#,##0.00"
    assert with_digits("0.00%", 0.008) == "0.0%"
    assert with_digits("0.00%", float("nan")) == "0.00%"
    assert with_digits("#,##0.00##", 12.0) == "#,##0.00##"
