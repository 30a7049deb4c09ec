"""Compilation: where compiled code is kept, the decorators kernels use, and one instruction of the machine.

Numba's disk cache looks only at the file a function is written in, never at what it calls or reads in other files, so
an edited helper or constant would leave stale machine code behind.  The cache folder is therefore named by a digest of
every source file of the rooms that compiled code can reach, whether or not the file is compiled itself, and of the
versions of Numba and Python.  It must be set before Numba is imported; this module is the only one that imports Numba
first.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from simulate.files import caches

# Files and rooms of ``simulate`` that compiled code can reach; a test walks what kernels import and finds none outside.
REACHED: Final = ("careers", "clock.py", "codes.py", "contracts.py", "engine", "schemes")
_Function = TypeVar("_Function", bound=Callable[..., Any])


def kernel_digest() -> str:
    """Digest of all sources compiled code may depend on, sixteen hexadecimal digits."""
    digest = hashlib.sha256(f"numba {version('numba')} python {sys.version_info[:3]}".encode())
    root = Path(__file__).resolve().parent.parent
    for path in reached_sources(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def reached_sources(root: Path) -> list[Path]:
    """The source files of ``REACHED`` below the package ``root``, in a fixed order."""
    return sorted(path for each in REACHED for path in _sources(root / each))


def _sources(place: Path) -> list[Path]:
    return [place] if place.suffix == ".py" else list(place.rglob("*.py"))


def _cache_folder() -> Path:
    """A writable folder for compiled code: in one of the user's caches, or a temporary one."""
    name = Path("lingbao") / f"kernels-{kernel_digest()}"
    for cache in caches():
        folder = cache / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.gettempdir()) / name


CACHE_FOLDER: Final = _cache_folder()
os.environ["NUMBA_CACHE_DIR"] = str(CACHE_FOLDER)

import numba  # noqa: E402  (the cache folder comes first)
from llvmlite import ir  # noqa: E402
from numba.core import types  # noqa: E402
from numba.extending import intrinsic  # noqa: E402

numba.config.CACHE_DIR = str(CACHE_FOLDER)  # type: ignore[attr-defined]


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
    return cast(_Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def borrowing(function: _Function) -> _Function:
    """Compile a kernel that makes no array, nor does any rule it calls.

    It and they borrow their arrays from Python and count no references, which took a twentieth of the time and most of
    the cost of entering ``live``.  Numba refuses to compile one that makes an array ("NRT required"): give it room.
    """
    return cast(_Function, numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function))  # type: ignore[call-overload]


def lane(function: _Function) -> _Function:
    """Compile a small function to be inlined in the innermost loop, so that the loop over workers vectorises."""
    return cast(_Function, numba.njit(inline="always", error_model="numpy")(function))


def _fetch(typing_context: Any, cells: Any) -> Any:
    """The machine's prefetch, for writing, into the nearest cache."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        anything, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [anything, number, number, number])
        instruction = builder.module.declare_intrinsic("llvm.prefetch", [anything], kind)
        builder.call(instruction, [builder.bitcast(data, anything), number(1), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(cells), generate


def _pass_over(cells: Any) -> None:
    """Nothing to ask for where nothing is compiled."""


# fetch(cells): ask for a line of cells that is added to soon, so that waits for memory overlap.
fetch: Final[Callable[[Any], None]] = _pass_over if numba.config.DISABLE_JIT else intrinsic(_fetch)  # type: ignore
