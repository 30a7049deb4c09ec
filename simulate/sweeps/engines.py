"""Where tasks are worked off: in this process, or by the workers of ``dask.distributed``.

Dask schedules, balances, and begins again what a worker that died had begun.  What it is given here: that a worker may
take a task only once it has been admitted (``admission``), and that what we start listens on loopback unless asked
otherwise.
"""

from __future__ import annotations

import asyncio
import logging
import time
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar

from simulate.sweeps.admission import LOOPBACK, LOST, Admission, SchedulerLost
from simulate.sweeps.identity import probe

if TYPE_CHECKING:
    from distributed import Client

ANY_PORT: Final = f"{LOOPBACK}:0"
START: Final = 300.0  # seconds a process of ours may take to start
PATIENCE: Final = 20.0  # seconds for a scheduler to answer
LOOK: Final = 1.0  # seconds between looks for workers that have come
AHEAD: Final = 2  # tasks handed to each process: one it works on, one that waits
ENCRYPTED: Final = ("tls://", "wss://")
SETUP: Final = "simulate.sweeps.worker_setup"
TRIES: Final = 3  # times that workers may die at one task
Task = TypeVar("Task")
Found = TypeVar("Found")
Tell = Callable[[str], None]


class Failed(NamedTuple):
    """A task that gave no result, and why."""

    fault: BaseException


class Engine(Protocol):
    """Works off tasks; ``queue`` may be added to while it does."""

    @property
    def n_at_once(self) -> int:
        """Tasks that are worked on side by side."""

    def let_go(self) -> None:
        """No task will follow: processes of our own may end while this one goes on."""

    def work(self, do: Callable[[Task], Found], queue: deque[Task]) -> Iterator[tuple[Task, Found | Failed]]:
        """What each task gave, as it comes."""


@dataclass(frozen=True)
class Here:
    """This process, one task after the other; a run is divided as among ``n_at_once``."""

    n_at_once: int = 1

    def work(self, do: Callable[[Task], Found], queue: deque[Task]) -> Iterator[tuple[Task, Found | Failed]]:
        """What each task gave, as it comes."""
        while queue:
            task = queue.popleft()
            try:
                found: Found | Failed = do(task)
            except Exception as fault:
                found = Failed(fault)
            yield task, found

    def let_go(self) -> None:
        """Nothing: this process goes on."""


class Workers:
    """The workers of a scheduler, those admitted so far and those still to come."""

    def __init__(
        self, client: Client, tell: Tell, expected: int = 0, let_go: Callable[[], None] = lambda: None
    ) -> None:
        self._client = client
        self.let_go = let_go  # no task will follow: processes of our own may end
        self._admission = Admission(client, tell)
        self._expected = expected

    @property
    def n_at_once(self) -> int:
        """Tasks that are worked on side by side: one a thread of the workers admitted, or of those expected."""
        return max(self._admission.n_slots, self._expected, 1)

    def are_there(self) -> bool:
        """Whether any worker has come."""
        return bool(self._client.scheduler_info(n_workers=-1)["workers"])

    def look(self) -> None:
        """Admit workers that have come; raises WorkersRefused where no other is there."""
        self._admission.look()

    def work(self, do: Callable[[Task], Found], queue: deque[Task]) -> Iterator[tuple[Task, Found | Failed]]:
        """What each task gave, as it comes; raises WorkersRefused where all workers are refused, and SchedulerLost."""
        from distributed import CancelledError, wait

        begun: dict[Any, Task] = {}
        lost: Counter[int] = Counter()  # how often a task was lost with all workers
        try:
            while queue or begun:
                self._check_scheduler()
                if self._admission.look():
                    yield from self._begin_again(begun, queue, lost)
                while queue and len(begun) < AHEAD * self._admission.n_slots:
                    task = queue.popleft()
                    needs: dict[str, Any] = {"resources": self._admission.grant, "pure": False}
                    open_and_do, content = _sealed(do, task)
                    begun[self._client.submit(open_and_do, content, **needs)] = task
                if not begun:
                    time.sleep(LOOK)
                    continue
                with suppress(TimeoutError):
                    for future in wait(list(begun), timeout=LOOK, return_when="FIRST_COMPLETED").done:
                        found = _found(future)
                        self._check_scheduler()  # with it goes what it was given, which has not failed for that
                        yield begun.pop(future), found
        except (CancelledError, OSError):
            self._check_scheduler()
            raise
        finally:
            self._client.cancel(list(begun))

    def _check_scheduler(self) -> None:
        """Raises SchedulerLost; without it nothing that was begun comes back, whoever is started in its place."""
        if self._client.status != "running":
            raise SchedulerLost(LOST)

    def _begin_again(
        self, begun: dict[Any, Task], queue: deque[Task], lost: Counter[int]
    ) -> Iterator[tuple[Task, Failed]]:
        """With every worker gone nobody has what was begun, and dask gives it to no one who is admitted later.

        A task with which they were lost too often has failed.
        """
        self._client.cancel(list(begun))
        for task in begun.values():
            lost[id(task)] += 1
            if lost[id(task)] > TRIES:
                yield task, Failed(RuntimeError(f"all workers were lost with it, {TRIES + 1} times"))
            else:
                queue.append(task)
        begun.clear()


def _sealed(do: Callable[[Task], Found], task: Task) -> tuple[Callable[[bytes], Found], bytes]:
    """A task as bytes, and what opens them: a scheduler reads what it hands on, and has no need of these sources.

    What opens them is a function of no module, which travels whole.
    """
    import cloudpickle

    def open_and_do(content: bytes) -> Any:
        import pickle

        do, task = pickle.loads(content)
        return do(task)

    return open_and_do, cloudpickle.dumps((do, task))


def _found(future: Any) -> Any:
    """The result of a future that is done, or Failed."""
    from distributed import CancelledError

    try:
        return future.result()
    except CancelledError:
        return Failed(RuntimeError("the scheduler has given the task up"))
    except Exception as fault:  # the fault of the task, with its traceback, or of the workers that died at it
        return Failed(fault)


@contextmanager
def local(n: int, tell: Tell) -> Iterator[Workers]:
    """``n`` processes of this machine, which end with this one, however it ends.

    They are asked for once the cluster stands, so that it can be closed from then on, and while they start this process
    gives its own bits.  Raises TimeoutError where they do not come.
    """
    from distributed import Client, LocalCluster

    configure()
    with (
        LocalCluster(
            n_workers=0, threads_per_worker=1, processes=True, host=LOOPBACK, dashboard_address=None,
            worker_dashboard_address=ANY_PORT, scheduler_kwargs={"dashboard_address": ANY_PORT, "dashboard": False},
            security=encryption(), preload=SETUP, memory_limit=0, silence_logs=50,
        ) as cluster,
        Client(cluster, direct_to_workers=True) as client,
    ):  # fmt: skip
        cluster.scale(n)
        probe()
        client.wait_for_workers(n, timeout=START)
        yield Workers(client, tell, n, partial(cluster.scale, 0))


@contextmanager
def scheduler(address: str, tell: Tell) -> Iterator[Workers]:
    """The workers of a scheduler that runs already; with the encryption that dask's own configuration asks for.

    Raises ValueError where the address asks for encryption and no certificates are known, OSError where nobody answers.
    """
    from distributed import Client
    from distributed.versions import VersionMismatchWarning

    configure()
    if address.startswith(ENCRYPTED) and encryption() is None:
        raise ValueError("no certificates; name them in dask's distributed.comm.tls")
    warnings.simplefilter("ignore", VersionMismatchWarning)  # whom it concerns is refused, by name
    try:
        asyncio.run(_answers(address))
    except TimeoutError:
        raise TimeoutError(f"no answer within {PATIENCE:.0f} s") from None
    except (ValueError, MemoryError, TypeError) as fault:  # of another program's words, taken for lengths and names
        raise OSError("what answers is not a dask scheduler") from fault
    with Client(address, security=encryption(), timeout=f"{PATIENCE:.0f}s") as client:
        yield Workers(client, tell)


async def _answers(address: str) -> None:
    """Whether a scheduler is there: a client would wait for ever where something listens that says nothing."""
    from distributed.core import rpc

    arguments = own.get_connection_args("client") if (own := encryption()) is not None else None
    async with asyncio.timeout(PATIENCE), rpc(address, connection_args=arguments) as scheduler:
        await scheduler.identity()


def configure() -> None:
    """What dask is asked for, where its user has not asked for something else; that a scheduler is lost we tell."""
    import dask

    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    dask.config.update_defaults({"distributed": {"admin": {"low-level-log-length": 0}}})
    dask.config.set({"distributed.scheduler.allowed-failures": TRIES})


def encryption() -> Any:
    """The encryption that dask's own configuration asks for; None where it names no certificates."""
    import dask
    from distributed import Security

    return Security() if dask.config.get("distributed.comm.tls.ca-file", None) else None
