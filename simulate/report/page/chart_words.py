"""The words of a chart in both languages: what stands in its specification as ``@{key}`` when it is drawn."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from typing import Any

from simulate.report.page import chart_lives, tile_map
from simulate.report.page.chart_list import OF_LIVES, ChartPlan
from simulate.report.page.source import Source
from simulate.report.page.texts import shown, text
from simulate.results.certainty import is_share, limits
from simulate.results.words import LANGUAGES, Bilingual, Language

Words = dict[Language, dict[str, str]]


def words(plan: ChartPlan, source: Source) -> Words:
    """What stands for each ``@{key}``: lists are written as expressions."""
    times = [Bilingual(str(each), str(each)) for each in plan.times(source)]
    titles, names = [each.title for each in source.scenarios], [each.name for each in plan.series]
    share = all(is_share(source.output(each.quantity.output)) and not each.quantity.per for each in plan.series)
    positive = [limits(source.output(each.quantity.output))[0] == 0.0 for each in plan.series]
    units = [each.quantity.unit for each in plan.series]
    if plan.kind == "effects":
        found = spoken_by_series(units, titles, names, plan.time, is_difference=True)
    else:
        found = spoken(plan.unit, titles, names, plan.time, times, share=share)
    for language in LANGUAGES:
        found[language]["positive"] = of_series(positive)
        found[language] |= tile_map.words(language) if plan.kind == "map" else {}
        found[language] |= _of_panels(plan, language, source)
        found[language] |= chart_lives.words(plan, source, language) if plan.kind in OF_LIVES else {}
    return found


def of_series(values: Sequence[Any]) -> str:
    """An expression that is one of these, by the series of a row."""
    return f"{json.dumps(values, ensure_ascii=False)}[datum.k]"


def _of_panels(plan: ChartPlan, language: Language, source: Source) -> dict[str, str]:
    """Names of panels that several series share; signs of a waterfall, and its scenarios with the year."""
    panels = list(dict.fromkeys(each.panel.of(language) for each in plan.series))
    shown_year = text("answer.in_year", year=plan.times(source)[0]).of(language) if plan.kind == "waterfall" else ""
    dated = [[*_wrapped(each.title.of(language), language), shown_year] for each in source.scenarios]
    return {
        "panels": json.dumps(panels, ensure_ascii=False), "signs": json.dumps([each.sign for each in plan.series]),
        "dated": json.dumps(dated, ensure_ascii=False),
    }  # fmt: skip


def _wrapped(title: str, language: Language) -> list[str]:
    """A title in lines that a panel has room for."""
    return textwrap.wrap(title, 32 if language == "en" else 18)


def spoken(
    unit: str, who: Sequence[Bilingual], series: Sequence[Bilingual], time: str, times: Sequence[Bilingual] = (), *,
    share: bool = False,
) -> Words:  # fmt: skip
    """Words of a chart: unit, those compared (scenarios as a rule), series, and the name and labels of its times.

    ``share`` says that its numbers are parts of a whole, whose bands stay between nothing and all.
    """
    found: Words = {}
    for language in LANGUAGES:
        how = shown(unit, language)
        titles, names = ([each.of(language) for each in some] for some in (who, series))
        gap = " " if language == "en" else ""
        found[language] = {
            "scale": f"{how.scale:g}", "share": str(share).lower(), "positive": "false",
            "ld": str(how.decimals), "dd": str(how.difference_decimals),
            "sign": how.sign, "dsign": gap + how.difference,
            "scenarios": json.dumps(titles, ensure_ascii=False),
            "wrapped": json.dumps([_wrapped(each, language) for each in titles], ensure_ascii=False),
            "narrow": json.dumps([textwrap.wrap(each, 20 if gap else 10) for each in titles], ensure_ascii=False),
            "series": json.dumps(names, ensure_ascii=False),
            "times": json.dumps([each.of(language) for each in times], ensure_ascii=False),
            "time": text(f"chart.{time}").of(language), "projected": text("chart.projected").of(language),
            "level_map": text("chart.level_map").of(language), "missing": text("chart.not_modelled").of(language),
            "difference_map": text("chart.difference_map").of(language),
        }  # fmt: skip
        found[language] |= {f"s{i}": title for i, title in enumerate(titles)}
        found[language] |= {f"n{i}": name for i, name in enumerate(names)}
    return found


def spoken_by_series(
    units: Sequence[str], who: Sequence[Bilingual], series: Sequence[Bilingual], time: str, is_difference: bool = False
) -> Words:
    """Words of a chart each of whose series has a unit of its own: what stands for a unit is chosen by the series.

    ``scale`` stands in expressions as a number; the others stand within quotation marks, which they leave and enter.
    """
    found = spoken(units[0], who, series, time)
    for language in LANGUAGES:
        how = [shown(unit, language) for unit in units]
        found[language] |= {
            "scale": of_series([each.scale for each in how]),
            "units": json.dumps([each.difference if is_difference else each.label for each in how], ensure_ascii=False),
            "ld": f"' + {of_series([each.decimals for each in how])} + '",
            "sign": f"' + {of_series([each.sign for each in how])} + '",
            "dd": f"' + {of_series([each.difference_decimals for each in how])} + '",
            "dsign": f"{' ' if language == 'en' else ''}' + {of_series([each.difference for each in how])} + '",
        }  # fmt: skip
    return found
