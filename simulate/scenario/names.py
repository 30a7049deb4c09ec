"""Names of scenarios as the command line takes them: which are shipped, and whether those asked for can be read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from simulate.errors import Findings, did_you_mean
from simulate.files import SCENARIOS, check_readable


def scenario_names() -> tuple[str, ...]:
    """Names of the scenarios shipped, the two bases first."""
    found = {path.stem for path in SCENARIOS.glob("*.yaml")}
    bases = [name for name in ("baseline", "law_2021") if name in found]
    return (*bases, *sorted(found.difference(bases)))


def check_scenarios(names: Sequence[str], faults: Findings) -> None:
    """Each name is a shipped scenario or a readable file of one; no name twice."""
    shipped = scenario_names()
    stems = [Path(name).stem for name in names]
    for position, name in enumerate(names):
        if name in names[:position]:
            faults.add((name, 0, 0), "the same scenario twice", "each scenario once")
        elif stems[position] in stems[:position]:
            hint = "results are told apart by the file's name; rename one"
            faults.add((name, 0, 0), f"a second scenario {stems[position]}", "each name once", hint)
        elif name.endswith((".yaml", ".yml")) or os.sep in name:
            check_readable(Path(name), faults)
        elif name not in shipped:
            piece = SCENARIOS / "overrides" / f"{name}.yaml"
            hint = did_you_mean(name, shipped) or "shipped: " + ", ".join(shipped)
            if piece.exists():
                hint = f"it is an override: name it under `overrides:` of a scenario, or run {_near(piece)}"
            faults.add((name, 0, 0), "no scenario of this name", "a shipped scenario or a .yaml file", hint)


def _near(path: Path) -> Path:
    """A path as seen from the current folder, if it lies in it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
