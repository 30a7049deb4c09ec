"""A calendar year of one worker under one law: the order in which the schemes act.  Read this first.

Pensions are adjusted, the claim of the year is foreseen, enrolment is chosen, contributions go from due to paid and are
collected, accounts credited, claims settled, pensions and payments on death made, and the year is described for the
sums.  Every step is a few lines that call the rules of its scheme.
"""

from __future__ import annotations

from simulate.codes import EMPLOYEE, EMPLOYEE_PENSION, FARM, OTHER_FLEXIBLE, PUBLIC_EMPLOYEE, RESIDENT_PENSION, RURAL
from simulate.contracts import (
    ACCOUNT_BALANCE, AGED_60, EARNINGS, INSURED_AWAY, INSURED_EMPLOYEE, INSURED_RESIDENT,
    MIGRANTS_INTERPROVINCIAL, MIGRANTS_INTRAPROVINCIAL, MIGRANTS_LOCAL, PERSONS, RECEIVED_RESIDENT, RESIDENT_BALANCE,
    Reals,
)  # fmt: skip
from simulate.engine.jit import rule, sequence, step
from simulate.engine.months import fill_year
from simulate.schemes import moments
from simulate.schemes.beside import Beside
from simulate.schemes.acquired import form_of_work, is_public_month
from simulate.schemes.contribution.steps import count_public_money, levy_on_all_fees, settle_months, sum_months
from simulate.schemes.employee_pension import steps as employee_pension
from simulate.schemes.enrolment import following, steps as enrolment
from simulate.schemes.enrolment.params import EnrolmentParameters
from simulate.schemes.law import Economy, Law
from simulate.schemes.portability import steps as portability
from simulate.schemes.positions import pension_in_payment
from simulate.schemes.resident_pension import steps as resident_pension
from simulate.schemes.retirement import steps as retirement
from simulate.schemes.settlement import buy_in_year, may_still_qualify, settle_year
from simulate.schemes.state import (
    FAR_AWAY, IDLE, NEVER, PAYS, SETTLED_EMPLOYEE, SETTLED_EXTENDING, UNPAID, UNSETTLED, Rights, Standing,
)  # fmt: skip
from simulate.schemes.subsidies import steps as subsidies
from simulate.schemes.subsidies.params import SubsidyParameters
from simulate.schemes.subsidies.rules import NO_DEFERRAL
from simulate.schemes.views import CHANGING, Chance, Here, InForce, Now, Person, YearRecord

FIRST_CLAIMING_AGE = 44
OLD_AGE = 60
LAST_SETTLING_AGE = 90  # by which whoever goes on paying, by law for as long as it takes, has the months


@rule
def is_deferring(s: SubsidyParameters, year: int) -> bool:
    """Whether deferral is allowed this year or was last year."""
    return s.deferral[year] != NO_DEFERRAL or s.deferral[max(year - 1, 0)] != NO_DEFERRAL


@step
def remember_income(law: Law, now: Now, form: int, record: YearRecord, ledger: Reals, rights: Rights) -> None:
    """What the months with earnings were: mean income, last form, and the career so far, for what later years read."""
    total, months, public, farm, public_earned = record.earned, record.earning_months, 0, 0, 0.0
    ledger[EARNINGS] = total
    if months == 0:
        return
    if form == CHANGING:
        for m in range(12):
            if is_public_month(m, record):
                public += 1
                public_earned += record.income[m]
            farm += record.income[m] > 0.0 and record.form[m] == FARM
    elif form == PUBLIC_EMPLOYEE:
        public, public_earned = months, total
    elif form == FARM:
        farm = months
    if public > 0:
        record.public_months, record.public_earned = public, public_earned
        employee_pension.remember_public_months(law.employee_pension, now, record, rights)
    rights.last_form = form_of_work(11, record.form, rights.last_form) if form == CHANGING else form
    rights.income = total / months
    rights.career_earnings += total / law.economy.national_wage[now.year]
    rights.career_months += months
    rights.working_months += months - public - farm


@step
def begin_year(now: Now, record: YearRecord, me: Standing) -> None:
    """The year's record before anything is decided."""
    record.first, record.until = 0, 12
    record.early_from = record.exempt_month = record.approved = FAR_AWAY
    record.pays, record.joins, record.granted, record.is_incapable = IDLE, 0, 0, 0
    record.gathered, record.is_final = NEVER, 0
    record.employed_months, record.flexible_months, record.employed_bases = 0, 0, 0.0
    record.public_months, record.public_earned = 0, 0.0
    record.late_months = record.late_account = 0.0
    fill_year(record.pay, UNPAID)
    fill_year(record.fraction, 1.0)
    fill_year(record.due, 0.0)
    fill_year(record.platform_part, 0.0)
    fill_year(record.government_part, 0.0)
    employee_pension.open_account(record, me.rights)
    resident_pension.open_account(record, me.residents)


@rule
def months_until(now: Now, first: int, rights: Rights) -> int:
    """Month of the year up to which one decision holds: after the month of a claim expected this year, else the end."""
    claim = rights.stop_month - now.january
    is_expected = rights.outcome == UNSETTLED or rights.outcome == SETTLED_EXTENDING
    return int(claim) + 1 if is_expected and first <= claim < 12 else 12


@sequence
def pay_months(
    law: Law,
    in_force: InForce,
    person: Person,
    chance: Chance,
    now: Now,
    is_written: bool,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """The months from ``record.first`` to ``record.until``: enrolment, contributions from due to paid, memory."""
    e, rights = law.employee_pension, me.rights
    if is_written:
        following.follow_year(law.enrolment, person, chance, now, record, rights)
    else:
        enrolment.choose_year(law, person, chance, now, in_force, record, me)
    settle_months(law, in_force, person, chance, now, record, me)
    if record.first == 0:
        if rights.outcome == UNSETTLED:
            retirement.claim_early(law.retirement, now.january, record, me)
        portability.join_dual(law.portability, person, now, record, me)
    if record.pays != IDLE:
        if record.pays == PAYS:
            count_public_money(record, ledger, me.support)
        employee_pension.collect_months(e, now, record, ledger, rights)
        employee_pension.remember_months(e, now.january, record, rights)
    if is_deferring(law.subsidies, now.year):
        if record.first == 0:
            subsidies.pay_last_year(e, law.portability, person, now, record, ledger, me)
        subsidies.note_lapsed(law.subsidies, person, now, record, me)
    if record.first == 0:
        remember_income(law, now, person.steady_form, record, ledger, rights)


@rule
def expect_resident_pension(law: Law, person: Person, now: Now, until: int, record: YearRecord, me: Standing) -> None:
    """Whether the resident pension is claimed before the month ``until`` of the year, by those old enough for it."""
    if now.age >= law.resident_pension.pension_age[now.year]:
        waits = may_still_qualify(law, person, now, me)
        resident_pension.expect_claim(law.resident_pension, person, now, until, waits, record, me)


@step
def settle_account(law: Law, person: Person, now: Now, record: YearRecord, ledger: Reals, me: Standing) -> None:
    """What the months just lived leave: interest and contributions credited, the relation moved, a claim settled.

    A resident pension that began before the claim goes first.
    """
    e = law.employee_pension
    employee_pension.credit_account(e, now, record.until, record, ledger, me.rights)
    if record.pays != IDLE:
        portability.move_months(law.portability, person, now, record, me.rights)
    if FIRST_CLAIMING_AGE <= now.age <= LAST_SETTLING_AGE:
        expect_resident_pension(law, person, now, record.until, record, me)
        settle_year(law, person, now, record, ledger, me)
        if me.rights.outcome != SETTLED_EXTENDING and record.until < 12:
            record.opening = me.rights.account


@sequence
def work_year(
    law: Law,
    in_force: InForce,
    person: Person,
    chance: Chance,
    now: Now,
    is_written: bool,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """The working part of the year.  A claim divides it: a worker short of months goes on paying in the next month."""
    rights = me.rights
    if now.age >= FIRST_CLAIMING_AGE and rights.outcome != SETTLED_EXTENDING:
        retirement.expect_claim(law.retirement, person, now, record, rights)
    while record.first < 12:
        record.until = months_until(now, record.first, rights)
        pay_months(law, in_force, person, chance, now, is_written, record, ledger, me)
        settle_account(law, person, now, record, ledger, me)
        record.first = record.until
        if rights.outcome != SETTLED_EXTENDING:
            break
    if in_force.three_way != 0 and record.has_platform != 0:
        levy_on_all_fees(law.platform_copayment, law.employee_pension, person, now.january, record, ledger)
    if record.joins != 0 and rights.outcome != SETTLED_EMPLOYEE:
        tiers = law.enrolment.resident_tier_share
        resident_pension.contribute_year(law.resident_pension, tiers, person, now, ledger, me.residents)
        portability.count_dual(record, ledger, me.residents)
    if record.pays != IDLE:
        sum_months(record)


@step
def retire_year(
    law: Law, person: Person, now: Now, record: YearRecord, ledger: Reals, me: Standing
) -> None:  # fmt: skip
    """What follows from the claims of the year: refunds, the resident pension, pensions paid."""
    if record.is_final != 0:
        portability.refund_dual(law.portability, me.rights.stop_month, ledger, me.residents)
    if now.age >= law.resident_pension.pension_age[now.year]:
        tiers = law.enrolment.resident_tier_share
        resident_pension.claim_year(law.resident_pension, tiers, person, now, record, ledger, me)
    if me.rights.outcome == SETTLED_EMPLOYEE:
        employee_pension.pay_pension(now.january, ledger, me.rights)


@step
def close_accounts(
    law: Law, home: int, now: Now, record: YearRecord, ledger: Reals, me: Standing
) -> None:  # fmt: skip
    """Interest up to December, on what bears it, and what was contributed to the resident account."""
    if record.interest_from < 12:
        employee_pension.credit_account(law.employee_pension, now, 12, record, ledger, me.rights)
    is_paid_back = me.residents.is_claimed != 0  # what is paid back at the claim is in the account already
    credit = 0.0 if is_paid_back else ledger[RECEIVED_RESIDENT]
    resident_pension.credit_account(law.resident_pension, now.year, home, 12, credit, record, ledger, me.residents)


@sequence
def live_year(
    law: Law,
    in_force: InForce,
    person: Person,
    chance: Chance,
    now: Now,
    here: Here,
    is_written: bool,
    beside: Beside,
    lane: int,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """Live one calendar year of one worker: ``ledger`` takes its sums, ``me`` what it leaves.

    Schemes beside the pensions act where ``moments`` stands, of the worker in ``lane`` under the laws of ``beside``.
    """
    begin_year(now, record, me)
    moments.january(law, beside, lane, person, now, here, record, ledger, me)
    if me.rights.outcome == SETTLED_EMPLOYEE:
        employee_pension.adjust_pension(law.employee_pension, now.year, me.rights)
    elif in_force.buy_in != 0 and FIRST_CLAIMING_AGE <= now.age <= LAST_SETTLING_AGE:
        buy_in_year(law, person, now, record, ledger, me)
    goes_on = not here.is_career and me.rights.outcome == SETTLED_EXTENDING  # beyond the years that careers cover
    if goes_on:
        retirement.fill_idle_year(here.place, record)
    has_months = here.is_career or goes_on
    if has_months:
        work_year(law, in_force, person, chance, now, is_written, record, ledger, me)
    else:
        settle_account(law, person, now, record, ledger, me)
    expect_resident_pension(law, person, now, 12, record, me)
    if has_months:
        moments.contributions(law, beside, lane, person, now, here, record, ledger, me)
    close_accounts(law, person.home, now, record, ledger, me)
    moments.december(law, beside, lane, person, now, here, record, ledger, me)
    if now.age >= FIRST_CLAIMING_AGE:
        retire_year(law, person, now, record, ledger, me)
        moments.award(law, beside, lane, person, now, here, record, ledger, me)
    if me.residents.is_claimed != 0:
        resident_pension.pay_pension(law.resident_pension, person, now, now.january + 12, ledger, me.residents)
    resident_pension.leave_to_heirs(here.death_rate, ledger, me.residents)
    employee_pension.pay_on_death(law.employee_pension, now.january, here.death_rate, record, ledger, me.rights)
    moments.death(law, beside, lane, person, now, here, record, ledger, me)


@step
def describe_migration(
    economy: Economy, person: Person, form: int, place: int, stays_away: float, year: int, ledger: Reals
) -> None:
    """Count who works outside the farm with rural hukou: in another province, elsewhere in the own one, at home."""
    if not EMPLOYEE <= form <= OTHER_FLEXIBLE or person.hukou_type != RURAL:
        return
    if place != person.home:
        ledger[MIGRANTS_INTERPROVINCIAL] = 1.0
    elif stays_away < economy.intraprovincial[year]:
        ledger[MIGRANTS_INTRAPROVINCIAL] = 1.0
    else:
        ledger[MIGRANTS_LOCAL] = 1.0


@step
def describe_insurance(p: EnrolmentParameters, home: int, year: int, ledger: Reals, me: Standing) -> None:
    """Count whom a scheme holds as a participant not yet drawing, and the balances of the accounts.

    A file without payments is counted for some years.  All who paid the resident scheme this year are its participants,
    and counted once, there.
    """
    rights, residents = me.rights, me.residents
    is_pensioner = rights.outcome == SETTLED_EMPLOYEE
    is_active = rights.last_month != NEVER and rights.last_month // 12 + p.file_years[EMPLOYEE_PENSION] >= year
    pays_residents = residents.last_year == year and not residents.is_claimed
    if is_active and not is_pensioner and not pays_residents:
        ledger[INSURED_EMPLOYEE] = 1.0
        if rights.insured_province != home:
            ledger[INSURED_AWAY] = 1.0
    elif residents.last_year != NEVER and residents.last_year + p.file_years[RESIDENT_PENSION] >= year:
        if not is_pensioner and not residents.is_claimed:
            ledger[INSURED_RESIDENT] = 1.0
    ledger[ACCOUNT_BALANCE] = rights.account
    ledger[RESIDENT_BALANCE] = residents.account


@rule
def drawn_before(law: Law, person: Person, now: Now, me: Standing) -> tuple[float, int]:
    """The pension drawn before the one in payment, yuan a month, and the month from which that one is paid.

    Before an employee pension it may be one of the resident scheme.
    """
    rights, residents = me.rights, me.residents
    if rights.outcome != SETTLED_EMPLOYEE:
        return 0.0, int(residents.first_payment) if residents.is_claimed else now.january
    had_resident_pension = NEVER < residents.first_payment <= rights.stop_month
    flat = law.resident_pension.flat_pension[now.year, person.home]
    return flat + residents.account_pension if had_resident_pension else 0.0, rights.stop_month + 1


@rule
def old_age_income(law: Law, person: Person, now: Now, me: Standing) -> float:
    """Pensions in payment, yuan a month; NEVER with one of the public service, which is beyond any line."""
    rights, residents = me.rights, me.residents
    if not residents.is_claimed and resident_pension.has_public_pension(rights):
        return NEVER
    return pension_in_payment(
        rights.outcome, rights.basic_pension, rights.transitional_pension, rights.account_pension,
        residents.is_claimed, law.resident_pension.flat_pension[now.year, person.home], residents.account_pension,
    )  # fmt: skip


@step
def describe_year(
    law: Law,
    person: Person,
    now: Now,
    here: Here,
    stays_away: float,
    beside: Beside,
    lane: int,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """The heads a reported year counts: residence, migration, participation, balances, old-age income."""
    ledger[PERSONS] = 1.0
    describe_migration(law.economy, person, here.form, here.place, stays_away, now.year, ledger)
    describe_insurance(law.enrolment, person.home, now.year, ledger, me)
    record.old_age_income = NEVER
    if now.age >= OLD_AGE:
        ledger[AGED_60] = 1.0
        record.old_age_income = old_age_income(law, person, now, me)
        record.income_before, record.income_from = drawn_before(law, person, now, me)
    moments.describing(law, beside, lane, person, now, here, record, ledger, me)
