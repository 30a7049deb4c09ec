"""Bad options are reported at once, one line each, before any computing, and leave with 2."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest


@pytest.fixture(autouse=True)
def nothing_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail when a command with bad options reaches the model."""
    from simulate import pipeline

    def reached(*arguments: object, **named: object) -> None:
        raise AssertionError("the model was reached")

    for name in ("prepare", "execute", "write"):
        monkeypatch.setattr(pipeline, name, reached)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--workers", 0], "--workers: found 0; expected a whole number from 300"),
        (["--workers", -5], "--workers: found -5"),
        (["--threads", 0], "--threads: found 0"),
        (["--seed", -1], "--seed: found -1"),
        (["--years", "2050-2020"], "did you mean 2020-2050?"),
        (["--years", "1990-2020"], "expected years within 2010-2075"),
        (["--years", "soon"], "--years: found 'soon'"),
        (["--provinces", "beijin"], "did you mean beijing?"),
        (["--provinces", ","], "--provinces: found ','; expected the name of a province; leave it out to report all"),
        (["--provinces", " "], "leave it out to report all"),
        (["--provinces", "、， ;"], "leave it out to report all"),
        (["--provinces", "beijing,a\nb"], "--provinces: found a\\nb"),
        (["--provinces", "beijing,atlantis"], "--provinces: found atlantis"),
        (["--set", "enrolment.hukou_rule"], "--set: found 'enrolment.hukou_rule'; expected LEVER=VALUE"),
    ],
)
def test_one_bad_option(command, arguments: list[object], said: str) -> None:
    result = command("run", "hukou_removal", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1


def test_all_faults_are_told_at_once(command) -> None:
    result = command("compare", "law_2012", "hukou_removal", "--workers", 0, "--years", "2080", "--provinces", "pekin")
    assert result.exit_code == 2
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 4
    assert any("did you mean law_2021?" in line for line in lines)


def test_a_word_where_a_number_belongs(command) -> None:
    result = command("run", "--workers", "many")
    assert result.exit_code == 2
    assert "--workers" in result.output


def test_unknown_scenario_names_the_nearest(command) -> None:
    result = command("run", "hukou_remval")
    assert result.exit_code == 2
    assert "did you mean hukou_removal?" in result.stderr


def test_a_scenario_named_twice(command) -> None:
    result = command("compare", "baseline", "hukou_removal", "hukou_removal")
    assert result.exit_code == 2
    assert "twice" in result.stderr


@pytest.mark.parametrize("verb", ["run", "check"])
def test_a_file_that_is_not_there(command, verb: str) -> None:
    result = command(verb, "mine.yaml")
    assert result.exit_code == 2
    assert "mine.yaml: found nothing there" in result.stderr


def test_a_file_that_may_not_be_read(command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.yaml").write_text("changes: []\n", encoding="utf-8")
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.R_OK and allowed(path, mode))
    result = command("run", "mine.yaml")
    assert result.exit_code == 2
    assert "may not be read" in result.stderr


def test_a_folder_that_may_not_be_written(command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**named: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    result = command("run", "--out", tmp_path / "new" / "folder")
    assert result.exit_code == 2
    assert "may not be written" in result.stderr
    assert not (tmp_path / "new").exists()


def test_a_file_where_the_folder_should_be(command, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    for out in (tmp_path / "taken", tmp_path / "taken" / "inside"):
        result = command("run", "--out", out)
        assert result.exit_code == 2
        assert "expected a folder" in result.stderr


@pytest.mark.parametrize("option", ["--results", "--scenarios"])
@pytest.mark.parametrize("kind", ["a file", "in a file", "a link to nowhere"])
def test_a_folder_of_the_page_is_refused_by_its_own_option(command, tmp_path: Path, option: str, kind: str) -> None:
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    (tmp_path / "link").symlink_to("nowhere")
    place = {"a file": "taken", "in a file": "taken/inside", "a link to nowhere": "link"}
    result = command("serve", "--port", 0, "--no-browser", option, tmp_path / place[kind])
    assert result.exit_code == 2, result.output
    assert result.stderr.startswith(f"{option} {tmp_path}")


def test_a_folder_with_other_files_is_not_overwritten(command, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("precious", encoding="utf-8")
    result = command("run", "--out", tmp_path / "thesis")
    assert result.exit_code == 2
    assert "other files" in result.stderr
    assert (tmp_path / "thesis" / "chapter.txt").read_text(encoding="utf-8") == "precious"


def test_a_disk_without_room_is_told_before_computing(command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1_000_000))
    result = command("run")
    assert result.exit_code == 2
    assert "a full disk" in result.stderr


def test_update_needs_a_reason(command) -> None:
    assert command("baseline", "--update").exit_code == 2
    assert "no reason" in command("baseline", "--update", "--reason", " ").stderr
    assert command("baseline", "--reason", "because").exit_code == 2
