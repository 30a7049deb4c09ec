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
from simulate.codes import FORMS, HUKOU_TYPES, OCCUPATIONS, SEXES

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
    years_left: Reals  # (sex,) expected years of life after the horizon, at the death rates of its last year


class Careers(NamedTuple):
    """Lives drawn once for all scenarios; rows count from January of ``first_year``."""

    first_year: int
    form: Codes  # (month, worker)
    work_province: Codes  # (month, worker)
    earnings: Singles  # (month, worker) relative to the mean wage of the province of work
    occupation: Codes  # (year, worker) -1 outside platforms
    hukou_province: Codes  # (year, worker)
    stays_away: Reals  # (worker,) uniform, for intraprovincial migration


# What is summed by year, province and sex.  Persons, person-years or yuan of the year.  A measure belongs to one of a
# worker's provinces, and measures that go together in a life stand together, eight to a line of the cache (LINE).
LINE: Final = 8
RESIDENCE, INSURED, BENEFIT, HUKOU = range(4)  # which of a worker's provinces
_LINES: Final = (
    (RESIDENCE, (
        "persons",  # by province of residence
        "earnings",  # all earnings, by province of work
        "migrants_interprovincial",  # rural hukou, non-farm work outside the hukou province
        "migrants_intraprovincial",  # rural hukou, non-farm work away from home inside the province
        "migrants_local",  # rural hukou, non-farm work at home
        "employer_to_work_injury",
        "received_work_injury",
        "work_injury_benefits",  # medical, disability and death of employees
    )),
    (RESIDENCE, (
        "insured_injury",  # person-years of platform workers covered by an occupational-injury scheme
        "platform_to_injury",
        "worker_to_injury",
        "government_to_injury",
        "received_injury",
        "injury_medical",
        "injury_disability",  # in one sum and by the month
        "injury_death",
    )),
    (INSURED, (
        "insured_employee",  # active participants of the employee scheme, by insured province
        "contributors_employee",  # person-years paid into the employee scheme, by insured province
        "worker_to_pool",
        "worker_to_accounts",
        "employer_to_pool",
        "employer_to_accounts",
        "received_pool",  # counted where the fund books it, for the first identity
        "received_accounts",
    )),
    (INSURED, (
        "contributors_flexible",  # of these, paid as a flexible worker
        "insured_away",  # active participants of the employee scheme insured outside the hukou province
        "platform_to_pool",
        "platform_to_accounts",
        "government_to_pool",  # subsidies, matching and credits
        "government_to_accounts",
        "subsidised",  # person-years with a government subsidy to the contribution
        "care_credited",  # person-years credited for care
    )),
    (BENEFIT, (
        "account_interest",  # credited to employee accounts
        "account_balance",  # employee accounts at the end of the year, where they stand
        "account_inheritance",  # balances paid to heirs
        "death_grants",  # funeral grant and survivors' lump sum
        "pensioners_employee",  # mean of the year, by benefit province
        "basic_pension",
        "transitional_pension",
        "account_pension",  # paid out of account balances
    )),
    (BENEFIT, (
        "account_pension_from_pool",  # paid for life once the balance is used up
        "awards_employee",  # pensions awarded in the year
        "award_sum_employee",  # sum of monthly pensions awarded, yuan
        "award_ratio_sum_employee",  # sum of award / mean wage of the province of award
        "account_refunds",  # balances taken on leaving the scheme short of the qualifying months
        "account_to_resident",  # balances moved to the resident scheme
        "pool_transfer_in",  # pooled share of contributions that came with workers from other provinces
        "account_transfer_in",
    )),
    (HUKOU, (
        "insured_resident",  # participants of the resident scheme not yet drawing, by hukou province
        "contributors_resident",  # persons who paid the resident scheme in the year
        "worker_to_resident",
        "government_to_resident",  # entry subsidies into resident accounts
        "received_resident",
        "resident_interest",
        "resident_balance",
        "resident_inheritance",
    )),
    (HUKOU, (
        "aged_60",  # persons of 60 and over
        "below_dibao",  # of these, old-age income under the Dibao line
        "pensioners_resident",
        "resident_flat_pension",
        "resident_account_pension",
        "resident_account_pension_from_government",
        "floor_recipients",  # persons of the old-age floor
        "floor_top_up",  # paid to lift old-age income to the floor
    )),
    (HUKOU, (
        "awards_resident",
        "award_sum_resident",
        "resident_refunds",  # own money paid back to who also paid the employee scheme
        "dual_contributors",  # persons who paid both schemes in the year
        "pool_to_resident",  # pooled money that went into resident accounts
        "pool_transfer_out",  # booked in each province left, not in that of the line
        "account_transfer_out",
    )),
)  # fmt: skip
PLACE_LINES: Final = tuple(place for place, _ in _LINES)
PLACE_MEASURES: Final = tuple(name for _, line in _LINES for name in (*line, *[""] * (LINE - len(line))))
(
    PERSONS, EARNINGS, MIGRANTS_INTERPROVINCIAL, MIGRANTS_INTRAPROVINCIAL, MIGRANTS_LOCAL, EMPLOYER_TO_WORK_INJURY,
    RECEIVED_WORK_INJURY, WORK_INJURY_BENEFITS,
    INSURED_INJURY, PLATFORM_TO_INJURY, WORKER_TO_INJURY, GOVERNMENT_TO_INJURY, RECEIVED_INJURY, INJURY_MEDICAL,
    INJURY_DISABILITY, INJURY_DEATH,
    INSURED_EMPLOYEE, CONTRIBUTORS_EMPLOYEE, WORKER_TO_POOL, WORKER_TO_ACCOUNTS, EMPLOYER_TO_POOL,
    EMPLOYER_TO_ACCOUNTS, RECEIVED_POOL, RECEIVED_ACCOUNTS,
    CONTRIBUTORS_FLEXIBLE, INSURED_AWAY, PLATFORM_TO_POOL, PLATFORM_TO_ACCOUNTS, GOVERNMENT_TO_POOL,
    GOVERNMENT_TO_ACCOUNTS, SUBSIDISED, CARE_CREDITED,
    ACCOUNT_INTEREST, ACCOUNT_BALANCE, ACCOUNT_INHERITANCE, DEATH_GRANTS, PENSIONERS_EMPLOYEE, BASIC_PENSION,
    TRANSITIONAL_PENSION, ACCOUNT_PENSION,
    ACCOUNT_PENSION_FROM_POOL, AWARDS_EMPLOYEE, AWARD_SUM_EMPLOYEE, AWARD_RATIO_SUM_EMPLOYEE, ACCOUNT_REFUNDS,
    ACCOUNT_TO_RESIDENT, POOL_TRANSFER_IN, ACCOUNT_TRANSFER_IN,
    INSURED_RESIDENT, CONTRIBUTORS_RESIDENT, WORKER_TO_RESIDENT, GOVERNMENT_TO_RESIDENT, RECEIVED_RESIDENT,
    RESIDENT_INTEREST, RESIDENT_BALANCE, RESIDENT_INHERITANCE,
    AGED_60, BELOW_DIBAO, PENSIONERS_RESIDENT, RESIDENT_FLAT_PENSION, RESIDENT_ACCOUNT_PENSION,
    RESIDENT_ACCOUNT_PENSION_FROM_GOVERNMENT, FLOOR_RECIPIENTS, FLOOR_TOP_UP,
    AWARDS_RESIDENT, AWARD_SUM_RESIDENT, RESIDENT_REFUNDS, DUAL_CONTRIBUTORS, POOL_TO_RESIDENT,
    POOL_TRANSFER_OUT, ACCOUNT_TRANSFER_OUT,
) = range(8 * LINE + 7)  # fmt: skip
PERSON_MEASURES: Final = (
    PERSONS, INSURED_EMPLOYEE, CONTRIBUTORS_EMPLOYEE, MIGRANTS_INTERPROVINCIAL, MIGRANTS_INTRAPROVINCIAL,
    MIGRANTS_LOCAL, INSURED_RESIDENT, CONTRIBUTORS_RESIDENT, CONTRIBUTORS_FLEXIBLE, INSURED_AWAY, AWARDS_EMPLOYEE,
    PENSIONERS_EMPLOYEE, AGED_60, BELOW_DIBAO, PENSIONERS_RESIDENT, AWARDS_RESIDENT, INSURED_INJURY, SUBSIDISED,
    CARE_CREDITED, FLOOR_RECIPIENTS, DUAL_CONTRIBUTORS,
)  # fmt: skip

# What is summed by year, sex and kind of worker.  A platform worker counts in the rows of the form and the occupation,
# and whoever a scheme here is meant for (codes.INSURABLE), persons and insurance alone, in that of the hukou type too.
KIND_MEASURES: Final = (
    "persons", "insured_employee", "insured_resident", "contributors_employee", "contributors_resident", "earnings",
    "worker_paid", "employer_paid", "platform_paid", "insured_away", "uninsured",
)  # fmt: skip
(
    KIND_PERSONS, KIND_INSURED_EMPLOYEE, KIND_INSURED_RESIDENT, KIND_CONTRIBUTORS_EMPLOYEE,
    KIND_CONTRIBUTORS_RESIDENT, KIND_EARNINGS, KIND_WORKER_PAID, KIND_EMPLOYER_PAID, KIND_PLATFORM_PAID,
    KIND_INSURED_AWAY, KIND_UNINSURED,
) = range(len(KIND_MEASURES))  # fmt: skip
FIRST_OCCUPATION_KIND: Final = len(FORMS)
FIRST_HUKOU_KIND: Final = FIRST_OCCUPATION_KIND + len(OCCUPATIONS)
N_KINDS: Final = FIRST_HUKOU_KIND + len(HUKOU_TYPES)

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

# Winners and losers: the change of a life's balance with all schemes between two scenarios, per person alive at 60, in
# months of the national mean wage.  A worker counts in the rows of all, sex, hukou type, form and occupation held
# longest, and birth decade.
CHANGE_ROWS: Final = (
    "all", *SEXES.labels, *HUKOU_TYPES.labels, *FORMS.labels, *OCCUPATIONS.labels,
    "1945-49", "1950s", "1960s", "1970s", "1980s", "1990s", "2000s", "2010-12",
)  # fmt: skip
CHANGE_OF_SEX, CHANGE_OF_HUKOU, CHANGE_OF_FORM, CHANGE_OF_OCCUPATION, CHANGE_OF_DECADE = 1, 3, 5, 15, 23
# Bins of the change: falls from large to small, no change, rises from small to large; logarithmic.
CHANGE_SMALLEST: Final = 0.01  # months of the mean wage; less is no change
CHANGE_BINS_A_SIDE: Final = 24
CHANGE_FACTOR: Final = 10.0**0.2  # of one bin to the next: 0.01 to 631 months
N_CHANGE_BINS: Final = 2 * CHANGE_BINS_A_SIDE + 1
CHANGE_GAINED, CHANGE_LOST = N_CHANGE_BINS, N_CHANGE_BINS + 1  # sums of rises and of falls
N_CHANGE_COLUMNS: Final = N_CHANGE_BINS + 2

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
    changes: Reals  # (group, CHANGE_ROWS, bins of the change and its sums) against the first scenario, persons
