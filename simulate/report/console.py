"""The headline on the screen: a table with rich on a terminal, aligned plain text anywhere else."""

from __future__ import annotations

import math
import sys
from typing import TextIO

from simulate.report.headline import Line, headline
from simulate.report.results import Results


def print_headline(results: Results, file: TextIO | None = None) -> None:
    """Print the headline with standard errors (±) and, beside it, differences to the base."""
    stream = sys.stdout if file is None else file
    if stream.isatty():
        _print_rich(results, stream)
    else:
        print(plain(results), file=stream)


def rows(results: Results) -> tuple[list[str], list[list[str]]]:
    """Header and rows as texts; a metric's name stands only in its first row."""
    header = ["", "unit", "year", *results.scenarios]
    body = []
    previous = None
    for line in headline(results):
        name = line.metric.english if line.metric is not previous else ""
        previous = line.metric
        cells = [_cell(line, scenario) for scenario in range(len(results.scenarios))]
        body.append([name, line.metric.unit if name else "", str(line.year or ""), *cells])
    return header, body


def plain(results: Results) -> str:
    """The headline as aligned text."""
    header, body = rows(results)
    widths = [max(len(row[column]) for row in [header, *body]) for column in range(len(header))]
    lines = [_aligned(header, widths), "  ".join("-" * width for width in widths)]
    lines += [_aligned(row, widths) for row in body]
    return "\n".join([*lines, _legend(results)])


def _aligned(row: list[str], widths: list[int]) -> str:
    cells = [text.ljust(width) if column < 3 else text.rjust(width) for column, (text, width) in
             enumerate(zip(row, widths, strict=True))]  # fmt: skip
    return "  ".join(cells).rstrip()


def _legend(results: Results) -> str:
    text = "± standard error of the sample of workers"
    if len(results.scenarios) > 1:
        text += f"; in brackets the difference to {results.scenarios[0]} on the same lives"
    return text


def _print_rich(results: Results, stream: TextIO) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    header, body = rows(results)
    table = Table(box=box.SIMPLE_HEAD, caption=_legend(results), caption_justify="left")
    for column, text in enumerate(header):
        table.add_column(text, justify="left" if column < 3 else "right", overflow="fold")
    for position, row in enumerate(body):
        following = body[position + 1][0] if position + 1 < len(body) else ""
        table.add_row(*row, end_section=bool(following))
    Console(file=stream).print(table)


def _cell(line: Line, scenario: int) -> str:
    """``value ±error`` and for a reform ``(difference ±error)``."""
    value, error, difference, difference_error = line.values[scenario]
    decimals = line.metric.decimals
    is_date = line.metric.unit == "date"
    if math.isnan(value):
        text = "not to 2075" if is_date else "-"
    else:
        text = _with_error(str(int(value)) if is_date else f"{value:.{decimals}f}", error, decimals)
    if scenario == 0:
        return text
    if math.isnan(difference):
        return f"{text} (-)"
    if difference == 0:
        return f"{text} (0)"
    if round(abs(difference) + difference_error, decimals) == 0:
        return f"{text} (≈0)"
    return f"{text} ({_with_error(f'{difference:+.{decimals}f}', difference_error, decimals)})"


def _with_error(text: str, error: float, decimals: int) -> str:
    return text if math.isnan(error) else f"{text} ±{error:.{decimals}f}"
