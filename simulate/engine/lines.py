"""What is done to a line of the cache, eight numbers at once: few instructions, where a loop over them takes sixty.

The compiler does not find them by itself: it cannot know that sums and ledgers lie apart in memory.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from llvmlite import ir
from numba.core import types

from simulate.contracts import LINE, Counts, Reals
from simulate.engine.jit import ask_for, either, in_all

_ALIGNED: Final = 8  # bytes; a line may begin at any number
_WHOLE = ir.VectorType(ir.IntType(64), LINE)
_REAL = ir.VectorType(ir.DoubleType(), LINE)


def _place(context: Any, builder: Any, kind: Any, cells: Any, line: Any, number: Any) -> Any:
    """Where a line of an array stands, as a vector; lines count from the first number, whatever the array's shape."""
    if kind.layout != "C":
        raise TypeError("lines are counted of an array that lies in one piece")
    first = builder.bitcast(context.make_array(kind)(context, builder, cells).data, line.as_pointer())
    return builder.gep(first, [number])


def _read(context: Any, builder: Any, kind: Any, cells: Any, line: Any, number: Any) -> Any:
    """A line of an array."""
    return builder.load(_place(context, builder, kind, cells, line, number), align=_ALIGNED)


def _is_empty(typing_context: Any, cells: Any, line: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        found = _read(context, builder, signature.args[0], arguments[0], _WHOLE, arguments[1])
        filled = builder.icmp_unsigned("!=", found, ir.Constant(_WHOLE, [0] * LINE))
        return builder.icmp_unsigned("==", builder.bitcast(filled, ir.IntType(LINE)), ir.IntType(LINE)(0))

    return types.boolean(cells, types.int64), generate


def _are_same(typing_context: Any, mine: Any, base: Any, line: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        one, other = (
            _read(context, builder, kind, cells, _WHOLE, arguments[2])
            for kind, cells in zip(signature.args[:2], arguments[:2], strict=True)
        )
        found = builder.bitcast(builder.icmp_unsigned("!=", one, other), ir.IntType(LINE))
        return builder.icmp_unsigned("==", found, ir.IntType(LINE)(0))

    return types.boolean(mine, base, types.int64), generate


def _add_fixed(typing_context: Any, cells: Any, at: Any, amounts: Any, units: Any, line: Any, weight: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kinds = signature.args
        there = _place(context, builder, kinds[0], arguments[0], _WHOLE, arguments[1])
        amount = _read(context, builder, kinds[2], arguments[2], _REAL, arguments[4])
        scale = _read(context, builder, kinds[3], arguments[3], _REAL, arguments[4])
        value = builder.fmul(builder.fmul(amount, in_all(builder, arguments[5], LINE)), scale)
        sign = builder.and_(builder.bitcast(value, _WHOLE), ir.Constant(_WHOLE, [1 << 63] * LINE))
        half = builder.bitcast(ir.Constant(_REAL, [0.5] * LINE), _WHOLE)
        rounded = builder.fadd(value, builder.bitcast(builder.or_(half, sign), _REAL))
        sums = builder.add(builder.load(there, align=_ALIGNED), builder.fptosi(rounded, _WHOLE))
        builder.store(sums, there, align=_ALIGNED)
        return context.get_dummy_value()

    return types.void(cells, types.int64, amounts, units, types.int64, types.float64), generate


def _copy_line(typing_context: Any, cells: Any, others: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        first = ir.IntType(64)(0)
        line = _read(context, builder, signature.args[1], arguments[1], _WHOLE, first)
        there = _place(context, builder, signature.args[0], arguments[0], _WHOLE, first)
        builder.store(line, there, align=_ALIGNED)
        return context.get_dummy_value()

    return types.void(cells, others), generate


def _clear_line(typing_context: Any, cells: Any, line: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        there = _place(context, builder, signature.args[0], arguments[0], _WHOLE, arguments[1])
        builder.store(ir.Constant(_WHOLE, [0] * LINE), there, align=_ALIGNED)
        return context.get_dummy_value()

    return types.void(cells, types.int64), generate


def _fetch_line(typing_context: Any, cells: Any, line: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        ask_for(builder, _place(context, builder, signature.args[0], arguments[0], _WHOLE, arguments[1]))
        return context.get_dummy_value()

    return types.void(cells, types.int64), generate


def _first_of(typing_context: Any, lines: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.IntType(1)(1))

    return types.int64(types.int64), generate


def _lines_of(cells: Any) -> Any:
    """The whole lines of an array."""
    numbers = cells.reshape(-1)
    return numbers[: len(numbers) // LINE * LINE].reshape(-1, LINE)


def _plain_is_empty(cells: Any, line: int) -> bool:
    return not _lines_of(cells)[line].view(np.int64).any()


def _plain_are_same(mine: Any, base: Any, line: int) -> bool:
    return bool((_lines_of(mine)[line].view(np.int64) == _lines_of(base)[line].view(np.int64)).all())


def _plain_add_fixed(cells: Counts, at: int, amounts: Reals, units: Reals, line: int, weight: float) -> None:
    sums, amount, unit = _lines_of(cells)[at], _lines_of(amounts)[line], _lines_of(units)[line]
    for k in range(LINE):
        value = amount[k] * weight * unit[k]
        sums[k] += np.int64(value + math.copysign(0.5, value))


def _plain_copy_line(cells: Any, others: Any) -> None:
    cells[:LINE] = others[:LINE]


def _plain_clear_line(cells: Any, line: int) -> None:
    _lines_of(cells)[line] = 0


def _plain_fetch_line(cells: Any, line: int) -> None:
    """Nothing to ask for where nothing is compiled."""


def _plain_first_of(lines: int) -> int:
    return (int(lines) & -int(lines)).bit_length() - 1


# Lines count from an array's first number, whatever its shape; no number but those of the line is looked at.
# is_empty(cells, line): whether the eight numbers of a line are zero, bit for bit.
is_empty: Final = either(_plain_is_empty, _is_empty)
# are_same(mine, base, line): whether the eight numbers of a line are the same in two arrays, bit for bit.
are_same: Final = either(_plain_are_same, _are_same)
# add_fixed(cells, at, amounts, units, line, weight): add the amounts of a line, each times ``weight`` and its own of
# ``units``, to the sums of line ``at``, as the nearest whole number; of a negative weight, what the positive one would
# add is taken away.
add_fixed: Final = either(_plain_add_fixed, _add_fixed)
# copy_line(cells, others): let the first eight numbers be those of the others, bit for bit.
copy_line: Final = either(_plain_copy_line, _copy_line)
# clear_line(cells, line): let the eight numbers of a line be zero.
clear_line: Final = either(_plain_clear_line, _clear_line)
# fetch_line(cells, line): ask for a line that is added to soon, so that waits for memory overlap.
fetch_line: Final = either(_plain_fetch_line, _fetch_line)
# first_of(lines): the lowest bit set of lines that are a bit each; of none at all there is no first.
first_of: Final = either(_plain_first_of, _first_of)
