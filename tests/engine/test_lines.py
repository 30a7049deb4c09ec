"""What is done to a line of the cache at once is what is done to its eight numbers one after another."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulate.contracts import LINE, Counts, Reals
from simulate.engine.jit import rule
from simulate.engine.lines import add_fixed, are_same, clear_line, copy_line, is_empty

RARE = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 0.49999999999999994, -0.49999999999999994, 2.5, 1e-300, 1e6, -1e6]


@rule
def empty(cells: Reals) -> bool:
    return is_empty(cells)


@rule
def same(mine: Reals, base: Reals) -> bool:
    return are_same(mine, base)


@rule
def add(cells: Counts, amounts: Reals, weight: float, units: Reals) -> None:
    add_fixed(cells, amounts, weight, units)


@rule
def copy(cells: Reals, others: Reals) -> None:
    copy_line(cells, others)


@rule
def clear(cells: Reals) -> None:
    clear_line(cells)


@pytest.mark.parametrize("at", range(LINE))
@pytest.mark.parametrize("value", [5e-324, -0.0, math.nan])
def test_a_line_with_any_bit_set_is_not_empty_and_not_the_same(at: int, value: float) -> None:
    line, nothing = np.zeros(LINE), np.zeros(LINE)
    assert empty(line)
    assert same(line, nothing)
    line[at] = value
    assert not empty(line)
    assert not same(line, nothing)
    assert same(line, line.copy())


def test_only_eight_numbers_are_looked_at_from_wherever_they_begin() -> None:
    row = np.zeros(LINE + 2)
    row[0] = row[-1] = 1.0
    assert empty(row[1:])
    assert not empty(row)
    assert not empty(row[2:])
    assert same(row[1:], np.zeros(LINE))


@pytest.mark.parametrize("seed", range(20))
def test_amounts_are_added_as_the_nearest_whole_numbers_and_taken_away_alike(seed: int) -> None:
    chance = np.random.default_rng(seed)
    amounts = np.where(chance.random(LINE) < 0.5, chance.choice(RARE, LINE), chance.normal(0.0, 1e5, LINE))
    units, weight = chance.choice([1.0, 1e5, 1e8], LINE), float(chance.choice([1.0, 37.3, 1e4]))
    cells = chance.integers(-(2**60), 2**60, LINE + 1)
    before = cells.copy()
    add(cells, amounts, weight, units)
    for k in range(LINE):
        value = amounts[k] * weight * units[k]
        assert cells[k] - before[k] == math.copysign(math.floor(abs(value) + 0.5), value), (amounts[k], weight)
    assert cells[LINE] == before[LINE]
    add(cells, amounts, -weight, units)
    assert (cells == before).all()


@pytest.mark.parametrize("first", range(3))
def test_eight_numbers_are_copied_and_cleared_and_none_beside_them(first: int) -> None:
    others = np.array([5e-324, -0.0, math.nan, math.inf, *range(LINE)])
    cells = np.full(LINE + 4, 7.0)
    copy(cells[first:], others[first:])
    there = slice(first, first + LINE)
    assert (cells[there].view(np.int64) == others[there].view(np.int64)).all()
    clear(cells[first:])
    assert not cells[there].view(np.int64).any()
    assert (np.delete(cells, np.arange(first, first + LINE)) == 7.0).all()
