"""What is done to twelve months at once is what is done to them one after another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate.contracts import Reals, Singles
from simulate.engine import months
from simulate.engine.jit import rule
from simulate.engine.months import fill_year, scale_year

FILLED = np.dtype([("before", np.int16), ("codes", np.int16, 12), ("reals", np.float64, 12), ("after", np.float64)])


@rule
def fill(record: Any, code: int, real: float) -> None:
    fill_year(record.codes, code)
    fill_year(record.reals, real)


@rule
def scale(cells: Reals, singles: Singles, factor: float) -> int:
    return scale_year(cells, singles, factor)


def test_all_twelve_months_are_filled_and_nothing_beside_them() -> None:
    record = np.zeros(1, FILLED).view(np.recarray)[0]
    fill(record, np.int16(-3), 0.1)
    assert (record.codes == -3).all()
    assert (record.reals == 0.1).all()
    assert record.before == 0
    assert record.after == 0.0


@pytest.mark.parametrize("first", [0, 3])
def test_months_are_scaled_each_by_itself_and_counted(first: int) -> None:
    singles = np.random.default_rng(first).uniform(0.0, 3.0, 16).astype(np.float32)
    singles[first + 1] = singles[first + 11] = 0.0
    factor, cells = 4321.1, np.full(14, -1.0)
    by_hand = [float(singles[first + m]) * factor for m in range(12)]
    assert scale(cells[1:], singles[first:], factor) == 10
    assert cells[1:13].tolist() == by_hand
    assert cells[0] == cells[13] == -1.0
    assert months._plain_scale_year(cells, singles[first:], factor) == 10
    assert cells[:12].tolist() == by_hand
