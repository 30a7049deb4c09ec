"""The workbook read back: every number is the results', with its unit and error; charts, sources and words stand."""

from __future__ import annotations

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
from simulate.report.workbook.layout import plans, theme_of, years_of
from simulate.report.workbook.words import Words
from simulate.results.headline import headline

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sample_results

HEADER = 4  # row of the headers, counted from 1
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


def keyed(sheet, words, plan, scenarios):
    """Every number of a sheet by output, labels, scenario and figure, as written."""
    names = [words.dimension(dim) for dim in plan.dims]
    assert [cell.value for cell in sheet[HEADER]][: len(names) + 1] == [words("indicator"), *names]
    owner, figures = None, []
    for column in range(len(names) + 2, sheet.max_column + 1):
        owner = sheet.cell(HEADER - 1, column).value or owner
        figures.append((owner, sheet.cell(HEADER, column).value))
    found = {}
    for row in sheet.iter_rows(min_row=HEADER + 1, values_only=True):
        labels = tuple(each for each in row[1 : len(names) + 1])
        for (scenario, figure), number in zip(figures, row[len(names) + 1 :], strict=True):
            assert (row[0], labels, scenario, figure) not in found
            found[row[0], labels, scenario, figure] = number
    return found


def expected(file, plan, words, coords):
    """The same from results.nc, straight from the file."""
    keys = ["value", "standard_error", "difference", "difference_standard_error"][: 4 if plan.has_differences else 2]
    scenarios = file["scenario"].values.tolist()
    for output in plan.outputs:
        years = years_of(output, coords)
        for figure, array in zip(keys, file[output.name].values, strict=False):
            for cell in np.ndindex(array.shape):
                labels = {dim: coords[dim][i] for dim, i in zip(output.dims, cell[1:], strict=True)}
                scenario = scenarios[cell[0]]
                is_base = scenario == scenarios[0] and figure.startswith("difference")
                if is_base or ("year" in labels and labels["year"] not in years):
                    continue
                place = tuple(words.label(dim, labels[dim]) if dim in labels else None for dim in plan.dims)
                header = words.figure(figure, plan, scenarios[0])
                number = array[cell]
                if plan.is_real:  # divided by the year's prices; no difference between scenarios of other prices
                    prices = file["prices_index"].values[0, :, coords["year"].index(labels["year"])]
                    is_same = prices[cell[0]] == prices[0] or not figure.startswith("difference")
                    number = number / prices[cell[0]] if is_same else math.nan
                yield (words.output(output), place, scenario, header), number


def test_every_number_is_that_of_the_results(opened, folder, small):
    language, book = opened
    words = Words(language)
    compared = 0
    with xarray.open_dataset(folder / "results.nc") as file:
        for plan in plans(outputs().values()):
            written = keyed(book[words.sheet(plan)], words, plan, small.scenarios)
            factor = FACTORS[language].get(plan.outputs[0].unit, 1.0)
            assert {FACTORS[language].get(output.unit, 1.0) for output in plan.outputs} == {factor}
            for key, number in expected(file, plan, words, small.coords):
                if math.isnan(number):
                    assert written.pop(key, None) is None
                else:
                    assert written.pop(key) == pytest.approx(number * factor, rel=1e-12), key
                    compared += 1
            assert all(number is None for number in written.values()), "numbers that are in no result"
    assert compared > 10_000


def test_the_sheet_for_pivots_is_tidy_and_holds_the_numbers_of_the_nation(opened, small):
    language, book = opened
    words = Words(language)
    header, *rows = book[words("tidy")].iter_rows(min_row=3, values_only=True)
    assert len(set(header)) == len(header)
    column = {name: i for i, name in enumerate(header)}
    labels = range(3, len(header) - 4)
    keys = [(row[0], row[2], *(row[i] for i in labels)) for row in rows]
    assert len(set(keys)) == len(keys) > 500
    output, here = outputs()["fund_revenue_national"], small.estimates["fund_revenue_national"]
    fund, scenario = small.coords["fund"][0], small.scenarios[2]
    found = [
        row
        for row in rows
        if (row[0], row[2], row[column[words.dimension("fund")]])
        == (words.output(output), scenario, words.label("fund", fund))
    ]
    assert [row[column[words.dimension("year")]] for row in found] == [2030]
    cell = (2, 0, small.index("year", 2030))
    wanted = [part[cell] * FACTORS[language]["yuan"] for part in here.parts]
    got = [math.nan if each is None else each for each in found[0][-4:]]
    np.testing.assert_allclose(got, wanted, rtol=1e-12)


def test_the_headline_is_that_of_the_screen(opened, small):
    language, book = opened
    words = Words(language)
    sheet = book[words("headline")]
    lines = headline(small)
    for row, line in enumerate(lines, start=HEADER + 1):
        name, unit, year, *numbers = [cell.value for cell in sheet[row]]
        assert (name, year) == (words.pick(line.metric.english, line.metric.chinese), line.year)
        assert unit == words.unit(line.metric.unit)
        given = []
        for i, values in enumerate(line.values):  # the ends of the 95 % band stand after the error
            low, high = numbers[len(given) + 2 : len(given) + 4]
            given += [*values[:2], low, high, *(values[2:] if i else ())]
            if line.metric.unit not in ("date", "%") and low is not None:
                assert (values[0] - low, high - values[0]) == pytest.approx((1.96 * values[1],) * 2)
        given = [math.nan if each is None else each for each in given]
        for number, wanted in zip(numbers, given, strict=True):
            if isinstance(number, str):
                assert math.isnan(wanted)
                assert number == words("not_to", year="2031")
                assert line.metric.unit == "date"
                continue
            assert number is None if math.isnan(wanted) else number == pytest.approx(wanted, rel=1e-12)
    assert [cell.value for cell in sheet["A"]].count("base") == 1


def test_sheets_have_units_panes_and_print(opened):
    language, book = opened
    words = Words(language)
    for plan in plans(outputs().values()):
        sheet = book[words.sheet(plan)]
        assert len(sheet.title) <= 31
        figures = [cell.value for cell in sheet[HEADER]][len(plan.dims) + 1 :]
        unit = plan.family.names[language]
        assert all(unit in each or plan.family.of_differences[language] in each for each in figures)
        assert sheet.freeze_panes == sheet.cell(HEADER + 1, len(plan.dims) + 2).coordinate
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"


def test_charts_have_titles_axes_units_and_point_at_numbers(opened):
    language, book = opened
    words = Words(language)
    charts = book[words("charts")]._charts
    assert len(charts) == 22
    units = {plan.family.names[language] for plan in plans(outputs().values())}
    for chart in charts:
        assert text_of(chart.title)
        assert text_of(chart.y_axis.title) in units
        assert text_of(chart.x_axis.title) in (words.dimension("year"), words.dimension("cohort"))
        for series in chart.series:
            name, first, last = re.match(r"'(.+)'!(\$[A-Z]+\$\d+):(\$[A-Z]+\$\d+)", series.val.numRef.f).groups()
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
    assert [row[0] for row in changes] == ["base", "nothing", "reform"]
    assert changes[0][1] == words("no_changes")
    assert changes[2][5:7] == (0.02, 0.03)
    named = {row[0]: row for row in book[words("dictionary")].iter_rows(min_row=4, values_only=True)}
    assert set(outputs()) <= set(named)
    for name, output in outputs().items():
        assert named[name][1:3] == (output.english, output.chinese)
        assert named[name][-1] == output.meaning
        assert named[name][7] in book.sheetnames
    facts = {row[1]: row[2] for row in book[words("provenance")].iter_rows(min_row=4, values_only=True)}
    manifest = yaml.safe_load((folder / "manifest.yaml").read_text(encoding="utf-8"))
    assert facts["run: seed"] == manifest["run"]["seed"]
    assert facts[words("results_digest")] == read_runs([folder])[0].digest
    titles = [cell.value for cell in book[words("headline")]["B"]]
    assert ("另一规则" in titles) == (language == "zh")


def test_every_output_has_one_sheet():
    made = plans(outputs().values())
    assert sorted(output.name for plan in made if not plan.is_real for output in plan.outputs) == sorted(outputs())
    assert theme_of(outputs()["paid_by"]) == "who_pays"
    for language in ("en", "zh"):
        names = [Words(language).sheet(plan) for plan in made]
        assert len(set(names)) == len(names)
        assert not any(set(name) & set("[]:*?/\\") for name in names)
