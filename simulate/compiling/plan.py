"""What a run compiles: the kernels that Python calls, and the steps of the year that ``schemes.life.live`` calls.

A step can be compiled ahead of ``live`` once the types of its arguments are known.  They are found by going through
``live`` as plain Python, for a handful of workers, with steps that note what they are given and do nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType, ModuleType
from typing import Any, Final

import numba
import numpy as np
from numba.core import event
from numba.core.registry import cpu_target

from simulate import cohorts, pipeline
from simulate.careers.careers import draw_batch, prepare_careers
from simulate.careers.earnings_kernels import draw_earnings
from simulate.careers.form_kernels import draw_forms
from simulate.careers.migration_kernels import draw_migration
from simulate.engine import kernel_cache
from simulate.population.demography import project
from simulate.population.synthesis import draw_cohort, shares, weights
from simulate.population.synthesis_kernels import draw_people
from simulate.schemes import life, positions, returns
from simulate.schemes.enrolment import chance
from simulate.schemes.law import build_law
from simulate.schemes.state import PAYS, new_state
from simulate.schemes.tables import new_tables
from simulate.schemes.views import YEAR

LAW: Final = "baseline"
REFORM: Final = "hukou_removal"
COHORTS: Final = (1962, 1985, 2004)  # lives under the old law, the law in force and its future: every step is met
AGES: Final = (20, 40, 59, 61, 70)  # at work, about to claim, drawing: years before 2010 and after
FEW: Final = 2
FEW_LIVES: Final = 300  # of a run
# Kernels that Python calls in a run; the last takes longest.
ENTERED: Final[tuple[Any, ...]] = (
    draw_people, draw_forms, draw_earnings, draw_migration, chance._draw_choices, positions.held_longest,
    positions.add_beyond_horizon, positions.fold_changes, returns.fold_returns, life.live,
)  # fmt: skip
DRAWN: Final = "simulate.schemes.enrolment.chance._draw_choices"  # the last kernel that is needed to plan
# What ``live`` calls to reach the steps of the year.
_OPENED: Final = {"live_law", "close_year", "live_worker", "live_year", "work_year", "pay_months"}
_ROOM: Final = "simulate.schemes."
Step = tuple[Any, tuple[Any, ...]]  # a kernel and the types of its arguments


def is_plain() -> bool:
    """Whether the kernels run as plain Python (``NUMBA_DISABLE_JIT``)."""
    return bool(numba.config.DISABLE_JIT)  # type: ignore[attr-defined]


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
    """The kernels whose compilation is reported, with their sizes."""
    return {name_of(each): size_of(each) for each in (*ENTERED, *_steps(life.live))}


def planned() -> list[Step]:
    """The steps of the year with the types of their arguments; compiles the kernels of careers on the way."""
    found: dict[str, Step] = {}
    _go_through(_opened(life.live, found))
    return list(found.values())


def _opened(kernel: Any, found: dict[str, Step]) -> Callable[..., Any]:
    """A kernel as plain Python that finds stand-ins under the names it calls."""
    plain = kernel.py_func
    named = {name: plain.__globals__[name] for name in plain.__code__.co_names if name in plain.__globals__}
    stand_ins = {name: _stand_in(value, found) for name, value in named.items()}
    return FunctionType(plain.__code__, plain.__globals__ | stand_ins, plain.__name__, plain.__defaults__)


def _stand_in(value: Any, found: dict[str, Step]) -> Any:
    """What takes the place of a kernel, or of a file of them: the steps are noted, what orders them is gone through."""
    if isinstance(value, ModuleType) and value.__name__.startswith(_ROOM):
        file = ModuleType(value.__name__)
        vars(file).update({name: _stand_in(each, found) for name, each in vars(value).items() if _is_kernel(each)})
        return file
    if not _is_kernel(value):
        return value
    if value.py_func.__name__ in _OPENED:
        return _opened(value, found)
    return _noting(value, found) if _is_step(value) else value.py_func


def _noting(kernel: Any, found: dict[str, Step]) -> Callable[..., None]:
    def note(*arguments: Any) -> None:
        found.setdefault(name_of(kernel), (kernel, tuple(numba.typeof(each) for each in arguments)))
        for each in arguments:
            if isinstance(each, np.record) and each.dtype.names == YEAR.names:
                each.pays = PAYS  # so that the steps of paying workers are met

    return note


def _steps(kernel: Any) -> Iterator[Any]:
    """The steps that a kernel reaches."""
    plain = kernel.py_func
    for name in plain.__code__.co_names:
        value = plain.__globals__.get(name)
        files = [value] if isinstance(value, ModuleType) and value.__name__.startswith(_ROOM) else []
        of_files = [vars(file)[each] for file in files for each in plain.__code__.co_names if each in vars(file)]
        for each in filter(_is_kernel, [value, *of_files]):
            if each.py_func.__name__ in _OPENED:
                yield from _steps(each)
            elif _is_step(each):
                yield each


def _is_kernel(value: Any) -> bool:
    return hasattr(value, "py_func")


def _is_step(kernel: Any) -> bool:
    """Whether a kernel changes what it is handed; one that returns something is needed to go on."""
    return bool(kernel.py_func.__annotations__.get("return") == "None")


def ordered(steps: list[Step]) -> list[Step]:
    """The largest first, so that none is left for the end; the same in every process."""
    return sorted(steps, key=lambda each: (-size_of(each[0]), name_of(each[0])))


def run_once() -> None:
    """A comparison of a few lives: compiles what is still missing."""
    pipeline.execute(pipeline.prepare(LAW, (REFORM,)), cohorts.RunOptions(FEW_LIVES, threads=1))


def run_without_lives() -> None:
    """The same comparison with nothing in place of ``live``: compiles what a run calls beside and after it."""
    laws = [each.parameters for each in pipeline.prepare(LAW, (REFORM,)).scenarios]
    lives = life.live
    life.live = _nothing  # type: ignore[assignment]
    try:
        cohorts.simulate_cells(laws, cohorts.RunOptions(FEW_LIVES, threads=1))
    finally:
        life.live = lives


def _nothing(*_: Any) -> None:
    """Lives nobody."""


@contextmanager
def reported(tell: Callable[[str], None]) -> Iterator[None]:
    """Call ``tell`` with the name of each kernel once it is compiled."""

    class Listener(event.Listener):
        def on_start(self, event: Any) -> None:
            pass

        def on_end(self, event: Any) -> None:
            tell(name_of(event.data["dispatcher"]))

    with event.install_listener("numba:compile", Listener()):
        yield


def _go_through(live: Callable[..., None]) -> None:
    """Call ``live`` for a few workers of each cohort, a year at a time."""
    parameters = pipeline.prepare(LAW).scenarios[0].parameters
    make_up, projection = shares(parameters), project(parameters)
    tables = prepare_careers(parameters, projection, make_up)
    law = build_law(parameters, tables.intraprovincial)
    counts = np.array([FEW // 2, FEW // 2])
    for birth_year in COHORTS:
        workers = draw_cohort(birth_year, counts, 1, make_up)
        careers = draw_batch(workers, tables.of_cohort(birth_year), 1)
        choices = life.choices_of(law, workers, careers, 1)
        of_cohort, state, tables_of_sums = weights(projection, birth_year, counts), new_state(FEW), new_tables()
        for age in AGES:
            year = (birth_year + age, birth_year + age + 1)
            live(*life.arguments(law, workers, careers, choices, of_cohort, 1, year, state, tables_of_sums))
