"""``career`` and ``explain`` from the outside: what they print, and how they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer

from simulate.cli import lives as cli_lives

CAREER: dict[str, Any] = {
    "scenario": "baseline", "against": None, "on": None, "sets": (), "by_year": False, "quiet": True,
    "as_json": False, "out": None,
}  # fmt: skip
EXPLAIN: dict[str, Any] = {
    "scenario": "baseline", "against": None, "on": None, "where": None, "workers": 2000, "seed": 1, "sets": (),
    "as_career": None, "quiet": True, "as_json": False, "out": None,
}  # fmt: skip


def test_two_scenarios_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    cli_lives.career("rider_beijing", **{**CAREER, "against": "hukou_removal", "by_year": True})
    out = capsys.readouterr().out
    for text in (
        "hukou_removal is laid on baseline",
        "rule enrolment.is_admitted",
        "rule employee_pension.basic_pension",
        "simulate/schemes/employee_pension/award_rules.py:",
        "Rider from Anhui",
        "hukou_removal",
        "platform 平台企业",
        "个人账户",
        "closed to flexible workers",
        "国发〔2005〕38号",
    ):
        assert text in out, text


@pytest.mark.parametrize(
    ("options", "laid"),
    [
        ({"scenario": "law_2021", "against": "hukou_removal"}, ["baseline", "law_2021"]),
        ({"against": "hukou_removal"}, [None, "baseline"]),
        ({"scenario": "hukou_removal", "against": "lower_minimum_base"}, ["baseline", "hukou_removal"]),
        ({"scenario": "hukou_removal", "against": "lower_minimum_base", "on": "law_2021"}, ["law_2021", "law_2021"]),
    ],
)
def test_a_reform_is_laid_on_the_law_it_is_compared_with(
    options: dict[str, str], laid: list[str | None], capsys: pytest.CaptureFixture[str]
) -> None:
    cli_lives.career("rider_beijing", **{**CAREER, **options, "as_json": True})
    found = json.loads(capsys.readouterr().out)["scenarios"]
    assert [each["laid_on"] for each in found] == laid


def test_a_quiet_life_still_says_which_law_a_reform_is_meant_for(capsys: pytest.CaptureFixture[str]) -> None:
    cli_lives.career("rider_beijing", **{**CAREER, "against": "hukou_removal"})
    of_career = capsys.readouterr().err.splitlines()
    cli_lives.explain("1987-m1", **{**EXPLAIN, "against": "hukou_removal"})
    assert of_career == capsys.readouterr().err.splitlines()
    assert [line.partition(": ")[0] for line in of_career] == ["warning"]
    assert "meant for law_2021, and laid on baseline" in of_career[0]


def test_values_as_json_and_in_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    cli_lives.career("full_career_average", **{**CAREER, "as_json": True, "out": tmp_path / "a" / "life.json"})
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((tmp_path / "a" / "life.json").read_text(encoding="utf-8"))
    (one,) = printed["scenarios"]
    pension = one["employee_pension"]
    parts = pension["basic_yuan"] + pension["transitional_yuan"] + pension["account_yuan"]
    assert pension["total_yuan"] == pytest.approx(parts, abs=0.011)
    assert one["months"]["counted"] == 41 * 12 + 1  # the month of the claim is paid


def test_a_worker_written_as_a_career_is_one_the_verb_reads(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "worker.yaml"
    cli_lives.explain(None, **{**EXPLAIN, "where": "qualifies.A and form=employee", "as_career": file, "as_json": True})
    drawn = json.loads(capsys.readouterr().out)["scenarios"][0]
    cli_lives.career(str(file), **{**CAREER, "as_json": True})
    written = json.loads(capsys.readouterr().out)["scenarios"][0]
    assert written["employee_pension"] == drawn["employee_pension"]
    assert written["paid_yuan"] == drawn["paid_yuan"]


@pytest.mark.parametrize(
    ("verb", "given", "word"),
    [
        ("career", ("rider_bejing", {}), "did you mean rider_beijing?"),
        ("career", ("rider_beijing", {"scenario": "nothing_such"}), "nothing_such"),
        ("career", ("rider_beijing", {"sets": ("no_lever=1",)}), "unknown lever"),
        ("explain", (None, {}), "neither a worker nor --where"),
        ("explain", ("1987-m0", {"where": "sex=male"}), "both a worker and --where"),
        ("explain", ("1987-m999999", {}), "1987-m0 to 1987-m10"),
        ("explain", ("1700-m0", {}), "a birth year"),
        ("explain", (None, {"where": "colour=red"}), "unknown field"),
        ("explain", (None, {"where": "birth_year<1900"}), "nobody among"),
        ("explain", ("1987-m0", {"workers": 0}), "--workers"),
    ],
)  # fmt: skip
def test_faults_leave_with_2(verb: str, given: tuple[Any, dict[str, Any]], word: str, capsys: Any) -> None:
    name, changed = given
    options = {**(CAREER if verb == "career" else EXPLAIN), **changed}
    with pytest.raises(typer.Exit) as left:
        getattr(cli_lives, verb)(name, **options)
    assert left.value.exit_code == 2
    assert word in capsys.readouterr().err
