"""Moving in a worker's year: where the relation stands, what money follows, who pays both schemes.

The relation follows the worker (or stays beside a temporary account).  The money follows when the worker asks for it,
which a share of movers does, and at the latest at the award or conversion (assumption: ``transfer_take_up``; the law
asks for it at once, but many leave the record behind until they retire).  Account and pooled share stay where they were
paid: the account is divided as the pooled share is, of which ``pool_by_province`` keeps the places.
"""

from __future__ import annotations

from simulate.contracts import CONTRIBUTORS_RESIDENT, DUAL_CONTRIBUTORS, RESIDENT_REFUNDS, WORKER_TO_RESIDENT, Reals
from simulate.engine.draws import ENROLMENT_YEAR, TRANSFER, unit, words
from simulate.engine.jit import rule
from simulate.schemes.portability.params import PortabilityParameters
from simulate.schemes.portability.rules import (
    LAST_PLACE, dual_months, dual_refund, follow_stay, is_temporary, pool_moves, transferable_pool,
)  # fmt: skip
from simulate.schemes.state import IDLE, NEVER, UNPAID, Residents, Rights, Standing
from simulate.schemes.views import Now, Person, YearRecord


@rule
def gather(record: YearRecord, place: int, month: int, account: float) -> None:
    """All the worker's money comes together in a province this year, by the law of the month in which it moves."""
    record.gathered = place
    record.gathered_month = month
    record.gathered_account = account


@rule
def end_stay(
    o: PortabilityParameters,
    person: Person,
    now: Now,
    place: int,
    since: int,
    added: float,
    record: YearRecord,
    rights: Rights,
) -> None:
    """Where the relation stands after months paid in a province from the month ``since``, whose law this answers to.

    Their transferable money, ``added`` yuan, lies there until it is asked for, which a share of movers does at once.
    """
    rights.pool_by_province[place] += added
    relation = int(rights.relation_province)
    if place == relation:
        return
    opens = pool_moves(since, o.transfer_start[0]) > 0.0 and o.benefit_place_rule[since] != LAST_PLACE
    temporary = opens and is_temporary(
        since - person.birth_month,
        o.temporary_account_age[now.year, person.sex],
        place == person.home,
        relation != NEVER,
    )  # fmt: skip
    rights.relation_province = follow_stay(relation, place, temporary, since, rights.left_month)
    if relation == NEVER or temporary:
        return
    w0, _, _, _ = words(person.worker, now.january, TRANSFER, now.seed)
    if unit(w0) < o.transfer_take_up[now.year]:
        gather(record, place, since, rights.account)


@rule
def move_months(o: PortabilityParameters, person: Person, now: Now, record: YearRecord, rights: Rights) -> None:
    """Settle, stay by stay, where the relation stands after the months lived, and whether the money is to follow.

    It moves once a year, to where the relation last went: what is paid beside a temporary account later in such a year
    goes along (assumption).
    """
    january = now.january
    place, since, added = NEVER, january, 0.0
    for m in range(record.first, record.until):
        if record.pay[m] == UNPAID:
            continue
        if record.insured[m] != place:
            if place != NEVER:
                end_stay(o, person, now, place, since, added, record, rights)
            place, since, added = int(record.insured[m]), january + m, 0.0
        added += transferable_pool(
            record.contribution_base[m], o.transfer_share[january + m], january + m, o.pool_from[0]
        )
    if place != NEVER:
        end_stay(o, person, now, place, since, added, record, rights)


@rule
def paid_months_of(record: YearRecord) -> float:
    """Months of the year paid in the employee scheme."""
    months = 0.0
    for m in range(12):
        months += 1.0 if record.pay[m] != UNPAID else 0.0
    return months


@rule
def join_dual(o: PortabilityParameters, person: Person, now: Now, record: YearRecord, me: Standing) -> None:
    """Of last year's resident members who now pay the employee scheme, a share pays the resident scheme once more."""
    share = o.dual_share[now.year]
    if share <= 0.0 or record.pays == IDLE:
        return
    if me.residents.last_year != now.year - 1 or me.rights.last_month // 12 == now.year - 1:
        return
    if paid_months_of(record) > 0.0:
        _, _, _, word = words(person.worker, now.january, ENROLMENT_YEAR, now.seed)
        if unit(word) < share:
            record.joins = 1


@rule
def count_dual(record: YearRecord, ledger: Reals, residents: Residents) -> None:
    """A payer of both schemes this year is owed own resident money of months paid twice; the months do not count."""
    if record.pays == IDLE or ledger[CONTRIBUTORS_RESIDENT] <= 0.0:
        return
    overlap = paid_months_of(record)
    if overlap > 0.0:
        owed, years = dual_months(ledger[WORKER_TO_RESIDENT], overlap)
        residents.dual_paid += owed
        residents.years -= 1.0 - years
        ledger[DUAL_CONTRIBUTORS] += 1.0


@rule
def refund_dual(o: PortabilityParameters, month: int, ledger: Reals, residents: Residents) -> None:
    """Pay back what was paid twice to a worker whose employee rights are settled in a month, before claiming."""
    if residents.dual_paid <= 0.0:
        return
    sum_paid = dual_refund(residents.dual_paid, residents.account, o.dual_refund[month] != 0)
    ledger[RESIDENT_REFUNDS] += sum_paid
    residents.account -= sum_paid
    residents.dual_paid = 0.0
