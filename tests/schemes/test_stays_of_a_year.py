"""Several stays in one year: each goes through the rule of art. 5 in its turn, in lives as in policy cases."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import pytest

from simulate.cases.portability import place_of_benefit
from simulate.cases.registry import Law as CaseLaw
from simulate.clock import month_index
from simulate.codes import PROVINCES
from simulate.parameters import ParameterSet
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.law import Law
from tests.schemes.by_month import HENAN, MONTHS, SHANGHAI, certain_law, live, without_window
from tests.schemes.packed_law import constant

FIRST, AGE = month_index(1990), 20  # the first month paid, and how old the worker then is
ZHEJIANG, GUANGDONG = PROVINCES.code("zhejiang"), PROVINCES.code("guangdong")


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    """One month paid is enough for a pension."""
    whole = without_window(certain_law(parameters))
    t = whole.retirement
    return whole._replace(retirement=t._replace(qualifying_months=constant(t.qualifying_months, 1.0)))


def life_of(law: Law, stays: list[tuple[str, int]], first: int, birth: int, until: int) -> Any:
    """The rights of a worker paid for in these stays, ``(province, months)``, one after another."""
    places: dict[int, list[range]] = {}
    at = first
    for name, months in stays:
        places.setdefault(PROVINCES.code(name), []).append(range(at, at + months))
        at += months
    return live(law, birth, {INSURED_BY_EMPLOYER: range(first, at)}, until=until, stays=places)


# After five years in Shanghai and five in Zhejiang up to three short stays, all begun in one year, then Guangdong.
SHORT = [
    stays
    for n in (1, 2, 3)
    for stays in product(("henan", "shanghai", "zhejiang"), repeat=n)
    if all(one != next_one for one, next_one in pairwise(("zhejiang", *stays)))
]


@pytest.mark.parametrize("short", SHORT, ids="-".join)
def test_a_life_and_a_policy_case_agree_whatever_the_stays(
    law: Law, parameters: ParameterSet, short: tuple[str, ...]
) -> None:
    """国办发〔2009〕66号 art. 5, 6: under fifty throughout, so that the relation goes along each time."""
    stays = [("shanghai", 60), ("zhejiang", 60), *((name, n + 1) for n, name in enumerate(short)), ("guangdong", 20)]
    given = {
        "hukou_province": "henan", "benefit_place_months": 60,
        "stays": [{"province": name, "months": months} for name, months in stays],
    }  # fmt: skip
    asked = law.portability._replace(benefit_place_months=constant(law.portability.benefit_place_months, 60.0))
    rights = life_of(law._replace(portability=asked), stays, FIRST, FIRST - 12 * AGE, 2035).after(2034).rights
    expected = place_of_benefit(CaseLaw(parameters), given)
    assert {"benefit_province": PROVINCES.labels[rights.benefit_province]} == expected
    last = [name for name in ("zhejiang", *short) if name != "henan"][-1]
    assert expected == {"benefit_province": last}


@pytest.mark.parametrize("month", MONTHS[1:])
def test_home_between_two_moves_of_a_year_keeps_the_relation(law: Law, month: int) -> None:
    """Back from Shanghai in January 2014; in Guangdong, at fifty, from a month of 2014 on: a temporary account."""
    leaves = month_index(2014) + month
    stays = [("shanghai", 168), ("henan", month), ("guangdong", 240)]
    lived = life_of(law, stays, month_index(2000), leaves - 600, 2030)
    assert lived.after(2014).rights.relation_province == HENAN
    assert lived.after(2014).rights.left_month[SHANGHAI] == month_index(2014)
    assert lived.after(2014).rights.left_month[HENAN] < 0
    assert lived.after(2029).rights.benefit_province == HENAN


@pytest.mark.parametrize("month", MONTHS[1:])
def test_the_last_full_province_is_the_one_left_last(law: Law, month: int) -> None:
    """Ten years in Zhejiang, ten in Shanghai, Zhejiang to a month of 2013: art. 6 (3) goes back to Zhejiang."""
    stays = [("zhejiang", 120), ("shanghai", 120), ("zhejiang", month), ("guangdong", 60)]
    lived = life_of(law, stays, month_index(1993), month_index(1970), 2035)
    left = lived.after(2013).rights.left_month
    assert (left[SHANGHAI], left[ZHEJIANG]) == (month_index(2013), month_index(2013) + month)
    assert lived.after(2013).rights.relation_province == GUANGDONG
    assert lived.after(2034).rights.benefit_province == ZHEJIANG


@pytest.mark.parametrize("month", MONTHS[2:])
def test_the_first_relation_is_left_within_its_year(law: Law, month: int) -> None:
    """It opens where the first month is paid (art. 5), in January 2013, though the year ends elsewhere."""
    stays = [("shanghai", month), ("zhejiang", 60)]
    rights = life_of(law, stays, month_index(2013), month_index(1985), 2014).after(2013).rights
    assert rights.left_month[SHANGHAI] == month_index(2013) + month
    assert rights.relation_province == ZHEJIANG
