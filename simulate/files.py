"""Files of a user's machine: written whole or not at all, and where what can be made again is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write a text file; what stood there stays until the new one is complete."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        scratch.write_text(text, encoding="utf-8", newline="\n")
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def caches() -> Iterator[Path]:
    """Folders for what can be made again, the first choice first: LINGBAO_CACHE, the user's cache."""
    for name in ("LINGBAO_CACHE", "XDG_CACHE_HOME"):
        if os.environ.get(name):
            yield Path(os.environ[name])
    with suppress(RuntimeError):  # a user without a home
        yield Path.home() / ".cache"
