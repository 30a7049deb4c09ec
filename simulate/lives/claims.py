"""By which rule an employee pension was claimed in its month: at the age, before or after it, and on what law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from simulate.clock import FIRST_YEAR
from simulate.lives.event import Event
from simulate.lives.living import Life, Year
from simulate.lives.settled import Award
from simulate.lives.sources import cite, cite_rules
from simulate.schemes.retirement.rules import (
    may_top_up,
    reached_under,
    retirement_category,
    retirement_window,
    statutory_retirement,
)
from simulate.schemes.retirement.steps import expect_exemption
from simulate.schemes.state import NEVER, SETTLED_OUT


class Claim(NamedTuple):
    """A way to claim: in words, the rules it goes through, and the parameters these read."""

    words: str
    rules: tuple[Callable[..., Any], ...]
    reads: tuple[str, ...]


STATUTORY, EARLY, LATE, EXEMPT, INVALID, CONTINUED, BOUGHT = range(7)
_DELAY: Final = ("original_age", "delay_step", "maximum_delay", "reform_start")
CLAIMS: Final = {
    STATUTORY: Claim("the statutory age", (), ()),
    EARLY: Claim("early, within the window, by choice", (retirement_window,), ("early_window",)),
    LATE: Claim("late, by agreement with the employer", (retirement_window,), ("late_window",)),
    EXEMPT: Claim(
        "early retirement for special trades and for incapacity", (expect_exemption,),
        ("early_retirement_months", "early_retirement_share"),
    ),
    INVALID: Claim(
        "invalidity allowance, before the age", (expect_exemption,), ("early_retirement_months", "invalidity_share")
    ),
    CONTINUED: Claim("the last missing month is paid", (may_top_up,), ("continue_years",)),
    BOUGHT: Claim("the missing months are bought in one sum", (), ("buy_in_hazard",)),
}  # fmt: skip


def way_of(life: Life, award: Award) -> int:
    """By which way a pension was claimed: a position in ``CLAIMS``."""
    year = life.of(FIRST_YEAR + award.month // 12)
    rights = year.after.rights
    if year.before.rights.outcome[0] == SETTLED_OUT:
        return BOUGHT
    if rights.extend_from[0] != NEVER:
        return CONTINUED
    if rights.allowance_until[0] != NEVER:
        return INVALID
    original, delay = _age_of_law(life, year)
    if award.month < original:
        return EXEMPT
    if award.month < original + delay:
        return EARLY
    return LATE if life.is_written and award.month > original + delay else STATUTORY


def _age_of_law(life: Life, year: Year) -> tuple[int, int]:
    """Month of the original age and months of delay, by the law of the scenario, whatever the career puts off."""
    category = int(year.after.rights.category[0])
    return reached_under(life.ground.law.retirement, year.january // 12, life.birth_month, category)


def claim_event(life: Life, award: Award) -> Event:
    """How the pension was claimed, and at which age."""
    way = way_of(life, award)
    year = life.of(FIRST_YEAR + award.month // 12)
    original, delay = _age_of_law(life, year)
    claim = CLAIMS[way]
    what = f"claims at {_age(award.month - life.birth_month)}: {claim.words}"
    why = f"the original age is {_age(original - life.birth_month)}"
    if delay:
        why = f"the original age is {_age(original - life.birth_month)}, put off by {delay} months"
    category = int(year.after.rights.category[0])
    names = dict.fromkeys(("original_age", *(_DELAY if delay else ()), *claim.reads))
    law = tuple(cite(life.ground, f"retirement.{name}", award.month, category=category) for name in names)
    rules = dict.fromkeys((retirement_category, *((statutory_retirement,) if delay else ()), *claim.rules))
    return Event(award.month, None, "settled", what, why, (*law, *cite_rules(*rules)))


def _age(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years} years and {rest} months" if rest else f"{years} years"
