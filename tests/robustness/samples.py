"""Small results to read and damage, made once a process."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tests.robustness.terminal import command

SMALL = ("--workers", "300", "--threads", "1", "--years", "2030-2040", "--provinces", "beijing,henan", "-q")
TO_COMPILE = 600  # seconds, if it is the first run on a machine


def made(*arguments: object) -> Path:
    """The folder of a small comparison of scenarios."""
    home = Path(tempfile.mkdtemp(prefix="robustness_sample_"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    said = command("compare", *arguments, *SMALL, "--out", home / "sample", limit=TO_COMPILE)
    assert said.code == 0, said.err + said.fault
    return home / "sample"


@cache
def sample() -> Path:
    """Two shipped scenarios."""
    return made("law_2021", "hukou_removal")


@cache
def other_sample() -> Path:
    """Two others."""
    return made("baseline", "lower_minimum_base")
