"""Charts of people, of one year's money and of provinces side by side: pyramid, waterfall, small panels, lives."""

from __future__ import annotations

from typing import Any, Final

from simulate.report.page import chart_parts as parts

SEX_COLORS: Final = ("#7d9c9a", "#b08fa3")
# of a life: earned, paid in, received
FLOW_COLORS: Final = ("#9aa5b1", "#6b4f3a", "#0f7b7b")
BENEFIT_COLORS: Final = ("#c7b36b", "#0f7b7b", "#7fb5b5", "#1c2733")  # interest, pensions, other benefits, what is left
PER_PANEL: Final = 2  # sexes
MARKED_YEARS: Final = (2010, 2050)  # that small panels have room for


def pyramid(n_series: int, width: int) -> Any:
    """Men to the left, women to the right, the youngest at the bottom; a panel for each year."""
    import altair as alt

    n = max(n_series // PER_PANEL, 1)
    base = parts.shown_numbers(alt.Chart()).transform_calculate(
        side=f"datum.k % {PER_PANEL} == 0 ? -datum.shown : datum.shown", name="@{series}[datum.k]"
    )
    legend = dict(title=None, orient="top", labelExpr="@{series}[datum.value]")
    color = alt.Color("sex:N", legend=legend, scale=dict(domain=[0, 1], range=list(SEX_COLORS)))
    ages = dict(ticks=False, grid=False, labelOverlap=True)
    bars = base.transform_calculate(sex=f"datum.k % {PER_PANEL}").mark_bar().encode(
        y=alt.Y("t:N", title=None, sort=None, scale=dict(reverse=True), axis=ages),
        x=alt.X("side:Q", title=None, axis=dict(tickCount=4, labelExpr="format(abs(datum.value), ',')")),
        color=color, tooltip=[parts.tip("t", " "), parts.tip("name", "  "), parts.tip("text", "   ")],
    )  # fmt: skip
    sized = alt.layer(bars).properties(width=(width - 60 * n) // n, height=300)
    return parts.faceted(sized, "panel", "@{panels}[datum.value]", columns=n)


def waterfall(n_series: int, n_scenarios: int, width: int) -> Any:
    """What each payer pays in, one after the other, less what is paid out; a panel for each scenario."""
    import altair as alt

    base = (
        parts.shown_numbers(alt.Chart())
        .transform_calculate(sign="@{signs}[datum.k]", name="@{series}[datum.k]", scenario="@{scenarios}[datum.s]")
        .transform_calculate(amount="datum.shown * datum.sign")
        .transform_window(total="sum(amount)", sort=[{"field": "k"}], groupby=["s"], frame=[None, 0])
        .transform_calculate(
            start="datum.sign == 0 ? 0 : datum.total - datum.amount",
            end="datum.sign == 0 ? datum.shown : datum.total",
            number="(datum.sign < 0 ? '\N{MINUS SIGN}' : '') + format(datum.shown, ',.@{ld}f')",
        )
        .transform_calculate(edge="max(datum.start, datum.end)")
    )
    colors = [*parts.PAYER_COLORS, *BENEFIT_COLORS][:n_series]
    names = dict(labelExpr="@{series}[datum.value]", labelLimit=150, ticks=False, domain=False, grid=False)
    y = alt.Y("k:N", title=None, axis=names)
    color = alt.Color("k:N", legend=None, scale=dict(domain=list(range(n_series)), range=colors))
    tips = [parts.tip("name", " "), parts.tip("scenario", "  "), parts.tip("text", "   ")]
    bars = base.mark_bar(height={"band": 0.7}).encode(
        y=y, x=alt.X("start:Q", title=None, axis=dict(tickCount=4)), x2="end:Q", color=color, tooltip=tips
    )
    numbers = base.mark_text(align="left", dx=5, fontSize=11, color="#22303d").encode(y=y, x="edge:Q", text="number:N")
    columns = min(n_scenarios, 2)
    sized = alt.layer(bars, numbers).properties(width=(width - 180 * columns) // columns, height=24 * n_series)
    return parts.faceted(sized, "s", "@{dated}[datum.value]", columns=columns)


def multiples(n_scenarios: int, width: int) -> Any:
    """A small panel for each label, all on the same scale."""
    import altair as alt

    columns = 8
    base = parts.shown_numbers(alt.Chart())
    years = dict(format="d", values=list(MARKED_YEARS), grid=False)
    x = alt.X("t:Q", title=None, axis=years, scale=dict(nice=False, zero=False))
    line = base.mark_line(strokeWidth=1.6).encode(
        x=x, y=alt.Y("shown:Q", title=None, axis=dict(tickCount=3), scale=dict(zero=False)),
        color=parts.scenario_color(n_scenarios), strokeDash=parts.scenario_dash(n_scenarios),
    )  # fmt: skip
    layered = alt.layer(line, parts.pointer(base, n_scenarios, x, 6))
    sized = layered.properties(width=(width - 40) // columns - 20, height=74)
    return parts.with_own_times(parts.faceted(sized, "k", "@{series}[datum.value]", columns=columns))


def profile(n_scenarios: int, width: int) -> Any:
    """A panel for each worker over age: what is earned, paid in and received a year; a dash for each scenario."""
    import altair as alt

    columns = 3
    base = parts.shown_numbers(alt.Chart()).transform_calculate(
        age="floor(datum.t / 10)", flow="datum.t % 10", what="@{times}[datum.t % 10]", scenario="@{scenarios}[datum.s]"
    )
    legend = dict(title=None, orient="top", labelExpr="@{times}[datum.value]", symbolType="stroke")
    flows = list(range(len(FLOW_COLORS)))
    tips = [("age", "@{time}"), ("what", " "), ("scenario", "  "), ("text", "   ")]
    line = base.mark_line(strokeWidth=1.8, interpolate="step-after").encode(
        x=alt.X("age:Q", title=None, axis=dict(tickCount=5, grid=False), scale=dict(domain=[16, 90])),
        y=alt.Y("shown:Q", title=None, axis=dict(tickCount=4, minExtent=28)),
        color=alt.Color("flow:N", legend=legend, scale=dict(domain=flows, range=list(FLOW_COLORS))),
        strokeDash=parts.scenario_dash(n_scenarios),
        tooltip=[parts.tip(*each) for each in tips],
    )  # fmt: skip
    sized = alt.layer(line).properties(width=(width - 50 * columns) // columns, height=150)
    panels = parts.faceted(sized, "k", "@{series}[datum.value]", columns=columns, share_y=False)
    return parts.with_own_times(panels)
