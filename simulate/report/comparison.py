"""Winners and losers, and who pays: what the reforms of a comparison do to lives and to payers, as lines to print."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

from simulate.contracts import CHANGE_OF_DECADE, CHANGE_OF_FORM, CHANGE_OF_HUKOU, CHANGE_OF_OCCUPATION, CHANGE_OF_SEX
from simulate.report.results import Results

YEARS: Final = (2035, 2050)
QUANTILES: Final = (0.1, 0.5, 0.9)
# First row of each section of the lives, and what the section is by.
SECTIONS: Final = {
    0: "", CHANGE_OF_SEX: "sex", CHANGE_OF_HUKOU: "hukou", CHANGE_OF_FORM: "form held longest",
    CHANGE_OF_OCCUPATION: "platform occupation", CHANGE_OF_DECADE: "born",
}  # fmt: skip
FLOOR: Final = "government, old-age floor"
SHARES: Final = ("winners_share", "losers_share")
LIVES_LEGEND: Final = (
    "% who gain / % who lose (10 % quantile, median, 90 % quantile of the change), on the same lives, of persons born "
    "1945-2012 and alive at 60; the change of what a life receives less what it pays, in months of the mean wage"
)
PAYERS_LEGEND: Final = (
    "change of what is paid in, all funds, billion yuan of the year, ± its standard error (in % of the wages of "
    "employees, platform workers and other flexible workers)"
)


def lives(results: Results) -> list[list[str]]:
    """A row for each group with workers enough to judge: section, group, then a cell for each reform."""
    body = []
    section = shown = ""
    for row, label in enumerate(results.coords["life"]):
        section = SECTIONS.get(row, section)
        cells = [_lives_cell(results, reform, row) for reform in range(1, len(results.scenarios))]
        if any(cells):
            body.append([section if section != shown else "", str(label).replace("_", " "), *cells])
            shown = section
    return body


def _lives_cell(results: Results, scenario: int, row: int) -> str:
    """``gain/lose (10 %, median, 90 %)``; empty where nobody leads such a life, or only workers of one group do."""
    gain, lose = (float(results.estimates[name].value[scenario, row]) for name in SHARES)
    error = results.estimates[SHARES[0]].error
    if math.isnan(gain) or error is None or math.isnan(error[scenario, row]):
        return ""
    places = [results.index("quantile", level) for level in QUANTILES]
    changes = results.estimates["change_quantile"].value[scenario, row, places].tolist()
    return f"{_percent(gain)}/{_percent(lose)} ({', '.join(map(_months, changes))})"


def _percent(share: float) -> str:
    return f"{100.0 * share:.1f}" if share else "0"


def _months(change: float) -> str:
    """A change to a tenth of a month; less is told by its sign alone."""
    if change == 0.0:
        return "0"
    return f"{change:+.1f}" if abs(change) >= 0.05 else ("+0.0" if change > 0.0 else "-0.0")


def payers(results: Results) -> list[list[str]]:
    """A row for each payer and year: payer, year, then a cell for each reform."""
    body = []
    for name, amount, share, place in _payers(results):
        for number, year in enumerate(_years(results)):
            cell = (*place, results.index("year", year))
            cells = [
                _payers_cell(results, amount, share, (reform, *cell)) for reform in range(1, len(results.scenarios))
            ]
            body.append([name if number == 0 else "", str(year), *cells])
    return body


def _payers(results: Results) -> Iterator[tuple[str, str, str, tuple[int, ...]]]:
    """Name, outputs of the amount and of its share in wages, and the position of the payer in them."""
    for position, label in enumerate(results.coords["payer"]):
        yield str(label), "paid_by_total", "paid_by_over_wages", (position,)
    if (results.estimates["floor_top_up_national"].value > 0.0).any():
        yield FLOOR, "floor_top_up_national", "floor_cost_rate", ()


def _years(results: Results) -> list[int]:
    reported = results.coords["year"]
    return [year for year in YEARS if year in reported] or [int(reported[-1])]


def _payers_cell(results: Results, amount: str, share: str, cell: tuple[int, ...]) -> str:
    """``change ±error (share of wages)``, billion yuan and percentage points."""
    change, error = _difference(results, amount, cell)
    if change == 0.0:
        return "0"
    spread = "" if math.isnan(error) else f" ±{error / 1e9:.1f}"
    return f"{change / 1e9:+.1f}{spread} ({100.0 * _difference(results, share, cell)[0]:+.2f} %)"


def _difference(results: Results, name: str, cell: tuple[int, ...]) -> tuple[float, float]:
    estimate = results.estimates[name]
    if estimate.difference is None or estimate.difference_error is None:
        return math.nan, math.nan
    return float(estimate.difference[cell]), float(estimate.difference_error[cell])


def as_dict(results: Results) -> dict[str, Any]:
    """Both tables for machines, by reform; NaN as None, groups that nobody belongs to left out."""
    reforms = list(enumerate(results.scenarios))[1:]
    if not reforms:
        return {}
    return {
        "winners_and_losers": {name: list(_groups(results, position)) for position, name in reforms},
        "who_pays": {name: list(_payments(results, position)) for position, name in reforms},
    }


def _groups(results: Results, scenario: int) -> Iterator[dict[str, Any]]:
    names = (*SHARES, "unchanged_share", "mean_gain", "mean_loss", "change_mean")
    for row, label in enumerate(results.coords["life"]):
        numbers = {name: _plain(results.estimates[name].value[scenario, row]) for name in names}
        if numbers["winners_share"] is not None:
            spread = results.estimates["change_quantile"].value[scenario, row]
            by_level = zip(results.coords["quantile"], spread, strict=True)
            yield {"life": label, **numbers, "quantiles": {str(level): _plain(value) for level, value in by_level}}


def _payments(results: Results, scenario: int) -> Iterator[dict[str, Any]]:
    for name, amount, share, place in _payers(results):
        for year in _years(results):
            cell = (scenario, *place, results.index("year", year))
            change, error = _difference(results, amount, cell)
            over_wages = _difference(results, share, cell)[0]
            yield {
                "payer": name, "year": year, "difference_yuan": _plain(change),
                "difference_yuan_standard_error": _plain(error), "difference_over_wages": _plain(over_wages),
            }  # fmt: skip


def _plain(number: float) -> float | None:
    return None if math.isnan(number) else float(number)
