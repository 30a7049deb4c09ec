"""What is done to a line of the cache, eight numbers at once: few instructions, where a loop over them takes sixty.

The compiler does not find them by itself: it cannot know that sums and ledgers lie apart in memory.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import numba
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from simulate.contracts import LINE, Counts, Reals

_ALIGNED: Final = 8  # bytes; a line may begin at any number
_WHOLE = ir.VectorType(ir.IntType(64), LINE)
_REAL = ir.VectorType(ir.DoubleType(), LINE)


def _place(context: Any, builder: Any, kind: Any, cells: Any, line: Any) -> Any:
    """Where the first eight numbers of an array stand, as a vector."""
    return builder.bitcast(context.make_array(kind)(context, builder, cells).data, line.as_pointer())


def _in_all(builder: Any, value: Any) -> Any:
    """A number in all eight places."""
    line = ir.Constant(_REAL, ir.Undefined)
    for k in range(LINE):
        line = builder.insert_element(line, value, ir.IntType(32)(k))
    return line


def _is_empty(typing_context: Any, cells: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        line = builder.load(_place(context, builder, signature.args[0], arguments[0], _WHOLE), align=_ALIGNED)
        found = builder.icmp_unsigned("!=", line, ir.Constant(_WHOLE, [0] * LINE))
        return builder.icmp_unsigned("==", builder.bitcast(found, ir.IntType(LINE)), ir.IntType(LINE)(0))

    return types.boolean(cells), generate


def _are_same(typing_context: Any, mine: Any, base: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        one, other = (
            builder.load(_place(context, builder, kind, cells, _WHOLE), align=_ALIGNED)
            for kind, cells in zip(signature.args, arguments, strict=True)
        )
        found = builder.bitcast(builder.icmp_unsigned("!=", one, other), ir.IntType(LINE))
        return builder.icmp_unsigned("==", found, ir.IntType(LINE)(0))

    return types.boolean(mine, base), generate


def _add_fixed(typing_context: Any, cells: Any, amounts: Any, weight: Any, units: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kinds = signature.args
        there = _place(context, builder, kinds[0], arguments[0], _WHOLE)
        line = builder.load(_place(context, builder, kinds[1], arguments[1], _REAL), align=_ALIGNED)
        scale = builder.load(_place(context, builder, kinds[3], arguments[3], _REAL), align=_ALIGNED)
        value = builder.fmul(builder.fmul(line, _in_all(builder, arguments[2])), scale)
        sign = builder.and_(builder.bitcast(value, _WHOLE), ir.Constant(_WHOLE, [1 << 63] * LINE))
        half = builder.bitcast(ir.Constant(_REAL, [0.5] * LINE), _WHOLE)
        rounded = builder.fadd(value, builder.bitcast(builder.or_(half, sign), _REAL))
        sums = builder.add(builder.load(there, align=_ALIGNED), builder.fptosi(rounded, _WHOLE))
        builder.store(sums, there, align=_ALIGNED)
        return context.get_dummy_value()

    return types.void(cells, amounts, types.float64, units), generate


def _copy_line(typing_context: Any, cells: Any, others: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        there, here = (
            _place(context, builder, kind, cells, _WHOLE) for kind, cells in zip(signature.args, arguments, strict=True)
        )
        builder.store(builder.load(here, align=_ALIGNED), there, align=_ALIGNED)
        return context.get_dummy_value()

    return types.void(cells, others), generate


def _clear_line(typing_context: Any, cells: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        there = _place(context, builder, signature.args[0], arguments[0], _WHOLE)
        builder.store(ir.Constant(_WHOLE, [0] * LINE), there, align=_ALIGNED)
        return context.get_dummy_value()

    return types.void(cells), generate


def _plain_is_empty(cells: Any) -> bool:
    return not cells[:LINE].view(np.int64).any()


def _plain_are_same(mine: Any, base: Any) -> bool:
    return bool((mine[:LINE].view(np.int64) == base[:LINE].view(np.int64)).all())


def _plain_add_fixed(cells: Counts, amounts: Reals, weight: float, units: Reals) -> None:
    for k in range(LINE):
        value = amounts[k] * weight * units[k]
        cells[k] += np.int64(value + math.copysign(0.5, value))


def _plain_copy_line(cells: Any, others: Any) -> None:
    cells[:LINE] = others[:LINE]


def _plain_clear_line(cells: Any) -> None:
    cells[:LINE] = 0


def _either(plain: Callable[..., Any], generated: Callable[..., Any]) -> Callable[..., Any]:
    """The instructions, or plain Python where nothing is compiled."""
    made: Callable[..., Any] = plain if numba.config.DISABLE_JIT else intrinsic(generated)  # type: ignore[attr-defined]
    return made


# is_empty(cells): whether the first eight numbers are zero, bit for bit.
is_empty: Final = _either(_plain_is_empty, _is_empty)
# are_same(mine, base): whether the first eight numbers of two arrays are the same, bit for bit.
are_same: Final = _either(_plain_are_same, _are_same)
# add_fixed(cells, amounts, weight, units): add eight amounts, each times ``weight`` and its own ``units``, to eight
# sums, as the nearest whole number; of a negative weight, what the positive one would add is taken away.
add_fixed: Final = _either(_plain_add_fixed, _add_fixed)
# copy_line(cells, others): let the first eight numbers be those of the others, bit for bit.
copy_line: Final = _either(_plain_copy_line, _copy_line)
# clear_line(cells): let the first eight numbers be zero.
clear_line: Final = _either(_plain_clear_line, _clear_line)
