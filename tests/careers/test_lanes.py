"""Loops over workers that must vectorise, each against its own twin compiled without vectors, in the same process.

A lane loop loses its vectors without a word and without a changed bit: a lookup, a second output, a call that is not
inlined is enough, and it costs five times as much.  Times are the least of many short runs, by turns, so that other
work on the machine does not matter.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial
from types import FunctionType
from typing import Any, NamedTuple

import numba
import numpy as np
import pytest

from simulate.careers import earnings_kernels, migration_kernels
from simulate.careers.cohort import CohortEarnings
from simulate.contracts import Workers
from simulate.engine import draws
from simulate.engine.jit import rule

pytestmark = pytest.mark.skipif(
    bool(numba.config.DISABLE_JIT or numba.config.BOUNDSCHECK), reason="code is not compiled as it is used"
)

LOST = 1.2  # a loop without vectors gains nothing: 1.00 within a hundredth
MOST_OF_PARTS = 1.25  # earnings over their lane loops alone: 1.00 to 1.03; with pay without vectors 1.4, words 2
LANES = 4096  # so many that entering a kernel does not count
REPEATS = 200
MONTHS = 120

_random = np.random.Generator(np.random.PCG64(20))


def _scalar_twin(kernel: Any, arguments: tuple[Any, ...]) -> Any:
    """The same code compiled without vectors; lane functions are inlined as ever."""
    twin = numba.njit(nogil=True, error_model="numpy")(kernel.py_func)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numba.config, "LOOP_VECTORIZE", 0)
        twin(*arguments)
    return twin


def _least_times(calls: list[Callable[[], object]]) -> list[float]:
    """Seconds of each call, the least of many, by turns."""
    least = [np.inf] * len(calls)
    for call in calls:
        call()  # compiles
    for _ in range(REPEATS):
        for position, call in enumerate(calls):
            start = time.perf_counter()
            call()
            least[position] = min(least[position], time.perf_counter() - start)
    return least


def _gain(kernel: Any, arguments: tuple[Any, ...]) -> float:
    """How many times faster a kernel is than its scalar twin."""
    twin = _scalar_twin(kernel, arguments)
    with_vectors, without = _least_times([partial(kernel, *arguments), partial(twin, *arguments)])
    return without / with_vectors


def _singles(*shape: int) -> np.ndarray:
    return _random.standard_normal(shape, dtype=np.float32)


def _codes(*shape: int) -> np.ndarray:
    return _random.integers(-1, 9, shape).astype(np.int16)


def _words(n: int) -> np.ndarray:
    return _random.integers(0, 2**32, (4, n), dtype=np.uint32)


class Loop(NamedTuple):
    """A lane loop, what it is called with for ``n`` workers, and what its vectors gain at least.

    With 512-bit vectors words gain 7.5 times, normals 14, persist 2.2 (it waits for memory), pay 10, work 4.3; the
    bounds leave room for vectors of half the width.  Normals by the library's logarithm, lane by lane, gain 4.1.
    """

    kernel: Any
    arguments: Callable[[int], tuple[Any, ...]]
    least_gain: float


LOOPS = {
    "words": Loop(draws.fill_words, lambda n: (np.arange(n) + (1985 << 32), 600, draws.EARNINGS, 20, _words(n)), 2.5),
    "normals": Loop(draws.fill_normals, lambda n: (_words(n), _singles(4, n)), 5.0),
    "persist": Loop(earnings_kernels.persist, lambda n: (*np.float32([0.9, 0.1]), *_singles(4, n)), 1.5),
    "pay": Loop(earnings_kernels.pay_of_month, lambda n: tuple(_singles(5, n)), 4.0),
    "work": Loop(migration_kernels.provinces_of_work, lambda n: tuple(_codes(4, n)), 2.0),
}


@pytest.mark.parametrize("name", LOOPS)
def test_a_lane_loop_has_its_vectors(name: str) -> None:
    loop = LOOPS[name]
    assert _gain(loop.kernel, loop.arguments(LANES)) > loop.least_gain


@rule
def _pay_looked_up(kind, effect, spread, steady, shock, earnings):  # type: ignore[no-untyped-def]
    """Pay of a month with the effects of forms looked up where they are used."""
    for i in range(len(earnings)):
        pay = draws.fast_exp(steady[i] + (effect[kind[i]] + spread[kind[i]] * shock[i]))
        earnings[i] = pay if pay > np.float32(1e-9) else np.float32(0.0)


def test_a_loop_that_lost_its_vectors_is_seen() -> None:
    kind = _random.integers(0, 9, LANES).astype(np.int16)
    looked_up = (kind, _singles(9), _singles(9), *(_singles(LANES) for _ in range(3)))
    assert _gain(_pay_looked_up, looked_up) < LOST


def _parts_of_earnings(draw_earnings: Any, n: int) -> float:
    """Time of drawing the earnings of ``n`` workers, in multiples of its lane loops alone."""
    worker = np.arange(n) + (1985 << 32)
    codes = [np.zeros(n, np.int16) for _ in range(6)]
    tables = CohortEarnings(
        _singles(MONTHS // 12, 2, 3), _singles(2), _singles(MONTHS // 12, 10), _singles(8),
        *(np.float32(0.5) for _ in range(4)), _singles(10),
    )  # fmt: skip
    form = np.full((MONTHS, n), 2, np.int16)
    form[np.cumsum(_random.random((MONTHS, n)) < 0.02, axis=0) % 2 == 1] = 6
    earnings, occupation = np.empty((MONTHS, n), np.float32), np.full((MONTHS // 12, n), -1, np.int16)
    workers = Workers(1985, worker, *codes)
    whole = partial(draw_earnings, workers, tables, 600, 20, form, occupation, earnings)
    loops = (LOOPS[name] for name in ("words", "normals", "persist", "pay"))
    calls = [partial(loop.kernel, *loop.arguments(LANES)) for loop in loops]
    total, words, normals, persist, pay = _least_times([whole, *calls])
    of_loops = (words / 2 + normals / 2 + persist + pay) / LANES
    return total / MONTHS / n / of_loops


def test_earnings_cost_little_more_than_their_lane_loops() -> None:
    """A loop with vectors of its own may lose them where it is inlined."""
    assert _parts_of_earnings(earnings_kernels.draw_earnings, 1024) < MOST_OF_PARTS


@rule
def _pay_by_the_library(steady, effect, spread, shock, earnings):  # type: ignore[no-untyped-def]
    """Pay of a month with the exponential of the mathematics library."""
    for i in range(len(earnings)):
        earnings[i] = math.exp(steady[i] + (effect[i] + spread[i] * shock[i]))


def test_a_loop_that_lost_its_vectors_within_earnings_is_seen() -> None:
    function = earnings_kernels.draw_earnings.py_func  # type: ignore[attr-defined]
    around = {**function.__globals__, "pay_of_month": _pay_by_the_library}
    slow = numba.njit(nogil=True, error_model="numpy")(FunctionType(function.__code__, around))
    assert _parts_of_earnings(slow, 1024) > MOST_OF_PARTS
