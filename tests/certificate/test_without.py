"""A line of the certificate that is left out is reported so, and is neither tried nor counted."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from simulate.certificate import certify
from simulate.certificate.found import Found
from simulate.cli.app import app


class _Engine:
    """What stands for processes that are asked nothing."""

    def look(self) -> None:
        """Nobody is there."""


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines tried, of a certificate of three."""
    done: list[str] = []

    def line(name: str) -> Found:
        done.append(name)
        return Found("fine")

    @contextlib.contextmanager
    def local(*_: object) -> Iterator[_Engine]:
        yield _Engine()

    alone = {name: (name, lambda name=name: line(name)) for name in ("threads", "baseline")}
    monkeypatch.setattr(certify, "ALONE", alone)
    monkeypatch.setattr(certify, "TOGETHER", {"cluster": ("cluster", lambda _: line("cluster"))})
    monkeypatch.setattr(certify.engines, "local", local)
    return done


def test_what_is_left_out_is_not_tried(tried: list[str]) -> None:
    lines = list(certify.certify(lambda _: None, ("baseline", "cluster")))
    assert tried == ["threads"]
    assert [line.found.holds for line in lines] == [True, None, None]


def test_the_command_counts_what_it_tried(tried: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    app(["certify", "--without", "baseline", "--quiet"], standalone_mode=False)
    said = capsys.readouterr().out
    assert "NOT TRIED  baseline: left out by --without" in said
    assert "2 of 2 lines hold" in said


def test_a_line_that_there_is_not_is_refused(tried: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        app(["certify", "--without", "base_line"])
    assert "did you mean baseline?" in capsys.readouterr().err
    assert tried == []
