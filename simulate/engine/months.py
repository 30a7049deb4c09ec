"""What is done to the twelve months of a year at once: few instructions, where a loop over them takes dozens.

The compiler does not find them by itself: it writes such a loop out month by month before it looks for any.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from llvmlite import ir
from numba.core import types

from simulate.engine.jit import either, in_all

_MONTHS: Final = 12
_REALS = ir.VectorType(ir.DoubleType(), _MONTHS)
_SINGLES = ir.VectorType(ir.FloatType(), _MONTHS)


def _store(context: Any, builder: Any, kind: Any, months: Any, year: Any) -> None:
    """Let the first twelve numbers of an array be those of ``year``."""
    there = context.make_array(kind)(context, builder, months).data
    builder.store(year, builder.bitcast(there, year.type.as_pointer()), align=kind.dtype.bitwidth // 8)


def _fill_year(typing_context: Any, months: Any, value: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        _store(context, builder, signature.args[0], arguments[0], in_all(builder, arguments[1], _MONTHS))
        return context.get_dummy_value()

    return types.void(months, months.dtype), generate


def _scale_year(typing_context: Any, months: Any, singles: Any, scale: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        there = context.make_array(signature.args[1])(context, builder, arguments[1]).data
        year = builder.load(builder.bitcast(there, _SINGLES.as_pointer()), align=4)
        year = builder.fmul(builder.fpext(year, _REALS), in_all(builder, arguments[2], _MONTHS))
        _store(context, builder, signature.args[0], arguments[0], year)
        above = builder.fcmp_ordered(">", year, ir.Constant(_REALS, [0.0] * _MONTHS))
        return builder.zext(builder.ctpop(builder.bitcast(above, ir.IntType(_MONTHS))), ir.IntType(64))

    return types.int64(months, singles, types.float64), generate


def _plain_fill_year(months: Any, value: Any) -> None:
    months[:_MONTHS] = value


def _plain_scale_year(months: Any, singles: Any, scale: float) -> int:
    months[:_MONTHS] = singles[:_MONTHS].astype(np.float64) * scale
    return int((months[:_MONTHS] > 0.0).sum())


# fill_year(months, value): let all twelve months be ``value``.
fill_year: Final = either(_plain_fill_year, _fill_year)
# scale_year(months, singles, scale): let the months be twelve numbers of single precision, each times ``scale``; gives
# how many are above zero.
scale_year: Final = either(_plain_scale_year, _scale_year)
