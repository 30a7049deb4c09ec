"""What a run compiles: the kernels that Python calls, and the steps of the year that ``schemes.life.live`` calls.

A step can be compiled ahead of ``live`` once the types of its arguments are known.  They are found by going through
``live`` as plain Python, for a handful of workers, with steps that note what they are given and do nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any, Final

import numba
import numpy as np
from numba.core import event
from numba.core.registry import cpu_target

from simulate import clock, pipeline
from simulate.careers.careers import draw_batch, prepare_careers
from simulate.careers.earnings_kernels import draw_earnings
from simulate.careers.form_kernels import draw_forms
from simulate.careers.migration_kernels import draw_migration
from simulate.engine import kernel_cache
from simulate.population.demography import project
from simulate.population.synthesis import draw_cohort, shares, weights
from simulate.schemes import life, positions
from simulate.schemes.enrolment import chance
from simulate.schemes.fold import new_tables
from simulate.schemes.law import build_law
from simulate.schemes.state import new_state

LAW: Final = "baseline"
REFORM: Final = "hukou_removal"
COHORTS: Final = (1962, 1985, 2004)  # lives under the old law, the law in force and its future: every step is met
FEW: Final = 4
# Kernels that Python calls in a run; the last takes longest.
ENTERED: Final[tuple[Any, ...]] = (
    draw_forms, draw_earnings, draw_migration, chance._draw_choices, positions.held_longest,
    positions.add_beyond_horizon, positions.fold_changes, life.live,
)  # fmt: skip
_OPENED: Final = ("live_law", "close_year")  # what ``live`` calls to reach the steps
Step = tuple[Any, tuple[Any, ...]]  # a kernel and the types of its arguments


def machine() -> str:
    """What compiled code depends on besides its sources, in sixteen digits: the processor, Numba's settings."""
    settings = [getattr(numba.config, name, None) for name in kernel_cache._SETTINGS]
    about = (cpu_target.target_context.codegen().magic_tuple(), settings)
    return hashlib.sha256(repr(about).encode()).hexdigest()[:16]


def name_of(kernel: Any) -> str:
    """``simulate.room.file.function``."""
    return f"{kernel.py_func.__module__}.{kernel.py_func.__qualname__}"


def size_of(kernel: Any) -> int:
    """Length of its bytecode: how long it compiles, roughly, what it calls left out."""
    return len(kernel.py_func.__code__.co_code)


def sizes() -> dict[str, int]:
    """The kernels whose compilation is told, with their sizes."""
    return {name_of(each): size_of(each) for each in (*ENTERED, *_steps().values())}


def planned() -> list[Step]:
    """The steps of the year with the types of their arguments; compiles the kernels of careers on the way."""
    found: dict[str, Step] = {}

    def noting(kernel: Any) -> Callable[..., None]:
        def note(*arguments: Any) -> None:
            if kernel.py_func.__name__ not in found:
                found[kernel.py_func.__name__] = kernel, tuple(numba.typeof(each) for each in arguments)

        return note

    notes = {name: noting(kernel) for name, kernel in _steps().items()}
    within = {name: _plain(getattr(life, name), notes) for name in _OPENED}
    _go_through(_plain(life.live, within))
    return list(found.values())


def _plain(kernel: Any, names: dict[str, Any]) -> Callable[..., None]:
    """A kernel as plain Python that finds other functions under some names."""
    plain = kernel.py_func
    return FunctionType(plain.__code__, plain.__globals__ | names, plain.__name__, plain.__defaults__)


def share_of(steps: list[Step], number: int, n_shares: int) -> list[Step]:
    """One of some shares that take about as long, the largest steps first."""
    loads: list[list[Step]] = [[] for _ in range(n_shares)]
    for step in sorted(steps, key=lambda each: (-size_of(each[0]), name_of(each[0]))):
        min(loads, key=lambda load: sum(size_of(kernel) for kernel, _ in load)).append(step)
    return loads[number]


def run_once() -> None:
    """A comparison of a few lives: compiles what is still missing."""
    pipeline.execute(pipeline.prepare(LAW, (REFORM,)), pipeline.RunOptions(workers=300, threads=1))


@contextmanager
def told(tell: Callable[[str], None]) -> Iterator[None]:
    """Call ``tell`` with the name of each kernel once it is compiled."""

    class Listener(event.Listener):
        def on_start(self, event: Any) -> None:
            pass

        def on_end(self, event: Any) -> None:
            tell(name_of(event.data["dispatcher"]))

    with event.install_listener("numba:compile", Listener()):
        yield


def _steps() -> dict[str, Any]:
    """The steps that ``live`` calls through the kernels that are gone through in plain Python."""
    return {name: getattr(life, name) for name in ("live_worker", "fold_worker", "fold_places")}


def _go_through(live: Callable[..., None]) -> None:
    """Call ``live`` for a few workers of each cohort."""
    parameters = pipeline.prepare(LAW).scenarios[0].parameters
    make_up, projection = shares(parameters), project(parameters)
    tables = prepare_careers(parameters, projection, make_up)
    law = build_law(parameters, tables.intraprovincial)
    counts = np.array([FEW // 2, FEW // 2])
    for birth_year in COHORTS:
        workers = draw_cohort(birth_year, counts, 1, make_up)
        careers = draw_batch(workers, tables.of_cohort(birth_year), 1)
        choices = life.choices_of(law, workers, careers, 1)
        years = (clock.FIRST_YEAR, clock.LAST_REPORT_YEAR + 1)
        of_cohort = weights(projection, birth_year, counts)
        live(*life.arguments(law, workers, careers, choices, of_cohort, 1, years, new_state(FEW), new_tables()))
