"""Rules of the floor under old-age income: Dibao, and the three floors the ILO names for China.

Law: State Council regulations of 1999 (urban Dibao), 国发〔2007〕19号 (rural), 社会救助暂行办法 of 2014 art. 9 to 12.
The floors of ILO 2022, section 4.6: a universal flat pension (New Zealand, the Netherlands), a minimum linked to the
contributory pension (Chile, Norway, Sweden), a mixture (Canada, Denmark, Iceland).  Money in yuan a month.
"""

from __future__ import annotations

from typing import Final

from simulate.codes import Enumeration
from simulate.engine.jit import rule

KINDS: Final = Enumeration("kind", ("none", "dibao", "universal_flat", "linked_minimum", "mixed"))
NO_FLOOR = KINDS.code("none")
DIBAO = KINDS.code("dibao")
UNIVERSAL_FLAT = KINDS.code("universal_flat")
LINKED_MINIMUM = KINDS.code("linked_minimum")
MIXED = KINDS.code("mixed")


@rule
def dibao_top_up(income: float, line: float, draws: bool) -> float:
    """Dibao = line - income, where income is under the line and the person draws it; 社会救助暂行办法 art. 9-12.

    The means test is of the household, so that few old people with a small pension draw it (``draws``).
    """
    return max(line - income, 0.0) if draws else 0.0


@rule
def universal_flat(share: float, line: float) -> float:
    """Universal flat pension = share x line, to all of age on top of any other pension; ILO 2022, 4.6, option 1."""
    return share * line


@rule
def linked_minimum(share: float, line: float, paid_months: float, whole_months: float, most: float) -> float:
    """Minimum pension = share x line x months paid / months of a whole minimum (180), up to ``most`` times.

    ILO 2022, 4.6, option 2: linked to the contributory pension, so that each year paid raises it; nothing without any.
    """
    if whole_months <= 0.0:
        return share * line
    return share * line * min(paid_months / whole_months, most)


@rule
def mixed(share: float, line: float, kept: float, pension: float) -> float:
    """Flat pension with part of the contributory one = share x line + kept share x pension, and never less than the
    pension itself; ILO 2022, 4.6, option 3."""
    return max(share * line + kept * pension, pension)


@rule
def old_age_income(
    kind: int, pension: float, line: float, own_line: float, draws: bool, flat_share: float, paid_months: float,
    minimum_share: float, whole_months: float, most: float, mixed_share: float, kept: float,
) -> float:  # fmt: skip
    """Monthly income in old age with the floor of a kind: the pension, lifted by it, then by Dibao if drawn.

    The three floors are of one amount in the country (shares of ``line``, the urban Dibao line); Dibao, the last resort
    under each of them, lifts to ``own_line``, rural or urban.  Without a floor nothing is added.
    """
    if kind == NO_FLOOR:
        return pension
    income = pension
    if kind == UNIVERSAL_FLAT:
        income = pension + universal_flat(flat_share, line)
    elif kind == LINKED_MINIMUM:
        income = max(pension, linked_minimum(minimum_share, line, paid_months, whole_months, most))
    elif kind == MIXED:
        income = mixed(mixed_share, line, kept, pension)
    return income + dibao_top_up(income, own_line, draws)
