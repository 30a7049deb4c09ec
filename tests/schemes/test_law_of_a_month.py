"""A law acts on what falls in its months: one that holds for a single month, or in all months but that one.

Each is tried in each of the twelve months of a year, on one worker by hand.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulate.cases.portability import place_of_benefit
from simulate.cases.registry import Law as CaseLaw
from simulate.clock import N_MONTHS, month_index, year_index
from simulate.codes import FARM, OTHER_FLEXIBLE, PROVINCES
from simulate.contracts import (
    POOL_TO_RESIDENT,
    POOL_TRANSFER_OUT,
    RESIDENT_REFUNDS,
    WORKER_TO_ACCOUNTS,
    WORKER_TO_POOL,
    WORKER_TO_RESIDENT,
)  # fmt: skip
from simulate.parameters import ParameterSet
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.enrolment.offer_rules import NOT_OFFERED, worth_of_resident_scheme
from simulate.schemes.enrolment.rules import EMPLOYEE_SCHEME_AT_HUKOU, RESIDENT_SCHEME
from simulate.schemes.law import Law, as_records
from simulate.schemes.portability.rules import LAST_PLACE, TEN_YEAR
from simulate.schemes.state import SETTLED_EMPLOYEE, SETTLED_OUT, new_state
from simulate.schemes.subsidies.rules import DEFERRALS
from tests.schemes.by_month import HENAN, MONTHS, SHANGHAI, Lived, certain_law, live, without_window
from tests.schemes.one_worker import a_person
from tests.schemes.packed_law import constant

ZHEJIANG = PROVINCES.code("zhejiang")

DEFERRED = (DEFERRALS.code("next_year"), DEFERRALS.code("none"))  # in some months, in all others
BASE = 3000.0  # yuan, every month and place
OFTEN = pytest.mark.parametrize("month", MONTHS)


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    """Bases of 3,000 yuan; movers ask for the money at once; those short leave for the resident scheme."""
    whole = certain_law(parameters)
    e, o, t = whole.employee_pension, whole.portability, whole.retirement
    return whole._replace(
        employee_pension=e._replace(
            base_floor=constant(e.base_floor, BASE), flexible_base_floor=constant(e.flexible_base_floor, BASE)
        ),
        portability=o._replace(transfer_take_up=constant(o.transfer_take_up, 1.0)),
        retirement=t._replace(
            continue_share=constant(t.continue_share, 0.0),
            resident_conversion_share=constant(t.resident_conversion_share, 1.0),
        ),
    )  # fmt: skip


def within(like: NDArray[Any], months: range, value: float, otherwise: float) -> NDArray[Any]:
    """(month, ...) a value in these months, or (year, ...) years, and another in all others."""
    out = np.full_like(like, otherwise)
    out[months.start : months.stop] = value
    out.setflags(write=like.flags.writeable)
    return out


def moving(law: Law, **fields: Any) -> Law:
    """The law with other rules of portability, and no early window."""
    return without_window(law)._replace(portability=law.portability._replace(**fields))


# --- The early window -------------------------------------------------------------------------------------------------
# A man born in 1970-01: sixty in 2030-01, 60 months after 2025-01, so 60 // 4 + 1 = 16 months later, in 2031-05.

SIXTY, STATUTORY = month_index(2030), month_index(2031, 5)


def stops(law: Law, window: NDArray[Any], complete: int) -> int:
    """Month of the claim with 180 months, all that is required here, by ``complete``, under an early window."""
    t = law.retirement
    of_window = law._replace(
        retirement=t._replace(early_window=window, qualifying_months=constant(t.qualifying_months, 180.0))
    )
    ways = {INSURED_BY_EMPLOYER: range(complete - 179, month_index(2033))}
    rights = live(of_window, month_index(1970), ways, until=2033).after(2032).rights
    assert rights.outcome == SETTLED_EMPLOYEE
    assert rights.statutory_month == STATUTORY
    return int(rights.stop_month)


@OFTEN
def test_a_window_of_one_month_is_used_in_it(law: Law, month: int) -> None:
    like, only = law.retirement.early_window, SIXTY + month
    assert stops(law, within(like, range(only, only + 1), 36.0, 0.0), SIXTY - 12) == only


@OFTEN
def test_a_window_that_ends_within_the_year_is_used_before(law: Law, month: int) -> None:
    """Whose months are complete in its last month claims then; whose are, a month later, waits for the age."""
    last = SIXTY + month
    window = within(law.retirement.early_window, range(month_index(2025), last + 1), 36.0, 0.0)
    assert stops(law, window, last) == last
    assert stops(law, window, last + 1) == STATUTORY


@OFTEN
def test_a_window_that_begins_within_the_year_is_used_from_then_on(law: Law, month: int) -> None:
    first = SIXTY + month
    window = within(law.retirement.early_window, range(first, N_MONTHS), 36.0, 0.0)
    assert stops(law, window, SIXTY - 12) == first


@OFTEN
def test_a_window_cut_short_within_the_year_is_the_longer_one_before(law: Law, month: int) -> None:
    """Three years until June 2030, six months from July on: from then on nobody claims before 2030-11."""
    complete = SIXTY + month
    window = within(law.retirement.early_window, range(month_index(2025), month_index(2030, 7)), 36.0, 6.0)
    assert stops(law, window, complete) == (complete if month < 6 else max(complete, month_index(2030, 11)))


@OFTEN
def test_a_gap_in_the_window_is_waited_out(law: Law, month: int) -> None:
    """The window is shut in one month: who would claim in it claims in the next."""
    shut = SIXTY + month
    window = within(law.retirement.early_window, range(shut, shut + 1), 0.0, 36.0)
    assert stops(law, window, shut) == shut + 1


# --- Between the schemes ----------------------------------------------------------------------------------------------
# Sixty in each month of 2020, in the employee scheme since 2000 or since 2010.

SETTLES = month_index(2020)


def pays_both(law: Law, month: int, since: int, of_month: float) -> tuple[float, float]:
    """Refund after paying both schemes in 2019, six months of it twice, and what the resident scheme was paid then.

    ``of_month``: 1 where refunds are law in the month of the claim alone, 0 in all months but that one.
    """
    claim, o = SETTLES + month, law.portability
    refund = within(o.dual_refund, range(claim, claim + 1), of_month, 1.0 - of_month)
    ways = {
        INSURED_BY_EMPLOYER: range(since, month_index(2021)),
        RESIDENT_SCHEME: range(month_index(2019), month_index(2019, 7)),
    }
    forms = {FARM: ways[RESIDENT_SCHEME]}
    lived = live(moving(law, dual_refund=refund), claim - 720, ways, forms_of=forms, until=2022)
    assert lived.after(2020).rights.stop_month == claim
    assert lived.after(2019).residents.dual_paid == pytest.approx(lived.of(2019, WORKER_TO_RESIDENT) / 2)
    assert lived.after(2019).rights.outcome != (outcome := lived.after(2020).rights.outcome)
    assert outcome == (SETTLED_EMPLOYEE if since == month_index(2000) else SETTLED_OUT)
    return lived.of(2020, RESIDENT_REFUNDS), lived.of(2019, WORKER_TO_RESIDENT)


@OFTEN
@pytest.mark.parametrize("since", [month_index(2000), month_index(2010)], ids=["an award", "short of months"])
def test_months_paid_twice_go_back_by_the_law_of_the_claim(law: Law, month: int, since: int) -> None:
    """人社部发〔2014〕17号 art. 7: six of twelve months, when the rights are settled."""
    refund, paid = pays_both(law, month, since, 1.0)
    assert paid > 0.0
    assert refund == pytest.approx(paid / 2, rel=1e-9)
    assert pays_both(law, month, since, 0.0)[0] == 0.0


def leaves(law: Law, month: int, **fields: Any) -> float:
    """Pooled money that goes to the resident scheme at sixty in a month of 2020, paid from 2010 to 2018."""
    claim = SETTLES + month
    ways = {INSURED_BY_EMPLOYER: range(month_index(2010), month_index(2019))}
    lived = live(moving(law, **fields), claim - 720, ways, until=2021)
    assert lived.after(2020).rights.stop_month == claim
    return lived.of(2020, POOL_TO_RESIDENT)


@OFTEN
def test_the_pooled_share_of_a_conversion_is_that_of_its_month(law: Law, month: int) -> None:
    """人社部发〔2014〕17号 art. 6, and a reform that lets half of 12 % of 108 bases go."""
    claim, like = SETTLES + month, law.portability.conversion_pooled_share
    alone = within(like, range(claim, claim + 1), 0.5, 0.0)
    assert leaves(law, month, conversion_pooled_share=alone) == pytest.approx(0.5 * 0.12 * BASE * 108, rel=1e-9)
    assert leaves(law, month, conversion_pooled_share=within(like, range(claim, claim + 1), 0.0, 0.5)) == 0.0


@OFTEN
def test_pooled_money_follows_a_conversion_from_the_month_of_the_law_on(law: Law, month: int) -> None:
    """国办发〔2009〕66号, in force from a month on."""
    claim, o = SETTLES + month, law.portability
    whole = constant(o.conversion_pooled_share, 1.0)
    for starts, moves in ((claim, 1.0), (claim + 1, 0.0)):
        pooled = leaves(
            law, month, conversion_pooled_share=whole, transfer_start=constant(o.transfer_start, starts)
        )  # fmt: skip
        assert pooled == pytest.approx(moves * 0.12 * BASE * 108, rel=1e-9)


@OFTEN
def test_resident_years_count_by_the_law_of_the_claim(law: Law, month: int) -> None:
    """120 months and five resident years: 180 where these count when the pension is claimed."""
    claim, like = SETTLES + month, law.portability.resident_years_count
    ways = {
        INSURED_BY_EMPLOYER: range(month_index(2004), month_index(2014)),
        RESIDENT_SCHEME: range(month_index(2014), month_index(2019)),
    }
    for counted, outcome in ((1.0, SETTLED_EMPLOYEE), (0.0, SETTLED_OUT)):
        of_month = within(like, range(claim, claim + 1), counted, 1.0 - counted)
        lived = live(
            moving(law, resident_years_count=of_month), claim - 720, ways,
            forms_of={FARM: ways[RESIDENT_SCHEME]}, until=2021,
        )  # fmt: skip
        assert lived.after(2020).rights.outcome == outcome


@OFTEN
def test_the_resident_scheme_is_offered_from_january_of_the_year_in_which_it_begins(law: Law, month: int) -> None:
    """国发〔2014〕8号 art. 4 (1): paid for a year, that of the start whole; chosen earlier, nothing is paid."""
    begins, r = month_index(2011) + month, law.resident_pension
    of_start = law._replace(resident_pension=r._replace(start=constant(r.start, begins)))
    [record] = as_records([of_start])
    person, residents = a_person(home=HENAN), new_state(1)[0].residents
    for decided in range(month_index(2010), month_index(2012)):
        worth = worth_of_resident_scheme(record, person, decided, 2000.0, residents)
        assert (worth != NOT_OFFERED) == (decided >= month_index(2011)), decided


# --- Between provinces ------------------------------------------------------------------------------------------------
# Paid in Shanghai from 2010 on, in Henan, where the hukou is, from each month of 2020 on; or the other way round.

BEGAN, MOVES = month_index(2010), month_index(2020)


def moved(law: Law, month: int, birth: int, *, home: bool = True, **fields: Any) -> Lived:
    """The life of a worker who moves home to Henan, or from it to Shanghai, in a month of 2020."""
    move = MOVES + month
    away = range(BEGAN, move) if home else range(move, month_index(2030))
    ways = {INSURED_BY_EMPLOYER: range(BEGAN, month_index(2030))}
    return live(moving(law, **fields), birth, ways, places={SHANGHAI: away}, until=2021)


@OFTEN
def test_pooled_money_follows_a_move_from_the_month_of_the_law_on(law: Law, month: int) -> None:
    """国办发〔2009〕66号 art. 4: 12 % of the bases of 120 months and those of 2020."""
    start = law.portability.transfer_start
    for starts, moves in ((MOVES + month, 1.0), (MOVES + month + 1, 0.0)):
        lived = moved(law, month, month_index(1985), transfer_start=constant(start, starts))
        assert lived.of(2020, POOL_TRANSFER_OUT) == pytest.approx(moves * 0.12 * BASE * (120 + month), rel=1e-9)


@OFTEN
def test_pooled_money_follows_an_award_from_the_month_of_the_law_on(law: Law, month: int) -> None:
    """Nobody asked for it at the move in 2018: it goes home with the claim, in each month of 2020."""
    claim, o = SETTLES + month, law.portability
    ways = {INSURED_BY_EMPLOYER: range(month_index(2000), month_index(2021))}
    for starts, moves in ((claim, 1.0), (claim + 1, 0.0)):
        unasked = moving(
            law, transfer_take_up=constant(o.transfer_take_up, 0.0), transfer_start=constant(o.transfer_start, starts)
        )
        away = {SHANGHAI: range(month_index(2000), month_index(2018))}
        lived = live(unasked, claim - 720, ways, places=away, until=2021)
        assert lived.after(2020).rights.stop_month == claim
        assert lived.of(2020, POOL_TRANSFER_OUT) == pytest.approx(moves * 0.12 * BASE * 216, rel=1e-9)


@OFTEN
def test_a_temporary_account_is_opened_by_the_law_of_the_move(law: Law, month: int) -> None:
    """国办发〔2009〕66号 art. 5 (2): a man of 55 goes to Shanghai; none where the last place pays, nor before 2010."""
    move, o, birth = MOVES + month, law.portability, month_index(1965)
    for rule, relation in ((TEN_YEAR, HENAN), (LAST_PLACE, SHANGHAI)):
        other = LAST_PLACE if rule == TEN_YEAR else TEN_YEAR
        of_move = within(o.benefit_place_rule, range(move, move + 1), rule, other)
        lived = moved(law, month, birth, home=False, benefit_place_rule=of_move)
        assert lived.after(2020).rights.relation_province == relation
    for starts, relation in ((move, HENAN), (move + 1, SHANGHAI)):
        lived = moved(law, month, birth, home=False, transfer_start=constant(o.transfer_start, starts))
        assert lived.after(2020).rights.relation_province == relation


@OFTEN
def test_the_months_that_make_a_place_of_benefit_are_those_of_the_claim(law: Law, month: int) -> None:
    """国办发〔2009〕66号 art. 6: of Henan, ten years in Shanghai, then nine in Zhejiang, by the law of the claim."""
    claim, like = SETTLES + month, law.portability.benefit_place_months
    ways = {INSURED_BY_EMPLOYER: range(month_index(1995), month_index(2014))}
    places = {
        SHANGHAI: range(month_index(1995), month_index(2005)), ZHEJIANG: range(month_index(2005), month_index(2014)),
    }  # fmt: skip
    for asked, other, place in ((120.0, 240.0, SHANGHAI), (240.0, 120.0, HENAN), (108.0, 120.0, ZHEJIANG)):
        of_claim = within(like, range(claim, claim + 1), asked, other)
        lived = live(moving(law, benefit_place_months=of_claim), claim - 720, ways, places=places, until=2021)
        assert lived.after(2020).rights.stop_month == claim
        assert lived.after(2020).rights.benefit_province == place


def test_a_life_and_a_policy_case_agree_on_the_place_of_benefit(law: Law, parameters: ParameterSet) -> None:
    """88 months in Shanghai, 56 in Zhejiang, 41 in Guangdong; 60 months are asked for from 2027 on, after the moves."""
    like, first = law.portability.benefit_place_months, month_index(2012)
    of_claim = moving(law, benefit_place_months=within(like, range(month_index(2027), N_MONTHS), 60.0, 120.0))
    stays, places, at = [("shanghai", 88), ("zhejiang", 56), ("guangdong", 41)], {}, first
    for name, months in stays:
        places[PROVINCES.code(name)] = range(at, at + months)
        at += months
    claim = month_index(2028)
    t = of_claim.retirement
    lived = live(
        of_claim._replace(retirement=t._replace(qualifying_months=constant(t.qualifying_months, 180.0))),
        claim - 720, {INSURED_BY_EMPLOYER: range(first, at)}, places=places, until=2033,
    ).after(2032).rights  # fmt: skip
    given = {
        "hukou_province": "henan", "benefit_place_months": 60,
        "stays": [{"province": name, "months": months} for name, months in stays],
    }  # fmt: skip
    assert lived.benefit_province == SHANGHAI
    assert place_of_benefit(CaseLaw(parameters), given) == {"benefit_province": "shanghai"}


# --- Months paid later ------------------------------------------------------------------------------------------------


@OFTEN
def test_months_deferred_are_transferable_by_the_law_of_december_in_which_they_are_paid(law: Law, month: int) -> None:
    """人社部发〔2020〕49号: the months let lapse for want of money from a month of 2020 on, paid in December 2021."""
    s, o, p, of_2020 = law.subsidies, law.portability, law.enrolment, year_index(2020)
    december, lapsed = month_index(2021, 12), 12 - month
    ways = {EMPLOYEE_SCHEME_AT_HUKOU: range(month_index(2019), month_index(2022))}
    for fields, share in (
        ({"transfer_share": within(o.transfer_share, range(december, december + 1), 0.12, 0.0)}, 0.12),
        ({"transfer_share": within(o.transfer_share, range(december, december + 1), 0.0, 0.12)}, 0.0),
        ({"pool_from": constant(o.pool_from, december)}, 0.12),
        ({"pool_from": constant(o.pool_from, december + 1)}, 0.0),
    ):
        deferring = moving(law, **fields)._replace(
            enrolment=p._replace(affordable_share=constant(p.affordable_share, 0.4)),
            subsidies=s._replace(
                deferral=within(s.deferral, range(of_2020, of_2020 + 1), *DEFERRED),
                deferral_take_up=constant(s.deferral_take_up, 1.0),
            ),
        )  # fmt: skip
        poor = range(MOVES + month, month_index(2021))
        lived = live(deferring, month_index(1980), ways, OTHER_FLEXIBLE, 2022, poor=poor)
        before, after = lived.after(2020), lived.after(2021).rights
        assert before.support.deferred_months == lapsed
        added = after.pool_by_province[HENAN] - before.rights.pool_by_province[HENAN]
        of_year = sum(
            0.12 * BASE * (deferring.portability.transfer_share[m] > 0.0) * (m >= deferring.portability.pool_from[0])
            for m in range(month_index(2021), month_index(2022))
        )
        assert added - of_year == pytest.approx(lapsed * share * BASE, abs=1e-6)


@OFTEN
def test_months_deferred_are_paid_in_the_month_of_the_claim(law: Law, month: int) -> None:
    """人社部发〔2020〕49号: of twenty years from 2001 on those of 2020 lapsed; the pension of 2021 counts them all."""
    s, p, claim, of_2020 = law.subsidies, law.enrolment, month_index(2021) + month, year_index(2020)
    deferring = without_window(law)._replace(
        enrolment=p._replace(affordable_share=within(p.affordable_share, range(of_2020, of_2020 + 1), 0.4, 1e9)),
        subsidies=s._replace(
            deferral=within(s.deferral, range(of_2020, of_2020 + 1), *DEFERRED),
            deferral_take_up=constant(s.deferral_take_up, 1.0),
        ),
    )  # fmt: skip
    ways = {EMPLOYEE_SCHEME_AT_HUKOU: range(month_index(2001), month_index(2022))}
    poor = range(month_index(2020), month_index(2021))
    lived = live(deferring, claim - 720, ways, OTHER_FLEXIBLE, 2023, poor=poor)
    rights = lived.after(2021).rights
    assert lived.after(2020).rights.paid_months == 228
    assert rights.stop_month == claim
    assert rights.outcome == SETTLED_EMPLOYEE
    assert rights.paid_months == 240 + month + 1
    assert lived.of(2021, WORKER_TO_POOL) == pytest.approx((12 + month + 1) * 0.12 * BASE, rel=1e-9)
    assert lived.after(2022).rights.paid_months == rights.paid_months
    own = rights.own_account_paid - lived.after(2020).rights.own_account_paid
    assert own == pytest.approx(lived.of(2021, WORKER_TO_ACCOUNTS), rel=1e-9)


@OFTEN
def test_who_pays_the_resident_scheme_every_year_owes_nothing_at_sixty(law: Law, month: int) -> None:
    """国发〔2014〕8号 art. 7: year by year from 2011, when the scheme began in July, to the year before sixty."""
    sixty, r = month_index(2020) + month, law.resident_pension
    from_2011 = law._replace(resident_pension=r._replace(start=constant(r.start, month_index(2011, 7))))
    lived = live(from_2011, sixty - 720, {RESIDENT_SCHEME: range(month_index(2011), sixty)}, FARM, 2022)
    assert lived.of(2020, WORKER_TO_RESIDENT) == 0.0
    assert lived.after(2021).residents.years == 9.0
    assert lived.after(2021).residents.first_payment == sixty + 1


@OFTEN
def test_who_was_fifty_nine_when_the_resident_scheme_began_owes_one_year(law: Law, month: int) -> None:
    """国发〔2014〕8号 art. 7: none for those sixty in July 2011, one for those in the year after."""
    r, sixty = law.resident_pension, month_index(2011, 7) + month
    joining = law._replace(
        resident_pension=r._replace(
            start=constant(r.start, month_index(2011, 7)), late_joining_share=constant(r.late_joining_share, 1.0),
            tier=constant(r.tier, 100.0), minimum_tier=constant(r.minimum_tier, 0.0),
        )
    )  # fmt: skip
    lived = live(joining, sixty - 720, {}, FARM, 2014)
    paid = lived.of(2011, WORKER_TO_RESIDENT) + lived.of(2012, WORKER_TO_RESIDENT)
    assert paid == pytest.approx(100.0 if sixty > month_index(2011, 7) else 0.0)
    assert lived.after(2013).residents.years == (1.0 if sixty > month_index(2011, 7) else 0.0)
    assert lived.after(2013).residents.first_payment == sixty + 1
