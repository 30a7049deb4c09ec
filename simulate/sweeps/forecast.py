"""What a sweep would take: passes, time and memory, from living small samples of its largest pass here."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from simulate.sweeps.cells import Cell, passes
from simulate.sweeps.design import Design
from simulate.sweeps.store import Store
from simulate.sweeps.tasks import PassTask, live_cells

SAMPLES: Final = (1_000, 4_000)
CELL_MEGABYTES: Final = 0.5  # of a finished cell on the disk


@dataclass(frozen=True)
class Forecast:
    """Cells and passes still to be lived, and what they take."""

    cells: int
    finished: int
    passes: int
    most_laws: int  # in one pass, with the base
    seconds: float
    megabytes: float  # of one process
    disk_megabytes: float

    def as_dict(self) -> dict[str, Any]:
        """The forecast as plain values."""
        return asdict(self)


def forecast(design: Design, cells: Sequence[Cell], store: Store, n_at_once: int) -> Forecast:
    """What the cells that are not finished take on some processes."""
    missing = [cell for cell in cells if not store.is_done(cell.digest)]
    tasks = list(passes(design, missing, design.workers, n_at_once, 1))
    seconds = megabytes = 0.0
    if tasks:
        largest = max(tasks, key=lambda task: len(task.cells))
        a_pass, megabytes = _measured(largest)
        laws = [(1 + len(task.cells)) / (1 + len(largest.cells)) for task in tasks]
        seconds = max(sum(laws) / min(n_at_once, len(tasks)), max(laws)) * a_pass
    return Forecast(
        len(cells), len(cells) - len(missing), len(tasks), 1 + max((len(task.cells) for task in tasks), default=0),
        seconds, megabytes, CELL_MEGABYTES * len(missing),
    )  # fmt: skip


def _measured(task: PassTask) -> tuple[float, float]:
    """Seconds and megabytes of a pass: of two small samples what the larger takes more is the time of a worker."""
    sizes = [min(size, task.workers) for size in SAMPLES]
    took, megabytes = [], 0.0
    for size in (sizes[0], *sizes):  # the first loads what is loaded once
        start = time.perf_counter()
        megabytes = live_cells(replace(task, workers=size)).megabytes
        took.append(time.perf_counter() - start)
    if sizes[0] == sizes[1]:
        return took[2], megabytes
    of_a_worker = max((took[2] - took[1]) / (sizes[1] - sizes[0]), 0.0)
    return math.fsum([took[2], of_a_worker * (task.workers - sizes[1])]), megabytes
