"""Being asked to end: Ctrl+C, SIGTERM, a terminal that closes, a parent that is gone.  All end a command the same way.

The first request raises ``KeyboardInterrupt`` in the main thread, so that everything on the way out cleans up; what
has not ended some seconds later, or is asked a second time, ends at once.  Where the exception may not pass (the
callback of a weak reference, a ``__del__``, C that calls back), Python drops it: it is raised again a moment later.
"""

from __future__ import annotations

import atexit
import math
import os
import signal
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, NoReturn

from simulate.machine import processes

INTERRUPTED: Final = 130
GRACE: Final = 10.0  # seconds to clean up in
AGAIN: Final = 0.02  # seconds until a request that was dropped is raised again
_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class _State:
    """Whether the command was asked to end, may not do so just now, and whether Python dropped what asked it to."""

    is_asked = False
    is_deferred = False
    is_dropped = False


def install() -> None:
    """Listen, except for what whoever started us has chosen to ignore (``nohup``, a job in the background)."""
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _asked)
    sys.unraisablehook = _not_raised
    processes.follow_parent()


def end() -> None:
    """Raise nothing from here on: the command has spoken, and the program is on its way out."""
    _State.is_deferred = True


def leave(code: int) -> NoReturn:
    """End as ``sys.exit`` does, and once asked to, without taking Python down: a thread that is at work may hold it up
    where neither the signal nor the watch is heard any more.

    Call it, then, where the interrupt is caught: what a library was interrupted in is still held there, and is never
    freed.  LLVM hands a module over in two steps; one that was handed over by half would be freed twice.
    """
    if _State.is_asked:
        atexit.unregister(weakref.finalize._exitfunc)  # type: ignore[attr-defined]  # frees what libraries hold
        atexit._run_exitfuncs()
        os._exit(code)
    sys.exit(code)


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
    if _State.is_asked and not _State.is_deferred and not _State.is_dropped:
        os._exit(INTERRUPTED)
    _State.is_dropped = False
    if not _State.is_asked:
        _State.is_asked = True
        _soon(GRACE, os._exit, INTERRUPTED)
        if hasattr(signal, "alarm"):  # no thread of Python's may come to that: then the system ends it
            signal.alarm(math.ceil(2 * GRACE))
    if not _State.is_deferred:
        raise KeyboardInterrupt


def _not_raised(dropped: sys.UnraisableHookArgs) -> None:
    """What was raised where nothing may be: a request to end is made again, anything else is shown as ever."""
    if not (_State.is_asked and issubclass(dropped.exc_type, KeyboardInterrupt)):
        sys.__unraisablehook__(dropped)
    elif not _State.is_deferred:
        _State.is_dropped = True
        _soon(AGAIN, _raise_in_main_thread, _heard())


def _heard() -> int:
    """A signal that is listened to: whoever started us may have had some ignored."""
    return next(
        number for name in _NAMES if (number := getattr(signal, name, 0)) and signal.getsignal(number) is _asked
    )


def _raise_in_main_thread(number: int) -> None:
    """Wake the main thread, too, from what it waits for; Windows can only leave the signal for it to find."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, number)
    else:
        signal.raise_signal(number)


def _soon(seconds: float, do: Callable[[int], object], number: int) -> None:
    with suppress(RuntimeError):  # Python is ending and starts no thread any more
        late = threading.Timer(seconds, do, (number,))
        late.daemon = True
        late.start()
