"""Settlement: the step the schemes share when a worker stops, once a life.

Months, accounts and provinces are settled: which province pays, whether the qualifying months are there, what is
awarded, and what happens to the rights of a worker who is short.
"""

from __future__ import annotations

from simulate.contracts import (
    ACCOUNT_REFUNDS, ACCOUNT_TO_RESIDENT, ACCOUNT_TRANSFER_IN, ACCOUNT_TRANSFER_OUT, AWARDS_EMPLOYEE,
    AWARD_RATIO_SUM_EMPLOYEE, AWARD_SUM_EMPLOYEE, POOL_TO_RESIDENT, RECEIVED_ACCOUNTS, RECEIVED_POOL,
    RESIDENT_ACCOUNT_PENSION, RESIDENT_TO_ACCOUNTS, WORKER_TO_ACCOUNTS, WORKER_TO_POOL, Reals,
)  # fmt: skip
from simulate.engine.draws import BUY_IN, unit, words
from simulate.engine.jit import rule
from simulate.engine.scan import total
from simulate.schemes.acquired import is_public_last, remember_base, remember_sum
from simulate.schemes.employee_pension.award import award, sum_of_indices
from simulate.schemes.employee_pension.params import EmployeePensionParameters
from simulate.schemes.employee_pension.rules import base_at_floor, flexible_contribution, invalidity_months
from simulate.schemes.law import Law
from simulate.schemes.portability.params import PortabilityParameters
from simulate.schemes.portability.rules import (
    benefit_place, employee_to_resident, last_full_province, months_short, pool_moves, resident_to_employee,
    transferable_pool,
)  # fmt: skip
from simulate.schemes.portability.steps import gather, refund_dual
from simulate.schemes.resident_pension import steps as resident_pension
from simulate.schemes.retirement.params import RetirementParameters
from simulate.schemes.retirement.steps import (
    GOES_ON, MOVES_TO_RESIDENT, TAKES_ACCOUNT, close, extend, months_to_go_on, needed_months, when_short,
)  # fmt: skip
from simulate.schemes.state import NEVER, SETTLED_EMPLOYEE, SETTLED_OUT, UNSETTLED, Rights, Standing
from simulate.schemes.views import Now, Person, YearRecord

OLDEST_TO_BUY = 74


@rule
def pay_missing_months(
    e: EmployeePensionParameters,
    o: PortabilityParameters,
    now: Now,
    month: int,
    missing: float,
    record: YearRecord,
    ledger: Reals,
    rights: Rights,
) -> None:
    """The rest of the qualifying months paid in one sum at the floor; 人社部令13号 art. 2 (insured before 2011-07)."""
    place = rights.insured_province
    base = base_at_floor(e.flexible_base_floor[month, place], e.base_floor[month, place])
    _, to_account, to_pool = flexible_contribution(
        missing * base, e.flexible_rate[month, place], e.account_rate[month, place]
    )
    ledger[WORKER_TO_POOL] += to_pool
    ledger[RECEIVED_POOL] += to_pool
    ledger[WORKER_TO_ACCOUNTS] += to_account
    ledger[RECEIVED_ACCOUNTS] += to_account
    rights.account += to_account
    rights.own_account_paid += to_account
    record.credited += to_account
    rights.pool_by_province[place] += transferable_pool(missing * base, o.transfer_share[month], month, o.pool_from[0])
    rights.paid_months += missing
    remember_sum(month, missing, to_account, record)
    remember_base(now.age, month % 12, missing * base, rights)


@rule
def leave_for_resident_scheme(o: PortabilityParameters, home: int, ledger: Reals, me: Standing) -> None:
    """The account, and the pooled share a reform lets go, join the resident account; 人社部发〔2014〕17号 art. 6."""
    rights, month = me.rights, me.rights.stop_month
    pool = total(rights.pool_by_province) * pool_moves(month, o.transfer_start[0])
    credit, pooled, years = employee_to_resident(
        rights.account, pool, o.conversion_pooled_share[month], rights.paid_months
    )
    rights.relation_province = home
    ledger[ACCOUNT_TO_RESIDENT] += credit - pooled
    ledger[POOL_TO_RESIDENT] += pooled
    me.residents.account += credit
    me.residents.years += years


@rule
def join_resident_account(law: Law, person: Person, now: Now, record: YearRecord, ledger: Reals, me: Standing) -> None:
    """At the award the whole resident account joins the employee account; 人社部发〔2014〕17号 art. 5.

    Interest runs to the month of the claim, and own money of months paid twice goes back first (art. 7).  A resident
    pension drawn until then ends with that month.
    """
    rights, residents = me.rights, me.residents
    if residents.account <= 0.0 and residents.is_claimed == 0:
        return
    r, until = law.resident_pension, rights.stop_month + 1 - now.january
    resident_pension.credit_account(r, now.year, person.home, until, 0.0, record, ledger, residents)
    resident_pension.end_pension(r, person, now, rights.stop_month + 1, ledger, residents)
    refund_dual(law.portability, rights.stop_month, ledger, residents)
    joins, _ = resident_to_employee(residents.account, residents.years, 0.0)
    rights.account += joins
    ledger[RESIDENT_TO_ACCOUNTS] += joins
    residents.account = record.resident_opening = 0.0


@rule
def paid_by(o: PortabilityParameters, home: int, rights: Rights) -> int:
    """The province that pays a pension claimed in ``rights.stop_month``; 国办发〔2009〕66号 art. 6."""
    stop, relation = rights.stop_month, rights.relation_province
    if relation == NEVER:
        relation = rights.insured_province
    required = o.benefit_place_months[stop]
    return benefit_place(
        o.benefit_place_rule[stop], home, relation, rights.insured_province, rights.months_by_province[relation],
        last_full_province(rights.left_month, rights.months_by_province, required), required,
    )  # fmt: skip


@rule
def leave_short(
    law: Law, person: Person, now: Now, option: int, record: YearRecord, ledger: Reals, me: Standing
) -> None:
    """A worker short of months moves to the resident scheme, or takes the account."""
    rights = me.rights
    if option == MOVES_TO_RESIDENT:
        gather(record, person.home, rights.stop_month, rights.account)
        until = rights.stop_month + 1 - now.january
        resident_pension.credit_account(
            law.resident_pension, now.year, person.home, until, 0.0, record, ledger, me.residents
        )
        leave_for_resident_scheme(law.portability, person.home, ledger, me)
        record.resident_opening = me.residents.account  # what came bears the resident scheme's interest from now on
    else:
        ledger[ACCOUNT_REFUNDS] += rights.account
    close(rights)


@rule
def may_still_qualify(law: Law, person: Person, now: Now, me: Standing) -> bool:
    """Whether a worker with months in the employee scheme, not settled at the end of a year, may still get its pension.

    All months to the age paid, the qualifying ones of the year are there, or whoever is short then would go on paying
    (社会保险法 art. 16).
    """
    rights, residents, december = me.rights, me.residents, now.january + 11
    if rights.outcome != UNSETTLED or rights.paid_months <= 0.0:
        return False
    _, counted = resident_to_employee(
        residents.account, residents.years, law.portability.resident_years_count[december]
    )
    possible = rights.paid_months + rights.public_months + me.support.deferred_months
    possible += max(float(rights.statutory_month - december), 0.0)
    short = months_short(law.retirement.qualifying_months[now.year], possible, counted)
    return short <= 0.0 or when_short(law.retirement, person, now, rights) == GOES_ON


@rule
def end_short(
    law: Law, person: Person, now: Now, short: float, record: YearRecord, ledger: Reals, me: Standing
) -> bool:
    """What a worker short of months does; whether, the rest being paid at once, a pension is awarded now.

    Whoever goes on paying does so in the province that is to pay the pension (人社部令13号 art. 4), and who at the end
    of it is short of months that lapsed goes on longer.  Who draws the resident pension by then neither goes on paying
    nor moves them there (人社部发〔2014〕17号 art. 2): the account is paid out (人社部令13号 art. 3).
    """
    has_pension = me.residents.first_payment != NEVER
    option = TAKES_ACCOUNT if has_pension else when_short(law.retirement, person, now, me.rights)
    if option != GOES_ON:
        leave_short(law, person, now, option, record, ledger, me)
        return False
    if me.rights.extend_from == NEVER:
        me.rights.insured_province = paid_by(law.portability, person.home, me.rights)
    months = months_to_go_on(law.retirement, now, short, me)
    if months > 0.0:
        extend(months, short, me)
        record.is_final = 0
        return False
    stop = me.rights.stop_month
    pay_missing_months(law.employee_pension, law.portability, now, stop, short, record, ledger, me.rights)
    return True


@rule
def add_up(rights: Rights, ledger: Reals) -> bool:
    """Months in the public service and in the employee scheme add up; the last scheme pays one pension on all of them.

    国发〔2015〕2号, 人社部规〔2017〕1号.  Returns whether that is the public one: the account goes with the record.
    What the public scheme then pays is not modelled, and neither is the money it hands over with its months.
    """
    if is_public_last(rights.public_last_month, rights.last_month):
        ledger[ACCOUNT_REFUNDS] += rights.account
        close(rights)
        return True
    rights.paid_months += rights.public_months
    rights.deemed_months += rights.public_deemed_months
    rights.public_months = rights.public_deemed_months = 0.0
    rights.first_month = min(rights.first_month, rights.public_first_month)
    return False


@rule
def settle_year(law: Law, person: Person, now: Now, record: YearRecord, ledger: Reals, me: Standing) -> None:
    """Settle a claim in the months now lived: an award, an extension, a move to the resident scheme, the account.

    ``record.is_final`` is set to 1 for those whom this year settles for good.
    """
    t, o, rights, residents = law.retirement, law.portability, me.rights, me.residents
    stop, outcome = rights.stop_month, rights.outcome
    if stop >= now.january + record.until or outcome == SETTLED_EMPLOYEE or outcome == SETTLED_OUT:
        return
    record.is_final = 1
    if rights.public_months > 0.0 and rights.paid_months > 0.0 and add_up(rights, ledger):
        return
    has_account_only = rights.account_only_months > 0.0
    if rights.paid_months <= 0.0 and not has_account_only:
        rights.outcome = SETTLED_OUT
        return
    _, counted = resident_to_employee(residents.account, residents.years, o.resident_years_count[stop])
    needed = needed_months(t, stop, rights.statutory_month)
    short = months_short(needed, rights.paid_months, counted)
    if short > 0.0 and has_account_only:
        rights.paid_months = 0.0  # too few for a basic pension: the account pays alone
        short = 0.0
    if short > 0.0 and not end_short(law, person, now, short, record, ledger, me):
        return
    balance = rights.account
    join_resident_account(law, person, now, record, ledger, me)
    place = grant_award(law, person, ledger, rights)
    if ledger[RESIDENT_TO_ACCOUNTS] > 0.0 and place != person.home:  # it arrives where the pension is paid
        ledger[ACCOUNT_TRANSFER_OUT] += ledger[RESIDENT_TO_ACCOUNTS]
        ledger[ACCOUNT_TRANSFER_IN] += ledger[RESIDENT_TO_ACCOUNTS]
    if record.is_incapable != 0 and stop == record.exempt_month:
        to_age = rights.statutory_month - stop
        rights.allowance_until = stop + int(invalidity_months(rights.paid_months, needed, float(to_age)))
    gather(record, place, stop, balance)


@rule
def buys_months(t: RetirementParameters, worker: int, hukou_type: int, now: Now, rights: Rights) -> bool:
    """Whether a worker who left without a pension buys the months this January, where a local programme allows."""
    hazard = t.buy_in_hazard[now.year, hukou_type]
    if now.age > OLDEST_TO_BUY or rights.outcome != SETTLED_OUT or hazard <= 0.0:
        return False
    if resident_pension.has_public_pension(rights):
        return False
    w0, _, _, _ = words(worker, now.january, BUY_IN, now.seed)
    return unit(w0) < hazard


@rule
def buy_in_year(law: Law, person: Person, now: Now, record: YearRecord, ledger: Reals, me: Standing) -> None:
    """Those past the pension age without a pension may, where a local programme allows, buy the months in January.

    From the next month on a pensioner, who no longer pays or draws in the resident scheme.
    """
    t, o, rights, residents = law.retirement, law.portability, me.rights, me.residents
    if not buys_months(t, person.worker, person.hukou_type, now, rights):
        return
    if rights.insured_province == NEVER:
        rights.insured_province = person.home
        rights.first_month = now.january
    rights.stop_month = now.january
    missing = max(t.qualifying_months[now.year] - rights.paid_months, 0.0)
    pay_missing_months(law.employee_pension, o, now, now.january, missing, record, ledger, rights)
    resident_pension.end_pension(law.resident_pension, person, now, now.january + 1, ledger, residents)
    ledger[RESIDENT_ACCOUNT_PENSION] += residents.account  # paid out: nobody draws two basic pensions
    residents.account = record.resident_opening = 0.0
    gather(record, grant_award(law, person, ledger, rights), now.january, rights.account)


@rule
def grant_award(law: Law, person: Person, ledger: Reals, rights: Rights) -> int:
    """The pension is awarded: place, parts, and the start of payment; returns the place, where all the money comes."""
    e, stop = law.employee_pension, rights.stop_month
    place = paid_by(law.portability, person.home, rights)
    rights.relation_province = place
    granted = award(
        e, stop, person.birth_month, rights.paid_months, rights.deemed_months,
        sum_of_indices(e, rights.bases, person.birth_month // 12, place), rights.first_month, rights.account,
        rights.income, place,
    )  # fmt: skip
    rights.mean_index = granted.mean_index
    rights.outcome = SETTLED_EMPLOYEE
    rights.benefit_province = place
    rights.basic_pension = granted.basic
    rights.transitional_pension = granted.transitional
    rights.account_pension = granted.account
    pension = granted.basic + granted.transitional + granted.account
    ledger[AWARDS_EMPLOYEE] += 1.0
    ledger[AWARD_SUM_EMPLOYEE] += pension
    ledger[AWARD_RATIO_SUM_EMPLOYEE] += pension / e.contribution_reference_wage[stop, place]
    return place
