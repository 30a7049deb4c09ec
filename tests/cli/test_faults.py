"""What goes wrong during a run: faults of scenarios, a full disk, an interruption.  Nothing half-written is left."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest

from simulate import pipeline
from simulate.errors import Problem, ProblemsFound
from simulate.funds.identities import IdentityBroken
from simulate.schemes.tables import SumsOverflow


def raising(fault: BaseException):
    def raise_it(*arguments: object, **named: object) -> None:
        raise fault

    return raise_it


def test_every_problem_of_a_scenario_is_one_line(command, monkeypatch: pytest.MonkeyPatch) -> None:
    problems = [Problem("a.yaml", line, 3, "x", "y", "did you mean z?") for line in (1, 2)]
    monkeypatch.setattr(pipeline, "prepare", raising(ProblemsFound(problems)))
    result = command("run")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [f"a.yaml:{line}:3: found x; expected y; did you mean z?" for line in (1, 2)]


def test_a_misspelt_lever_in_a_file_is_found_with_its_line(command, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "title: {en: Mine, zh: 我的}\nauthor: Me\nreference: none\nchanges:\n"
        "  - lever: enrolment.hukou_rul\n    value: open\n    from: 2027-01\n",
        encoding="utf-8",
    )
    for verb in ("run", "check"):
        result = command(verb, "mine.yaml")
        assert result.exit_code == 2
        assert "mine.yaml:5:" in result.stderr
        assert "enrolment.hukou_rule" in result.stderr


@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.ENOSPC, "No space left on device", "outputs/runs/x"),
        RuntimeError("Can't decrement id ref count (unable to close file, errno = 28, No space left on device)"),
    ],
)
def test_a_disk_that_fills_up(command, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    monkeypatch.setattr(pipeline, "prepare", raising(fault))
    result = command("run")
    assert result.exit_code == 2
    assert "the disk is full" in result.stderr


@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.EFBIG, "File too large", "outputs/runs/x"),
        RuntimeError("Can't decrement id ref count (file write failed: errno = 27, error message = 'File too large')"),
        OSError("Can't write data (file write failed: errno = 27, error message = 'File too large')"),
    ],
)
def test_a_limit_to_the_size_of_files(command, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    monkeypatch.setattr(pipeline, "prepare", raising(fault))
    result = command("run")
    assert result.exit_code == 2
    assert "larger than a file may be here" in result.stderr


def test_sums_that_ran_over_are_the_law_of_the_user(command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "all_cells", raising(SumsOverflow("earnings of 2060 does not fit the sums")))
    result = command("run", "--workers", "300", "--quiet")
    assert result.exit_code == 2
    assert "earnings of 2060" in result.stderr
    assert "grows less" in result.stderr


def test_a_read_only_place(command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "prepare", raising(OSError(errno.EROFS, "Read-only file system", "/cd/x")))
    result = command("run")
    assert result.exit_code == 2
    assert result.stderr.startswith("/cd/x: may not be read or written")


FAULTS = [
    IdentityBroken("the accounts do not add up: paid in by payers = received by the fund; fund x, year 2030"),
    RuntimeError("identity violated"), ValueError("operands could not be broadcast"), KeyError("scheme"),
    ZeroDivisionError(), AssertionError(), RecursionError("deep"), EOFError("Ran out of input"), StopIteration(),
    OverflowError("养老"), TypeError("\ud800"), OSError("no number, no place"),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_fault_of_the_model_is_a_block_and_a_file_to_send(
    command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr(pipeline, "execute", raising(fault))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    result = command("run", "--seed", 77, "--quiet")
    assert result.exit_code == 3
    lines = result.stderr.splitlines()
    assert lines[0].startswith(f"a fault of the model, not of what you asked: {type(fault).__name__}: ")
    assert lines[1] == "nothing was written"
    (sent,) = tmp_path.glob("lingbao_fault_*.txt")
    assert lines[2].endswith(str(sent))
    assert len(lines) == 3
    text = sent.read_text(encoding="utf-8")
    for part in (
        "version: ",
        "command: ",
        "machine: Python",
        "seed: 77",
        "baseline",
        "Traceback",
        type(fault).__name__,
    ):
        assert part in text
    if os.name != "nt":
        assert sent.stat().st_mode & 0o777 == 0o600


def test_where_no_file_can_be_made_the_report_is_printed(command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "execute", raising(ValueError("x")))
    monkeypatch.setattr(tempfile, "mkstemp", raising(PermissionError()))
    result = command("run", "--quiet")
    assert result.exit_code == 3
    assert "Traceback" in result.stderr
    assert "command: " in result.stderr


def test_too_little_memory_is_no_fault_of_the_model(command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "execute", raising(MemoryError()))
    result = command("run", "--quiet")
    assert result.exit_code == 2
    assert "memory" in result.stderr


def test_a_flood_of_faults_is_bounded_and_counted(command, monkeypatch: pytest.MonkeyPatch) -> None:
    problems = [Problem("a.yaml", line, 3, "x", "y") for line in range(1, 20_001)]
    monkeypatch.setattr(pipeline, "prepare", raising(ProblemsFound(problems)))
    lines = command("run").stderr.splitlines()
    assert len(lines) == 101
    assert lines[-1] == "and 19,900 more"


@pytest.mark.parametrize("verb", ["run", "report", "workbook", "career", "explain", "check", "levers", "case", "serve"])
def test_the_help_of_the_program_names_every_exit_code(command, verb: str) -> None:
    text = command("--help").stdout
    for code, word in (
        ("0", "done"),
        ("1", "said no"),
        ("2", "fix"),
        ("3", "fault of the model"),
        ("130", "interrupted"),
    ):
        assert f"{code} " in text
        assert word in text
    assert verb in text


def test_interrupted_leaves_nothing(command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "execute", raising(KeyboardInterrupt()))
    result = command("run", "--workers", 300, "--quiet")
    assert result.exit_code == 130
    assert "nothing was written" in result.stderr
    assert not list(tmp_path.rglob("*.nc"))
