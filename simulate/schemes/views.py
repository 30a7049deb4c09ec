"""What a step of a worker's year is handed: who, when, the part of chance, and the year's months.

A step takes the parameters of the schemes it reads, then of these what it needs, then the worker's state and ledger.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, NamedTuple, TypeAlias

import numpy as np

from simulate.contracts import Reals
from simulate.schemes.fields import Code, CodesByMonth, Count, Real, RealsByMonth, Record, SinglesByMonth, layout_of
from simulate.schemes.occupational_injury.rules import N_COSTS


CHANGING: Final = -1  # the steady form of a year in which form or place changes
N_ALTERNATIVES: Final = 4
Tastes = Annotated[Reals, np.float64, N_ALTERNATIVES]
Injuries = Annotated[Reals, np.float64, N_COSTS]


class Person(Record):
    """Who a worker is, and where the worker stands in the calendar year being lived, whatever the law."""

    worker: Count  # identity, key of all draws
    birth_month: Count  # counted from 1950-01
    sex: Code
    hukou_type: Code
    education: Code
    group: Code  # replicate group
    home: Code  # province of hukou
    occupation: Code  # platform occupation of the year, -1 without
    steady_form: Code  # form held all year in one place, CHANGING where form or place changes
    form: Code  # in July; after the career, out of work
    place: Code  # province of residence in July; after the career, where it ended
    forms: CodesByMonth  # of the months of a year that is CHANGING
    places: CodesByMonth  # province of work in them
    earnings: SinglesByMonth  # of the months of a year of the career, over the mean wage of the province


PERSON: Final = layout_of(Person)
Persons: TypeAlias = np.recarray[Any, Any]  # (worker,) of PERSON


class People(NamedTuple):
    """A batch of workers of one birth year, and what each stands for."""

    birth_year: int
    each: Persons  # (worker,) as they stand in the year being lived
    persons: Reals  # (year, sex) a worker stands for
    death_rate: Reals  # (year, sex)


class Now(NamedTuple):
    """One calendar year."""

    year: int  # counted from 1950
    january: int  # its first month, counted from 1950-01
    age: int  # reached in the year
    seed: int  # of the run


class Here(NamedTuple):
    """Where a worker stands in one calendar year."""

    form: int  # in July; out of work after the career
    place: int  # province of residence in July
    is_career: bool  # whether the year is of the career, and so the months of the year's record are filled
    death_rate: float  # deaths a person-year


class Chance(Record):
    """The part of chance in one worker's enrolment in one year: uniform numbers, and a taste an alternative."""

    compliance: Real  # against the share of employers who insure
    joining: Real  # against the share who are in the resident scheme
    declaring: Real  # for the declared base
    knowing: Real  # against the share who know the rules
    contract: Real  # against the share given contracts
    continuing: Real  # against the share who go on paying out of work
    compelled: Real  # against the share enrolled by law
    platforms: Real  # for the number of platforms one works for
    registered: Real  # against the share registered as hard to employ
    own_account: Real  # against the share with a business of their own
    tastes: Tastes  # Gumbel


CHANCE: Final = layout_of(Chance)
Chances: TypeAlias = np.recarray[Any, Any]  # of CHANCE


class InForce(Record):
    """What a law holds at all in a calendar year, found once for all workers of an age: 1 or 0."""

    public_money: Code  # anyone of the age could have a subsidy or matching
    matching: Code  # matching of low incomes in any province
    order_levy: Code  # a levy at source in any province
    three_way: Code  # three-way sharing in any province
    copayment: Code  # a co-payment of platforms of any kind, or a levy, in any province
    buy_in: Code  # programmes to buy months


IN_FORCE: Final = layout_of(InForce)
InForceOfLaws: TypeAlias = np.recarray[Any, Any]  # (law,) of IN_FORCE


class YearRecord(Record):
    """The year of one worker, month by month.

    What careers gave, then what enrolment and the contribution rules made of it.
    """

    form: CodesByMonth
    place: CodesByMonth  # province of work
    income: RealsByMonth  # yuan
    earned: Real  # in the whole year, yuan
    earning_months: Count  # months with earnings
    pay: CodesByMonth  # how the month is paid
    insured: CodesByMonth  # province
    target: RealsByMonth  # base aimed at, yuan; 0 is the floor
    contribution_base: RealsByMonth  # yuan
    due: RealsByMonth  # a flexible worker's contribution, yuan
    platform_part: RealsByMonth  # part of it the platform pays
    government_part: RealsByMonth  # part of it the government pays
    fraction: RealsByMonth  # part of a month that counts
    alternative: CodesByMonth  # of a written career: how the month is insured
    refused: CodesByMonth  # of a written career: 1 where the hukou rule of the place of work refused it
    first: Count  # the months now being lived: from this one
    until: Count  # to before this one
    early_from: Count  # first month of the year in the early window of those who use it, FAR_AWAY if none
    exempt_month: Count  # month of early retirement by trade or incapacity, FAR_AWAY if none
    is_incapable: Code  # 1 where it is for lost capacity to work, and gives an allowance until the age
    approved: Count  # month in which a subsidy of the hard to employ was approved, FAR_AWAY if not this year
    needed: Real  # qualifying months of a claim this year
    opening: Real  # balance of the employee account that bears interest
    credited: Real  # of the year's contributions, what is already in the account
    interest_from: Count  # months of the year whose interest is already in the account
    resident_opening: Real  # balance of the resident account that bears interest
    resident_interest_from: Count
    joins: Code  # 1 for members of the resident scheme
    pays: Code  # what the year means for the employee pension: IDLE, PAYS or EMPLOYED_ALL_YEAR
    employed_months: Count  # months paid as an employee
    employed_bases: Real  # their contribution bases together, yuan
    flexible_months: Count  # months paid as a flexible worker
    public_months: Count  # months with earnings in the public service
    public_earned: Real  # earned in them, yuan
    has_platform: Code  # 1 for a year with flexible platform work
    injuries: Injuries  # expected of the flexible work insured, as ``occupational_injury.rules`` orders them
    granted: Count  # a bit for each month with the subsidy of the hard to employ
    old_age_income: Real  # pensions as the year ends, yuan a month; NEVER before sixty or of the public service
    income_before: Real  # what was drawn before these, yuan a month
    income_from: Count  # the month from which these are paid
    late_months: Real  # months bought, or paid after deferral, in July or later
    late_account: Real  # what of that went into the account, yuan
    gathered: Code  # province where the worker's money comes together this year, NEVER if none moves
    gathered_month: Count  # the month in which it moves
    gathered_account: Real  # the balance then, yuan
    is_final: Code  # 1 where the year settles the employee pension


YEAR: Final = layout_of(YearRecord)
Years: TypeAlias = np.recarray[Any, Any]  # of YEAR


def new_years(n: int) -> Years:
    """Room for the year of ``n`` workers."""
    return np.zeros(n, YEAR).view(np.recarray)
