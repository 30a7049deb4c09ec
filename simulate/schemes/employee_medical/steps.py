"""Employee medical insurance in a worker's year: what is paid for it, and cover in retirement.

How many of those who pay the pension are members is a share of each of them (``employee_take_up`` and the others), so
that members and money are expected values; ``due_of_flexible`` is what the choice of a flexible worker may look at.
"""

from __future__ import annotations

from typing import Final

from simulate.codes import PLATFORM_FLEXIBLE
from simulate.contracts import Reals
from simulate.engine.jit import rule, step
from simulate.measures.branches import (
    EMPLOYER_TO_EMPLOYEE_MEDICAL, FLEXIBLE_MEDICAL, MEDICAL_RETIRED, MEDICAL_WORKING, PLATFORM_TO_EMPLOYEE_MEDICAL,
    RECEIVED_EMPLOYEE_MEDICAL, WORKER_TO_EMPLOYEE_MEDICAL,
)  # fmt: skip
from simulate.schemes.acquired import Stay, end_of_stay, is_public_month, stay_of
from simulate.schemes.employee_medical.params import (
    COVERED, OUTSIDE, UNDECIDED, EmployeeMedicalParameters, MedicalRights,
)  # fmt: skip
from simulate.schemes.employee_medical.rules import (
    flexible_medical_due, flexible_waiting_months, medical_contribution, pays_up, platform_medical_share,
    retiree_medical_lump_sum, retiree_medical_years,
)  # fmt: skip
from simulate.schemes.employee_pension.rules import months_in_payment
from simulate.schemes.enrolment.rules import is_admitted, is_flexible
from simulate.schemes.law import Economy
from simulate.schemes.state import (
    FAR_AWAY, NEVER, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, PUBLIC_CAREER, SETTLED_EMPLOYEE, UNPAID, Rights, Standing,
)  # fmt: skip
from simulate.schemes.views import CHANGING, Here, Now, Person, YearRecord

_PUBLIC_RETIREMENT: Final = 60


@rule
def due_of_flexible(own: EmployeeMedicalParameters, economy: Economy, year: int, place: int) -> float:
    """A flexible worker's medical contribution at a place, yuan a month."""
    return flexible_medical_due(
        economy.wage[max(year - 1, 0), place], own.flexible_base_share[year, place], own.base_rounding[year, place],
        own.flexible_rate[year, place],
    )  # fmt: skip


@rule
def pay_employed(
    own: EmployeeMedicalParameters,
    months: float,
    bases: float,
    year: int,
    place: int,
    ledger: Reals,
    medical: MedicalRights,
) -> None:
    """Book the contributions of months as an employee: ``bases`` their contribution bases together, yuan."""
    worker = medical_contribution(bases, own.worker_rate[year])
    employer = medical_contribution(bases, own.employer_rate[year, place])
    ledger[MEDICAL_WORKING] += months / 12.0
    ledger[WORKER_TO_EMPLOYEE_MEDICAL] += worker
    ledger[EMPLOYER_TO_EMPLOYEE_MEDICAL] += employer
    ledger[RECEIVED_EMPLOYEE_MEDICAL] += worker + employer
    medical.paid_months += months


@rule
def months_before(m: int, place: int, record: YearRecord, rights: Rights) -> float:
    """Months paid in a province before the month ``m`` of the year just lived, which are all held by its end."""
    months = rights.months_by_province[place]
    for later in range(m, 12):
        if record.pay[later] != UNPAID and record.insured[later] == place:
            months -= record.fraction[later]
    return months


@rule
def joins_alone(
    own: EmployeeMedicalParameters, person: Person, january: int, m: int, record: YearRecord, rights: Rights
) -> bool:
    """Whether the place of work takes a flexible worker who pays no pension in a month: with local hukou, or as it
    admits others, by the months paid there until then.
    """
    month, place = january + m, record.place[m]
    if place == person.home:
        return True
    there = months_before(m, place, record, rights)
    return is_admitted(own.hukou_rule[month, place], own.hukou_rule_months[month, place], there)


@rule
def has_benefits(own: EmployeeMedicalParameters, month: int, place: int, medical: MedicalRights) -> bool:
    """Whether a month paid as a flexible worker has benefits; after a gap they wait, from the month of joining again.

    医保办发〔2021〕43号; cover as an employee is not a gap.
    """
    waiting = flexible_waiting_months(
        float(month - medical.last_month - 1), own.waived_months[0], own.waiting[month // 12, place]
    )
    if waiting > 0.0:
        medical.benefits_from = month + int(waiting)
    medical.last_month = month
    return month >= medical.benefits_from


@step
def months_of_flexible(
    own: EmployeeMedicalParameters, person: Person, now: Now, first: int, until: int, stay: Stay, record: YearRecord,
    rights: Rights, medical: MedicalRights,
) -> tuple[float, float]:  # fmt: skip
    """Months paid as a flexible worker from the month ``first`` to before ``until``, and those of them with benefits.

    They are a share of the months with the pension paid, whoever pays it having been admitted where it is paid, and
    another of those without; who joins medical insurance alone is taken to stay in it.  Nobody who is covered as a
    retiree pays (社会保险法 art. 27), nor in the year of the claim after it: whether covered is settled at its end.
    """
    with_pension, alone = own.flexible_take_up[now.year], own.take_up_without_pension[now.year]
    is_undecided = medical.retired == UNDECIDED and rights.outcome == SETTLED_EMPLOYEE
    retired_from = rights.stop_month + 1 if is_undecided else FAR_AWAY
    may_join_alone = alone > 0.0 and (person.steady_form == CHANGING or is_flexible(person.steady_form))
    in_work = stay.employed + stay.public
    is_in_work = in_work == until - first
    months = covered = 0.0
    if medical.retired == COVERED or is_in_work or not (may_join_alone or in_work + stay.flexible > 0):
        medical.last_month = now.january + until - 1 if is_in_work else medical.last_month
        return months, covered
    for m in range(first, until):
        month, place, pay = now.january + m, record.place[m], record.pay[m]
        if pay == PAID_AS_EMPLOYEE or is_public_month(m, record):
            medical.last_month = month
        elif pay == PAID_AS_FLEXIBLE:
            months += with_pension
            covered += with_pension if has_benefits(own, month, place, medical) else 0.0
        elif may_join_alone and pay == UNPAID and is_flexible(record.form[m]) and month < retired_from:
            if joins_alone(own, person, now.january, m, record, rights):
                months += alone
                covered += alone
    return months, covered


@step
def part_on_platforms(steady_form: int, first: int, until: int, record: YearRecord) -> float:
    """Part of some months' flexible work that was on a platform; 0 for those who pay without such work."""
    if record.has_platform == 0 or steady_form != CHANGING:
        return float(record.has_platform)
    flexible = platform = 0.0
    for m in range(first, until):
        flexible += is_flexible(record.form[m])
        platform += record.form[m] == PLATFORM_FLEXIBLE
    return platform / flexible if flexible > 0.0 else 0.0


@step
def pay_flexible(
    own: EmployeeMedicalParameters,
    economy: Economy,
    months: float,
    on_platforms: float,
    year: int,
    place: int,
    ledger: Reals,
    medical: MedicalRights,
) -> None:
    """Book the contributions of months as a flexible worker; platforms pay their share of the part on platforms."""
    due = months * due_of_flexible(own, economy, year, place)
    platform = platform_medical_share(due * on_platforms, own.platform_share[year])
    ledger[MEDICAL_WORKING] += months / 12.0
    ledger[WORKER_TO_EMPLOYEE_MEDICAL] += due - platform
    ledger[PLATFORM_TO_EMPLOYEE_MEDICAL] += platform
    ledger[RECEIVED_EMPLOYEE_MEDICAL] += due
    medical.paid_months += months


@step
def contribute(
    own: EmployeeMedicalParameters,
    economy: Economy,
    person: Person,
    now: Now,
    first: int,
    until: int,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """Pay for the months from ``first`` to before ``until``, in one province of work, by its rules."""
    year, place, stay = now.year, record.place[first], stay_of(first, until, record)
    if stay.employed > 0:
        share = own.employee_take_up[year]
        months, bases = share * stay.employed, share * stay.bases
        pay_employed(own, months, bases, year, place, ledger, me.employee_medical)
    if stay.public > 0:
        pay_employed(own, stay.public, stay.public_earned, year, place, ledger, me.employee_medical)
    months, covered = months_of_flexible(own, person, now, first, until, stay, record, me.rights, me.employee_medical)
    if months > 0.0:
        ledger[FLEXIBLE_MEDICAL] += covered / 12.0
        on_platforms = part_on_platforms(person.steady_form, first, until, record)
        pay_flexible(own, economy, months, on_platforms, year, place, ledger, me.employee_medical)


@step
def contribute_year(
    own: EmployeeMedicalParameters,
    economy: Economy,
    person: Person,
    now: Now,
    here: Here,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """Pay for the year's months as an employee, in the public service, and as a flexible worker, stay by stay.

    Employers register where they are (社会保险法 art. 57, 58), and a month is paid by the rules of its own province.
    """
    first = 0
    while first < 12:
        until = end_of_stay(first, person.steady_form, record.place)
        contribute(own, economy, person, now, first, until, record, ledger, me)
        first = until


@step
def decide(
    own: EmployeeMedicalParameters, economy: Economy, person: Person, year: int, place: int, ledger: Reals, me: Standing
) -> None:
    """Cover in retirement: free with the months the place requires; else bought, if that is worth it, or left."""
    medical = me.employee_medical
    short = retiree_medical_years(
        12.0 * own.required_years[year, place, person.sex], medical.paid_months,
        12.0 * own.required_years_in_place[year, place], me.rights.months_by_province[place],
    )  # fmt: skip
    missing = max(short.missing_months, short.missing_months_in_place)
    medical.retired = COVERED
    if missing > 0.0:
        lump = retiree_medical_lump_sum(missing, due_of_flexible(own, economy, year, place))
        if pays_up(lump, own.years_left[year, person.sex], own.value_gap[year], own.resident_premium[max(year - 1, 0)]):
            ledger[WORKER_TO_EMPLOYEE_MEDICAL] += lump
            ledger[RECEIVED_EMPLOYEE_MEDICAL] += lump
        else:
            medical.retired = OUTSIDE


@step
def retire(
    own: EmployeeMedicalParameters,
    economy: Economy,
    person: Person,
    now: Now,
    here: Here,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """Decide cover in retirement when the pension is awarded; a worker with long enough public service is covered."""
    if me.employee_medical.retired != UNDECIDED:
        return
    if me.rights.outcome == SETTLED_EMPLOYEE:
        place = me.rights.benefit_province
        decide(own, economy, person, now.year, place if place != NEVER else here.place, ledger, me)
    elif now.age >= _PUBLIC_RETIREMENT and me.rights.public_months >= PUBLIC_CAREER:
        me.employee_medical.retired = COVERED


@step
def count(
    own: EmployeeMedicalParameters,
    economy: Economy,
    person: Person,
    now: Now,
    here: Here,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """Count the retired who are covered, in the year of the claim from the month after it."""
    if me.employee_medical.retired != COVERED:
        return
    if me.rights.outcome == SETTLED_EMPLOYEE:
        retired = months_in_payment(now.january, me.rights.stop_month) / 12.0
        ledger[MEDICAL_RETIRED] = min(retired, 1.0 - ledger[MEDICAL_WORKING])
    elif ledger[MEDICAL_WORKING] == 0.0:
        ledger[MEDICAL_RETIRED] = 1.0


STEPS: Final = {"contributions": contribute_year, "award": retire, "describing": count}
