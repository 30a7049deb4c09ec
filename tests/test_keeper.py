"""A program under a keeper: how it ended is reported, and it and its folder go with the process that asked for it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulate.machine.keeper import kept

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs that POSIX has")


def ends(folder: Path) -> bool:
    """Whether it is gone within some seconds."""
    late = time.monotonic() + 20
    while folder.exists() and time.monotonic() < late:
        time.sleep(0.05)
    return not folder.exists()


@pytest.mark.parametrize(
    ("script", "patience", "told"),
    [("exit 0", 30.0, (0, "")), ("echo no >&2; exit 3", 30.0, (3, "no\n")), ("sleep 60", 0.5, (None, "not ended"))],
)
def test_how_a_program_ended(tmp_path: Path, script: str, patience: float, told: tuple[int | None, str]) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    with kept(["sh", "-c", f"touch made; {script}"], folder, patience) as (code, said):
        assert (code, said[:9]) == (told[0], told[1])
        assert (folder / "made").exists()
    assert ends(folder)


def test_it_goes_with_a_killed_parent_though_it_has_started_others_that_write(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    writing = "(while mkdir -p sub && date > sub/now; do :; done) & sleep 60"
    program = f"""
from pathlib import Path
from simulate.machine.keeper import kept
with kept(["sh", "-c", {writing!r}], Path({str(folder)!r}), 60.0):
    pass
"""
    with subprocess.Popen([sys.executable, "-c", program]) as parent:
        while not (folder / "sub").exists():
            time.sleep(0.05)
        parent.kill()
    assert ends(folder)
    time.sleep(0.5)
    assert not folder.exists()
