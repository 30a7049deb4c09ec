"""Results side by side: dataset, file, tables, manifest, headline."""

from __future__ import annotations

import csv
import dataclasses
import io
import subprocess
import sys

import numpy as np
import pytest
import yaml

from simulate.indicators import outputs
from simulate.report import console, gather, provenance, write_results
from simulate.report.dataset import to_dataset, write_netcdf
from simulate.report.headline import as_dict


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
    names = {each.name for each in results.variables()}
    for name, output in outputs().items():
        assert {name, f"{name}_difference"} <= names
        assert (f"{name}_mcse" in names) == (f"{name}_difference_mcse" in names) == output.is_sampled


def test_one_scenario_has_no_differences(scenarios):
    names = {each.name for each in gather(scenarios[:1]).variables()}
    assert not [name for name in names if "_difference" in name]


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
    assert data.insured.dims == ("scenario", "scheme", "year", "province", "sex")
    assert data.insured.attrs["units"] == "persons"
    assert data.insured.attrs["long_name_zh"] == "参保人数"
    assert data.fund_balance_difference_mcse.attrs["units"] == "yuan"
    assert data.attrs["seed"] == 1
    assert list(data.fund.values)[-1] == "employee_pension"
    for each in (data, *data.variables.values()):
        assert all(isinstance(value, str | int | float) for value in each.attrs.values())


def test_file_opens_in_xarray_as_the_dataset(results, tmp_path):
    import xarray

    few = ("insured", "paid_by", "qualifying_share", "award_quantile", "fund_exhaustion_year", "reference_wage",
           "insured_by_form", "persons_by_occupation", "migrants")  # fmt: skip
    results = dataclasses.replace(results, estimates={name: results.estimates[name] for name in few})
    write_netcdf(results, tmp_path / "a.nc")
    write_netcdf(results, tmp_path / "b.nc")
    with xarray.open_dataset(tmp_path / "a.nc", engine="h5netcdf") as read:
        xarray.testing.assert_identical(read.load(), to_dataset(results))
    assert (tmp_path / "a.nc").read_bytes() == (tmp_path / "b.nc").read_bytes()


def test_all_files_are_written_and_tidy(results, scenarios, tmp_path):
    manifest = provenance.manifest(scenarios, seed=7, workers=100, threads=2, options={"out": tmp_path}, command=["x"])
    folder = write_results(results, scenarios, manifest, tmp_path / "new" / "run")
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "results.nc", "manifest.yaml", "headline.csv", "coverage.csv", "adequacy.csv", "funds.csv", "paid_by.csv",
        "provinces.csv", "applied_changes.csv",
    }  # fmt: skip
    funds = table(folder / "funds.csv")
    row = next(
        each for each in funds
        if (each["indicator"], each["scenario"], each["fund"], each["year"])
        == ("fund_balance_national", "reform", "employee_pension", "2050")
    )  # fmt: skip
    assert row["unit"] == "yuan"
    estimate = results.estimates["fund_balance_national"]
    assert float(row["value"]) == pytest.approx(estimate.value[2, 3, 40], rel=1e-7)
    assert float(row["difference_standard_error"]) == pytest.approx(estimate.difference_error[2, 3, 40], rel=1e-7)
    assert table(folder / "applied_changes.csv")[0]["lever"] == "a.lever: 1 -> 1"
    read = yaml.safe_load((folder / "manifest.yaml").read_text(encoding="utf-8"))
    assert read["run"]["seed"] == 7
    assert read["scenarios"][0]["text"] == "title: the law\nchanges: []\n"
    assert read["versions"]["numpy"] == np.__version__


def test_headline_as_text_and_for_machines(results):
    stream = io.StringIO()
    console.print_headline(results, stream)
    lines = stream.getvalue().splitlines()
    assert "base" in lines[0]
    assert any(line.startswith("Employee fund exhausted") for line in lines)
    assert "(0)" in lines[2]
    spoken = as_dict(results)
    assert spoken["base"] == "base"
    first = spoken["headline"][0]
    assert first["year"] == 2030
    assert first["scenarios"]["nothing"]["difference"] == 0
    assert {each.get("cohort") for each in spoken["headline"] if each["metric"] == "qualifying"} == {1967, 1987, 2012}


def test_headline_on_a_terminal(results):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    stream = Terminal()
    console.print_headline(results, stream)
    assert "Participants" in stream.getvalue()


def test_importing_the_report_is_light():
    code = (
        "import sys, simulate.report, simulate.report.console, simulate.report.provenance;"
        "print([m for m in ('xarray', 'h5py', 'h5netcdf', 'pandas', 'numba', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
