"""Cases of the floor under old-age income, and of the resident flat pension tied to Dibao."""

from __future__ import annotations

from typing import Any, Final

from simulate.cases.given import choice, flag, law_year, number, number_or
from simulate.cases.registry import Given, Law, Rule
from simulate.codes import HUKOU_TYPES
from simulate.parameters.economy.params import reals
from simulate.schemes.resident_pension import rules as resident_rules
from simulate.schemes.social_floor import params, rules

_WHEN: Final = ("year", "month", "award_month")
_HALF_FEN: Final = 0.005


def _line(law: Law, given: Given, hukou_type: str) -> float:
    """Dibao line of the year, yuan a month: given, or on record."""
    name = f"dibao_{hukou_type}"
    if name in given:
        return number(given, name, 0.0)
    return float(reals(law.parameters, f"economy.{name}")[law_year(given)])


def floor(law: Law, given: Given) -> dict[str, Any]:
    """Monthly income in old age under a floor, and the top-up it takes, yuan; ILO 2022, section 4.6."""
    f, at = law.pack(params.build), law_year(given)
    kind = choice(given, "kind", rules.KINDS.labels) if "kind" in given else int(f.kind[at])
    pension = number(given, "pension", 0.0)
    urban = _line(law, given, "urban")
    hukou = HUKOU_TYPES.labels[choice(given, "hukou_type", HUKOU_TYPES.labels)]
    own = urban if hukou == "urban" else _line(law, given, "rural")
    draws = flag(given, "draws_dibao") if "draws_dibao" in given else False
    start = number_or(given, "start_age", float(f.start_age[at]), 0.0)
    income = pension
    if number_or(given, "age", start, 0.0) >= start:
        income = rules.old_age_income(
            kind, pension, urban, own, draws,
            number_or(given, "flat_share", float(f.universal_flat_amount[at]), 0.0),
            number_or(given, "paid_months", 0.0, 0.0),
            number_or(given, "minimum_share", float(f.linked_minimum_share[at]), 0.0),
            number_or(given, "whole_months", float(f.linked_minimum_months[at]), 0.0),
            number_or(given, "most", float(f.linked_minimum_most[at]), 0.0),
            number_or(given, "mixed_share", float(f.mixed_flat_share[at]), 0.0),
            number_or(given, "kept_share", float(f.mixed_kept_share[at]), 0.0, 1.0),
        )  # fmt: skip
    return {"income": income, "top_up": income - pension, "below_dibao": income < own - _HALF_FEN}


def flat_pension_tied(law: Law, given: Given) -> dict[str, Any]:
    """Resident flat pension not below a share of the rural Dibao line, yuan a month; ILO 2022, section 4.7."""
    line = _line(law, given, "rural")
    tied = resident_rules.flat_pension_tied(number(given, "flat_pension", 0.0), line, number(given, "share", 0.0))
    return {"flat_pension": tied, "rise": tied - number(given, "flat_pension", 0.0)}


RULES: Final[dict[str, Rule]] = {
    "floor": Rule(
        floor, needs=("pension", "hukou_type"),
        may=(*_WHEN, "kind", "age", "start_age", "draws_dibao", "dibao_urban", "dibao_rural", "flat_share",
             "paid_months", "minimum_share", "whole_months", "most", "mixed_share", "kept_share"),
        gives=("income", "top_up", "below_dibao"),
    ),
    "flat_pension_tied": Rule(
        flat_pension_tied, needs=("flat_pension", "share"), may=(*_WHEN, "dibao_rural"),
        gives=("flat_pension", "rise"),
    ),
}  # fmt: skip
