"""Charts over groups of lives, a panel a reform: who gains and who loses as shares, and how much as quantiles."""

from __future__ import annotations

import json
from typing import Any, Final

from simulate.report.page import chart_parts as parts
from simulate.report.page.chart_list import ChartPlan
from simulate.report.page.source import Source
from simulate.results.words import Language, label

NAMES: Final = 210  # pixels for the names of the groups
STEP: Final = 21  # of one group to the next
OUTCOME_COLORS: Final = ("#c0602b", "#dde3e8", "#1f6f8f")  # lose, neither, gain: apart in grey print too
MOST_COLUMNS: Final = 3
# Series of a spread, by their place in its chart.
LOW, LOWER, MEDIAN, UPPER, HIGH, MEAN = range(6)


def words(plan: ChartPlan, source: Source, language: Language) -> dict[str, str]:
    """Names of the groups, by their labels."""
    named = {str(each): label(plan.time, str(each)).of(language) for each in plan.times(source)}
    return {"lives": json.dumps(named, ensure_ascii=False)}


def shares(n_lives: int, n_scenarios: int, width: int) -> Any:
    """Bars of one length, parted into those who lose, neither, and gain."""
    import altair as alt

    legend = dict(title=None, orient="top", labelExpr="@{series}[datum.value]", labelLimit=300)
    bars = _named().mark_bar(height={"band": 0.74}).encode(
        y=_groups(), x=alt.X("shown:Q", title=None, stack="zero", axis=dict(tickCount=4), scale=dict(domain=[0, 100])),
        color=alt.Color("k:N", legend=legend, scale=dict(domain=[0, 1, 2], range=list(OUTCOME_COLORS))),
        order=alt.Order("k:Q"), tooltip=_tips(),
    )  # fmt: skip
    return _by_reform(alt.layer(bars), n_lives, n_scenarios, width)


def spread(n_lives: int, n_scenarios: int, width: int) -> Any:
    """The middle half and the middle eight tenths of the changes, their median, and the mean with its interval."""
    import altair as alt

    y, base = _groups(), _named()
    color = parts.scenario_color(n_scenarios, has_legend=False)
    places = base.transform_calculate(place="'q' + datum.k").transform_pivot("place", value="shown", groupby=["s", "t"])
    thin = places.mark_rule(strokeWidth=1.4).encode(y=y, x=_months(f"q{LOW}"), x2=f"q{HIGH}:Q", color=color)
    thick = places.mark_bar(height=9, opacity=0.55).encode(y=y, x=_months(f"q{LOWER}"), x2=f"q{UPPER}:Q", color=color)
    mean = base.transform_filter(f"datum.k == {MEAN}")
    reach = mean.mark_rule(strokeWidth=1.4, color="#1c2733").encode(y=y, x=_months("low"), x2="high:Q")
    marks = [
        base.transform_filter(f"datum.k == {k}").mark_point(
            filled=True, opacity=1, size=size, shape=shape, fill=fill, stroke="#1c2733", strokeWidth=1
        ).encode(y=y, x=_months("shown"))
        for k, shape, size, fill in ((MEDIAN, "circle", 44, "#ffffff"), (MEAN, "diamond", 62, "#1c2733"))
    ]  # fmt: skip
    tips = [parts.tip("life", " "), *(parts.tip(f"q{k}", f"@{{n{k}}}") for k in range(MEAN + 1))]
    stated = (
        base.transform_calculate(place="'q' + datum.k")
        .transform_pivot("place", value="text", groupby=["s", "t", "life"], op="max")
        .mark_rule(strokeWidth=STEP - 2, opacity=0)
        .encode(y=y, tooltip=tips)
    )
    return _by_reform(alt.layer(thin, thick, reach, *marks, stated), n_lives, n_scenarios, width)


def _named() -> Any:
    """Rows with their numbers as shown, and the names of group, outcome and reform."""
    import altair as alt

    return parts.shown_numbers(alt.Chart()).transform_calculate(
        life="@{lives}[datum.t]", name="@{series}[datum.k]", scenario="@{scenarios}[datum.s]"
    )


def _groups() -> Any:
    """The groups from top to bottom as they are listed."""
    import altair as alt

    plain = dict(labelFlush=False, ticks=False, domain=False, grid=False)
    axis = dict(labelExpr="@{lives}[datum.value]", labelLimit=NAMES - 6, **plain)
    return alt.Y("t:N", title=None, sort=None, axis=axis)


def _months(field: str) -> Any:
    import altair as alt

    return alt.X(f"{field}:Q", title=None, axis=dict(tickCount=5))


def _tips() -> list[Any]:
    return [parts.tip("life", " "), parts.tip("name", "  "), parts.tip("scenario", "   "), parts.tip("text", "    ")]


def _by_reform(layered: Any, n_lives: int, n_scenarios: int, width: int) -> Any:
    """A panel for each reform, all on the same scale."""
    columns = min(max(n_scenarios - 1, 1), MOST_COLUMNS)
    panel = min((width - NAMES - 24 * columns) // columns, 520)
    sized = layered.properties(width=panel, height=STEP * n_lives)
    return parts.faceted(sized, "s", "@{wrapped}[datum.value]", columns=columns)
