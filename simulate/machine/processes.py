"""Processes that end with the one that started them, however that ended: a killed parent tells nobody.

The parent holds the other end of the child's standard input; the child waits there for the end of it.  And the memory
of a process: what it has held, and what it keeps.
"""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parents[2]
TIED: Final = "LINGBAO_PARENT"
_STDIN: Final = "stdin"
_TIMES: Final = 25  # to ask whether killed processes are gone
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # of malloc.h in glibc, and what it comes to by itself at most
_MMAP_THRESHOLD: Final = 32 << 20  # bytes


def with_sources() -> dict[str, str]:
    """The environment for a Python that is to import this very model, wherever it starts and another is installed."""
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path}


def tied(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for a child that is started with a pipe as its standard input, and keeps to ``follow_parent``."""
    return {**environment, TIED: _STDIN}


def follow_parent(hear: Callable[[bytes], None] | None = None) -> None:
    """If this process was started tied: ask it to end (SIGTERM) once its parent is gone.  Returns at once.

    ``hear`` is given what the parent says meanwhile, piece by piece, in a thread of its own.
    """
    if os.environ.pop(TIED, "") == _STDIN:
        threading.Thread(target=_wait_for_the_end, args=(hear,), name="parent", daemon=True).start()


def _wait_for_the_end(hear: Callable[[bytes], None] | None) -> None:
    try:
        while said := os.read(0, 4096):
            if hear is not None:
                hear(said)
    except OSError:
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def is_gone(process: int) -> bool:
    """Whether a process of this machine has ended; not known, hence False, where asking would end it."""
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # another user's
        return False
    return False


def end_session(leader: subprocess.Popen[str]) -> None:
    """Kill a process that was started with a session of its own, and all it has started; they are given a moment."""
    leader.kill()
    with suppress(ProcessLookupError, PermissionError):
        for _ in range(_TIMES if os.name == "posix" else 0):
            os.killpg(leader.pid, signal.SIGKILL)
            leader.poll()
            time.sleep(0.02)


def keep_freed_memory() -> None:
    """Let this process use again what it has freed, as any does that has no other order; elsewhere than glibc none.

    Dask starts workers with MALLOC_TRIM_THRESHOLD_, after which each array beyond 128 kB is asked of the system, page
    by page, and given back: a fifth of a worker's time, for batches of lives that all need the same room.
    """
    with suppress(AttributeError, OSError, TypeError):
        set_option = ctypes.CDLL(None).mallopt
        set_option(_M_MMAP_THRESHOLD, _MMAP_THRESHOLD)
        set_option(_M_TRIM_THRESHOLD, 2 * _MMAP_THRESHOLD)


def peak_megabytes() -> float:
    """Memory this process has held at most; 0 where the system does not tell.

    Linux counts what a process held before it became another program, so its own figure is read where there is one.
    """
    own = Path("/proc/self/status")
    if own.exists():
        peak = re.search(r"^VmHWM:\s+(\d+) kB", own.read_text(encoding="utf-8"), re.MULTILINE)
        if peak:
            return int(peak[1]) * 1024 / 1e6
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
