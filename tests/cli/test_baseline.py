"""The fixed numbers: numbers that did not move pass, numbers that moved are listed, and accepting needs a reason."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from simulate.certificate import fixed_numbers as baseline

NUMBERS = {
    "baseline": {
        ("insured", "employee_pension", "2035"): 4.2e8,
        ("fund_exhaustion_year", "employee_pension", ""): math.nan,
    },
    "hukou_removal": {("insured", "employee_pension", "2035"): 4.3e8},
}


def moved(factor: float) -> dict[str, dict[tuple[str, str, str], float]]:
    return {scenario: {key: value * factor for key, value in rows.items()} for scenario, rows in NUMBERS.items()}


@pytest.fixture
def accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder and a changelog of the test's own, and numbers that need no run."""
    monkeypatch.setattr(baseline, "ROOT", tmp_path)
    monkeypatch.setattr(baseline, "FOLDER", tmp_path / "outputs" / "baseline")
    monkeypatch.setattr(baseline, "CHANGELOG", tmp_path / "CHANGELOG.md")
    monkeypatch.setattr(baseline, "measure", lambda **named: NUMBERS)
    text = "# Changelog\n\n## Results changed\n\nHow.\n\n### 2026-01-01: older\n\nold.\n"
    (tmp_path / "CHANGELOG.md").write_text(text, encoding="utf-8")
    return tmp_path


def test_without_numbers_to_compare_with(command, accepted: Path) -> None:
    result = command("baseline", "--quiet")
    assert result.exit_code == 2
    assert "--update --reason" in result.stderr


def test_accepted_then_unmoved(command, accepted: Path) -> None:
    assert command("baseline", "--update", "--reason", "first numbers", "--quiet").exit_code == 0
    assert (accepted / "outputs/baseline/hukou_removal.csv").exists()
    result = command("baseline", "--quiet")
    assert result.exit_code == 0
    assert "nothing moved" in result.stdout


def test_moved_numbers_are_listed_and_leave_with_one(command, accepted: Path, monkeypatch) -> None:
    command("baseline", "--update", "--reason", "first numbers", "--quiet")
    monkeypatch.setattr(baseline, "measure", lambda **named: moved(1 + 1e-5))
    result = command("baseline", "--quiet")
    assert result.exit_code == 1
    assert "baseline: insured employee_pension 2035: 4.2e+08 -> 4.200042e+08 (+0.0010%)" in result.stdout
    assert "2 numbers moved" in result.stdout


def test_last_digits_may_differ(command, accepted: Path, monkeypatch) -> None:
    command("baseline", "--update", "--reason", "first numbers", "--quiet")
    monkeypatch.setattr(baseline, "measure", lambda **named: moved(1 + 1e-8))
    assert command("baseline", "--quiet").exit_code == 0


def test_a_new_and_a_missing_scenario_count_as_moved(command, accepted: Path, monkeypatch) -> None:
    command("baseline", "--update", "--reason", "first numbers", "--quiet")
    monkeypatch.setattr(baseline, "measure", lambda **named: {"baseline": NUMBERS["baseline"]})
    result = command("baseline", "--quiet")
    assert result.exit_code == 1
    assert "hukou_removal: insured employee_pension 2035: gone" in result.stdout


def test_the_reason_and_the_largest_moves_enter_the_changelog_first(command, accepted: Path, monkeypatch) -> None:
    command("baseline", "--update", "--reason", "first numbers", "--quiet")
    monkeypatch.setattr(baseline, "measure", lambda **named: moved(1.02))
    assert command("baseline", "--update", "--reason", "Crediting rate of 2025", "--quiet").exit_code == 0
    text = (accepted / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.index("Crediting rate of 2025") < text.index("first numbers") < text.index("older")
    assert "(+2.0000%)" in text
    assert text.startswith("# Changelog\n\n## Results changed\n\nHow.\n\n### ")
