"""Files that are none, on every verb that takes one: a line, at once, exit code 2."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from simulate.language import speech
from simulate.machine.files import MAXIMUM_BYTES, SCENARIOS

sys.path.insert(0, str(Path(__file__).parent))
from commands import shell

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kinds of files that POSIX has")
SWEEP = SCENARIOS / "sweeps" / "floors_and_effort.yaml"
HEADER = "title: {en: Mine, zh: 我的}\nauthor: Me\nreference: none\nchanges:\n"


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(path.parent)  # the name of a socket must be short
        listener.bind(path.name)
        os.chdir(here)


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def nothing(path: Path) -> None:
    pass


def a_folder(path: Path) -> None:
    path.mkdir()
    (path / "a_pipe.yaml").symlink_to("/dev/zero")


def a_loop(path: Path) -> None:
    path.symlink_to(path)


def a_broken_link(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MAXIMUM_BYTES + 1)


def enormous(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def no_text(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 100)


KINDS = (a_pipe, a_socket, a_device, nothing, a_folder, a_loop, a_broken_link, too_large, enormous, empty, no_text)
VERBS = (
    ("run", "{}"), ("run", "baseline", "--on", "{}"), ("compare", "baseline", "{}"), ("compare", "{}", "hukou_removal"),
    ("check", "{}"), ("case", "{}"), ("case", "tests_nowhere", "--scenario", "{}"), ("career", "{}"),
    ("career", "rider_beijing", "--scenario", "{}"), ("career", "rider_beijing", "--against", "{}"),
    ("explain", "1987-m1", "--scenario", "{}"), ("report", "{}"), ("workbook", "{}"),
)  # fmt: skip


def refused(command, arguments: list[str]) -> None:
    """Left with 2, in a few lines, within some seconds: a pipe without a writer would wait for ever."""
    found: list = []
    asked = threading.Thread(target=lambda: found.append(command(*arguments)), daemon=True)
    asked.start()
    asked.join(60)
    assert found, f"{arguments} waits"
    assert found[0].exit_code == 2, found[0].output
    assert 1 <= len(found[0].stderr.splitlines()) <= 3
    assert "fault of the model" not in found[0].stderr


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_none(command, tmp_path: Path, kind: Callable[[Path], None], verb: tuple[str, ...]) -> None:
    path = tmp_path / "mine.yaml"
    kind(path)
    refused(command, [each.format(path) for each in verb])


OUTPUTS = (
    ("run", "--out", "{}"), ("compare", "baseline", "hukou_removal", "--out", "{}"),
    ("sweep", "{sweep}", "--out", "{}"),
    ("career", "rider_beijing", "--out", "{}"), ("explain", "1987-m1", "--as-career", "{}"),
    ("explain", "1987-m1", "--out", "{}"), ("certify", "--out", "{}"), ("serve", "--results", "{}"),
    ("serve", "--scenarios", "{}"),
)  # fmt: skip


def about(path: Path) -> tuple[int, int, int, int]:
    """What stands at a path, and since when it is as it is."""
    found = path.lstat()
    return found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns


@pytest.mark.parametrize("output", OUTPUTS, ids=" ".join)
@pytest.mark.parametrize("kind", [a_pipe, a_socket, a_device, a_loop, a_broken_link])
def test_a_place_to_write_that_is_none(command, tmp_path: Path, kind, output: tuple[str, ...]) -> None:
    """Nothing is written there, nor is what stood there replaced."""
    path = tmp_path / ("place.yaml" if "--as-career" in output else "place.json")
    kind(path)
    before = about(path)
    refused(command, [each.format(path, sweep=SWEEP) for each in output])
    assert about(path) == before


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
@pytest.mark.parametrize(
    "name",
    ["x" * 245 + ".yaml", "x" * 300 + ".yaml", "x/" * 3000 + "x.yaml", "养" * 90 + ".yaml", "a\nb.yaml", "\udcff.yaml",
     "/proc/1/mem.yaml", "/proc/self/fd/99.yaml", "/dev/null/x.yaml", "~/x.yaml", "/", "."],
    ids=range(12),
)  # fmt: skip
def test_a_name_that_leads_nowhere(command, name: str, verb: tuple[str, ...]) -> None:
    if verb[0] == "case" and name in ("/", "."):
        pytest.skip("case takes a folder of cases, whatever it holds")
    refused(command, [each.format(name) for each in verb])


@pytest.mark.parametrize("length", [250, 251, 255])
def test_a_long_name_is_a_name(command, tmp_path: Path, length: int) -> None:
    path = tmp_path / ("x" * (length - 5) + ".yaml")
    path.write_text(f"{HEADER}  - {{lever: enrolment.hukou_rule, value: open, from: 2027-01}}\n", encoding="utf-8")
    assert command("check", path).exit_code == 0
    result = command("run", path, "--workers", 300, "--quiet")
    assert result.exit_code in (0, 2)
    assert len(result.stderr.splitlines()) <= 1


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["a\nwritten: b.yaml", "a\r\nb.yaml", "\n\n.yaml", "a\u2028b\x85c\x0bd.yaml"])
def test_a_fault_is_one_line_whatever_the_file_is_called(command, tmp_path: Path, name: str, language: str) -> None:
    (tmp_path / name).write_text("titel: 1\n", encoding="utf-8")
    speech.choose(language)
    try:
        result = command("check", name)
    finally:
        speech.choose("en")
    assert result.exit_code == 2
    shown = name.replace("\r", "\\r").replace("\n", "\\n").replace("\u2028", "\\u2028").replace("\x85", "\\x85")
    said = result.stderr.removesuffix("\n").split("\n")
    assert {each.startswith(shown.replace("\x0b", "\\x0b") + ":1:") for each in said} == {True}


@pytest.mark.parametrize("verb", ["report x", "workbook x", "run --workers 300", "check x.yaml", "case"])
def test_the_folder_one_stands_in_is_gone(tmp_path: Path, verb: str) -> None:
    ended = shell(f"mkdir gone && cd gone && rmdir ../gone && lingbao {verb}", tmp_path)
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert "Errno" not in ended.stderr


@pytest.mark.parametrize("verb", [("run", "{}"), ("check", "{}"), ("compare", "baseline", "{}")], ids=" ".join)
def test_twenty_thousand_bad_levers_are_told_at_once_and_counted(command, tmp_path: Path, verb) -> None:
    path = tmp_path / "mine.yaml"
    changes = (f"  - {{lever: employee_pensin.flexible_base_flor_{i}, value: 1}}\n" for i in range(20_000))
    path.write_text(HEADER + "".join(changes), encoding="utf-8")
    result = command(*(each.format(path) for each in verb))
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert "did you mean employee_pension.flexible_base_floor_ratio?" in lines[0]
    assert lines[-1] == "and 19,900 more"
    assert len(lines) == 101
