"""Public money in the contributions of a batch of workers: subsidies, matching, credits for care, deferral.

Order within a year: ``subsidise_year`` after the platform's part is known and before months lapse for want of money,
``remember_subsidies_year`` after that; ``credit_care_year`` before contributions are collected, ``defer_year`` after.
"""

from __future__ import annotations

from simulate.codes import INACTIVE, OTHER_FLEXIBLE, PLATFORM_FLEXIBLE
from simulate.contracts import (
    CARE_CREDITED, RECEIVED_ACCOUNTS, RECEIVED_POOL, SUBSIDISED, WORKER_TO_ACCOUNTS, WORKER_TO_POOL,
)  # fmt: skip
from simulate.engine.draws import DEFERRAL, unit, words
from simulate.engine.jit import rule
from simulate.engine.scan import largest
from simulate.schemes.state import CREDITED, IDLE, NEVER, PAID_AS_FLEXIBLE, PAYS, UNPAID
from simulate.schemes.subsidies.rules import (
    NO_SUBSIDY, care_contribution, care_credit_base, deferred_contribution, government_part as borne_by_government,
    is_in_period, is_matched, is_of_age, matching, subsidised_until, subsidy,
)  # fmt: skip

_MALE, _FEMALE = range(2)
_NO_CREDIT, _WOMEN, _BOTH = range(3)
_NEXT_YEAR = 1
_WAGE = 1  # measure of matching
_DECEMBER = 11


@rule
def is_on_offer(s, january, age):
    """Whether anyone of this age could have a subsidy or matching this year."""
    is_hard = age >= min(s.hard_age[_MALE], s.hard_age[_FEMALE])
    for province in range(s.subsidy_kind.shape[1]):
        for month in range(january, january + 12):
            if s.matching_share[month, province] > 0.0 or (is_hard and s.subsidy_kind[month, province] != NO_SUBSIDY):
                return True
    return False


@rule
def subsidise_year(s, january, birth_month, sex, form, first_row, occupation, income, insured, pays, pay,
                   base_floor, flexible_rate, reference_wage, due, platform_part, government_part, granted, registered,
                   rights, support):  # fmt: skip
    """Add subsidies and matching to ``government_part`` (worker, month of the year), yuan, for months paid as flexible.

    ``government_part`` comes in with the state's part of a three-way split, or nought.  ``granted`` (worker,) takes a
    bit for each month with the subsidy of the hard to employ, which is paid from the month after approval: the first
    month paid at the age.  ``base_floor``, ``flexible_rate``, ``reference_wage`` are (month, province);
    ``birth_month`` (worker,) from 1950-01, ``occupation`` (worker,) of the year,
    ``registered`` (worker,) a uniform number once for a life.
    """
    granted[:] = 0
    registered_share = s.registered_share[january // 12]
    is_matching = largest(s.matching_share[january]) > 0.0 or largest(s.matching_share[january + 11]) > 0.0
    for lane in range(pay.shape[0]):
        if pays[lane] != PAYS:
            continue
        is_registered = registered[lane] < registered_share
        if not is_registered and not is_matching:
            continue
        received = support.subsidised_months[lane]
        for m in range(12):
            month = january + m
            kind = form[first_row + m, lane]
            if pay[lane, m] != PAID_AS_FLEXIBLE or (kind != PLATFORM_FLEXIBLE and kind != OTHER_FLEXIBLE):
                continue
            where = insured[lane, m]
            floor = base_floor[month, where]
            local = s.subsidy_kind[month, where]
            amount = 0.0
            is_hard = is_registered and local != NO_SUBSIDY and month < rights.statutory_month[lane]
            if is_hard and is_of_age(float(month - birth_month[lane]), s.hard_age[sex[lane]]):
                until = support.subsidised_until[lane]
                if until == NEVER:
                    support.subsidised_until[lane] = subsidised_until(
                        month, rights.statutory_month[lane], s.near_retirement_months[0]
                    )
                elif is_in_period(month, until, received, s.subsidy_months[month]):
                    amount = subsidy(
                        local, s.subsidy_share[month, where], s.subsidy_share_above_floor[month, where],
                        s.subsidy_flat[month, where], s.subsidy_cap[month, where], due[lane, m],
                        floor * flexible_rate[month, where],
                    )  # fmt: skip
                    received += 1.0
                    granted[lane] |= 1 << m
            matched = 0.0
            share = s.matching_share[month, where]
            if share > 0.0 and is_matched(kind, occupation[lane], s.matching_occupation, s.matching_other_flexible[0]):
                measure = reference_wage[month, where] if s.matching_measure[month] == _WAGE else floor
                matched = matching(due[lane, m], income[lane, m], s.matching_ceiling[month] * measure, share)
            government_part[lane, m] = borne_by_government(
                government_part[lane, m], amount, matched, due[lane, m], platform_part[lane, m]
            )


@rule
def remember_subsidies_year(is_granted, pays, pay, government_part, granted, ledger, support):
    """Count the months paid with public money, and those that use up the right of the hard to employ.

    ``is_granted`` says whether ``granted`` is this year's.
    """
    for lane in range(pay.shape[0]):
        if pays[lane] != PAYS:
            continue
        months = 0
        of_right = 0
        for m in range(12):
            if pay[lane, m] == PAID_AS_FLEXIBLE:
                months += government_part[lane, m] > 0.0
                of_right += (granted[lane] >> m) & 1 if is_granted else 0
        ledger[lane, SUBSIDISED] += months / 12.0
        support.subsidised_months[lane] += of_right


@rule
def credit_care_year(s, january, birth_month, sex, form, first_row, home, flexible_rate, account_rate, reference_wage,
                     pays, pay, insured, base, due, platform_part, government_part, fraction, ledger,
                     rights, support):  # fmt: skip
    """Credit months out of work for care: ``pay`` becomes CREDITED, the base index x reference wage.

    The government's payment stands in ``due`` and ``government_part``, yuan (nought if unfunded), to be divided between
    account and pool as a flexible worker's.  Insured where the relation stands, else at ``home`` (worker,).
    """
    year = january // 12
    if s.care_credit[year] == _NO_CREDIT:
        return
    index = s.care_credit_index[year]
    funded = s.care_funded_share[year]
    for lane in range(pay.shape[0]):
        if s.care_credit[year] == _WOMEN and sex[lane] != _FEMALE:
            continue
        where = rights.relation_province[lane]
        if where < 0:
            where = home[lane]
        credited = 0
        for m in range(12):
            month = january + m
            age = float(month - birth_month[lane])
            is_out = form[first_row + m, lane] == INACTIVE and pay[lane, m] == UNPAID
            if not is_out or month >= rights.stop_month[lane] or age < 12.0 * s.care_from_age[0]:
                continue
            if age >= 12.0 * s.care_to_age[0] or support.credited_months[lane] >= s.care_months[0]:
                break
            wage_share = care_credit_base(index, reference_wage[month, where])
            to_account, to_pool = care_contribution(
                wage_share, flexible_rate[month, where], account_rate[month, where], funded
            )
            pay[lane, m] = CREDITED
            insured[lane, m] = where
            base[lane, m] = wage_share
            due[lane, m] = to_account + to_pool
            platform_part[lane, m] = 0.0
            government_part[lane, m] = to_account + to_pool
            fraction[lane, m] = 1.0
            support.credited_months[lane] += 1.0
            credited += 1
        if credited > 0:
            if pays[lane] == IDLE:  # what was due in another year is not due in this one
                for m in range(12):
                    due[lane, m] = due[lane, m] if pay[lane, m] == CREDITED else 0.0
            pays[lane] = PAYS
            ledger[lane, CARE_CREDITED] += credited / 12.0


@rule
def defer_year(s, january, worker, form, first_row, home, pays, pay, due, base_floor, flexible_rate, account_rate,
               reference_wage, transferable_share, seed, ledger, rights, support):  # fmt: skip
    """Pay the months deferred last year, at this year's floor; then note those that lapse this year, where allowed.

    A lapsed month is one of flexible work, due but unpaid.  Months are paid in December where the worker was last
    insured, and count there; who has claimed or ceased by then has lost them.  ``transferable_share`` is the part of
    the base that moves with a worker (0.12).
    """
    year = january // 12
    is_allowed = s.deferral[year] == _NEXT_YEAR
    december = january + _DECEMBER
    for lane in range(pay.shape[0]):
        months = support.deferred_months[lane]
        support.deferred_months[lane] = 0.0
        if months > 0.0 and december < rights.stop_month[lane]:
            where = rights.insured_province[lane]
            if where < 0:
                where = home[lane]
            base = base_floor[december, where]
            to_account, to_pool = deferred_contribution(
                months, base, flexible_rate[december, where], account_rate[december, where]
            )
            ledger[lane, WORKER_TO_ACCOUNTS] += to_account
            ledger[lane, RECEIVED_ACCOUNTS] += to_account
            ledger[lane, WORKER_TO_POOL] += to_pool
            ledger[lane, RECEIVED_POOL] += to_pool
            rights.paid_months[lane] += months
            rights.index_sum[lane] += months * base / reference_wage[december, where]
            rights.months_by_province[lane, where] += months
            rights.pool_by_province[lane, where] += months * base * transferable_share
            rights.last_year[lane] = year
            if rights.first_month[lane] == NEVER:
                rights.first_month[lane] = january - 12
                rights.insured_province[lane] = where
        if is_allowed and pays[lane] != IDLE:
            w0, _, _, _ = words(worker[lane], january, DEFERRAL, seed)
            if unit(w0) < s.deferral_take_up[year]:
                support.deferred_months[lane] = _lapsed_months(lane, form, first_row, pay, due)


@rule
def _lapsed_months(lane, form, first_row, pay, due):
    """Months of flexible work of a worker that were due and stay unpaid."""
    lapsed = 0.0
    for m in range(12):
        kind = form[first_row + m, lane]
        is_flexible = kind == PLATFORM_FLEXIBLE or kind == OTHER_FLEXIBLE
        if is_flexible and pay[lane, m] == UNPAID and due[lane, m] > 0.0:
            lapsed += 1.0
    return lapsed
