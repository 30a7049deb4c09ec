"""The scenarios of all result folders of a page, and single numbers of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from simulate.indicators import Output
from simulate.results import plain_text
from simulate.results.estimates import DIFFERENCE, DRAWN, HIGH, LOW
from simulate.results.manifest import Made
from simulate.results.reader import Run, read_runs
from simulate.results.uncertainty import Uncertainty
from simulate.results.words import Bilingual
from simulate.scenario.kept import own_text

LONGEST_REFERENCE: Final = 2000  # characters
Label = str | int | float
_ENDS: Final = (LOW, HIGH, f"{DIFFERENCE}_{LOW}", f"{DIFFERENCE}_{HIGH}")


class Fan(NamedTuple):
    """Ends of nine draws in ten of what is fitted and assumed: of a number, and of its difference; NaN if unknown."""

    low: float
    high: float
    difference_low: float
    difference_high: float


class Reading(NamedTuple):
    """One number of one scenario in the dataset's unit; NaN where there is none."""

    value: float
    error: float
    difference: float
    difference_error: float


@dataclass(frozen=True)
class Scenario:
    """One scenario of the page.  ``key`` is unique on the page, ``name`` in its run."""

    key: str
    name: str
    title: Bilingual
    run: Run
    number: int  # of the run
    position: int  # in the run; the first is the base of its differences
    made: Made  # what the manifest says of it
    reference: str  # of the scenario as written

    @property
    def is_base(self) -> bool:
        """Whether the differences of its run are taken to it."""
        return self.position == 0

    def read(self, output: str, labels: Mapping[str, Label]) -> Reading:
        """The number of an output at labels of all its dimensions."""
        estimate, places = self.run.results.estimates[output], self.run.results.places
        cell = (self.position, *(places[dim][labels[dim]] for dim in estimate.output.dims))
        arrays = estimate.parts
        return Reading(*(math.nan if array is None else float(array[cell]) for array in arrays))

    def fan(self, output: str, labels: Mapping[str, Label]) -> Fan | None:
        """How far the draws of its run spread an output at labels of all its dimensions; None without draws."""
        estimate, places = self.run.results.estimates[output], self.run.results.places
        if estimate.drawn is None:
            return None
        cell = (self.position, *(places[dim][labels[dim]] for dim in estimate.output.dims))
        return _fan(float(each[cell]) for each in estimate.drawn)

    def fan_of_quotient(self, output: str, per: str, labels: Mapping[str, Label]) -> Fan | None:
        """How far the draws of its run spread an output over another in a year; None where that was not kept."""
        found = Uncertainty.of(self.run.results)
        others = {dim: label for dim, label in labels.items() if dim != "year"}
        known = found.of_quotient(output, per, others) if found is not None else None
        if known is None:
            return None
        place = self.run.results.places["year"][labels["year"]]
        return _fan(each[self.position][place] for each in known.ends)


def _fan(ends: Iterable[float]) -> Fan:
    """Of what stands in the order of DRAWN."""
    known = dict(zip(DRAWN, ends, strict=False))
    return Fan(*(known.get(each, math.nan) for each in _ENDS))


@dataclass(frozen=True)
class Source:
    """All scenarios of the runs of a page, and what they have in common."""

    runs: tuple[Run, ...]
    scenarios: tuple[Scenario, ...]

    def has(self, output: str) -> bool:
        """Whether every run holds an output."""
        return all(output in run.results.estimates for run in self.runs)

    def output(self, name: str) -> Output:
        """What an output is."""
        return self.runs[0].results.estimates[name].output

    def labels(self, dim: str) -> tuple[Label, ...]:
        """Labels of a dimension that every run has, in the order of the first."""
        first, *others = self.runs
        known = [run.results.places.get(dim, {}) for run in others]
        return tuple(each for each in first.results.coords.get(dim, ()) if all(each in places for places in known))

    @property
    def has_draws(self) -> bool:
        """Whether a run has draws of what is fitted and assumed."""
        return any(each.drawn is not None for run in self.runs for each in run.results.estimates.values())

    @property
    def has_reforms(self) -> bool:
        """Whether there is any difference to show."""
        return any(not each.is_base for each in self.scenarios)

    @property
    def reforms(self) -> tuple[Scenario, ...]:
        """Scenarios that are compared with a base."""
        return tuple(each for each in self.scenarios if not each.is_base)


def open_runs(folders: Sequence[Path]) -> Source:
    """Read result folders; a scenario that another folder gave already, number for number, is shown once.

    Raises ProblemsFound for a folder that holds no result, or one that is not as it was written.
    """
    return of_runs(read_runs(folders))


def of_runs(runs: Sequence[Run]) -> Source:
    """The scenarios of runs that have been read, or have just been lived."""
    scenarios: dict[str, Scenario] = {}
    origins: set[tuple[str, ...]] = set()
    for number, run in enumerate(runs):
        for position, made in enumerate(run.manifest.scenarios):
            origin = (made.parameters_digest, *_sample_and_cut(run), str(run.manifest.versions))
            if origin in origins and made.parameters_digest and made.name in scenarios:
                continue
            origins.add(origin)
            key = made.name if made.name not in scenarios else f"{made.name} ({run.name}, {number + 1})"
            title = Bilingual(*map(plain_text.line, made.title))
            reference = plain_text.line(_header(made).get("reference", ""), LONGEST_REFERENCE)
            scenarios[key] = Scenario(key, made.name, title, run, number, position, made, reference)
    return Source(tuple(runs), tuple(scenarios.values()))


def _sample_and_cut(run: Run) -> tuple[str, ...]:
    """Which workers a run drew, and of which years, places and draws it tells: runs alike in these tell the same."""
    about = run.manifest.run
    options = about.get("options") or {}
    has_draws = any(each.drawn is not None for each in run.results.estimates.values())
    return tuple(map(str, (about["seed"], about["workers"], options.get("years"), options.get("provinces"), has_draws)))


def _header(made: Made) -> dict[str, Any]:
    """Keys of the scenario's own file as the manifest keeps it; nothing if it cannot be read."""
    import yaml

    try:
        loaded = yaml.safe_load(own_text(made.pieces))
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return loaded if isinstance(loaded, dict) else {}
