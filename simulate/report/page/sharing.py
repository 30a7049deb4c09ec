"""What several charts of a page have in common is written once: specifications of one shape, words alike in most."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

Chart = dict[str, Any]


class Shared(NamedTuple):
    """Charts as they are written, and what the page's script lays below each: ``shapes`` and ``words``."""

    charts: dict[str, Chart]
    common: dict[str, Any]


def share(drawn: Mapping[str, Chart]) -> Shared:
    """Charts whose specification is ``shape``, its place among the shapes, and ``usermeta``; words but the common."""
    places: dict[str, int] = {}
    words = _common_words(drawn)
    charts = {}
    for key, chart in drawn.items():
        spec = {name: each for name, each in chart["spec"].items() if name != "usermeta"}
        shape = places.setdefault(json.dumps(spec, ensure_ascii=False), len(places))
        own = {
            language: {name: each for name, each in spoken.items() if words[language].get(name) != each}
            for language, spoken in chart["words"].items()
        }
        charts[key] = {**chart, "spec": {"shape": shape, "usermeta": chart["spec"].get("usermeta", {})}, "words": own}
    return Shared(charts, {"shapes": [json.loads(each) for each in places], "words": words})


def _common_words(drawn: Mapping[str, Chart]) -> dict[str, dict[str, str]]:
    """Of each word the text that most charts give it; a chart that lacks the word never asks for it."""
    counts: dict[str, dict[str, Counter[str]]] = {}
    for chart in drawn.values():
        for language, spoken in chart["words"].items():
            for name, each in spoken.items():
                counts.setdefault(language, {}).setdefault(name, Counter())[each] += 1
    return {
        language: {name: most for name, count in named.items() for most, n in [count.most_common(1)[0]] if n > 1}
        for language, named in counts.items()
    }
