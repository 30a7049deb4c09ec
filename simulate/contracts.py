"""The containers that cross rooms, each field with shape and unit.

Axes: ``worker`` is a slice of one birth cohort (a batch), ``month`` counts from January of the year the cohort turns
16, ``year`` likewise; in the tables of sums ``year`` counts from the first report year and ``cohort`` from
``FIRST_COHORT``.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate.clock import CAREER_FIRST_AGE, FIRST_REPORT_YEAR, LAST_AGE, LAST_REPORT_YEAR

Codes = NDArray[np.int16]
Reals = NDArray[np.float64]
Singles = NDArray[np.float32]
Counts = NDArray[np.int64]

FIRST_COHORT: Final = FIRST_REPORT_YEAR - LAST_AGE  # the oldest birth year a report year can hold
LAST_COHORT: Final = LAST_REPORT_YEAR - CAREER_FIRST_AGE  # the youngest birth year aged 16 in the last report year
FIRST_WHOLE_COHORT: Final = 1945  # the oldest whose earliest claim (at 45) falls in a year of the population tables
LAST_WHOLE_COHORT: Final = LAST_REPORT_YEAR - 63  # the youngest whose statutory claim falls within the horizon
N_COHORTS: Final = LAST_COHORT - FIRST_COHORT + 1
N_REPORT_YEARS: Final = LAST_REPORT_YEAR - FIRST_REPORT_YEAR + 1
N_GROUPS: Final = 16  # replicate groups of workers, from which sampling errors are computed


class Workers(NamedTuple):
    """The workers drawn for one birth cohort, in a fixed order."""

    birth_year: int
    worker: Counts  # (worker,) identity: birth_year * 2**32 + position; the key of every draw
    group: Codes  # (worker,) replicate group, 0 to N_GROUPS - 1
    sex: Codes  # (worker,)
    birth_month: Codes  # (worker,) 0 is January
    hukou_province: Codes  # (worker,)
    hukou_type: Codes  # (worker,)
    education: Codes  # (worker,)


class Weights(NamedTuple):
    """What one worker of a birth cohort stands for under one projection; calendar years from ``clock.FIRST_YEAR``."""

    persons: Reals  # (year, sex) projected persons over workers drawn
    death_rate: Reals  # (year, sex) deaths a person-year at the cohort's age


class Careers(NamedTuple):
    """Lives drawn once for all scenarios; rows count from January of ``first_year``."""

    first_year: int
    form: Codes  # (month, worker)
    work_province: Codes  # (month, worker)
    earnings: Singles  # (month, worker) relative to the mean wage of the province of work
    occupation: Codes  # (year, worker) -1 outside platforms
    hukou_province: Codes  # (year, worker)
    stays_away: Reals  # (worker,) uniform, for intraprovincial migration


# What is summed by year, province and sex.  Persons, person-years or yuan of the year.  Measures that go together in a
# life stand together, eight to a line of the cache.
PLACE_MEASURES: Final = (
    "persons",  # by province of residence
    "earnings",  # all earnings, by province of work
    "insured_employee",  # active participants of the employee scheme, by insured province
    "contributors_employee",  # person-years paid into the employee scheme, by insured province
    "worker_to_pool",
    "worker_to_accounts",
    "employer_to_pool",
    "received_pool",  # counted where the fund books it, for the first identity
    "received_accounts",
    "account_interest",  # credited to employee accounts
    "account_balance",  # employee accounts at the end of the year, where they stand
    "account_inheritance",  # balances paid to heirs
    "death_grants",  # funeral grant and survivors' lump sum
    "migrants_interprovincial",  # rural hukou, non-farm work outside the hukou province
    "migrants_intraprovincial",  # rural hukou, non-farm work away from home inside the province
    "migrants_local",  # rural hukou, non-farm work at home
    "insured_resident",  # participants of the resident scheme not yet drawing, by hukou province
    "contributors_resident",  # persons who paid the resident scheme in the year
    "worker_to_resident",
    "government_to_resident",  # entry subsidies into resident accounts
    "received_resident",
    "resident_interest",
    "resident_balance",
    "resident_inheritance",
    "contributors_flexible",  # of these, paid as a flexible worker
    "insured_away",  # active participants of the employee scheme insured outside the hukou province
    "platform_to_pool",
    "platform_to_accounts",
    "employer_to_accounts",
    "awards_employee",  # pensions awarded in the year
    "award_sum_employee",  # sum of monthly pensions awarded, yuan
    "award_ratio_sum_employee",  # sum of award / mean wage of the province of award
    "pensioners_employee",  # mean of the year, by benefit province
    "basic_pension",
    "transitional_pension",
    "account_pension",  # paid out of account balances
    "account_pension_from_pool",  # paid for life once the balance is used up
    "aged_60",  # persons of 60 and over
    "below_dibao",  # of these, pension income under the Dibao line
    "pensioners_resident",
    "resident_flat_pension",
    "resident_account_pension",
    "resident_account_pension_from_government",
    "awards_resident",
    "award_sum_resident",
    "account_refunds",  # balances taken on leaving the scheme short of the qualifying months
    "account_to_resident",  # balances moved to the resident scheme
)
(
    PERSONS, EARNINGS, INSURED_EMPLOYEE, CONTRIBUTORS_EMPLOYEE, WORKER_TO_POOL, WORKER_TO_ACCOUNTS, EMPLOYER_TO_POOL,
    RECEIVED_POOL, RECEIVED_ACCOUNTS, ACCOUNT_INTEREST, ACCOUNT_BALANCE, ACCOUNT_INHERITANCE, DEATH_GRANTS,
    MIGRANTS_INTERPROVINCIAL, MIGRANTS_INTRAPROVINCIAL, MIGRANTS_LOCAL, INSURED_RESIDENT, CONTRIBUTORS_RESIDENT,
    WORKER_TO_RESIDENT, GOVERNMENT_TO_RESIDENT, RECEIVED_RESIDENT, RESIDENT_INTEREST, RESIDENT_BALANCE,
    RESIDENT_INHERITANCE, CONTRIBUTORS_FLEXIBLE, INSURED_AWAY, PLATFORM_TO_POOL, PLATFORM_TO_ACCOUNTS,
    EMPLOYER_TO_ACCOUNTS, AWARDS_EMPLOYEE, AWARD_SUM_EMPLOYEE, AWARD_RATIO_SUM_EMPLOYEE, PENSIONERS_EMPLOYEE,
    BASIC_PENSION, TRANSITIONAL_PENSION, ACCOUNT_PENSION, ACCOUNT_PENSION_FROM_POOL, AGED_60, BELOW_DIBAO,
    PENSIONERS_RESIDENT, RESIDENT_FLAT_PENSION, RESIDENT_ACCOUNT_PENSION, RESIDENT_ACCOUNT_PENSION_FROM_GOVERNMENT,
    AWARDS_RESIDENT, AWARD_SUM_RESIDENT, ACCOUNT_REFUNDS, ACCOUNT_TO_RESIDENT,
) = range(len(PLACE_MEASURES))  # fmt: skip
PERSON_MEASURES: Final = (
    PERSONS, INSURED_EMPLOYEE, CONTRIBUTORS_EMPLOYEE, MIGRANTS_INTERPROVINCIAL, MIGRANTS_INTRAPROVINCIAL,
    MIGRANTS_LOCAL, INSURED_RESIDENT, CONTRIBUTORS_RESIDENT, CONTRIBUTORS_FLEXIBLE, INSURED_AWAY, AWARDS_EMPLOYEE,
    PENSIONERS_EMPLOYEE, AGED_60, BELOW_DIBAO, PENSIONERS_RESIDENT, AWARDS_RESIDENT,
)  # fmt: skip

# What is summed by year, sex and kind of worker.  A platform worker counts in the rows of the form and the occupation.
KIND_MEASURES: Final = (
    "persons", "insured_employee", "insured_resident", "contributors_employee", "contributors_resident", "earnings",
    "worker_paid", "employer_paid", "platform_paid", "insured_away", "uninsured",
)  # fmt: skip
(
    KIND_PERSONS, KIND_INSURED_EMPLOYEE, KIND_INSURED_RESIDENT, KIND_CONTRIBUTORS_EMPLOYEE,
    KIND_CONTRIBUTORS_RESIDENT, KIND_EARNINGS, KIND_WORKER_PAID, KIND_EMPLOYER_PAID, KIND_PLATFORM_PAID,
    KIND_INSURED_AWAY, KIND_UNINSURED,
) = range(len(KIND_MEASURES))  # fmt: skip
N_KINDS: Final = 18  # ten forms, then eight occupations
FIRST_OCCUPATION_KIND: Final = 10

# What is summed over whole lives, by birth cohort and sex, at the weight of the year of claiming.
COHORT_MEASURES: Final = (
    "persons",  # who reach the age of claiming
    "ever_insured",  # of these, with any month in the employee scheme
    "qualified",  # with the qualifying months of the employee scheme
    "paid_months",  # months paid in the employee scheme
    "working_months",  # months in paid work outside farm and public service
    "awarded_employee",
    "awarded_resident",
    "award_sum_employee",  # yuan a month
    "award_over_career_average_sum",  # award / own mean earnings of the career, revalued with wages
    "award_over_province_wage_sum",
    "paid_months_awarded",  # of those awarded an employee pension
    "index_sum_awarded",  # of their mean contribution indices, gaps left out
)
(
    COHORT_PERSONS, COHORT_EVER_INSURED, COHORT_QUALIFIED, COHORT_PAID_MONTHS, COHORT_WORKING_MONTHS,
    COHORT_AWARDED_EMPLOYEE, COHORT_AWARDED_RESIDENT, COHORT_AWARD_SUM, COHORT_AWARD_OVER_CAREER,
    COHORT_AWARD_OVER_PROVINCE_WAGE, COHORT_PAID_MONTHS_AWARDED, COHORT_INDEX_AWARDED,
) = range(len(COHORT_MEASURES))  # fmt: skip

# Awards relative to the national mean wage of the year, in logarithmic bins, from which quantiles are read.
N_AWARD_BINS: Final = 96
AWARD_BIN_LOW: Final = -5.0  # natural logarithm of award / mean wage at the lower edge of the first bin
AWARD_BIN_WIDTH: Final = 0.0625


class Cells(NamedTuple):
    """Weighted sums of one scenario; the leading axis is the replicate group, so the total is the sum over it."""

    place: Reals  # (group, year, province, sex, PLACE_MEASURES)
    kind: Reals  # (group, year, sex, kind, KIND_MEASURES)
    cohort: Reals  # (group, cohort, sex, COHORT_MEASURES)
    awards: Reals  # (group, year, scheme, bin) persons
