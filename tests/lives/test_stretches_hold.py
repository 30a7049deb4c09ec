"""What a stretch says holds in each of its months: its rule, its source and its amounts, found again month by month.

Reforms begin in the middle of a year.  What a month owes is found by a policy case, whose law it is by the dates of the
law book, and what is told of the month is read back out of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from simulate.cases.registry import Law as CaseLaw
from simulate.cases.rules import RULES
from simulate.clock import format_month, month_index
from simulate.codes import HUKOU_RULES, PROVINCES
from simulate.lives.career import Career
from simulate.lives.event import Event
from simulate.lives.flows import GOVERNMENT, RESIDENT, WORKER, year_paid
from simulate.lives.laws import Ground, grounds
from simulate.lives.living import live_career
from simulate.lives.sources import cite, cite_rules
from simulate.lives.summary import Summary, summarise
from simulate.schemes.employee_pension.rules import employee_contribution, flexible_contribution
from simulate.schemes.platform_copayment.rules import KINDS
from simulate.schemes.state import PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE
from tests.lives.conftest import HEAD

RIDER: Final = (
    "  - {{from: 2024-01, to: 2032-01, form: platform_flexible, occupation: delivery_rider, place: {place}, "
    "earnings: {{times_wage: 1}}, insured: {insured}}}"
)
EMPLOYED: Final = (
    "  - {from: 2019-01, to: 2032-01, form: employee, place: henan, earnings: {times_wage: 5}, insured: employer}"
)
FARMER: Final = "  - {from: 2012-01, to: 2034-01, form: farm, place: henan, insured: resident}"
NAMES: Final = {
    "income_test": "Meituan's rule", "order_levy": "levy on orders at source",
    "dependence": "main client's contribution", "three_way": "three-way split",
}  # fmt: skip
AT_HOME: Final = RIDER.format(place="henan", insured="employee_scheme_at_work")
AWAY: Final = RIDER.format(place="beijing", insured="employee_scheme_at_work")
REFORMS: Final = {
    **{kind: (AT_HOME, ["platform_copayment.rule@2028-05=" + kind]) for kind in KINDS.labels if kind != "income_test"},
    "and back": (AT_HOME, ["platform_copayment.rule@2027-03=three_way", "platform_copayment.rule@2029-08=income_test"]),
    "share": (AT_HOME, ["platform_copayment.share@2028-05=0.7"]),
    "asked": (AT_HOME, ["platform_copayment.test_months@2028-09=6"]),
    "default": (AT_HOME, ["platform_copayment.default_share@2029-02=0.25"]),
    "bound": (AT_HOME, ["platform_copayment.binds@2028-05=false"]),
    "floor": (AT_HOME, ["employee_pension.flexible_base_floor_ratio@2027-06=0.75"]),
    "rate": (AT_HOME, ["employee_pension.flexible_rate@2027-06=0.16"]),
    "matching": (AT_HOME, [
        "subsidies.matching_share@2027-06=0.3", "subsidies.matching_ceiling@2027-06=3",
        "subsidies.matching_occupation@2027-06=true", "subsidies.matching_share@2029-10=0.5",
    ]),
    "hukou": (AWAY, ["enrolment.hukou_rule@2027-06=open"]),
    "hukou twice": (AWAY, [
        "enrolment.hukou_rule@2027-06=conditional", "enrolment.hukou_rule_months@2028-03=24",
        "enrolment.hukou_rule@2029-05=open",
    ]),
    "ceiling": (EMPLOYED, ["employee_pension.base_ceiling_ratio@2027-06=2"]),
    "employee's rate": (EMPLOYED, ["employee_pension.employee_rate@2027-06=0.1"]),
    "employer's rate": (EMPLOYED, ["employee_pension.employer_rate@2027-06=0.12"]),
    "tiers": (FARMER, ["resident_pension.minimum_tier@2027=400"]),
    "entry subsidy": (FARMER, ["resident_pension.entry_subsidy@2027=90"]),
    "injury": (AT_HOME, ["occupational_injury.model@2028-05=guangdong"]),
    "nothing": (AT_HOME, []),
}  # fmt: skip


def ground_of(sets: list[str]) -> Ground:
    return grounds(["baseline"], None, sets)[0]


def told(found: Summary, month: int, *kinds: str) -> list[Event]:
    """The stretches of some kinds that a month falls in."""
    return [
        each for each in found.events
        if each.kind in kinds and each.until is not None and each.month <= month < each.until
    ]  # fmt: skip


def holds(text: str, before: str, amount: float) -> bool:
    """Whether the number, or the range of numbers, that follows some words in a text has the amount in it."""
    match = re.search(re.escape(before) + r"([\d,]+)(?:–([\d,]+))?", text)
    if match is None:
        return False
    low, high = (float(each.replace(",", "")) for each in (match[1], match[2] or match[1]))
    return low - 0.51 <= amount <= high + 0.51


def sources(event: Event) -> set[str]:
    return {str(each) for each in event.law}


def lived(write: Callable[..., Career], reform: str) -> tuple[Ground, Summary]:
    periods, sets = REFORMS[reform]
    head = HEAD.replace("henan", "anhui") if periods == AWAY else HEAD
    ground = ground_of(sets)
    return ground, summarise(live_career(ground, write(periods, "tier: 200", head)), 0.02)


def case(ground: Ground, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    return RULES[kind].evaluate(CaseLaw(ground.composed.parameters), given)


@pytest.mark.parametrize("reform", REFORMS)
def test_each_month_is_in_a_stretch_that_tells_its_own_contribution(reform: str, write: Callable[..., Career]) -> None:
    ground, found = lived(write, reform)
    paid = 0
    for year in found.life.years:
        for m in range(12):
            month, pay = year.january + m, int(year.pay[m])
            if pay not in (PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE) or month >= found.life.last.rights.stop_month[0]:
                continue
            (event,) = told(found, month, "insured")
            place = PROVINCES.labels[int(year.insured[m])]
            given = {"month": format_month(month), "province": place, "contribution_base": float(year.base[m])}
            assert holds(event.what, "base ", float(year.base[m])), (format_month(month), event)
            if pay == PAID_AS_EMPLOYEE:
                due = case(ground, "employee_contribution", given)
                amount, rule, name = (
                    due["worker_to_account"] + due["worker_to_pool"],
                    employee_contribution,
                    "employee_rate",
                )
                assert holds(event.what, "employer ", due["employer_to_pool"] + due["employer_to_account"])
            else:
                due = case(ground, "flexible_contribution", given)
                amount = due["contribution"] - year.platform[m] - year.government[m]
                rule, name = flexible_contribution, "flexible_rate"
            assert amount < 0.5 or holds(event.what, "worker ", amount), (format_month(month), event, amount)
            cited = cite(ground, f"employee_pension.{name}", month, int(year.insured[m]))
            assert {str(cited), str(cite_rules(rule)[0])} <= sources(event), format_month(month)
            paid += 1
    assert paid > 90 or reform in ("hukou", "hukou twice", "tiers", "entry subsidy")


@pytest.mark.parametrize("reform", [name for name, (periods, _) in REFORMS.items() if periods == AT_HOME])
def test_each_month_is_in_a_stretch_that_tells_the_platforms_own_rule(
    reform: str, write: Callable[..., Career]
) -> None:
    ground, found = lived(write, reform)
    law, seen = ground.law, set()
    for year in found.life.years:
        for m in (m for m in range(12) if year.occupation >= 0 and year.pay[m] == PAID_AS_FLEXIBLE):
            month, where = year.january + m, int(year.place[m])
            kind = KINDS.labels[int(law.platform_copayment.rule[month, where])]
            events = [each for each in told(found, month, "sharing", "refused") if "the platform" in each.what]
            if kind == "none":
                assert not events
                continue
            (event,) = events
            seen.add(kind)
            assert [NAMES[each] for each in NAMES if NAMES[each] in event.why] == [NAMES[kind]], format_month(month)
            if not law.platform_copayment.binds[month, year.occupation]:
                assert "does not bind" in event.why
                continue
            assert str(cite(ground, "platform_copayment.rule", month, where)) in sources(event), format_month(month)
            if year.platform[m] > 0.5:
                assert holds(event.what, "the platform pays ", float(year.platform[m])), format_month(month)
                assert holds(event.what, " of ", float(year.due[m]))
                if kind == "income_test":
                    assert str(cite(ground, "platform_copayment.share", month)) in sources(event)
                    floor = float(law.employee_pension.flexible_base_floor[month, where])
                    assert holds(event.why, "at the floor ", floor), format_month(month)
            else:
                assert event.what == "the platform pays nothing"
    changed = {each.rpartition("=")[2] for each in REFORMS[reform][1] if "copayment.rule" in each} - {"none"}
    assert {"income_test", *changed} <= seen


def test_matching_is_told_as_it_is_paid(write: Callable[..., Career]) -> None:
    ground, found = lived(write, "matching")
    shares = set()
    for year in found.life.years:
        for m in (m for m in range(12) if year.government[m] > 0.5):
            (event,) = [each for each in told(found, year.january + m, "sharing") if "the government" in each.what]
            assert holds(event.what, "the government pays ", float(year.government[m]))
            assert str(cite(ground, "subsidies.matching_share", year.january + m, int(year.insured[m]))) in sources(
                event
            )
            assert event.why == "matching of low incomes"
            shares.add(round(float(year.government[m] / (year.due[m])), 6))
    assert shares == {0.3, 0.5}


@pytest.mark.parametrize("reform", ["hukou", "hukou twice"])
def test_each_month_refused_is_in_a_stretch_that_tells_its_own_hukou_rule(
    reform: str, write: Callable[..., Career]
) -> None:
    ground, found = lived(write, reform)
    rules = ground.law.enrolment.hukou_rule
    seen = set()
    for year in found.life.years:
        for m in (m for m in range(12) if year.refused[m]):
            month, where = year.january + m, int(year.place[m])
            (event,) = told(found, month, "refused")
            label = HUKOU_RULES.labels[int(rules[month, where])]
            seen.add(label)
            assert f"is {label} to" in event.why or (label == "conditional" and "months paid there" in event.why)
            assert str(cite(ground, "enrolment.hukou_rule", month, where)) in sources(event)
            if label == "conditional":
                needed = float(ground.law.enrolment.hukou_rule_months[month, where])
                assert f"requires {needed:.0f} months" in event.why
    assert seen == ({"closed"} if reform == "hukou" else {"closed", "conditional"})


@pytest.mark.parametrize("reform", ["tiers", "entry subsidy", "nothing"])
def test_each_year_of_the_resident_scheme_is_in_a_stretch_that_tells_what_was_paid(
    reform: str, write: Callable[..., Career]
) -> None:
    ground = ground_of(REFORMS[reform][1])
    found = summarise(live_career(ground, write(FARMER, "tier: 200")), 0.02)
    years = [year for year in found.life.years if year_paid(found.life, year)[WORKER, RESIDENT] > 0.0]
    assert len(years) > 15
    for year in years:
        paid = year_paid(found.life, year)[:, RESIDENT]
        (event,) = told(found, year.january + 11, "insured")
        assert holds(event.why, "worker ", paid[WORKER])
        assert holds(event.why, "government ", paid[GOVERNMENT])
        assert holds(event.why, "in ", year.year)


def test_of_two_changes_the_one_in_force_is_cited() -> None:
    """Not the last one written."""
    ground = ground_of(["platform_copayment.share@2027-03=0.6", "platform_copayment.share@2029-08=0.7"])
    texts = [
        str(cite(ground, "platform_copayment.share", month_index(*at))) for at in ((2027, 2), (2027, 3), (2029, 8))
    ]
    assert "Meituan" in texts[0]
    assert "-> 0.6, from 2027-03" in texts[1]
    assert "-> 0.7, from 2029-08" in texts[2]


def test_of_two_changes_the_one_of_the_place_is_cited(tmp_path: Path) -> None:
    changes = "".join(
        f"  - {{lever: employee_pension.employer_rate, value: {rate}, from: 2027-06, provinces: [{place}]}}\n"
        for place, rate in (("henan", 0.12), ("gansu", 0.13))
    )
    path = tmp_path / "two.yaml"
    path.write_text(f"title: {{en: Two, zh: 两地}}\nauthor: a\nreference: r\nchanges:\n{changes}", encoding="utf-8")
    ground = grounds([str(path)])[0]
    for place, text in (("henan", "-> 0.12"), ("gansu", "-> 0.13")):
        where = PROVINCES.code(place)
        assert text in str(cite(ground, "employee_pension.employer_rate", month_index(2028), where))
        assert "two" not in str(cite(ground, "employee_pension.employer_rate", month_index(2027, 5), where))
    assert "->" not in str(cite(ground, "employee_pension.employer_rate", month_index(2028), PROVINCES.code("hunan")))
