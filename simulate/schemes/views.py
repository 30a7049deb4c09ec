"""What a step of a worker's year is handed: who, when, what chance has to do with it, and the year's months.

A step takes the parameters of the schemes it reads, then of these what it needs, then the worker's state and ledger.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from simulate.contracts import Reals
from simulate.schemes.state import CODE, COUNT, REAL, SINGLE


CHANGING: Final = -1  # the steady form of a year in which form or place changes
_MONTHS: Final = 12


# One worker in the calendar year being lived, apart from what any law made of it: who, and where the worker stands.
PERSON: Final = np.dtype(
    [
        ("worker", COUNT),  # identity, key of all draws
        ("birth_month", COUNT),  # counted from 1950-01
        ("sex", CODE),
        ("hukou_type", CODE),
        ("education", CODE),
        ("group", CODE),  # replicate group
        ("home", CODE),  # province of hukou
        ("occupation", CODE),  # platform occupation of the year, -1 without
        ("steady_form", CODE),  # form held all year in one place, CHANGING where form or place changes
        ("form", CODE),  # in July; after the career, out of work
        ("place", CODE),  # province of residence in July; after the career, where it ended
        ("forms", CODE, _MONTHS),  # of the months of a year that is CHANGING
        ("places", CODE, _MONTHS),  # province of work in them
        ("earnings", SINGLE, _MONTHS),  # of the months of a year of the career, over the mean wage of the province
    ],
    align=True,
)
Persons: TypeAlias = np.recarray[Any, Any]  # (worker,) of PERSON
Person: TypeAlias = Any  # one of them


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


# What chance has to do with one worker's enrolment in one year; uniform numbers, and a taste an alternative.
N_ALTERNATIVES: Final = 4
CHANCE: Final = np.dtype(
    [
        ("compliance", REAL),  # against the share of employers who insure
        ("joining", REAL),  # against the share who are in the resident scheme
        ("declaring", REAL),  # for the declared base
        ("knowing", REAL),  # against the share who know the rules
        ("contract", REAL),  # against the share given contracts
        ("continuing", REAL),  # against the share who go on paying out of work
        ("compelled", REAL),  # against the share enrolled by law
        ("platforms", REAL),  # for the number of platforms one works for
        ("registered", REAL),  # against the share registered as hard to employ
        ("own_account", REAL),  # against the share with a business of their own
        ("tastes", REAL, N_ALTERNATIVES),  # Gumbel
    ],
    align=True,
)
Chances: TypeAlias = np.recarray[Any, Any]  # of CHANCE
Chance: TypeAlias = Any  # one of them


# What a law holds at all in a calendar year, found once for all workers of an age: 1 or 0.
IN_FORCE: Final = np.dtype(
    [
        ("public_money", CODE),  # anyone of the age could have a subsidy or matching
        ("matching", CODE),  # matching of low incomes in any province
        ("order_levy", CODE),  # a levy at source in any province
        ("three_way", CODE),  # three-way sharing in any province
        ("copayment", CODE),  # a co-payment of platforms of any kind, or a levy, in any province
        ("buy_in", CODE),  # programmes to buy months
        ("one_injury_rate", CODE),  # of employers' premiums, all year
    ],
    align=True,
)
InForceOfLaws: TypeAlias = np.recarray[Any, Any]  # (law,) of IN_FORCE
InForce: TypeAlias = Any  # one of them


# The year of one worker, month by month: what careers gave, then what enrolment and the contribution rules made of it.
YEAR: Final = np.dtype(
    [
        ("form", CODE, _MONTHS),
        ("place", CODE, _MONTHS),  # province of work
        ("income", REAL, _MONTHS),  # yuan
        ("earned", REAL),  # in the whole year, yuan
        ("earning_months", COUNT),  # months with earnings
        ("pay", CODE, _MONTHS),  # how the month is paid
        ("insured", CODE, _MONTHS),  # province
        ("target", REAL, _MONTHS),  # base aimed at, yuan; 0 is the floor
        ("contribution_base", REAL, _MONTHS),  # yuan
        ("due", REAL, _MONTHS),  # a flexible worker's contribution, yuan
        ("platform_part", REAL, _MONTHS),  # part of it the platform pays
        ("government_part", REAL, _MONTHS),  # part of it the government pays
        ("fraction", REAL, _MONTHS),  # part of a month that counts
        ("alternative", CODE, _MONTHS),  # of a written career: how the month is insured
        ("refused", CODE, _MONTHS),  # of a written career: 1 where the hukou rule of the place of work refused it
        ("first", COUNT),  # the months now being lived: from this one
        ("until", COUNT),  # to before this one
        ("early_from", COUNT),  # first month of the year in the early window of who uses it, FAR_AWAY if none
        ("exempt_month", COUNT),  # month of early retirement by trade or incapacity, FAR_AWAY if none
        ("is_incapable", CODE),  # 1 where it is for lost capacity to work, and gives an allowance until the age
        ("approved", COUNT),  # month in which a subsidy of the hard to employ was approved, FAR_AWAY if not this year
        ("needed", REAL),  # qualifying months of a claim this year
        ("opening", REAL),  # balance of the employee account that bears interest
        ("credited", REAL),  # of the year's contributions, what is already in the account
        ("interest_from", COUNT),  # months of the year whose interest is already in the account
        ("resident_opening", REAL),  # balance of the resident account that bears interest
        ("resident_interest_from", COUNT),
        ("joins", CODE),  # 1 for who is in the resident scheme
        ("pays", CODE),  # what the year is to the employee pension: IDLE, PAYS or EMPLOYED_ALL_YEAR
        ("employed_months", COUNT),  # months paid as an employee
        ("employed_bases", REAL),  # their contribution bases together, yuan
        ("flexible_months", COUNT),  # months paid as a flexible worker
        ("public_months", COUNT),  # months with earnings in the public service
        ("public_earned", REAL),  # earned in them, yuan
        ("has_platform", CODE),  # 1 for a year with flexible platform work
        ("granted", COUNT),  # a bit for each month with the subsidy of the hard to employ
        ("gathered", CODE),  # province where the worker's money comes together this year, NEVER if none moves
        ("gathered_month", COUNT),  # the month in which it moves
        ("gathered_account", REAL),  # the balance then, yuan
        ("is_final", CODE),  # 1 where the year settles the employee pension
    ],
    align=True,
)
Years: TypeAlias = np.recarray[Any, Any]  # of YEAR
YearRecord: TypeAlias = Any  # one of them
LawRecord: TypeAlias = Any  # a law, or a scheme's part of it: the fields of the tuple in the scheme's ``params``


def new_years(n: int) -> Years:
    """Room for the year of ``n`` workers."""
    return np.zeros(n, YEAR).view(np.recarray)
