"""What goes wrong during a run: faults of scenarios, a full disk, an interruption.  Nothing half-written is left."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from simulate import pipeline
from simulate.errors import Problem, ProblemsFound


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


def test_a_read_only_place(command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "prepare", raising(OSError(errno.EROFS, "Read-only file system", "/cd/x")))
    result = command("run")
    assert result.exit_code == 2
    assert result.stderr.startswith("/cd/x: may not be read or written")


def test_a_fault_of_the_program_is_not_hidden(command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "prepare", raising(RuntimeError("identity violated")))
    result = command("run")
    assert isinstance(result.exception, RuntimeError)


def test_interrupted_leaves_nothing(command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "execute", raising(KeyboardInterrupt()))
    result = command("run", "--workers", 64, "--quiet")
    assert result.exit_code == 130
    assert "nothing was written" in result.stderr
    assert not list(tmp_path.rglob("*.nc"))
