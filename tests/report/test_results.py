"""Results side by side: dataset, file, tables, manifest, headline."""

from __future__ import annotations

import csv
import dataclasses
import io
import subprocess
import sys
import time

import numpy as np
import pytest
import yaml

from simulate.indicators import outputs
from simulate.report import console
from simulate.report.console import lives_and_payers
from simulate.results import provenance
from simulate.results.dataset import to_dataset, write_netcdf
from simulate.results.estimates import STATISTICS, gather
from simulate.results.headline import as_dict
from simulate.results.writer import write_results


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_reform_that_changes_nothing_differs_by_exactly_zero(results):
    for estimate in results.estimates.values():
        for array in (estimate.difference, estimate.difference_error):
            if array is not None:
                same = array[1][~np.isnan(estimate.value[1])]
                assert (same[~np.isnan(same)] == 0).all()


def test_every_estimate_has_its_error_and_difference(results):
    data = to_dataset(results)
    assert list(data.data_vars) == list(outputs())
    for name, output in outputs().items():
        known = {part for part in STATISTICS if data[name].sel(statistic=part).notnull().any()}
        wanted = {"estimate"} | ({"standard_error"} if output.is_sampled else set())
        if not output.is_change:
            wanted |= {"difference"} | ({"difference_standard_error"} if output.is_sampled else set())
        assert known == wanted, name


def test_one_scenario_has_no_differences(scenarios):
    alone = gather(scenarios[:1])
    data = to_dataset(alone)
    assert data["statistic"].values.tolist() == ["estimate", "standard_error"]
    assert not data.data_vars.keys() & {name for name, output in outputs().items() if output.is_change}
    assert "life" not in data.dims


def test_years_and_provinces_narrow_what_is_reported(scenarios, results):
    narrow = gather(scenarios, years=(2030, 2040), provinces=["sichuan", "beijing"])
    assert narrow.coords["province"] == ("beijing", "sichuan")
    whole = results.estimates["insured"].value[:, :, 20:31][:, :, :, [0, 22]]
    np.testing.assert_array_equal(narrow.estimates["insured"].value, whole)
    np.testing.assert_array_equal(
        narrow.estimates["coverage_rate_national"].value, results.estimates["coverage_rate_national"].value[..., 20:31]
    )
    assert to_dataset(narrow).sizes["year"] == 11


def test_dataset_is_stamped_from_the_registry(results):
    data = to_dataset(results)
    assert data.insured.dims == ("statistic", "scenario", "scheme", "year", "province", "sex")
    assert data.insured.attrs["units"] == "persons"
    assert data.insured.attrs["long_name_zh"] == "参保人数"
    assert data.fund_balance.attrs["units"] == "yuan"
    assert data.province_zh.sel(province="beijing").item() == "北京"
    assert data.scenario_zh.dims == data.scenario_title.dims == ("scenario",)
    assert data.attrs["seed"] == 1
    assert list(data.fund.values)[-1] == "employee_pension"
    for each in (data, *data.variables.values()):
        assert all(isinstance(value, str | int | float) for value in each.attrs.values())


def test_file_opens_in_xarray_as_the_dataset(results, tmp_path):
    import xarray

    few = ("insured", "paid_by", "qualifying_share", "award_quantile", "fund_exhaustion_year", "reference_wage",
           "insured_by_form", "persons_by_occupation", "migrants", "change_quantile")  # fmt: skip
    results = dataclasses.replace(results, estimates={name: results.estimates[name] for name in few})
    write_netcdf(results, tmp_path / "a.nc")
    write_netcdf(results, tmp_path / "b.nc")
    with xarray.open_dataset(tmp_path / "a.nc") as read:
        xarray.testing.assert_identical(read.load(), to_dataset(results))
    assert (tmp_path / "a.nc").read_bytes() == (tmp_path / "b.nc").read_bytes()


def test_all_files_are_written_and_tidy(results, scenarios, tmp_path):
    manifest = provenance.manifest(scenarios, seed=7, workers=100, threads=2, options={"out": tmp_path}, command=["x"])
    folder = write_results(results, scenarios, manifest, tmp_path / "new" / "run")
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "results.nc", "manifest.yaml", "headline.csv", "coverage.csv", "adequacy.csv", "funds.csv", "paid_by.csv",
        "provinces.csv", "applied_changes.csv", "winners_losers.csv", "who_pays.csv",
    }  # fmt: skip
    funds = table(folder / "funds.csv")
    row = next(
        each for each in funds
        if (each["indicator"], each["scenario"], each["fund"], each["year"])
        == ("fund_balance_national", "reform", "employee_pension", "2050")
    )  # fmt: skip
    assert row["unit"] == "yuan"
    estimate = results.estimates["fund_balance_national"]
    here = (2, results.index("fund", "employee_pension"), 40)
    assert float(row["value"]) == pytest.approx(estimate.value[here], rel=1e-7)
    assert float(row["difference_standard_error"]) == pytest.approx(estimate.difference_error[here], rel=1e-7)
    _check_winners_and_payers(results, folder)
    assert table(folder / "applied_changes.csv")[0]["lever"] == "a.lever: 1 -> 1"
    read = yaml.safe_load((folder / "manifest.yaml").read_text(encoding="utf-8"))
    assert read["run"]["seed"] == 7
    assert read["scenarios"][0]["pieces"] == [
        {"kind": "scenario", "name": "base", "text": "title: the law\nchanges: []\n"}
    ]
    assert read["versions"]["numpy"] == np.__version__


def _check_winners_and_payers(results, folder):
    """Tables of winners and payers hold the numbers of the results."""
    lives = {
        (row["indicator"], row["scenario"], row["life"], row["quantile"]): row
        for row in table(folder / "winners_losers.csv")
    }
    assert "difference" not in next(iter(lives.values()))
    riders = results.index("life", "delivery_rider")
    gain = results.estimates["winners_share"]
    row = lives["winners_share", "reform", "delivery_rider", ""]
    assert float(row["value"]) == pytest.approx(gain.value[2, riders], rel=1e-7)
    assert float(row["standard_error"]) == pytest.approx(gain.error[2, riders], rel=1e-7)
    lowest = results.estimates["change_quantile"].value[2, riders, 0]
    row = lives["change_quantile", "reform", "delivery_rider", "0.05"]
    assert float(row["value"]) == pytest.approx(lowest, rel=1e-7)
    paid = results.estimates["paid_by_total"]
    row = next(
        each for each in table(folder / "who_pays.csv")
        if (each["indicator"], each["scenario"], each["payer"], each["year"])
        == ("paid_by_total", "reform", "platform", "2035")
    )  # fmt: skip
    assert row["unit"] == "yuan"
    assert float(row["difference"]) == pytest.approx(paid.difference[2, 2, 25], rel=1e-7)


def test_the_table_of_winners_of_an_earlier_comparison_does_not_stay(scenarios, tmp_path):
    for chosen in (scenarios, scenarios[:1]):
        made = provenance.manifest(chosen, seed=7, workers=100, threads=2, command=["x"])
        narrow = gather(chosen, years=(2030, 2031), provinces=["beijing"])
        folder = write_results(narrow, chosen, made, tmp_path / "run")
    assert table(folder / "winners_losers.csv") == []


def test_the_dataset_is_small_and_opens_at_once(results, tmp_path):
    """At most 120 variables; a comparison of four scenarios opens in a second of processor time."""
    import xarray

    four = dataclasses.replace(
        results, scenarios=(*results.scenarios, "last"), titles=(*results.titles, results.titles[-1]),
        estimates={name: _one_more(each) for name, each in results.estimates.items()},
    )  # fmt: skip
    write_netcdf(four, tmp_path / "a.nc")
    seconds = []
    for _ in range(3):
        started = time.process_time()
        with xarray.open_dataset(tmp_path / "a.nc") as data:
            seconds.append(time.process_time() - started)
            assert len(data.data_vars) <= 120
            assert data.sizes["scenario"] == 4
    assert min(seconds) < 1.0


def _one_more(estimate):
    """An output of one scenario more."""
    longer = (None if part is None else np.concatenate([part, part[-1:]]) for part in estimate.parts)
    return dataclasses.replace(
        estimate, **dict(zip(("value", "error", "difference", "difference_error"), longer, strict=True))
    )


def test_headline_as_text_and_for_machines(results):
    stream = io.StringIO()
    console.print_headline(results, stream)
    lines = stream.getvalue().splitlines()
    assert "base" in lines[0]
    assert any(line.startswith("Employee fund exhausted") for line in lines)
    assert "(0)" in lines[2]
    assert lines.index("Winners and losers against base") > 10
    spoken = as_dict(results)
    assert spoken["base"] == "base"
    first = spoken["headline"][0]
    assert first["year"] == 2030
    assert first["scenarios"]["nothing"]["difference"] == 0
    assert {each.get("cohort") for each in spoken["headline"] if each["metric"] == "qualifying"} == {1967, 1987, 2012}


@pytest.fixture
def compared(results):
    """Of all lives 40 % gain and 25 % lose by the reform; a tenth loses 3 months or more, a tenth gains 12 or more."""
    estimates = dict(results.estimates)

    def put(name, place, value, difference=None, error=None):
        parts = {"value": value, "difference": difference, "difference_error": error}
        changed = {}
        for part, number in parts.items():
            if number is not None:
                array = getattr(estimates[name], part).copy()
                array[place] = number
                changed[part] = array
        estimates[name] = dataclasses.replace(estimates[name], **changed)

    put("winners_share", (2, 0), 0.4)
    put("losers_share", (2, 0), 0.25)
    for level, change in ((0.1, -3.0), (0.5, 0.0), (0.9, 12.04)):
        put("change_quantile", (2, 0, results.index("quantile", level)), change)
    put("winners_share", (2, results.index("life", "farm")), np.nan)
    put("winners_share", (1, results.index("life", "farm")), np.nan)
    put("paid_by_total", (2, 2, 25), 9e9, difference=2.5e9, error=4e8)
    put("prices_index", (2, 25), 1.0)
    put("paid_by_over_wages", (2, 2, 25), 0.01, difference=0.0125)
    return dataclasses.replace(results, estimates=estimates)


def test_winners_losers_and_payers_as_text(compared):
    lives = {row[1]: row[-1] for row in lives_and_payers.lives(compared)}
    assert lives["All"] == "40.0/25.0 (-3.0, 0, +12.0)"
    assert "Farming" not in lives
    assert "Delivery riders" in lives
    assert [row[0] for row in lives_and_payers.lives(compared)].count("Sex") == 1
    rows = lives_and_payers.payers(compared)
    assert [row[1] for row in rows] == ["2035", "2050"] * 5  # four payers and the floor
    platform = next(row for row in rows if row[0] == "Platform")
    assert platform[2] == "0"
    assert platform[3].startswith("+2.5 ±0.4")
    assert platform[3].endswith("(+1.25 %)")


def test_winners_losers_and_payers_for_machines(compared):
    spoken = as_dict(compared)
    everybody = spoken["winners_and_losers"]["reform"][0]
    assert (everybody["life"], everybody["winners_share"], everybody["quantiles"]["0.9"]) == ("all", 0.4, 12.04)
    platform = next(row for row in spoken["who_pays"]["reform"] if (row["payer"], row["year"]) == ("platform", 2035))
    assert platform["difference_yuan"] == 2.5e9
    assert platform["difference_over_wages"] == 0.0125


def test_a_single_scenario_has_neither_winners_nor_payers(scenarios):
    alone = gather(scenarios[:1])
    assert "Winners" not in console.plain(alone)
    assert as_dict(alone).keys() == {"scenarios", "base", "headline"}


def test_headline_on_a_terminal(results):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    stream = Terminal()
    console.print_headline(results, stream)
    assert "Participants" in stream.getvalue()


def test_importing_the_report_is_light():
    code = (
        "import sys, simulate.results, simulate.report.console, simulate.results.provenance;"
        "print([m for m in ('xarray', 'netCDF4', 'pandas', 'numba', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
