"""Readers that leave, stay without reading, or cannot show Chinese: only the end of standard output ends a command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from commands import DOOR, SMALL, environment, shell

pytestmark = pytest.mark.skipif(os.name == "nt", reason="written for a POSIX shell")
RUN = "lingbao run --out out --workers 300 --threads 1"


def is_whole(folder: Path) -> bool:
    return (folder / "out" / "manifest.yaml").is_file() and (folder / "out" / "results.nc").is_file()


@pytest.mark.parametrize(
    "line",
    [f"{RUN} 2>&1 | head -1", f"{RUN} 2>&1 | true", f"{RUN} 2> >(true)", f"{RUN} 2>&-", f"{RUN} 2>/dev/full",
     f"{RUN} 2> >(sleep 9)", f"{RUN} >&- 2>&-", f"{RUN} >/dev/full 2>/dev/full", f"{RUN} <&- >&- 2>&-"],
)  # fmt: skip
def test_whatever_becomes_of_standard_error_the_results_are_written(tmp_path: Path, line: str) -> None:
    done = shell(line, tmp_path)
    assert is_whole(tmp_path)
    assert done.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("is_full", [False, True])
def test_a_reader_that_stays_and_does_not_read_costs_little(tmp_path: Path, is_full: bool) -> None:
    read, write = os.pipe()
    try:
        if is_full:
            os.set_blocking(write, False)
            with suppress(BlockingIOError):
                while True:
                    os.write(write, b"x" * 4096)
            os.set_blocking(write, True)
        start = time.monotonic()
        command = [*DOOR, "run", *SMALL, "--out", "out"]
        done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=write, timeout=120)
        assert time.monotonic() - start < 60
    finally:
        os.close(read)
        os.close(write)
    assert done.returncode == 0
    assert b"written: out" in done.stdout
    assert is_whole(tmp_path)


@pytest.mark.parametrize("end", ["| true", "| head -c 10", ">/dev/full", ">&-"])
@pytest.mark.parametrize("verb", ["levers", "levers --json", "check", "--help", "career rider_beijing --json"])
def test_the_end_of_standard_output_is_said_and_is_no_success(tmp_path: Path, verb: str, end: str) -> None:
    done = shell(f"lingbao {verb} {end}", tmp_path)
    if "|" in end and done.returncode == 0:  # the reader left after the last word was in the pipe
        assert "standard output ended" not in done.stderr
        return
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("standard output ended before everything was printed")
    assert "Traceback" not in done.stderr


def test_results_that_stand_are_a_success_though_the_table_was_not_read(tmp_path: Path) -> None:
    done = shell(f"{RUN} -q >/dev/full", tmp_path)
    assert done.returncode == 0
    assert "written: out" in done.stderr
    assert is_whole(tmp_path)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "gbk", "gb18030", "big5", "utf-8"])
@pytest.mark.parametrize(
    "verb", ["levers 缴费基数", "levers --json 缴费基数", "check --sources", "--help", "career rider_beijing"]
)
def test_chinese_is_shown_or_replaced_in_every_encoding(tmp_path: Path, verb: str, encoding: str) -> None:
    command = [*DOOR, *verb.split()]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, env=environment(PYTHONIOENCODING=encoding), timeout=120
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    text = done.stdout.decode(encoding)
    if "--json" in verb:
        assert any("缴费基数" in row["chinese"] for row in json.loads(text))
    elif encoding in ("gbk", "gb18030", "utf-8") and "levers" in verb:
        assert "缴费基数" in text


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1", "zh_CN.GBK", "C.UTF-8"])
def test_a_run_in_any_locale(tmp_path: Path, locale: str) -> None:
    changes = {"LC_ALL": locale, "LANG": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = shell(f"{RUN} lower_minimum_base", tmp_path, **changes)
    assert done.returncode == 0, done.stderr
    assert is_whole(tmp_path)
