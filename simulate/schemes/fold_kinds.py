"""The fold by kind of worker: a worker's year is added to the sums by form, occupation, hukou, education, migration."""

from __future__ import annotations

from typing import Final, NamedTuple


from simulate.clock import CAREER_LAST_AGE
from simulate.codes import (
    EDUCATION, FARM, INSURABLE, OTHER_FLEXIBLE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, PUBLIC_EMPLOYEE, RETIRED,
)  # fmt: skip
from simulate.contracts import (
    CONTRIBUTORS_EMPLOYEE, CONTRIBUTORS_RESIDENT, EARNINGS, EMPLOYER_TO_ACCOUNTS, EMPLOYER_TO_POOL,
    FIRST_EDUCATION_KIND, FIRST_HUKOU_KIND, FIRST_MIGRANT_KIND, FIRST_OCCUPATION_KIND,  INSURED_AWAY, INSURED_EMPLOYEE,
    INSURED_RESIDENT, KIND_CONTRIBUTORS_EMPLOYEE, KIND_CONTRIBUTORS_RESIDENT, KIND_EARNINGS, KIND_EMPLOYER_PAID,
    KIND_IN_MEDICAL, KIND_IN_UNEMPLOYMENT, KIND_INSURED_AWAY, KIND_INSURED_EMPLOYEE, KIND_INSURED_RESIDENT,
    KIND_PERSONS, KIND_PLATFORM_PAID, KIND_UNINSURED, KIND_WORKER_PAID, MIGRANT_MEASURES, PLATFORM_TO_ACCOUNTS,
    PLATFORM_TO_POOL, WORKER_TO_ACCOUNTS, WORKER_TO_POOL, WORKER_TO_RESIDENT, Counts, Reals,
)  # fmt: skip
from simulate.engine.jit import fetch, rule, step
from simulate.measures.branches import INSURED_UNEMPLOYMENT, MEDICAL_RETIRED, MEDICAL_WORKING
from simulate.schemes.state import NEVER, SETTLED_EMPLOYEE, Standing
from simulate.schemes.tables import MONEY_UNIT, PERSON_UNIT, fixed
from simulate.schemes.views import Person


@rule
def kind_of(form: int, is_pensioner: bool) -> int:
    """The form a person counts under: pensioners who do not work for themselves are retired."""
    works_on = form == FARM or form == PLATFORM_FLEXIBLE or form == OTHER_FLEXIBLE
    if is_pensioner and not works_on:
        return RETIRED
    return form


@rule
def has_pension(me: Standing) -> bool:
    """Whether a pension has been claimed, of whichever scheme."""
    return me.rights.outcome == SETTLED_EMPLOYEE or me.residents.is_claimed != 0


@step
def ask_for_kinds(person: Person, me: Standing, kinds: Counts) -> None:
    """Ask memory for what the year of a worker, as the year before left them, is likely to be added to.

    ``kinds`` (kind, measure): that of the form, to which amounts are added too, and those of the worker's own kinds.
    """
    form = kinds[kind_of(person.form, has_pension(me))]
    fetch(form)
    fetch(form[KIND_EARNINGS:])
    fetch(kinds[FIRST_HUKOU_KIND + int(person.hukou_type)])
    fetch(kinds[FIRST_EDUCATION_KIND + int(person.education)])


class Counted(NamedTuple):
    """As what a person counts, in units of the sums."""

    kind: int
    migrant: int  # which kind of migrant, NEVER if none
    insurance: int  # the measure under which the pensions count the person, NEVER if none
    pays_nothing: int  # 1 for those past the working ages who pay nothing: no amounts are counted
    people: int
    in_medical: int  # persons in employee medical insurance
    in_unemployment: int


class Paid(NamedTuple):
    """What a person adds to the sums of a kind beside heads, in units of the sums."""

    contributors_employee: float
    contributors_resident: float
    earnings: float
    by_worker: float
    by_employer: float
    by_platform: float
    insured_away: float


_NOTHING: Final = Paid(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@rule
def counted_as(weight: float, form: int, age: int, ledger: Reals, me: Standing) -> Counted:
    """As what a person of ``weight`` counts in a year."""
    is_pensioner = has_pension(me)
    kind = int(kind_of(form, is_pensioner))
    migrant = insurance = NEVER
    for status in range(len(MIGRANT_MEASURES)):
        if ledger[MIGRANT_MEASURES[status]] != 0.0:
            migrant = status
    if ledger[INSURED_EMPLOYEE] != 0.0:
        insurance = KIND_INSURED_EMPLOYEE
    elif ledger[INSURED_RESIDENT] != 0.0:
        insurance = KIND_INSURED_RESIDENT
    elif not is_pensioner and kind != PUBLIC_EMPLOYEE and kind != EDUCATION:
        insurance = KIND_UNINSURED
    own = ledger[WORKER_TO_POOL] + ledger[WORKER_TO_ACCOUNTS]
    own += ledger[WORKER_TO_RESIDENT]
    pays_nothing = age > CAREER_LAST_AGE and own == 0.0 and ledger[INSURED_AWAY] == 0.0
    return Counted(
        kind, migrant, insurance, int(pays_nothing), fixed(weight * PERSON_UNIT),
        fixed(weight * PERSON_UNIT * (ledger[MEDICAL_WORKING] + ledger[MEDICAL_RETIRED])),
        fixed(weight * PERSON_UNIT * ledger[INSURED_UNEMPLOYMENT]),
    )  # fmt: skip


@rule
def counts_alike(me: Standing, other: Standing) -> bool:
    """Whether the same ledger counts alike of two standings: only whether a pension is drawn matters beside it."""
    return me.rights.outcome == other.rights.outcome and me.residents.is_claimed == other.residents.is_claimed


@rule
def counts_otherwise(ledger: Reals, before: Reals) -> bool:
    """Whether ``counted_as`` finds another member of a scheme beside the pensions than in the year ``before``."""
    return (
        ledger[MEDICAL_WORKING] != before[MEDICAL_WORKING]
        or ledger[MEDICAL_RETIRED] != before[MEDICAL_RETIRED]
        or ledger[INSURED_UNEMPLOYMENT] != before[INSURED_UNEMPLOYMENT]
    )


@rule
def paid_in(weight: float, ledger: Reals) -> Paid:
    """What a year's ledger holds of contributions, who paid them, and earnings."""
    people, money = weight * PERSON_UNIT, weight * MONEY_UNIT
    own = ledger[WORKER_TO_POOL] + ledger[WORKER_TO_ACCOUNTS] + ledger[WORKER_TO_RESIDENT]
    firm = ledger[EMPLOYER_TO_POOL] + ledger[EMPLOYER_TO_ACCOUNTS]
    platform = ledger[PLATFORM_TO_POOL] + ledger[PLATFORM_TO_ACCOUNTS]
    return Paid(
        people * ledger[CONTRIBUTORS_EMPLOYEE], people * ledger[CONTRIBUTORS_RESIDENT], money * ledger[EARNINGS],
        money * own, money * firm, money * platform, people * ledger[INSURED_AWAY],
    )  # fmt: skip


@rule
def _add_heads(cell: Counts, heads: Counted) -> None:
    """Persons of a kind, and how they are insured."""
    cell[KIND_PERSONS] += heads.people
    if heads.insurance != NEVER:
        cell[heads.insurance] += heads.people
    if heads.in_medical != 0:
        cell[KIND_IN_MEDICAL] += heads.in_medical
    if heads.in_unemployment != 0:
        cell[KIND_IN_UNEMPLOYMENT] += heads.in_unemployment


@rule
def _replace(cell: Counts, measure: int, amount: float, before: float) -> None:
    """Add an amount instead of another; most people have nothing to add to most measures."""
    if amount != before:
        cell[measure] += fixed(amount) - fixed(before)


@rule
def _add_paid(cell: Counts, paid: Paid, before: Paid) -> None:
    """Contributors of a kind, their earnings, and who paid what, instead of what was added before."""
    _replace(cell, KIND_CONTRIBUTORS_EMPLOYEE, paid.contributors_employee, before.contributors_employee)
    _replace(cell, KIND_CONTRIBUTORS_RESIDENT, paid.contributors_resident, before.contributors_resident)
    _replace(cell, KIND_EARNINGS, paid.earnings, before.earnings)
    _replace(cell, KIND_WORKER_PAID, paid.by_worker, before.by_worker)
    _replace(cell, KIND_EMPLOYER_PAID, paid.by_employer, before.by_employer)
    _replace(cell, KIND_PLATFORM_PAID, paid.by_platform, before.by_platform)
    _replace(cell, KIND_INSURED_AWAY, paid.insured_away, before.insured_away)


@rule
def _add_amounts(kind: int, occupation: int, paid: Paid, before: Paid, kinds: Counts) -> None:
    """Amounts by form, of platform workers also by occupation."""
    _add_paid(kinds[kind], paid, before)
    if (kind == PLATFORM_EMPLOYEE or kind == PLATFORM_FLEXIBLE) and occupation >= 0:
        _add_paid(kinds[FIRST_OCCUPATION_KIND + int(occupation)], paid, before)


@rule
def fold_kinds(
    weight: float,
    person: Person,
    age: int,
    ledger: Reals,
    me: Standing,
    kinds: Counts,
) -> None:
    """Add to ``kinds`` (kind, measure): by form, platform workers also by occupation; by hukou type, education and kind
    of migrant whoever a scheme here is meant for.  ``weight`` is negative for what is taken away.
    """
    heads, occupation = counted_as(weight, person.form, age, ledger, me), person.occupation
    if heads.kind in INSURABLE:
        _add_heads(kinds[FIRST_HUKOU_KIND + int(person.hukou_type)], heads)
        _add_heads(kinds[FIRST_EDUCATION_KIND + int(person.education)], heads)
        if heads.migrant != NEVER:
            _add_heads(kinds[FIRST_MIGRANT_KIND + heads.migrant], heads)
    _add_heads(kinds[heads.kind], heads)
    if (heads.kind == PLATFORM_EMPLOYEE or heads.kind == PLATFORM_FLEXIBLE) and occupation >= 0:
        _add_heads(kinds[FIRST_OCCUPATION_KIND + int(occupation)], heads)
    if heads.pays_nothing == 0:
        _add_amounts(heads.kind, occupation, paid_in(weight, ledger), _NOTHING, kinds)


@rule
def replace_kinds(
    weight: float,
    person: Person,
    age: int,
    ledger: Reals,
    me: Standing,
    before: Reals,
    base: Standing,
    kinds: Counts,
) -> None:
    """Add a year to ``kinds`` (kind, measure) instead of the year ``before`` of the same worker under the ``base``.

    A worker who counts alike under both changes no heads, and only the amounts that differ.
    """
    form = person.form
    mine, theirs = counted_as(weight, form, age, ledger, me), counted_as(weight, form, age, before, base)
    if mine != theirs:
        fold_kinds(weight, person, age, ledger, me, kinds)
        fold_kinds(-weight, person, age, before, base, kinds)
    elif mine.pays_nothing == 0:
        _add_amounts(mine.kind, person.occupation, paid_in(weight, ledger), paid_in(weight, before), kinds)
