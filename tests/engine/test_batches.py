"""Spreading tasks over threads: order, slots, and what happens when a task fails."""

from __future__ import annotations

import threading
import time

import pytest

from simulate.engine.batches import spread


def test_one_thread_keeps_the_order() -> None:
    seen: list[tuple[str, int]] = []
    spread(range(5), lambda task, slot: seen.append(("work", task)), 1, lambda task: seen.append(("done", task)))
    assert seen == [(what, task) for task in range(5) for what in ("work", "done")]


@pytest.mark.parametrize("threads", [2, 3])
def test_every_task_is_done_once_and_reported_in_the_calling_thread(threads: int) -> None:
    worked: list[int] = []
    reported: list[int] = []
    callers: set[int] = set()

    def on_done(task: int) -> None:
        reported.append(task)
        callers.add(threading.get_ident())

    spread(range(50), lambda task, slot: worked.append(task), threads, on_done)
    assert sorted(worked) == sorted(reported) == list(range(50))
    assert callers == {threading.get_ident()}


def test_tasks_at_the_same_time_never_share_a_slot() -> None:
    busy: set[int] = set()
    clashes: list[int] = []
    lock = threading.Lock()

    def work(task: int, slot: int) -> None:
        with lock:
            if slot in busy:
                clashes.append(slot)
            busy.add(slot)
        time.sleep(0.001)
        with lock:
            busy.remove(slot)

    spread(range(40), work, 3, lambda task: None)
    assert not clashes
    assert not busy


@pytest.mark.parametrize("threads", [1, 2])
def test_the_failure_of_a_task_is_raised_and_stops_the_rest(threads: int) -> None:
    worked: list[int] = []

    def work(task: int, slot: int) -> None:
        if task == 3:
            raise ZeroDivisionError("task three")
        time.sleep(0.002)
        worked.append(task)

    with pytest.raises(ZeroDivisionError, match="task three"):
        spread(range(200), work, threads, lambda task: None)
    assert len(worked) < 150


@pytest.mark.parametrize("threads", [1, 2])
def test_an_interrupt_stops_the_run(threads: int) -> None:
    worked: list[int] = []

    def interrupt(task: int) -> None:
        raise KeyboardInterrupt

    def work(task: int, slot: int) -> None:
        time.sleep(0.002)
        worked.append(task)

    with pytest.raises(KeyboardInterrupt):
        spread(range(200), work, threads, interrupt)
    assert len(worked) < 150


def test_no_tasks_is_no_work() -> None:
    for threads in (1, 2):
        spread([], lambda task, slot: pytest.fail("no task"), threads, lambda task: pytest.fail("no task"))
