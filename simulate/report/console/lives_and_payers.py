"""Winners and losers, and who pays: what the reforms of a comparison do to lives and to payers, as lines to print."""

from __future__ import annotations

import math
from typing import Final

from simulate.contracts import CHANGE_OF_DECADE, CHANGE_OF_FORM, CHANGE_OF_HUKOU, CHANGE_OF_OCCUPATION, CHANGE_OF_SEX
from simulate.language import speech
from simulate.results import certainty, comparison, words
from simulate.results.estimates import Results

_AMOUNT: Final = {"en": 1e9, "zh": 1e8}  # billions; 亿元
QUANTILES: Final = (0.1, 0.5, 0.9)
# First row of each section of the lives, and what the section is by.
SECTIONS: Final = {
    0: "", CHANGE_OF_SEX: "sex", CHANGE_OF_HUKOU: "hukou_type", CHANGE_OF_FORM: "form_held_longest",
    CHANGE_OF_OCCUPATION: "occupation", CHANGE_OF_DECADE: "born",
}  # fmt: skip


def lives(results: Results) -> list[list[str]]:
    """A row for each group with workers enough to judge: section, group, then a cell for each reform."""
    body = []
    section = shown = ""
    for row, label in enumerate(results.coords["life"]):
        section = SECTIONS.get(row, section)
        cells = [_lives_cell(results, reform, row) for reform in range(1, len(results.scenarios))]
        if any(cells):
            named = words.text("screen", f"by.{section}").of(speech.language()) if section and section != shown else ""
            body.append([named, words.label("life", str(label)).of(speech.language()), *cells])
            shown = section
    return body


def _lives_cell(results: Results, scenario: int, row: int) -> str:
    """``gain/lose (10 %, median, 90 %)``; empty where nobody leads such a life, or only workers of one group do."""
    gain, lose = (float(results.estimates[name].value[scenario, row]) for name in comparison.SHARES)
    error = results.estimates[comparison.SHARES[0]].error
    if math.isnan(gain) or error is None or math.isnan(error[scenario, row]):
        return ""
    places = [results.index("quantile", level) for level in QUANTILES]
    changes = results.estimates["change_quantile"].value[scenario, row, places].tolist()
    mark = certainty.MARK if any(_is_thin(results, name, scenario, row) for name in comparison.SHARES) else ""
    return f"{_percent(gain)}/{_percent(lose)} ({', '.join(map(_months, changes))}){mark}"


def _is_thin(results: Results, name: str, scenario: int, row: int) -> bool:
    estimate = results.estimates[name]
    error = math.nan if estimate.error is None else float(estimate.error[scenario, row])
    return certainty.is_thin(estimate.output, float(estimate.value[scenario, row]), error)


def _percent(share: float) -> str:
    return f"{100.0 * share:.1f}" if share else "0"


def _months(change: float) -> str:
    """A change to a tenth of a month; less is shown by its sign alone."""
    if change == 0.0:
        return "0"
    return f"{change:+.1f}" if abs(change) >= 0.05 else ("+0.0" if change > 0.0 else "-0.0")


def payers(results: Results) -> list[list[str]]:
    """A row for each payer and year: payer, year, then a cell for each reform."""
    body = []
    for name, amount, share, place in comparison.payers(results):
        for number, year in enumerate(comparison.years(results)):
            cell = (*place, results.index("year", year))
            cells = [
                _payers_cell(results, amount, share, (reform, *cell)) for reform in range(1, len(results.scenarios))
            ]
            body.append([_named(name) if number == 0 else "", str(year), *cells])
    return body


def _payers_cell(results: Results, amount: str, share: str, cell: tuple[int, ...]) -> str:
    """``change ±error (share of wages)``, billion yuan at prices of 2025 and percentage points."""
    change, error = comparison.difference(results, amount, cell)
    if change == 0.0:
        return "0"
    prices = float(results.estimates["prices_index"].value[cell[0], cell[-1]]) * _AMOUNT[speech.language()]
    stated = certainty.stated(change / prices, error / prices, 1, sign=True)
    over_wages = comparison.difference(results, share, cell)
    return f"{stated} ({100.0 * over_wages[0]:+.2f} %)"


def _named(payer: str) -> str:
    named = words.text("screen", "floor") if payer == comparison.FLOOR else words.label("payer", payer)
    return named.of(speech.language())
