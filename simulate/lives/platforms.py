"""What the platform bears of a contribution, or why nothing: the rule in force for the month, with its law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from simulate.codes import OCCUPATIONS, PLATFORM_FLEXIBLE
from simulate.lives.event import Event, Status
from simulate.lives.living import Life, Year
from simulate.lives.sources import InForce, cite_rules, in_force
from simulate.lives.stretches import Stretch
from simulate.schemes.cost_sharing import kind_that_binds
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
    owed_at_floor,
    paid_in_spite_of_default,
    passes_income_test,
    three_way_split,
)  # fmt: skip

HALF_FEN: Final = 0.005


class Copayment(NamedTuple):
    """A kind of co-payment: its name, the rules a month under it goes through, and the parameters these read."""

    name: str
    rules: tuple[Callable[..., Any], ...]
    reads: tuple[str, ...]


COPAYMENTS: Final = {
    INCOME_TEST: Copayment(
        "Meituan's rule", (passes_income_test, owed_at_floor, income_test_copayment), ("test_months", "share")
    ),
    ORDER_LEVY: Copayment("levy on orders at source", (order_levy,), ("order_levy_rate", "income_share_of_orders")),
    DEPENDENCE: Copayment(
        "main client's contribution", (dependence_rate, dependence_contribution),
        ("dependence_threshold", "dependence_rate", "main_platform_income"),
    ),
    THREE_WAY: Copayment("three-way split", (three_way_split,), ("three_way_platform_share",)),
}  # fmt: skip


class FloorHistory:
    """The months of the platforms' income test, kept by the platforms' own rules from the state each January."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.windows = life.law.platform_copayment.test_window  # (month,)
        self.at: dict[int, int] = {}  # months at the floor in the window up to each month

    def add(self, year: Year, m: int) -> None:
        """Note a year when its first month is needed."""
        if year.january + m in self.at:
            return
        history = int(year.before.rights.floor_history[0])
        for each in range(12):
            month = year.january + each
            met_floor = bool(year.form[each] == PLATFORM_FLEXIBLE) and meets_floor(self.life, year, each)
            history = next_floor_history(history, met_floor, int(self.windows[month]))
            self.at[month] = months_at_floor(history)

    def below(self, month: int) -> int:
        """Months of the window up to ``month`` without platform income at the floor."""
        return int(self.windows[month]) - self.at[month]


def floor_at_work(life: Life, year: Year, m: int) -> float:
    """Floor of the flexible worker's base where a month is worked, yuan, which the income test asks for."""
    return float(life.law.employee_pension.flexible_base_floor[year.january + m, int(year.place[m])])


def meets_floor(life: Life, year: Year, m: int) -> bool:
    """Whether a month's income is at the floor of the place of work."""
    return bool(is_at_floor(float(year.income[m]), floor_at_work(life, year, m)))


def kind_of(life: Life, year: Year, m: int) -> int:
    """The kind of co-payment that binds the worker's platform in a month; none of other work."""
    c, month = life.law.platform_copayment, year.january + m
    kind = int(c.rule[month, int(year.place[m])])
    if year.form[m] != PLATFORM_FLEXIBLE:
        return NO_COPAYMENT
    return kind_that_binds(kind, int(c.binds[month, year.occupation])) if year.occupation >= 0 else kind


def platform_status(life: Life, year: Year, m: int) -> Status | None:
    """What is stated about the platform's part of a month; None where no rule of co-payment is in force for it.

    The kind of the status is ``pays``, ``refuses`` or ``is not bound``.
    """
    c, e, month, where = life.law.platform_copayment, life.law.employee_pension, year.january + m, int(year.place[m])
    kind = int(c.rule[month, where])
    if year.form[m] != PLATFORM_FLEXIBLE or kind == NO_COPAYMENT:
        return None
    if kind_of(life, year, m) == NO_COPAYMENT:
        law = in_force(life.ground, month, ("platform_copayment.binds",), occupation=year.occupation)
        return Status("is not bound", where, (kind, year.occupation), law)
    there = int(year.insured[m])
    figures = (floor_at_work(life, year, m), float(e.flexible_base_floor[month, there]), int(c.test_window[month]))
    state = "pays" if year.platform[m] > HALF_FEN else "refuses"
    detail = (kind, meets_floor(life, year, m), there, *figures)
    return Status(state, where, detail, _law(life, month, where, there, kind))


def _law(life: Life, month: int, where: int, there: int, kind: int) -> InForce:
    """The rule at the place of work and what it reads, and what a contribution at the place of insurance is made of."""
    names = ["rule", *COPAYMENTS[kind].reads]
    if life.law.platform_copayment.default_share[month] != 0.0:
        names.append("default_share")
    law = in_force(life.ground, month, [f"platform_copayment.{name}" for name in names], province=where)
    rate = in_force(life.ground, month, ("employee_pension.flexible_rate",), province=there)
    return law.beside(InForce((), rate.values))  # cited where the contribution is described


def platform_event(life: Life, history: FloorHistory, stretch: Stretch[Status]) -> Event:
    """The platform bears part of the contribution, or says why not."""
    state, _, detail, law = stretch.state
    kind = int(str(detail[0]))
    name = COPAYMENTS[kind].name
    if state == "is not bound":
        why = f"{name} does not bind platforms of {OCCUPATIONS.labels[stretch.year.occupation]}"
        cited = (*law.law, *cite_rules(kind_that_binds))
        return Event(stretch.start, stretch.stop, "refused", "the platform pays nothing", why, cited)
    rules = COPAYMENTS[kind].rules
    if life.law.platform_copayment.default_share[stretch.start] != 0.0:
        rules = (*rules, paid_in_spite_of_default)
    cited = (*law.law, *cite_rules(*rules))
    if state == "pays":
        paid, due = stretch.between(lambda year, m: year.platform[m]), stretch.between(lambda year, m: year.due[m])
        what = f"the platform pays {paid} of {due}"
        why = _passed(life, history, stretch, name) if kind == INCOME_TEST else name
        return Event(stretch.start, stretch.stop, "sharing", what, why, cited)
    why = f"{name} gives nothing for this month"
    if kind == INCOME_TEST:
        why = _failed(life, history, stretch, name)
    return Event(stretch.start, stretch.stop, "refused", "the platform pays nothing", why, cited)


def _passed(life: Life, history: FloorHistory, stretch: Stretch[Status], name: str) -> str:
    window = int(history.windows[stretch.start])
    income, floor = stretch.between(lambda year, m: year.income[m]), floor_at_work(life, stretch.year, stretch.m)
    met = stretch.between(lambda year, m: history.at[year.january + m])
    why = f"income {income} at the floor {floor:,.0f}, in {met} of the last {window} months: {name}"
    return why


def _failed(life: Life, history: FloorHistory, stretch: Stretch[Status], name: str) -> str:
    window = int(history.windows[stretch.start])
    below = stretch.between(lambda year, m: history.below(year.january + m))
    why = f"income below the floor in {below} of the last {window} months: {name}"
    if not meets_floor(life, stretch.year, stretch.m):
        income, floor = stretch.between(lambda year, m: year.income[m]), floor_at_work(life, stretch.year, stretch.m)
        why = f"income {income} below the floor {floor:,.0f} this month, and {why[len('income ') :]}"
    return why
