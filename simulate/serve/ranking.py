"""The reforms of a result in order, by each of the three questions: who is covered, at what pension, at what cost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from simulate.report.page.texts import shown
from simulate.results import certainty
from simulate.results.headline import METRICS
from simulate.serve.results import Number, Row

YEAR: Final = "2050"
ASKED: Final = ("insured_employee", "award_over_wage", "balance")  # metrics of the headline, one a question
SHOWN_AS: Final = {"million": "persons", "%": "percent", "years": "years_of_spending"}  # units of theirs in labels.yaml


def ranked(
    numbers: dict[Row, dict[str, Number]], base: str, titles: Mapping[str, str], language: str
) -> list[tuple[str, list[str]]]:  # fmt: skip
    """For each question its name, then the reforms from most to least, each with its difference and error."""
    stated = []
    for key in ASKED:
        metric = next(each for each in METRICS if each.key == key)
        found = numbers.get((metric.english, metric.chinese, metric.unit, YEAR))
        if found is None:
            continue
        reforms = [(name, each) for name, each in found.items() if name != base and not math.isnan(each.difference)]
        reforms.sort(key=lambda pair: -pair[1].difference)
        how = shown(SHOWN_AS[metric.unit], language)
        scale, places = how.scale / metric.scale, how.difference_decimals
        lines = []
        for name, each in reforms:
            said = certainty.stated(each.difference * scale, each.difference_error * scale, places, sign=True)
            lines.append(f"{titles[name]}  {said}{how.sign}")
        stated.append((metric.name.of(language), lines))
    return stated
