"""The table behind each chart: the same numbers for chosen years, with errors and differences."""

from __future__ import annotations

from dataclasses import dataclass

from simulate.report.page.chart_list import ChartPlan
from simulate.report.page.figures import Cell, cell
from simulate.report.page.source import Source
from simulate.report.page.texts import Bilingual


@dataclass(frozen=True)
class TableRow:
    """One row: group and year, then a cell for each scenario."""

    group: Bilingual
    time: int
    cells: tuple[Cell, ...]


def table(plan: ChartPlan, source: Source) -> list[TableRow]:
    """Rows by series and year; a row without any number is left out."""
    found = []
    for series in plan.series:
        for time in plan.table_times(source):
            labels = {**series.labels, plan.time: time}
            cells = tuple(cell(source, series.quantity, scenario, labels) for scenario in source.scenarios)
            if any(each.value.exists for each in cells):
                found.append(TableRow(series.name, time, cells))
    return found
