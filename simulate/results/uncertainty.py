"""What draws of parameters say about the headline: ranges, what drives them, which assumptions move them.

A run with draws keeps this as JSON in the attribute ``uncertainty`` of its dataset; ``Uncertainty.of`` reads it back.
The ranges of every national output, year by year, are statistics of the dataset (``estimates.DRAWN``); those of one
output over another cannot be derived from them, since a draw moves both, and are kept here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final

from simulate.results import plain_text
from simulate.results.words import Bilingual

if TYPE_CHECKING:
    from simulate.results.estimates import Results

ATTRIBUTE: Final = "uncertainty"
MACRO, DEMOGRAPHY, BEHAVIOUR, FITTED = PARTS = ("macro", "demography", "behaviour", "fitted")
SAMPLING, TOGETHER = "sampling", "together"  # the sample of workers; what is due to several at once, or to curvature
LEVEL: Final = 0.9  # of the draws that lie within a range
WIDTH: Final = NormalDist().inv_cdf(0.5 + LEVEL / 2.0)  # standard errors on either side of a range of sampling alone


@dataclass(frozen=True)
class Assumption:
    """One assumption that moves a headline by more than a tenth over its range."""

    lever: str
    name: Bilingual
    part: str
    low: str  # ends of the range, as they would be written
    high: str
    change: float  # of the headline from the low end to the high end, in its unit
    error: float  # standard error of that
    why: Bilingual


@dataclass(frozen=True)
class Range:
    """A line of the headline of one scenario over the draws, in its unit; NaN of a date beyond the horizon.

    The range is widened by the sampling error.  ``split`` gives the part of the variance by cause, empty where there
    were too few draws to tell them apart.
    """

    metric: str
    year: int | None
    scenario: str
    value: float
    low: float
    median: float
    high: float
    difference: tuple[float, float, float] | None  # low, median and high of the difference to the base, same draws
    split: dict[str, float]
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True)
class QuotientRange:
    """One output over another, by year, as an amount at constant prices: ranges over the draws of the quotient itself.

    ``ends`` is (statistic of DRAWN, scenario, year), of the years of the run; without differences in a run of one.
    """

    output: str
    per: str
    select: dict[str, str]  # the labels of ``output`` other than the year
    ends: tuple[tuple[tuple[float, ...], ...], ...]


@dataclass(frozen=True)
class Uncertainty:
    """All ranges of a run."""

    draws: int
    seed: int
    ranges: tuple[Range, ...]
    quotients: tuple[QuotientRange, ...] = ()

    @classmethod
    def of(cls, results: Results) -> Uncertainty | None:
        """That of a run; None of one without draws."""
        written = results.attributes.get(ATTRIBUTE)
        return None if written is None else cls.from_json(str(written))

    def of_line(self, metric: str, year: int | None, scenario: str) -> Range | None:
        """The range of a line; None where there is none."""
        keys = (metric, year, scenario)
        return next((each for each in self.ranges if (each.metric, each.year, each.scenario) == keys), None)

    def of_quotient(self, output: str, per: str, select: Mapping[str, object]) -> QuotientRange | None:
        """The ranges of one output over another at labels other than the year; None where there are none."""
        keys = (output, per, dict(select))
        return next((each for each in self.quotients if (each.output, each.per, each.select) == keys), None)

    def to_json(self) -> str:
        """As text: NaN is null."""
        return json.dumps(plain_text.finite(asdict(self)), ensure_ascii=False)

    @staticmethod
    @lru_cache(maxsize=4)
    def from_json(text: str) -> Uncertainty:
        """As ``to_json`` wrote it; kept, since every date on a page asks for it."""
        read = json.loads(text)
        quotients = tuple(_quotient(each) for each in read.get("quotients", ()))
        return Uncertainty(read["draws"], read["seed"], tuple(_range(each) for each in read["ranges"]), quotients)


def _range(read: dict[str, Any]) -> Range:
    numbers = {name: _number(read[name]) for name in ("value", "low", "median", "high")}
    low, median, high = map(_number, read["difference"] or (None, None, None))
    assumptions = tuple(
        Assumption(**{**each, "name": Bilingual(*each["name"]), "why": Bilingual(*each["why"])})
        for each in read["assumptions"]
    )
    return Range(
        read["metric"], read["year"], read["scenario"], **numbers,
        difference=None if read["difference"] is None else (low, median, high), split=read["split"],
        assumptions=assumptions,
    )  # fmt: skip


def _quotient(read: dict[str, Any]) -> QuotientRange:
    ends = tuple(tuple(tuple(map(_number, years)) for years in scenarios) for scenarios in read["ends"])
    return QuotientRange(read["output"], read["per"], read["select"], ends)


def _number(read: float | None) -> float:
    return math.nan if read is None else float(read)
