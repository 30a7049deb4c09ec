"""``python -m simulate.compiling.worker NUMBER OF``: one of some processes that fill the cache of compiled code.

Each line on standard output is the name of a kernel that is compiled and kept, or one of the two words below.  It
begins with the first line on standard input, the first process makes the rest of the model with the second, and all end
when standard input does: so none outlives the process that started it, however that ends.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from typing import Final

PLANNED: Final = "planned"  # the kernels the plan needs are compiled
SHARED: Final = "shared"  # a process has compiled its share
NOT_KEPT: Final = 3  # exit code: the cache takes nothing more


def main(number: int, n_shares: int) -> None:
    """Compile a share, reported line by line."""
    commands = _listen()
    from simulate.compiling import plan
    from simulate.engine.jit import compile_for
    from simulate.schemes import life

    commands.get()
    with plan.reported(_say_if_kept):
        steps = plan.planned()
        _say(PLANNED)
        for kernel, signature in plan.share_of(steps, number, n_shares):
            compile_for(life.live, kernel, signature)
        _say(SHARED)
        if number == 0:
            commands.get()
            plan.run_once()
        _say_if_kept("")


def _listen() -> queue.Queue[str]:
    """The lines of standard input, as they come; the process ends with them."""
    lines: queue.Queue[str] = queue.Queue()

    def follow() -> None:
        for line in sys.stdin:
            lines.put(line)
        os._exit(0)

    threading.Thread(target=follow, daemon=True).start()
    return lines


def _say_if_kept(name: str) -> None:
    from simulate import caches
    from simulate.engine.jit import CACHE_FOLDER

    if CACHE_FOLDER is None or not caches.takes_more(CACHE_FOLDER):
        os._exit(NOT_KEPT)
    _say(name)


def _say(word: str) -> None:
    print(word, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
