"""Compilation: where compiled code is kept, the decorators kernels use, and one instruction of the machine.

An edited helper or constant must not leave stale machine code behind in what calls or reads it.  The cache folder is
therefore named by a digest of every source file of the rooms that compiled code can reach, whether or not the file is
compiled itself, and of the versions of Numba and Python (``kernel_sources``).  This module is the only one that
imports Numba first.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, Final, TypeVar, cast

import numba
from llvmlite import ir
from numba.core import types
from numba.core.compiler import Flags
from numba.core.targetconfig import ConfigStack
from numba.extending import intrinsic

from simulate.engine.kernel_cache import KernelCache
from simulate.engine.kernel_sources import cache_folder

_Function = TypeVar("_Function", bound=Callable[..., Any])


CACHE_FOLDER: Final = cache_folder()


def _import_arrays() -> None:
    """Import Numba's arrays without scipy.linalg, which they load (0.4 s) only to learn whether it is there."""
    from numba.np import linalg

    ensure_blas = linalg.ensure_blas
    linalg.ensure_blas = lambda: find_spec("scipy") or ensure_blas()
    try:
        import numba.np.arraymath  # noqa: F401
    finally:
        linalg.ensure_blas = ensure_blas


_import_arrays()


def rule(function: _Function) -> _Function:
    """Compile a rule or a kernel: cached, without the GIL, division by zero as in IEEE arithmetic, no fast maths."""
    return _kept(function)


def step(function: _Function) -> _Function:
    """Compile a step that is called at one place: its machine code stands there, and nothing is copied to hand it over.

    A named tuple is handed over as all it holds, three hundred words for a batch; that took a fifth of the time.
    """
    return _kept(function, forceinline=True)


def seldom(function: _Function) -> _Function:
    """Compile a rule that few lives come to: its machine code stands apart, out of the way of what calls it.

    What a ``step`` calls would else be written into it, and what it calls, down to the last.
    """
    return _kept(function, forceinline=False)


def sequence(function: _Function) -> _Function:
    """Compile a function that orders steps as part of what calls it, at one place: nothing of it is compiled alone.

    Compiled ahead it would be optimised and made into machine code once more at each level above: a third of the time
    of a first run.
    """
    return cast(_Function, numba.njit(nogil=True, inline="always", error_model="numpy")(function))


def borrowing(function: _Function) -> _Function:
    """Compile a kernel that makes no array and calls no rule that does.

    It and they borrow their arrays from Python and count no references, which took a twentieth of the time and most of
    the cost of entering ``live``.  Numba refuses to compile one that makes an array ("NRT required"): give it room.
    """
    return _kept(function, _nrt=False)


def compile_for(kernel: Any, callee: Any, signature: tuple[Any, ...]) -> None:
    """Compile what a ``borrowing`` kernel calls, ahead of it, as it would itself: counting no references.

    Compiled by itself it would count them, and every year of every life with it: a third of the time of ``live``.
    """
    flags: Any = Flags()
    flags.nrt = kernel.targetoptions.get("_nrt", True)
    with ConfigStack().enter(flags):
        callee.compile(signature)


def _kept(function: _Function, **options: bool) -> _Function:
    compiled: Any = numba.njit(nogil=True, error_model="numpy", **options)(function)  # type: ignore[call-overload]
    if CACHE_FOLDER is not None and hasattr(compiled, "_cache"):  # a plain function where nothing is compiled
        compiled._cache = KernelCache(function, CACHE_FOLDER, repr(options))
    return cast(_Function, compiled)


def lane(function: _Function) -> _Function:
    """Compile a small function to be inlined in the innermost loop, so that the loop over workers vectorises."""
    return cast(_Function, numba.njit(inline="always", error_model="numpy")(function))


def either(plain: Callable[..., Any], generated: Callable[..., Any]) -> Callable[..., Any]:
    """The instructions that ``generated`` writes, or ``plain`` Python where nothing is compiled."""
    made: Callable[..., Any] = plain if numba.config.DISABLE_JIT else intrinsic(generated)  # type: ignore[attr-defined]
    return made


def in_all(builder: Any, value: Any, n: int) -> Any:
    """A vector of ``n`` times a number."""
    vector = ir.Constant(ir.VectorType(value.type, n), ir.Undefined)
    for k in range(n):
        vector = builder.insert_element(vector, value, ir.IntType(32)(k))
    return vector


def ask_for(builder: Any, there: Any) -> None:
    """The machine's prefetch, for writing, into the nearest cache."""
    anything, number = ir.IntType(8).as_pointer(), ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [anything, number, number, number])
    instruction = builder.module.declare_intrinsic("llvm.prefetch", [anything], kind)
    builder.call(instruction, [builder.bitcast(there, anything), number(1), number(3), number(1)])


def _fetch(typing_context: Any, cells: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        ask_for(builder, context.make_array(signature.args[0])(context, builder, arguments[0]).data)
        return context.get_dummy_value()

    return types.void(cells), generate


def _pass_over(cells: Any) -> None:
    """Nothing to ask for where nothing is compiled."""


# fetch(cells): ask for a line of cells that is added to soon, so that waits for memory overlap.
fetch: Final = either(_pass_over, _fetch)
