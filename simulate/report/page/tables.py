"""The table behind each chart: the same numbers for chosen years, with errors and differences."""

from __future__ import annotations

from dataclasses import dataclass

from simulate.report.page.chart_list import OF_LIVES, ChartPlan, Series
from simulate.report.page.figures import Cell, cell
from simulate.report.page.source import Source
from simulate.report.page.texts import text
from simulate.results.words import Bilingual, label


@dataclass(frozen=True)
class TableRow:
    """One row: group and year (of a chart over lives, group and what is counted), then a cell for each scenario."""

    group: Bilingual
    second: Bilingual
    cells: tuple[Cell, ...]


def _name(series: Series) -> Bilingual:
    """Name of a series, its panel before it where it shares one."""
    return series.panel + text("answer.comma") + series.name if series.panel.en else series.name


def table(plan: ChartPlan, source: Source) -> list[TableRow]:
    """Rows by series and year, or by group of lives and series; a row without any number is left out."""
    times = plan.table_times(source)
    if plan.kind in OF_LIVES:
        rows = [(label(plan.time, str(each)), series.name, series, each) for each in times for series in plan.series]
    else:
        said = {each: Bilingual(str(each), str(each)) for each in times}
        rows = [(_name(series), said[each], series, each) for series in plan.series for each in times]
    found = []
    for group, second, series, each in rows:
        labels = {**series.labels, plan.time: each}
        cells = tuple(cell(source, series.quantity, scenario, labels) for scenario in plan.scenarios(source))
        if any(one.value.exists for one in cells):
            found.append(TableRow(group, second, cells))
    return found
