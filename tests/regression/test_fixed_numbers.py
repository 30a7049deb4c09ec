"""The verb ``baseline`` end to end at a tiny size: measured twice alike, moved ones listed, accepted with a reason."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from simulate.certificate import fixed_numbers as baseline
from simulate.cli.app import app

SCENARIOS = ("baseline", "hukou_removal", "lower_minimum_base")
KEY = ("insured", "estimate employee_pension", "2035")


def run_baseline(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["baseline", "--quiet", *arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Accepted numbers of a tiny run, and a copy of the changelog, in a folder of the test's own."""
    root = tmp_path_factory.mktemp("fixed")
    changelog = root / "CHANGELOG.md"
    changelog.write_text(baseline.CHANGELOG.read_text(encoding="utf-8"), encoding="utf-8")
    patch = pytest.MonkeyPatch()
    patch.setattr(baseline, "ROOT", root)
    patch.setattr(baseline, "FOLDER", root / "outputs" / "baseline")
    patch.setattr(baseline, "CHANGELOG", changelog)
    patch.setattr(baseline, "WORKERS", 300)
    patch.setattr(baseline, "TOGETHER", 1)
    patch.setattr(baseline, "scenario_names", lambda: SCENARIOS)
    first = run_baseline("--update", "--reason", "tiny numbers", "--threads", "1")
    assert first.exit_code == 0, first.output
    yield root
    patch.undo()


def alter(path: Path, key: tuple[str, str, str], factor: float) -> float:
    """Multiply one accepted number; returns what it was."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    row = next(row for row in rows if (row["indicator"], row["part"], row["year"]) == key)
    value = float(row["value"])
    row["value"] = f"{value * factor:.12g}"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, baseline.COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return value


def test_one_file_a_scenario_and_an_entry_in_the_changelog(folder: Path) -> None:
    assert {path.stem for path in (folder / "outputs" / "baseline").glob("*.csv")} == set(SCENARIOS)
    assert "tiny numbers" in (folder / "CHANGELOG.md").read_text(encoding="utf-8")


def test_measured_twice_nothing_moves(folder: Path) -> None:
    """The second time with two threads: the numbers are those of one."""
    result = run_baseline("--threads", "2")
    assert result.exit_code == 0, result.output
    assert "nothing moved" in result.output


def test_a_moved_number_is_told_then_accepted_with_a_reason(folder: Path) -> None:
    value = alter(folder / "outputs" / "baseline" / "hukou_removal.csv", KEY, 1 / 1.03)
    stated = run_baseline()
    assert stated.exit_code == 1
    line = f"hukou_removal: {' '.join(KEY)}: {value / 1.03:.8g} -> {value:.8g} (+3.0000%)"
    assert line in stated.output
    assert "1 numbers moved" in stated.output
    accepted = run_baseline("--update", "--reason", "A rule was mended")
    assert accepted.exit_code == 0, accepted.output
    text = (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.index("A rule was mended") < text.index("tiny numbers")
    assert f"- {line}" in text


def test_accepting_without_a_reason_is_refused(folder: Path) -> None:
    before = (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    assert run_baseline("--update").exit_code == 2
    assert (folder / "CHANGELOG.md").read_text(encoding="utf-8") == before
