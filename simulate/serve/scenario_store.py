"""The folder of scenarios: which there are, whether a name is safe, and saving without losing what stands there."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from simulate.errors import Findings
from simulate.machine.files import SCENARIOS, scratch_folder, without_links
from simulate.parameters.fields import text_of
from simulate.parameters.strict_yaml import Mapping, load
from simulate.results.words import Bilingual
from simulate.scenario.names import scenario_names

BASES: Final = ("baseline", "law_2021")  # every comparison stands on them: never replaced from the page
_SAFE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")
RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # no files on Windows
_OF_MODEL: Final = re.compile(r"^author: Lingbao\s*$", re.MULTILINE)


@lru_cache(maxsize=500)
def _titles(path: Path, _changed: int) -> Bilingual:
    findings = Findings()
    fields = load(path, path.name, findings)
    title = fields.entries.get("title") if fields is not None else None
    if not isinstance(title, Mapping):
        return Bilingual(path.stem, path.stem)
    return Bilingual(*(text_of(title, each, findings) or path.stem for each in ("en", "zh")))


def titles_of(path: Path) -> Bilingual:
    """The title of a scenario file in both languages; its name where it has none."""
    return _titles(path, path.stat().st_mtime_ns) if path.is_file() else Bilingual(path.stem, path.stem)


def title_of(name: str, language: str) -> str:
    """The title of a shipped scenario or of a file; the name itself where there is none."""
    path = Path(name) if name.endswith(".yaml") else SCENARIOS / f"{name}.yaml"
    return titles_of(path).of(language)


class ScenarioStore:
    """Scenarios of the model and, in ``folder``, those of the user."""

    def __init__(self, folder: Path = SCENARIOS) -> None:
        self.folder = without_links(folder)

    def choices(self, language: str = "en") -> dict[str, str]:
        """What the command line takes for each scenario, and the name to show: the bases first, own ones last."""
        names = {name: self.title(name, language) for name in scenario_names()}
        if self.folder == without_links(SCENARIOS):
            return names
        own = sorted(self.folder.glob("*.yaml")) if self.folder.is_dir() else []
        return names | {str(path): titles_of(path).of(language) for path in own}

    def title(self, name: str, language: str) -> str:
        """The title of a shipped scenario or a file; its name where it has none."""
        return title_of(name, language)

    def own(self, language: str = "en") -> dict[str, str]:
        """Files that may be opened in the form, by path: not the two bases."""
        paths = sorted(self.folder.glob("*.yaml")) if self.folder.is_dir() else []
        return {str(path): titles_of(path).of(language) for path in paths if path.stem not in BASES}

    def fault_of(self, name: str) -> str:
        """Why a file may not have this name, as a key of the words; empty if it may."""
        if not _SAFE.fullmatch(name) or RESERVED.fullmatch(name):
            return "name_unsafe"
        return "name_of_base" if name.casefold() in BASES else ""

    def standing(self, name: str) -> Path | None:
        """The file that already has the name, however capitals are written."""
        if not self.folder.is_dir():
            return None
        return next((path for path in self.folder.glob("*.yaml") if path.stem.casefold() == name.casefold()), None)

    def is_of_model(self, path: Path) -> bool:
        """Whether a file came with the model."""
        return self.folder == without_links(SCENARIOS) and bool(_OF_MODEL.search(path.read_text(encoding="utf-8-sig")))

    def save(self, name: str, text: str, replace: bool = False) -> Path:
        """Write ``name.yaml``, all or nothing; raises FileExistsError unless ``replace``, ValueError for its name."""
        if self.fault_of(name):
            raise ValueError(name)
        self.folder.mkdir(parents=True, exist_ok=True)
        standing = self.standing(name)
        if standing is not None and not replace:
            raise FileExistsError(standing)
        path = standing or self.folder / f"{name}.yaml"
        with scratch_folder(path) as folder:
            scratch = folder / path.name
            scratch.write_text(text, encoding="utf-8", newline="\n")
            if replace:
                os.replace(scratch, path)
            else:
                _place(scratch, path)
        return path


def _place(temporary: Path, path: Path) -> None:
    """Put a file where there is none; raises FileExistsError if another window was faster."""
    try:
        os.link(temporary, path)
    except (NotImplementedError, PermissionError):  # a file system without links
        with path.open("xb") as file:
            file.write(temporary.read_bytes())
