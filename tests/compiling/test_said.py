"""The first compilation is announced, wherever the model stands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import simulate
from simulate.cli import first_run
from simulate.cli.first_run import compile_first
from simulate.compiling import first
from simulate.engine.kernel_sources import FIRST_RUN

ROOT = Path(simulate.__file__).resolve().parent.parent
# A verb run up to its first line on standard error: whether Numba had been loaded by then.
FIRST_LINE = """
import os, sys
from simulate.cli import first_run
from simulate.cli.door import main

def say(line):
    os.write(1, f"{line}; numba loaded: {'numba' in sys.modules}".encode())
    os._exit(0)

first_run.say = say
main()
"""
VERBS = (
    "run hukou_removal", "compare law_2021 hukou_removal", "career scenarios/careers/rider_beijing.yaml",
    "explain 1987-m42", "explain --where age=60", "validate", "calibrate", "certify", "baseline", "bench --quick",
    "sweep scenarios/sweeps/floors_and_effort.yaml --out {}",
)  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_a_first_run_is_announced_before_anything_heavy_is_loaded(verb: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_LINE, *verb.format(tmp_path / "sweep").split()], cwd=ROOT, capture_output=True,
        text=True, timeout=100, env=os.environ | {"PYTHONPATH": str(ROOT), "LINGBAO_CACHE": str(tmp_path)},
    )  # fmt: skip
    assert done.stdout == f"{FIRST_RUN}; numba loaded: False", (done.stdout, done.stderr)


@pytest.fixture
def advanced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a compilation that compiles nothing was asked for."""
    asked: list[str] = []
    first_run._said.clear()
    monkeypatch.setattr(first, "size", lambda: 1)
    monkeypatch.setattr(first, "compile_all", lambda advance: (asked.append("all"), advance(1)))
    return asked


@pytest.mark.parametrize("names", ["", "ready", "other"])
def test_a_first_run_says_what_it_does(
    names: str, advanced: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether it is the first is seen by what is kept for these sources, not by where they stand."""
    monkeypatch.setattr(first, "CACHE_FOLDER", tmp_path)
    first.caches.keep(first._mark(tmp_path), b"a.kernel")
    if names:
        (tmp_path / {"ready": "a.kernel", "other": "b.kernel"}[names]).touch()
    compile_first(quiet=False)
    said = capsys.readouterr().err
    is_first = names != "ready"
    assert ("first run on this machine: getting ready takes about a minute" in said) == is_first
    assert advanced == ["all"] * is_first


def test_a_quiet_one_is_quiet(
    advanced: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(first, "CACHE_FOLDER", tmp_path)
    compile_first(quiet=True)
    assert capsys.readouterr().err == ""
    assert advanced == ["all"]


@pytest.mark.parametrize("is_shown", [True, False])
def test_from_python_it_is_said_where_progress_is_asked_for(
    is_shown: bool,
    advanced: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A line and the bar, before any life is lived; without it a caller's output is left alone."""
    monkeypatch.setattr(first, "CACHE_FOLDER", tmp_path)
    simulate.run("baseline", workers=2_000, last_year=2011, threads=1, show_progress=is_shown)
    said = capsys.readouterr().err
    assert ("first run on this machine" in said) == is_shown
    assert ("compiling:   0%|" in said) == is_shown
    assert advanced == ["all"] * is_shown


def test_nothing_is_compiled_or_announced_where_kernels_run_as_written(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "run.py", "career", "rider_beijing"], cwd=ROOT, capture_output=True, text=True, timeout=300,
        env=os.environ | {"PYTHONPATH": str(ROOT), "LINGBAO_CACHE": str(tmp_path), "NUMBA_DISABLE_JIT": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "first run" not in done.stderr
