"""The resident pension in a worker's year: the yearly contribution, the account, claiming, pension, death."""

from __future__ import annotations

from simulate.contracts import (
    AWARDS_RESIDENT, AWARD_SUM_RESIDENT, CONTRIBUTORS_RESIDENT, GOVERNMENT_TO_RESIDENT, PAID_FOR_RESIDENT,
    PENSIONERS_RESIDENT, RECEIVED_RESIDENT, RESIDENT_ACCOUNT_PENSION, RESIDENT_ACCOUNT_PENSION_FROM_GOVERNMENT,
    RESIDENT_FLAT_PENSION, RESIDENT_INHERITANCE, RESIDENT_INTEREST, WORKER_TO_RESIDENT, Reals,
)  # fmt: skip
from simulate.engine.draws import RESIDENT_TRAITS, unit, words
from simulate.engine.jit import rule, step
from simulate.schemes.acquired import is_public_last
from simulate.schemes.crediting import interest, next_balance
from simulate.schemes.resident_pension.params import ResidentPensionParameters
from simulate.schemes.resident_pension.rules import (
    LOWEST_TIER, account_credit, back_payment, entry_subsidy, flat_pension_with_bonus, inheritance, is_eligible,
    paid_for_poor, required_years, resident_award, yearly_contribution,
)  # fmt: skip
from simulate.schemes.state import (
    PUBLIC_CAREER, SETTLED_EMPLOYEE, SETTLED_EXTENDING, SETTLED_OUT, UNPAID, UNSETTLED, Residents, Rights, Standing,
)  # fmt: skip
from simulate.schemes.views import Now, Person, YearRecord


@rule
def chosen_tier(tier_share: Reals, worker: int, seed: int) -> int:
    """Position of a worker's tier: the place drawn once, in the shares of the year; as these rise, so does the tier."""
    w0, _, _, _ = words(worker, 0, RESIDENT_TRAITS, seed)
    u = unit(w0)
    cumulative = 0.0
    for tier in range(tier_share.shape[0]):
        cumulative += tier_share[tier]
        if u < cumulative:
            return tier
    return tier_share.shape[0] - 1


@rule
def is_paid_for(paid_for_share: float, tier: int, worker: int, seed: int) -> bool:
    """Whether the government pays a worker's contribution: a share of those who keep to the lowest tier."""
    if tier != 0 or paid_for_share <= 0.0:
        return False
    _, _, w2, _ = words(worker, 0, RESIDENT_TRAITS, seed)
    return unit(w2) < paid_for_share


@step
def contribute_year(
    r: ResidentPensionParameters, tier_share: Reals, person: Person, now: Now, ledger: Reals, residents: Residents
) -> None:
    """A member pays the tier once a year, that of the first year whole, or the government does; it adds the
    entry subsidy.
    """
    place, year = person.home, now.year
    if now.age >= r.pension_age[year] or residents.is_claimed or now.january + 12 <= r.start[place]:
        return
    residents.tier = chosen_tier(tier_share[year], person.worker, now.seed)
    paid, help_given = yearly_contribution(r.tier[year, residents.tier], r.minimum_tier[year, place]), 0.0
    if is_paid_for(r.paid_for_share[year], residents.tier, person.worker, now.seed):
        paid, help_given = paid_for_poor(r.tier[year, LOWEST_TIER], r.paid_for_amount[year])
        ledger[PAID_FOR_RESIDENT] += 1.0
    subsidy = help_given + entry_subsidy(paid + help_given, r.tier[year], r.entry_subsidy[year, place])
    ledger[WORKER_TO_RESIDENT] += paid
    ledger[GOVERNMENT_TO_RESIDENT] += subsidy
    ledger[RECEIVED_RESIDENT] += account_credit(paid, subsidy, 0.0)
    ledger[CONTRIBUTORS_RESIDENT] += 1.0
    residents.years += 1.0
    residents.last_year = year


@rule
def open_account(record: YearRecord, residents: Residents) -> None:
    """The balance that bears interest from January on."""
    record.resident_opening = residents.account
    record.resident_interest_from = 0


@rule
def credit_account(
    r: ResidentPensionParameters, year: int, home: int, until: int, credit: float, record: YearRecord, ledger: Reals,
    residents: Residents,
) -> None:  # fmt: skip
    """Interest of the months up to ``until`` and the year's ``credit`` go into the account."""
    opening, months = record.resident_opening, float(until - record.resident_interest_from)
    record.resident_interest_from = until
    if opening == 0.0 and credit == 0.0:
        return
    rate = r.crediting_rate[year, home]
    residents.account = next_balance(opening, rate, credit, months) + (residents.account - opening)
    ledger[RESIDENT_INTEREST] += interest(opening, rate, months)


@rule
def payable_from(r: ResidentPensionParameters, person: Person, now: Now, record: YearRecord, rights: Rights) -> int:
    """First month of this year or a later one for which a resident pension may be paid: the month after turning sixty,
    not before the scheme began; 国发〔2014〕8号 art. 7.

    Nor before the months in the employee scheme were settled, or, where its age comes later than sixty, in a month in
    which it is paid: whom it covers is not in the resident scheme (art. 3).
    """
    first = max(person.birth_month + int(12.0 * r.pension_age[now.year]) + 1, r.start[person.home])
    if rights.outcome == SETTLED_OUT and rights.paid_months > 0.0:
        first = max(first, rights.stop_month + 1)
    first = max(first, now.january)
    if rights.outcome == UNSETTLED:
        while first < now.january + 12 and record.pay[first - now.january] != UNPAID:
            first += 1
    return first


@rule
def has_public_pension(rights: Rights) -> bool:
    """Whether a pension of the public scheme is due: it was the last one, with months enough in all."""
    is_last = rights.public_months > 0.0 and is_public_last(rights.public_last_month, rights.last_month)
    return is_last and rights.public_months + rights.paid_months >= PUBLIC_CAREER


@rule
def may_claim(
    r: ResidentPensionParameters, person: Person, now: Now, owed: float, may_still_qualify: bool, me: Standing
) -> bool:
    """Whether a worker of the pension age draws the resident pension: no other pension is due; 国发〔2014〕8号 art. 7.

    Months in the employee scheme whose age is still to come are no bar to payers of the resident scheme, unless they
    may still give a pension: that is waited for (assumption), as the resident one would end with it and nothing is
    moved to a pension in payment (人社部发〔2014〕17号 art. 2, 8).  Those with months there alone move them at its age.
    Of those who never paid though years were owed, a share joins at the pension age; the others get nothing.
    """
    outcome = me.rights.outcome
    if me.residents.is_claimed or outcome == SETTLED_EMPLOYEE or outcome == SETTLED_EXTENDING:
        return False
    if outcome == UNSETTLED and me.rights.paid_months > 0.0 and (may_still_qualify or me.residents.years <= 0.0):
        return False
    if has_public_pension(me.rights):
        return False
    if owed > 0.0 and me.residents.years == 0.0:
        _, w1, _, _ = words(person.worker, 0, RESIDENT_TRAITS, now.seed)
        if unit(w1) >= r.late_joining_share[now.year]:
            return False
    return me.residents.years >= owed or r.back_payment[now.year] != 0


@rule
def pay_back(
    r: ResidentPensionParameters,
    tier_share: Reals,
    person: Person,
    now: Now,
    owed: float,
    ledger: Reals,
    residents: Residents,
) -> None:
    """The years short of those owed, paid in one sum at the pension age."""
    tier = chosen_tier(tier_share[now.year], person.worker, now.seed)
    amount = yearly_contribution(r.tier[now.year, tier], r.minimum_tier[now.year, person.home])
    sum_paid = back_payment(residents.years, owed, amount)
    ledger[WORKER_TO_RESIDENT] += sum_paid
    ledger[RECEIVED_RESIDENT] += sum_paid
    residents.account += sum_paid
    residents.years = owed


@rule
def flat_of(r: ResidentPensionParameters, year: int, person: Person, residents: Residents) -> float:
    """Flat pension of the year, yuan a month, with the bonus of long contribution."""
    return flat_pension_with_bonus(
        r.flat_pension[year, person.home], residents.years, r.qualifying_years[year], r.long_contribution_bonus[year]
    )


@rule
def years_owed(r: ResidentPensionParameters, year: int, person: Person) -> float:
    """Years of contribution owed by those who reach the pension age of a year."""
    start, pension_age = int(r.start[person.home]), r.pension_age[year]
    of_age = person.birth_month + int(12.0 * pension_age)
    age_at_start, years_before = (start - person.birth_month) / 12.0, float(of_age // 12 - start // 12)
    return required_years(age_at_start, years_before, pension_age, r.qualifying_years[year])


@rule
def expect_claim(
    r: ResidentPensionParameters,
    person: Person,
    now: Now,
    until: int,
    may_still_qualify: bool,
    record: YearRecord,
    me: Standing,
) -> None:
    """The first month of the pension, of workers who claim it to be paid before the month ``until`` of the year.

    It is the month after the pension age, or a later one if something stood against it until then; what ends with a
    pension ends there.
    """
    first = payable_from(r, person, now, record, me.rights)
    if first >= now.january + until or me.residents.first_payment >= now.january:
        return
    if may_claim(r, person, now, years_owed(r, now.year, person), may_still_qualify, me):
        me.residents.first_payment = first


@rule
def claim_year(
    r: ResidentPensionParameters,
    tier_share: Reals,
    person: Person,
    now: Now,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """The claim expected this year; missing years are paid in one sum."""
    residents = me.residents
    first, owed = residents.first_payment, years_owed(r, now.year, person)
    if residents.is_claimed != 0 or first < now.january or me.rights.outcome == SETTLED_EMPLOYEE:
        return
    credit_account(r, now.year, person.home, first - now.january, 0.0, record, ledger, residents)
    if not is_eligible(float(now.age), r.pension_age[now.year], residents.years, owed):
        pay_back(r, tier_share, person, now, owed, ledger, residents)
    award = resident_award(flat_of(r, now.year, person, residents), residents.account, r.annuity_divisor[now.year])
    residents.is_claimed = 1
    residents.account_pension = award.account_pension
    record.resident_opening = residents.account
    ledger[AWARDS_RESIDENT] += 1.0
    ledger[AWARD_SUM_RESIDENT] += award.total


@rule
def pay_pension(
    r: ResidentPensionParameters, person: Person, now: Now, until: int, ledger: Reals, residents: Residents
) -> None:  # fmt: skip
    """Pay the months of the year before the month ``until``, from the one after turning sixty: the flat pension by the
    government, the account pension out of the account, then by the government.
    """
    months = float(until - max(now.january, residents.first_payment))
    owed = months * residents.account_pension
    from_account = min(owed, residents.account)
    residents.account -= from_account
    ledger[PENSIONERS_RESIDENT] += months / 12.0
    ledger[RESIDENT_FLAT_PENSION] += months * flat_of(r, now.year, person, residents)
    ledger[RESIDENT_ACCOUNT_PENSION] += from_account
    ledger[RESIDENT_ACCOUNT_PENSION_FROM_GOVERNMENT] += owed - from_account


@rule
def end_pension(
    r: ResidentPensionParameters, person: Person, now: Now, until: int, ledger: Reals, residents: Residents
) -> None:  # fmt: skip
    """A resident pension ends with the month before ``until``, from which an employee pension is paid instead.

    人社部发〔2014〕17号 art. 8: nobody draws both; nor is anybody left without either in the year in which one follows
    the other.
    """
    if residents.is_claimed != 0:
        pay_pension(r, person, now, until, ledger, residents)
        residents.is_claimed = 0


@rule
def leave_to_heirs(death_rate: float, ledger: Reals, residents: Residents) -> None:
    """Expected inheritance: the balance times the death rate."""
    if residents.account > 0.0:
        ledger[RESIDENT_INHERITANCE] += death_rate * inheritance(residents.account)
