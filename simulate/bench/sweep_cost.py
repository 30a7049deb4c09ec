"""What a sweep of policies costs against a run for each of its cells: processor time of one command, over theirs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from simulate.machine.processes import with_sources

FLOORS: Final = ("0.40", "0.42", "0.44", "0.46", "0.48", "0.52", "0.54", "0.56")
SHARES: Final = ("0.1", "0.2", "0.3", "0.4", "0.6", "0.7", "0.8", "0.9")
DESIGN: Final = """\
title: {{en: Benchmark, zh: 基准}}
author: bench
reference: none
workers: {workers}
levers:
  - {{lever: employee_pension.flexible_base_floor_ratio, name: floor, value: [{floors}]}}
  - {{lever: platform_copayment.share, name: share, value: [{shares}]}}
"""
REFORM: Final = """\
title: {en: Benchmark, zh: 基准}
author: bench
reference: none
changes:
  - {lever: employee_pension.flexible_base_floor_ratio, value: 0.44, from: 2027-01}
  - {lever: platform_copayment.share, value: 0.4, from: 2027-01}
"""
RUNS: Final = 3  # of one cell, of which the mean is taken


def cost_of_a_cell(workers: int, n_floors: int = len(FLOORS)) -> float:
    """Processor time of a sweep of 8 x ``n_floors`` policies over that of as many runs, each command from its start to
    its files on disk."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        listed = {"floors": ", ".join(FLOORS[:n_floors]), "shares": ", ".join(SHARES)}
        (folder / "design.yaml").write_text(DESIGN.format(workers=workers, **listed), encoding="utf-8")
        (folder / "reform.yaml").write_text(REFORM, encoding="utf-8")
        in_a_sweep = _seconds(folder, "sweep", "design.yaml", "--out", "sweep")
        each = [
            _seconds(folder, "run", "reform.yaml", "--workers", str(workers), "--out", f"run_{i}") for i in range(RUNS)
        ]
    return in_a_sweep / (n_floors * len(SHARES) * sum(each) / RUNS)


def _seconds(folder: Path, *words: str) -> float:
    """Time of a command on the processor, which other processes do not lengthen; on Windows, by the clock."""
    before = _of_children()
    command = [sys.executable, "-m", "simulate", *words, "--threads", "1", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=with_sources())
    return _of_children() - before


def _of_children() -> float:
    now = os.times()
    return now.elapsed if os.name == "nt" else now.children_user + now.children_system
