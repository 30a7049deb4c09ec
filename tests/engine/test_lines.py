"""What is done to a line of the cache at once is what is done to its eight numbers one after another."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulate.contracts import LINE, Counts, Reals
from simulate.engine.jit import rule
from simulate.engine.lines import add_fixed, are_same, clear_line, copy_line, fetch_line, first_of, is_empty

RARE = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 0.49999999999999994, -0.49999999999999994, 2.5, 1e-300, 1e6, -1e6]


@rule
def empty(cells: Reals, line: int = 0) -> bool:
    return is_empty(cells, line)


@rule
def same(mine: Reals, base: Reals, line: int = 0) -> bool:
    return are_same(mine, base, line)


@rule
def add(cells: Counts, at: int, amounts: Reals, units: Reals, line: int, weight: float) -> None:
    fetch_line(cells, at)
    add_fixed(cells, at, amounts, units, line, weight)


@rule
def copy(cells: Reals, others: Reals) -> None:
    copy_line(cells, others)


@rule
def clear(cells: Reals, line: int = 0) -> None:
    clear_line(cells, line)


@rule
def walk(lines: int, found: Counts) -> int:
    """Fill in the bits set of ``lines``, lowest first; how many there are."""
    n = 0
    while lines != 0:
        found[n] = first_of(lines)
        lines &= lines - 1
        n += 1
    return n


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
    add(cells, 0, amounts, units, 0, weight)
    for k in range(LINE):
        value = amounts[k] * weight * units[k]
        assert cells[k] - before[k] == math.copysign(math.floor(abs(value) + 0.5), value), (amounts[k], weight)
    assert cells[LINE] == before[LINE]
    add(cells, 0, amounts, units, 0, -weight)
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


def test_lines_count_from_the_first_number_whatever_the_shape() -> None:
    ledgers, sums = np.zeros((2, 3 * LINE)), np.zeros((3, 1, 2, LINE), np.int64)
    units = np.ones(3 * LINE)
    ledgers[1, LINE : 2 * LINE] = range(1, LINE + 1)
    assert [empty(ledgers, line) for line in range(6)] == [True, True, True, True, False, True]
    assert [empty(ledgers[1], line) for line in range(3)] == [True, False, True]
    assert [same(ledgers[0], ledgers[1], line) for line in range(3)] == [True, False, True]
    add(sums, 5, ledgers[1], units, 1, 2.0)
    assert sums[2, 0, 1].tolist() == [2 * k for k in range(1, LINE + 1)]
    assert np.count_nonzero(sums) == LINE
    clear(ledgers, 4)
    assert not ledgers.any()


@pytest.mark.parametrize("lines", [(), (0,), (12,), (0, 1, 5, 12), tuple(range(13)), (61, 62)])
def test_lines_that_are_a_bit_each_are_found_from_the_lowest_on(lines: tuple[int, ...]) -> None:
    found = np.full(13, -1, np.int64)
    assert walk(sum(1 << line for line in lines), found) == len(lines)
    assert tuple(found[: len(lines)]) == lines
