"""Lines over time: levels with the record and the range over draws, and what the reforms change of the main numbers."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from simulate import clock
from simulate.report.page import chart_parts as parts

HEIGHT: Final = 270
EFFECT_HEIGHT: Final = 190
PROJECTED: Final = clock.FIRST_PROJECTION_YEAR
COLUMNS: Final = 3
AXIS: Final = 46  # pixels for the numbers of an axis that is a panel's own


class Shape(NamedTuple):
    """What decides a specification."""

    kind: str
    n_series: int
    n_scenarios: int
    n_times: int
    fixed_difference: bool
    has_reforms: bool
    is_projected: bool  # whether the projection starts within the years
    has_named_panels: bool = False  # of dots: panels that are no years, their axes from zero
    has_record: bool = False  # the official record stands beside a line
    has_fan: bool = False  # a run has draws of what is fitted and assumed


def levels(shape: Shape, width: int) -> Any:
    """Lines over time, a panel for each series; one rule under the pointer tells all scenarios.

    In levels the band is the base's alone, since bands of scenarios that are lived by the same workers cover each
    other; that of another is seen when its name is chosen.  Of differences every band is seen.
    """
    n, columns = shape.n_series, min(shape.n_series, COLUMNS)
    has_own_axes = n > COLUMNS  # many panels are of things of many sizes, as members and those who draw a benefit
    size = (width - (AXIS + 22 if has_own_axes else 38) * columns) // columns
    axis = dict(tickCount=6, minExtent=AXIS) if has_own_axes else dict(tickCount=6)
    layered = _layered(shape, max(9 - 2 * n, 4), axis, size).properties(width=size, height=HEIGHT)
    panels = parts.faceted(layered, "k", "@{series}[datum.value]", columns=COLUMNS, share_y=not has_own_axes)
    return parts.with_own_times(panels) if has_own_axes else panels


def effects(shape: Shape, width: int) -> Any:
    """What the reforms change of each main number, in its own unit and on its own scale around zero."""
    size = (width - (AXIS + 22) * COLUMNS) // COLUMNS
    axis = dict(tickCount=5, minExtent=AXIS)
    layered = _layered(shape, 4, axis, size, from_zero=True).properties(width=size, height=EFFECT_HEIGHT)
    header = "[@{series}[datum.value], @{units}[datum.value]]"
    return parts.with_own_times(parts.faceted(layered, "k", header, columns=COLUMNS, share_y=False))


def _layered(shape: Shape, n_ticks: int, axis: dict[str, Any], size: int, from_zero: bool = False) -> Any:
    """The layers of a panel, from the start of the projection below to the pointer on top."""
    import altair as alt

    pick = alt.selection_point(name="pick", fields=["s"], bind="legend")
    years = dict(format="d", tickCount=n_ticks, grid=False)
    x = alt.X("t:Q", title=None, axis=years, scale=dict(nice=False, zero=False))
    first = 1 if shape.fixed_difference else 0
    color, dash = parts.scenario_color(shape.n_scenarios, first=first), parts.scenario_dash(shape.n_scenarios, first)
    every = parts.shown_numbers(alt.Chart())
    base = every.transform_filter(f"datum.s < {shape.n_scenarios}")
    y = alt.Y("low:Q", title=None, scale=dict(zero=from_zero), axis=axis)
    band = base.mark_area(clip=True).encode(x=x, y=y, y2="high:Q", color=color, opacity=_seen(0.16))
    line = base.mark_line(strokeWidth=2, clip=True).encode(
        x=x, y=alt.Y("shown:Q", title=None), color=color, strokeDash=dash,
        opacity=alt.OpacityValue(0.15, condition={"param": "pick", "value": 1}),
    ).add_params(pick)  # fmt: skip
    layers = [band, line, parts.pointer(base, shape.n_scenarios, x, size / max(shape.n_times, 1))]
    if shape.has_fan:
        layers.insert(0, _fan(base, x, color))
    if shape.has_record:
        layers.insert(-1, _official(shape, x))
    if from_zero:
        layers.insert(-1, _zero())
    if shape.is_projected:
        layers.insert(0, _projection_rule())
    return alt.layer(*layers)


def _seen(strength: float) -> Any:
    """How strong a band is: the base's or a difference's, as long as no other name is chosen; a chosen one's always."""
    import altair as alt

    drawn = {"and": [{"param": "pick"}, "datum.s == 0 || mode == 'difference'"]}
    return alt.OpacityValue(
        0,
        condition=[{"test": drawn, "value": strength}, {"param": "pick", "empty": False, "value": strength}],
    )


def _fan(base: Any, x: Any, color: Any) -> Any:
    """Nine draws in ten of what is fitted and assumed, lighter and wider than the band of sampling."""
    import altair as alt

    ends = base.transform_calculate(
        fan_low="(mode == 'difference' ? datum.dlo : datum.lo) * @{scale}",
        fan_high="(mode == 'difference' ? datum.dhi : datum.hi) * @{scale}",
    ).transform_filter("isValid(datum.fan_low) && isValid(datum.fan_high)")
    y = alt.Y("fan_low:Q", title=None)
    return ends.mark_area(clip=True).encode(x=x, y=y, y2="fan_high:Q", color=color, opacity=_seen(0.09))


def _official(shape: Shape, x: Any) -> Any:
    """The official record as circles; unseen, at zero, where differences are shown: an empty layer has no extent."""
    import altair as alt

    rows = alt.Chart().transform_filter(f"datum.s == {shape.n_scenarios}")
    placed = rows.transform_calculate(shown="mode == 'difference' ? 0 : datum.v * @{scale}")
    seen = {"expr": "mode == 'difference' ? 0 : 1"}
    return placed.mark_point(size=26, color="#1c2733", opacity=seen).encode(x=x, y=alt.Y("shown:Q", title=None))


def _zero() -> Any:
    """The base, from which differences are counted."""
    import altair as alt

    once = alt.Chart().transform_aggregate(n="count()", groupby=["k"]).transform_calculate(at="0")
    return once.mark_rule(color=parts.COLORS[0], strokeWidth=1).encode(y=alt.Y("at:Q", title=None))


def _projection_rule() -> Any:
    """Where the projection starts."""
    import altair as alt

    once = alt.Chart().transform_aggregate(n="count()", groupby=["k"]).transform_calculate(at=str(PROJECTED))
    rule = once.mark_rule(strokeDash=[2, 3], color="#8a97a5").encode(x="at:Q")
    word = once.mark_text(align="left", dx=4, color="#66727f", fontSize=11).encode(
        x="at:Q", y=alt.YValue(8), text=alt.TextValue("@{projected} →")
    )
    return rule + word
