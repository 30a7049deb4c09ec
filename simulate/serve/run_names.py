"""What the user calls a result, kept beside the results; a folder keeps its own name."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from simulate.machine.files import write_whole


class RunNames:
    """Names by folder, in one small file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def all(self) -> dict[str, str]:
        """Every name given, by the name of its folder."""
        with suppress(OSError, ValueError):
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            return {str(key): str(name) for key, name in kept.items()} if isinstance(kept, dict) else {}
        return {}

    def give(self, folder: str, name: str) -> None:
        """Call a result by a name; an empty one takes its name away."""
        names = self.all() | {folder: name.strip()[:120]}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._file, json.dumps({key: each for key, each in names.items() if each}, ensure_ascii=False))
