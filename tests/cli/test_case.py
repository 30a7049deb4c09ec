"""The verb ``case``: what passes, what fails, what is not run and why, and how it leaves."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import simulate
from simulate.errors import ProblemsFound

ROOT = Path(simulate.__file__).resolve().parent.parent
GOOD = "{id: good, rule: statutory_retirement, inputs: {category: male, birth_month: 1965-01},\n" \
    "   expected: {delay_months: 1, retirement_month: 2025-02}, tolerance: exact}"  # fmt: skip


def case(**changes: object) -> str:
    """One case in YAML, good unless changed."""
    fields = {
        "id": "one", "rule": "flexible_contribution",
        "inputs": "{contribution_base: 4775, contribution_rate: 0.2, account_rate: 0.08}",
        "expected": "{contribution: 955, to_pool: 573}", "tolerance": "0.01",
    } | changes  # fmt: skip
    return "{" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}"


def write(path: Path, *cases: str) -> Path:
    path.write_text("cases:\n" + "".join(f"- {each}\n" for each in cases), encoding="utf-8")
    return path


def test_all_pass(command, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", GOOD, case())
    result = command("case", "a.yaml")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "PASS  good  statutory_retirement", "PASS  one  flexible_contribution", "2 passed, 0 failed, 0 not run",
    ]  # fmt: skip
    assert command("case", "a.yaml", "--quiet").stdout.splitlines() == ["2 passed, 0 failed, 0 not run"]


def test_folders_are_searched_and_a_file_counts_once(command, tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    write(tmp_path / "deep" / "er" / "a.yaml", GOOD)
    assert "1 passed" in command("case", "deep", "deep/er/a.yaml", tmp_path).stdout


def test_a_wrong_expectation_fails(command, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", case(expected="{contribution: 955.02, to_pool: 573}"), GOOD)
    result = command("case", "a.yaml")
    assert result.exit_code == 1
    failed = "FAIL  one  flexible_contribution  contribution: found 955, expected 955.02 (tolerance 0.01)"
    assert failed in result.stdout
    assert "1 passed, 1 failed, 0 not run" in result.stdout


@pytest.mark.parametrize(
    ("expected", "tolerance"),
    [
        ("{contribution: 955.000001}", "exact"), ("{contribution: true}", "10000"), ("{contribution: text}", "exact"),
        ("{contribution: 955, to_pool: 573.1}", "{contribution: 5}"), ("{contribution: nan}", "0.01"),
    ],
)  # fmt: skip
def test_only_what_is_expected_passes(command, tmp_path: Path, expected: str, tolerance: str) -> None:
    write(tmp_path / "a.yaml", case(expected=expected, tolerance=tolerance))
    result = command("case", "a.yaml")
    assert (result.exit_code, result.stdout.split()[0]) == (1, "FAIL")


@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({"rule": "flexible_contributions"}, "2:19", "did you mean flexible_contribution?"),
        ({"inputs": "{contribution_bas: 4775, contribution_rate: 0.2, account_rate: 0.08}"}, "2:51",
         "did you mean contribution_base?"),
        ({"inputs": "{contribution_base: 4775, contribution_rate: 0.2, account_rate: 0.08, weather: 1}"}, "2:120",
         "the input 'weather'"),
        ({"inputs": "{contribution_base: much, contribution_rate: 0.2, account_rate: 0.08}"}, "2:51", "a number"),
        ({"inputs": "{contribution_base: 4775, province: bejing, month: 2025-01}"}, "2:76", "did you mean beijing?"),
        ({"inputs": "{contribution_base: 4775, province: beijing, month: 2025-13}"}, "2:95", "YYYY-MM"),
        ({"inputs": "{contribution_base: 4775}"}, "2:50", "a province"),
        ({"inputs": "{}"}, "2:50", "contribution_base or income"),
        ({"expected": "{contribution: 955, to_pol: 573}"}, "", "did you mean to_pool?"),
        ({"tolerance": "{contributio: 1}"}, "", "did you mean contribution?"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_not_run(command, tmp_path: Path, changes: dict, place: str, said: str) -> None:
    write(tmp_path / "a.yaml", case(**changes), GOOD)
    result = command("case", "a.yaml")
    assert result.exit_code == 1
    first = result.stdout.splitlines()[0]
    assert first.startswith("NOT RUN  one  ")
    assert said in first
    assert f"a.yaml:{place}" in first
    assert "1 passed, 0 failed, 1 not run" in result.stdout


def test_a_result_these_inputs_do_not_give_is_not_run(command, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", case(
        rule="employee_award", inputs="{province: hebei, contribution_index: 1, insured_months: 360}",
        expected="{account_pension: 100}",
    ))  # fmt: skip
    assert "no account_pension from these inputs" in command("case", "a.yaml").stdout


def test_an_identifier_used_twice_is_not_run(command, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", GOOD)
    write(tmp_path / "b.yaml", GOOD, case())
    result = command("case", "a.yaml", "b.yaml")
    assert result.exit_code == 1
    assert "1 passed, 0 failed, 2 not run" in result.stdout
    assert "again at b.yaml:2:3" in result.stdout


def test_an_identifier_used_thousands_of_times_names_a_few_places(command, tmp_path: Path) -> None:
    """What is said grows with the cases, not with their square."""
    write(tmp_path / "flood.yaml", *[case()] * 2_000)
    result = command("case", "flood.yaml", "--quiet")
    assert result.exit_code == 1
    assert "and 1,996 more places" in result.stdout
    assert len(result.stdout) < 2_000 * 500


def test_faults_of_form_are_said_all_at_once(command, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", case(tolerance="-1"), case(id="two", expect="{}"), "{id: three}", case(expected="{}"))
    (tmp_path / "b.yaml").write_text("cases: [\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("cases: []\nextra: 1\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    result = command("case", "a.yaml", "b.yaml", "c.yaml", "empty", "nowhere.yaml")
    assert result.exit_code == 2
    assert result.stdout == ""
    said = result.stderr
    for part in (
        "a.yaml:2:", "the tolerance '-1'", "a.yaml:3:", "did you mean `expected`?",
        "a.yaml:4:3: found a case without rule",
        "a.yaml:5:", "nothing expected", "b.yaml:2:1", "no list of cases", "'extra'", "a folder without YAML files",
        "nowhere.yaml: found nothing there; expected a file",
    ):  # fmt: skip
        assert part in said, part


def test_the_law_of_a_scenario_and_a_lever(command, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", GOOD)
    result = command("case", "a.yaml", "--scenario", "law_2021")
    assert result.exit_code == 1
    assert "delay_months: found 0, expected 1 (exact)" in result.stdout
    result = command("case", "a.yaml", "--set", "retirement.reform_start@2025-01=2026-01")
    assert result.exit_code == 1
    assert "retirement.reform_start" in result.stderr
    result = command("case", "a.yaml", "--scenario", "law_2020")
    assert result.exit_code == 2
    assert "law_2021" in result.stderr


def test_json(command, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", GOOD, case(inputs="{x: 1}"))
    result = command("case", "a.yaml", "--json")
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert (said["passed"], said["failed"], said["not_run"]) == (1, 0, 1)
    assert said["cases"][0]["results"][0] == {
        "output": "delay_months", "found": 1, "expected": 1, "tolerance": "exact", "holds": True,
    }  # fmt: skip
    assert said["cases"][1]["status"] == "not run"
    assert "'x'" in said["cases"][1]["why"][0]


def test_from_python() -> None:
    given = {
        "id": "a", "rule": "qualifying_months", "inputs": {"retirement_year": 2030},
        "expected": {"qualifying_months": 186}, "tolerance": "exact",
    }  # fmt: skip
    assert simulate.evaluate_case(given).passed
    assert simulate.evaluate_case(given, "law_2021").status == "failed"
    assert simulate.evaluate_case(given | {"inputs": {"year": 2030}}).status == "not run"
    with pytest.raises(ProblemsFound):
        simulate.evaluate_case({"id": "a"})


def test_run_py_judges_without_compiling(tmp_path: Path) -> None:
    path = write(tmp_path / "a.yaml", GOOD, case())
    done = subprocess.run(
        [sys.executable, ROOT / "run.py", "case", path], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("2 passed, 0 failed, 0 not run\n")


def test_without_files_the_examples_that_come_with_the_package_are_judged(command) -> None:
    result = command("case", "--quiet")
    assert result.exit_code == 0
    assert re.fullmatch(r"1\d passed, 0 failed, 0 not run", result.stdout.strip())
