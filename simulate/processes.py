"""Processes that end with the one that started them, however that ended: a killed parent tells nobody.

The parent holds the other end of the child's standard input; the child waits there for the end of it.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Mapping
from typing import Final

TIED: Final = "LINGBAO_PARENT"
_STDIN: Final = "stdin"


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
