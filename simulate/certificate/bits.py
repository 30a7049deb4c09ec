"""Same bits: over threads, batches, orders of workers, processes, shares of a run, and a cluster on this machine."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np

from simulate import clock, cohorts, pipeline
from simulate.careers.careers import draw_batch, prepare_careers
from simulate.certificate.found import Found, differing
from simulate.contracts import FIRST_COHORT, Cells, Workers
from simulate.machine.processes import with_sources
from simulate.population.demography import project
from simulate.population.synthesis import allocate, draw_cohort, shares, weights
from simulate.schemes.law import build_law
from simulate.schemes.life import choices_of, simulate_years
from simulate.schemes.state import new_state
from simulate.schemes.tables import new_changes, new_tables, to_cells
from simulate.sweeps import identity
from simulate.sweeps import shares as over_processes
from simulate.sweeps.engines import Engine, Here

BASE, REFORMS = "baseline", ("hukou_removal", "platform_copayment_at_source")
OPTIONS: Final = cohorts.RunOptions(workers=600, seed=20, threads=1)
COHORT: Final = 1975
N_SHARES: Final = 6  # of a run lived in parts: neither all cohorts nor all groups in one
OF_COHORT: Final = 20_000  # workers in all, of whom one birth cohort is lived in several orders


@cache
def scenarios() -> pipeline.Prepared:
    """A base and two reforms, which all lines here live."""
    return pipeline.prepare(BASE, REFORMS)


def lived(options: cohorts.RunOptions) -> list[Cells]:
    """The sums of all scenarios, lived in this process."""
    return cohorts.simulate_cells([each.parameters for each in scenarios().scenarios], options)


@cache
def expected() -> tuple[Cells, ...]:
    """On one thread, in batches of the usual size."""
    return tuple(lived(OPTIONS))


def threads() -> Found:
    """Two and three threads."""
    ways = {f"{n} threads": lived(replace(OPTIONS, threads=n)) for n in (2, 3)}
    return differing(ways, [*expected()])


def batches() -> Found:
    """Batches of other sizes, one of them of few workers."""
    return differing({f"batches of {n}": lived(replace(OPTIONS, batch=n)) for n in (7, 64)}, [*expected()])


def orders() -> Found:
    """The workers of a birth cohort as drawn, backwards, and shuffled in pieces."""
    parameters = scenarios().scenarios[1].parameters
    make_up, projection = shares(parameters), project(parameters)
    tables = prepare_careers(parameters, projection, make_up)
    counts = allocate(OF_COHORT)[COHORT - FIRST_COHORT]
    workers = draw_cohort(COHORT, counts, OPTIONS.seed, make_up)
    law, weight = build_law(parameters, tables.intraprovincial), weights(projection, COHORT, counts)

    def live(pieces: list[np.ndarray]) -> list[Cells]:
        sums = new_tables()
        for order in pieces:
            batch = Workers(COHORT, *(array[order] for array in workers[1:]))
            careers = draw_batch(batch, tables.of_cohort(COHORT), OPTIONS.seed)
            choices = choices_of(law, batch, careers, OPTIONS.seed)
            years = (clock.FIRST_YEAR, clock.LAST_REPORT_YEAR + 1)
            simulate_years(law, batch, careers, choices, weight, OPTIONS.seed, years, new_state(len(order)), sums)
        return [to_cells(sums, new_changes())]

    as_drawn = np.arange(len(workers.worker))
    shuffled = np.random.default_rng(1).permutation(as_drawn)
    ways = {"backwards": live([as_drawn[::-1]]), "shuffled, in nine pieces": live(np.array_split(shuffled, 9))}
    return differing(ways, live([as_drawn]))


def processes() -> Found:
    """A new process gives the bits of this one in the probe."""
    call = "import sys; from simulate.sweeps import identity; sys.stdout.write(identity.probe())"
    stated = subprocess.run(
        [sys.executable, "-c", call], capture_output=True, text=True, check=True, env=with_sources()
    ).stdout
    mine = identity.probe()
    return Found(f"probe {mine}", () if stated == mine else (f"a new process gives {stated}",))


def parts() -> Found:
    """A run lived in shares of its cohorts and groups, whose sums are added."""
    return differing({"shares": _over(Here(N_SHARES))}, [*expected()])


def cluster(engine: Engine) -> Found:
    """A run lived by processes of a cluster on this machine."""
    return differing({f"{engine.n_at_once} processes": _over(engine)}, [*expected()])


def _over(engine: Engine) -> list[Cells]:
    """The sums of all scenarios, lived in shares."""
    return cohorts.all_cells(over_processes.live(scenarios().scenarios, OPTIONS, engine))
