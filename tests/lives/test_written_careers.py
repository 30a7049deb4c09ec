"""Hand-written careers: contributions, awards and refusals against plain arithmetic."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulate.clock import month_index
from simulate.codes import PROVINCES
from simulate.lives.career import Career
from simulate.lives.flows import ACCOUNT, EMPLOYER, POOL, WORKER, month_paid, year_paid
from simulate.lives.laws import Ground, grounds
from simulate.lives.living import live_career
from simulate.lives.settled import settle
from simulate.lives.summary import as_dict, summarise
from simulate.lives.worth import internal_rate

EMPLOYED = "  - {from: 2008-01, form: employee, place: henan, earnings: {times_wage: 1.0}, insured: employer}"
RIDER = (
    "  - {{from: 2010-01, form: platform_flexible, occupation: delivery_rider, place: {place}, "
    "earnings: {{times_wage: {wage}}}, insured: {insured}}}"
)


def test_an_award_is_its_formula_and_contributions_are_their_rates(
    baseline: Ground, write: Callable[..., Career]
) -> None:
    life = live_career(baseline, write(EMPLOYED))
    award = settle(life).award
    assert award is not None
    assert award.month == month_index(1985, 6) + 63 * 12  # three years of delay for men born after 1976-09
    assert award.paid_months == award.month - month_index(2008)
    share = award.paid_months / 12 * 0.01
    assert award.account == pytest.approx(award.balance / 117, abs=1e-9)  # the divisor of 63
    own = sum(year_paid(life, year)[WORKER, ACCOUNT] for year in life.years)
    base = sum(float(year.base[year.pay > 0].sum()) for year in life.years)
    assert own == pytest.approx(0.08 * base, abs=0.5)
    # Henan takes P and the city's wage, both P here
    assert award.basic == pytest.approx(award.wage * (1 + award.index) / 2 * share + award.allowance, rel=1e-9)


def test_the_months_by_the_rules_add_up_to_the_years_as_booked(baseline: Ground, write: Callable[..., Career]) -> None:
    life = live_career(baseline, write(EMPLOYED))
    for year in life.years:
        if year.sums is not None:
            by_month = sum((month_paid(life, year, m).parts for m in range(12)), start=np.zeros((4, 2)))
            assert np.abs(by_month - year_paid(life, year)[:, [POOL, ACCOUNT]]).max() < 0.005
    assert year_paid(life, life.of(2015))[EMPLOYER, POOL] > 0.0


def test_beijing_refuses_whom_the_removal_of_the_rule_admits(write: Callable[..., Career]) -> None:
    career = write(RIDER.format(place="beijing", wage=1.2, insured="employee_scheme_at_work"))
    closed, opened = (
        summarise(live_career(ground, career), 0.02) for ground in grounds(["baseline", "hukou_removal"])
    )  # fmt: skip
    assert closed.settled.award is None
    assert opened.settled.award is not None
    refused = next(event for event in closed.events if event.kind == "refused")
    assert "closed" in refused.why
    assert refused.law[0].parameter == "enrolment.hukou_rule"
    assert opened.settled.award.province in (PROVINCES.code("beijing"), PROVINCES.code("henan"))
    assert as_dict(opened)["paid_yuan"]["worker"]["account"] > 0.0


def test_the_platform_says_why_it_pays_nothing(baseline: Ground, write: Callable[..., Career]) -> None:
    """Every second month at the wage, the others far under the floor: it pays the one, refuses the other."""
    months = 12 * 12
    wages = "[" + ", ".join("0.2" if month % 2 else "1.0" for month in range(months)) + "]"
    periods = (
        "  - {from: 2024-01, to: 2036-01, form: platform_flexible, occupation: delivery_rider, place: henan, "
        f"earnings: {{times_wage: {wages}}}, insured: employee_scheme_at_hukou}}"
    )
    found = summarise(live_career(baseline, write(periods)), 0.02)
    why = [event.why for event in found.events if "platform" in event.what]
    assert any("below the floor" in each and "Meituan" in each for each in why)
    assert any("at the floor" in each and "in 3 of the last 6 months" in each for each in why)


def test_short_of_months_says_by_how_many_and_what_is_lost(baseline: Ground, write: Callable[..., Career]) -> None:
    career = write(
        "  - {from: 2030-01, to: 2036-01, form: employee, place: henan, earnings: {times_wage: 1}, insured: employer}",
        "claim: {when_short: resident}",
    )
    found = settle(live_career(baseline, career))
    assert found.award is None
    assert found.resident is not None
    (short,) = found.short
    assert (short.paid_months, short.needed, short.then) == (72.0, 240.0, "moves to the resident scheme")
    assert min(short.pooled_lost, short.amount) > 0.0


@pytest.mark.parametrize(("when", "months"), [("earliest", -36), ("statutory", 0), ("latest", 36)])
def test_claims_within_the_window(when: str, months: int, baseline: Ground, write: Callable[..., Career]) -> None:
    award = settle(live_career(baseline, write(EMPLOYED, f"claim: {{when: {when}}}"))).award
    assert award is not None
    statutory = month_index(1985, 6) + 63 * 12
    assert award.month == statutory + months
    assert award.paid_months == award.month - month_index(2008)


def test_the_rate_of_return_makes_flows_worth_nothing() -> None:
    flows = np.array([-100.0, -100.0, 0.0, 150.0, 100.0])
    rate = internal_rate(flows)
    assert rate is not None
    assert float(flows @ (1 + rate) ** -np.arange(5.0)) == pytest.approx(0.0, abs=1e-9)
    assert internal_rate(np.array([0.0, 1.0])) is None
