"""The workbook read back: every number is the results', with its unit and error; charts, sources and words stand."""

from __future__ import annotations

import dataclasses
import math
import re
import sys
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xarray
import yaml

from simulate.indicators import outputs
from simulate.report.workbook import read_runs, write_workbook
from simulate.report.workbook.headline_sheet import family_of_metric
from simulate.report.workbook.layout import REAL, TIMES, families_of, family_of, fields, theme_of, times_of
from simulate.report.workbook.words import Words
from simulate.results import certainty
from simulate.results.headline import METRICS, PROVINCIAL, headline
from simulate.results.tables import FIGURES

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sample_results

TITLES = {  # of the scenarios, as the manifest of the sample has them
    "en": {"base": "The law", "reform": "Something else"}, "zh": {"base": "The law", "reform": "另一规则"},
}  # fmt: skip
HEADER = 4  # row of the headers, counted from 1
SIGNED = (
    "fund_balance",
    "fund_current_balance",
    "fund_interest",
    "fund_reconciliation",
    "gender_gap",
    "provincial_ratio",
)
FACTORS = {  # of what headers say: million and billion, or 万 and 亿
    "en": {"persons": 1e-6, "person_years": 1e-6, "yuan": 1e-9},
    "zh": {"persons": 1e-4, "person_years": 1e-4, "yuan": 1e-8},
}


@pytest.fixture(scope="module")
def small():
    return sample_results.small_results(sample_results.random_scenarios())


@pytest.fixture(scope="module")
def folder(small, tmp_path_factory):
    scenarios = sample_results.random_scenarios()
    return sample_results.write_run(small, scenarios, tmp_path_factory.mktemp("runs") / "mine")


@pytest.fixture(scope="module", params=["en", "zh"])
def opened(request, folder, tmp_path_factory):
    path = write_workbook(read_runs([folder]), tmp_path_factory.mktemp("out") / "book.xlsx", request.param)
    return request.param, openpyxl.load_workbook(path)


def columns(book, words):
    """The data sheet: positions of its columns, and its rows."""
    header, *rows = book[words("data")].iter_rows(min_row=3, values_only=True)
    assert len(set(header)) == len(header)
    return {name: i for i, name in enumerate(header)}, rows


def expected(file, output, words, coords):
    """Every number of an output that the sheet should hold, straight from the file: a key, four figures a family."""
    scenarios = [TITLES[words.language].get(each, each) for each in file["scenario"].values.tolist()]
    array = np.moveaxis(file[output.name].values, 0, -1)  # (scenario, *dims, statistic)
    prices = file["prices_index"].values[0]
    for family in families_of(output):
        factor = FACTORS[words.language].get(output.unit, 1.0)
        for cell in np.ndindex(array.shape[:-1]):
            labels = {dim: coords[dim][i] for dim, i in zip(output.dims, cell[1:], strict=True)}
            if any(labels[dim] not in times_of(output, dim, coords) for dim in TIMES if dim in labels):
                continue
            numbers = array[cell] * factor
            if family is REAL:  # divided by the year's prices; no difference between scenarios of other prices
                year = coords["year"].index(labels["year"])
                numbers = numbers / prices[cell[0], year]
                if prices[cell[0], year] != prices[0, year]:
                    numbers[2:] = math.nan
            if cell[0] == 0:
                numbers[2:] = math.nan  # a base has no difference to itself
            if not math.isnan(numbers[0]):
                unit = family.name(words.language)
                yield (words.output(output), unit, scenarios[cell[0]], *(labels.get(d) for d in DIMS)), numbers


DIMS = tuple(dict.fromkeys(dim for output in outputs().values() for dim in output.dims))


def test_every_number_is_that_of_the_results(opened, folder, small):
    """Each once, with its unit and labels, and no other; a label stands in the column of its dimension."""
    language, book = opened
    words = Words(language)
    column, rows = columns(book, words)
    figures = [column[words(name, base="The law")] for name in FIGURES]
    held = {dim: name for name, dims in fields(outputs().values()).items() for dim in dims}
    places = [column[words.field(held[dim])] for dim in DIMS]
    by_name = {words.output(output): output for output in outputs().values()}
    found = {}
    for row in rows:
        output = by_name[row[column[words("indicator")]]]
        assert row[column[words("theme")]] == words(theme_of(output))
        labels = [row[place] if dim in output.dims else None for dim, place in zip(DIMS, places, strict=True)]
        key = (words.output(output), row[column[words("unit")]], row[column[words("scenario")]], *labels)
        assert key not in found
        found[key] = [row[i] for i in figures]
        if "province" not in output.dims:
            assert row[column[words.dimension("province")]] == words("nation")
    with xarray.open_dataset(folder / "results.nc") as file:
        for output in outputs().values():
            for key, numbers in expected(file, output, words, small.coords):
                labels = zip(DIMS, key[3:], strict=True)
                spoken = [None if each is None else words.label(dim, each) for dim, each in labels]
                written = [math.nan if each is None else each for each in found.pop((*key[:3], *spoken))]
                np.testing.assert_allclose(written, numbers, rtol=1e-12)
    assert not found, "numbers that are in no result"
    assert len(rows) > 3_000


def test_no_output_has_two_labels_of_one_column():
    """Else one would hide the other; and a dimension that no column knows has its own."""
    for output in outputs().values():
        held = [name for name, dims in fields([output]).items() if set(dims) & set(output.dims)]
        assert len(held) == len(output.dims), output.name
    strange = dataclasses.replace(outputs()["persons"], dims=("year", "toy"))
    assert fields([strange]) == {"toy": ("toy",), "year": ("year",)}


def test_a_band_stands_beside_every_estimate_with_an_error(opened):
    language, book = opened
    words = Words(language)
    column, rows = columns(book, words)
    value, error, low, high = (column[words(name)] for name in ("value", "standard_error", "low", "high"))
    shares = {words.output(each) for each in outputs().values() if certainty.is_share(each)}
    signed = {
        words.output(each)
        for each in outputs().values()
        if each.kind in ("change", "date") or each.name.startswith(SIGNED)
    }
    banded = 0
    for row in rows:
        if row[error] is not None and row[column[words("indicator")]] not in shares:
            assert row[high] - row[value] == pytest.approx(1.96 * row[error], rel=1e-6)
            below = 1.96 * row[error]
            if row[column[words("indicator")]] not in signed:
                below = min(below, max(row[value], 0.0))  # a number of persons, or what is paid, is not below zero
            assert row[value] - row[low] == pytest.approx(below, rel=1e-6)
            banded += 1
    assert banded > 1_000


def test_the_headline_is_that_of_the_screen(opened, small):
    language, book = opened
    words = Words(language)
    sheet = book[words("headline")]
    lines = headline(small)
    for row, line in enumerate(lines, start=HEADER + 1):
        name, unit, year, *numbers = [cell.value for cell in sheet[row]]
        assert (name, year) == (words.pick(line.metric.english, line.metric.chinese), line.year)
        output = outputs()[line.metric.output]
        ratios = {"ratio": words.unit(line.metric.unit), "calendar_year": words.unit("date")}
        assert unit == ratios.get(output.unit, family_of(output.unit).name(language))
        factor = FACTORS[language].get(output.unit, 1.0) / line.metric.scale
        given = [number * factor for i, values in enumerate(line.values) for number in values[: 4 if i else 2]]
        for cell, number, wanted in zip(sheet[row][3:], numbers, given, strict=True):
            if isinstance(number, str):
                assert math.isnan(wanted)
                assert number == words("not_to", year="2031")
                assert line.metric.unit == "date"
                continue
            assert number is None if math.isnan(wanted) else number == pytest.approx(wanted, rel=1e-12)
            assert number is None or ("%" in cell.number_format) == (output.unit == "share"), "percentages alike"
    assert [cell.value for cell in sheet["A"]].count("The law") == 1
    assert [cell.value for cell in sheet["B"]].count("base") == 1


def test_rows_said_in_per_cent_are_written_in_per_cent():
    """Ratios of provinces too, which share an output with what is none."""
    for metric in (*METRICS, *PROVINCIAL):
        assert (metric.unit == "%") == ("%" in family_of_metric(metric).form), metric.key


def test_sheets_are_few_frozen_and_print_to_the_width_of_a_page(opened):
    language, book = opened
    words = Words(language)
    names = ("headline", "charts", "data", "parameters", "changes", "dictionary", "provenance")
    assert book.sheetnames == [words(name) for name in names]
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        if sheet.title == words("charts"):  # two to a row, two rows to a page, none split
            continue
        assert sheet.page_setup.fitToWidth in (None, 1)  # which is one
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.freeze_panes
        note = next(each for each in sheet.merged_cells.ranges if each.min_row == 2)
        assert sheet.cell(2, 1).alignment.wrap_text
        assert note.max_col == sheet.max_column, "the note is wider than the table, or narrower"


def test_shares_are_percent_and_nothing_else_is(opened):
    language, book = opened
    words = Words(language)
    sheet = book[words("data")]
    column, _ = columns(book, words)
    units = {words.output(each): each.unit for each in outputs().values()}
    for row in sheet.iter_rows(min_row=4, max_row=sheet.max_row, min_col=1):
        unit = units[row[column[words("indicator")]].value]
        for name in FIGURES:
            cell = row[column[words(name, base="The law")]]
            assert cell.value is None or ("%" in cell.number_format) == (unit == "share")


def test_charts_have_titles_axes_units_and_point_at_numbers(opened):
    language, book = opened
    words = Words(language)
    charts = book[words("charts")]._charts
    assert len(charts) == 22
    units = {family.name(language) for each in outputs().values() for family in families_of(each)}
    for chart in charts:
        assert text_of(chart.title)
        assert text_of(chart.y_axis.title) in units
        assert text_of(chart.x_axis.title) in (words.dimension("year"), words.dimension("cohort"))
        for series in chart.series:
            name, first, last = re.match(r"'?(.+?)'?!(\$[A-Z]+\$\d+):(\$[A-Z]+\$\d+)", series.val.numRef.f).groups()
            cells = [cell for row in book[name][f"{first}:{last}".replace("$", "")] for cell in row]
            assert len(cells) >= 2
            assert all(isinstance(cell.value, int | float) for cell in cells if cell.value is not None)


def text_of(title):
    return "".join(run.t for paragraph in title.tx.rich.p for run in paragraph.r or ())


def test_parameters_changes_dictionary_and_provenance(opened, folder):
    language, book = opened
    words = Words(language)
    rows = list(book[words("parameters")].iter_rows(min_row=4, values_only=True))
    assert len(rows) > 300
    for row in rows:
        assert row[8] or row[9], f"{row[0]} has neither source nor assumption"
        assert row[6] is not None
    changes = list(book[words("changes")].iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in changes] == ["The law", "nothing", TITLES[language]["reform"]]
    assert changes[0][1] == words("no_changes")
    assert changes[2][5:7] == (0.02, 0.03)
    named = {row[0]: row for row in book[words("dictionary")].iter_rows(min_row=4, values_only=True)}
    assert set(outputs()) <= set(named)
    for name, output in outputs().items():
        assert named[name][1:3] == (output.english, output.chinese)
        assert named[name][-1] == (output.meaning if language == "en" else output.chinese_meaning)
        assert named[name][4] == family_of(output.unit).name(language)
    facts = {row[1]: row[2] for row in book[words("provenance")].iter_rows(min_row=4, values_only=True)}
    manifest = yaml.safe_load((folder / "manifest.yaml").read_text(encoding="utf-8"))
    assert facts["run: seed"] == manifest["run"]["seed"]
    assert facts[words("results_digest")] == read_runs([folder])[0].digest
    titles = [cell.value for cell in book[words("headline")]["A"]]
    assert ("另一规则" in titles) == (language == "zh")
