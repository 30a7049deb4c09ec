"""The resident pension of a batch of workers: yearly contributions, accounts, claiming at 60, pensions, death."""

from __future__ import annotations

from simulate.contracts import (
    AWARD_SUM_RESIDENT, AWARDS_RESIDENT, CONTRIBUTORS_RESIDENT, GOVERNMENT_TO_RESIDENT, PENSIONERS_RESIDENT,
    RECEIVED_RESIDENT, RESIDENT_ACCOUNT_PENSION, RESIDENT_ACCOUNT_PENSION_FROM_GOVERNMENT, RESIDENT_FLAT_PENSION,
    RESIDENT_INHERITANCE, RESIDENT_INTEREST, WORKER_TO_RESIDENT,
)  # fmt: skip
from simulate.engine.draws import RESIDENT_TRAITS, unit, words
from simulate.engine.jit import rule
from simulate.schemes.crediting import next_balance
from simulate.schemes.resident_pension.rules import (
    account_credit, back_payment, entry_subsidy, flat_pension_with_bonus, inheritance, is_eligible, required_years,
    resident_award, yearly_contribution,
)  # fmt: skip
from simulate.schemes.state import NEVER, PUBLIC_CAREER, SETTLED_EMPLOYEE, SETTLED_EXTENDING, UNSETTLED


@rule
def chosen_tier(tier_share, worker, seed):
    """Position of the tier a worker keeps to, drawn from the shares observed."""
    w0, _, _, _ = words(worker, 0, RESIDENT_TRAITS, seed)
    u = unit(w0)
    cumulative = 0.0
    for tier in range(tier_share.shape[0]):
        cumulative += tier_share[tier]
        if u < cumulative:
            return tier
    return tier_share.shape[0] - 1


@rule
def contribute_year(r, tier_share, worker, year, age, joins, home_year, seed, ledger, residents):  # fmt: skip
    """Who is in the scheme this year pays the tier once; the government adds the entry subsidy."""
    if age >= r.pension_age[0]:
        return
    tiers = r.tier[year]
    subsidies = r.entry_subsidy[year]
    for lane in range(len(worker)):
        place = home_year[lane]
        if joins[lane] == 0 or residents.is_claimed[lane] or 12 * year < r.start[place]:
            continue
        if residents.tier[lane] == NEVER:
            residents.tier[lane] = chosen_tier(tier_share, worker[lane], seed)
        tier = residents.tier[lane]
        paid = yearly_contribution(tiers[tier], r.minimum_tier[year, place])
        subsidy = entry_subsidy(paid, tiers, subsidies[place])
        ledger[lane, WORKER_TO_RESIDENT] += paid
        ledger[lane, GOVERNMENT_TO_RESIDENT] += subsidy
        ledger[lane, RECEIVED_RESIDENT] += account_credit(paid, subsidy, 0.0)
        ledger[lane, CONTRIBUTORS_RESIDENT] += 1.0
        residents.years[lane] += 1.0
        residents.last_year[lane] = year


@rule
def credit_year(r, year, ledger, residents):
    """Interest on the balance, then the year's credit."""
    rate = r.crediting_rate[year]
    for lane in range(len(residents.years)):
        credit = ledger[lane, RECEIVED_RESIDENT]
        balance = residents.account[lane]
        if balance != 0.0 or credit != 0.0:
            residents.account[lane] = next_balance(balance, rate, credit)
            ledger[lane, RESIDENT_INTEREST] += balance * rate


@rule
def claim_year(r, tier_share, worker, year, age, home_year, rights, seed, ledger, residents):  # fmt: skip
    """From the pension age on, who draws and expects no employee pension claims the resident pension.

    Years short of those owed are paid back in one sum where the law allows.  Of those who never paid and were under the
    pension age when the scheme began, a share joins this way at the pension age, the others get nothing.
    """
    if age < r.pension_age[0]:
        return
    qualifying = r.qualifying_years[0]
    for lane in range(len(worker)):
        place = home_year[lane]
        outcome = rights.outcome[lane]
        if 12 * year < r.start[place]:
            continue
        owed = required_years(age - (year - r.start[place] / 12.0), r.pension_age[0], qualifying)
        if residents.is_claimed[lane] or outcome == SETTLED_EMPLOYEE or outcome == SETTLED_EXTENDING:
            continue
        if outcome == UNSETTLED and rights.paid_months[lane] > 0.0:
            continue
        years = residents.years[lane]
        if rights.public_months[lane] >= PUBLIC_CAREER:
            continue
        if owed > 0.0 and years == 0.0:
            _, w1, _, _ = words(worker[lane], 0, RESIDENT_TRAITS, seed)
            if unit(w1) >= r.late_joining_share[0]:
                continue
        if not is_eligible(age, r.pension_age[0], years, owed):
            if r.back_payment[0] == 0:
                continue
            tier = residents.tier[lane]
            if tier == NEVER:
                tier = chosen_tier(tier_share, worker[lane], seed)
            a_year = yearly_contribution(r.tier[year, tier], r.minimum_tier[year, place])
            sum_paid = back_payment(years, owed, a_year)
            ledger[lane, WORKER_TO_RESIDENT] += sum_paid
            ledger[lane, RECEIVED_RESIDENT] += sum_paid
            residents.account[lane] += sum_paid
            residents.years[lane] = owed
        residents.is_claimed[lane] = 1
        flat = flat_pension_with_bonus(
            r.flat_pension[year, place], residents.years[lane], qualifying, r.long_contribution_bonus[year]
        )
        ledger[lane, AWARDS_RESIDENT] += 1.0
        award = resident_award(flat, residents.account[lane], r.annuity_divisor[0])
        residents.account_pension[lane] = award.account_pension
        ledger[lane, AWARD_SUM_RESIDENT] += award.total


@rule
def pay_pensions(r, year, death_rate, sex, home_year, ledger, residents):
    """Pay the year: flat pension by the government, account pension out of the account, then by the government."""
    for lane in range(len(residents.years)):
        if residents.is_claimed[lane]:
            months = 6.0 if ledger[lane, AWARDS_RESIDENT] > 0.0 else 12.0  # birthdays are spread over the first year
            flat = flat_pension_with_bonus(
                r.flat_pension[year, home_year[lane]], residents.years[lane], r.qualifying_years[0],
                r.long_contribution_bonus[year],
            )  # fmt: skip
            owed = months * residents.account_pension[lane]
            from_account = min(owed, residents.account[lane])
            residents.account[lane] -= from_account
            ledger[lane, PENSIONERS_RESIDENT] += months / 12.0
            ledger[lane, RESIDENT_FLAT_PENSION] += months * flat
            ledger[lane, RESIDENT_ACCOUNT_PENSION] += from_account
            ledger[lane, RESIDENT_ACCOUNT_PENSION_FROM_GOVERNMENT] += owed - from_account
        if residents.account[lane] > 0.0:
            ledger[lane, RESIDENT_INHERITANCE] += death_rate[sex[lane]] * inheritance(residents.account[lane])
