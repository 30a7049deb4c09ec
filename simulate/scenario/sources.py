"""What stands for a scenario where one is asked for: a name, a file, one already loaded, or the keys of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from simulate.errors import Findings, ProblemsFound
from simulate.parameters import LawBook
from simulate.parameters.strict_yaml import written
from simulate.scenario.names import check_scenarios, scenario_named
from simulate.scenario.schema import SCENARIO_KEYS, Scenario, load_scenario, read_scenario

Source: TypeAlias = str | Path | Scenario | Mapping[str, Any]
GIVEN = "given"  # the name of a scenario that has none


def scenario_of(source: Source, book: LawBook, name: str = GIVEN) -> Scenario:
    """The scenario; raises ProblemsFound.  ``name`` is that of a mapping, which has none of its own."""
    if isinstance(source, Scenario):
        return source
    if isinstance(source, str | Path):
        return load_scenario(scenario_named(str(source)), book)
    findings = Findings()
    expected = "a name, a file, a scenario or the keys of a file"
    if not isinstance(source, Mapping):
        findings.add((name, 0, 0), f"{source!r:.80}", expected)
        raise ProblemsFound(findings.problems)
    if source and not SCENARIO_KEYS.intersection(source):
        findings.add(
            (name, 0, 0), "levers and values", "the keys of a file", "simulate.Reform(...) makes a reform of them"
        )
        raise ProblemsFound(findings.problems)
    try:
        text = written(_plain(source))
    except (TypeError, ValueError) as error:
        findings.add((name, 0, 0), str(error).splitlines()[0], expected)
        raise ProblemsFound(findings.problems) from None
    return read_scenario(name, text, book)


def _plain(value: Any) -> Any:
    """A value as a file writes it: numbers and arrays of numpy as those of Python."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


def reform_of(
    changes: Mapping[str, Any], *, name: str, title: str, start: str | None, provinces: Sequence[str], book: LawBook
) -> Scenario:  # fmt: skip
    """The scenario of a mapping: the keys of a file, or levers (by any name) with their new values.

    ``start`` and ``provinces`` hold for every lever; a value that is a mapping is a change with its own keys.
    """
    if "changes" in changes:
        return scenario_of(changes, book, name)
    common: dict[str, Any] = {"from": start} if start else {}
    common |= {"provinces": list(provinces)} if provinces else {}
    items = [
        {"lever": lever, **common, **(dict(value) if isinstance(value, Mapping) else {"value": value})}
        for lever, value in changes.items()
    ]
    heading = {"title": {"en": title or name, "zh": title or name}, "author": "given in Python", "reference": "own"}
    return scenario_of({**heading, "changes": items}, book, name)


def load_all(sources: Sequence[Source], book: LawBook) -> list[Scenario]:
    """All of them, each of another name, as results tell them apart by it; raises ProblemsFound with every fault."""
    findings = Findings()
    check_scenarios([scenario_named(str(each)) for each in sources if isinstance(each, str | Path)], findings)
    findings.raise_if_any()
    mappings = [each for each in sources if isinstance(each, Mapping)]
    names = {id(each): GIVEN if len(mappings) == 1 else f"{GIVEN}_{i}" for i, each in enumerate(mappings, 1)}
    loaded: list[Scenario] = []
    for each in sources:
        try:
            loaded.append(scenario_of(each, book, names.get(id(each), GIVEN)))
        except ProblemsFound as found:
            findings.problems += found.problems
    for i, scenario in enumerate(loaded):
        if scenario.name in [other.name for other in loaded[:i]]:
            findings.add((scenario.name, 0, 0), f"a second scenario {scenario.name}", "each name once")
    findings.raise_if_any()
    return loaded
