"""The tile map of China: a tile of equal size for each province, the level on the left, the difference on the right."""

from __future__ import annotations

import json
from typing import Any, Final

from simulate import codes
from simulate.report.page.chart_list import Row
from simulate.report.page.chart_parts import ROWS, signed, tip
from simulate.report.page.figures import CLEAR
from simulate.report.page.source import Source
from simulate.results.words import Language, read

TILE_WIDTH: Final = 65
TILE_HEIGHT: Final = 44
COLUMNS: Final = 7
DOWN: Final = 8
DEFAULT_YEAR: Final = 2050
_CHOSEN: Final = "datum.s == map_scenario && datum.t == map_year"
_HALF: Final = 0.5 * (1.0 - 3 / TILE_WIDTH)  # of a tile, in columns: three pixels lie between two
_SIDES: Final = {"left": f"datum.column - {_HALF:.4f}", "right": f"datum.column + {_HALF:.4f}"}
_NAME_SIZE: Final = {"expr": "width < 400 ? 11 : @{tile_name}"}
# On a telephone a long name takes two lines, and name and number lie further apart.
_BROKEN: Final = "^(Heilong|Inner|Chong|Guang(?=dong)|Shan(?=dong)|Shang|Zhe|Liao|Xin|Hong) ?"
_NAME: Final = f"width < @{{tile_narrow}} ? replace(datum.whole, regexp('{_BROKEN}'), '$1\\n') : datum.whole"
_NAME_UP: Final = {"expr": "width < @{tile_narrow} ? -11 : -7"}
_NUMBER_DOWN: Final = {"expr": "width < @{tile_narrow} ? 14 : 8"}
_PALE: Final = 0.3  # of tiles whose difference is not clear
_MOST: Final = 0.95  # share of the differences within the colours; those beyond have the strongest


def words(language: Language) -> dict[str, str]:
    """Names of the tiles outside the model."""
    outside = read("labels")["not_modelled"].values()
    return {
        "tile_name": "8.8" if language == "en" else "11",
        "tile_narrow": "400" if language == "en" else "0",
        "outside": json.dumps([each[2 if language == "en" else 3] for each in outside], ensure_ascii=False),
    }


def settings(source: Source, data: list[Row]) -> dict[str, float]:
    """Values of the map's parameters: what is shown first, and the ends of the colours."""
    levels = [row["v"] for row in data] or [0.0]
    changes = sorted(abs(row["d"]) for row in data if row.get("d"))
    first = next((i for i, each in enumerate(source.scenarios) if not each.is_base), 0)
    years = {row["t"] for row in data}
    return {
        "map_scenario": first,
        "map_year": DEFAULT_YEAR if DEFAULT_YEAR in years else max(years, default=DEFAULT_YEAR),
        "map_low": min(levels),
        "map_high": max(levels),
        "map_most": changes[int(_MOST * (len(changes) - 1))] if changes else 1.0,
    }


def beyond(settings_: dict[str, float], data: list[Row]) -> tuple[int, int]:
    """How many differences are beyond the ends of the colours, and of how many."""
    changes = [abs(row["d"]) for row in data if row.get("d")]
    return sum(each > settings_["map_most"] for each in changes), len(changes)


def draw(has_reforms: bool) -> Any:
    """The map of the scenario and year chosen on the page; with reforms beside it the difference to the base."""
    import altair as alt

    places = read("labels")["provinces"]
    tiles = [places[each][:2] for each in codes.PROVINCES.labels]
    chart = alt.Chart().transform_filter(_CHOSEN).transform_calculate(
        column=f"{json.dumps([each[0] for each in tiles])}[datum.k]",
        row=f"{json.dumps([each[1] for each in tiles])}[datum.k]",
        **_SIDES,
        whole="@{series}[datum.k]",
        name=_NAME,
        level=f"format(datum.v * @{{scale}}, ',.@{{ld}}f') + {_error('datum.e', 'ld')} + '@{{sign}}'"
        " + (datum.n ? '*' : '')",
        change=f"isValid(datum.d) ? {signed('datum.d * @{scale}')} + {_error('datum.de', 'dd')} + '@{{dsign}}' : ''",
    )  # fmt: skip
    panels = [_panel(chart, "v", "@{level_map}")] + [_panel(chart, "d", "@{difference_map}")] * has_reforms
    joined = alt.hconcat(*panels, spacing=24, data=alt.NamedData(name=ROWS)).resolve_scale(color="independent")
    names = ("map_scenario", "map_year", "map_low", "map_high", "map_most")
    return joined.add_params(*(alt.param(name=name, value=0) for name in names))


def _error(error: str, decimals: str) -> str:
    return f"({error} > 0 ? ' ± ' + format({error} * @{{scale}}, ',.@{{{decimals}}}f') : '')"


def _panel(chart: Any, field: str, title: str) -> Any:
    """Tiles coloured by one number, each with its name and the number; a difference that is not clear is pale."""
    import altair as alt

    is_level = field == "v"
    domain = [{"expr": "map_low" if is_level else "-map_most"}, {"expr": "map_high" if is_level else "map_most"}]
    legend = dict(
        title=None, orient="bottom", gradientLength=260, gradientThickness=10, labelFontSize=11, tickCount=4,
        padding=12, labelExpr=f"format(datum.value * @{{scale}}, '{',.@{ld}f' if is_level else '+,.@{dd}f'}')",
    )  # fmt: skip
    scale = dict(scheme="blues" if is_level else "purpleorange", domain=domain, clamp=True)
    tips = [tip("whole", " "), tip("level", "@{level_map}"),
            tip("change", "@{difference_map}")]  # fmt: skip
    x, y = _axes()
    level, change = "(datum.v - map_low) / (map_high - map_low)", "abs(datum.d) / map_most"
    strength = f"{level if is_level else change} * datum.clear"
    number = "format(datum.v * @{scale}, ',.@{ld}f') + (datum.n ? '*' : '')"
    few, unclear = "datum.n", f"datum.d == 0 || abs(datum.d) < {CLEAR:g} * datum.de"
    known = chart.transform_filter(f"isValid(datum.{field})").transform_calculate(
        clear=f"{few if is_level else unclear} ? {_PALE} : 1",
        number=number if is_level else signed("datum.d * @{scale}"),
    ).encode(x=x, y=y, tooltip=tips)  # fmt: skip
    ink = alt.ColorValue("#1c2733", condition={"test": f"{strength} > 0.6", "value": "#ffffff"})
    tile = known.mark_rect(cornerRadius=4, height=TILE_HEIGHT - 3).encode(
        x=_axes("left")[0],
        x2="right:Q",
        color=alt.Color(f"{field}:Q", legend=legend, scale=scale),
        opacity=alt.Opacity("clear:Q", scale=None, legend=None),
    )
    name = known.mark_text(dy=_NAME_UP, lineBreak="\n", lineHeight=12, fontSize=_NAME_SIZE, fontWeight=600).encode(
        text="name:N", color=ink
    )
    value = known.mark_text(dy=_NUMBER_DOWN, fontSize=11).encode(text="number:N", color=ink)
    return alt.layer(_outside(), tile, name, value).properties(
        width=TILE_WIDTH * COLUMNS, height=TILE_HEIGHT * DOWN, title=dict(text=title, anchor="start", fontSize=13)
    )


def _axes(column: str = "column") -> tuple[Any, Any]:
    import altair as alt

    x = alt.X(f"{column}:Q", axis=None, scale=dict(domain=[0.5, COLUMNS + 0.5], nice=False, zero=False))
    y = alt.Y("row:Q", axis=None, scale=dict(domain=[DOWN - 0.5, -0.5], nice=False, zero=False))
    return x, y


def _outside() -> Any:
    """Grey tiles of the places that the model does not cover."""
    import altair as alt

    tiles = read("labels")["not_modelled"].values()
    data = [{"column": each[0], "row": each[1], "i": i} for i, each in enumerate(tiles)]
    x, y = _axes()
    chart = alt.Chart(alt.Data(values=data)).transform_calculate(
        whole="@{outside}[datum.i]", name=_NAME, why="'@{missing}'", **_SIDES
    )
    tips = [tip("whole", " "), tip("why", "  ")]
    tile = chart.mark_rect(cornerRadius=4, height=TILE_HEIGHT - 3, color="#eceff2").encode(
        x=_axes("left")[0], x2="right:Q", y=y, tooltip=tips
    )
    name = chart.mark_text(lineBreak="\n", lineHeight=12, fontSize=_NAME_SIZE, color="#8a97a5").encode(
        x=x, y=y, text="name:N"
    )
    return tile + name
