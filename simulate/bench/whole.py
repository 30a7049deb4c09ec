"""A further scenario as the mean over all shipped reforms, and a whole large run: how long each takes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from typing import Final

from simulate import cohorts, pipeline
from simulate.scenario.names import BASES, scenario_names
from simulate.sweeps.tasks import MOST_LAWS

BASE: Final = "law_2021"


def reforms() -> tuple[str, ...]:
    """Every shipped scenario that is not itself a base."""
    return tuple(name for name in scenario_names() if name not in BASES)


def seconds_of_a_reform(options: cohorts.RunOptions) -> float:
    """What a shipped reform adds to the time of the base alone, s, mean over all of them.

    As many live in one pass as memory is stated for; each pass is laid beside one of the base alone, timed next to it.
    """
    prepared = pipeline.prepare(BASE, reforms(), ())
    base, *others = (scenario.parameters for scenario in prepared.scenarios)
    added = 0.0
    for first in range(0, len(others), MOST_LAWS):
        alone = time.perf_counter()
        cohorts.simulate_cells([base], options)
        beside = time.perf_counter()
        cohorts.simulate_cells([base, *others[first : first + MOST_LAWS]], options)
        added += (time.perf_counter() - beside) - (beside - alone)
    return added / len(others)


def seconds_of_a_run(workers: int, *where: str) -> float:
    """One scenario from starting Python to its written results, s; ``where`` says how it is lived.

    Bytecode is in place, also if the shell tells Python to write none.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        size = ["--workers", str(workers), *where]
        command = [sys.executable, "-m", "simulate", "run", BASE, *size, "--quiet", "--yes", "--out", f"{folder}/run"]
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
        return time.perf_counter() - started
