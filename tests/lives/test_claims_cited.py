"""How a pension was claimed is told, with the rule and the law of that way, whichever it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulate.clock import month_index
from simulate.lives import people
from simulate.lives.career import Career
from simulate.lives.claims import CLAIMS, EXEMPT
from simulate.lives.event import Event
from simulate.lives.laws import Ground
from simulate.lives.living import live_career
from simulate.lives.summary import Summary, summarise
from simulate.schemes.retirement.params import READ_BY

WOMAN = "title: {zh: 测试, en: Test}\nbirth_month: 1972-04\nsex: female\nhukou_province: shandong\nhukou_type: urban\n"
STAFF = "  - {from: 1990-01, form: employee, place: shandong, earnings: {times_wage: 1}, insured: employer}"
LATER = WOMAN.replace("1972", "1985")
# Born, claim, month of it, how it is told, what is cited of the law of retirement.
WAYS = (
    (WOMAN, "special_trade", "group: female_50", (2017, 4), "early retirement", "early_retirement_months"),
    (WOMAN, "statutory", "group: female_50", (2022, 4), "the statutory age", "original_age"),
    (LATER, "earliest", "group: female_55", (2040, 4), "early, within the window", "early_window"),
    (LATER, "statutory", "group: female_55", (2043, 4), "the statutory age", "maximum_delay"),
    (LATER, "latest", "group: female_55", (2046, 4), "late, by agreement", "late_window"),
    (LATER, "invalidity", "group: female_50", (2033, 4), "invalidity allowance", "invalidity_share"),
)  # fmt: skip


def claim_of(found: Summary) -> Event:
    (event,) = [each for each in found.events if each.what.startswith("claims at ")]
    return event


@pytest.mark.parametrize(("head", "when", "group", "month", "words", "cited"), WAYS)
def test_the_way_of_a_claim_is_told_with_its_law(
    head: str, when: str, group: str, month: tuple[int, int], words: str, cited: str,
    baseline: Ground, write: Callable[..., Career],
) -> None:  # fmt: skip
    career = write(STAFF if head == WOMAN else STAFF.replace("1990", "2006"), f"claim: {{when: {when}, {group}}}", head)
    event = claim_of(summarise(live_career(baseline, career), 0.02))
    assert words in event.what
    assert f"retirement.{cited}" in {each.parameter for each in event.law}
    if when != "invalidity":
        assert event.month == month_index(*month)
    if when == "special_trade":
        assert event.what.startswith("claims at 45 years: ")
        assert "国发〔1978〕104号 art. 1 (2)" in str(event.law)
        assert "rule retirement.expect_exemption" in {each.parameter for each in event.law}


def test_who_pays_what_is_missing_is_told_to_claim_with_the_last_month(
    baseline: Ground, write: Callable[..., Career]
) -> None:
    career = write(
        "  - {from: 2025-01, to: 2030-01, form: other_flexible, place: henan, earnings: {times_wage: 1}, "
        "insured: employee_scheme_at_work}"
    )
    event = claim_of(summarise(live_career(baseline, career), 0.02))
    assert "the last missing month is paid" in event.what
    assert "retirement.continue_years" in {each.parameter for each in event.law}


def test_every_pension_of_simulated_workers_says_how_it_was_claimed(baseline: Ground) -> None:
    drawn, early = people.People([baseline], 2000, 1), 0
    for birth_year in range(1950, 1990, 4):
        for worker in drawn.cohort(birth_year).worker[:5]:
            found = summarise(drawn.live(drawn.find(people.number_of(int(worker))))[0], 0.02)
            if found.settled.award is None:
                continue
            event, age = claim_of(found), found.settled.award.month - found.life.birth_month
            assert event.month == found.settled.award.month
            is_early = CLAIMS[EXEMPT].words in event.what
            assert not is_early or age in (45 * 12, 50 * 12, 55 * 12)
            early += is_early
    assert early >= 2


def test_what_a_way_reads_is_a_field_of_retirement() -> None:
    assert {name for each in CLAIMS.values() for name in each.reads} <= set(READ_BY)
