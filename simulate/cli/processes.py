"""Where a command's lives are lived: here, in processes of this machine, on a scheduler that runs, or on Slurm.

Light: dask is imported where one of these is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulate.cli.leaving import BAD_INPUT, leave, say
from simulate.errors import Findings
from simulate.machine.files import check_readable

if TYPE_CHECKING:
    from simulate.sweeps.engines import Engine

MOST: Final = 1024  # processes of one machine
_ADDRESS: Final = re.compile(r"(tcp|tls|ws|wss)://[^\s/]+:\d{1,5}")
_LIBRARIES: Final = {"distributed": "dask.distributed", "dask_jobqueue": "dask-jobqueue"}
INSTALL: Final = 'python -m pip install -c constraints.txt -e ".[servers]"'


@dataclass(frozen=True)
class Processes:
    """What was asked for; nothing of it is this process alone."""

    local: int | None = None
    cluster: str = ""
    slurm: Path | None = None

    @property
    def are_asked_for(self) -> bool:
        """Whether other processes than this one are to live."""
        return self.local is not None or bool(self.cluster) or self.slurm is not None


HERE: Final = Processes()


def check_processes(asked: Processes, threads: int | None, faults: Findings) -> None:
    """One place at most, each as it can be; threads are of this process."""
    given = {"--local": asked.local is not None, "--cluster": bool(asked.cluster), "--slurm": asked.slurm is not None}
    chosen = [option for option, is_given in given.items() if is_given]
    if len(chosen) > 1:
        faults.add((chosen[0], 0, 0), " and ".join(chosen), "one of --local, --cluster, --slurm")
    if chosen and threads is not None:
        faults.add(("--threads", 0, 0), f"--threads with {chosen[0]}", "one of the two", "each process has one thread")
    if asked.local is not None and not 1 <= asked.local <= MOST:
        faults.add(("--local", 0, 0), str(asked.local), f"from 1 to {MOST} processes")
    if asked.cluster and not _ADDRESS.fullmatch(asked.cluster):
        example = "as `dask scheduler` prints it: tcp://127.0.0.1:8786"
        faults.add(("--cluster", 0, 0), repr(asked.cluster), "the address of a scheduler", example)
    if asked.slurm is not None:
        check_readable(asked.slurm, faults)
    for module in ("distributed", *(["dask_jobqueue"] if asked.slurm else [])) if chosen else ():
        if find_spec(module) is None:
            faults.add((chosen[0], 0, 0), f"no {_LIBRARIES[module]} here", "it installed", INSTALL)


@contextmanager
def engine(asked: Processes, quiet: bool) -> Iterator[Engine]:
    """The engine asked for; leaves with 2 where none can be reached, it is lost, or none of its workers may work."""
    from simulate.sweeps import engines

    if not asked.are_asked_for:
        yield engines.Here()
        return
    from simulate.sweeps.admission import SchedulerLost, WorkersRefused

    try:
        with _workers(asked) as workers:
            if not quiet and not workers.are_there():
                say("waiting for workers")
            workers.look()
            yield workers
    except WorkersRefused as refused:
        leave(BAD_INPUT, str(refused), "start workers with this version of the model, and in its environment")
    except SchedulerLost as lost:
        leave(BAD_INPUT, f"{lost}; start it again, and then the same command: a sweep resumes where it stopped")


def _workers(asked: Processes) -> Any:
    from simulate.sweeps import engines

    if asked.local is not None:
        return engines.local(asked.local, say)
    if asked.cluster:
        return _reached(asked.cluster)
    from simulate.sweeps import profile

    assert asked.slurm is not None
    return profile.slurm(profile.read_profile(asked.slurm), say)


@contextmanager
def _reached(address: str) -> Iterator[Any]:
    """A scheduler that answers; leaves with 2 where none does."""
    from simulate.sweeps import engines

    place = engines.scheduler(address, say)
    try:
        workers = place.__enter__()
    except (OSError, TimeoutError, ValueError) as fault:
        leave(BAD_INPUT, f"--cluster {address}: no scheduler answers ({type(fault).__name__}: {fault})")
    try:
        yield workers
    finally:
        place.__exit__(None, None, None)
