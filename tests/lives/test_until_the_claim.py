"""A last period without ``to`` lasts until the claim (scenarios/careers/README.md): nothing is earned after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulate.clock import month_index
from simulate.codes import PROVINCES
from simulate.lives.career import Career
from simulate.lives.laws import Ground
from simulate.lives.living import live_career
from simulate.lives.summary import as_dict, summarise
from simulate.lives.typical import profile
from tests.lives.conftest import HEAD

PERIOD = "  - {{from: 1990-01{to}, form: employee, place: henan, earnings: {{times_wage: 1}}, insured: employer}}"
FARM = "  - {{from: 1990-01{to}, form: farm, place: henan, earnings: {{times_wage: 0.4}}, insured: resident}}"


@pytest.mark.parametrize("born", ["1958-01", "1957-11", "1957-12"])
def test_who_claims_earns_up_to_and_with_the_month_of_the_claim(
    born: str, baseline: Ground, write: Callable[..., Career]
) -> None:
    """A man born in 1958-01 claims in 2018-01: a month of the wage in 2018, and none of it after."""
    career = write(PERIOD.format(to=""), head=HEAD.replace("1985-06", born))
    found = summarise(live_career(baseline, career), 0.02)
    claim = month_index(int(born[:4]) + 60, int(born[5:]))
    assert found.settled.award is not None
    assert found.settled.award.month == claim
    earned = {each["year"]: each["earned_yuan"] for each in as_dict(found)["years"]}
    henan = PROVINCES.code("henan")
    wage = {each.year: float(baseline.law.economy.wage[each.january // 12, henan]) for each in found.life.years}
    year, months = 1950 + claim // 12, claim % 12 + 1
    assert earned[year] == pytest.approx(months * wage[year], rel=1e-5)
    assert earned[year - 1] == pytest.approx(12 * wage[year - 1], rel=1e-5)
    assert all(earned[each] == 0.0 for each in earned if each > year)
    ages = {age: amount for age, amount, *_ in profile(found.life)}
    assert all(ages[each - int(born[:4])] == 0.0 for each in range(year + 1, year + 5))


def test_a_period_with_an_end_is_earned_to_its_end(baseline: Ground, write: Callable[..., Career]) -> None:
    """A file that says work goes on after the claim is taken at its word; no contribution is due from then on."""
    career = write(PERIOD.format(to=", to: 2021-01"), head=HEAD.replace("1985-06", "1958-01"))
    found = summarise(live_career(baseline, career), 0.02)
    years = {each["year"]: each for each in as_dict(found)["years"]}
    assert years[2020]["earned_yuan"] > 0.0
    assert years[2020]["months_paid"] == 0


def test_who_is_in_the_resident_scheme_alone_earns_until_sixty(baseline: Ground, write: Callable[..., Career]) -> None:
    """A man of the resident scheme claims at sixty, whatever the employee scheme's age is to its members."""
    career = write(FARM.format(to=""), head=HEAD.replace("1985-06", "1960-06"))
    found = summarise(live_career(baseline, career), 0.02)
    assert found.settled.resident is not None
    last = found.settled.resident.month - 1
    assert last == month_index(2020, 6)
    income = {year.january + m: float(year.income[m]) for year in found.life.years for m in range(12)}
    assert income[last] > 0.0
    assert not any(amount for month, amount in income.items() if month > last)


def test_a_pension_is_the_same_whether_the_claim_ends_the_period_or_a_date(
    baseline: Ground, write: Callable[..., Career]
) -> None:
    head = HEAD.replace("1985-06", "1958-01")
    pensions = [
        summarise(live_career(baseline, write(PERIOD.format(to=to), head=head)), 0.02).settled.pension
        for to in ("", ", to: 2018-02", ", to: 2021-01")
    ]
    assert pensions[0] == pytest.approx(pensions[1], abs=0.005) == pytest.approx(pensions[2], abs=0.005)
