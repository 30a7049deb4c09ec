"""Sums of the invalidity allowance (病残津贴), which the pooled fund pays before the age to those who cannot work."""

from __future__ import annotations

from typing import Final

from simulate.measures.core import POOL
from simulate.measures.rows import BENEFIT, Line

_line = Line(BENEFIT)
INVALIDITY_RECIPIENTS: Final = _line.heads(
    "invalidity_recipients", "Of the pensioners, person-years that draw the invalidity allowance, not yet a pension.",
    shown=("Recipients of the invalidity allowance", "领取病残津贴人数"),
)  # fmt: skip
INVALIDITY_ALLOWANCE: Final = _line.pension(
    "invalidity_allowance", POOL, "allowances before the age to those who have lost the capacity to work"
)
