"""Whole commands on a few workers: what they print, where, and what they write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulate.cli import verbs

SMALL = ("--workers", 300, "--threads", 1)


@pytest.mark.slow
def test_compare_prints_changes_and_a_table_and_writes(command, tmp_path: Path) -> None:
    result = command("compare", "law_2021", "hukou_removal", *SMALL, "--years", "2020-2040")
    assert result.exit_code == 0, result.output
    assert "enrolment.hukou_rule" in result.stderr
    assert "->" in result.stderr
    folder = tmp_path / "outputs/runs/law_2021_and_hukou_removal"
    assert str(folder.relative_to(tmp_path)) in result.stdout
    assert (folder / "results.nc").exists()
    assert (folder / "manifest.yaml").exists()
    assert list(folder.rglob("*.csv"))


def test_compare_says_how_much_of_the_lives_a_reform_touches(command, tmp_path: Path) -> None:
    """A rule on local hukou concerns flexible workers away from home alone: few of all years lived."""
    nothing = tmp_path / "nothing.yaml"
    nothing.write_text("title: {en: Nothing, zh: 不变}\nauthor: A\nreference: none\nchanges: []\n", "utf-8")
    result = command("compare", "law_2021", "hukou_removal", str(nothing), *SMALL, "--quiet", "--stats", "--json")
    assert result.exit_code == 0, result.output
    touched = json.loads(result.stdout)["lived_apart"]
    assert touched["law_2021"] == 1.0
    assert 0.0 < touched["hukou_removal"] < 0.1
    assert touched["nothing"] == 0.0


def test_run_quiet_json(command, tmp_path: Path) -> None:
    result = command("run", "hukou_removal", *SMALL, "--quiet", "--json", "--out", tmp_path / "mine")
    assert result.exit_code == 0, result.output
    assert Path(json.loads(result.stdout)["written"]).samefile(tmp_path / "mine")
    assert "->" not in result.stderr
    assert "show whether a scenario runs and, at most, a direction" in result.stderr  # quiet or not: it is a small run


def test_a_second_run_takes_another_folder_and_keeps_the_first(command, tmp_path: Path) -> None:
    for _ in range(2):
        assert command("run", *SMALL, "--quiet").exit_code == 0
    assert {path.name for path in (tmp_path / "outputs/runs").iterdir()} == {"baseline", "baseline_2"}


def test_a_folder_that_another_run_takes_meanwhile_is_left_to_it(command, tmp_path: Path, monkeypatch) -> None:
    execute = verbs._executed

    def beside_another(*arguments):
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine/results.nc").write_text("another's")
        return execute(*arguments)

    monkeypatch.setattr(verbs, "_executed", beside_another)
    result = command("run", *SMALL, "--quiet", "--out", "mine")
    assert result.exit_code == 0, result.stderr
    assert "another run has written mine meanwhile" in result.stderr
    assert "written: mine_2" in result.stdout
    assert (tmp_path / "mine/results.nc").read_text() == "another's"


def test_a_change_that_binds_on_nobody_is_told(command, tmp_path: Path) -> None:
    now = json.loads(command("levers", "--json", "retirement.early_claim_share").stdout)[0]["value"]
    (tmp_path / "same.yaml").write_text(
        "title: {en: Same, zh: 不变}\nauthor: Me\nreference: none\nchanges:\n"
        f"  - lever: retirement.early_claim_share\n    value: {now}\n",
        encoding="utf-8",
    )
    result = command("check", "same.yaml")
    assert result.exit_code == 0, result.output
    assert "warning: same" in result.stderr
    assert "affects nobody" in result.stderr


@pytest.mark.parametrize("name", ["hukou_removal", "基准"])
def test_a_shipped_scenario_is_checked_by_its_name(command, name):
    result = command("check", name)
    assert result.exit_code == 0, result.stderr
    assert "1 scenario; no fault" in result.stdout


def test_a_name_that_is_no_scenario_is_answered_with_the_nearest(command):
    result = command("check", "hukou_removl")
    assert result.exit_code == 2
    assert "did you mean hukou_removal?" in result.stderr


def test_check_of_all_that_is_shipped_finds_no_fault(command) -> None:
    result = command("check", "--sources")
    assert result.exit_code == 0, result.stderr
    assert "no fault" in result.stdout
    assert "all" in result.stdout


def test_levers_tells_value_unit_source_and_reader(command) -> None:
    result = command("levers", "--json", "enrolment.hukou_rule")
    assert result.exit_code == 0, result.stderr
    row = next(row for row in json.loads(result.stdout) if row["lever"] == "enrolment.hukou_rule")
    assert row["unit"] == "code"
    assert row["source"]
    assert "simulate/" in row["read_in"]
    assert "enrolment.hukou_rule" in command("levers", "hukou").stdout


def test_levers_by_chinese_name_and_unknown(command) -> None:
    result = command("levers", "no_such_lever_at_all")
    assert result.exit_code == 2
    assert "part of a lever's name" in result.stderr
