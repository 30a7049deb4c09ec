"""Injury at work: a year of a worker against the rules case by case, who pays, and the stock of allowances."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest

from simulate import contracts as c
from simulate.clock import N_YEARS, month_index, year_index
from simulate.codes import EMPLOYEE, FARM, OCCUPATIONS, OTHER_FLEXIBLE, PLATFORM_FLEXIBLE, PROVINCES
from simulate.parameters import LawBook, ParameterSet, Resolved
from simulate.schemes.contribution.steps import sum_months
from simulate.schemes.occupational_injury import params, rules, steps
from simulate.schemes.occupational_injury.params import EMPLOYEES, MODELS, NATIONAL_PER_ORDER
from simulate.schemes.state import PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, SETTLED_EMPLOYEE, UNPAID, new_state
from simulate.schemes.views import Here
from tests.schemes import one_worker
from tests.schemes.one_worker import a_person, in_year, new_ledger

BOOK = LawBook.load()
BEIJING, HEBEI = PROVINCES.code("beijing"), PROVINCES.code("hebei")
RIDER, DRIVER, TEACHER = (OCCUPATIONS.code(name) for name in ("delivery_rider", "ride_hailing", "online_education"))
INCOME, LOCAL = 6_000.0, 8_000.0
PAYERS = (c.PLATFORM_TO_INJURY, c.WORKER_TO_INJURY, c.GOVERNMENT_TO_INJURY)
BENEFITS = (c.INJURY_MEDICAL, c.INJURY_DISABILITY, c.INJURY_DEATH)


class Wages(NamedTuple):
    """What the step reads of the economy: mean wages, (year, province) yuan a month."""

    wage: np.ndarray


def resolved(*changes: dict[str, Any]) -> ParameterSet:
    return BOOK.resolve(changes=list(changes))[0]


def nationwide(model: str, **others: Any) -> params.OccupationalInjuryParameters:
    """The law with one model everywhere from 2010, and everybody it is meant for in it."""
    changes = [
        {"lever": "occupational_injury.model", "value": model, "from": "2010-01"},
        {"lever": "occupational_injury.participation", "value": 1, "from": "2010-01"},
        *({"lever": f"occupational_injury.{name}", "value": value, **_from(name)} for name, value in others.items()),
    ]
    return params.build(resolved(*changes))


def _from(name: str) -> dict[str, str]:
    """From 2010, for a lever with dates."""
    time = BOOK.specs[f"occupational_injury.{name}"].time
    return {"from": "2010-01" if time == "month" else "2010"} if time else {}


@pytest.fixture(scope="module")
def law() -> params.OccupationalInjuryParameters:
    return params.build(resolved())


def a_year(i: Any, year: int = 2024, form: int = PLATFORM_FLEXIBLE, job: int = RIDER, paid: int = PAID_AS_FLEXIBLE,
           home: int = BEIJING, months: int = 12, money: float = 1.0,
           insured: int = BEIJING) -> SimpleNamespace:  # fmt: skip
    """One worker in Beijing at 6,000 yuan a month, ``months`` in the form and the rest on the farm."""
    worker = a_person(home=home, occupation=job)
    y = one_worker.a_year(in_year(year), [worker], form=FARM, place=BEIJING, pay=UNPAID, insured=insured)
    y.months.form[:, :months], y.months.pay[:, :months] = form, paid
    y.months.income[:, :months] = y.months["contribution_base"][:, :months] = INCOME * money
    y.months.has_platform = form == PLATFORM_FLEXIBLE
    wage = np.full((i.cost.shape[0], len(PROVINCES)), LOCAL * money)
    for person, _, record, ledger, me in y:
        sum_months(record)
        steps.injure(i, Wages(wage), person, y.now, None, record, ledger, me)
    return SimpleNamespace(ledger=y.ledger[0], mine=y.state.occupational_injury)


def _of_year(resolved, year):
    """What the law says in a year."""
    return resolved.values[year_index(year)] if resolved.spec.time else resolved.values


def severity_by_severity(ps: ParameterSet, year: int, leaves: bool) -> dict[str, float]:
    """What an injury is expected to give at 6,000 and 8,000 yuan, each severity by the rules of the regulation."""
    room = {name: _of_year(ps[f"occupational_injury.{name}"], year) for name in (
        "severity_share", "one_off_months", "allowance_share", "nursing_rate", "leaving_months", "leaving_share",
        "dependants", "dependant_share", "survivor_years", "disability_years", "funeral_months",
    )}  # fmt: skip
    share = room["severity_share"] / room["severity_share"].sum()
    one_off = allowance = 0.0
    for severity in range(12):
        one_off += share[severity] * rules.one_off_benefit(room["one_off_months"][severity], INCOME)
        if leaves:
            part = float(room["leaving_share"])
            one_off += share[severity] * part * rules.one_off_benefit(room["leaving_months"][severity], LOCAL)
        if severity <= 4:  # of grades 5 and 6 the employer pays
            allowance += share[severity] * rules.monthly_allowance(room["allowance_share"][severity], INCOME)
        allowance += share[severity] * rules.monthly_allowance(room["nursing_rate"][severity], LOCAL)
    survivors = rules.dependants_allowance(
        *map(float, room["dependants"]), *map(float, room["dependant_share"]), INCOME
    )
    lasting = float(room["survivor_years"] / room["disability_years"][0])
    income = 12 * ps["economy.urban_income_per_head"].values[year_index(year) - 1]
    death = share[11] * (6 * LOCAL + 20 * income)
    return {
        "one_off": one_off, "allowance": allowance + share[11] * survivors * lasting, "death": death,
        "medical": float(ps["occupational_injury.medical_cost"].values[year_index(year)]),
    }  # fmt: skip


def test_an_employee_against_the_rules_severity_by_severity(law: params.OccupationalInjuryParameters) -> None:
    """12 months at a base of 6,000: 0.57 % by the employer, and 0.0044 injuries."""
    after = a_year(law, form=EMPLOYEE, job=-1, paid=PAID_AS_EMPLOYEE)
    one = severity_by_severity(resolved(), 2024, leaves=True)
    assert after.ledger[c.EMPLOYER_TO_WORK_INJURY] == pytest.approx(12 * 6000 * 0.0057)
    assert after.ledger[c.RECEIVED_WORK_INJURY] == after.ledger[c.EMPLOYER_TO_WORK_INJURY]
    assert after.mine.work_allowance[0] == pytest.approx(0.0044 * one["allowance"])
    expected = 0.0044 * (one["medical"] + one["one_off"] + one["death"] + 6 * one["allowance"])
    assert after.ledger[c.WORK_INJURY_BENEFITS] == pytest.approx(expected)
    assert not after.ledger[list((*PAYERS, *BENEFITS, c.INSURED_INJURY))].any()


def test_a_rider_against_the_rules_severity_by_severity(law: params.OccupationalInjuryParameters) -> None:
    """Beijing, 2024: 95 % of riders in; 0.06 yuan on orders of 4.5 yuan; 17 % of a year of full work."""
    after = a_year(law)
    ps = resolved()
    one = severity_by_severity(ps, 2024, leaves=False)
    orders = 0.17 * 12 * 6000 / ps["occupational_injury.earnings_per_order"].values[year_index(2024), RIDER]
    risk = 0.95 * 0.17 * 0.015
    assert after.ledger[c.INSURED_INJURY] == pytest.approx(0.95)
    assert after.ledger[c.PLATFORM_TO_INJURY] == pytest.approx(
        0.95 * orders * law.per_order_premium[month_index(2024), BEIJING, RIDER]
    )
    assert after.ledger[c.INJURY_MEDICAL] == pytest.approx(risk * one["medical"])
    assert after.ledger[c.INJURY_DISABILITY] == pytest.approx(risk * (one["one_off"] + 6 * one["allowance"]))
    assert after.ledger[c.INJURY_DEATH] == pytest.approx(risk * one["death"])
    assert after.mine.allowance[0] == pytest.approx(risk * one["allowance"])


@pytest.mark.parametrize("model", sorted({*MODELS.labels} - {"none"}))
def test_paid_in_is_received_under_every_model(model: str) -> None:
    after = a_year(nationwide(model))
    assert after.ledger[c.RECEIVED_INJURY] == pytest.approx(sum(after.ledger[each] for each in PAYERS), rel=1e-12)
    assert after.ledger[c.RECEIVED_INJURY] > 0
    assert after.ledger[c.INSURED_INJURY] > 0
    assert all(after.ledger[each] > 0 for each in BENEFITS[:2])


@pytest.mark.parametrize(
    ("model", "payers"),
    [
        ("national_per_order", {c.PLATFORM_TO_INJURY}), ("nantong", {c.WORKER_TO_INJURY}),
        ("weifang", {c.WORKER_TO_INJURY}), ("wujiang", {c.WORKER_TO_INJURY, c.GOVERNMENT_TO_INJURY}),
        ("taicang", {c.GOVERNMENT_TO_INJURY}), ("zhejiang", {c.PLATFORM_TO_INJURY}),
        ("guangdong", {c.PLATFORM_TO_INJURY}), ("ilo_fund", {c.PLATFORM_TO_INJURY}),
    ],
)  # fmt: skip
def test_who_pays(model: str, payers: set[int]) -> None:
    after = a_year(nationwide(model))
    assert {each for each in PAYERS if after.ledger[each] > 0} == payers


def test_taicang_is_paid_by_government_as_it_costs() -> None:
    after = a_year(nationwide("taicang"))
    assert after.ledger[c.GOVERNMENT_TO_INJURY] == pytest.approx(sum(after.ledger[each] for each in BENEFITS))
    assert after.ledger[c.INJURY_DEATH] == 0
    assert after.mine.allowance[0] > 0
    migrant = a_year(nationwide("taicang"), home=BEIJING + 1)
    assert not migrant.ledger.any()


@pytest.mark.parametrize("model", ["nantong", "weifang"])
def test_local_pilots_ask_for_the_employee_pension(model: str) -> None:
    assert not a_year(nationwide(model), paid=UNPAID).ledger.any()
    after = a_year(nationwide(model))
    assert after.mine.allowance[0] == 0  # all in one sum
    assert after.ledger[c.INJURY_DISABILITY] > a_year(nationwide("zhejiang")).ledger[c.INJURY_DISABILITY]


def test_wujiang_pays_less_and_caps_treatment() -> None:
    wujiang, national = a_year(nationwide("wujiang")), a_year(nationwide("zhejiang"))
    assert wujiang.ledger[c.INJURY_MEDICAL] < 0.5 * national.ledger[c.INJURY_MEDICAL]
    assert wujiang.ledger[c.INJURY_DEATH] == pytest.approx(0.5 * national.ledger[c.INJURY_DEATH])
    assert wujiang.ledger[c.WORKER_TO_INJURY] == pytest.approx(0.5 * wujiang.ledger[c.GOVERNMENT_TO_INJURY])


def test_the_proposed_fund_pays_the_employers_part_and_insures_everyone() -> None:
    ilo, national = nationwide("ilo_fund"), nationwide("national_per_order")
    assert a_year(ilo).ledger[c.INJURY_DISABILITY] > a_year(national).ledger[c.INJURY_DISABILITY] / 0.95
    assert a_year(ilo, job=TEACHER).ledger[c.INSURED_INJURY] == 1
    joined, flat = a_year(ilo, job=TEACHER, money=2).ledger, ilo.ilo_flat_premium[year_index(2024)]
    assert joined[c.PLATFORM_TO_INJURY] == 0.0  # a flat fee, of which government pays a part
    assert joined[c.GOVERNMENT_TO_INJURY] == pytest.approx(min(ilo.flat_subsidy[year_index(2024)], flat))
    assert joined[c.WORKER_TO_INJURY] + joined[c.GOVERNMENT_TO_INJURY] == pytest.approx(flat)
    other = a_year(ilo, form=OTHER_FLEXIBLE, job=-1).ledger
    assert other[c.INSURED_INJURY] == 1
    assert other[c.WORKER_TO_INJURY] + other[c.GOVERNMENT_TO_INJURY] == pytest.approx(flat)
    assert not a_year(national, job=TEACHER).ledger.any()


@pytest.mark.parametrize("model", ["nantong", "weifang"])
def test_pilots_take_all_flexible_workers_who_pay_the_pension_there(model: str) -> None:
    law = nationwide(model)
    away = PROVINCES.code("shanghai")
    for form, job in ((PLATFORM_FLEXIBLE, RIDER), (OTHER_FLEXIBLE, -1)):
        assert a_year(law, form=form, job=job).ledger[c.INSURED_INJURY] == 1
        assert a_year(law, form=form, job=job, insured=away).ledger[c.INSURED_INJURY] == 0
        assert a_year(law, form=form, job=job, paid=UNPAID).ledger[c.INSURED_INJURY] == 0


def test_the_pilot_begins_in_july(law: params.OccupationalInjuryParameters) -> None:
    assert a_year(law, 2022).ledger[c.INSURED_INJURY] == pytest.approx(0.5 * 0.95)
    assert not a_year(law, 2021).ledger.any()
    assert not a_year(law, 2003, form=EMPLOYEE, job=-1, paid=PAID_AS_EMPLOYEE).ledger.any()


def test_part_of_a_year_costs_its_part(law: params.OccupationalInjuryParameters) -> None:
    whole, part = a_year(law), a_year(law, months=3)
    assert part.ledger == pytest.approx(whole.ledger / 4)
    assert part.mine.allowance == pytest.approx(whole.mine.allowance / 4)


def test_wages_count_within_bounds(law: params.OccupationalInjuryParameters) -> None:
    """A tenth of the pay gives what 60 % of the local wage gives."""
    risk = 0.95 * 0.17 * 0.015
    poor = a_year(law._replace(wage_bounds=np.tile([0.75, 3.0], (N_YEARS, 1))))  # 75 % of 8,000 = 6,000
    assert poor.ledger[c.INJURY_DISABILITY] == pytest.approx(a_year(law).ledger[c.INJURY_DISABILITY])
    raised = a_year(law._replace(wage_bounds=np.tile([1.0, 3.0], (N_YEARS, 1))))
    months = law.cost[year_index(2024), NATIONAL_PER_ORDER, params.OWN_ONE_OFF]
    gain = raised.ledger[c.INJURY_DISABILITY] - poor.ledger[c.INJURY_DISABILITY]
    assert gain >= 0.99 * risk * months * 2000


def paid_next_year(law: Any, outcome: int) -> tuple[Any, Any]:
    """2030 in Beijing with allowances of 100 and 10 yuan a month in payment."""
    state, ledger = new_state(1), new_ledger()
    mine = state.occupational_injury
    state.rights.outcome, mine.allowance, mine.work_allowance = outcome, 100.0, 10.0
    state.rights.stop_month = 12 * year_index(2025)
    here = Here(FARM, BEIJING, True, 0.0)
    steps.pay_allowances(law, None, None, in_year(2030), here, None, ledger[0], state[0])
    return ledger[0], mine


def test_allowances_follow_wages_and_shrink_beside_a_pension(law: params.OccupationalInjuryParameters) -> None:
    step = 1 + law.indexation[year_index(2030)]
    ledger, mine = paid_next_year(law, 0)
    assert mine.allowance[0] == pytest.approx(100 * step)
    assert ledger[c.INJURY_DISABILITY] == pytest.approx(1200 * step)
    assert ledger[c.WORK_INJURY_BENEFITS] == pytest.approx(120 * step)
    assert ledger[c.RECEIVED_INJURY] == 0
    retired, _ = paid_next_year(law, SETTLED_EMPLOYEE)
    assert retired[c.INJURY_DISABILITY] == pytest.approx(0.55 * 1200 * step)
    of_taicang, _ = paid_next_year(nationwide("taicang"), 0)
    assert of_taicang[c.GOVERNMENT_TO_INJURY] == of_taicang[c.RECEIVED_INJURY] == of_taicang[c.INJURY_DISABILITY]


@pytest.mark.parametrize("month", range(12))
@pytest.mark.parametrize("holds_in_it", [True, False])
def test_government_pays_allowances_of_the_months_under_the_taicang_model(month: int, holds_in_it: bool) -> None:
    """The model holds in one month of 2030, or in all but that one: a twelfth of 1,200 yuan, or eleven."""
    law = nationwide("zhejiang")
    it = 12 * year_index(2030) + month
    model = np.full_like(law.model, rules.ZHEJIANG if holds_in_it else rules.TAICANG)
    model[it] = rules.TAICANG if holds_in_it else rules.ZHEJIANG
    ledger, _ = paid_next_year(law._replace(model=model, indexation=np.zeros(N_YEARS)), 0)
    assert ledger[c.INJURY_DISABILITY] == pytest.approx(1200)
    assert ledger[c.GOVERNMENT_TO_INJURY] == pytest.approx(100 if holds_in_it else 1100)
    assert ledger[c.RECEIVED_INJURY] == ledger[c.GOVERNMENT_TO_INJURY]


@pytest.mark.parametrize("month", range(12))
def test_the_pay_out_ratio_is_over_the_tariff_of_the_months_that_have_one(month: int) -> None:
    """A tariff of 0.3 yuan in one month of 2029 alone; then one of 0.1 in the other months, on average 1.4 / 12."""
    ps = resolved()
    law, tariff = params.build(ps), ps["occupational_injury.per_order_premium"]
    year, it = year_index(2029), month_index(2029) + month

    def ratio(in_it: float, in_others: float) -> float:
        values = np.array(tariff.values)
        values[12 * year : 12 * year + 12] = in_others
        values[it] = in_it
        changed = {**ps, tariff.name: Resolved(tariff.spec, values)}
        found = params.payout_ratio(ParameterSet(changed), law.cost, law.funeral_months, law.income_per_head)
        return float(found[year, HEBEI, RIDER])

    whole = ratio(0.1, 0.1)
    assert ratio(0.3, 0.0) == pytest.approx(whole / 3)
    assert ratio(0.3, 0.1) == pytest.approx(whole * 12 / 14)
    assert ratio(0.0, 0.1) == pytest.approx(whole)
    assert ratio(0.0, 0.0) == 1.0


def test_the_float_follows_the_pay_out_ratio() -> None:
    """On from 2027; half of the deviation from the target of 0.9, of the ratio of the year before."""
    ps = resolved()
    law, still = (
        params.build(ps),
        params.build(resolved({"lever": "occupational_injury.experience_rating", "value": False, "from": "2020-01"})),
    )
    tariff = ps["occupational_injury.per_order_premium"].values
    assert np.array_equal(still.per_order_premium, tariff)
    assert np.array_equal(law.per_order_premium[: month_index(2027)], tariff[: month_index(2027)])
    ratio = params.payout_ratio(ps, law.cost, law.funeral_months, law.income_per_head)[year_index(2029), HEBEI, RIDER]
    floated = law.per_order_premium[month_index(2030), HEBEI, RIDER] / tariff[month_index(2030), HEBEI, RIDER]
    assert floated == pytest.approx(1 + 0.5 * (ratio / 0.9 - 1))
    assert 0.5 < floated < 3.5


def test_more_risk_costs_more() -> None:
    low, high = nationwide("ilo_fund", injury_frequency=0.01), nationwide("ilo_fund", injury_frequency=0.02)
    few, many = a_year(low), a_year(high)
    for each in BENEFITS:
        assert many.ledger[each] == pytest.approx(2 * few.ledger[each])


def test_expected_costs_are_finite_and_only_models_have_them(law: params.OccupationalInjuryParameters) -> None:
    assert np.isfinite(law.cost).all()
    assert (law.cost >= 0).all()
    assert not law.cost[:, MODELS.code("none")].any()
    assert law.cost[year_index(2024), EMPLOYEES, params.LOCAL_ONE_OFF] > 0
    assert law.cost[year_index(2024), NATIONAL_PER_ORDER, params.LOCAL_ONE_OFF] == 0
