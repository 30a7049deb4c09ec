"""Compiled code kept between runs: one file a kernel and signature, whose name says for what it was compiled.

Numba's own cache identifies a source by path and date, keeps an index beside the code, and takes what it finds
there as true.  Here the folder already names every source (``engine.jit``), so that checkouts with the same sources
share it; there is no index that two processes could overwrite; and damaged code is compiled again, never run.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from numba.core import config
from numba.core.caching import _Cache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps
from numba.core.targetconfig import ConfigStack

from simulate.machine import caches

SUFFIX: Final = ".kernel"
_SETTINGS: Final = ("BOUNDSCHECK", "OPT", "LOOP_VECTORIZE", "SLP_VECTORIZE", "DEBUGINFO_DEFAULT")  # that change code


class KernelCache(_Cache):
    """The compiled forms of one function, in Numba's interface of a cache."""

    def __init__(self, function: Callable[..., Any], folder: Path, options: str) -> None:
        self._code = hashlib.sha256(function.__code__.co_code).hexdigest()
        self._name = f"{function.__module__}.{function.__qualname__}"
        self._folder = folder
        self._options = options  # of the decorator
        self._is_enabled = True

    @property
    def cache_path(self) -> str:
        """The folder, as text."""
        return str(self._folder)

    def enable(self) -> None:
        """Use what is kept, and keep."""
        self._is_enabled = True

    def disable(self) -> None:
        """Neither."""
        self._is_enabled = False

    def flush(self) -> None:
        """Forget the compiled forms of this function."""
        for path in self._folder.glob(f"{self._name}-*{SUFFIX}"):
            path.unlink(missing_ok=True)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The compiled form for a signature, or None."""
        target_context.refresh()
        key = self._key(sig, target_context.codegen())
        content = caches.read(self._path(key)) if self._is_enabled else None
        if content is None:
            return None
        try:
            kept, compiled = pickle.loads(content)
            return CompileResult._rebuild(target_context, *compiled) if kept == key else None
        except Exception as fault:  # whole, and yet of no use here: another build of a library
            caches.say_once(f"cache: {self._name} cannot be used ({type(fault).__name__}); it is compiled again")
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the compiled form for a signature, where it holds nothing of this process alone."""
        if not self._is_enabled or any(not each.can_cache for each in data.lifted):
            return
        if data.library.has_dynamic_globals:
            return
        key = self._key(sig, data.codegen)
        caches.keep(self._path(key), dumps((key, data._reduce())))

    def _key(self, sig: Any, codegen: Any) -> tuple[Any, ...]:
        """What compiled code depends on besides the sources: types, processor, settings, the function, who calls it."""
        settings = tuple(getattr(config, name, None) for name in _SETTINGS)
        return sig, codegen.magic_tuple(), settings, self._options, self._code, _is_borrowing()

    def _path(self, key: tuple[Any, ...]) -> Path:
        return self._folder / f"{self._name}-{hashlib.sha256(repr(key).encode()).hexdigest()[:24]}{SUFFIX}"


def _is_borrowing() -> bool:
    """Whether what is compiled now is called by a kernel that counts no references, and so counts none either."""
    caller = ConfigStack.top_or_none()
    return caller is not None and not caller.nrt
