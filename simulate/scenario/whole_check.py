"""The whole check of ``run.py check``: law book, scenarios, and what neither says outright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulate.errors import Problem, ProblemsFound
from simulate.parameters import LawBook, checks
from simulate.parameters.checks import SourceShare
from simulate.scenario.compose import compose
from simulate.scenario.schema import SCENARIOS, bundled, load_scenario


@dataclass(frozen=True)
class CheckReport:
    """What a check found: ``faults`` stop a run, ``remarks`` are to be mended, ``warnings`` are to be known."""

    faults: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    warnings: tuple[str, ...]
    sources: tuple[SourceShare, ...]
    n_parameters: int
    n_scenarios: int


def check(files: Sequence[Path] = (), folder: Path = SCENARIOS) -> CheckReport:
    """Read the law book and the given scenario files (default: all bundled), lay each on its bases, and report.

    A reform is tried on every bundled scenario that fixes the day of the law (``baseline``, ``law_2021``).
    """
    try:
        book = LawBook.load()
    except ProblemsFound as error:
        return CheckReport(error.problems, (), (), (), 0, 0)
    faults: list[Problem] = []
    warnings: list[str] = []
    scenarios = []
    for name in [*bundled(folder), *map(str, files)]:
        try:
            scenarios.append(load_scenario(name, book, folder))
        except ProblemsFound as error:
            faults += error.problems
    bases = [scenario for scenario in scenarios if scenario.as_of is not None]
    for scenario in scenarios:
        for base in [None] if scenario in bases else bases:
            try:
                composed = compose(book, scenario) if base is None else compose(book, base, scenario)
            except ProblemsFound as error:
                faults += error.problems
                continue
            on = "" if base is None else f" on {base.name}"
            warnings += [f"{scenario.name}{on}: {warning}" for warning in composed.warnings]
    remarks = [
        *checks.dead_levers(book), *checks.series_that_end(book), *checks.assumptions_without_range(book),
        *checks.levers_without_moves(book),
    ]  # fmt: skip
    return CheckReport(
        tuple(sorted(set(faults))), tuple(sorted(remarks)), tuple(warnings), tuple(checks.shares_sourced(book)),
        len(book.specs), len(scenarios),
    )  # fmt: skip
