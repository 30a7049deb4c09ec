"""Work spread over threads: independent tasks in a fixed order, each thread with a slot of its own to add into.

Kernels release the interpreter lock, so plain threads suffice.  What a task adds into its slot must not depend on the
order of addition (fixed point, see ``schemes.fold``); then the result does not depend on the number of threads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

Task = TypeVar("Task")


def spread(
    tasks: Sequence[Task], work: Callable[[Task, int], None], threads: int, on_done: Callable[[Task], None]
) -> None:
    """Call ``work(task, slot)`` for every task on ``threads`` threads; ``on_done`` runs in the calling thread.

    The first exception of a task stops the run and is raised; so does an interrupt.
    """
    if threads == 1:
        for task in tasks:
            work(task, 0)
            on_done(task)
        return
    slots = list(range(threads))
    lock = threading.Lock()
    is_stopped = threading.Event()

    def run(task: Task) -> Task:
        if is_stopped.is_set():
            return task
        with lock:
            slot = slots.pop()
        try:
            work(task, slot)
        finally:
            with lock:
                slots.append(slot)
        return task

    with ThreadPoolExecutor(threads) as pool:
        futures = [pool.submit(run, task) for task in tasks]
        try:
            for future in as_completed(futures):
                on_done(future.result())
        except BaseException:
            is_stopped.set()
            raise


__all__ = ["spread"]
