"""Results on the screen: the headline, who wins, loses and pays; rich tables on a terminal, plain text elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TextIO

from simulate.language import speech
from simulate.report.console import lives_and_payers, ranges
from simulate.report.console.table import Printed, said
from simulate.results import certainty, plain_text, words
from simulate.results.estimates import Results
from simulate.results.headline import DateWords, Line, headline, is_loose, of_province, provinces_asked, stated_cell
from simulate.results.uncertainty import Uncertainty

if TYPE_CHECKING:
    from rich.text import Text

LABELS: Final = 3  # columns of labels before those of the scenarios, in the headline


def print_headline(results: Results, file: TextIO | None = None) -> None:
    """Print the headline with standard errors (±) and, beside it, differences to the base.

    Of a comparison also who wins, who loses and who pays.
    """
    stream = sys.stdout if file is None else file
    if stream.isatty():
        _print_rich(results, stream)
    else:
        print(plain_text.lines(plain(results)), file=stream)


def tables(results: Results) -> list[Printed]:
    """All tables: the headline, and of a comparison winners and losers, and who pays."""
    printed = [*_headlines(results), *ranges.tables(results)]
    reforms = list(results.scenarios[1:])
    if reforms:
        base = results.scenarios[0]
        of_lives = lives_and_payers.lives(results)
        lives = Printed(
            _of_nation(results, said("winners", base=base)), [said("by.title"), "", *reforms], of_lives,
            _with_mark(said("lives_legend"), of_lives, 2), 2,
        )  # fmt: skip
        payers = Printed(
            _of_nation(results, said("payers", base=base)),
            [said("payer"), words.dimension("year").of(speech.language()), *reforms],
            lives_and_payers.payers(results), said("payers_legend"), 2,
        )  # fmt: skip
        printed += [each for each in (lives, payers) if each.body]
    return printed


def _of_nation(results: Results, title: str) -> str:
    """The title of a table of the whole nation, which says so where tables of provinces stand before it."""
    return f"{said('nation')} · {title}" if provinces_asked(results.coords["province"]) else title


def _headlines(results: Results) -> list[Printed]:
    """The nation's headline, and that of each province asked for; the legend once, below the last."""
    asked = provinces_asked(results.coords["province"])
    found = {said("nation") if asked else "": headline(results)}
    for province in asked:
        found[words.label("province", province).of(speech.language())] = of_province(results, province)
    printed = [Printed(title, *rows(results, lines), "", LABELS) for title, lines in found.items() if lines]
    legend = _legend(results, [row for each in printed for row in each.body])
    return [*printed[:-1], replace(printed[-1], legend=legend)]


def rows(results: Results, lines: Sequence[Line]) -> tuple[list[str], list[list[str]]]:
    """Header and rows as texts; a metric's name stands only in its first row."""
    header = ["", *(words.text("screen", key).of(speech.language()) for key in ("unit", "year")), *results.scenarios]
    body = []
    previous = None
    for line in map(_in_units_spoken, lines):
        name = line.metric.name.of(speech.language()) if line.metric != previous else ""
        previous = line.metric
        cells = [_cell(results, line, scenario) for scenario in range(len(results.scenarios))]
        unit = words.unit(line.metric.unit).of(speech.language()) if name else ""
        body.append([name, unit, str(line.year or ""), *cells])
    return header, body


def _in_units_spoken(line: Line) -> Line:
    """A line whose millions are 万 where Chinese is spoken."""
    metric = line.metric
    if speech.language() == "en" or metric.unit != "million":
        return line
    values = tuple((a * 100, b * 100, c * 100, d * 100) for a, b, c, d in line.values)
    return replace(
        line, metric=replace(metric, unit="ten_thousand", scale=metric.scale * 100, decimals=0), values=values
    )


def plain(results: Results) -> str:
    """All tables as aligned text."""
    return "\n\n".join("\n".join(_plain_lines(each)) for each in tables(results))


def _plain_lines(table: Printed) -> list[str]:
    from rich.cells import cell_len

    widths = [max(cell_len(row[column]) for row in [table.header, *table.body]) for column in range(len(table.header))]
    rule = "  ".join("-" * width for width in widths)
    rows_ = []
    for row in [table.header, *table.body]:
        blanks = [" " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True)]
        rows_.append(_aligned(row, blanks, table.n_labels))
    return [*filter(None, [table.title]), rows_[0], rule, *rows_[1:], *filter(None, [table.legend])]


def _aligned(row: list[str], blanks: list[str], n_labels: int) -> str:
    """Labels on the left of their columns, numbers on the right."""
    cells = [
        text + blank if column < n_labels else blank + text
        for column, (text, blank) in enumerate(zip(row, blanks, strict=True))
    ]
    return "  ".join(cells).rstrip()


def _legend(results: Results, body: list[list[str]]) -> str:
    """What ± and brackets mean, and the mark where it stands."""
    is_compared = len(results.scenarios) > 1
    legend = said("errors_compared", base=results.scenarios[0]) if is_compared else said("errors")
    of_dates = said("dates_drawn") if Uncertainty.of(results) else said("dates")
    return _with_mark(f"{legend}; {of_dates}", body, LABELS, "loose")


def _with_mark(legend: str, body: list[list[str]], n_labels: int, mark: str = "thin") -> str:
    """A legend that says what the mark means, where it stands."""
    is_marked = any(cell.endswith(certainty.MARK) for row in body for cell in row[n_labels:])
    return f"{legend}; {said(mark)}" if is_marked else legend


def _print_rich(results: Results, stream: TextIO) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(file=stream)
    for each in tables(results):
        table = Table(
            title=_text(each.title) if each.title else None, title_justify="left", box=box.SIMPLE_HEAD,
            caption=_text(each.legend) if each.legend else None, caption_justify="left",
        )  # fmt: skip
        for column, text in enumerate(each.header):
            table.add_column(_text(text), justify="left" if column < each.n_labels else "right", overflow="fold")
        for position, row in enumerate(each.body):
            following = each.body[position + 1][0] if position + 1 < len(each.body) else ""
            table.add_row(*map(_text, row), end_section=bool(following))
        console.print(table)


def _text(text: str) -> Text:
    """A text of a table that holds names of scenarios, which are names of files."""
    from rich.text import Text

    return Text(plain_text.lines(text))


def _cell(results: Results, line: Line, scenario: int) -> str:
    """``value ±error`` and for a reform ``(difference ±error)``; marked where the error is too large to act on."""
    metric = line.metric
    output = results.estimates[metric.output].output
    found = Uncertainty.of(results) if metric.unit == "date" else None
    drawn = found.of_line(metric.key, line.year, results.scenarios[scenario]) if found is not None else None
    share = certainty.is_share(output)
    cell = stated_cell(line.values[scenario], metric, share, scenario == 0, _date_words(results), drawn)
    return f"{cell}{certainty.MARK}" if is_loose(metric, output, *line.values[scenario][:2]) else cell


def _date_words(results: Results) -> DateWords:
    return DateWords(said("not_to", year=str(results.coords["year"][-1])), said("open_date"))
