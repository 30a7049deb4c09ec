"""How far a sweep is: what is finished, what failed and why, what is left, and for how long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from simulate.sweeps.cells import cells_of
from simulate.sweeps.design import Design
from simulate.sweeps.laws import law_book
from simulate.sweeps.store import Store
from simulate.sweeps.target import settled_workers


@dataclass(frozen=True)
class Status:
    """A sweep as it stands; ``seconds_left`` is None where nothing runs."""

    cells: int
    finished: int
    failures: dict[str, str]  # label of a cell -> its traceback
    runs: int  # under way
    seconds_left: float | None
    others: int  # finished cells in the folder that are none of the design, or of other code
    workers: int

    def as_dict(self) -> dict[str, Any]:
        """The status as plain values."""
        return {
            "cells": self.cells, "finished": self.finished, "failed": len(self.failures),
            "left": self.cells - self.finished, "runs": self.runs, "seconds_left": self.seconds_left,
            "others": self.others, "workers": self.workers, "failures": self.failures,
        }  # fmt: skip

    def lines(self, in_words: Callable[[float], str]) -> Iterator[str]:
        """What to print; ``in_words`` tells seconds."""
        yield f"{self.finished} of {self.cells} cells finished, {len(self.failures)} failed"
        if self.runs:
            left = self.seconds_left
            pace = "no cell is finished yet" if left is None else f"about {in_words(left)} to go"
            yield f"{self.runs} run{'s' if self.runs > 1 else ''} under way; {pace}"
        elif self.finished < self.cells:
            yield "nothing is running; the same command resumes where it stopped"
        if self.others:
            yield f"{self.others} other finished cells in the folder: of other code, or of an earlier design"
        for label, text in self.failures.items():
            yield f"failed: {label}"
            yield from (f"    {line}" for line in text.rstrip().splitlines())


def status(design: Design, store: Store) -> Status:
    """How far the sweep in a folder is."""
    workers = settled_workers(design, store)
    cells = cells_of(design, law_book(), workers)
    finished = {cell.digest for cell in cells if store.is_done(cell.digest)}
    failures = store.failures()
    runs = [progress for _, progress in store.progress()]
    left = [run.left for run in runs if run.done + run.failed]
    return Status(
        cells=len(cells),
        finished=sum(cell.digest in finished for cell in cells),
        failures={
            cell.label(design): failures[cell.number]
            for cell in cells
            if cell.number in failures and cell.digest not in finished
        },
        runs=len(runs),
        seconds_left=max(left) if left else None,
        others=store.count() - len(finished),
        workers=workers,
    )
