"""Portability of a batch of workers: where the relation stands at the end of a year, what moves, who pays twice.

The relation follows the worker (or stays beside a temporary account).  The money follows when the worker asks for it,
which a share of movers does, and at the latest at the award or conversion (assumption: ``transfer_take_up``; the law
asks for it at once, but many leave the record behind until they retire).  Account and pooled share lie where they were
paid: the account is divided as the pooled share is, of which ``pool_by_province`` keeps the places.
"""

from __future__ import annotations

from simulate.contracts import CONTRIBUTORS_RESIDENT, DUAL_CONTRIBUTORS, RESIDENT_REFUNDS, WORKER_TO_RESIDENT
from simulate.engine.draws import ENROLMENT_YEAR, TRANSFER, unit, words
from simulate.engine.jit import rule
from simulate.schemes.portability.rules import (
    LAST_PLACE, benefit_place, dual_months, dual_refund, is_temporary, next_relation, pool_moves,
    transferable_pool,
)  # fmt: skip
from simulate.schemes.state import IDLE, NEVER, UNPAID


@rule
def move_year(o, worker, january, birth_month, sex, home, base, pay, insured, pays, seed, gathered, gathered_account,
              rights):  # fmt: skip
    """Settle where each relation stands after the year, and who asks for account and pooled money to follow.

    ``birth_month`` (worker,) counts from 1950-01.  ``gathered`` (worker,), NEVER until now, is set to the province
    where all the money of a worker comes together this year, ``gathered_account`` to the balance.
    """
    december = january + 11
    moves = pool_moves(december, o.transfer_start[0]) > 0.0
    opens_temporary = moves and o.benefit_place_rule[december] != LAST_PLACE
    take_up = o.transfer_take_up[january // 12]
    shares, pool_from = o.transfer_share[january : january + 12], o.pool_from[0]
    for lane in range(len(pays)):
        if pays[lane] == IDLE:
            continue
        place, since, added = NEVER, january, 0.0
        for m in range(12):
            if pay[lane, m] == UNPAID:
                continue
            added += transferable_pool(base[lane, m], shares[m], january + m, pool_from)
            if insured[lane, m] != place:
                place = int(insured[lane, m])
                since = january + m
        if place == NEVER:
            continue
        rights.pool_by_province[lane, place] += added
        relation = int(rights.relation_province[lane])
        if place == relation:
            continue
        temporary = opens_temporary and is_temporary(
            since - birth_month[lane], o.temporary_account_age[sex[lane]], place == home[lane], relation != NEVER
        )
        rights.relation_province[lane] = next_relation(relation, place, temporary)
        if relation == NEVER or temporary:
            continue
        w0, _, _, _ = words(worker[lane], january, TRANSFER, seed)
        if unit(w0) < take_up:
            gathered[lane] = place
            gathered_account[lane] = rights.account[lane]


@rule
def place_of_benefit(code, hukou, relation, insured, months_by_province, required):
    """Province that pays one worker; ``months_by_province`` (province,) is the worker's row.

    The fullest earlier province stands for the last one with the months (assumption: the order of stays is not kept); a
    place with a temporary account, where the worker is insured and the relation is not, cannot be it.
    """
    fullest = NEVER
    most = required
    for province in range(months_by_province.shape[0]):
        months = months_by_province[province]
        if province != relation and province != insured and months >= most:
            fullest = province
            most = months
    return benefit_place(code, hukou, relation, insured, months_by_province[relation], fullest, required)


@rule
def join_dual(o, worker, january, pay, pays, residents, rights, seed, joins):
    """Of last year's resident members who now pay the employee scheme, a share pays the resident scheme once more.

    After months have lapsed and before the employee scheme's year is remembered; sets ``joins`` (worker,).
    """
    year = january // 12
    share = o.dual_share[year]
    if share <= 0.0:
        return
    for lane in range(len(pays)):
        if pays[lane] == IDLE or residents.last_year[lane] != year - 1 or rights.last_year[lane] == year - 1:
            continue
        has_paid = False
        for m in range(12):
            has_paid |= pay[lane, m] != UNPAID
        if has_paid:
            _, _, _, word = words(worker[lane], january, ENROLMENT_YEAR, seed)
            if unit(word) < share:
                joins[lane] = 1


@rule
def count_dual(pay, pays, ledger, residents):
    """Who paid both schemes this year: own resident money of the months paid twice is owed, the months do not count."""
    for lane in range(len(pays)):
        if pays[lane] == IDLE or ledger[lane, CONTRIBUTORS_RESIDENT] <= 0.0:
            continue
        overlap = 0.0
        for m in range(12):
            if pay[lane, m] != UNPAID:
                overlap += 1.0
        if overlap > 0.0:
            owed, years = dual_months(ledger[lane, WORKER_TO_RESIDENT], overlap)
            residents.dual_paid[lane] += owed
            residents.years[lane] -= 1.0 - years
            ledger[lane, DUAL_CONTRIBUTORS] += 1.0


@rule
def refund_dual(o, january, is_final, ledger, residents):
    """Pay back what was paid twice to whose employee rights are settled this year (``is_final``), before claiming."""
    for lane in range(len(is_final)):
        if is_final[lane] == 0 or residents.dual_paid[lane] <= 0.0:
            continue
        sum_paid = dual_refund(residents.dual_paid[lane], residents.account[lane], o.dual_refund[january + 11] != 0)
        ledger[lane, RESIDENT_REFUNDS] += sum_paid
        residents.account[lane] -= sum_paid
        residents.dual_paid[lane] = 0.0
