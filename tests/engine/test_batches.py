"""Spreading queues of tasks over threads: order, one thread a queue, and what happens when a task fails."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator

import pytest

from simulate.engine.batches import spread

Task = tuple[int, int]  # queue and place in it


def queues_of(*lengths: int) -> list[list[Task]]:
    """Queues of these lengths."""
    return [[(queue, place) for place in range(length)] for queue, length in enumerate(lengths)]


def test_one_thread_keeps_the_order() -> None:
    seen: list[tuple[str, Task]] = []
    queues = queues_of(3, 0, 2)
    spread(queues, lambda task: seen.append(("work", task)), 1, lambda task: seen.append(("done", task)))
    assert seen == [(what, task) for queue in queues for task in queue for what in ("work", "done")]


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
def test_every_task_is_done_once_in_the_order_of_its_queue_then_reported(threads: int) -> None:
    worked: list[Task] = []
    reported: list[Task] = []

    def on_done(task: Task) -> None:
        assert task in worked
        reported.append(task)

    queues = queues_of(20, 1, 0, 30, 7)
    spread(queues, worked.append, threads, on_done)
    for seen in (worked, reported):
        assert len(seen) == 58
        for number, queue in enumerate(queues):
            assert [task for task in seen if task[0] == number] == queue


@pytest.mark.parametrize("threads", [2, 3])
def test_a_queue_is_worked_off_by_one_thread_and_queues_at_the_same_time(threads: int) -> None:
    threads_of: dict[int, set[int]] = {}
    busy: set[int] = set()
    most_busy, clashes = [0], [0]
    lock = threading.Lock()

    def work(task: Task) -> None:
        with lock:
            threads_of.setdefault(task[0], set()).add(threading.get_ident())
            clashes[0] += task[0] in busy
            busy.add(task[0])
            most_busy[0] = max(most_busy[0], len(busy))
        time.sleep(0.001)
        with lock:
            busy.remove(task[0])

    spread(queues_of(10, 10, 10, 10, 10), work, threads, lambda task: None)
    assert all(len(each) == 1 for each in threads_of.values())
    assert len(set.union(*threads_of.values())) <= threads
    assert clashes == [0]
    assert most_busy == [threads]


def test_reports_are_made_one_at_a_time() -> None:
    reporting = [0]
    clashes = [0]

    def on_done(task: Task) -> None:
        clashes[0] += reporting[0]
        reporting[0] += 1
        time.sleep(0.0005)
        reporting[0] -= 1

    spread(queues_of(15, 15, 15), lambda task: None, 3, on_done)
    assert clashes == [0]


@pytest.mark.parametrize("threads", [1, 2])
def test_the_failure_of_a_task_is_raised_and_stops_the_rest(threads: int) -> None:
    worked: list[Task] = []

    def work(task: Task) -> None:
        if task == (0, 3):
            raise ZeroDivisionError("task three")
        time.sleep(0.002)
        worked.append(task)

    with pytest.raises(ZeroDivisionError, match="task three"):
        spread(queues_of(100, 100, 100), work, threads, lambda task: None)
    assert [task for task in worked if task[0] == 0] == [(0, 0), (0, 1), (0, 2)]
    assert len(worked) < 150


@pytest.mark.parametrize("threads", [1, 2])
def test_the_failure_of_a_report_stops_the_run(threads: int) -> None:
    worked: list[Task] = []

    def interrupt(task: Task) -> None:
        raise KeyboardInterrupt

    def work(task: Task) -> None:
        time.sleep(0.002)
        worked.append(task)

    with pytest.raises(KeyboardInterrupt):
        spread(queues_of(100, 100), work, threads, interrupt)
    assert len(worked) < 150


@pytest.fixture
def keyboard() -> Iterator[None]:
    """Interrupts are heard, also where the tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no signals to threads here")
@pytest.mark.usefixtures("keyboard")
@pytest.mark.parametrize("threads", [1, 2])
def test_an_interrupt_from_the_keyboard_stops_the_run(threads: int) -> None:
    worked: list[Task] = []

    def work(task: Task) -> None:
        if task == (1, 5):
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        time.sleep(0.002)
        worked.append(task)

    with pytest.raises(KeyboardInterrupt):
        spread(queues_of(0, 200, 200), work, threads, lambda task: None)
    assert len(worked) < 300


def test_no_tasks_is_no_work() -> None:
    for threads in (1, 2):
        for queues in ([], [[], []]):
            spread(queues, lambda task: pytest.fail("no task"), threads, lambda task: pytest.fail("no task"))
