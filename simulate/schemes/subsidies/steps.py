"""Deferral in a worker's year: months let lapse are paid in the next, where the law allows."""

from __future__ import annotations

from simulate.contracts import RECEIVED_ACCOUNTS, RECEIVED_POOL, WORKER_TO_ACCOUNTS, WORKER_TO_POOL, Reals
from simulate.engine.draws import DEFERRAL, unit, words
from simulate.engine.jit import rule
from simulate.schemes.acquired import remember_base, remember_sum
from simulate.schemes.employee_pension.params import EmployeePensionParameters
from simulate.schemes.employee_pension.rules import base_at_floor
from simulate.schemes.enrolment.rules import is_flexible
from simulate.schemes.portability.params import PortabilityParameters
from simulate.schemes.portability.rules import transferable_pool
from simulate.schemes.state import IDLE, NEVER, UNPAID, Rights, Standing
from simulate.schemes.subsidies.params import SubsidyParameters
from simulate.schemes.subsidies.rules import NEXT_YEAR, deferred_contribution, paid_after_deferral
from simulate.schemes.views import Now, Person, YearRecord


@rule
def pay_deferred(
    e: EmployeePensionParameters,
    o: PortabilityParameters,
    person: Person,
    now: Now,
    month: int,
    months: float,
    record: YearRecord,
    ledger: Reals,
    rights: Rights,
) -> None:
    """Pay months deferred last year where last insured, at the floor of the ``month``, and they count there."""
    where = rights.insured_province
    if where < 0:
        where = person.home
    base = base_at_floor(e.flexible_base_floor[month, where], e.base_floor[month, where])
    to_account, to_pool = deferred_contribution(
        months, base, e.flexible_rate[month, where], e.account_rate[month, where]
    )
    ledger[WORKER_TO_ACCOUNTS] += to_account
    ledger[RECEIVED_ACCOUNTS] += to_account
    ledger[WORKER_TO_POOL] += to_pool
    ledger[RECEIVED_POOL] += to_pool
    rights.own_account_paid += to_account
    rights.paid_months += months
    remember_sum(month, months, to_account, record)
    remember_base(now.age, month - now.january, months * base, rights)
    rights.months_by_province[where] += months
    rights.pool_by_province[where] += transferable_pool(months * base, o.transfer_share[month], month, o.pool_from[0])
    rights.last_month = max(rights.last_month, month)
    if rights.first_month == NEVER:
        rights.first_month = now.january - 12
        rights.insured_province = rights.relation_province = where


@rule
def lapsed_months(record: YearRecord) -> float:
    """Of the months now lived, those of flexible work that were due and remain unpaid."""
    lapsed = 0.0
    for m in range(record.first, record.until):
        if is_flexible(record.form[m]) and record.pay[m] == UNPAID and record.due[m] > 0.0:
            lapsed += 1.0
    return lapsed


@rule
def pay_last_year(
    e: EmployeePensionParameters,
    o: PortabilityParameters,
    person: Person,
    now: Now,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """Pay the months deferred last year, once; after an earlier claim they are lost."""
    months = me.support.deferred_months
    me.support.deferred_months = 0.0
    month = paid_after_deferral(now.january, int(me.rights.stop_month))
    if months > 0.0 and month >= now.january:
        pay_deferred(e, o, person, now, month, months, record, ledger, me.rights)


@rule
def note_lapsed(s: SubsidyParameters, person: Person, now: Now, record: YearRecord, me: Standing) -> None:
    """Note the months now lived that lapse and may be paid next year, those of going on after the age too."""
    if s.deferral[now.year] == NEXT_YEAR and record.pays != IDLE:
        w0, _, _, _ = words(person.worker, now.january, DEFERRAL, now.seed)
        if unit(w0) < s.deferral_take_up[now.year]:
            me.support.deferred_months += lapsed_months(record)
