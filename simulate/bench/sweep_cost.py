"""What a sweep of policies costs against a run for each of its cells: the processor's time of one pass, over theirs."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from simulate import cohorts
from simulate.sweeps.cells import cells_of, passes
from simulate.sweeps.design import read_design
from simulate.sweeps.laws import law_book, unpack_law
from simulate.sweeps.tasks import PassTask, live_cells

DESIGN: Final = """\
title: {{en: Benchmark, zh: 基准}}
author: bench
reference: none
workers: {workers}
levers:
  - {{lever: employee_pension.flexible_base_floor_ratio, name: floor, value: [{floors}]}}
  - {{lever: platform_copayment.share, name: share, value: [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9]}}
"""
FLOORS: Final = ("0.40", "0.42", "0.44", "0.46", "0.48", "0.52", "0.54", "0.56")


def cost_of_a_cell(workers: int, n_floors: int = len(FLOORS)) -> float:
    """Time of living 8 x ``n_floors`` policies in passes, over that of living each in a run of its own."""
    tasks = _passes(workers, n_floors)
    n_cells = sum(len(task.cells) for task in tasks)
    in_passes = _seconds(lambda: [live_cells(task) for task in tasks])
    law = unpack_law(tasks[0].cells[0].law)
    options = cohorts.RunOptions(workers=workers, threads=1)
    alone = _seconds(lambda: cohorts.simulate_cells([law], options))
    return in_passes / (n_cells * alone)


def _passes(workers: int, n_floors: int) -> list[PassTask]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.yaml"
        path.write_text(DESIGN.format(workers=workers, floors=", ".join(FLOORS[:n_floors])), encoding="utf-8")
        design = read_design(path, law_book())
    return list(passes(design, cells_of(design, law_book()), workers, 1, 1))


def _seconds(live: Callable[[], object]) -> float:
    """Time of this process on the processor, which other processes do not lengthen."""
    start = time.process_time()
    live()
    return time.process_time() - start
