"""Sweeps and runs over real processes: the bits of one process, whichever is killed on the way, or refused."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.sweeps.by_hand import By, cluster
from tests.sweeps.conftest import ROOT, cells_in, command, design_text, started, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]
RUN = ("run", "hukou_removal", "--workers", "600", "--quiet")


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory, n_cells: int) -> Path:
    """The folder of a design, with its cells as one process has lived them in ``serial``."""
    folder = tmp_path_factory.mktemp("sweep")
    (folder / "floors.yaml").write_text(design_text(n_cells), encoding="utf-8")
    done = command(folder, "sweep", "floors.yaml", "--out", "serial", "--quiet")
    assert done.returncode == 1, done.stderr
    assert len(cells_in(folder / "serial")) == n_cells - 1
    return folder


def workers_of(process: int) -> list[psutil.Process]:
    """The worker processes below a process."""
    below = psutil.Process(process).children(recursive=True)
    return [each for each in below if "spawn_main" in words_of(each)]


def words_of(process: psutil.Process) -> str:
    """The command line of a process; of one that has just ended, nothing."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # a zombie is one, too
        return ""


def at_work(find: Callable[[], list[psutil.Process]], out: Path) -> int:
    """A worker that is at work: its run says how much it does, and it has used the processor since."""
    wait_for(lambda: any(json.loads(each.read_text())["cells"] for each in (out / "progress").glob("*.json")))
    wait_for(lambda: bool(find()))
    before = {each.pid: each.cpu_times().user for each in find()}
    wait_for(lambda: any(each.cpu_times().user > before.get(each.pid, 0.0) + 0.3 for each in find()))
    return max(find(), key=lambda each: each.cpu_times().user - before.get(each.pid, 0.0)).pid


def kill_one(find: Callable[[], list[psutil.Process]], out: Path) -> None:
    """SIGKILL a worker that is at work."""
    os.kill(at_work(find, out), signal.SIGKILL)


def assert_on_loopback(process: int) -> None:
    """A process and all below it listen there, if anywhere."""
    family = [psutil.Process(process), *psutil.Process(process).children(recursive=True)]
    places = [each.laddr.ip for one in family for each in one.net_connections() if each.status == psutil.CONN_LISTEN]
    assert set(places) == {"127.0.0.1"}


def assert_as_serial(folder: Path, out: str, n_cells: int) -> None:
    """All cells but the one that cannot be lived, with the bytes of the serial run; a second start does that one."""
    assert cells_in(folder / out) == cells_in(folder / "serial")
    status = command(folder, "sweep", "status", "floors.yaml", "--out", out)
    assert f"{n_cells - 1} of {n_cells} cells finished, 1 failed" in status.stdout
    assert "floor 0.900000" in status.stdout


def test_a_worker_is_killed_and_a_cell_fails(serial: Path, n_cells: int) -> None:
    with started(
        serial, sys.executable, str(ROOT / "run.py"), "sweep", "floors.yaml", "--local", "2", "--out", "local", "-q"
    ) as run:
        wait_for(lambda: len(workers_of(run.pid)) == 2)
        assert_on_loopback(run.pid)
        kill_one(lambda: workers_of(run.pid), serial / "local")
        _, said = run.communicate(timeout=1200)
    assert run.returncode == 1, said
    assert "above employee_pension.base_ceiling_ratio" in said
    assert_as_serial(serial, "local", n_cells)
    again = command(serial, "sweep", "floors.yaml", "--out", "local", "--quiet", "--json")
    assert again.returncode == 1
    assert f'"stood": {n_cells - 1}' in again.stdout
    (serial / "floors.yaml").write_text(design_text(n_cells).replace("0.900000]", "0.750000]"), encoding="utf-8")
    mended = command(serial, "sweep", "floors.yaml", "--out", "local", "--quiet", "--json")
    (serial / "floors.yaml").write_text(design_text(n_cells), encoding="utf-8")
    assert mended.returncode == 0, mended.stderr
    assert '"lived": 1' in mended.stdout


def test_three_shards_are_the_whole(serial: Path, n_cells: int) -> None:
    codes = [
        command(serial, "sweep", "floors.yaml", "--shard", f"{i}/3", "--out", "shards", "--quiet").returncode
        for i in (1, 2, 3)
    ]
    assert codes == [0, 0, 1]
    assert_as_serial(serial, "shards", n_cells)


def test_workers_started_by_hand(serial: Path, n_cells: int) -> None:
    with cluster(serial, [By(), By()]) as (address, nannies):
        words = ("sweep", "floors.yaml", "--cluster", address, "--out", "cluster", "--quiet")
        with started(serial, sys.executable, str(ROOT / "run.py"), *words) as run:
            below = [lambda nanny=nanny: workers_of(nanny.pid) for nanny in nannies]
            kill_one(lambda: [each for find in below for each in find()], serial / "cluster")
            _, said = run.communicate(timeout=1200)
        assert run.returncode == 1, said
        assert_as_serial(serial, "cluster", n_cells)
        done = command(serial, *RUN, "--cluster", address, "--out", "spread")
        assert done.returncode == 0, done.stderr
    for words in (("--out", "alone"), ("--local", "3", "--out", "three")):
        done = command(serial, *RUN, *words)
        assert done.returncode == 0, done.stderr
    alone = (serial / "alone/results.nc").read_bytes()
    assert (serial / "spread/results.nc").read_bytes() == (serial / "three/results.nc").read_bytes() == alone


def scheduler_of(address: str) -> psutil.Process:
    """The process that listens at an address."""
    port = address.rpartition(":")[2]
    known = list(psutil.process_iter(["cmdline"]))
    return next(each for each in known if {"--port", port} <= set(each.info["cmdline"] or ()))


@pytest.mark.parametrize("has_workers", [True, False], ids=["at work", "waiting for workers"])
def test_the_scheduler_of_a_sweep_is_killed(serial: Path, n_cells: int, has_workers: bool) -> None:
    """One line with the cure, and no cell has failed for it; the same command resumes where it stopped."""
    out = f"lost_{has_workers}"
    words = ("sweep", "floors.yaml", "--out", out, "--quiet")
    with (
        cluster(serial, [By()] if has_workers else []) as (address, nannies),
        started(serial, sys.executable, str(ROOT / "run.py"), *words, "--cluster", address) as run,
    ):
        if has_workers:
            at_work(lambda: workers_of(nannies[0].pid), serial / out)
        else:
            wait_for(lambda: bool(psutil.Process(run.pid).net_connections()))
            time.sleep(3.0)
        scheduler_of(address).kill()
        _, said = run.communicate(timeout=120)
    assert run.returncode == 2, said
    assert said.count("\n") == 1, said
    assert "start it again, and then the same command" in said
    done = command(serial, *words)
    assert done.returncode == 1, done.stderr
    assert_as_serial(serial, out, n_cells)


def test_the_scheduler_of_a_run_is_killed(serial: Path) -> None:
    words = ("run", "--workers", "1000000", "--quiet", "--out", "lost_run")
    with (
        cluster(serial, [By()]) as (address, nannies),
        started(serial, sys.executable, str(ROOT / "run.py"), *words, "--cluster", address) as run,
    ):
        wait_for(lambda: any(each.cpu_times().user > 4.0 for each in workers_of(nannies[0].pid)))
        scheduler_of(address).kill()
        _, said = run.communicate(timeout=120)
    assert run.returncode == 2, said
    assert said.count("\n") == 1, said
    assert not (serial / "lost_run").exists()


def test_the_only_worker_is_killed(serial: Path) -> None:
    """Nobody is left whom dask could give its task to; whoever is started in its place is admitted and does it."""
    words = ("sweep", "floors.yaml", "--local", "1", "--shard", "1/4", "--out", "only", "--quiet")
    with started(serial, sys.executable, str(ROOT / "run.py"), *words) as run:
        kill_one(lambda: workers_of(run.pid), serial / "only")
        _, said = run.communicate(timeout=1200)
    assert run.returncode == 0, said
    of_serial = cells_in(serial / "serial")
    found = cells_in(serial / "only")
    assert found
    assert all(of_serial[name] == content for name, content in found.items())
