"""Being asked to end: Ctrl+C, SIGTERM, a terminal that closes, a parent that is gone.  All end a command the same way.

The first request raises ``KeyboardInterrupt`` in the main thread, so that everything on the way out cleans up; what
has not ended some seconds later, or is asked a second time, ends at once.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from simulate import processes

INTERRUPTED: Final = 130
GRACE: Final = 10.0  # seconds to clean up in
_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class _State:
    """Whether the command was asked to end, and whether it may not do so just now."""

    is_asked = False
    is_deferred = False


def install() -> None:
    """Listen, except for what whoever started us has chosen to ignore (``nohup``, a job in the background)."""
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _asked)
    processes.follow_parent()


def is_asked() -> bool:
    """Whether the run was asked to end: what fails afterwards fails for that, where no exception may pass."""
    return _State.is_asked


@contextmanager
def deferred() -> Iterator[None]:
    """Hear a request only after the block: what it writes is there whole, or the block has failed by itself."""
    _State.is_deferred = True
    try:
        yield
    finally:
        _State.is_deferred = False
    if _State.is_asked:
        raise KeyboardInterrupt


def _asked(number: int, frame: Any) -> None:
    if _State.is_asked and not _State.is_deferred:
        os._exit(INTERRUPTED)
    if not _State.is_asked:
        _State.is_asked = True
        late = threading.Timer(GRACE, os._exit, (INTERRUPTED,))
        late.daemon = True
        late.start()
    if not _State.is_deferred:
        raise KeyboardInterrupt
