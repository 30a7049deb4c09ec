"""Pictures of the page as SVG: of what a reform does, of a life.

Altair and vl-convert are imported when the first is drawn; call from a thread of its own, not from the page's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from simulate.serve.scenario_store import title_of
from simulate.serve.words import word

REFORM: Final = "#b3261e"  # as on the page: the base is grey, the first reform red
BASE: Final = "#6b7280"
FONT: Final = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, Noto Sans, sans-serif"
CARD: Final = (  # what a card shows in 2050: metric of the headline, decimals
    ("insured_employee", 1), ("flexible_covered", 1), ("award_over_wage", 1), ("below_dibao", 1), ("balance", 2),
)  # fmt: skip
CARD_YEAR: Final = 2050
NO_AXIS: Final = {"domain": False, "ticks": False, "labels": False, "grid": False, "title": None}


def svg(chart: Any) -> str:
    """A chart, or its Vega-Lite specification, as a picture."""
    import vl_convert

    spec = chart if isinstance(chart, dict) else chart.to_dict()
    return str(vl_convert.vegalite_to_svg(json.dumps(spec)))


def of_reform(headline: Sequence[Mapping[str, Any]], name: str, language: str) -> str:
    """What a reform changes in 2050: a row for each question, the difference to its base with two standard errors."""
    rows = []
    for metric, decimals in CARD:
        line = next((x for x in headline if x["metric"] == metric and x["year"] == CARD_YEAR), None)
        cell = line["scenarios"].get(name) if line else None
        if cell is None or cell["difference"] is None:
            continue
        scale = 100.0 if metric == "insured_employee" and language == "zh" else 1.0
        change, error = cell["difference"] * scale, (cell["difference_standard_error"] or 0.0) * scale
        places = 0 if scale > 1 else decimals
        unit = word(f"card_unit_{metric}", language)
        said = f"{change:+.{places}f}{unit}" if round(abs(change), places) else f"≈0{unit}"
        rows.append({
            "label": word(f"card_{metric}", language), "said": said, "change": change, "low": change - 2 * error,
            "high": change + 2 * error, "reach": 1.15 * (abs(change) + 2 * error) or 1.0,
        })  # fmt: skip
    panels = [_panel(row) for row in rows]
    config = {"view": {"stroke": None}, "font": FONT}
    return svg({"vconcat": panels, "spacing": 4, "config": config, "background": "transparent"})


def _panel(row: dict[str, Any]) -> dict[str, Any]:
    """One row of a card: its name, a bar from zero with two standard errors, the difference in words."""
    scale = {"domain": [-row["reach"], row["reach"]], "nice": False}
    x = {"field": "change", "type": "quantitative", "scale": scale, "axis": NO_AXIS}
    bare = {"type": "quantitative", "scale": scale, "axis": NO_AXIS}
    layer = [
        {"mark": {"type": "rule", "color": "#9aa0a6"}, "encoding": {"x": {"datum": 0, **bare}}},
        {"mark": {"type": "bar", "color": REFORM, "height": 9, "opacity": 0.85}, "encoding": {"x": x}},
        {"mark": {"type": "rule", "color": "#333"},
         "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}}},
        {"mark": {"type": "text", "align": "left", "fontSize": 12, "color": "#333", "x": -124},
         "encoding": {"text": {"field": "label"}}},
        {"mark": {"type": "text", "align": "right", "fontSize": 12, "fontWeight": "bold", "x": 224},
         "encoding": {"text": {"field": "said"}}},
    ]  # fmt: skip
    return {"data": {"values": [row]}, "width": 120, "height": 18, "layer": layer}


def of_life(stated: Mapping[str, Any], language: str) -> str:
    """A life by year under one or two laws: earnings, own contributions and pensions, in thousand or 万 yuan."""
    import altair as alt

    unit = 10_000.0 if language == "zh" else 1_000.0
    rows = []
    for position, scenario in enumerate(stated["scenarios"]):
        for year in scenario["years"]:
            amounts = {
                "earned": year["earned_yuan"], "paid": year["paid_yuan"].get("worker", 0.0),
                "received": sum(year["received_yuan"].values()),
            }  # fmt: skip
            for kind, amount in amounts.items():
                if kind != "earned" or position == 0:
                    rows.append({
                        "year": year["year"], "kind": word(f"life_{kind}", language), "amount": amount / unit,
                        "law": title_of(scenario["scenario"], language),
                    })  # fmt: skip
    kinds = [word(f"life_{kind}", language) for kind in ("earned", "paid", "received")]
    laws = [title_of(each["scenario"], language) for each in stated["scenarios"]]
    lines = alt.Chart(alt.Data(values=rows)).mark_line(strokeWidth=2).encode(
        x=alt.X("year:Q", title=None, axis=alt.Axis(format="d")),
        y=alt.Y("amount:Q", title=word("life_amount", language)),
        color=alt.Color("law:N", title=None, legend=alt.Legend(orient="top", labelLimit=400),
                        scale=alt.Scale(domain=laws, range=[BASE, REFORM])),
    ).properties(width=720, height=120)  # fmt: skip
    chart = lines.facet(row=alt.Row("kind:N", title=None, sort=kinds)).resolve_scale(y="independent")
    return svg(chart.configure(font=FONT, background="transparent"))
