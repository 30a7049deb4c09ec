"""The law as an earlier day knew it: amounts of its own time are the amounts that were paid then."""

from __future__ import annotations

import numpy as np
import pytest

from simulate.clock import FIRST_YEAR
from simulate.parameters import BASELINE_DAY, LawBook

BOOK = LawBook.load()
TODAY = BOOK.resolve(BASELINE_DAY)[0]
MONEY = [name for name, spec in BOOK.specs.items() if spec.projection in ("wages", "prices") and spec.time]


@pytest.mark.parametrize("day", ["2018-12-31", "2021-12-31", "2023-12-31"])
def test_no_amount_has_grown_from_a_value_of_long_ago(day: str) -> None:
    """An entry of 1950 that is the last one known would grow with the wages of seventy years."""
    then = BOOK.resolve(day)[0]
    assert len(MONEY) > 10
    far = {}
    for name in MONEY:
        spec = BOOK.specs[name]
        at = (int(day[:4]) - FIRST_YEAR) * (12 if spec.time == "month" else 1)
        axis = list(spec.dims).index(spec.time)
        was, paid = (np.take(each[name].values, at, axis=axis).astype(float) for each in (then, TODAY))
        if (worst := float((was / np.where(paid > 0.0, paid, 1.0)).max())) > 1.6:
            far[name] = worst
    assert far == {}
