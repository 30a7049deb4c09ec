"""The first run on a machine: the whole model compiled by some processes at once, into the cache that all runs read."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from simulate.compiling import plan
from simulate.compiling.worker import ASKS, DONE, ENDED
from simulate.engine.batches import cores
from simulate.engine.jit import CACHE_FOLDER
from simulate.engine.kernel_sources import READY
from simulate.machine import caches
from simulate.machine.processes import with_sources

MOST: Final = 4  # processes: beyond, the longest kernels rule
COMMAND: Final = (sys.executable, "-m", "simulate.compiling.worker")
Advance = Callable[[int], None]


def is_ready() -> bool:
    """Whether a run finds its kernels compiled for this machine, or compiles nothing at all; looks at names alone."""
    if plan.is_plain():
        return True
    if CACHE_FOLDER is None:
        return False
    kept = caches.read(_mark(CACHE_FOLDER))
    return kept is not None and set(kept.decode().split()) <= set(os.listdir(CACHE_FOLDER))


def size() -> int:
    """All there is to compile, in what ``compile_all`` advances by."""
    return sum(plan.sizes().values())


def compile_all(advance: Advance) -> None:
    """Compile what a run needs; ``advance`` is called with the sizes of what is done (``plan.sizes``).

    Where processes of their own cannot do it, or nothing can be kept, this one compiles: raises what that raises.
    """
    left = plan.sizes()

    def done(name: str) -> None:
        advance(left.pop(name, 0))

    if CACHE_FOLDER is None or not _Processes(min(cores(), MOST)).compile(done):
        with plan.reported(done):
            plan.run_once()
    if CACHE_FOLDER is not None:
        entered = {plan.name_of(each) for each in plan.ENTERED}
        names = [name for name in os.listdir(CACHE_FOLDER) if name.rpartition("-")[0] in entered]
        caches.keep(_mark(CACHE_FOLDER), "\n".join(names).encode())


def _mark(folder: Path) -> Path:
    """The list of what a run on this kind of processor, with these settings, was seen to need."""
    return folder / f"{READY}-{plan.machine()}"


class _Processes:
    """Workers (``compiling.worker``) and what they say."""

    def __init__(self, number: int) -> None:
        self._said: queue.Queue[tuple[int, str]] = queue.Queue()
        self._workers = [
            subprocess.Popen(
                [*COMMAND, str(each)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, text=True, encoding="utf-8", env=with_sources(),
                start_new_session=True,
            )
            for each in range(number)
        ]  # fmt: skip
        for each, worker in enumerate(self._workers):
            if worker.stdout is not None:
                threading.Thread(target=self._follow, args=(each, worker.stdout), daemon=True).start()

    def compile(self, done: Callable[[str], None]) -> bool:
        """Compile everything, ``done`` called with each name; False if a worker failed.  No worker is left behind."""
        n_given, finished, ended = 0, set[int](), set[int]()
        waiting = self._workers[1:]
        try:
            self._tell(self._workers[0])
            while True:
                worker, word = self._next()
                if word in (plan.DRAWN, ASKS):  # the first has what all plan with
                    while waiting:
                        self._tell(waiting.pop())
                if word == ASKS:
                    self._tell(self._workers[worker], n_given)
                    n_given += 1
                if word in (DONE, ENDED):
                    (finished if word == DONE else ended).add(worker)
                if word == DONE and len(finished) == len(self._workers):
                    self._tell(self._workers[0])
                elif not word and (self._workers[worker].wait() != 0 or worker not in ended):
                    return False  # it was killed, kept nothing, or left too soon: nobody waits for it
                elif not word and worker == 0:
                    return len(finished) == len(self._workers)
                done(word)
        except OSError:  # a worker that is gone takes no word
            return False
        finally:
            self._end()

    def _next(self) -> tuple[int, str]:
        """The next word said, and by whom; an interrupt is heard meanwhile."""
        while True:
            with suppress(queue.Empty):
                return self._said.get(timeout=1.0)

    def _tell(self, worker: subprocess.Popen[str], step: int = 0) -> None:
        if worker.stdin is not None:
            worker.stdin.write(f"{step}\n")
            worker.stdin.flush()

    def _follow(self, worker: int, stream: IO[str]) -> None:
        for line in stream:
            self._said.put((worker, line.strip()))
        self._said.put((worker, ""))

    def _end(self) -> None:
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.wait()
            with suppress(OSError):
                worker.stdin and worker.stdin.close()
