"""A set of charts put into a window one after the other: the first is there while the next is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import run as run_aside
from nicegui import ui

from simulate.results.words import pair
from simulate.serve.chart_sets import ChartSet
from simulate.serve.window import Window, heading, named


async def draw_charts(
    window: Window, place: ui.element, made: ChartSet | None, is_wanted: Callable[[], bool], mode: str = "level"
) -> None:
    """Fill a place with the charts of a set; what comes late for somebody who looks at others is dropped.

    ``mode`` is ``level`` or ``difference``, of the charts that show both.
    """
    charts = await run_aside.io_bound(made.charts) if made is not None else None
    if place.is_deleted or not is_wanted():
        return
    place.clear()
    if made is None or charts is None:
        return
    for chart in charts:
        svg = await run_aside.io_bound(_svg, made, chart, window.language, mode)
        if svg is None or place.is_deleted or not is_wanted():
            return
        title = pair(chart["title"]).of(window.language)
        level, difference = chart["units"][window.language]
        is_toggled = mode == "difference" and chart["toggles"]
        if is_toggled:
            title = window.t("difference", title=title)
        with place, named(ui.element("figure").classes("chart"), title):
            heading(3, title)
            ui.label(difference if is_toggled or chart["is_difference"] else level).classes("small")
            ui.html(svg, sanitize=False)


def _svg(made: ChartSet, chart: dict[str, Any], language: str, mode: str) -> str:
    return made.svg(chart, language, mode)
