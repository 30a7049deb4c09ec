"""Parameters of unemployment insurance, packed for the kernels, and what a worker acquires in it."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.contracts import Codes, Reals
from simulate.measures.branches import (
    EMPLOYER_TO_UNEMPLOYMENT, INSURED_UNEMPLOYMENT, RECEIVED_UNEMPLOYMENT, UNEMPLOYMENT_BENEFITS,
    UNEMPLOYMENT_RECIPIENTS, UNEMPLOYMENT_TO_MEDICAL, WORKER_TO_UNEMPLOYMENT,
)  # fmt: skip
from simulate.parameters import Labels, ParameterSet, pack
from simulate.schemes.concern import (
    EVERYONE, FLEXIBLE, GOING_ON, OUT_OF_WORK, SHORT, Reading, monthly, timeless, yearly,
)  # fmt: skip
from simulate.schemes.employee_pension.params import flexible_base_floor
from simulate.schemes.fields import Real, Record
from simulate.schemes.unemployment.rules import SCALES

LABELS: Final[Labels] = {"scale": SCALES}  # by which enumeration each is numbered


class UnemploymentParameters(NamedTuple):
    """Year axes start in 1950; scalars have shape (1,)."""

    employer_rate: Reals  # (year,)
    worker_rate: Reals  # (year,)
    rural_share: Reals  # (year,) of employees with rural hukou, those who pay their own part
    relief_share: Reals  # (year,) of contributions that is waived
    employee_take_up: Reals  # (year,)
    public_take_up: Reals  # (year,)
    flexible_rate: Reals  # (year,)
    flexible_take_up: Reals  # (year, province)
    scale: Codes  # (year, province)
    involuntary_share: Reals  # (year,)
    minimum_wage: Reals  # (year, province) yuan a month
    benefit_ratio: Reals  # (year,)
    second_year_factor: Reals  # (province,)
    refund: Codes  # (year,) 1 where pension contributions near retirement are paid back
    refund_rate: Reals  # (1,)
    base_share: Reals  # (year, province) lowest base of flexible workers over last year's mean wage
    medical_rate: Reals  # (year, province) of flexible workers
    flexible_floor_base: Reals  # (month, province) lowest base of flexible workers in the pension, yuan a month


READ_BY: Final[dict[str, Reading]] = {
    "employer_rate": yearly(EVERYONE),
    "worker_rate": yearly(EVERYONE),
    "rural_share": yearly(EVERYONE),
    "relief_share": yearly(EVERYONE),
    "employee_take_up": yearly(EVERYONE),
    "public_take_up": yearly(EVERYONE),
    "flexible_rate": yearly(EVERYONE),
    "flexible_take_up": yearly(EVERYONE, True),
    "scale": yearly(EVERYONE, True),
    "involuntary_share": yearly(OUT_OF_WORK),
    "minimum_wage": yearly(OUT_OF_WORK, True),
    "benefit_ratio": yearly(OUT_OF_WORK),
    "second_year_factor": timeless(OUT_OF_WORK, True),
    "refund": yearly(OUT_OF_WORK),
    "refund_rate": timeless(OUT_OF_WORK),
    "base_share": yearly(EVERYONE, True),
    "medical_rate": yearly(OUT_OF_WORK, True),
    "flexible_floor_base": monthly(FLEXIBLE | GOING_ON | SHORT, True),  # of those who pay on alone, as in the pension
}


class UnemploymentRights(Record):
    """What a worker has in unemployment insurance."""

    paid_months: Real  # since the last spell
    months_left: Real  # of benefit, in the spell or unused in it
    months_drawn: Real  # in the spell


ACQUIRES: Final = UnemploymentRights
BOOKS: Final = (
    INSURED_UNEMPLOYMENT, WORKER_TO_UNEMPLOYMENT, EMPLOYER_TO_UNEMPLOYMENT, RECEIVED_UNEMPLOYMENT,
    UNEMPLOYMENT_RECIPIENTS, UNEMPLOYMENT_BENEFITS, UNEMPLOYMENT_TO_MEDICAL,
)  # fmt: skip


def build(parameters: ParameterSet) -> UnemploymentParameters:
    """Pack the scheme's parameters; of the pension's floor the law gives a share, which becomes yuan."""
    packed = pack(
        parameters, "unemployment", UnemploymentParameters, LABELS, base_share="employee_medical.flexible_base_share",
        medical_rate="employee_medical.flexible_rate",
        flexible_floor_base="employee_pension.flexible_base_floor_ratio",
    )  # fmt: skip
    return packed._replace(flexible_floor_base=flexible_base_floor(parameters))
