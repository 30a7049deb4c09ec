"""Tidy CSV tables beside the dataset: one row a number, units in a column, UTF-8 that spreadsheets open."""

from __future__ import annotations

import csv
import dataclasses
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product, repeat
from pathlib import Path
from typing import Any, Final

from simulate.contracts import Reals
from simulate.results import plain_text
from simulate.results.estimates import Estimate, Results, ScenarioResult
from simulate.results.headline import headline

FIGURES: Final = ("value", "standard_error", "difference", "difference_standard_error")
TABLE_YEARS: Final = (2015, 2020, 2025, 2030, 2040, 2050, 2060, 2075)  # of outputs too long to print for every year
LONG: Final = 600  # numbers of a scenario
FUNDS: Final = (
    "fund_", "fiscal_subsidy", "cost_rate", "rights_moved", "floor_cost_rate", "floor_top_up",
)  # fmt: skip
ADEQUACY: Final = (
    "award", "pension_", "replacement_rate", "below_dibao", "persons_aged_60", "prices_index", "reference_wage",
    "floor_recipients", "winners_share", "losers_share", "unchanged_share", "mean_gain", "mean_loss", "change_",
)  # fmt: skip
WHO_PAYS: Final = ("paid_by_", "floor_top_up", "floor_cost_rate")
FAMILIES: Final = ("coverage", "adequacy", "funds", "paid_by", "who_pays", "winners_losers", "provinces")
Row = Sequence[object]


def write_tables(results: Results, scenarios: Sequence[ScenarioResult], folder: Path) -> None:
    """All tables: those of FAMILIES, headline and applied_changes.

    That of winners and losers is empty where there is one scenario, so that none of an earlier comparison is left.
    """
    families: dict[str, list[Estimate]] = {family: [] for family in FAMILIES}
    for name, estimate in results.estimates.items():
        families[_family(name, estimate)].append(estimate)
    for family, estimates in families.items():
        dims = [dim for dim in results.coords if any(dim in each.output.dims for each in estimates)]
        is_compared = len(results.scenarios) > 1 and family != "winners_losers"
        figures = [name for name in FIGURES if is_compared or not name.startswith("difference")]
        header = ["indicator", "unit", "scenario", *dims, *figures]
        lines = chain.from_iterable(_lines(results, each, dims, len(figures)) for each in estimates)
        _write(folder / f"{family}.csv", header, lines)
    _write_headline(results, folder / "headline.csv")
    _write_changes(scenarios, folder / "applied_changes.csv")


def _family(name: str, estimate: Estimate) -> str:
    if "province" in estimate.output.dims:
        return "provinces"
    if estimate.output.is_change:
        return "winners_losers"
    if name == "paid_by":
        return "paid_by"
    if name.startswith(WHO_PAYS):
        return "who_pays"
    if name.startswith(FUNDS):
        return "funds"
    return "adequacy" if name.startswith(ADEQUACY) else "coverage"


def _write(path: Path, header: Row, lines: Iterable[str]) -> None:
    """A table whose first line is the header; the mark in front tells spreadsheets that it is UTF-8."""
    path.write_text("\n".join([_line(header), *lines, ""]), encoding="utf-8-sig", newline="\n")


def _line(row: Row) -> str:
    """One row, quoted where need be; no text in it is a formula to a spreadsheet."""
    text = io.StringIO()
    cells = [plain_text.cell(each) if isinstance(each, str) else each for each in row]
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()


def _lines(results: Results, estimate: Estimate, dims: Sequence[str], n_figures: int) -> Iterator[str]:
    """Rows of one output over the dimensions of its table; cells with nobody are left out."""
    output = estimate.output
    labels: list[Sequence[str]] = [[str(each) for each in results.coords[dim]] for dim in output.dims]
    years = [i for i, year in enumerate(results.coords["year"]) if year in TABLE_YEARS]
    arrays: list[Reals | None] = [*estimate.parts]
    if math.prod(output.shape) > LONG and "year" in output.dims and years:
        axis = output.dims.index("year")
        labels[axis] = [labels[axis][i] for i in years]
        arrays = [None if array is None else array.take(years, axis=axis + 1) for array in arrays]
    blank = len(output.dims) + 1  # place of an empty text after the labels of a cell
    order = [0, *(output.dims.index(dim) + 1 if dim in output.dims else blank for dim in dims)]
    figures = [_texts(array) if array is not None else repeat("") for array in arrays[:n_figures]]
    head = _line([output.name, output.unit])
    scenarios = [_line([name]) for name in results.scenarios]
    for cell, *numbers in zip(product(scenarios, *labels, [""]), *figures, strict=False):
        if numbers[0]:
            yield ",".join([head, *[cell[i] for i in order], *numbers])


def _texts(array: Reals) -> list[str]:
    """Numbers to eight digits; nothing for NaN."""
    return ["" if number != number else f"{number:.8g}" for number in array.ravel().tolist()]


def _write_headline(results: Results, path: Path) -> None:
    rows: list[Row] = []
    for line in headline(results):
        for scenario, row in zip(results.scenarios, line.values, strict=True):
            numbers = ["" if number != number else f"{number:.8g}" for number in row]
            metric = line.metric
            rows.append([metric.english, metric.chinese, metric.unit, line.year or "", scenario, *numbers])
    _write(path, ["indicator", "indicator_zh", "unit", "year", "scenario", *FIGURES], map(_line, rows))


def _write_changes(scenarios: Sequence[ScenarioResult], path: Path) -> None:
    """Every change of every scenario, old to new, as applied."""
    rows: list[Row] = []
    names = ["lever", "places", "dates", "old", "new", "unit", "origin", "binds", "where"]
    for scenario in scenarios:
        for change in scenario.applied:
            fields = as_record(change)
            rows.append([scenario.name, *(fields.get(name, "") for name in names)])
    _write(path, ["scenario", *names], map(_line, rows))


def as_record(change: Any) -> dict[str, Any]:
    """Fields of an applied change."""
    if dataclasses.is_dataclass(change) and not isinstance(change, type):
        return {**dataclasses.asdict(change), "where": getattr(change, "where", "")}
    return {"lever": str(change)}
