"""Names of scenarios as the command line takes them: which are shipped, and whether those asked for can be read."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from simulate.errors import Findings, did_you_mean, nearest
from simulate.language import naming
from simulate.language.traditional import simplified
from simulate.machine.files import SCENARIOS, check_readable

BASES: Final = ("baseline", "law_2021")  # the law itself, which reforms are laid beside
_TITLE: Final = re.compile(r"^title: \{en: (.*), zh: (.*)\}", re.MULTILINE)
_SHORT: Final = {"基准": "baseline", "基准情景": "baseline", "现行法": "baseline", "2021年法律": "law_2021"}


def scenario_names() -> tuple[str, ...]:
    """Names of the scenarios shipped, the two bases first."""
    found = {path.stem for path in SCENARIOS.glob("*.yaml")}
    bases = [name for name in BASES if name in found]
    return (*bases, *sorted(found.difference(bases)))


@cache
def _titles() -> dict[str, str]:
    """Names of the shipped scenarios by their titles, English and Chinese, folded."""
    found: dict[str, str] = {}
    for name in scenario_names():
        head = (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8")[:2000]
        for title in _TITLE.findall(head)[:1]:
            found |= {_folded(each): name for each in title}
    return found


def _folded(title: str) -> str:
    return naming.plain(simplified(title.strip(" \"'"))).rstrip("。.")


def scenario_named(name: str) -> str:
    """The shipped scenario that a name or title means, in Chinese or English; a file, or what means none, as it is."""
    if name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name:
        return name
    shipped = scenario_names()
    plain = naming.plain(name)
    if name in shipped or plain in shipped:
        return name if name in shipped else plain
    return _SHORT.get(simplified(name.strip())) or _titles().get(_folded(name), name)


def _nearest_title(name: str) -> str:
    """``did you mean X (x)?`` for a title near a text that is not a name; else nothing."""
    close = nearest(_folded(name), _titles())
    return f"did you mean {close} ({_titles()[close]})?" if close else naming.alike(name, _titles())


def near_scenarios(name: str, shipped: Sequence[str]) -> str:
    """The cure for a text that names no scenario: the nearest by name or title; of a file its ending; else all."""
    if Path(name).suffix and not Path(name).suffix[1:].isdigit():
        return "a scenario file ends in .yaml"
    return did_you_mean(name, shipped) or _nearest_title(name) or "shipped: " + ", ".join(shipped)


def check_scenarios(names: Sequence[str], faults: Findings) -> None:
    """Each name is a shipped scenario or a readable file of one; no name twice."""
    shipped = scenario_names()
    stems = [Path(name).stem for name in names]
    for position, name in enumerate(names):
        if name in names[:position]:
            faults.add((name, 0, 0), "the same scenario twice", "each scenario once")
        elif stems[position] in stems[:position]:
            hint = "results are distinguished by the file's name; rename one"
            faults.add((name, 0, 0), f"a second scenario {stems[position]}", "each name once", hint)
        elif name.endswith((".yaml", ".yml")) or os.sep in name:
            check_readable(Path(name), faults)
        elif name not in shipped:
            piece = SCENARIOS / "overrides" / f"{name}.yaml"
            hint = near_scenarios(name, shipped)
            if piece in SCENARIOS.glob("overrides/*.yaml"):
                hint = f"it is an override: name it under `overrides:` of a scenario, or run {_near(piece)}"
            faults.add((name, 0, 0), "no scenario of this name", "a shipped scenario or a .yaml file", hint)


def _near(path: Path) -> Path:
    """A path as seen from the current folder, if it lies in it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
