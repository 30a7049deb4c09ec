"""Winners and losers, and who pays: what the reforms of a comparison do to lives and to payers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

from simulate.results.estimates import Results

YEARS: Final = (2035, 2050)
FLOOR: Final = "government, old-age floor"
SHARES: Final = ("winners_share", "losers_share")


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
    for name, amount, share, place in payers(results):
        for year in years(results):
            cell = (scenario, *place, results.index("year", year))
            change, error = difference(results, amount, cell)
            over_wages = difference(results, share, cell)[0]
            yield {
                "payer": name, "year": year, "difference_yuan": _plain(change),
                "difference_yuan_standard_error": _plain(error), "difference_over_wages": _plain(over_wages),
            }  # fmt: skip


def _plain(number: float) -> float | None:
    return None if math.isnan(number) else float(number)


def payers(results: Results) -> Iterator[tuple[str, str, str, tuple[int, ...]]]:
    """Name, outputs of the amount and of its share in wages, and the position of the payer in them."""
    for position, label in enumerate(results.coords["payer"]):
        yield str(label), "paid_by_total", "paid_by_over_wages", (position,)
    if (results.estimates["floor_top_up_national"].value > 0.0).any():
        yield FLOOR, "floor_top_up_national", "floor_cost_rate", ()


def years(results: Results) -> list[int]:
    """Years shown in the table of payers: those of YEARS that are reported, or the last."""
    reported = results.coords["year"]
    return [year for year in YEARS if year in reported] or [int(reported[-1])]


def difference(results: Results, name: str, cell: tuple[int, ...]) -> tuple[float, float]:
    """Difference of an output to the base and its error; NaN where nothing is compared."""
    estimate = results.estimates[name]
    if estimate.difference is None or estimate.difference_error is None:
        return math.nan, math.nan
    return float(estimate.difference[cell]), float(estimate.difference_error[cell])
