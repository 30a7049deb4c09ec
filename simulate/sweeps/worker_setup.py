"""What a worker process of ours does as it begins: Ctrl+C in a terminal is for the one who started it, not for it."""

from __future__ import annotations

import signal
from contextlib import suppress


def dask_setup(worker: object) -> None:
    """Called by dask in the worker's process; an interrupt reaches the whole group of a terminal, and ends us first."""
    with suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)
