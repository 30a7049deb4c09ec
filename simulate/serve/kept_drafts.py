"""Drafts on the disk: each window's own, saved as it is edited, found again after a restart."""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from simulate.machine.files import write_whole
from simulate.serve.draft import Draft, DraftChange

KEPT: Final = ".lingbao"  # the folder in that of the results which holds all that the page keeps
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9-]")


class KeptDrafts:
    """The folder of drafts; a window is known by the name its browser gives the tab."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._began = time.time()
        self._taken: set[str] = set()

    def save(self, tab: str, draft: Draft) -> None:
        """Keep a draft, in place of the tab's earlier one."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._taken.add(self._path(tab).name)
        write_whole(self._path(tab), json.dumps(asdict(draft), ensure_ascii=False))

    def find(self, tab: str) -> Draft | None:
        """The tab's own draft; else the newest that an earlier server left and no other tab has taken up."""
        own = self._path(tab)
        left = [each for each in self._folder.glob("*.json") if each.name not in self._taken and each != own]
        left = [each for each in left if each.stat().st_mtime < self._began]
        for path in [own, *sorted(left, key=lambda each: each.stat().st_mtime, reverse=True)]:
            draft = _read(path)
            if draft is not None:
                self._taken.add(path.name)
                return draft
        return None

    def _path(self, tab: str) -> Path:
        return self._folder / f"{_UNSAFE.sub('', tab)[:60] or 'tab'}.json"


def _read(path: Path) -> Draft | None:
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        fields: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        changes = [DraftChange(**each) for each in fields.pop("changes")]
        draft = Draft(**fields, changes=changes)
        return draft if draft.is_typed else None
    return None
