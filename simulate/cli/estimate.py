"""How long a large run takes and how much memory, reported before it begins: measured on this machine, in this process.

Two small samples of the very scenarios are lived first.  What the larger takes more than the smaller is the time of a
worker; the memory is what the process has needed by then, since sums do not grow with the sample, and the workers of
the largest birth cohorts on top.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import typer

from simulate.cli.leaving import leave, say
from simulate.cli.signals import INTERRUPTED

if TYPE_CHECKING:
    from simulate.cohorts import RunOptions
    from simulate.pipeline import Prepared

# Workers times scenarios, a thread, below which a run is over within a minute: estimating it takes three seconds.
WORTH: Final = 1_000_000
SAMPLES: Final = (2_000, 20_000)
A_MINUTE: Final = 60.0
AN_HOUR: Final = 3600.0
COHORT: Final = 1985


@dataclass(frozen=True)
class Estimate:
    """Seconds, and megabytes of memory; None where the system does not tell."""

    seconds: float
    megabytes: float | None

    def __str__(self) -> str:
        memory = "" if self.megabytes is None else f", in about {self.megabytes / 1000.0:.1f} GB of memory"
        return f"this will take about {duration(self.seconds)}{memory}"


def duration(seconds: float) -> str:
    """``40 seconds``, ``3 minutes``, ``2.5 hours``, ``3 days``."""
    for unit, length in (("days", 86_400.0), ("hours", AN_HOUR), ("minutes", A_MINUTE)):
        if seconds >= 1.5 * length:
            number = seconds / length
            return f"{number:.1f} {unit}" if number < 3 and unit != "minutes" else f"{number:.0f} {unit}"
    return f"{seconds:.0f} seconds"


def tell(prepared: Prepared, options: RunOptions, agreed: bool, draws: int = 0) -> None:
    """Say what a long run takes; beyond an hour a person at a terminal is asked, unless it has ``agreed``.

    Each of ``draws`` takes about what the run itself does: it shares careers, where it shares who is born.
    """
    if options.workers * len(prepared.scenarios) * (1 + draws) < WORTH * options.n_threads:
        return
    from simulate import pipeline

    small = replace(options, threads=options.n_threads, show_progress=False)
    found = measure(lambda workers: pipeline.execute(prepared, replace(small, workers=workers)), options.workers)
    found = replace(found, seconds=found.seconds * (1 + draws))
    if found.seconds < A_MINUTE:
        return
    say(str(found))
    is_person = sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
    if found.seconds > AN_HOUR and is_person and not agreed and not typer.confirm("continue?", err=True):
        leave(INTERRUPTED, "nothing was written; fewer --workers make a run shorter, --yes skips this question")


def measure(live: Callable[[int], object], workers: int, clock: Callable[[], float] = time.perf_counter) -> Estimate:
    """What ``live(workers)`` will take, from living two smaller samples."""
    live(SAMPLES[0])  # loads what is loaded once
    seconds = []
    for sample in SAMPLES:
        start = clock()
        live(sample)
        seconds.append(clock() - start)
    of_a_worker = (seconds[1] - seconds[0]) / (SAMPLES[1] - SAMPLES[0])
    if of_a_worker <= 0.0:  # the machine was busy with something else: rather too long than too short
        of_a_worker = seconds[1] / SAMPLES[1]
    return Estimate(seconds[1] + of_a_worker * max(workers - SAMPLES[1], 0), _memory(workers))


def _memory(workers: int) -> float | None:
    """Megabytes at most held so far, and on top the two largest birth cohorts, which are drawn whole."""
    from simulate.machine.processes import peak_megabytes
    from simulate.population.synthesis import allocate

    held = peak_megabytes()
    if held == 0.0:
        return None
    share = 2.0 * float(allocate(SAMPLES[1]).sum(axis=1).max()) / SAMPLES[1]
    return held + share * workers * _bytes_of_a_worker() / 1e6


def _bytes_of_a_worker() -> float:
    """What drawing a birth cohort takes at most, a worker."""
    import tracemalloc

    import numpy as np

    from simulate import pipeline
    from simulate.population.synthesis import draw_cohort, shares

    make_up, n = shares(pipeline.prepare("baseline").scenarios[0].parameters), 20_000
    tracemalloc.start()
    draw_cohort(COHORT, np.array([n // 2, n // 2]), 1, make_up)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / n
