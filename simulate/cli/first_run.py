"""The first run on a machine: announced before anything heavy is loaded, compiled once all asked for is found right."""

from __future__ import annotations

import os
from typing import Final

from simulate.cli.leaving import say

_said: Final[set[str]] = set()


def announce(quiet: bool) -> None:
    """Say that this is a first run, which a look at what is kept tells; nothing where it is not, or quiet."""
    from simulate.engine import kernel_sources

    is_plain = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")  # the kernels run as they are written
    if not quiet and not is_plain and not kernel_sources.is_any_kept():
        _say_once(kernel_sources.FIRST_RUN)


def compile_first(quiet: bool) -> None:
    """Compile the model for this machine where that has not been done, with a bar unless quiet."""
    from simulate import compiling

    compiling.compile_shown(None if quiet else _say_once)


def _say_once(line: str) -> None:
    if line not in _said:
        _said.add(line)
        say(line)
