"""What a process computes with: its sources, compiled code, Python, libraries, and the bits it gives in a probe.

Two processes of one identity give the same bits; one of another is refused before it computes.  The digests are of the
sources as they were when this process loaded them, since a process that outlives an edit computes with the old ones.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from simulate import cohorts
from simulate.contracts import N_COHORTS
from simulate.engine import kernel_sources
from simulate.parameters import BASELINE_DAY
from simulate.sweeps.laws import law_book

# Files and rooms of ``simulate`` on which the numbers of a cell depend, beside the values of its parameters.
ROOMS: Final = (
    *kernel_sources.REACHED, "population", "parameters", "funds", "indicators", "cohorts", "sweeps/numbers.py",
    "sweeps/tasks.py", "machine/processes.py",
)  # fmt: skip
SUFFIXES: Final = (".py", ".csv", ".yaml")
LAW: Final = "parameters.yaml"  # whose values stand in the digest of the parameters
LIBRARIES: Final = ("numpy", "scipy", "numba")
PROBE_WORKERS: Final = 300
PROBE_CHANGE: Final = {"lever": "enrolment.hukou_rule", "value": "open", "from": "2027-01"}
KINDS: Final[Mapping[str, str]] = {  # how a refusal names what differs
    "python": "Python", "libraries": "libraries", "code": "other code", "kernels": "an older cache of compiled code",
    "bits": "other bits in the probe",
}  # fmt: skip


def _code_digest() -> str:
    """sha256 of the sources and of the versions of the libraries they call, sixteen digits."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(json.dumps(_libraries()).encode())
    for room in ROOMS:
        place = root / room
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in SUFFIXES and path.name != LAW:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _libraries() -> dict[str, str]:
    return {name: version(name) for name in LIBRARIES}


CODE: Final = _code_digest()
KERNELS: Final = kernel_sources.kernel_digest()


def identity() -> dict[str, str]:
    """This process, without the probe, which takes a second."""
    return {
        "python": platform.python_version(),
        "libraries": " ".join(f"{name} {each}" for name, each in _libraries().items()),
        "code": CODE,
        "kernels": KERNELS,
    }


@cache
def probe() -> str:
    """Digest of the sums of a few lives under two laws, in which every kernel and table takes part."""
    book = law_book()
    laws = [book.resolve(BASELINE_DAY, changes)[0] for changes in ((), (PROBE_CHANGE,))]
    share = cohorts.Share(cohorts=tuple(range(5, N_COHORTS, 29)))
    lived = cohorts.live(laws, cohorts.RunOptions(workers=PROBE_WORKERS, threads=1), share)
    digest = hashlib.sha256()
    for sums in lived.sums:
        for table in sums[1:]:
            digest.update(table.tobytes())
    for changes in lived.changes:
        digest.update(changes.tobytes())
    return digest.hexdigest()[:16]


def differences(mine: Mapping[str, str], theirs: Mapping[str, str]) -> list[str]:
    """What another process has that this one has not, each in words; none where both compute alike."""
    return [
        f"{KINDS[kind]} ({theirs.get(kind) or 'unknown'}, here {mine[kind]})"
        for kind in KINDS
        if kind in mine and theirs.get(kind) != mine[kind]
    ]
