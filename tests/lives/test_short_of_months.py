"""Short of months at the age, in careers by hand: women and men, provinces, ways of paying, the months by the articles.

The age: decision of 2024-09-13, a month later for every four (women of fifty: two) from 2025-01 on.  Months required:
180, six more a year from 2030.  Those short of months pay on from the next month (社会保险法 art. 16); if first
insured before 2011-07, they pay the rest at once after five years (人社部令13号 art. 2).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulate.clock import format_month
from simulate.lives.career import Career
from simulate.lives.events import events
from simulate.lives.laws import Ground, grounds
from simulate.lives.living import live_career
from simulate.lives.settled import PUBLIC, settle

FLEXIBLE, EMPLOYED = ("other_flexible", "employee_scheme_at_hukou"), ("employee", "employer")
# Born, sex, group, province, way, months paid from and to before, statutory month, month of the claim, months counted.
SHORT = (
    ("1972-05", "female", "", "sichuan", FLEXIBLE, "2013-01", "2027-09", "2028-01", "2028-05", 180),  # +8, 4 short
    ("1972-12", "female", "", "jilin", FLEXIBLE, "2013-03", "2027-04", "2028-09", "2029-08", 180),  # +9, 11 short
    ("1976-08", "female", "female_50", "hubei", EMPLOYED, "2012-01", "2026-06", "2027-06", "2028-01", 180),  # +10, 7
    ("1965-11", "male", "", "guangdong", FLEXIBLE, "2010-08", "2025-07", "2026-02", "2026-03", 180),  # +3, 1 short
    ("1969-02", "male", "", "xinjiang", FLEXIBLE, "2014-02", "2028-07", "2030-03", "2031-04", 186),  # +13, 13 short
    ("1968-06", "male", "", "tianjin", FLEXIBLE, "2015-06", "2028-01", "2029-05", "2031-10", 180),  # +11, 28 short
    ("1962-04", "male", "", "hainan", FLEXIBLE, "2007-01", "2021-03", "2022-04", "2023-02", 180),  # before 2025
    ("1963-10", "male", "", "hunan", FLEXIBLE, "2010-06", "2014-08", "2023-10", "2028-10", 180),  # 130 short: the rest
    ("1966-02", "male", "", "yunnan", FLEXIBLE, "2011-06", "2013-06", "2026-06", "2031-06", 180),  # first in 2011-06
    ("1966-02", "male", "", "yunnan", FLEXIBLE, "2011-07", "2013-07", "2026-06", "2039-06", 180),  # a month later
)  # fmt: skip


@pytest.mark.parametrize(
    ("born", "sex", "group", "place", "way", "first", "until", "statutory", "claim", "months"), SHORT
)
def test_who_is_short_claims_with_the_last_month_it_takes(
    born: str, sex: str, group: str, place: str, way: tuple[str, str], first: str, until: str, statutory: str,
    claim: str, months: int, baseline: Ground, write: Callable[..., Career],
) -> None:  # fmt: skip
    form, insured = way
    head = (
        f"title: {{zh: 测试, en: Test}}\nbirth_month: {born}\nsex: {sex}\nhukou_province: {place}\nhukou_type: urban\n"
    )
    career = write(
        f"  - {{from: {first}, to: {until}, form: {form}, place: {place}, earnings: {{times_wage: 1}}, "
        f"insured: {insured}}}",
        f"claim: {{when: statutory, when_short: go_on{f', group: {group}' if group else ''}}}",
        head,
    )
    found = settle(live_career(baseline, career))
    assert found.award is not None
    assert found.statutory_month is not None
    told = format_month(found.statutory_month), format_month(found.award.month), found.award.paid_months
    assert told == (statutory, claim, months)


def of_both(first: tuple[str, str, str], then: tuple[str, str, str], write: Callable[..., Career]) -> Career:
    """A man born in May 1964 in one scheme after the other, each ``(from, to, form)``, who goes on paying if short."""
    head = "title: {zh: 测试, en: Test}\nbirth_month: 1964-05\nsex: male\nhukou_province: sichuan\nhukou_type: urban\n"
    periods = [
        f"  - {{from: {start}, to: {stop}, form: {form}, place: sichuan, earnings: {{times_wage: 1}}, "
        f"insured: {'employer' if form == 'employee' else 'nothing'}}}"
        for start, stop, form in (first, then)
    ]
    return write("\n".join(periods), "claim: {when: statutory, when_short: go_on}", head)


def test_months_of_the_public_service_are_among_those_told(baseline: Ground, write: Callable[..., Career]) -> None:
    """国发〔2015〕2号: a hundred months there, sixty with an employer: twenty short, not a hundred and twenty."""
    career = of_both(("2005-01", "2013-05", "public_employee"), ("2019-06", "2024-06", "employee"), write)
    life = live_career(baseline, career)
    found = settle(life)
    (short,) = found.short
    assert (format_month(short.month), short.paid_months, short.needed, short.missing) == ("2024-05", 160, 180, 20)
    assert found.award is not None
    assert (format_month(found.award.month), found.award.paid_months) == ("2026-01", 180)
    assert "short of the qualifying months by 20: 160 paid, 180 required" in [each.why for each in events(life, found)]


def test_who_served_last_is_told_that_the_public_scheme_pays(baseline: Ground, write: Callable[..., Career]) -> None:
    """人社部规〔2017〕1号: the months of both count there; nobody is short."""
    career = of_both(("2005-01", "2013-05", "employee"), ("2019-06", "2024-06", "public_employee"), write)
    life = live_career(baseline, career)
    found = settle(life)
    told = [each for each in events(life, found) if each.month == found.short[0].month and each.kind == "settled"]
    assert [(each.what, each.why) for each in told] == [(f"no employee pension: {PUBLIC}", "")]


def test_resident_years_that_a_reform_counts_are_not_missing(write: Callable[..., Career]) -> None:
    """Eight years in the resident scheme, a quarter of which counts, and ten with an employer: 36 of 180 are short."""
    (ground,) = grounds(["baseline"], sets=["portability.resident_years_count=0.25"])
    career = write(
        "  - {from: 2012-01, to: 2020-01, form: farm, place: sichuan, earnings: {times_wage: 0.4}, insured: resident}\n"
        "  - {from: 2020-01, to: 2030-01, form: employee, place: hubei, earnings: {times_wage: 1}, insured: employer}",
        "claim: {when: statutory, when_short: go_on}",
        "title: {zh: 测试, en: Test}\nbirth_month: 1968-06\nsex: male\nhukou_province: sichuan\nhukou_type: rural\n",
    )
    found = settle(live_career(ground, career))
    (short,) = found.short
    assert (short.paid_months, short.needed, short.missing) == (113, 180, 43)
    assert found.award is not None
    assert found.award.month == short.month + 43
