"""The verb ``workbook``: several runs, files in the way, faults; nothing earlier is lost."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import typer
import xarray

from simulate.cli.workbook import workbook
from simulate.errors import ProblemsFound
from simulate.indicators import outputs
from simulate.report.workbook import read_runs, write_workbook

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sample_results

HEADER = 4  # row of the headers, counted from 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    scenarios = sample_results.random_scenarios()
    small = sample_results.small_results(scenarios)
    return sample_results.write_run(small, scenarios, tmp_path_factory.mktemp("runs") / "mine")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return sample_results.write_tiny(tmp_path_factory.mktemp("runs") / "tiny")


def test_several_runs_side_by_side(folder, tiny, tmp_path):
    path = write_workbook(read_runs([folder, tiny]), tmp_path / "two.xlsx")
    header, *rows = openpyxl.load_workbook(path)["Data"].iter_rows(min_row=3, values_only=True)
    at = {name: i for i, name in enumerate(header)}
    ours = [
        row for row in rows
        if row[at["Indicator"]] == outputs()["fund_balance_over_expenditure"].english
        and row[at["Scheme or fund"]] == "Pooled fund of the employee scheme"
    ]  # fmt: skip
    owners = list(dict.fromkeys(row[at["Scenario"]] for row in ours))
    assert owners == ["The law (base, mine)", "nothing", "Something else", "The law (base, tiny)"]
    last = {row[at["Year"]]: row[at["estimate"]] for row in ours if row[at["Scenario"]] == "The law (base, tiny)"}
    wanted = read_runs([tiny])[0].results.estimates["fund_balance_over_expenditure"].value[0, 0, 0]
    assert last == {2031: pytest.approx(wanted, rel=1e-12)}


def test_a_result_of_another_version_is_shown_as_far_as_it_goes(tiny, tmp_path):
    older = shutil.copytree(tiny, tmp_path / "older")
    data = xarray.load_dataset(older / "results.nc").drop_vars("fund_exhaustion_year")
    data = data.rename(persons_national="people_of_mars")
    data.to_netcdf(older / "results.nc")
    book = openpyxl.load_workbook(write_workbook(read_runs([sample_results.sealed_anew(older)]), tmp_path / "a.xlsx"))
    named = {row[0] for row in book["Data dictionary"].iter_rows(values_only=True)}
    assert "people_of_mars" in named
    assert "fund_exhaustion_year" not in named
    data["award_mean"].attrs["units"] = "yuan"
    data.to_netcdf(older / "results.nc")
    sample_results.sealed_anew(older)
    with pytest.raises(ProblemsFound, match="award_mean over scheme, year, province, sex in yuan;"):
        read_runs([tiny, older])


def test_the_same_results_give_the_same_bytes(tiny, tmp_path):
    first, second = (write_workbook(read_runs([tiny]), tmp_path / f"{name}.xlsx").read_bytes() for name in "ab")
    assert first == second


def test_an_earlier_workbook_is_replaced_whole_or_not_at_all(tiny, tmp_path, monkeypatch):
    path = tmp_path / "book.xlsx"
    workbook([tiny], out=path, lang="en", quiet=True)
    before = path.read_bytes()
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "open elsewhere")))
    with pytest.raises(typer.Exit) as left:
        workbook([tiny], out=path, lang="zh", quiet=True)
    assert left.value.exit_code == 2
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["book.xlsx"]
    monkeypatch.undo()
    workbook([tiny], out=path, lang="zh", quiet=True)
    assert "主要结果" in openpyxl.load_workbook(path, read_only=True).sheetnames


def test_without_out_a_free_name_in_the_folder_is_taken(tiny, tmp_path, capsys):
    folder = shutil.copytree(tiny, tmp_path / "run")
    for name in ("workbook.xlsx", "workbook_2.xlsx"):
        workbook([folder], out=None, lang="en")
        assert capsys.readouterr().out == f"written: {folder / name}\n"
        assert zipfile.is_zipfile(folder / name)


def test_one_year_has_no_charts(tiny, tmp_path):
    book = openpyxl.load_workbook(write_workbook(read_runs([tiny]), tmp_path / "a.xlsx"))
    drawn = {chart.x_axis.title.tx.rich.p[0].r[0].t for chart in book["Charts"]._charts}
    assert drawn == {"Year of birth"}  # of cohorts there are many


@pytest.mark.parametrize(
    ("runs", "out", "lang", "said"),
    [
        (["nowhere"], "a.xlsx", "en", "nowhere: found nothing there; expected a folder of results"),
        (["notes.xlsx"], "a.xlsx", "en", "found a file; expected a folder of results"),
        (["empty"], "a.xlsx", "en", "a folder without manifest.yaml; expected a folder of results"),
        (["broken"], "a.xlsx", "en", "files other than the run wrote: adequacy.csv (missing)"),
        (["odd"], "a.xlsx", "en", "found not a manifest of results"),
        (["mine", "mine"], "a.xlsx", "en", "the same folder twice"),
        (["mine"], "a.csv", "en", "expected a file ending in .xlsx"),
        (["mine"], "empty", "en", "expected a file ending in .xlsx"),
        (["mine"], "notes.xlsx", "en", "found a file that was not made here; expected a new name"),
        (["mine"], "notes.xlsx/a.xlsx", "en", "expected a folder"),
        (["mine"], "/proc/a.xlsx", "en", "which may not be written"),
        (["mine"], "a.xlsx", "cn", "--lang: found 'cn'; expected en or zh"),
        ([], "a.xlsx", "en", "no folder of results"),
    ],
)
def test_faults_are_said_with_exit_code_2(runs, out, lang, said, tiny, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.xlsx").write_text("mine")
    for name, manifest in (
        ("broken", (tiny / "manifest.yaml").read_text(encoding="utf-8")),
        ("odd", "scenarios: []"),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.yaml").write_text(manifest, encoding="utf-8")
        (tmp_path / name / "results.nc").write_text("no numbers")
    folders = [tiny if run == "mine" else tmp_path / run for run in runs]
    with pytest.raises(typer.Exit) as left:
        workbook(folders, out=tmp_path / out, lang=lang)
    assert left.value.exit_code == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "a.xlsx").exists()
    assert (tmp_path / "notes.xlsx").read_text() == "mine"
