"""``python -m simulate.compiling.worker NUMBER``: one of some processes that fill the cache of compiled code.

Each line on standard output is the name of a kernel that is compiled and kept, or one of the words below.  It begins
with the first line on standard input; each further one is the number of a step it is to compile, until one that is
beyond the last.  Then the first process makes the rest of the model, and the second what a run calls beside lives.  All
end when standard input does: so none outlives the process that started it, however that ends.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from typing import Final

ASKS: Final = "asks"  # the kernels the plan needs are compiled, or the step given last: it takes another
DONE: Final = "done"  # no step is left
ENDED: Final = "ended"  # nor anything else
NOT_KEPT: Final = 3  # exit code: the cache takes nothing more


def main(number: int) -> None:
    """Compile what it is given, reported line by line."""
    commands = _listen()
    from simulate.compiling import plan
    from simulate.engine.jit import compile_for
    from simulate.schemes import life

    commands.get()
    with plan.reported(_say_if_kept):
        steps = plan.ordered(plan.planned())
        _say(ASKS)
        while (given := int(commands.get())) < len(steps):
            compile_for(life.live, *steps[given])
            _say(ASKS)
        _say(DONE)
        if number == 0:
            commands.get()
            plan.run_once()
        elif number == 1:
            plan.run_without_lives()
        _say_if_kept(ENDED)


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
    from simulate.engine.jit import CACHE_FOLDER
    from simulate.machine import caches

    if CACHE_FOLDER is None or not caches.takes_more(CACHE_FOLDER):
        os._exit(NOT_KEPT)
    _say(name)


def _say(word: str) -> None:
    print(word, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
