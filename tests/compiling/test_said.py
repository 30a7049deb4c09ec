"""The first compilation is announced, wherever the model stands."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulate
from simulate.cli.verbs import compile_first
from simulate.compiling import first


@pytest.fixture
def advanced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a compilation that compiles nothing was asked for."""
    asked: list[str] = []
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
    assert ("first run on this machine: the model is compiled for it, which takes about a minute" in said) == is_first
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
