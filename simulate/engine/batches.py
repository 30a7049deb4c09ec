"""Work spread over threads: queues of tasks, each worked off in order by one thread.

Kernels release the interpreter lock, so plain threads suffice.  Queues write to places of their own, and what they add
up is in fixed point (see ``schemes.fold``), so that the result does not depend on the number of threads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

Task = TypeVar("Task")


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


__all__ = ["spread"]
