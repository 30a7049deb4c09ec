"""Why nobody paid: the hukou rule, the employer, the price, lack of money; each with its law."""

from __future__ import annotations

from typing import Final

from simulate.clock import FIRST_YEAR
from simulate.codes import CONDITIONAL, EMPLOYEE, HUKOU_RULES, HUKOU_TYPES, PROVINCES
from simulate.lives.event import Event, Status
from simulate.lives.living import Life, Year
from simulate.lives.sources import cite_rules, in_force
from simulate.lives.stretches import Stretch
from simulate.schemes.acquired import months_paid_there
from simulate.schemes.employee_pension.rules import flexible_contribution
from simulate.schemes.enrolment.rules import is_admitted, is_flexible, rule_for
from simulate.schemes.state import UNPAID

PRICE: Final = ("flexible_base_floor_ratio", "flexible_rate")  # of the floor


def is_lapsed(year: Year, m: int) -> bool:
    """Whether the month was to be paid by a flexible worker and lapsed for lack of money."""
    return bool(year.pays and is_flexible(int(year.form[m])) and year.pay[m] == UNPAID and year.due[m] > 0.0)


def status_of_refusal(life: Life, year: Year, m: int, kind: str, place: int) -> Status:
    """What is stated about a month in which an employee or flexible worker is not in the employee scheme."""
    month, earns = year.january + m, bool(year.income[m] > 0.0)
    if kind == "refused":
        law = in_force(life.ground, month, hukou_parameters(life, year, m), province=place)
        return Status(kind, place, (closed_door(life, year, m),), law)
    if kind == "lapsed":
        names = ("enrolment.affordable_share", *(f"employee_pension.{name}" for name in PRICE))
        floor = float(life.law.employee_pension.flexible_base_floor[month, place])
        return Status(kind, place, (earns, floor), in_force(life.ground, month, names, province=place))
    if kind == "not insured by the employer":
        name = "employee_compliance" if year.form[m] == EMPLOYEE else "platform_employee_compliance"
        hukou = int(life.workers.hukou_type[0])
        law = in_force(life.ground, month, (f"enrolment.{name}",), province=place, hukou_type=hukou)
        return Status(kind, place, (_compliance(life, year, m),), law)
    due = _due_at_floor(life, year, m)
    law = in_force(life.ground, month, [f"employee_pension.{name}" for name in PRICE], province=year.home)
    shut = place != year.home and _is_shut(life, year, m)
    if not shut:
        return Status(kind, place, (earns, year.home, due, ""), law)
    door = in_force(life.ground, month, hukou_parameters(life, year, m), province=place)
    return Status(kind, place, (earns, year.home, due, closed_door(life, year, m)), law.beside(door))


def refusal(life: Life, stretch: Stretch[Status]) -> Event:
    """A stretch of months in which an employee or flexible worker is not in the employee scheme."""
    kind, _, detail, law = stretch.state
    if kind == "refused":
        what, why = "refused at the place of work", str(detail[0])
        rules = cite_rules(rule_for, is_admitted)
    elif kind == "lapsed":
        what, why, rules = "the month lapses", _lapse(life, stretch), ()
    elif kind == "not insured by the employer":
        years = stretch.between(lambda year, _: year.year, "{:d}")
        what, rules = kind, ()
        why = f"{detail[0]:.0%} of such employers insure in {years}; this one does not"
        if life.is_written:
            why = f"as written; {detail[0]:.0%} of such employers insure in {years}"
    else:
        what, why, rules = "not insured", _price(life, stretch), cite_rules(flexible_contribution)
        if detail[3]:
            why += f"; {detail[3]}"
            rules = (*rules, *cite_rules(rule_for, is_admitted))
    return Event(stretch.start, stretch.stop, "refused", what, why, (*law.law, *rules))


def _lapse(life: Life, stretch: Stretch[Status]) -> str:
    def net(year: Year, m: int) -> float:
        return float(year.due[m] - year.platform[m] - year.government[m])

    if not stretch.state.detail[0]:
        why = f"contribution of {stretch.between(net)} in a month without income"
        return why
    limit = float(life.law.enrolment.affordable_share[stretch.year.year - FIRST_YEAR])
    part = stretch.between(lambda year, m: net(year, m) / float(year.income[m]), "{:.0%}")
    share = f"{part} of the month's income {stretch.between(lambda year, m: year.income[m])}"
    why = f"contribution of {stretch.between(net)} is {share}, above the affordable {limit:.0%}"
    return why


def _compliance(life: Life, year: Year, m: int) -> float:
    y = year.year - FIRST_YEAR
    if year.form[m] == EMPLOYEE:
        return float(life.law.enrolment.employee_compliance[y, int(year.place[m]), int(life.workers.hukou_type[0])])
    return float(life.law.enrolment.platform_employee_compliance[y])


def hukou_rule_of(life: Life, year: Year, m: int) -> int:
    """The hukou rule of the place of work that binds the worker in a month."""
    p, month, where = life.law.enrolment, year.january + m, int(year.place[m])
    return int(
        rule_for(
            int(p.hukou_rule[month, where]), int(p.own_account_rule[month, where]), int(year.form[m]),
            float(life.choices.chances.own_account[0]), float(p.own_account_share[month // 12]),
        )
    )  # fmt: skip


def hukou_parameters(life: Life, year: Year, m: int) -> tuple[str, ...]:
    """The parameters that say what the place of work requires of the worker in a month."""
    rule, where = hukou_rule_of(life, year, m), int(year.place[m])
    own = rule != life.law.enrolment.hukou_rule[year.january + m, where]
    names = ("enrolment.own_account_rule",) if own else ("enrolment.hukou_rule",)
    return (*names, "enrolment.hukou_rule_months") if rule == CONDITIONAL else names


def _months_there(year: Year, m: int) -> float:
    """Months paid in the province of work up to a month."""
    where = int(year.place[m])
    before = float(year.before.rights.months_by_province[0, where])
    return months_paid_there(before, year.pay, year.insured, 0, m, where)


def _is_shut(life: Life, year: Year, m: int) -> bool:
    p, month, where = life.law.enrolment, year.january + m, int(year.place[m])
    there = _months_there(year, m)
    return not is_admitted(hukou_rule_of(life, year, m), float(p.hukou_rule_months[month, where]), there)


def closed_door(life: Life, year: Year, m: int) -> str:
    """What the place of work requires of a flexible worker without local hukou, and what this one has."""
    p, month, where = life.law.enrolment, year.january + m, int(year.place[m])
    rule, name = hukou_rule_of(life, year, m), PROVINCES.labels[where]
    hukou = f"{HUKOU_TYPES.labels[int(life.workers.hukou_type[0])]} hukou of {PROVINCES.labels[year.home]}"
    if rule == CONDITIONAL:
        there = _months_there(year, m)
        needed = float(p.hukou_rule_months[month, where])
        return f"{name} requires {needed:.0f} months paid there without local hukou; {there:.0f} are ({hukou})"
    return f"{name} is {HUKOU_RULES.labels[rule]} to flexible workers without local hukou ({hukou})"


def _due_at_floor(life: Life, year: Year, m: int) -> float:
    """What the employee scheme costs in a month at the floor of the place of hukou, yuan."""
    e, month = life.law.employee_pension, year.january + m
    return flexible_contribution(
        float(e.flexible_base_floor[month, year.home]), float(e.flexible_rate[month, year.home]),
        float(e.account_rate[month, year.home]),
    ).contribution  # fmt: skip


def _price(life: Life, stretch: Stretch[Status]) -> str:
    """What the employee scheme at the floor of the hukou place would take of the month's income."""
    earns, _, due, _ = stretch.state.detail
    name = PROVINCES.labels[stretch.year.home]
    if not earns:
        return f"the employee scheme at the floor of {name} costs {due:,.0f} a month"
    share = stretch.between(lambda year, m: _due_at_floor(life, year, m) / float(year.income[m]), "{:.0%}")
    return f"the employee scheme at the floor of {name} costs {due:,.0f}, {share} of income"
