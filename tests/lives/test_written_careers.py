"""Hand-written careers: contributions, awards and refusals against plain arithmetic."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulate.clock import month_index
from simulate.codes import PROVINCES
from simulate.lives.career import Career
from simulate.lives.flows import ACCOUNT, EMPLOYER, POOL, RESIDENT, WORKER, month_paid, year_paid
from simulate.lives.laws import Ground, grounds
from simulate.lives.living import live_career
from simulate.lives.settled import indices_of, settle
from simulate.lives.summary import as_dict, summarise
from simulate.lives.worth import internal_rate
from simulate.schemes.employee_pension.award import award
from tests.lives.conftest import HEAD, joined

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
    assert award.paid_months == award.month + 1 - month_index(2008)  # the month of the claim is paid
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
    assert award.paid_months == award.month + 1 - month_index(2008)  # the month of the claim is paid


def test_the_rate_of_return_makes_flows_worth_nothing() -> None:
    flows = np.array([-100.0, -100.0, 0.0, 150.0, 100.0])
    rate = internal_rate(flows)
    assert rate is not None
    assert float(flows @ (1 + rate) ** -np.arange(5.0)) == pytest.approx(0.0, abs=1e-9)
    assert internal_rate(np.array([0.0, 1.0])) is None


def test_no_tier_is_told_before_it_is_paid(baseline: Ground, write: Callable[..., Career]) -> None:
    """Hunan begins the resident scheme in 2011-07: who waits for it from 2009 on reads so, then the tier paid."""
    career = write(
        "  - {from: 1990-01, to: 2009-01, form: farm, place: hunan, insured: nothing}\n"
        "  - {from: 2009-01, to: 2020-01, form: farm, place: hunan, insured: resident}",
        "tier: 5000",
        HEAD.replace("1985-06", "1968-06").replace("henan", "hunan"),
    )
    found = summarise(live_career(baseline, career), 0.02)
    before, paid, *_ = (event for event in found.events if "resident scheme" in event.what)
    assert (before.kind, before.month, before.until) == ("refused", month_index(2009), month_index(2011, 7))
    assert "begins there in 2011-07" in before.why
    years = [year for year in found.life.years if year_paid(found.life, year)[WORKER, RESIDENT] > 0.0]
    assert (paid.kind, paid.month, years[0].year) == ("insured", month_index(2011, 7), 2011)
    assert "tier 5000 a year" in paid.what
    assert f"in {years[0].year}–2013 worker 5,000, government" in paid.why


def test_the_resident_scheme_is_told_until_sixty(baseline: Ground, write: Callable[..., Career]) -> None:
    """A farmer's wife is in no employee scheme: its age of 55 ends nothing (国发〔2014〕8号 art. 3)."""
    career = write(
        "  - {from: 1990-01, to: 2012-01, form: farm, place: hunan, insured: nothing}\n"
        "  - {from: 2012-01, form: farm, place: hunan, insured: resident}",
        "tier: 1000",
        HEAD.replace("1985-06", "1966-04").replace("henan", "hunan").replace("male", "female"),
    )
    found = summarise(live_career(baseline, career), 0.02)
    paid = joined(event for event in found.events if "tier 1000 a year" in event.what)
    years = [year.year for year in found.life.years if year_paid(found.life, year)[WORKER, RESIDENT] > 0.0]
    assert years[:14] == list(range(2012, 2026))
    assert paid == [(month_index(2012), month_index(2026))]


def test_an_award_told_is_the_award_granted(baseline: Ground, write: Callable[..., Career]) -> None:
    """The index, wage and divisor stated make the parts granted, whatever the law of the month."""
    for birth, first in ((1937, 1965), (1943, 1970), (1966, 1990)):
        head = HEAD.replace("1985-06", f"{birth}-06")
        earns = "earnings: {times_wage: 1}, insured: employer"
        life = live_career(
            baseline, write(f"  - {{from: {first}-01, form: employee, place: henan, {earns}}}", head=head)
        )
        stated = settle(life).award
        assert stated is not None
        last = life.of(1950 + stated.month // 12).after.rights
        made = award(
            life.law.employee_pension, stated.month, life.birth_month, stated.paid_months, stated.deemed_months,
            indices_of(life, last), int(last.first_month[0]), stated.balance, float(last.income[0]), stated.province,
        )  # fmt: skip
        granted = (last.basic_pension[0], last.transitional_pension[0], last.account_pension[0])
        assert (made.basic, made.transitional, made.account) == pytest.approx(granted, rel=1e-12)
        assert (stated.index, stated.divisor, stated.guarantee) == (made.mean_index, made.divisor, made.guarantee)


def test_who_goes_on_after_the_last_year_of_a_career_is_told_to_the_claim(
    baseline: Ground, write: Callable[..., Career]
) -> None:
    """社会保险法 art. 16: no age ends it.  Five years paid, the rest from 63 on: months told are the months counted."""
    career = write(
        "  - {from: 2025-01, to: 2030-01, form: other_flexible, place: henan, earnings: {times_wage: 1}, "
        "insured: employee_scheme_at_work}",
        "claim: {when: statutory, when_short: go_on}",
    )
    found = summarise(live_career(baseline, career), 0.02)
    assert found.settled.award is not None
    months = as_dict(found)["months"]
    assert months["counted"] == months["as a flexible worker"] == 240
    paid = [event for event in found.events if event.kind == "insured"]
    assert paid[-1].until == found.settled.award.month


def test_a_tier_no_longer_offered_is_not_told_as_paid(baseline: Ground, write: Callable[..., Career]) -> None:
    """Henan begins in 2012-03; its lowest tier is 200 yuan from 2020 on: who kept to 100 reads so from that year."""
    career = write(
        "  - {from: 1990-01, to: 2012-01, form: farm, place: henan, insured: nothing}\n"
        "  - {from: 2012-01, to: 2024-01, form: farm, place: henan, insured: resident}",
        "tier: 100",
        HEAD.replace("1985-06", "1970-06"),
    )
    life = live_career(baseline, career)
    paid = {year.year: year_paid(life, year)[WORKER, RESIDENT] for year in life.years}
    told = [event for event in summarise(life, 0.02).events if "resident scheme in henan" in event.what]
    raised = next(year for year, amount in paid.items() if amount > 100.5)
    kept, lost = ([event for event in told if text in event.what] for text in ("tier 100 a year", "100 no longer is"))
    assert [month for month, _ in joined(kept) + joined(lost)] == [month_index(2012, 3), month_index(raised)]
    assert f"worker {paid[raised]:.0f}," in lost[0].why


@pytest.mark.parametrize("month", range(1, 13))
def test_the_relation_moves_in_the_month_of_the_first_contribution_elsewhere(
    month: int, baseline: Ground, write: Callable[..., Career]
) -> None:
    """国办发〔2009〕66号 art. 5, not at the end of the year in which the books are closed."""
    career = write(
        f"  - {{from: 2008-01, to: 2013-{month:02d}, form: employee, place: guangdong, earnings: {{times_wage: 1}}, "
        "insured: employer}\n"
        f"  - {{from: 2013-{month:02d}, to: 2016-01, form: employee, place: henan, earnings: {{times_wage: 1}}, "
        "insured: employer}"
    )
    found = summarise(live_career(baseline, career), 0.02)
    moves = [event.month for event in found.events if "pension relation moves" in event.what]
    assert moves == [month_index(2013, month)]


@pytest.mark.parametrize(("group", "years"), [("female_50", 50), ("female_55", 55), ("", 50)])
def test_the_group_of_a_woman_is_as_stated_whatever_she_does_at_fifty(
    group: str, years: int, baseline: Ground, write: Callable[..., Career]
) -> None:
    """Employed from 34 to 48, then out of work: as the file says, else by her last work, on a staff."""
    claim = f"claim: {{when: statutory{f', group: {group}' if group else ''}}}"
    career = write(
        "  - {from: 1998-01, to: 2012-01, form: employee, place: henan, earnings: {times_wage: 1}, insured: employer}",
        claim,
        HEAD.replace("1985-06", "1964-01").replace("male", "female"),
    )
    assert int(live_career(baseline, career).last.rights.statutory_month[0]) == month_index(1964 + years)


WAGES = {1998: 511, 2000: 629, 2002: 819, 2004: 1037, 2006: 1334, 2008: 1822, 2010: 2234, 2012: 2855, 2014: 3427,
         2016: 4020}  # fmt: skip  # yuan a month, and midway between; an older estimate of Hunan's mean wage
CREDITED = {1998: 4.47, 1999: 2.25, 2000: 2.25, 2001: 2.25, 2002: 2.25, 2003: 1.98, 2004: 1.98, 2005: 2.25, 2006: 2.52,
            2007: 4.14, 2008: 4.14, 2009: 2.25, 2010: 2.25, 2011: 3.5, 2012: 3.5, 2013: 3.0, 2014: 3.5, 2015: 3.5,
            2016: 8.31, 2017: 7.12}  # fmt: skip  # per cent


@pytest.mark.parametrize("times", [1.0, 1.1])
def test_an_account_is_what_was_paid_in_with_the_rates_of_its_years(
    times: float, baseline: Ground, write: Callable[..., Career]
) -> None:
    """Nineteen years in Hunan, sixty in January 2017: 46,202 yuan of these wages, and one month of the rate of 2017.

    An account is as large as the wages it is paid on: on those of the law book, a tenth above these, it is 50,889.
    """
    wages = np.interp(range(1998, 2017), list(WAGES), list(WAGES.values())) * times
    balance = 0.0
    for year, wage in zip(range(1998, 2017), wages, strict=True):  # 11 % of the wage, 8 % from 2006 on
        balance = balance * (1.0 + CREDITED[year] / 100.0) + 12.0 * wage * (0.11 if year < 2006 else 0.08)
    assert balance == pytest.approx(46_202.19 * times, abs=0.01)
    months = "[" + ", ".join(repr(float(wage)) for wage in np.repeat(wages, 12)) + "]"
    career = write(
        f"  - {{from: 1998-01, to: 2017-01, form: employee, place: hunan, earnings: {{yuan: {months}, grows: none}}, "
        "insured: employer}",
        "",
        HEAD.replace("1985-06", "1957-01").replace("henan", "hunan"),
    )
    life = live_career(baseline, career)
    assert life.of(2016).after.rights.account[0] == pytest.approx(balance, abs=0.05)
    award = settle(life).award
    assert award is not None
    assert award.month == month_index(2017, 1)
    at_claim = balance * (1.0 + CREDITED[2017] / 1200.0)
    assert (award.balance, award.account) == (
        pytest.approx(at_claim, abs=0.05),
        pytest.approx(at_claim / 139, abs=1e-3),
    )


@pytest.mark.parametrize("month", range(1, 13))
def test_who_lapsed_is_told_to_pay_again_from_the_month(
    month: int, baseline: Ground, write: Callable[..., Career]
) -> None:
    """On a base of 5,000 yuan a flexible worker of Hunan pays 1,000 a month, 400 of them into the account."""
    at = "form: other_flexible, place: hunan, earnings: {{yuan: 6000, grows: none}}"
    period = "  - {{from: {}, to: {}, " + at + ", insured: {}}}"
    paying, again = "employee_scheme_at_hukou, base: {yuan: 5000}", f"2021-{month:02d}"
    periods = [("2015-01", "2017-04", paying), ("2017-04", again, "nothing"), (again, "2023-01", paying)]
    career = write("\n".join(period.format(*each) for each in periods), "", HEAD.replace("henan", "hunan"))
    found = summarise(live_career(baseline, career), 0.02)
    told = joined(each for each in found.events if "pays as a flexible worker" in each.what)
    assert told[:2] == [(month_index(2015), month_index(2017, 4)), (month_index(2021, month), month_index(2023))]
    paid = {year.year: year_paid(found.life, year)[WORKER] for year in found.life.years}
    for year, months in {2015: 12, 2016: 12, 2017: 3, 2018: 0, 2019: 0, 2020: 0, 2021: 13 - month, 2022: 12}.items():
        assert paid[year][[POOL, ACCOUNT]] == pytest.approx([600.0 * months, 400.0 * months]), year


@pytest.mark.parametrize("month", range(1, 13))
def test_a_late_claim_is_of_the_group_that_work_at_fifty_makes(
    month: int, baseline: Ground, write: Callable[..., Career]
) -> None:
    """Fifty in each month of 2030, a flexible worker until March, then on a staff: as if her group were stated."""
    at = "place: henan, earnings: {times_wage: 1}, insured:"
    periods = (
        f"  - {{from: 2012-01, to: 2030-04, form: other_flexible, {at} employee_scheme_at_hukou}}\n"
        f"  - {{from: 2030-04, form: employee, {at} employer}}"
    )
    head = HEAD.replace("1985-06", f"1980-{month:02d}").replace("male", "female")
    stated = ", group: female_50" if month >= 4 else ", group: female_55"
    one, other = (
        settle(live_career(baseline, write(periods, f"claim: {{when: latest{group}}}", head)))
        for group in ("", stated)
    )  # fmt: skip
    assert one.award is not None
    assert (one.award, one.needed) == (other.award, other.needed)
    assert (one.award.month < month_index(1980 + 58)) == (month >= 4)
