"""A scheduler and workers of dask as one starts them by hand, each in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.sweeps.conftest import ROOT, started
from tests.sweeps.one_node import free_port

QUIET = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0")


@dataclass(frozen=True)
class By:
    """A worker: its name (with one it has no process that watches over it), its sources, a script it runs first."""

    name: str = ""
    root: Path = ROOT
    preload: Path | None = None


@contextmanager
def cluster(
    folder: Path, workers: Sequence[By], protocol: str = "tcp", environment: Mapping[str, str] | None = None
) -> Iterator[tuple[str, list[psutil.Process]]]:
    """The address of a scheduler, which has no sources of ours, and the processes that watch over its workers."""
    port, around = free_port(), dict(environment or {})
    address = f"{protocol}://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--protocol", protocol, "--port", str(port), *QUIET]
    dask += ["--preload", str(folder / "no_sources.py")]
    (folder / "no_sources.py").write_text("import sys\nsys.modules['simulate'] = None\n", encoding="utf-8")
    with ExitStack() as stack:
        stack.enter_context(started(folder, *dask, is_heard=False, **around))
        begun = [
            stack.enter_context(
                started(folder, *_worker(address, each), is_heard=False, PYTHONPATH=str(each.root), **around)
            )
            for each in workers
        ]
        yield address, [psutil.Process(each.pid) for each in begun]


def joins(folder: Path, address: str, by: By) -> AbstractContextManager[object]:
    """A further worker, for as long as the block lasts."""
    return started(folder, *_worker(address, by), is_heard=False, PYTHONPATH=str(by.root))


def wait_for_workers(address: str, n: int) -> None:
    """Until so many have come."""
    from distributed import Client

    with Client(address) as client:
        client.wait_for_workers(n, timeout=120)


def _worker(address: str, by: By) -> list[str]:
    words = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", *QUIET]
    words += ["--protocol", address.partition(":")[0]]
    words += ["--name", by.name, "--no-nanny"] if by.name else []
    return words + (["--preload", str(by.preload)] if by.preload else [])
