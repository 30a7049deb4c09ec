"""Work spread over threads: queues of tasks, each worked off in order by one thread.

Kernels release the interpreter lock, so plain threads suffice.  Queues write to places of their own, and what they add
up is in fixed point (see ``schemes.tables``), so that the result does not depend on the number of threads.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Final, TypeVar

Task = TypeVar("Task")
FEW_WORKERS: Final = 15_000  # most of a smaller run is entering kernels, which one thread does at a time


def cores() -> int:
    """Processor cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def usual_threads(workers: int) -> int:
    """One thread for few workers, where a second one costs more than it saves; else all cores."""
    return 1 if workers < FEW_WORKERS else cores()


def spread(
    queues: Sequence[Sequence[Task]], work: Callable[[Task], None], threads: int, on_done: Callable[[Task], None]
) -> None:
    """Call ``work(task)`` for every task of every queue on ``threads`` threads, then ``on_done(task)``, one at a time.

    The first exception of a task stops the run and is raised; so does an interrupt.
    """
    lock = threading.Lock()
    is_stopped = threading.Event()

    def run(queue: Sequence[Task]) -> None:
        for task in queue:
            if is_stopped.is_set():
                return
            work(task)
            with lock:
                on_done(task)

    if threads == 1:
        for queue in queues:
            run(queue)
        return
    with ThreadPoolExecutor(threads) as pool:
        try:
            for future in as_completed([pool.submit(run, queue) for queue in queues]):
                future.result()
        except BaseException:
            is_stopped.set()
            raise
