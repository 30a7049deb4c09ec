"""The model against the record on the page: every number read back, from the dataset and from the targets."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest
import xarray

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sample_page

from simulate import record
from simulate.report.page import fit, page, texts, workers
from simulate.report.page.source import open_runs
from simulate.results import provenance
from simulate.results.dataset import write_netcdf
from simulate.results.estimates import gather
from simulate.results.manifest import write_manifest

UNIT = {"10000 persons": ("persons", 1e4), "100 million yuan": ("yuan", 1e8), "yuan a month": ("yuan_a_month", 1.0)}


@pytest.fixture(scope="module")
def model(folder):
    """What the base says of a series in a year, and its error: added up by labels, not by the page's own way."""
    with xarray.open_dataset(folder / "results.nc") as data:
        base = data.sel(scenario="base").load()

    def of(series, year):
        value = square = 0.0
        for part in record.MODEL[series.output]:
            value += float(base[part.output].sel({**part.labels, "statistic": "estimate", "year": year}))
            square += float(base[part.output].sel({**part.labels, "statistic": "standard_error", "year": year})) ** 2
        return value, math.sqrt(square)

    return of


def test_every_number_is_the_records_or_the_datasets(html, model):
    series = {each.name: each for each in record.series()}
    found = [each for each in sample_page.numbers_of(html).found if "data-record" in each[0]]
    assert len({place["data-record"] for place, _, _ in found}) >= 13
    for place, part, shown in found:
        each, year = series[place["data-record"]], int(place["data-year"])
        unit, scale = UNIT[each.unit]
        value, error = model(each, year)
        official = each.values[year] * scale
        total = each.total.get(year, math.nan) * scale
        numbers = {"official": official, "total": total, "model": value, "error": error}
        if part["data-part"] == "difference":
            wanted = 100 * (value / official - 1)
        else:
            wanted = numbers[part["data-part"]] * texts.shown(unit, part.get("lang", "en")).scale
        printed = shown.lstrip("±+").replace(",", "").replace("\N{MINUS SIGN}", "-")
        assert abs(float(printed) - wanted) <= 0.5000001 * 10 ** -len(printed.partition(".")[2]), (place, part, shown)


def test_every_figure_of_the_record_has_its_row_and_source(html, model):
    section = html.partition('id="fit"')[2].partition("</section>")[0]
    for each in record.series():
        rows = [year for year in each.values if not math.isnan(model(each, year)[0])]
        assert section.count(f'data-record="{each.name}"') == len(rows)
        if rows:
            assert each.source.replace("&", "&amp;").replace("'", "&#39;") in section
            assert each.english in section
            assert each.chinese in section


def test_the_chart_holds_path_and_record(html, model):
    chart = json.loads(sample_page.unfolded(html, "charts"))["fit"]
    series = {each.name: each for each in record.series()}
    named = [series[name] for name in chart["spec"]["usermeta"]["record"]]
    for k, s, year, value, *error in chart["rows"]:
        if s == fit.OFFICIAL:
            assert value == pytest.approx(named[k].values[year] * record.UNITS[named[k].unit])
        else:
            assert (value, *error) == pytest.approx(model(named[k], year)[: 1 + len(error)], rel=6e-3)
    assert max(row[2] for row in chart["rows"]) <= 2025


def test_a_run_of_later_years_has_no_such_section(tmp_path):
    alone = sample_page.scenarios()[:1]
    (tmp_path / "late").mkdir()
    write_netcdf(gather(alone, years=(2023, 2040)), tmp_path / "late" / "results.nc")
    made = provenance.manifest(alone, seed=1, workers=100, threads=1, command=sample_page.COMMAND)
    write_manifest(made, tmp_path / "late")
    source = open_runs([tmp_path / "late"])
    assert fit.fits(source) == []
    assert 'id="fit"' not in page.render(source, ("en",))


def test_a_figure_beyond_the_tolerance_is_marked(folder):
    found = fit.fits(open_runs([folder]))
    rows = [(each, row) for each in found for row in each.rows]
    assert {row.is_within for _, row in rows} == {True, False}
    for each, row in rows:
        assert row.is_within == (abs(row.model.number / row.official.number - 1) <= each.series.tolerance)


@pytest.mark.parametrize("key", [fit.KEY, workers.KEY, workers.PROFILE])
def test_every_chart_of_its_own_has_a_title_and_a_note_for_page_and_picture(key):
    assert all(said.en and said.zh for said in page.own_words(key))
