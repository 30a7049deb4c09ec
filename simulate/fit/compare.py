"""Every figure on record beside what the model says, and the provinces beside theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import spearmanr

from simulate import cohorts, pipeline, record
from simulate.contracts import Reals
from simulate.fit.outputs import EMPLOYEE, Labelled, of_model

FIRST_BOOKS: Final = 2010  # the first year of the model's books, compared with earlier tables of the provinces
_PROVINCIAL: Final = {
    "participants": ("insured", "scheme", 1e4), "retirees": ("pensioners", "scheme", 1e4),
    "revenue": ("fund_revenue", "fund", 1e8), "expenditure": ("fund_expenditure", "fund", 1e8),
    "balance": ("fund_balance", "fund", 1e8),
}  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """One series in one year."""

    series: record.Series
    year: int
    record: float
    model: float

    @property
    def difference(self) -> float:
        """Model less record, over the scale of the series: the record itself unless the series says otherwise."""
        return self.series.difference(self.year, self.model)

    @property
    def is_within(self) -> bool:
        """Whether the difference is within the tolerance of the series."""
        return abs(self.difference) <= self.series.tolerance


@dataclass(frozen=True)
class ProvinceComparison:
    """One quantity of the provinces in one year of the record."""

    year: int
    name: str
    rank_correlation: float
    least: float  # that is asked for
    rows: Mapping[str, tuple[float, float]]  # province: record, model

    @property
    def is_within(self) -> bool:
        """Whether the provinces stand in the order of the record."""
        return self.rank_correlation >= self.least


def run(*, workers: int, seed: int, threads: int | None = None, show_progress: bool = False) -> Labelled:
    """The law as it stands, simulated."""
    how = options(workers, seed, threads, show_progress)
    return Labelled(pipeline.execute(pipeline.prepare("baseline"), how).results)


def options(workers: int, seed: int, threads: int | None, show_progress: bool) -> cohorts.RunOptions:
    """How everything compared with the record is run."""
    return cohorts.RunOptions(workers=workers, seed=seed, threads=threads, show_progress=show_progress)


def compare(read: Labelled) -> list[Comparison]:
    """Every series that an output stands beside, in every year of both."""
    compared = []
    for series in record.all_series():
        if series.not_compared:
            continue
        model = of_model(read, series)
        compared += [
            Comparison(series, year, float(value), model[year])
            for year, value in sorted(series.values.items())
            if year in model and np.isfinite(model[year])
        ]
    return compared


def compare_provinces(read: Labelled) -> list[ProvinceComparison]:
    """Participants, retirees, money, dependency and balance over spending of the provinces, by year of the record."""
    least, at = record.load("provinces")["least_rank_correlation"], read.years.index(FIRST_BOOKS)
    model = {name: _by_province(read, name, at) for name in _PROVINCIAL}
    found = []
    for year, table in sorted(record.provinces().items()):
        official = {name: table.get(name, {}) for name in _PROVINCIAL}
        for name, wanted in least.items():
            of_record, of_model_ = _quantity(official, name), _quantity(model, name)
            rows = {each: (of_record[each], of_model_[each]) for each in of_record if each in of_model_}
            if len(rows) > 2:
                rank = float(spearmanr(*zip(*rows.values(), strict=True)).statistic)
                found.append(ProvinceComparison(year, name, rank, wanted, rows))
    return found


def _by_province(read: Labelled, name: str, at: int) -> dict[str, float]:
    output, axis, unit = _PROVINCIAL[name]
    values: Reals = read.get(output, **{axis: EMPLOYEE})[at] / unit
    return dict(zip(read.provinces, values.tolist(), strict=True))


def _quantity(table: Mapping[str, Mapping[str, float]], name: str) -> dict[str, float]:
    """A column of a table, or of two: retirees over participants, balance over spending."""
    over = {"dependency": ("retirees", "participants"), "balance": ("balance", "expenditure")}
    if name not in over:
        return dict(table[name])
    above, below = (table[each] for each in over[name])
    return {each: above[each] / below[each] for each in above if below.get(each)}
