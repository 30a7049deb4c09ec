"""How to run: the size of the sample, the seed, the machine, and what part of the results to report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from simulate import clock
from simulate.codes import PROVINCES
from simulate.engine.batches import usual_threads
from simulate.errors import Findings, did_you_mean
from simulate.population.limits import check_sample

BATCH: Final = 1024  # workers that pass from room to room together: many, to spread the cost of entering a kernel


@dataclass(frozen=True)
class RunOptions:
    """How to run: the size of the sample, the seed, the machine, and what part of the results to report."""

    workers: int = 100_000
    seed: int = 1
    threads: int | None = None
    first_year: int = clock.FIRST_REPORT_YEAR
    last_year: int = clock.LAST_REPORT_YEAR
    provinces: tuple[str, ...] = ()
    batch: int = BATCH
    show_progress: bool = False

    @property
    def n_threads(self) -> int:
        """Threads asked for, or as many as are of use."""
        return usual_threads(self.workers) if self.threads is None else self.threads


def check_options(options: RunOptions) -> None:
    """Raises ProblemsFound with every option that is out of its bounds."""
    faults = Findings()
    check_sample(options.workers, options.seed, options.threads, faults)
    first, last = clock.FIRST_REPORT_YEAR, clock.LAST_REPORT_YEAR
    years = (options.first_year, options.last_year)
    if not all(isinstance(year, int) for year in years) or not first <= years[0] <= years[1] <= last:
        found = f"{options.first_year}-{options.last_year}"
        faults.add(("first_year, last_year", 0, 0), found, f"years within {first}-{last}, the first before the last")
    for each in options.provinces:
        if each not in PROVINCES.labels:
            hint = did_you_mean(each, PROVINCES.labels) or "names: " + ", ".join(PROVINCES.labels)
            faults.add(("provinces", 0, 0), repr(each), "the name of a province", hint)
    faults.raise_if_any()
