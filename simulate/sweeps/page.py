"""The page of a sweep: for each line of the headline a tornado over the axes, and the table of answers behind it.

One file without scripts that needs no internet; charts are drawn when it is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from markupsafe import Markup

from simulate.report.page import assets
from simulate.results import certainty, words
from simulate.results.words import LANGUAGES, Bilingual, Language
from simulate.sweeps.design import Design
from simulate.sweeps.points import points
from simulate.sweeps.responses import Answer, Index, Question, is_compared

WIDTH: Final = 480
FONT: Final = 13  # pixels; a telephone shows the chart at three quarters
BAR: Final = 26
SHOWN_YEAR: Final = 2050  # of a headline given for several years
COLOR: Final = "#2b5c8a"
STYLE: Final = "\n.sheet { padding-top: 24px; } .sheet svg { display: block; max-width: 100%; height: auto; }\n"


def page(design: Design, n_finished: int, stated: Sequence[Answer], indices: Sequence[Index]) -> str:
    """The page as HTML, Chinese and English one after the other."""
    style = assets.style("") + STYLE
    policy = assets.policy([], [style]).replace("script-src ;", "script-src 'none';")
    bodies = [_body(design, n_finished, stated, indices, language) for language in LANGUAGES]
    head = Markup(
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="{}"><title>{}</title>'
    )
    title = f"{design.chinese} {design.english}"
    return str(
        Markup('<!doctype html>\n<html lang="zh">\n<head>')
        + head.format(policy, title)
        + Markup("<style>")
        + Markup(style)
        + Markup('</style></head>\n<body><main class="sheet">\n')
        + Markup("\n<hr>\n").join(bodies)
        + Markup("\n</main></body>\n</html>\n")
    )


def _text(key: str, **values: object) -> Bilingual:
    return words.text("sweep", key, **values)


def _body(
    design: Design, n_finished: int, stated: Sequence[Answer], indices: Sequence[Index], language: Language
) -> Markup:
    n_cells = len(design.seeds) * len(design.scenarios) * len(points(design))
    title = design.chinese if language == "zh" else design.english
    intro = _text("intro", finished=n_finished, cells=n_cells, workers=f"{design.workers:,}", base=design.base.name)
    parts = [Markup("<h1>{}</h1><p>{}</p>").format(title, intro.of(language))]
    for (scenario, question), answers in _grouped(stated):
        if question.year in (None, SHOWN_YEAR):
            parts.append(_section(design, scenario, question, answers, indices, language))
    return Markup("<section>{}</section>").format(Markup("\n").join(parts))


def _grouped(stated: Sequence[Answer]) -> Iterator[tuple[tuple[str, Question], list[Answer]]]:
    def key(each: Answer) -> tuple[str, str]:
        return each.scenario, each.question.key

    for _, group in groupby(sorted(stated, key=key), key=key):
        answers = list(group)
        yield (answers[0].scenario, answers[0].question), answers


def _section(
    design: Design, scenario: str, question: Question, answers: Sequence[Answer], indices: Sequence[Index],
    language: Language,
) -> Markup:  # fmt: skip
    metric = question.metric
    is_difference = is_compared(design, scenario)
    what = _text("difference" if is_difference else "level", base=design.base.name).of(language)
    unit = words.unit(metric.unit).of(language)
    year = f", {question.year}" if question.year else ""
    heading = f"{scenario}: {metric.name.of(language)}{year} ({what}, {unit})"
    rows = [
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>').format(
            each.axis, each.at, certainty.stated(each.mean, each.error, metric.decimals, sign=is_difference), each.cells
        )
        for each in answers
    ]
    names = [_text(f"columns.{key}").of(language) for key in ("axis", "at", "mean", "cells")]
    table = Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        Markup("").join(Markup("<th>{}</th>").format(each) for each in names), Markup("").join(rows)
    )
    own = [each for each in indices if each.scenario == scenario and each.question == question]
    listed = Markup("").join(
        Markup("<li>{}: {} {}</li>").format(
            each.axis, _text(f"indices.{each.kind.replace(' ', '_')}").of(language), _index(each)
        )
        for each in own
    )
    chart = _tornado(answers, unit)
    return Markup("<h2>{}</h2>{}<ul>{}</ul>{}").format(heading, Markup(chart), listed, table)


def _index(each: Index) -> str:
    bounds = "" if each.low != each.low else f" [{each.low:.3g}, {each.high:.3g}]"
    return f"{each.value:.3g}{bounds}"


def _tornado(answers: Sequence[Answer], unit: str) -> str:
    """From the lowest to the highest mean answer along each axis, the longest bar on top, as SVG."""
    import altair as alt
    import vl_convert

    bars = []
    for axis, group in groupby(answers, key=lambda each: each.axis):
        along = list(group)
        low, high = min(along, key=lambda each: each.mean), max(along, key=lambda each: each.mean)
        ends = ("", "") if low is high else (low.at, high.at)  # none on an axis that moves nothing
        ranged = {"low": low.mean, "high": high.mean, "width": high.mean - low.mean}
        bars.append({"axis": axis, **ranged, "at_low": ends[0], "at_high": ends[1]})
    if not bars:
        return ""
    order = [bar["axis"] for bar in sorted(bars, key=lambda bar: -float(bar["width"]))]
    base = alt.Chart(alt.Data(values=bars)).encode(y=alt.Y("axis:N", sort=order, title=None))
    x = alt.X("low:Q", title=unit, scale=alt.Scale(zero=False, padding=40))
    bar = base.mark_bar(color=COLOR, height=BAR - 10).encode(x=x, x2="high:Q")
    line = base.mark_tick(color=COLOR, thickness=2, height=BAR - 10).encode(x="low:Q")
    left = base.mark_text(align="right", dx=-4, fontSize=FONT).encode(x="low:Q", text="at_low:N")
    right = base.mark_text(align="left", dx=4, fontSize=FONT).encode(x="high:Q", text="at_high:N")
    chart: Any = (bar + line + left + right).properties(width=WIDTH, height=BAR * len(bars))
    chart = chart.configure(background="transparent").configure_axis(labelFontSize=FONT, titleFontSize=FONT)
    return str(vl_convert.vegalite_to_svg(json.dumps(chart.to_dict())))
