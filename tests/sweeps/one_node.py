"""A real Slurm of one node on this machine, for as long as a test needs it (root, Debian)."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from tests.sweeps.conftest import wait_for

CONFIGURATION = """\
ClusterName=one
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SlurmctldPort={controller}
SlurmdPort={daemon}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
ReturnToService=2
MpiDefault=none
NodeName={host} NodeAddr=127.0.0.1 CPUs={processors} RealMemory={megabytes} State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def why_not() -> str:
    """Why Slurm cannot be tried here; nothing if it can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "Slurm is started by root alone"
    missing = [name for name in ("slurmctld", "slurmd", "munged", "sbatch") if not shutil.which(name, path=_PATH)]
    return f"no {', '.join(missing)} here (Debian: slurm-wlm, munge)" if missing else ""


_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


def free_port() -> int:
    """A port of loopback nobody listens at."""
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return int(each.getsockname()[1])


@contextmanager
def slurm(folder: Path) -> Iterator[dict[str, str]]:
    """Slurm running from a folder; what its commands need in their environment."""
    for name in ("state", "spool"):
        (folder / name).mkdir(parents=True)
    host = socket.gethostname().split(".")[0]
    configuration = folder / "slurm.conf"
    configuration.write_text(
        CONFIGURATION.format(
            host=host, folder=folder, controller=free_port(), daemon=free_port(), processors=os.cpu_count(),
            megabytes=psutil.virtual_memory().total // 2**20 * 9 // 10,
        )
    )  # fmt: skip
    around = {"SLURM_CONF": str(configuration), "PATH": _PATH}
    whole = os.environ | around
    begun = _munge()
    try:
        for daemon in ("slurmctld", "slurmd"):
            subprocess.run([daemon, "-f", str(configuration)], check=True, env=whole)
        wait_for(lambda: _says(["sinfo", "-h", "-o", "%t"], whole).strip() == "idle", 60.0)
        yield around
    finally:
        subprocess.run(["scancel", "--full", "--user=root"], env=whole, capture_output=True)
        subprocess.run(["scontrol", "shutdown"], env=whole, capture_output=True)
        for file in ("slurmd.pid", "slurmctld.pid"):
            _end(folder / file)
        if begun:
            _end(Path("/run/munge/munged.pid"))


def _says(command: list[str], around: dict[str, str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, env=around).stdout


def _munge() -> bool:
    """Start the daemon by which Slurm knows its users, unless it runs; whether it was started."""
    if any(each.name() == "munged" for each in psutil.process_iter()):
        return False
    run, key = Path("/run/munge"), Path("/etc/munge/munge.key")
    run.mkdir(parents=True, exist_ok=True)
    if not key.exists():
        key.write_bytes(os.urandom(1024))
    for place in (run, key.parent, key, Path("/var/log/munge"), Path("/var/lib/munge")):
        shutil.chown(place, "munge", "munge")
    key.chmod(0o400)
    run.chmod(0o755)
    subprocess.run(["su", "-s", "/bin/bash", "munge", "-c", "/usr/sbin/munged"], check=True)
    return True


def _end(file: Path) -> None:
    """End the process whose number a file holds."""
    with suppress(OSError, ValueError):
        os.kill(int(file.read_text()), signal.SIGTERM)
