"""What is summed by kind of worker, and over whole lives: tables that have no province."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import Final

from simulate.codes import EDUCATIONS, FORMS, HUKOU_TYPES, MIGRANTS, OCCUPATIONS
from simulate.measures.rows import Columns

# What is summed by year, sex and kind of worker; what is counted of everybody comes first, and so lies together.
_column = Columns()
KIND_PERSONS: Final = _column.add("persons")
KIND_INSURED_EMPLOYEE: Final = _column.add("insured_employee")
KIND_INSURED_RESIDENT: Final = _column.add("insured_resident")
KIND_UNINSURED: Final = _column.add("uninsured")
KIND_IN_MEDICAL: Final = _column.add("in_employee_medical")  # at work or retired
KIND_IN_UNEMPLOYMENT: Final = _column.add("in_unemployment")
KIND_CONTRIBUTORS_EMPLOYEE: Final = _column.add("contributors_employee")
KIND_CONTRIBUTORS_RESIDENT: Final = _column.add("contributors_resident")
KIND_EARNINGS: Final = _column.add("earnings", "yuan")
KIND_WORKER_PAID: Final = _column.add("worker_paid", "yuan")
KIND_EMPLOYER_PAID: Final = _column.add("employer_paid", "yuan")
KIND_PLATFORM_PAID: Final = _column.add("platform_paid", "yuan")
KIND_INSURED_AWAY: Final = _column.add("insured_away")
KIND_MEASURES: Final = _column.names
KIND_UNITS: Final = _column.units

# Kinds of worker, by the cuts of the outputs ("by_form").  A platform worker counts in the rows of the form and the
# occupation, and everyone a scheme here is meant for (codes.INSURABLE), persons and insurance alone, in the others too.
CUTS: Final = {
    "form": FORMS, "occupation": OCCUPATIONS, "hukou": HUKOU_TYPES, "education": EDUCATIONS, "migrant": MIGRANTS,
}  # fmt: skip
_FIRST: Final = tuple(accumulate((len(each) for each in CUTS.values()), initial=0))
KIND_ROWS: Final = {cut: slice(*rows) for cut, rows in zip(CUTS, pairwise(_FIRST), strict=True)}
if KIND_ROWS["form"].start != 0:
    raise ValueError("CUTS: the form comes first, since the row of a form is its code")
FIRST_OCCUPATION_KIND: Final = KIND_ROWS["occupation"].start
FIRST_HUKOU_KIND: Final = KIND_ROWS["hukou"].start
FIRST_EDUCATION_KIND: Final = KIND_ROWS["education"].start
FIRST_MIGRANT_KIND: Final = KIND_ROWS["migrant"].start
N_KINDS: Final = _FIRST[-1]

# What is summed over whole lives, by birth cohort and sex, at the weight of the year of claiming.
_column = Columns()
COHORT_PERSONS: Final = _column.add("persons")  # who reach the age of claiming
COHORT_EVER_INSURED: Final = _column.add("ever_insured")  # of these, with any month in the employee scheme
COHORT_QUALIFIED: Final = _column.add("qualified")  # with the qualifying months of the employee scheme
COHORT_PAID_MONTHS: Final = _column.add("paid_months")  # in the employee scheme, of each worker at most those worked
COHORT_WORKING_MONTHS: Final = _column.add("working_months")  # in paid work outside farm and public service
COHORT_AWARDED_EMPLOYEE: Final = _column.add("awarded_employee")
COHORT_AWARDED_RESIDENT: Final = _column.add("awarded_resident")
COHORT_AWARD_SUM: Final = _column.add("award_sum_employee", "yuan")  # a month
# Award / own mean earnings of the career, revalued with wages; award / mean wage of the province of award.
COHORT_AWARD_OVER_CAREER: Final = _column.add("award_over_career_average_sum", "ratio")
COHORT_AWARD_OVER_PROVINCE_WAGE: Final = _column.add("award_over_province_wage_sum", "ratio")
COHORT_PAID_MONTHS_AWARDED: Final = _column.add("paid_months_awarded")  # of those awarded an employee pension
COHORT_INDEX_AWARDED: Final = _column.add("index_sum_awarded", "ratio")  # of their contribution indices, gaps left out
COHORT_AGE_AWARDED: Final = _column.add("age_sum_awarded")  # months of age at the award of those awarded one
# Of the employee scheme over the whole life of everybody, each year over the national mean wage: contributions of all
# payers and benefits, months of that wage, and each times the age in the year.
COHORT_CONTRIBUTED: Final = _column.add("contributed", "ratio")
COHORT_CONTRIBUTED_AGE: Final = _column.add("contributed_times_age", "ratio")
COHORT_RECEIVED: Final = _column.add("received", "ratio")
COHORT_RECEIVED_AGE: Final = _column.add("received_times_age", "ratio")
COHORT_MEASURES: Final = _column.names
COHORT_UNITS: Final = _column.units
