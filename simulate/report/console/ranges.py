"""Ranges over draws on the screen: how wide, what drives them, and which assumptions move them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from simulate.language import speech
from simulate.report.console.table import Printed, said
from simulate.results import certainty, words
from simulate.results.estimates import Results
from simulate.results.headline import Line, headline
from simulate.results.uncertainty import PARTS, SAMPLING, TOGETHER, Range, Uncertainty

CAUSES: Final = (SAMPLING, *PARTS, TOGETHER)


def tables(results: Results) -> list[Printed]:
    """Ranges of all lines, their causes in the last scenario, and the assumptions that move it; none without draws."""
    found = Uncertainty.of(results)
    if found is None:
        return []
    lines = headline(results)
    printed = [_ranges(results, found, lines), _causes(results, found, lines), _assumptions(results, found, lines)]
    return [each for each in printed if each.body]


def _ranges(results: Results, found: Uncertainty, lines: list[Line]) -> Printed:
    header = ["", said("unit"), said("year"), *results.scenarios]
    body = [
        [
            *_labels(line),
            *(_stated(line, found.of_line(line.metric.key, line.year, each)) for each in results.scenarios),
        ]
        for line in lines
    ]
    is_compared = len(results.scenarios) > 1
    legend = said("ranges_legend", base=results.scenarios[0]) if is_compared else said("ranges_alone")
    return Printed(said("ranges", draws=str(found.draws)), header, body, legend, 3)


def _causes(results: Results, found: Uncertainty, lines: list[Line]) -> Printed:
    scenario = results.scenarios[-1]
    header = ["", said("unit"), said("year"), *(said(f"part.{each}") for each in CAUSES)]
    body = []
    for line in lines:
        each = found.of_line(line.metric.key, line.year, scenario)
        if each is not None and each.split:
            body.append([*_labels(line), *(f"{100 * each.split.get(cause, 0.0):.0f}" for cause in CAUSES)])
    return Printed(said("causes", scenario=scenario), header, body, said("causes_legend"), 3)


def _assumptions(results: Results, found: Uncertainty, lines: list[Line]) -> Printed:
    """What moves each line, the strongest first; why each is open stands once below."""
    scenario, language = results.scenarios[-1], speech.language()
    header = ["", said("year"), said("assumption"), said("range"), said("change")]
    of_lines = [(line, found.of_line(line.metric.key, line.year, scenario)) for line in lines]
    body = [row for line, each in of_lines for row in _moved(line, each)]
    moved = {one.name: one.why for _, each in of_lines if each is not None for one in each.assumptions}
    why = "\n".join(f"{name.of(language)}: {reason.of(language)}" for name, reason in moved.items())
    return Printed(said("moved_by"), header, body, why, 4)


def _moved(line: Line, each: Range | None) -> Iterator[list[str]]:
    language = speech.language()
    for moved in each.assumptions if each is not None else ():
        change = certainty.stated(moved.change, moved.error, line.metric.decimals, sign=True)
        ends = said("to_range", low=moved.low, high=moved.high)
        yield [line.metric.name.of(language), str(line.year or ""), moved.name.of(language), ends, change]


def _labels(line: Line) -> list[str]:
    language = speech.language()
    return [line.metric.name.of(language), words.unit(line.metric.unit).of(language), str(line.year or "")]


def _stated(line: Line, each: Range | None) -> str:
    if each is None:
        return ""
    text = _ends(line, each.low, each.high)
    if each.difference is None:
        return text
    low, _, high = each.difference
    places = line.metric.decimals
    known = math.isfinite(low) and math.isfinite(high)
    return f"{text} ({low:+.{places}f}..{high:+.{places}f})" if known else f"{text} (-)"


def _ends(line: Line, low: float, high: float) -> str:
    """Both ends; a date is a year, and one beyond the horizon is reported as such."""
    if line.metric.unit == "date":
        ends = [said("later") if math.isnan(each) else f"{int(each)}" for each in (low, high)]
    else:
        places = max(line.metric.decimals - 1, 1)
        ends = [f"{each:.{places}f}" for each in (low, high)]
    return said("to_range", low=ends[0], high=ends[1])
