"""Results of the scenarios of a run, side by side: estimates, sampling errors, paired differences and their errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from simulate.contracts import Reals
from simulate.indicators import COORDINATES, Output, outputs, standard_error
from simulate.indicators.registry import Labels
from simulate.results import plain_text
from simulate.results.words import Bilingual
from simulate.scenario.kept import Piece

STATISTIC: Final = "statistic"  # the dimension of the dataset that says which of these a number is
ESTIMATE: Final = "estimate"
ERROR: Final = "standard_error"
DIFFERENCE: Final = "difference"
DIFFERENCE_ERROR: Final = "difference_standard_error"
STATISTICS: Final = (ESTIMATE, ERROR, DIFFERENCE, DIFFERENCE_ERROR)
LOW, MEDIAN, HIGH = "low", "median", "high"  # over draws of what is fitted and assumed
DRAWN: Final = (LOW, MEDIAN, HIGH, *(f"{DIFFERENCE}_{each}" for each in (LOW, MEDIAN, HIGH)))


@dataclass(frozen=True)
class ScenarioResult:
    """One scenario of a run: its indicators with replicates, and what made it."""

    name: str  # on one line; what would act in it is spelled out
    indicators: Mapping[str, Reals]  # of indicators.compute: (replicate, *dims)
    title: str = ""
    chinese: str = ""  # the title in Chinese
    pieces: Sequence[Piece] = ()  # the files and options it was made of, as written
    applied: Sequence[Any] = ()  # of parameters.AppliedChange, old -> new
    parameters_digest: str = ""
    as_of: str = ""  # the day of the law, YYYY-MM-DD

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", plain_text.line(self.name))

    @property
    def titles(self) -> Bilingual:
        """The title in both languages; one that is missing is the other, or the name."""
        return Bilingual(self.title or self.name, self.chinese or self.title or self.name)


@dataclass(frozen=True)
class Estimate:
    """One output over the scenarios, (scenario, *dims); errors are None where nothing is sampled or compared."""

    output: Output
    value: Reals
    error: Reals | None
    difference: Reals | None  # to the first scenario; None of what is itself a change against it
    difference_error: Reals | None
    drawn: Reals | None = None  # (statistic of DRAWN, scenario, *dims) of a run with draws, of what they give

    @property
    def parts(self) -> tuple[Reals, Reals | None, Reals | None, Reals | None]:
        """The arrays in the order of STATISTICS."""
        return self.value, self.error, self.difference, self.difference_error

    def of_scenarios(self, positions: Sequence[int]) -> Estimate:
        """The same of some scenarios."""
        chosen = list(positions)
        error, difference, difference_error = (None if each is None else each[chosen] for each in self.parts[1:])
        drawn = None if self.drawn is None else self.drawn[:, chosen]
        return Estimate(self.output, self.value[chosen], error, difference, difference_error, drawn)


@dataclass(frozen=True)
class Results:
    """All estimates of a run.  The first scenario is the base of the differences."""

    scenarios: tuple[str, ...]
    titles: tuple[Bilingual, ...]
    estimates: dict[str, Estimate]
    coords: dict[str, Labels]
    attributes: dict[str, str | int | float] = field(default_factory=dict)

    @property
    def statistics(self) -> tuple[str, ...]:
        """What is known of every number: of a single scenario no difference."""
        n, n_drawn = (len(STATISTICS), len(DRAWN)) if len(self.scenarios) > 1 else (2, 3)
        is_drawn = any(each.drawn is not None for each in self.estimates.values())
        return STATISTICS[:n] + (DRAWN[:n_drawn] if is_drawn else ())

    @cached_property
    def places(self) -> dict[str, dict[Any, int]]:
        """Position of each label of each dimension."""
        return {dim: {label: i for i, label in enumerate(labels)} for dim, labels in self.coords.items()}

    def of_scenarios(self, positions: Sequence[int]) -> Results:
        """Results of some scenarios, the base first, as if they had been run alone."""
        return replace(
            self,
            scenarios=tuple(self.scenarios[each] for each in positions),
            titles=tuple(self.titles[each] for each in positions),
            estimates={name: each.of_scenarios(positions) for name, each in self.estimates.items()},
        )

    def index(self, dim: str, label: str | int | float) -> int:
        """Position of a label of a dimension."""
        return self.scenarios.index(str(label)) if dim == "scenario" else self.coords[dim].index(label)


def gather(
    scenarios: Sequence[ScenarioResult],
    years: tuple[int, int] | None = None,
    provinces: Sequence[str] = (),
    attributes: Mapping[str, str | int | float] | None = None,
) -> Results:
    """Results of the scenarios, the first being the base; ``years`` and ``provinces`` narrow what is reported.

    National outputs stay those of the whole nation whatever provinces are reported.  A single scenario is compared with
    nothing and has no outputs of winners and losers.
    """
    coords = _narrowed(years, provinces)
    estimates = {
        name: _estimate(output, [each.indicators[name] for each in scenarios], coords)
        for name, output in outputs().items()
        if len(scenarios) > 1 or not output.is_change
    }
    return Results(
        scenarios=tuple(each.name for each in scenarios),
        titles=tuple(each.titles for each in scenarios),
        estimates=estimates,
        coords=coords,
        attributes=dict(attributes or {}),
    )


def _narrowed(years: tuple[int, int] | None, provinces: Sequence[str]) -> dict[str, Labels]:
    coords: dict[str, Labels] = dict(COORDINATES)
    if years is not None:
        coords["year"] = tuple(range(years[0], years[1] + 1))
    if provinces:
        coords["province"] = tuple(str(each) for each in COORDINATES["province"] if each in provinces)
    return coords


def _estimate(output: Output, replicates: list[Reals], coords: Mapping[str, Labels]) -> Estimate:
    """Estimate, error and paired difference of one output, narrowed to the coordinates."""
    narrowed = [select(values, output, coords) for values in replicates]
    value = np.stack([values[0] for values in narrowed])
    error = np.stack([standard_error(values) for values in narrowed]) if output.is_sampled else None
    if len(narrowed) == 1 or output.is_change:
        return Estimate(output, value, error, None, None)
    paired = [values - narrowed[0] for values in narrowed]
    difference = np.stack([values[0] for values in paired])
    difference_error = np.stack([standard_error(values) for values in paired]) if output.is_sampled else None
    return Estimate(output, value, error, difference, difference_error)


def drawn_outputs() -> dict[str, Output]:
    """Outputs that draws are kept of: the nation's, but for comparisons of lives."""
    return {name: each for name, each in outputs().items() if "province" not in each.dims and not each.is_change}


def select(values: Reals, output: Output, coords: Mapping[str, Labels]) -> Reals:
    """Values (..., *dims) of an output, one axis in front, narrowed to the labels of ``coords``."""
    for axis, dim in enumerate(output.dims, start=1):
        whole, chosen = COORDINATES[dim], coords[dim]
        if dim == "year" and len(chosen) < len(whole):
            first = whole.index(chosen[0])
            values = values[(slice(None),) * axis + (slice(first, first + len(chosen)),)]
        elif len(chosen) < len(whole):
            values = values.take([whole.index(each) for each in chosen], axis=axis)
    return values
