"""Who may work: a worker that computes exactly as this process does.  Any other is refused by name before it computes.

A task asks for a *resource* of dask that only an admitted worker has; the scheduler gives it to no other.  Versions are
asked of dask itself first, since nothing of ours could be read by another Python; then the sources, and the bits of a
probe, which one worker of each machine but this gives first, so that each compiles once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from simulate.machine.processes import keep_freed_memory
from simulate.sweeps.identity import KINDS, LIBRARIES, differences, identity, probe

GRANT: Final = "lingbao"
LOOPBACK: Final = "127.0.0.1"
LOST: Final = "the scheduler has ended, or can no longer be reached"
_MISSING: Final = (ModuleNotFoundError, ImportError, AttributeError)  # a worker that knows nothing of the question


class SchedulerLost(ConnectionError):
    """The scheduler has ended, or can no longer be reached."""


class WorkersRefused(RuntimeError):
    """Workers are there, and none computes as this process does."""


class Admission:
    """Looks at workers as they come; ``grant`` is what a task must ask for."""

    def __init__(self, client: Any, tell: Callable[[str], None]) -> None:
        self._client = client
        self._tell = tell
        self._mine = identity()
        self._seen: dict[str, str] = {}  # address -> why refused; empty of one admitted
        self._machines = {LOOPBACK}  # that have compiled
        self.grant = {f"{GRANT}-{self._mine['code']}": 1}
        self.n_slots = 0

    def look(self) -> bool:
        """Admit or refuse workers that have come since; whether none is left of those admitted before.

        Raises WorkersRefused once all that are there have been refused.
        """
        workers = self._there()
        are_gone = not any(self._is_admitted(address) for address in workers)
        new = {address: about for address, about in workers.items() if address not in self._seen}
        if new:
            self._judge(new)
            workers = self._there()
        self.n_slots = sum(int(about["nthreads"]) for each, about in workers.items() if self._is_admitted(each))
        if workers and all(self._seen.get(address) for address in workers):
            stated = "; ".join(f"{address}: {self._seen[address]}" for address in workers)
            raise WorkersRefused(f"no worker computes as this process does: {stated}")
        return are_gone

    def _there(self) -> Mapping[str, Any]:
        there: Mapping[str, Any] = self._client.scheduler_info(n_workers=-1)["workers"]
        return there

    def _is_admitted(self, address: str) -> bool:
        return self._seen.get(address) == ""

    def _judge(self, new: Mapping[str, Any]) -> None:
        left = self._of_same_code(self._of_same_python(new))
        first_of: dict[str, str] = {}
        for address in left:
            if new[address]["host"] not in self._machines:
                first_of.setdefault(new[address]["host"], address)
        for group in (list(first_of.values()), [each for each in left if each not in first_of.values()]):
            self._admit(self._of_same_bits(group), new)

    def _of_same_python(self, new: Iterable[str]) -> list[str]:
        """Those whose Python and libraries are these; asked of dask, which has read nothing of ours."""
        stated = self._client.get_versions(packages=list(LIBRARIES))["workers"]
        same = []
        for address in new:
            packages = (stated.get(address) or {}).get("packages", {})
            python = str(packages.get("python", "")).removesuffix(".final.0")
            libraries = " ".join(f"{name} {packages.get(name)}" for name in LIBRARIES)
            theirs = {"python": python, "libraries": libraries}
            found = differences({key: self._mine[key] for key in theirs}, theirs)
            if found:
                self._refuse(address, found)
            else:
                same.append(address)
        return same

    def _of_same_code(self, addresses: list[str]) -> list[str]:
        return self._of_same(self._mine, self._ask(_introduced, addresses))

    def _of_same_bits(self, addresses: list[str]) -> list[str]:
        """Those that give the bits of the probe, which this process gives meanwhile; each machine compiles first."""
        if not addresses:
            return []
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(self._ask, _bits, addresses)
            mine = _bits()
        return self._of_same(mine, asked.result())

    def _of_same(self, mine: Mapping[str, str], answers: Mapping[str, Any]) -> list[str]:
        """Those whose answer is this process's; the others are refused."""
        same = []
        for address, theirs in answers.items():
            is_none = isinstance(theirs, BaseException)
            found = [_without_us(theirs)] if is_none else differences(mine, theirs)
            if found:
                self._refuse(address, found)
            else:
                same.append(address)
        return same

    def _admit(self, addresses: list[str], about: Mapping[str, Any]) -> None:
        for address in addresses:
            granted = {name: int(about[address]["nthreads"]) for name in self.grant}
            if not isinstance(self._ask(_grant, [address], granted=granted)[address], BaseException):
                self._seen[address] = ""
                self._machines.add(about[address]["host"])

    def _refuse(self, address: str, found: list[str]) -> None:
        self._seen[address] = "; ".join(found)
        self._tell(f"worker {address} refused: {self._seen[address]}")

    def _ask(self, question: Callable[..., Any], addresses: list[str], **given: object) -> dict[str, Any]:
        """What each worker answers, or the fault it raises; one that is gone meanwhile answers with a fault.

        Raises SchedulerLost.
        """
        if not addresses:
            return {}
        try:
            answers: dict[str, Any] = self._client.run(question, workers=addresses, on_error="return", **given)
        except OSError as fault:  # by the way to the scheduler; what a worker raises is an answer
            raise SchedulerLost(LOST) from fault
        except Exception as fault:
            return dict.fromkeys(addresses, fault)
        return {address: answers.get(address, ConnectionError("gone")) for address in addresses}


def _introduced() -> dict[str, str]:
    """Asked of a worker: who it is, on its way to work."""
    keep_freed_memory()
    return identity()


def _bits() -> dict[str, str]:
    return {"bits": probe()}


async def _grant(dask_worker: Any, granted: Mapping[str, float]) -> None:
    """Give a worker the resource that tasks ask for."""
    await dask_worker.set_resources(**granted)


def _without_us(fault: BaseException) -> str:
    """A worker that cannot answer has none of this code, or one too old to know the question."""
    if any(each.__name__ in repr(fault) for each in _MISSING):  # dask hands over some faults as their text
        return f"{KINDS['code']} (none that could be asked: {fault})"
    return f"no answer ({type(fault).__name__}: {fault})"
