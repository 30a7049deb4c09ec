"""Why nobody paid: the hukou rule, the employer, the price, the platform's income test; each with its law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from simulate.clock import FIRST_YEAR
from simulate.codes import (
    CONDITIONAL,
    EMPLOYEE,
    HUKOU_RULES,
    HUKOU_TYPES,
    OCCUPATIONS,
    PLATFORM_FLEXIBLE,
    PROVINCES,
)  # fmt: skip
from simulate.lives.event import Event
from simulate.lives.living import Life, Year
from simulate.lives.sources import Citation, cite, cite_rules
from simulate.schemes.cost_sharing import kind_that_binds
from simulate.schemes.employee_pension.rules import flexible_contribution
from simulate.schemes.enrolment.rules import is_admitted, is_flexible, rule_for
from simulate.schemes.platform_copayment.params import RULES
from simulate.schemes.platform_copayment.rules import (
    DEPENDENCE,
    INCOME_TEST,
    NO_COPAYMENT,
    ORDER_LEVY,
    THREE_WAY,
    dependence_contribution,
    dependence_rate,
    income_test_copayment,
    is_at_floor,
    months_at_floor,
    next_floor_history,
    order_levy,
    passes_income_test,
    three_way_split,
)  # fmt: skip
from simulate.schemes.state import UNPAID

_NAMES: Final = {
    "income_test": "Meituan's rule", "order_levy": "levy on orders at source",
    "dependence": "main client's contribution", "three_way": "three-way split",
}  # fmt: skip
_RULES: Final[dict[int, tuple[Callable[..., Any], ...]]] = {
    INCOME_TEST: (passes_income_test, income_test_copayment), ORDER_LEVY: (order_levy,),
    DEPENDENCE: (dependence_rate, dependence_contribution), THREE_WAY: (three_way_split,),
}  # fmt: skip


def is_lapsed(year: Year, m: int) -> bool:
    """Whether the month was to be paid by a flexible worker and lapsed for want of money."""
    return bool(year.pays and is_flexible(int(year.form[m])) and year.pay[m] == UNPAID and year.due[m] > 0.0)


def refusal(life: Life, start: int, stop: int, kind: str, year: Year, m: int) -> Event:
    """A stretch of months in which an employee or flexible worker is not in the employee scheme."""
    if kind == "refused":
        what, why, law = "refused at the place of work", closed_door(life, year, m), _hukou_law(life, year, m)
    elif kind == "lapsed":
        net = float(year.due[m] - year.platform[m] - year.government[m])
        income = float(year.income[m])
        limit = float(life.law.enrolment.affordable_share[year.year - FIRST_YEAR])
        why = f"contribution of {net:,.0f} in a month without income"
        if income > 0.0:
            share = f"{net / income:.0%} of the month's income {income:,.0f}"
            why = f"contribution of {net:,.0f} is {share}, above the affordable {limit:.0%}"
        what, law = "the month lapses", (cite(life.ground, "enrolment.affordable_share"),)
    elif kind == "not insured by the employer":
        name = "employee_compliance" if year.form[m] == EMPLOYEE else "platform_employee_compliance"
        rate = _compliance(life, year, m)
        what, law = kind, (cite(life.ground, f"enrolment.{name}", start),)
        why = f"{rate:.0%} of such employers insure in {year.year}; this one does not"
        if life.is_written:
            why = f"as written; {rate:.0%} of such employers insure in {year.year}"
    else:
        what, why = "not insured", price_of(life, year, m)
        law = (
            cite(life.ground, "employee_pension.flexible_base_floor_ratio", start, year.home),
            *cite_rules(flexible_contribution),
        )
        if int(year.place[m]) != year.home and _is_shut(life, year, m):
            why += "; " + closed_door(life, year, m)
            law = (*law, *_hukou_law(life, year, m))
    return Event(start, stop, "refused", what, why, law)


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


def _is_shut(life: Life, year: Year, m: int) -> bool:
    p, month, where = life.law.enrolment, year.january + m, int(year.place[m])
    there = float(year.before.rights.months_by_province[0, where])
    return not is_admitted(hukou_rule_of(life, year, m), float(p.hukou_rule_months[month, where]), there)


def _hukou_law(life: Life, year: Year, m: int) -> tuple[Citation, ...]:
    return (cite(life.ground, "enrolment.hukou_rule", year.january + m, int(year.place[m])), *cite_rules(is_admitted))


def closed_door(life: Life, year: Year, m: int) -> str:
    """What the place of work asks of a flexible worker without local hukou, and what this one has."""
    p, month, where = life.law.enrolment, year.january + m, int(year.place[m])
    rule, name = hukou_rule_of(life, year, m), PROVINCES.labels[where]
    hukou = f"{HUKOU_TYPES.labels[int(life.workers.hukou_type[0])]} hukou of {PROVINCES.labels[year.home]}"
    if rule == CONDITIONAL:
        there = float(year.before.rights.months_by_province[0, where])
        needed = float(p.hukou_rule_months[month, where])
        return f"{name} asks them of other hukou for {needed:.0f} months paid there; {there:.0f} are ({hukou})"
    return f"{name} is {HUKOU_RULES.labels[rule]} to flexible workers without local hukou ({hukou})"


def price_of(life: Life, year: Year, m: int) -> str:
    """What the employee scheme at the floor of the hukou place would take of the month's income."""
    e, month = life.law.employee_pension, year.january + m
    due = flexible_contribution(
        float(e.flexible_base_floor[month, year.home]), float(e.flexible_rate[month, year.home]),
        float(e.account_rate[month, year.home]),
    ).contribution  # fmt: skip
    if year.income[m] <= 0.0:
        return f"the employee scheme at the floor of {PROVINCES.labels[year.home]} costs {due:,.0f} a month"
    share = due / float(year.income[m])
    return f"the employee scheme at the floor of {PROVINCES.labels[year.home]} costs {due:,.0f}, {share:.0%} of income"


class FloorHistory:
    """The months of the platforms' income test, kept by the platforms' own rules from the state of each January."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.windows = life.law.platform_copayment.test_window  # (month,)
        self.at: dict[int, int] = {}  # months at the floor in the window up to each month

    def add(self, year: Year, m: int) -> None:
        """Note a year at its first month asked for."""
        if year.january + m in self.at:
            return
        history = int(year.before.rights.floor_history[0])
        floors = self.life.law.employee_pension.flexible_base_floor
        for each in range(12):
            month = year.january + each
            floor = float(floors[month, int(year.place[each])])
            met_floor = bool(year.form[each] == PLATFORM_FLEXIBLE) and is_at_floor(float(year.income[each]), floor)
            history = next_floor_history(history, met_floor, int(self.windows[month]))
            self.at[month] = months_at_floor(history)

    def below(self, month: int) -> int:
        """Months of the window up to ``month`` without platform income at the floor."""
        return int(self.windows[month]) - self.at[month]


def platform_state(life: Life, year: Year, m: int) -> str:
    """``pays``, ``refuses``, ``is not bound`` where a rule of co-payment is in force for the month, else nothing."""
    c = life.law.platform_copayment
    kind = int(c.rule[year.january + m, int(year.place[m])])
    if year.form[m] != PLATFORM_FLEXIBLE or kind == NO_COPAYMENT:
        return ""
    if year.occupation >= 0 and kind_that_binds(kind, int(c.binds[year.january + m, year.occupation])) == NO_COPAYMENT:
        return "is not bound"
    return "pays" if year.platform[m] > 0.005 else "refuses"


def platform_event(life: Life, history: FloorHistory, start: int, stop: int, state: str, year: Year, m: int) -> Event:
    """The platform bears part of the contribution, or says why not."""
    c, where = life.law.platform_copayment, int(year.place[m])
    rule = int(c.rule[start, where])
    name = _NAMES[RULES[rule]]
    law = (cite(life.ground, "platform_copayment.rule", start, where), *cite_rules(*_RULES[rule]))
    income = float(year.income[m])
    floor = float(life.law.employee_pension.flexible_base_floor[start, where])
    below = history.below(start)
    if state == "pays":
        what = f"the platform pays {year.platform[m]:,.0f} of {year.due[m]:,.0f}"
        why = f"{name}"
        if rule == INCOME_TEST:
            window = int(history.windows[start])
            met = window - below
            why = f"income {income:,.0f} at the floor {floor:,.0f}, in {met} of the last {window} months: {name}"
        return Event(start, stop, "sharing", what, why, law)
    if state == "is not bound":
        why = f"{name} does not bind platforms of {OCCUPATIONS.labels[year.occupation]}"
        law = (cite(life.ground, "platform_copayment.binds", start), *cite_rules(kind_that_binds))
        return Event(start, stop, "refused", "the platform pays nothing", why, law)
    why = f"{name} gives nothing for this month"
    if rule == INCOME_TEST:
        why = f"income below the floor in {below} of the last {int(history.windows[start])} months: {name}"
        if not is_at_floor(income, floor):
            why = f"income {income:,.0f} below the floor {floor:,.0f} this month, and {why[13:]}"
    return Event(start, stop, "refused", "the platform pays nothing", why, law)
