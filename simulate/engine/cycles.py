"""Cycles of the machine spent in parts of compiled code, for the bench: the code measured holds no trace of it.

A step is wrapped in a compiled function that reads the machine's counter before and after it.  What calls the step is
compiled again with the wrapper in the step's place, and is never kept: kept code is named by the sources, which do not
show the difference.  The counter does not wait for instructions still under way, so that a few cycles of a step may be
counted with the next; over many calls that evens out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import CellType, FunctionType
from typing import Any, Final

import numba
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from simulate.contracts import Counts, Reals
from simulate.engine.jit import rule

CYCLES, CALLS = range(2)  # of a tally
Step = Callable[..., Any]


def new_tally() -> Counts:
    """Nothing counted yet, (CYCLES, CALLS); it must outlive the steps that count into it."""
    return np.zeros(2, np.int64)


def _read_counter(typing_context: Any) -> Any:
    """The machine's cycle counter; 0 where a program may not read it."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = ir.FunctionType(ir.IntType(64), [])
        return builder.call(builder.module.declare_intrinsic("llvm.readcyclecounter", [], kind), [])

    return types.int64(), generate


counter: Final[Callable[[], int]] = intrinsic(_read_counter)  # type: ignore[assignment]


def _adder(tally: Counts) -> Any:
    """Adds cycles, and one call, to a tally where it lies in memory: compiled code may not write to a global array."""
    address = tally.ctypes.data

    def add(typing_context: Any, cycles: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            number = ir.IntType(64)
            for place, amount in ((CYCLES, arguments[0]), (CALLS, number(1))):
                cell = builder.inttoptr(number(address + 8 * place), number.as_pointer())
                builder.store(builder.add(builder.load(cell), amount), cell)
            return context.get_dummy_value()

        return types.void(types.int64), generate

    return intrinsic(add)


def counted(step: Step, tally: Counts) -> Step:
    """A compiled step that does and gives what ``step`` does, and counts cycles and calls into ``tally``."""
    add = _adder(tally)

    @numba.njit(nogil=True, error_model="numpy")
    def call(*arguments):  # type: ignore[no-untyped-def]
        start = counter()
        out = step(*arguments)
        add(counter() - start)
        return out

    wrapped: Step = call
    return wrapped


def bound_in(step: Step) -> dict[str, Any]:
    """What a compiled step made by another function takes from it, by name: a moment's step and those after it."""
    plain = step.py_func  # type: ignore[attr-defined]
    cells = (cell.cell_contents for cell in plain.__closure__ or ())
    return dict(zip(plain.__code__.co_freevars, cells, strict=True))


def with_others(step: Step, others: Mapping[str, Any]) -> Step:
    """A compiled step with other functions or modules in place of some it names; compiled again, and not kept."""
    plain = step.py_func  # type: ignore[attr-defined]
    code, bound = plain.__code__, bound_in(step)
    cells = tuple(CellType(others.get(name, bound[name])) for name in code.co_freevars)
    own = FunctionType(code, plain.__globals__ | others, plain.__name__, plain.__defaults__, cells)
    options = {name: value for name, value in step.targetoptions.items() if name != "nopython"}  # type: ignore[attr-defined]
    compiled: Step = numba.njit(**options)(own)
    return compiled


@rule
def _almost_nothing(values: Reals, k: int) -> None:
    values[k & 7] += 1.0


@rule
def _many_times(values: Reals, n: int) -> None:
    for k in range(n):
        _almost_nothing(values, k)


def cost_of_counting(n: int = 100_000, repeats: int = 20) -> float:
    """Cycles that counting adds to a step's tally, a call.

    The least of some repeats: whatever else the machine does only adds to them.
    """
    step, bare = new_tally(), new_tally()
    with_counting = with_others(_many_times, {"_almost_nothing": counted(_almost_nothing, step)})
    without = counted(_many_times, bare)
    least = np.inf
    for repeat in range(repeats + 1):  # the first one compiles and is not counted
        step[:] = bare[:] = 0
        with_counting(np.zeros(8), n)
        without(np.zeros(8), n)
        if repeat > 0:
            least = min(least, (step[CYCLES] - bare[CYCLES]) / n)
    return max(least, 0.0)
