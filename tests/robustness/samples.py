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


DESIGN = """title: {en: S, zh: 扫描}
author: A
reference: R
levers:
  - {lever: employee_pension.flexible_base_floor_ratio, name: floor, value: [0.4, 0.5], from: 2027-01}
workers: 300
"""


@cache
def small_sweep() -> Path:
    """The folder of a sweep of two cells, lived and not collected, with its design."""
    home = Path(tempfile.mkdtemp(prefix="robustness_sample_"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    design = home / "sweep" / "design.yaml"
    design.parent.mkdir()
    design.write_text(DESIGN, encoding="utf-8")
    said = command("sweep", design, "--threads", "1", "-q", "--out", design.parent, limit=TO_COMPILE)
    assert said.code == 0, said.err + said.fault
    return design.parent
