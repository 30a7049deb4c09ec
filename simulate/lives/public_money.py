"""What the government bears of a flexible worker's contribution: by which rule, with its law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from simulate.codes import PLATFORM_FLEXIBLE
from simulate.lives.event import Event, Status
from simulate.lives.living import Life, Year
from simulate.lives.platforms import HALF_FEN, kind_of
from simulate.lives.sources import cite_rules, in_force
from simulate.lives.stretches import Stretch
from simulate.schemes.platform_copayment.rules import THREE_WAY, three_way_split
from simulate.schemes.subsidies.rules import (
    FLAT,
    government_part,
    is_in_period,
    is_matched,
    is_of_age,
    is_recent_graduate,
    matching,
    matching_ceiling,
    subsidy,
)


class Grant(NamedTuple):
    """A part that the government bears: its name, the rules it goes through, and the parameters these read."""

    name: str
    rules: tuple[Callable[..., Any], ...]
    reads: tuple[str, ...]


STATE, HARD, GRADUATE, MATCHED = range(4)
GRANTS: Final = {
    STATE: Grant(
        "the state's part of the three-way split", (three_way_split,), ("platform_copayment.three_way_state_share",)
    ),
    HARD: Grant(
        "subsidy for the hard to employ", (is_of_age, is_in_period, subsidy),
        ("subsidies.subsidy_kind", "subsidies.hard_age"),
    ),
    GRADUATE: Grant(
        "subsidy of graduates", (is_recent_graduate, subsidy), ("subsidies.subsidy_kind", "subsidies.graduate_months")
    ),
    MATCHED: Grant(
        "matching of low incomes", (is_matched, matching), ("subsidies.matching_share", "subsidies.matching_ceiling")
    ),
}  # fmt: skip


def government_status(life: Life, year: Year, m: int) -> Status | None:
    """What is stated about the government's part of a month paid as a flexible worker; None where it bears nothing."""
    if year.government[m] <= HALF_FEN:
        return None
    e, month, there = life.law.employee_pension, year.january + m, int(year.insured[m])
    kinds = _granted(life, year, m)
    names = [name for kind in kinds for name in GRANTS[kind].reads]
    if HARD in kinds or GRADUATE in kinds:
        is_flat = life.law.subsidies.subsidy_kind[month, there] == FLAT
        names.append(f"subsidies.subsidy_{'flat' if is_flat else 'share'}")
    law = in_force(life.ground, month, names, province=there)
    figures = float(e.flexible_base_floor[month, there]), float(e.flexible_rate[month, there])
    return Status("government", there, (kinds, *figures), law)


def _granted(life: Life, year: Year, m: int) -> tuple[int, ...]:
    """Which parts make up what the government bears: the state's share, and the larger of subsidy and matching."""
    state, matched = _state_share(life, year, m), _matched(life, year, m)
    rest = float(year.government[m]) - state
    kinds = (STATE,) if state > HALF_FEN else ()
    if rest <= HALF_FEN:
        return kinds
    if abs(rest - matched) <= HALF_FEN:
        return (*kinds, MATCHED)
    received = year.after.support.subsidised_months[0] > year.before.support.subsidised_months[0]
    return (*kinds, HARD if received else GRADUATE)


def _state_share(life: Life, year: Year, m: int) -> float:
    c, month = life.law.platform_copayment, year.january + m
    if kind_of(life, year, m) != THREE_WAY:
        return 0.0
    shares = float(c.three_way_platform_share[month]), float(c.three_way_state_share[month])
    return float(three_way_split(float(year.due[m]), *shares).government)


def _matched(life: Life, year: Year, m: int) -> float:
    """Matching of the month's contribution, yuan."""
    e, s, month, there = life.law.employee_pension, life.law.subsidies, year.january + m, int(year.insured[m])
    job = year.occupation if year.form[m] == PLATFORM_FLEXIBLE else -1
    flags = s.matching_occupation[month]
    if not is_matched(int(year.form[m]), job, flags, int(s.matching_other_flexible[month])):
        return 0.0
    ceiling = matching_ceiling(
        float(s.matching_ceiling[month]), int(s.matching_measure[month]),
        float(e.contribution_reference_wage[month, there]), float(e.flexible_base_floor[month, there]),
    )  # fmt: skip
    return float(matching(float(year.due[m]), float(year.income[m]), ceiling, float(s.matching_share[month, there])))


def government_event(stretch: Stretch[Status]) -> Event:
    """The government bears part of the contribution."""
    kinds = stretch.state.detail[0]
    assert isinstance(kinds, tuple)
    paid, due = stretch.between(lambda year, m: year.government[m]), stretch.between(lambda year, m: year.due[m])
    what = f"the government pays {paid} of {due}"
    why = "; ".join(GRANTS[kind].name for kind in kinds)
    rules = dict.fromkeys(rule for kind in kinds for rule in GRANTS[kind].rules)
    if kinds != (STATE,):
        rules[government_part] = None
    law = (*stretch.state.law.law, *cite_rules(*rules))
    return Event(stretch.start, stretch.stop, "sharing", what, why, law)
