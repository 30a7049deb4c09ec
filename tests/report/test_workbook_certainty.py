"""The workbook misleads nobody: bands in bounds, digits as errors bear, few workers marked, today's prices first."""

from __future__ import annotations

import dataclasses
import math
import sys
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from simulate.report.workbook import read_runs, write_workbook
from simulate.report.workbook.book import with_digits
from simulate.results.estimates import DRAWN
from simulate.results.uncertainty import ATTRIBUTE, Assumption, Range, Uncertainty
from simulate.results.words import Bilingual

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


def data(book, name, unit="%"):
    """Rows of an indicator on the data sheet, by header."""
    header, *rows = book["Data"].iter_rows(min_row=3)
    names = [cell.value for cell in header]
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return [each for each in found if (each["Indicator"].value, each["Unit"].value) == (name, unit)]


def test_bands_of_shares_stay_within_nothing_and_all(book) -> None:
    rows = data(book, "Effective coverage of flexible workers")
    assert rows
    for row in rows:
        assert 0.0 < row["95 % band, from"].value < 0.004 < row["95 % band, to"].value < 1.0


def test_what_rests_on_few_is_marked_and_the_sheet_says_why(book) -> None:
    name = "Flexible workers in the employee scheme"
    row = next(each for each in book["Headline"].iter_rows(min_row=5) if each[0].value == name)
    assert row[3].value == pytest.approx(0.004)
    assert row[3].number_format.endswith('"*"')
    assert row[3].font.color.rgb == "FF8A97A5"
    assert "Grey with *: rests on fewer than about 30 workers" in book["Headline"]["A2"].value
    assert "rests on fewer than about 30 workers" in book["Data"]["A2"].value
    assert {each["* few workers"].value for each in data(book, "Effective coverage of flexible workers")} == {"*"}
    certain = data(book, "Mean pension in payment, nation", "yuan a month")
    assert {each["* few workers"].value for each in certain} == {None}


def test_pensions_stand_at_todays_prices_before_the_nominal_ones(book) -> None:
    name = "Mean pension in payment, nation"
    units = {row[2]: i for i, row in enumerate(book["Data"].iter_rows(values_only=True)) if row[1] == name}
    real, nominal = "yuan a month at prices of 2025", "yuan a month"
    assert units[real] < units[nominal]
    for unit, mean, difference in ((nominal, 5000.0, 90.0), (real, 2500.0, 45.0)):
        rows = data(book, name, unit)
        assert [row["estimate"].value for row in rows] == pytest.approx([mean] * len(rows))
        known = [row["difference to The law"].value for row in rows if row["difference to The law"].value is not None]
        assert known == pytest.approx([difference] * len(known))
        assert known


def test_the_provinces_asked_for_have_a_headline_of_their_own(book) -> None:
    assert book["Headline"]["A2"].value.startswith("The whole nation first; below it Beijing, Shanghai")
    names = [row[0].value for row in book["Headline"].iter_rows(min_row=5) if row[0].value]
    first = "Participants of the employee scheme"
    assert names.count(f"Beijing: {first}") == names.count(first) == 1
    assert names.index(first) < names.index(f"Beijing: {first}")
    assert names.index("Beijing: Employee fund, balance over spending") < names.index(f"Shanghai: {first}")


def test_digits_are_those_the_error_bears_out() -> None:
    assert with_digits("#,##0.00", 12.0) == "#,##0"
    assert with_digits("#,##0.00", 0.8) == "#,##0.0"
    assert with_digits("#,##0.00", 0.012) == "#,##0.00"
    assert with_digits("0.00%", 0.008) == "0.0%"
    assert with_digits("0.00%", float("nan")) == "0.00%"
    assert with_digits("#,##0.00##", 12.0) == "#,##0.00##"


def drawn(results):
    """Ranges of one line under both scenarios, and what moves it, as a run with draws keeps them."""
    why = Assumption("economy.inflation", Bilingual("Inflation", "通货膨胀"), "macro", "0.01", "0.03", 4.0, 0.5,
                     Bilingual("Pinned by nothing.", "无统计可定。"))  # fmt: skip
    parts = {"macro": 0.75, "sampling": 0.25}
    ranges = (
        Range("insured_employee", 2031, "base", 300.0, 280.0, 295.0, 310.0, None, parts, (why,)),
        Range("insured_employee", 2031, "nothing", 303.0, 281.0, 296.0, math.nan, (-1.0, 0.5, 2.0), {}, ()),
    )
    attributes = {**results.attributes, ATTRIBUTE: Uncertainty(64, 3, ranges).to_json()}
    return dataclasses.replace(results, attributes=attributes)


@pytest.mark.parametrize(("language", "factor", "sheet"), [("en", 1.0, "Ranges"), ("zh", 100.0, "不确定性区间")])
def test_ranges_of_draws_have_a_sheet(language, factor, sheet, tmp_path) -> None:
    scenarios = sample_results.random_scenarios()[:2]
    results = drawn(sample_results.small_results(scenarios))
    manifest = sample_results.provenance.manifest(scenarios, seed=1, workers=10, threads=1, command=["x"])
    sample_results.write_results(results, scenarios, manifest, tmp_path / "run")
    book = openpyxl.load_workbook(write_workbook(read_runs([tmp_path / "run"]), tmp_path / "a.xlsx", language))
    header, first, second, _, _, moved = book[sheet].iter_rows(min_row=3, max_row=8, values_only=True)
    assert "64" in book[sheet]["A2"].value
    assert first[2:4] == (2031, "The law")
    assert first[4:8] == tuple(factor * each for each in (300.0, 280.0, 295.0, 310.0))
    assert first[8:11] == (None, None, None)
    assert dict(zip(header[11:], first[11:], strict=True))[{"en": "sample", "zh": "样本"}[language]] == 0.25
    assert second[7] is None, "an end that is not reached"
    assert second[8:11] == pytest.approx([factor * each for each in (-1.0, 0.5, 2.0)])
    assert moved[4:7] == ({"en": "Inflation", "zh": "通货膨胀"}[language], "0.01", "0.03")
    assert moved[7:9] == pytest.approx((factor * 4.0, factor * 0.5))


def test_the_data_sheet_has_the_ranges_of_every_number_of_a_run_with_draws(tmp_path) -> None:
    scenarios = sample_results.random_scenarios()[:2]
    results = drawn(sample_results.small_results(scenarios))
    parts = dict(zip(DRAWN, range(2, 2 + len(DRAWN)), strict=True))
    of_draws = {name: results.estimates[name] for name in ("insured_national", SHARE, "pension_mean_national")}
    estimates = results.estimates | {
        name: dataclasses.replace(each, drawn=np.stack([part * each.value for part in parts.values()]))
        for name, each in of_draws.items()
    }
    names = {each.output.english for each in of_draws.values()}
    manifest = sample_results.provenance.manifest(scenarios, seed=1, workers=10, threads=1, command=["x"])
    results = dataclasses.replace(results, estimates=estimates)
    sample_results.write_results(results, scenarios, manifest, tmp_path / "run")
    book = openpyxl.load_workbook(write_workbook(read_runs([tmp_path / "run"]), tmp_path / "a.xlsx", "en"))
    header, *rows = book["Data"].iter_rows(min_row=3, values_only=True)
    at = {name: place for place, name in enumerate(header)}
    value, unit, scenario = len(header) - 11, at["Unit"], at["Scenario"]
    assert header[value] == "estimate"
    ends = [at[each] for each in ("Range, low", "Range, high", "Difference, low", "Difference, high")]
    found = {"none": 0, "The law": 0, "prices": 0, "reform": 0}
    for row in rows:
        wanted = [row[value] * parts[each] for each in ("low", "high", "difference_low", "difference_high")]
        is_real = "prices of 2025" in str(row[unit])  # a draw has prices of its own
        kind = "prices" if is_real else "The law" if row[scenario] == "The law" else "reform"
        kind = kind if row[at["Indicator"]] in names else "none"
        known = {"none": 0, "prices": 0, "The law": 2, "reform": 4}[kind]  # a base has no difference
        assert [row[each] for each in ends[:known]] == pytest.approx(wanted[:known])
        assert [row[each] for each in ends[known:]] == [None] * (4 - known)
        found[kind] += 1
    assert min(found.values()) > 0
