"""Charts with Altair.  Data hold codes only; words stand as ``@{key}`` and are filled in for a language when drawn.

A specification depends on the shape of a chart only (how many panels, scenarios, years) and is built once for it.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, Final

from simulate.report.page import chart_lines, chart_lives, chart_people, tile_map
from simulate.report.page import chart_parts as parts
from simulate.report.page.chart_lines import PROJECTED, Shape
from simulate.report.page.chart_list import OVER_TIME, ChartPlan, Row, pack, read_back, rows, unpack
from simulate.report.page.chart_words import Words, words
from simulate.report.page.source import Source
from simulate.results.words import Language

WIDTH: Final = 940
_KEY: Final = re.compile(r"@\{(\w+)\}")


def build(plan: ChartPlan, source: Source) -> dict[str, Any]:
    """A chart for the page: ``spec`` (Vega-Lite), its ``rows``, and the ``words`` of each language."""
    data = rows(plan, source)
    shape = Shape(
        plan.kind, len(plan.series), len(source.scenarios), _n_times(plan, data, source), plan.is_difference,
        source.has_reforms,
        plan.time == "year" and PROJECTED - 1 in source.labels("year"),
        has_record=any(row["s"] == len(source.scenarios) for row in data), has_fan=any("lo" in row for row in data),
    )  # fmt: skip
    usermeta = {**read_back(plan), "toggles": plan.toggles}
    chart = assemble(shape, data, words(plan, source), usermeta)
    if plan.kind == "map":
        spec, settings = chart["spec"], tile_map.settings(source, data)
        spec["params"] = [{**each, "value": settings.get(each["name"], each.get("value"))} for each in spec["params"]]
    return chart


def assemble(shape: Shape, data: list[Row], spoken: Words, usermeta: dict[str, Any]) -> dict[str, Any]:
    """A chart for the page of its parts; ``usermeta`` says where its numbers come from."""
    spec = {**json.loads(_specification(shape)), "usermeta": usermeta}
    return {"spec": spec, "rows": [pack(row) for row in data], "words": spoken}


def _n_times(plan: ChartPlan, data: list[Row], source: Source) -> int:
    """How many times a chart has room for; of lines all that are reported, so that many charts have one shape."""
    return len(plan.times(source)) if plan.kind in OVER_TIME else len({row["t"] for row in data})


@cache
def _specification(shape: Shape) -> str:
    """The specification of a shape as JSON, without data."""
    import altair as alt

    kinds = {
        "lines": _lines, "effects": _effects,
        "dots": _dots, "stack": _stack, "map": _map, "shares": _shares, "spread": _spread, "fit": _fit,
        "pyramid": _pyramid, "waterfall": _waterfall, "multiples": _multiples, "profile": _profile,
    }  # fmt: skip
    with alt.utils.schemapi.debug_mode(False):
        spec = kinds[shape.kind](shape).to_dict(format="vega-lite", validate=False)
    # added to the finished specification, since the library copies a whole chart for each addition
    spec["config"] = parts.CONFIG
    if shape.kind == "pyramid":  # panels of two series each
        panel = f"floor(datum.k / {chart_people.PER_PANEL})"
        spec["transform"] = [*spec.get("transform", []), {"calculate": panel, "as": "panel"}]
    if shape.kind != "map":  # the page changes it
        mode = {"name": "mode", "value": "difference" if shape.fixed_difference else "level"}
        spec["params"] = [*spec.get("params", []), mode]
    return json.dumps(spec)


def _lines(shape: Shape) -> Any:
    return chart_lines.levels(shape, WIDTH)


def _effects(shape: Shape) -> Any:
    return chart_lines.effects(shape, WIDTH)


def _map(shape: Shape) -> Any:
    return tile_map.draw(shape.has_reforms)


def _shares(shape: Shape) -> Any:
    return chart_lives.shares(shape.n_times, shape.n_scenarios, WIDTH)


def _spread(shape: Shape) -> Any:
    return chart_lives.spread(shape.n_times, shape.n_scenarios, WIDTH)


def _pyramid(shape: Shape) -> Any:
    return chart_people.pyramid(shape.n_series, WIDTH)


def _waterfall(shape: Shape) -> Any:
    return chart_people.waterfall(shape.n_series, shape.n_scenarios, WIDTH)


def _multiples(shape: Shape) -> Any:
    return chart_people.multiples(shape.n_scenarios, WIDTH)


def _profile(shape: Shape) -> Any:
    return chart_people.profile(shape.n_scenarios, WIDTH)


def complete(chart: dict[str, Any], language: Language) -> dict[str, Any]:
    """A chart of ``build`` as a whole specification in one language; the page's script does the same."""
    filled: dict[str, Any] = fill(chart["spec"], chart["words"][language])
    return {**filled, "data": {"values": [unpack(each) for each in chart["rows"]]}}


def fill(value: Any, of_language: dict[str, str]) -> Any:
    """A specification with the words of one language in place."""
    if isinstance(value, dict):
        return {name: fill(each, of_language) for name, each in value.items()}
    if isinstance(value, list):
        return [fill(each, of_language) for each in value]
    if isinstance(value, str):
        return _KEY.sub(lambda found: of_language.get(found[1], found[0]), value)
    return value


def _fit(shape: Shape) -> Any:
    """A small panel for each series on a scale of its own: the model as a line with its band, the record as dots."""
    import altair as alt

    base = parts.shown_numbers(alt.Chart())
    x = alt.X("t:Q", title=None, axis=dict(format="d", tickCount=4, grid=False), scale=dict(nice=False, zero=False))
    color, axis = parts.scenario_color(shape.n_scenarios), dict(tickCount=4, minExtent=42)
    model = base.transform_filter("datum.s == 0")
    band = model.mark_area(opacity=0.16).encode(x=x, y=alt.Y("low:Q", axis=axis), y2="high:Q", color=color)
    line = model.mark_line(strokeWidth=2).encode(x=x, y=alt.Y("shown:Q", title=None), color=color)
    dots = base.transform_filter("datum.s == 1").mark_point(filled=True, size=34, opacity=1).encode(
        x=x, y=alt.Y("shown:Q", title=None), color=color
    )  # fmt: skip
    layered = alt.layer(band, line, dots, parts.pointer(base, shape.n_scenarios, x, 16))
    header = "[@{series}[datum.value], @{units}[datum.value]]"
    columns = 4
    sized = layered.properties(width=(WIDTH - (axis["minExtent"] + 22) * columns) // columns, height=96)
    return parts.with_own_times(parts.faceted(sized, "k", header, columns=columns, share_y=False))


def _dots(shape: Shape) -> Any:
    """A dot with its 95 % interval for each scenario and category; a panel for each year."""
    import altair as alt

    base = parts.shown_numbers(alt.Chart())
    if shape.fixed_difference:
        base = base.transform_filter("datum.d !== 0 || datum.de > 0")
    names = 190 if shape.has_named_panels else 130  # pixels
    y = alt.Y("k:N", title=None, axis=dict(labelExpr="@{series}[datum.value]", labelLimit=names + 60, ticks=False,
              domain=False, grid=False))  # fmt: skip
    offset = alt.YOffset("s:N")
    color = parts.scenario_color(shape.n_scenarios, first=1 if shape.fixed_difference else 0)
    tips = [parts.tip("name", " "), parts.tip("scenario", "  "), parts.tip("text", "   ")]
    named = base.transform_calculate(name="@{series}[datum.k]", scenario="@{scenarios}[datum.s]")
    from_zero = shape.fixed_difference or shape.has_named_panels
    x = alt.X("low:Q", title=None, scale=dict(zero=from_zero), axis=dict(tickCount=4))
    bars = named.mark_rule(strokeWidth=1.6).encode(y=y, yOffset=offset, x=x, x2="high:Q", color=color)
    dots = named.mark_point(filled=True, size=46, opacity=1).encode(
        y=y, yOffset=offset, x=alt.X("shown:Q", title=None), color=color, tooltip=tips,
    )  # fmt: skip
    size = (WIDTH - names - 24 * shape.n_times) // shape.n_times
    step = max(26, 11 * shape.n_scenarios)
    layered = alt.layer(bars, dots).properties(width=size, height=step * shape.n_series)
    header = "@{times}[datum.value]" if shape.has_named_panels else "datum.value"
    return parts.faceted(layered, "t", header, columns=shape.n_times)


def _stack(shape: Shape) -> Any:
    """Stacked bars: a bar for each scenario, a colour for each payer, a panel for each year."""
    import altair as alt

    base = parts.shown_numbers(alt.Chart()).transform_calculate(
        name="@{series}[datum.k]", scenario="@{scenarios}[datum.s]"
    )
    tips = [parts.tip("name", " "), parts.tip("scenario", "  "), parts.tip("text", "   ")]
    legend = dict(title=None, orient="top", labelExpr="@{series}[datum.value]", labelLimit=300)
    bars = base.mark_bar(height={"band": 0.72}).encode(
        y=alt.Y("s:N", title=None, axis=dict(labelExpr="@{wrapped}[datum.value]", labelLimit=230, ticks=False)),
        x=alt.X("shown:Q", title=None, stack="zero", axis=dict(tickCount=4)),
        color=alt.Color("k:N", legend=legend, scale=dict(
            domain=list(range(shape.n_series)), range=list(parts.PAYER_COLORS[: shape.n_series]))),
        order=alt.Order("k:Q"), tooltip=tips,
    )  # fmt: skip
    size = (WIDTH - 250 - 24 * shape.n_times) // shape.n_times
    layered = alt.layer(bars).properties(width=size, height=38 * shape.n_scenarios + 10)
    return parts.faceted(layered, "t", "datum.value", columns=shape.n_times, share_x=False)
