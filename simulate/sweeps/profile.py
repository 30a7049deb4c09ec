"""The profile of a Slurm cluster: what each job of workers asks for, handed to ``dask_jobqueue.SLURMCluster``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from simulate.errors import Findings
from simulate.parameters.fields import check_keys, parsed_of, text_of, words_of
from simulate.parameters.strict_yaml import load
from simulate.sweeps.admission import LOOPBACK
from simulate.sweeps.engines import SETUP, Tell, Workers, configure, encryption

KEYS: Final = {
    "jobs", "processes", "memory", "walltime", "queue", "account", "python", "interface", "host", "log_directory",
    "directives", "before",
}  # fmt: skip
MOST: Final = 100_000


@dataclass(frozen=True)
class Profile:
    """Jobs asked for, and what each is."""

    jobs: int
    processes: int  # of each job, with a core each
    host: str  # where the scheduler listens; nothing where an interface is named
    options: dict[str, Any]  # of SLURMCluster


def read_profile(path: Path) -> Profile:
    """The profile of a file; raises ProblemsFound with every fault."""
    findings = Findings()
    fields = load(path, str(path), findings)
    findings.raise_if_any()
    if fields is None:
        raise AssertionError("a file that cannot be read has a problem")
    check_keys(fields, KEYS, findings, "a profile of Slurm")
    jobs = parsed_of(fields, "jobs", _count, f"a whole number from 1 to {MOST:,}", "jobs: 4", findings) or 1
    processes = parsed_of(fields, "processes", _count, f"a whole number from 1 to {MOST:,}", "", findings) or 1
    for key in ("memory", "walltime"):
        if key not in fields.entries:
            findings.add(fields.place, f"no {key}", f"the key {key}", "memory: 8GB and walltime: 02:00:00, of one job")
    texts = {key: text_of(fields, key, findings) for key in KEYS if key in fields.entries and key not in _LISTS}
    lists = {key: words_of(fields.entries.get(key), findings) for key in _LISTS}
    if "host" in texts and "interface" in texts:
        findings.add(fields.entries["host"].place, "host and interface", "one of the two")
    findings.raise_if_any()
    options: dict[str, Any] = {
        "cores": processes, "processes": processes, "memory": texts["memory"], "walltime": texts["walltime"],
        **{key: texts[key] for key in ("queue", "account", "python", "interface", "log_directory") if key in texts},
    }  # fmt: skip
    host = texts.get("host", "" if "interface" in texts else LOOPBACK)
    options["job_extra_directives"] = list(lists["directives"])
    options["job_script_prologue"] = list(lists["before"])
    return Profile(jobs, processes, host, options)


_LISTS: Final = ("directives", "before")


def _count(text: str) -> int:
    """A whole number of jobs or processes; raises ValueError."""
    number = int(text)
    if not 1 <= number <= MOST:
        raise ValueError(text)
    return number


@contextmanager
def slurm(profile: Profile, tell: Tell) -> Iterator[Workers]:
    """Workers that Slurm starts; the scheduler runs in this process and the jobs end with it."""
    from dask_jobqueue.slurm import SLURMCluster
    from distributed import Client

    configure()
    arguments = ["--preload", SETUP, "--memory-limit", "0"]
    options: dict[str, Any] = {"dashboard": False, "dashboard_address": f"{profile.host or LOOPBACK}:0"}
    if profile.host:
        options["host"] = profile.host
    if profile.host == LOOPBACK:  # workers of this machine listen there too
        arguments += ["--host", LOOPBACK]
    with (
        SLURMCluster(
            **profile.options, security=encryption(), worker_extra_args=arguments, silence_logs="critical",
            scheduler_options=options,
        ) as cluster,
        Client(cluster) as client,
    ):  # fmt: skip
        cluster.scale(jobs=profile.jobs)
        yield Workers(client, tell, profile.jobs * profile.processes)
