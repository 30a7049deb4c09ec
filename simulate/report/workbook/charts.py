"""Native line charts: the main national series over the years, a line for each scenario or for each label."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from simulate.report.workbook.book import FONTS, GREY, TITLE_ROWS, Book, Sheet
from simulate.report.workbook.data_sheet import SCENARIO, Placed, Span
from simulate.report.workbook.layout import TIMES, Family
from simulate.report.workbook.merge import Merged
from simulate.report.workbook.words import Words

COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F", "#000000")
WHOLE: Final = ("people", "years_of_people", "monthly", "real", "money")  # families of large numbers
DASHES: Final = ("solid", "dash", "round_dot", "long_dash_dot")
WIDTH: Final = 620  # pixels
HEIGHT: Final = 330
COLUMNS: Final = 10  # columns of the sheet under a chart
CELL_WIDTH: Final = 64  # pixels, so that the paper holds two charts in every font
ROWS: Final = 17  # rows under a chart
ON_A_PAGE: Final = 2  # rows of charts
MOST_FIFTHS: Final = 20  # points of a series that has every fifth year
SCALE: Final = 62  # %, at which two charts fit the width of an A4 page, also where the usual fonts are missing


@dataclass(frozen=True)
class Drawing:
    """One chart: an output at labels; ``across`` is a dimension with a line for each label, in the first scenario."""

    output: str
    labels: dict[str, str] = field(default_factory=dict)
    across: str = ""


_EMPLOYEE: Final = {"scheme": "employee_pension"}
_FUND: Final = {"fund": "employee_pension"}
DRAWINGS: Final = (
    Drawing("insured_national", _EMPLOYEE),
    Drawing("contributors_per_pensioner", _EMPLOYEE),
    Drawing("coverage_rate_flexible", _EMPLOYEE),
    Drawing("uninsured_share_flexible"),
    Drawing("coverage_rate_by_occupation", _EMPLOYEE, "occupation"),
    Drawing("coverage_rate_by_form", _EMPLOYEE, "form"),
    Drawing("coverage_rate_by_hukou", _EMPLOYEE, "hukou_type"),
    Drawing("uninsured_share_by_hukou", {}, "hukou_type"),
    Drawing("qualifying_share_national"),
    Drawing("replacement_rate_career_average_national"),
    Drawing("award_over_wage_national"),
    Drawing("below_dibao_share_national"),
    Drawing("pension_mean_national", _EMPLOYEE),
    Drawing("pension_mean_national", {"scheme": "resident_pension"}),
    Drawing("fund_revenue_national", _FUND),
    Drawing("fund_expenditure_national", _FUND),
    Drawing("fund_balance_national", _FUND),
    Drawing("fund_balance_over_expenditure", _FUND),
    Drawing("fiscal_subsidy", _FUND),
    Drawing("fiscal_subsidy", {"fund": "resident_pension"}),
    Drawing("paid_by_employee_pension", {}, "payer"),
    Drawing("paid_by_employee_pension", {"payer": "platform"}),
)


def write_charts(book: Book, sheet: Sheet, merged: Merged, placed: Placed) -> int:
    """All charts that have more than one point, two to a row; returns how many."""
    words = book.words
    sheet.head(words.title(words("charts")), words("note_charts"))
    sheet.raw.set_column_pixels(0, 2 * COLUMNS - 1, CELL_WIDTH)
    count = 0
    for drawing in DRAWINGS:
        chart = _chart(book, drawing, merged, placed)
        if chart is not None:
            row, column = TITLE_ROWS + count // 2 * ROWS, count % 2 * COLUMNS
            sheet.raw.insert_chart(row, column, chart)
            count += 1
    if not count:
        sheet.text(TITLE_ROWS, 0, words("no_charts"))
    rows = TITLE_ROWS + (count + 1) // 2 * ROWS
    sheet.raw.print_area(0, 0, rows, 2 * COLUMNS - 1)
    sheet.raw.set_print_scale(SCALE)  # breaks hold only without fitting to pages
    sheet.raw.set_h_pagebreaks(range(TITLE_ROWS + ON_A_PAGE * ROWS, rows, ON_A_PAGE * ROWS))
    return count


def _chart(book: Book, drawing: Drawing, merged: Merged, placed: Placed) -> Any:
    """One chart, or None where its output is not reported or has a single point."""
    if drawing.output not in merged.outputs:
        return None
    output = merged.outputs[drawing.output]
    time = next(dim for dim in output.dims if dim in TIMES)
    lines = _lines(book, drawing, merged, placed)
    if not lines:
        return None
    chart = book.raw.add_chart({"type": "line"})
    for position, (name, span) in enumerate(lines):
        across, down = placed.times[time], placed.value
        chart.add_series(
            {
                "name": name,
                "categories": [placed.sheet, span.first, across, span.last, across],
                "values": [placed.sheet, span.first, down, span.last, down],
                "line": _line(position),
            }
        )
    points = max(span.last - span.first for _, span in lines)
    _dress(chart, _title(book, drawing, merged), book.words, (time, points), placed.families[drawing.output])
    return chart


def _lines(book: Book, drawing: Drawing, merged: Merged, placed: Placed) -> list[tuple[Any, Span]]:
    """Name and rows of each line of two points or more; a scenario is named by its cell, whatever that holds."""
    dims = [dim for dim in merged.outputs[drawing.output].dims if dim not in TIMES]
    found: list[tuple[Any, Span]] = []
    if not drawing.across:
        labels = tuple(drawing.labels[dim] for dim in dims)
        for position in range(len(merged.columns)):
            span = placed.spans.get((drawing.output, labels, position))
            if span and span.last > span.first:
                found.append(([placed.sheet, span.first, SCENARIO], span))
        return found
    for label in merged.coords[drawing.across]:
        labels = tuple(str({**drawing.labels, drawing.across: label}[dim]) for dim in dims)
        span = placed.spans.get((drawing.output, labels, 0))
        if span and span.last > span.first:
            found.append((str(book.words.label(drawing.across, label)), span))
    return found


def _line(position: int) -> dict[str, Any]:
    dash = DASHES[position // len(COLOURS) % len(DASHES)]
    return {"color": COLOURS[position % len(COLOURS)], "width": 2.0, "dash_type": dash}


def _title(book: Book, drawing: Drawing, merged: Merged) -> str:
    """Name of the output, its labels, and the scenario where there is only one."""
    words = book.words
    parts = [words.output(merged.outputs[drawing.output])]
    parts += [str(words.label(dim, label)) for dim, label in drawing.labels.items()]
    if drawing.across:
        parts.append(merged.columns[0].name)
    return ("，" if words.is_chinese else ", ").join(parts)


def _dress(chart: Any, title: str, words: Words, time: tuple[str, int], family: Family) -> None:
    """Title, axes with units, legend, size."""
    font = {"name": FONTS[words.language]}
    thin = {"color": "#D9D9D9", "width": 0.5}
    axis = {"num_font": {**font, "size": 8}, "name_font": {**font, "size": 9, "bold": False, "color": GREY}}
    chart.set_title({"name": title, "name_font": {**font, "size": 11, "bold": True}, "overlay": False})
    chart.set_x_axis({**axis, "name": words.dimension(time[0]), **_ticks(time[1]), "label_position": "low"})
    form = "0%" if family.key == "percent" else ("#,##0" if family.key in WHOLE else "General")
    unit = family.name(words.language)
    chart.set_y_axis({**axis, "name": unit, "num_format": form, "major_gridlines": {"visible": True, "line": thin}})
    chart.set_legend({"position": "bottom", "font": {**font, "size": 8}})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    chart.show_blanks_as("gap")
    chart.show_hidden_data()


def _ticks(points: int) -> dict[str, int]:
    """A label every ten years, of years or of every fifth."""
    step = 10 if points > MOST_FIFTHS else 2
    return {"interval_unit": step, "interval_tick": step}
