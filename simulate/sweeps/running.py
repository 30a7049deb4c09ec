"""Living the cells of a sweep that are not finished yet: each is written as it comes, and what fails is kept beside."""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from simulate.sweeps.cells import Cell, passes
from simulate.sweeps.design import Design
from simulate.sweeps.engines import Engine, Failed
from simulate.sweeps.store import FULL, Progress, Store
from simulate.sweeps.tasks import LivedPass, PassTask, live_cells

DISK_FULL: Final = "the disk is full: the cell was not written; free space and start the same sweep again"
Advance = Callable[[int], None]


@dataclass
class Outcome:
    """What a start of a sweep did."""

    stood: int = 0  # cells that were finished before
    lived: int = 0
    failed: dict[int, str] = field(default_factory=dict)  # number of a cell -> its traceback
    seconds: float = 0.0
    busy: float = 0.0  # seconds of processes at work
    megabytes: float = 0.0  # held at most by one process


def share_of(cells: Sequence[Cell], shard: tuple[int, int]) -> list[Cell]:
    """The cells of shard i of n: neighbours, which share lives."""
    i, n = shard
    return list(cells[(i - 1) * len(cells) // n : i * len(cells) // n])


def run(
    design: Design, cells: Sequence[Cell], store: Store, engine: Engine, *, workers: int, threads: int = 1,
    name: str = "", advance: Advance = lambda n: None,
) -> Outcome:  # fmt: skip
    """Live the cells that are missing; finished ones are written at once, whatever ends this run.

    ``name`` tells runs of one folder apart (shards); ``advance`` is called with the number of cells done.
    """
    missing = [cell for cell in cells if not store.is_done(cell.digest)]
    outcome = Outcome(stood=len(cells) - len(missing))
    advance(outcome.stood)
    work = _Work(store, outcome, {cell.number: cell for cell in missing}, name, advance)
    try:
        work.forget()
        work.refuse([cell for cell in missing if cell.fault])
        queue = deque(passes(design, missing, workers, engine.n_at_once, threads))
        for task, found in engine.work(live_cells, queue):
            work.take(task, found, queue)
            if queue and store.is_full():
                work.give_up(queue)
    finally:
        work.close()
    return outcome


class _Work:
    """Takes what passes give, and says how far the run is."""

    def __init__(self, store: Store, outcome: Outcome, missing: dict[int, Cell], name: str, advance: Advance) -> None:
        self._store, self._outcome, self._missing, self._advance = store, outcome, missing, advance
        self._name = name
        self._progress = Progress(cells=len(missing))
        self._store.say(self._name, self._progress)

    def forget(self) -> None:
        """Failures of an earlier start are tried again."""
        for number in self._missing:
            self._store.forget_failure(number)

    def refuse(self, cells: Sequence[Cell]) -> None:
        """Cells whose values do not go together fail before they are lived."""
        for cell in cells:
            self._fail(cell.number, cell.fault)

    def take(self, task: PassTask, found: LivedPass | Failed, queue: deque[PassTask]) -> None:
        """Write what a pass gave; a pass that failed is lived in halves, until the cell it fails for is known."""
        if isinstance(found, Failed):
            if len(task.cells) > 1:
                queue.extend(task.halves())
            else:
                text = "".join(traceback.format_exception(found.fault))
                self._fail(task.cells[0].number, text)
        else:
            for number, content in found.cells:
                self._keep(number, content)
            for number, text in found.faults:
                self._fail(number, text)
            self._progress.seconds += found.seconds
            self._progress.megabytes = max(self._progress.megabytes, found.megabytes)
        self._store.say(self._name, self._progress)

    def give_up(self, queue: deque[PassTask]) -> None:
        """With a full disk nothing more is begun: it would be lived in vain."""
        while queue:
            for cell in queue.popleft().cells:
                self._fail(cell.number, DISK_FULL)

    def close(self) -> None:
        """The run is over, by itself or not."""
        self._progress.is_over = True
        self._outcome.seconds = time.time() - self._progress.started
        self._outcome.busy, self._outcome.megabytes = self._progress.seconds, self._progress.megabytes
        self._store.say(self._name, self._progress)

    def _keep(self, number: int, content: bytes) -> None:
        try:
            self._store.keep(self._missing[number].digest, content)
        except OSError as fault:
            self._fail(number, DISK_FULL if fault.errno in FULL else "".join(traceback.format_exception(fault)))
            return
        self._outcome.lived += 1
        self._progress.done += 1
        self._advance(1)

    def _fail(self, number: int, text: str) -> None:
        self._outcome.failed[number] = text
        self._progress.failed += 1
        self._store.fail(number, text)
        self._advance(1)
