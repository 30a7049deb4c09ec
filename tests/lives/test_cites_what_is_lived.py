"""An explanation cites the rules that a month of its kind goes through: the steps of the lives are run and traced."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType, SimpleNamespace
from typing import Any, Final

import numpy as np
import pytest

from simulate.clock import month_index
from simulate.codes import EMPLOYEE, INACTIVE, OTHER_FLEXIBLE, PLATFORM_FLEXIBLE, PROVINCES, TERTIARY
from simulate.contracts import N_PLACE_MEASURES
from simulate.lives.insured import PAID
from simulate.lives.laws import Ground, like
from simulate.lives.platforms import COPAYMENTS
from simulate.lives.public_money import GRADUATE, GRANTS, HARD, MATCHED, STATE
from simulate.schemes.contribution.steps import settle_months
from simulate.schemes.employee_pension.steps import collect_employed_months, collect_flexible_months
from simulate.schemes.law import Law
from simulate.schemes.platform_copayment.rules import (
    DEPENDENCE,
    INCOME_TEST,
    ORDER_LEVY,
    THREE_WAY,
    income_test_copayment,
    passes_income_test,
)
from simulate.schemes.state import PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, PAYS, UNPAID, UNSETTLED
from simulate.schemes.subsidies.rules import SHARE_OF_PAID
from tests.one_path import is_compiled, plain

JANUARY: Final = month_index(2026)
PLACE: Final = PROVINCES.code("henan")
INCOME: Final = 6000.0


def traced(function: Any, called: set[FunctionType], made: dict[Any, Any]) -> Callable[..., Any]:
    """A copy of a function, as Python, that notes itself and whatever compiled function it calls."""
    one = plain(function)
    if one not in made:
        scope: dict[str, Any] = {}
        copy = FunctionType(one.__code__, scope, one.__name__, one.__defaults__, one.__closure__)

        def call(*given: Any) -> Any:
            called.add(one)
            return copy(*given)

        made[one] = call
        for name, value in one.__globals__.items():
            is_step = is_compiled(value) and plain(value).__module__.startswith("simulate.schemes.")
            scope[name] = traced(value, called, made) if is_step else value
    return made[one]  # type: ignore[no-any-return]


def lived(law: Law, form: int, pay: int, **person: float) -> set[FunctionType]:
    """The rules that the twelve months of a worker of one form, paid in one way, go through from due to booked."""
    record = SimpleNamespace(
        form=np.full(12, form), place=np.full(12, PLACE), insured=np.full(12, PLACE), pay=np.full(12, pay),
        target=np.zeros(12), income=np.full(12, INCOME), contribution_base=np.zeros(12), due=np.zeros(12),
        platform_part=np.zeros(12), government_part=np.zeros(12), fraction=np.ones(12), first=0, until=12, pays=PAYS,
        has_platform=int(form == PLATFORM_FLEXIBLE), granted=0, approved=0,
    )  # fmt: skip
    who = {"occupation": 0 if form == PLATFORM_FLEXIBLE else -1, "sex": 0, "education": 0, **person}
    who = {"birth_month": JANUARY - 12 * 45, "home": PLACE, **who}
    chance = SimpleNamespace(platforms=0.0, registered=person.get("registered", 1.0), compelled=1.0)
    rights = SimpleNamespace(
        floor_history=63, eligible_share=0.0, statutory_month=JANUARY + 240, relation_province=PLACE,
        account_only_months=0.0, outcome=UNSETTLED,
    )  # fmt: skip
    support = SimpleNamespace(subsidised_months=0.0, subsidised_until=-1, credited_months=0.0)
    in_force = SimpleNamespace(public_money=1, matching=True, order_levy=1)
    now, me = SimpleNamespace(january=JANUARY, year=JANUARY // 12), SimpleNamespace(rights=rights, support=support)
    called: set[FunctionType] = set()
    made: dict[Any, Any] = {}
    ledger = np.zeros(N_PLACE_MEASURES)
    traced(settle_months, called, made)(law, in_force, SimpleNamespace(**who), chance, now, record, me)
    traced(collect_employed_months, called, made)(law.employee_pension, JANUARY, record, ledger)
    traced(collect_flexible_months, called, made)(law.employee_pension, JANUARY, record, ledger, rights)
    return called


def under(ground: Ground, kind: int) -> Law:
    """Today's law with one kind of co-payment everywhere, at all times."""
    c = ground.law.platform_copayment
    return ground.law._replace(platform_copayment=c._replace(rule=like(c.rule, kind), binds=like(c.binds, 1)))


def uncited(rules: tuple[Callable[..., Any], ...], called: set[FunctionType]) -> list[str]:
    """Names of the cited rules that the months did not go through."""
    return [plain(each).__name__ for each in rules if plain(each) not in called]


@pytest.mark.parametrize("kind", COPAYMENTS)
def test_a_copayment_is_told_by_the_rules_its_months_go_through(kind: int, baseline: Ground) -> None:
    pay = UNPAID if kind == ORDER_LEVY else PAID_AS_FLEXIBLE
    called = lived(under(baseline, kind), PLATFORM_FLEXIBLE, pay)
    assert uncited(COPAYMENTS[kind].rules, called) == []
    others = {plain(each) for other in COPAYMENTS if other != kind for each in COPAYMENTS[other].rules}
    assert not called & (others - {plain(each) for each in COPAYMENTS[kind].rules})


def test_a_copayment_told_by_the_rules_of_another_is_found(baseline: Ground) -> None:
    called = lived(under(baseline, DEPENDENCE), PLATFORM_FLEXIBLE, PAID_AS_FLEXIBLE)
    wrong = (passes_income_test, income_test_copayment)
    assert uncited(wrong, called) == ["passes_income_test", "income_test_copayment"]
    assert uncited(wrong, lived(under(baseline, INCOME_TEST), PLATFORM_FLEXIBLE, PAID_AS_FLEXIBLE)) == []


@pytest.mark.parametrize("kind", GRANTS)
def test_public_money_is_told_by_the_rules_its_months_go_through(kind: int, baseline: Ground) -> None:
    law, person = under(baseline, THREE_WAY if kind == STATE else 0), {}
    s = law.subsidies
    s = s._replace(
        subsidy_kind=like(s.subsidy_kind, SHARE_OF_PAID), registered_share=like(s.registered_share, 0.0),
        graduate_share=like(s.graduate_share, 0.0), matching_share=like(s.matching_share, 0.0),
        matching_other_flexible=like(s.matching_other_flexible, 1),
    )  # fmt: skip
    if kind == HARD:
        s, person = s._replace(registered_share=like(s.registered_share, 1.0)), {"birth_month": JANUARY - 12 * 55}
    elif kind == GRADUATE:
        s = s._replace(graduate_share=like(s.graduate_share, 1.0))
        person = {"education": TERTIARY, "birth_month": JANUARY - int(12 * s.graduate_age[JANUARY // 12]) - 6}
    elif kind == MATCHED:
        s = s._replace(matching_share=like(s.matching_share, 0.5))
    form = PLATFORM_FLEXIBLE if kind == STATE else OTHER_FLEXIBLE
    called = lived(law._replace(subsidies=s), form, PAID_AS_FLEXIBLE, **person, registered=0.5)
    assert uncited(GRANTS[kind].rules, called) == []
    others = [each for other in GRANTS if other not in (kind, HARD, GRADUATE) for each in GRANTS[other].rules]
    assert uncited(tuple(others), called)


@pytest.mark.parametrize(
    ("kind", "form", "pay"),
    [
        ("employer", EMPLOYEE, PAID_AS_EMPLOYEE),
        ("flexible", OTHER_FLEXIBLE, PAID_AS_FLEXIBLE),
        ("credited", INACTIVE, UNPAID),
    ],
)
def test_a_contribution_is_told_by_the_rules_its_months_go_through(
    kind: str, form: int, pay: int, baseline: Ground
) -> None:
    s = baseline.law.subsidies
    both = s._replace(care_credit=like(s.care_credit, 2), care_months=like(s.care_months, 60.0))
    both = both._replace(care_from_age=like(s.care_from_age, 20.0), care_to_age=like(s.care_to_age, 60.0))
    called = lived(baseline.law._replace(subsidies=both), form, pay)
    assert uncited(PAID[kind].rules, called) == []
    other = "flexible" if kind == "employer" else "employer"
    assert uncited(PAID[other].rules, called)
