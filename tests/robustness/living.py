"""Scenarios that were accepted, lived together on few workers, and what their numbers must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from simulate import cohorts, contracts
from simulate.clock import FIRST_REPORT_YEAR, LAST_REPORT_YEAR
from simulate.contracts import Cells, Reals
from simulate.indicators import compute, outputs
from simulate.parameters import LawBook
from simulate.scenario import Composed, compose, load_scenario
from simulate.schemes.tables import SumsOverflow

OPTIONS = cohorts.RunOptions(workers=300, threads=1)
ROUNDING = 1e-9
MAY_BE_NEGATIVE = {"account_interest", "resident_interest"}  # where the rate is
# Shares of persons or months, which are of the whole; other shares are of wages, or of something smaller.
PARTS_OF_A_WHOLE = (
    "coverage_rate", "uninsured_share", "qualifying_share", "ever_insured_share",
    "below_dibao_share", "insured_away_share", "provincial_share", "scheme_share",
    "winners_share", "losers_share", "unchanged_share",
)  # fmt: skip
PRICES_OF = 2025  # at which an index of prices is 1: a change of inflation until then moves it on both sides
MOST_WAGES = 1e4  # times the earnings of a year, more than which no flow can be


@dataclass(frozen=True)
class Wrong:
    """What is wrong with the numbers of a scenario: its sort, and the words."""

    sort: str
    words: str


@dataclass(frozen=True)
class TooLarge(Wrong):
    """A law whose amounts the sums of this run do not hold, reported by name: refused."""


@cache
def book() -> LawBook:
    """The law book, read once a process."""
    return LawBook.load()


@cache
def ground(name: str = "baseline") -> Composed:
    """A shipped scenario, on itself."""
    return compose(book(), load_scenario(name, book()))


def laid(path: Path, base: str = "baseline") -> Composed:
    """A scenario file laid on a shipped one; raises ProblemsFound."""
    return compose(book(), load_scenario(base, book()), load_scenario(path, book()))


def live(scenarios: Sequence[Composed], starts: Sequence[int | None] = ()) -> list[Wrong | None]:
    """Live scenarios beside the baseline; for each what is wrong with it.

    ``starts`` gives the calendar year from which each differs, if it is known: no number may differ before.
    """
    from_years = [*starts, *[None] * len(scenarios)][: len(scenarios)]
    try:
        base, *cells = cohorts.simulate_cells([ground().parameters, *(each.parameters for each in scenarios)], OPTIONS)
    except SumsOverflow as fault:  # the command line refuses with these words, and the advice to draw more workers
        if len(scenarios) == 1:
            return [TooLarge("too large for the sums of so few workers", str(fault))]
        return [live([each], [start])[0] for each, start in zip(scenarios, from_years, strict=True)]
    except Exception as fault:
        if len(scenarios) == 1:
            return [_fault("living", fault)]
        return [live([each], [start])[0] for each, start in zip(scenarios, from_years, strict=True)]
    before = compute(base, ground().parameters)
    found = []
    for scenario, cell, start in zip(scenarios, cells, from_years, strict=True):
        wrong = _wrong_sums(cell) or (None if start is None else _moved_before(base, cell, start))
        found.append(wrong or _wrong_indicators(scenario, cell, before, start))
    return found


def _fault(when: str, fault: Exception) -> Wrong:
    from tests.robustness.terminal import in_one_line

    words = in_one_line(fault)
    about = f": {str(fault).partition(';')[0]}" if type(fault).__name__ == "IdentityBroken" else ""
    return Wrong(f"{when}: {words.partition(':')[0]}{about}", words)


def _wrong_sums(cells: Cells) -> Wrong | None:
    """Sums that are no number, below zero, or beyond what wages could pay."""
    for table, names in ((cells.place, contracts.PLACE_MEASURES), (cells.kind, contracts.KIND_MEASURES),
                         (cells.cohort, contracts.COHORT_MEASURES)):  # fmt: skip
        for i, name in enumerate(names):
            sums = table[..., i]
            if not np.isfinite(sums).all():
                return Wrong("a sum that is no number", name)
            if name not in MAY_BE_NEGATIVE and (sums < 0).any():
                at = np.argwhere(sums < 0)[0]
                return Wrong(f"{name} below zero", f"{name} {sums[tuple(at)]:.6g} at {at.tolist()}")
    earnings = cells.place[..., contracts.EARNINGS].sum(axis=(0, 2, 3))
    flows = cells.place.sum(axis=(0, 2, 3))
    largest = flows.max(axis=1)
    if (largest > MOST_WAGES * earnings).any():
        year = int(np.argmax(largest / earnings))
        name = contracts.PLACE_MEASURES[int(flows[year].argmax())]
        return Wrong(f"{name} beyond all wages", f"{name} in {FIRST_REPORT_YEAR + year}: {largest[year]:.4g}")
    return None


def _moved_before(base: Cells, cells: Cells, start: int) -> Wrong | None:
    """Whether sums differ in a year before the scenario does."""
    rows = slice(0, max(min(start, LAST_REPORT_YEAR + 1) - FIRST_REPORT_YEAR, 0))
    apart = base.place[:, rows] != cells.place[:, rows]
    if not apart.any():
        return None
    at = np.argwhere(apart)[0]
    name = contracts.PLACE_MEASURES[at[-1]]
    years = FIRST_REPORT_YEAR + np.flatnonzero(apart.any(axis=(0, 2, 3, 4)))
    return Wrong("years before its date moved", f"from {start}, yet {name} and others moved in {years[0]}-{years[-1]}")


def _wrong_indicators(scenario: Composed, cells: Cells, before: Mapping[str, Reals], start: int | None) -> Wrong | None:
    try:
        after = compute(cells, scenario.parameters)
    except Exception as fault:
        return _fault("indicators", fault)
    for output in outputs().values():
        value = after[output.name][0]
        if output.kind in ("count", "given") and not np.isfinite(value).all():
            return Wrong(f"{output.name} is no number", output.name)
        if np.isinf(value).any():
            return Wrong(f"{output.name} without end", output.name)
        if output.name.startswith(PARTS_OF_A_WHOLE) and output.unit == "share":
            outside = (value < -ROUNDING) | (value > 1 + ROUNDING)
            if outside.any():
                return Wrong(f"{output.name} outside 0 and 1", f"{output.name} {value[outside][0]:.6g}")
        if start is not None and "year" in output.dims and not (output.name == "prices_index" and start <= PRICES_OF):
            wrong = _indicator_moved(output.name, output.dims.index("year"), before[output.name][0], value, start)
            if wrong:
                return wrong
    return None


def _indicator_moved(name: str, axis: int, before: Reals, after: Reals, start: int) -> Wrong | None:
    years = np.arange(max(min(start, LAST_REPORT_YEAR + 1) - FIRST_REPORT_YEAR, 0))
    if np.array_equal(before.take(years, axis), after.take(years, axis), equal_nan=True):
        return None
    return Wrong(f"{name} moved before its date", f"from {start}")
