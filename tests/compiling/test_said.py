"""The first compilation is told of, wherever the model stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulate import compiling
from simulate.cli.verbs import compile_first
from simulate.compiling import first


@pytest.fixture
def advanced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a compilation that compiles nothing was asked for."""
    asked: list[str] = []
    monkeypatch.setattr(compiling, "size", lambda: 1)
    monkeypatch.setattr(compiling, "compile_all", lambda advance: (asked.append("all"), advance(1)))
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
