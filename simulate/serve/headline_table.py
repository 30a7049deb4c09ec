"""Headline numbers of one or several results as one table, a column for each scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from simulate.results.headline import DateWords
from simulate.serve.results import Number, Row, Run, shown
from simulate.serve.words import unit_name, word

Numbers = Mapping[Row, Mapping[str, Number]]


def table(chosen: Sequence[Run], numbers: Sequence[Numbers], language: str) -> str:
    """An HTML table with headers for rows and columns; a row stands if any of the results has it."""
    rows = list(dict.fromkeys(row for each in numbers for row in each))
    parts = [f"<table><caption>{escape(word('headline', language))}</caption><thead>", *_head(chosen, language)]
    parts.append("</thead><tbody>")
    for row in rows:
        name = row[1] if language == "zh" else row[0]
        in_tens = language == "zh" and row[2] == "million"  # people are counted in 万 and not in millions
        labels = (name, word("ten_thousand", language) if in_tens else unit_name(row[2], language), row[3])
        cells = "".join(f'<th scope="row">{escape(label)}</th>' for label in labels)
        of_dates = DateWords(word("never", language), word("open_date", language))
        found = _cells(chosen, numbers, row, of_dates, 100.0 if in_tens else 1.0)
        parts.append(f"<tr>{cells}{''.join(found)}</tr>")
    return "".join([*parts, "</tbody></table>"])


def _head(chosen: Sequence[Run], language: str) -> list[str]:
    """Names of the results above those of their scenarios."""
    labels = [word(key, language) for key in ("indicator", "unit", "year")]
    above = "".join(f'<th scope="colgroup" colspan="{len(run.scenarios)}">{escape(run.name)}</th>' for run in chosen)
    below = "".join(
        f'<th scope="col" title="{escape(each.name)}">{escape(each.title.of(language))}</th>'
        for run in chosen
        for each in run.scenarios
    )
    left = "".join(f'<th scope="col">{escape(label)}</th>' for label in labels)
    return [f'<tr><td colspan="{len(labels)}"></td>{above}</tr>', f"<tr>{left}{below}</tr>"]


def _cells(chosen: Sequence[Run], numbers: Sequence[Numbers], row: Row, of_dates: DateWords, scale: float) -> list[str]:
    cells = []
    for run, found in zip(chosen, numbers, strict=True):
        for position, scenario in enumerate(run.scenarios):
            number = found.get(row, {}).get(scenario.name)
            text = shown(number.scaled(scale), row, position == 0, of_dates) if number else "–"
            cells.append(f"<td>{escape(text)}</td>")
    return cells
