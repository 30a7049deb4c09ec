"""Which sources compiled code can depend on, their digest, and the folder that is named by it.

Nothing here needs Numba, which takes most of a second to import: whether anything has been compiled is known before.
"""

from __future__ import annotations

import hashlib
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Final

from simulate.machine import caches

# Files and rooms of ``simulate`` that compiled code can reach; a test walks what kernels import and finds none outside.
REACHED: Final = (
    "careers", "clock.py", "codes.py", "contracts.py", "engine", "measures", "population/synthesis_kernels.py",
    "schemes",
)  # fmt: skip
FIRST_RUN: Final = "first run on this machine: getting ready takes about a minute, once"
READY: Final = "ready"  # begins the name of a file that says what a run was seen to need


def kernel_digest() -> str:
    """Digest of all sources compiled code may depend on, sixteen hexadecimal digits."""
    digest = hashlib.sha256(f"numba {version('numba')} python {sys.version_info[:3]}".encode())
    root = Path(__file__).resolve().parent.parent
    for path in reached_sources(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def reached_sources(root: Path) -> list[Path]:
    """The source files of ``REACHED`` below the package ``root``, in a fixed order."""
    return sorted(path for each in REACHED for path in _sources(root / each))


def _sources(place: Path) -> list[Path]:
    return [place] if place.suffix == ".py" else list(place.rglob("*.py"))


def cache_folder() -> Path | None:
    """A private folder for the code compiled from these sources; None where nothing can be kept at all."""
    return caches.folder("kernels", kernel_digest())


def is_any_kept() -> bool:
    """Whether a run was seen to end its compilation from these sources, on this kind of processor or another."""
    folder = cache_folder()
    return folder is not None and any(folder.glob(f"{READY}-*"))
