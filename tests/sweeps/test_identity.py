"""The digest of the code covers all that the numbers of a cell come from, wherever it is moved to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from simulate.sweeps.identity import ROOMS
from tests.sweeps.conftest import ROOT

# Loaded with the tasks, and no number hangs on it: it reads, writes, carries or compares what has digests of its own.
CARRIES = {
    "__init__.py", "errors.py", "language", "machine/__init__.py", "machine/caches.py", "machine/files.py", "scenario",
    "sweeps/__init__.py", "sweeps/admission.py", "sweeps/engines.py", "sweeps/identity.py", "sweeps/laws.py",
    "sweeps/shares.py",
}  # fmt: skip
LOADED = (
    "import sys, simulate.sweeps.tasks, simulate.sweeps.shares\n"
    "sys.stdout.write('\\n'.join(getattr(each, '__file__', None) or '' for name, each in sys.modules.items()"
    " if name.startswith('simulate')))"
)


def test_whatever_a_task_loads_is_in_the_digest() -> None:
    stated = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = {Path(line).relative_to(ROOT / "simulate").as_posix() for line in stated.splitlines() if line}
    assert "cohorts/live.py" in names
    assert {name for name in names if not _is_below(name, {*ROOMS, *CARRIES})} == set()


def test_every_room_is_there() -> None:
    assert [room for room in ROOMS if not (ROOT / "simulate" / room).exists()] == []


def _is_below(name: str, rooms: set[str]) -> bool:
    return any(name == room or name.startswith(f"{room}/") for room in rooms)
