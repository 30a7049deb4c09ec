"""From due to paid: the contributions of a worker's year, one sequence, written here and nowhere else.

Base and contribution due; what platform and government bear; months that lapse for lack of money; months insured by a
levy at source; months credited for care.  After ``settle_months`` nothing rewrites a month.
"""

from __future__ import annotations

from simulate.codes import INACTIVE, PLATFORM_FLEXIBLE, TERTIARY, WOMAN
from simulate.contracts import CARE_CREDITED, PLATFORM_TO_POOL, RECEIVED_POOL, SUBSIDISED, Reals
from simulate.engine.jit import rule, step
from simulate.schemes.acquired import is_public_month
from simulate.schemes.cost_sharing import HIGHER, LOWER, kind_that_binds, main_platform_share, parts_of_month
from simulate.schemes.employee_pension.params import EmployeePensionParameters
from simulate.schemes.employee_pension.rules import base_at_floor, contribution_base, flexible_contribution
from simulate.schemes.enrolment.following import REFUSED_BY_HUKOU_RULE
from simulate.schemes.enrolment.params import EnrolmentParameters
from simulate.schemes.enrolment.rules import is_compelled, is_flexible
from simulate.schemes.enrolment.steps import is_let_in
from simulate.schemes.law import Law
from simulate.schemes.platform_copayment.params import PlatformCopaymentParameters
from simulate.schemes.platform_copayment.rules import (
    DEPENDENCE, INCOME_TEST, NO_COPAYMENT, ORDER_LEVY, THREE_WAY, income_test_copayment, is_at_floor, months_at_floor,
    next_floor_history, order_levy, owed_at_floor, paid_in_spite_of_default, passes_income_test, three_way_split,
)  # fmt: skip
from simulate.schemes.state import (
    CREDITED, IDLE, NEVER, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, PAYS, UNPAID, UNSETTLED, Rights, Standing, Support,
)  # fmt: skip
from simulate.schemes.subsidies.params import SubsidyParameters
from simulate.schemes.subsidies.rules import (
    CREDIT_OF_WOMEN, NO_CREDIT, NO_SUBSIDY, care_contribution, care_credit_base, government_part, is_in_period,
    is_matched, is_of_age, is_recent_graduate, matching, matching_ceiling, subsidised_until, subsidy,
)  # fmt: skip
from simulate.schemes.views import Chance, InForce, Now, Person, YearRecord


@step
def due_month(e: EmployeePensionParameters, month: int, m: int, record: YearRecord) -> None:
    """Base and, of a flexible worker, the contribution due, yuan; a worker who aims at no base pays at the floor."""
    place, aim = record.insured[m], record.target[m]
    ceiling = e.base_ceiling[month, place]
    if record.pay[m] == PAID_AS_FLEXIBLE:
        floor = e.flexible_base_floor[month, place]
        aim = aim if aim > 0.0 else base_at_floor(floor, e.base_floor[month, place])
        record.contribution_base[m] = contribution_base(aim, floor, ceiling)
        record.due[m] = flexible_contribution(
            record.contribution_base[m], e.flexible_rate[month, place], 0.0
        ).contribution
    else:
        record.contribution_base[m] = contribution_base(aim, e.base_floor[month, place], ceiling)
        record.due[m] = 0.0


@rule
def platform_pays(
    c: PlatformCopaymentParameters,
    e: EmployeePensionParameters,
    person: Person,
    chance: Chance,
    month: int,
    m: int,
    at_floor: int,
    record: YearRecord,
) -> None:
    """What the platform bears of a month's contribution, and the state's part of a three-way split.

    Meituan's rule tests income at the floor of the place of work, and pays its share of the contribution owed at the
    floor of the place of insurance, whatever the base.  A levy at source is kept back from the worker's own fee: the
    platform bears nothing.
    """
    kind = c.rule[month, record.place[m]]
    if kind != NO_COPAYMENT and person.occupation >= 0:
        kind = kind_that_binds(kind, c.binds[month, person.occupation])
    due, income = record.due[m], record.income[m]
    if kind == INCOME_TEST:
        place = record.insured[m]
        at_least, rate = e.flexible_base_floor[month, place], e.flexible_rate[month, place]
        owed = owed_at_floor(due, flexible_contribution(at_least, rate, 0.0).contribution)
        limit = e.flexible_base_floor[month, record.place[m]]
        passes = passes_income_test(income, limit, at_floor, int(c.test_months[month]))
        copayment = income_test_copayment(owed, c.share[month], passes)
        record.platform_part[m] = paid_in_spite_of_default(copayment, c.default_share[month])
    elif kind == DEPENDENCE or kind == THREE_WAY:
        main_share = main_platform_share(chance.platforms, c.platform_count_share, c.main_platform_income[month // 12])
        owed, record.government_part[m] = parts_of_month(
            kind, due, income, main_share, c.dependence_threshold[month, LOWER], c.dependence_threshold[month, HIGHER],
            c.dependence_rate[month, LOWER], c.dependence_rate[month, HIGHER], c.three_way_platform_share[month],
            c.three_way_state_share[month],
        )  # fmt: skip
        record.platform_part[m] = paid_in_spite_of_default(owed, c.default_share[month])


@step
def copay_months(
    c: PlatformCopaymentParameters,
    e: EmployeePensionParameters,
    person: Person,
    chance: Chance,
    january: int,
    record: YearRecord,
    rights: Rights,
) -> None:
    """Fill what platforms bear of each month; keep the history of the income test at the place of work.

    The share of the year's platform months at the floor is what a worker expects of the test next year.
    """
    if record.has_platform == 0 or record.pays != PAYS:
        rights.floor_history = 0
        return
    history = int(rights.floor_history)
    months = at_floor = 0
    for m in range(record.first, record.until):
        month = january + m
        limit = e.flexible_base_floor[month, record.place[m]]
        is_platform = record.form[m] == PLATFORM_FLEXIBLE
        met_floor = is_platform and is_at_floor(record.income[m], limit)
        history = next_floor_history(history, met_floor, int(c.test_window[month]))
        if is_platform:
            months += 1
            at_floor += met_floor
            platform_pays(c, e, person, chance, month, m, months_at_floor(history), record)
    rights.floor_history = history
    if months > 0:
        rights.eligible_share = at_floor / months


@rule
def subsidy_of_month(
    e: EmployeePensionParameters,
    s: SubsidyParameters,
    person: Person,
    month: int,
    m: int,
    received: float,
    record: YearRecord,
    me: Standing,
) -> float:
    """Subsidy of the hard to employ, yuan: from the month after approval, the first month paid at the age."""
    where = record.insured[m]
    kind = s.subsidy_kind[month, where]
    statutory = me.rights.statutory_month
    if kind == NO_SUBSIDY or month >= statutory:
        return 0.0
    if not is_of_age(float(month - person.birth_month), s.hard_age[month // 12, person.sex]):
        return 0.0
    until = me.support.subsidised_until
    if until == NEVER:
        me.support.subsidised_until = subsidised_until(month, statutory, s.near_retirement_months[month])
        record.approved = month
        return 0.0
    if not is_in_period(month, until, received, s.subsidy_months[month]):
        return 0.0
    record.granted |= 1 << m
    return local_subsidy(e, s, month, m, record)


@rule
def local_subsidy(e: EmployeePensionParameters, s: SubsidyParameters, month: int, m: int, record: YearRecord) -> float:
    """The subsidy of the place of insurance for a month's contribution, yuan."""
    where = record.insured[m]
    return subsidy(
        s.subsidy_kind[month, where], s.subsidy_share[month, where], s.subsidy_share_above_floor[month, where],
        s.subsidy_flat[month, where], s.subsidy_cap[month, where], record.due[m],
        flexible_contribution(e.flexible_base_floor[month, where], e.flexible_rate[month, where], 0.0).contribution,
    )  # fmt: skip


@rule
def is_graduate(s: SubsidyParameters, person: Person, month: int) -> bool:
    """Whether a worker is within the months after leaving college that may be subsidised."""
    age = float(month - person.birth_month)
    return is_recent_graduate(person.education, age, s.graduate_age[month // 12], s.graduate_months[month])


@rule
def matching_of_month(
    e: EmployeePensionParameters, s: SubsidyParameters, person: Person, month: int, m: int, record: YearRecord
) -> float:
    """Matching of a low income, yuan."""
    where = record.insured[m]
    share = s.matching_share[month, where]
    kind = record.form[m]
    if share <= 0.0 or not is_matched(
        kind, person.occupation, s.matching_occupation[month], s.matching_other_flexible[month]
    ):
        return 0.0
    ceiling = matching_ceiling(
        s.matching_ceiling[month], s.matching_measure[month], e.contribution_reference_wage[month, where],
        e.flexible_base_floor[month, where],
    )  # fmt: skip
    return matching(record.due[m], record.income[m], ceiling, share)


@rule
def subsidise_months(
    e: EmployeePensionParameters,
    s: SubsidyParameters,
    person: Person,
    chance: Chance,
    january: int,
    has_matching: bool,
    record: YearRecord,
    me: Standing,
) -> None:
    """Add subsidies and matching to what the government bears of the months paid as a flexible worker."""
    is_registered = chance.registered < s.registered_share[january // 12]
    has_studied = person.education == TERTIARY and chance.registered < s.graduate_share[january // 12]
    if record.pays != PAYS or not (is_registered or has_studied or has_matching):
        return
    received = me.support.subsidised_months
    for m in range(record.first, record.until):
        if record.pay[m] != PAID_AS_FLEXIBLE or not is_flexible(record.form[m]):
            continue
        month = january + m
        amount = 0.0
        if is_registered:
            granted = record.granted
            amount = subsidy_of_month(e, s, person, month, m, received, record, me)
            received += 1.0 if record.granted != granted else 0.0
        if amount == 0.0 and has_studied and is_graduate(s, person, month):
            amount = local_subsidy(e, s, month, m, record)
        matched = matching_of_month(e, s, person, month, m, record)
        record.government_part[m] = government_part(
            record.government_part[m], amount, matched, record.due[m], record.platform_part[m]
        )


@rule
def lapse_months(p: EnrolmentParameters, person: Person, chance: Chance, year: int, record: YearRecord) -> int:
    """A flexible worker whose net contribution exceeds the affordable share of income lets the month lapse.

    Contributions compelled by law never lapse.  Returns how many months do.
    """
    lapsed, job, affordable_share = 0, person.occupation, p.affordable_share[year]
    compelled = job >= 0 and is_compelled(chance.compelled, p.compulsory_share[year, job])
    for m in range(record.first, record.until):
        if compelled and record.form[m] == PLATFORM_FLEXIBLE:
            continue
        if record.pay[m] == PAID_AS_FLEXIBLE and is_flexible(record.form[m]):
            net = record.due[m] - record.platform_part[m] - record.government_part[m]
            if net > affordable_share * record.income[m]:
                record.pay[m] = UNPAID
                lapsed += 1
    return lapsed


@rule
def refuse_months(
    p: EnrolmentParameters, person: Person, chance: Chance, january: int, record: YearRecord, rights: Rights
) -> None:
    """Months in a province that would not have been paid there, had those that lapsed before them not been counted.

    When they were chosen it was not known yet.  Such a worker stays uninsured (assumption: no other choice is made).
    """
    job = person.occupation
    compelled = job >= 0 and is_compelled(chance.compelled, p.compulsory_share[january // 12, job])
    for m in range(record.first, record.until):
        where, form = record.place[m], record.form[m]
        if record.pay[m] != PAID_AS_FLEXIBLE or where == person.home or record.insured[m] != where:
            continue
        if not is_flexible(form) or (compelled and form == PLATFORM_FLEXIBLE):
            continue
        if not is_let_in(p, chance, january + m, where, form, record, rights):
            record.pay[m] = UNPAID
            record.refused[m] = REFUSED_BY_HUKOU_RULE
            record.due[m] = record.platform_part[m] = record.government_part[m] = 0.0


@rule
def collect_at_source(
    c: PlatformCopaymentParameters, e: EmployeePensionParameters, person: Person, january: int, record: YearRecord
) -> None:
    """Under a levy at source, a month the worker did not pay is insured with the levy alone, at the place of work.

    It is the worker's money, kept back from the fee (Chile, Ley 21.133).

    base = levy / rate, up to the ceiling; below the floor the month counts in proportion (assumption: no law says how
    a part-paid month counts, so none is lost and none is given).
    """
    for m in range(record.first, record.until):
        month, where = january + m, record.place[m]
        if record.pay[m] != UNPAID or record.form[m] != PLATFORM_FLEXIBLE or c.rule[month, where] != ORDER_LEVY:
            continue
        if person.occupation >= 0 and c.binds[month, person.occupation] == 0:
            continue
        rate = e.flexible_rate[month, where]
        most = flexible_contribution(e.base_ceiling[month, where], rate, 0.0).contribution  # at the ceiling
        levy = order_levy(record.income[m], c.income_share_of_orders[month], c.order_levy_rate[month], most)
        if levy <= 0.0:
            continue
        floor = e.flexible_base_floor[month, where]
        record.pay[m] = PAID_AS_FLEXIBLE
        record.insured[m] = where
        record.contribution_base[m] = levy / rate
        record.due[m] = levy
        record.platform_part[m] = record.government_part[m] = 0.0
        record.fraction[m] = min(1.0, record.contribution_base[m] / floor) if floor > 0.0 else 1.0


@rule
def levy_on_all_fees(
    c: PlatformCopaymentParameters,
    e: EmployeePensionParameters,
    person: Person,
    january: int,
    record: YearRecord,
    ledger: Reals,
) -> None:
    """Under three-way sharing the platforms' levy falls on all fees they pay, insured or not; KSVG § 24-25.

    For a month without insurance, one beside a pension too, it is calculated as if the fee were the base, and goes to
    the pool of the place.
    """
    for m in range(12):
        month, where = january + m, record.place[m]
        if record.pay[m] != UNPAID or record.form[m] != PLATFORM_FLEXIBLE or c.rule[month, where] != THREE_WAY:
            continue
        if person.occupation >= 0 and c.binds[month, person.occupation] == 0:
            continue
        fee = min(record.income[m], e.base_ceiling[month, where])
        as_if_due = flexible_contribution(fee, e.flexible_rate[month, where], 0.0).contribution
        owed = three_way_split(as_if_due, c.three_way_platform_share[month], 0.0).platform
        levy = paid_in_spite_of_default(owed, c.default_share[month])
        ledger[PLATFORM_TO_POOL] += levy
        ledger[RECEIVED_POOL] += levy


@rule
def count_public_money(record: YearRecord, ledger: Reals, support: Support) -> None:
    """Count the months paid with public money, those that use up the right of the hard to employ, and credits."""
    months = of_right = credited = 0
    for m in range(record.first, record.until):
        if record.pay[m] == PAID_AS_FLEXIBLE:
            months += record.government_part[m] > 0.0
            of_right += (record.granted >> m) & 1
        credited += record.pay[m] == CREDITED
    ledger[SUBSIDISED] += months / 12.0
    ledger[CARE_CREDITED] += credited / 12.0
    support.subsidised_months += of_right
    support.credited_months += credited


@rule
def credit_care_months(
    e: EmployeePensionParameters, s: SubsidyParameters, person: Person, january: int, record: YearRecord, me: Standing
) -> None:
    """Credit months out of work for care: the base is index x reference wage, the government pays as far as funded.

    Insured where the relation stands, else at the place of hukou; nothing is credited once a pension is claimed or the
    scheme is left.
    """
    year = january // 12
    kind = s.care_credit[year]
    if kind == NO_CREDIT or (kind == CREDIT_OF_WOMEN and person.sex != WOMAN) or me.rights.outcome != UNSETTLED:
        return
    where = me.rights.relation_province
    if where < 0:
        where = person.home
    credited = me.support.credited_months
    for m in range(record.first, record.until):
        month = january + m
        age = float(month - person.birth_month)
        is_out = record.form[m] == INACTIVE and record.pay[m] == UNPAID
        if not is_out or age < 12.0 * s.care_from_age[year]:
            continue
        if age >= 12.0 * s.care_to_age[year] or credited >= s.care_months[year]:
            break
        base = care_credit_base(s.care_credit_index[year], e.contribution_reference_wage[month, where])
        to_account, to_pool = care_contribution(
            base, e.flexible_rate[month, where], e.account_rate[month, where], s.care_funded_share[year]
        )
        record.pay[m] = CREDITED
        record.insured[m] = where
        record.contribution_base[m] = base
        record.due[m] = record.government_part[m] = to_account + to_pool
        record.platform_part[m] = 0.0
        record.fraction[m] = 1.0
        record.pays = PAYS
        credited += 1.0


@step
def settle_months(
    law: Law, in_force: InForce, person: Person, chance: Chance, now: Now, record: YearRecord, me: Standing
) -> None:
    """The whole sequence for the months now lived, from what enrolment chose to what is paid, by whom."""
    e, c, s = law.employee_pension, law.platform_copayment, law.subsidies
    january = now.january
    if record.pays != IDLE:
        for m in range(record.first, record.until):
            due_month(e, january + m, m, record)
    copay_months(c, e, person, chance, january, record, me.rights)
    if in_force.public_money != 0:
        subsidise_months(e, s, person, chance, january, in_force.matching != 0, record, me)
    if record.pays == PAYS:
        if lapse_months(law.enrolment, person, chance, now.year, record) > 0:
            refuse_months(law.enrolment, person, chance, january, record, me.rights)
        if in_force.order_levy != 0 and record.has_platform != 0:
            collect_at_source(c, e, person, january, record)
    credit_care_months(e, s, person, january, record, me)


@step
def sum_months(record: YearRecord) -> None:
    """Months paid as an employee with their bases, and those paid as a flexible worker, for the other branches."""
    employed, bases, flexible = 0, 0.0, 0
    for m in range(12):
        if record.pay[m] == PAID_AS_EMPLOYEE:
            employed += 1
            bases += record.contribution_base[m]
        elif record.pay[m] == PAID_AS_FLEXIBLE and not is_public_month(m, record):
            flexible += 1
    record.employed_months, record.employed_bases, record.flexible_months = employed, bases, flexible
