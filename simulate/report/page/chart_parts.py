"""What the charts share: colours, the number shown of each row, panels."""

from __future__ import annotations

from typing import Any, Final

from simulate.results.certainty import BAND

COLORS: Final = ("#3d4a57", "#b3392f", "#1f6fb2", "#c98a0b", "#2c8a64", "#7a4fa3", "#b0577f", "#5d8f3a")
PAYER_COLORS: Final = (
    "#5f7f4f",
    "#9bb58a",
    "#a9876a",
    "#8c7aa9",
)  # worker, employer, platform, government: used for nothing else
DASHES: Final = ([1, 0], [7, 3], [3, 2], [9, 3, 2, 3], [5, 5], [2, 4], [12, 3], [6, 2, 2, 2])
FONT: Final = "var(--sans)"
ROWS: Final = "rows"  # the data of a chart, put into its specification when that is complete
CONFIG: Final[dict[str, Any]] = {
    "font": FONT,
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {"labelColor": "#4a5764", "gridColor": "#e4e8ec", "domainColor": "#b8c1ca", "tickColor": "#b8c1ca",
             "labelFontSize": 11.5, "labelFlush": True},
    "axisY": {"domain": False, "ticks": False},
    "header": {"labelFontSize": 13, "labelFontWeight": 600, "labelColor": "#22303d", "labelAnchor": "start",
               "labelOrient": "top", "labelPadding": 8},
    "legend": {"labelFontSize": 12, "labelColor": "#22303d", "symbolStrokeWidth": 3, "symbolSize": 180},
    "facet": {"spacing": 22},
}  # fmt: skip
_SIGN: Final = "(mode == 'difference' ? '@{dsign}' : '@{sign}')"
_ERROR: Final = "(mode == 'difference' ? datum.de : datum.e)"


def scenario_legend(n: int, first: int = 0) -> dict[str, Any]:
    """Titles of the scenarios above the chart, from ``first`` on."""
    return {
        "title": None, "orient": "top", "columns": 2 if n > 2 else n, "labelExpr": "@{scenarios}[datum.value]",
        "labelLimit": 460, "symbolType": "stroke", "symbolOpacity": 1, "values": list(range(first, n)),
    }  # fmt: skip


def scenario_color(n: int, has_legend: bool = True, first: int = 0) -> Any:
    """A colour for each scenario; the legend names them from ``first`` on."""
    import altair as alt

    colors = [COLORS[i % len(COLORS)] for i in range(n)]
    legend = scenario_legend(n, first) if has_legend else None
    return alt.Color("s:N", legend=legend, scale=dict(domain=list(range(n)), range=colors))


def scenario_dash(n: int, first: int = 0) -> Any:
    """A dash for each scenario, so that they stay apart in grey print."""
    import altair as alt

    dashes = [DASHES[i % len(DASHES)] for i in range(n)]
    return alt.StrokeDash("s:N", legend=scenario_legend(n, first), scale=dict(domain=list(range(n)), range=dashes))


def shown_numbers(chart: Any) -> Any:
    """Adds the number of each row in the reader's unit: ``shown``, ``low``, ``high`` (95 %) and ``text``.

    The chart's parameter ``mode`` chooses between the level and the difference to the base.
    """
    number = f"(mode == 'difference' ? {signed('datum.shown')} : format(datum.shown, ',.@{{ld}}f'))"
    error = f"({_ERROR} > 0 ? ' ± ' + format({_ERROR} * @{{scale}}, mode == 'difference' ? '.@{{dd}}f' : '.@{{ld}}f')"
    return (
        chart.transform_filter("mode == 'level' || isValid(datum.d)")
        .transform_calculate(
            shown="(mode == 'difference' ? datum.d : datum.v) * @{scale}",
            half=f"isValid({_ERROR}) ? {BAND} * {_ERROR} * @{{scale}} : 0",
        )
        .transform_calculate(low=band_end("-"), high=band_end("+"))
        .transform_calculate(text=f"{number} + {error} : '') + {_SIGN} + (datum.n && mode == 'level' ? '*' : '')")
    )


def band_end(side: str) -> str:
    """Expression of an end of the band; of a share by logit, so that it stays between nothing and all.

    A level that cannot be below zero has no band there.
    """
    reach = f"exp({side}min(300, {BAND} * datum.e / (datum.v * (1 - datum.v))))"
    logit = f"@{{scale}} * datum.v * {reach} / (1 - datum.v + datum.v * {reach})"
    is_share = "@{share} && mode == 'level' && isValid(datum.e) && datum.v > 0 && datum.v < 1"
    reach = "min(datum.half, max(datum.shown, 0))" if side == "-" else "datum.half"
    half = f"@{{share}} && mode == 'level' ? 0 : @{{positive}} && mode == 'level' ? {reach} : datum.half"
    return f"{is_share} ? {logit} : datum.shown {side} ({half})"


def tip(field: str, title: str) -> Any:
    """One line of a tooltip: a name, and a text already made."""
    import altair as alt

    return alt.Tooltip(field=field, type="nominal", title=title)


def pointer(base: Any, n_scenarios: int, x: Any, step: float) -> Any:
    """A rule at each year, seen under the pointer, whose tooltip holds the number of every scenario."""
    import altair as alt

    over = alt.selection_point(name="over", fields=["t"], on="pointerover", clear="pointerout", empty=False)
    shown_over = {"param": "over", "empty": False, "value": 0.2}
    tips = [tip("t", "@{time}")]
    tips += [tip(f"s{i}", f"@{{s{i}}}") for i in range(n_scenarios)]
    return (
        base.transform_calculate(who="'s' + datum.s")
        .transform_pivot("who", value="text", groupby=["t", "k"], op="max")
        .mark_rule(strokeWidth=step + 1, color="#5b6b7c")
        .encode(x=x, opacity=alt.OpacityValue(0, condition=shown_over), tooltip=tips)
        .add_params(over)
    )


def signed(number: str) -> str:
    """Expression that prints a difference with its sign; zero without."""
    is_zero = f"round({number} * pow(10, toNumber('@{{dd}}'))) == 0"
    return f"({is_zero} ? format(0, '.@{{dd}}f') : format({number}, '+,.@{{dd}}f'))"


def faceted(layered: Any, field: str, label: str, columns: int, share_x: bool = True, share_y: bool = True) -> Any:
    """Panels by ``field``, named by an expression, on the same scale unless said."""
    import altair as alt

    header = dict(title=None, labelExpr=label)
    facet = layered.facet(
        facet=alt.Facet(f"{field}:N", header=header, title=None), columns=columns, data=alt.NamedData(name=ROWS)
    )
    own = {axis: "independent" for axis, is_shared in (("x", share_x), ("y", share_y)) if not is_shared}
    return facet.resolve_scale(**own) if own else facet


def with_own_times(panels: Any) -> Any:
    """Panels each with its own axis of times: none is drawn where the last row has no panel."""
    return panels.resolve_axis(x="independent")
