"""What a process is given to do: a pass of cells that share lives, or a share of a single run.

Everything it needs travels with the task, and what it has found travels back: no file is read or written here, so that
machines need share no disk.
"""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from simulate import cohorts
from simulate.indicators import compute
from simulate.machine.processes import peak_megabytes
from simulate.sweeps.laws import PackedLaw, unpack_law
from simulate.sweeps.numbers import judge, pack

MOST_LAWS: Final = 16  # beside the base in one pass: each takes some 65 MB of sums


@dataclass(frozen=True)
class CellTask:
    """One cell of a pass."""

    number: int
    law: PackedLaw
    about: dict[str, object]  # what the file says of it
    family: int = 0  # beside whose first law it is lived, 0 the base


@dataclass(frozen=True)
class PassTask:
    """Cells on one base, of one seed and size: lived together, each as if alone."""

    base: PackedLaw
    cells: tuple[CellTask, ...]
    seed: int
    workers: int
    threads: int = 1

    def halves(self) -> tuple[PassTask, PassTask]:
        """The same cells in two passes."""
        middle = len(self.cells) // 2
        return replace(self, cells=self.cells[:middle]), replace(self, cells=self.cells[middle:])


class LivedPass(NamedTuple):
    """What a pass gave."""

    cells: tuple[tuple[int, bytes], ...]  # number of a cell, its file
    faults: tuple[tuple[int, str], ...]  # number of a cell, its traceback
    seconds: float
    megabytes: float  # at most held so far by the process


def live_cells(task: PassTask) -> LivedPass:
    """Run the cells of a pass; a fault in one law's sums leaves the others untouched, one in the lives is raised."""
    started = time.perf_counter()
    laws = [unpack_law(each) for each in (task.base, *(cell.law for cell in task.cells))]
    options = cohorts.RunOptions(workers=task.workers, seed=task.seed, threads=task.threads)
    lived = cohorts.live(laws, options, families=[0, *(cell.family for cell in task.cells)])
    ground = compute(cohorts.cells_of(lived, 0, is_spent=False), laws[0])
    cells, faults = [], []
    for position in cohorts.spending_order(lived):
        if position == 0:
            continue
        cell = task.cells[position - 1]
        try:
            indicators = compute(cohorts.cells_of(lived, position), laws[position])
            cells.append((cell.number, pack(judge(indicators, ground), cell.about)))
        except Exception:
            faults.append((cell.number, traceback.format_exc()))
    return LivedPass(tuple(cells), tuple(faults), time.perf_counter() - started, peak_megabytes())
