"""How certain a number is, alike in every report: ± is one standard error, a band is 95 %, few workers are marked.

The errors are of the sample of workers (jackknife, ``indicators.errors``).  Shares are judged on the logit scale, so
that their intervals stay between 0 and 1: the interval of p with error e at z errors has the ends
expit(logit p ± z e / (p (1 - p))).  A band of what cannot be below zero ends there.
"""

from __future__ import annotations

import math
import re
from typing import Final

from simulate.indicators import Output

BAND: Final = 1.96  # standard errors on either side of a 95 % band
LEAST_WORKERS: Final = 30  # behind a share, in effect: p (1 - p) / e²
MOST_RELATIVE: Final = 0.3  # error of a number of persons, or of a mean, over it
COUNTED: Final = ("persons", "person_years", "yuan_per_month")
MARK: Final = "*"  # after a number that rests on few workers
_BOUNDED: Final = re.compile(r"_share(_|$)|^coverage_rate|^branch_coverage|^contribution_density")
# What may be below zero: what is left of a fund, what its books do not explain, what one sex has beyond the other.
_SIGNED: Final = re.compile(r"^(fund_(current_)?balance|fund_interest|fund_reconciliation|gender_gap|provincial_ratio)")
_TWO_DIGITS: Final = 3.55  # errors that begin with less than this keep a second digit


def is_share(output: Output) -> bool:
    """Whether an output is a part of a whole, between 0 and 1; ratios and replacement rates may be more."""
    return output.unit == "share" and bool(_BOUNDED.search(output.name))


def limits(output: Output) -> tuple[float, float]:
    """Between what a number of an output can lie, in its unit: persons, months and amounts paid are not below zero."""
    if is_share(output):
        return 0.0, 1.0
    is_positive = output.kind in ("count", "money", "ratio") and not _SIGNED.match(output.name)
    return (0.0 if is_positive else -math.inf), math.inf


def interval(
    value: float, error: float, share: bool, errors: float = BAND, lowest: float = -math.inf
) -> tuple[float, float]:  # fmt: skip
    """Ends of the band of a number, in its unit, none below ``lowest``; both NaN where there is no error."""
    if math.isnan(value) or math.isnan(error):
        return math.nan, math.nan
    if not share:
        return max(value - errors * error, min(lowest, value)), value + errors * error
    if error == 0.0 or not 0.0 < value < 1.0:
        return value, value
    reach = min(errors * error / (value * (1.0 - value)), 700.0)
    odds = value / (1.0 - value)
    low, high = odds * math.exp(-reach), odds * math.exp(reach)
    return low / (1.0 + low), high / (1.0 + high)


def is_thin(output: Output, value: float, error: float) -> bool:
    """Whether a number rests on so few workers that it is to be marked: in effect under thirty, or one group alone."""
    if math.isnan(value) or not output.is_sampled:
        return False
    if math.isnan(error):
        return True
    if is_share(output):
        if error == 0.0:  # all of a province's few workers alike, or none of them
            return "province" in output.dims and value in (0.0, 1.0)
        return value * (1.0 - value) < LEAST_WORKERS * error * error
    return output.unit in COUNTED and error > MOST_RELATIVE * abs(value)


def decimals(error: float, most: int) -> int:
    """Digits after the point that the error bears out: it is shown to one digit, or to two where it begins with 1 to 3.

    ``most`` where there is no error, or for more digits than that.
    """
    if math.isnan(error) or error <= 0.0 or math.isinf(error):
        return most
    exponent = math.floor(math.log10(error))
    kept = 2 if error / 10.0**exponent < _TWO_DIGITS else 1
    return min(max(kept - 1 - exponent, 0), most)


def stated(
    value: float, error: float, most: int, *, sign: bool = False, share: bool = False, scale: float = 1.0
) -> str:
    """``value ±error`` with the digits the error bears out; without an error the value alone.

    ``value`` and ``error`` are in the unit shown, which is ``scale`` times that of the dataset.  A share whose error
    would reach beyond 0 or all is given with both sides: ``0.4 +0.9/-0.3``.
    """
    places = decimals(error, most)
    number = f"{value:{'+' if sign else ''}.{places}f}"
    if math.isnan(error):
        return number
    if share and not sign and error > 0.0 and not error <= value <= scale - error:
        low, high = (scale * each for each in interval(value / scale, error / scale, True, 1.0))
        return f"{number} +{high - value:.{places}f}/-{value - low:.{places}f}"
    if 0.0 < error < 0.5 * 10.0**-places:
        return f"{number} ±<{10.0**-places:.{places}f}"
    return f"{number} ±{error:.{places}f}"
