"""Parameters of employee medical insurance, packed for the kernels, and what a worker acquires in it."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.codes import HUKOU_RULES
from simulate.contracts import Codes, Reals
from simulate.measures.branches import (
    EMPLOYER_TO_EMPLOYEE_MEDICAL, FLEXIBLE_MEDICAL, MEDICAL_RETIRED, MEDICAL_WORKING, PLATFORM_TO_EMPLOYEE_MEDICAL,
    RECEIVED_EMPLOYEE_MEDICAL, WORKER_TO_EMPLOYEE_MEDICAL,
)  # fmt: skip
from simulate.parameters import Labels, ParameterSet, pack
from simulate.schemes.concern import AWAY, EVERYONE, PLATFORM, Reading, monthly, timeless, yearly
from simulate.schemes.employee_medical.rules import ROUNDINGS
from simulate.schemes.fields import NEVER, Code, Count, Real, Record

LABELS: Final[Labels] = {"base_rounding": ROUNDINGS, "hukou_rule": HUKOU_RULES}  # by which each is numbered
UNDECIDED, COVERED, OUTSIDE = range(3)  # how a retiree is insured


class EmployeeMedicalParameters(NamedTuple):
    """Year axes start in 1950; scalars have shape (1,)."""

    employer_rate: Reals  # (year, province)
    worker_rate: Reals  # (year,)
    flexible_rate: Reals  # (year, province)
    flexible_base_share: Reals  # (year, province) of last year's mean wage
    base_rounding: Codes  # (year, province)
    employee_take_up: Reals  # (year,)
    flexible_take_up: Reals  # (year,) of those who pay the pension
    take_up_without_pension: Reals  # (year,) of the other flexible workers
    platform_share: Reals  # (year,) of a platform worker's contribution
    required_years: Reals  # (year, province, sex)
    required_years_in_place: Reals  # (year, province)
    waiting: Reals  # (year, province) months
    waived_months: Reals  # (1,)
    value_gap: Reals  # (year,) yuan a year
    years_left: Reals  # (year, sex)
    resident_premium: Reals  # (year,) yuan a year
    hukou_rule: Codes  # (month, province) of flexible workers, the pension's
    hukou_rule_months: Reals  # (month, province)


# Months paid as a flexible worker occur in other forms too: going on paying, buying months, a levy at source.
_OF_FLEXIBLE: Final = EVERYONE
READ_BY: Final[dict[str, Reading]] = {
    "employer_rate": yearly(EVERYONE, True),
    "worker_rate": yearly(EVERYONE),
    "flexible_rate": yearly(EVERYONE, True, weighed_by=EVERYONE),
    "flexible_base_share": yearly(EVERYONE, True, weighed_by=EVERYONE),
    "base_rounding": yearly(EVERYONE, True, weighed_by=EVERYONE),
    "employee_take_up": yearly(EVERYONE),
    "flexible_take_up": yearly(_OF_FLEXIBLE, weighed_by=EVERYONE),
    "take_up_without_pension": yearly(_OF_FLEXIBLE),
    "platform_share": yearly(PLATFORM, weighed_by=PLATFORM),
    "required_years": yearly(EVERYONE, True),
    "required_years_in_place": yearly(EVERYONE, True),
    "waiting": yearly(_OF_FLEXIBLE, True),
    "waived_months": timeless(_OF_FLEXIBLE),
    "value_gap": yearly(EVERYONE),
    "years_left": yearly(EVERYONE),
    "resident_premium": yearly(EVERYONE, remembered_by=EVERYONE),
    "hukou_rule": monthly(AWAY, True),
    "hukou_rule_months": monthly(AWAY, True),
}


class MedicalRights(Record):
    """What a worker has in employee medical insurance."""

    paid_months: Real  # that count towards cover in retirement, those deemed paid included
    last_month: Count = NEVER  # last one covered as employee or flexible worker, NEVER before the first
    benefits_from: Count  # first month with benefits after the last time of waiting
    retired: Code = UNDECIDED  # UNDECIDED, COVERED, OUTSIDE


ACQUIRES: Final = MedicalRights
BOOKS: Final = (
    MEDICAL_WORKING, MEDICAL_RETIRED, FLEXIBLE_MEDICAL, WORKER_TO_EMPLOYEE_MEDICAL, EMPLOYER_TO_EMPLOYEE_MEDICAL,
    PLATFORM_TO_EMPLOYEE_MEDICAL, RECEIVED_EMPLOYEE_MEDICAL,
)  # fmt: skip


def build(parameters: ParameterSet) -> EmployeeMedicalParameters:
    """Pack the scheme's parameters."""
    return pack(
        parameters, "employee_medical", EmployeeMedicalParameters, LABELS,
        resident_premium="resident_medical.premium", hukou_rule="enrolment.hukou_rule",
        hukou_rule_months="enrolment.hukou_rule_months",
    )  # fmt: skip
