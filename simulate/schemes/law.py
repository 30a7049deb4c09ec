"""The law of a scenario as the schemes read it: every scheme's parameters, packed, and several laws as records."""

from __future__ import annotations

from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from simulate import clock
from simulate.contracts import Reals
from simulate.parameters import ParameterSet
from simulate.parameters.economy.params import national_wage
from simulate.schemes.concern import EVERYONE, OLD, Needs, Reading, needs_of, yearly
from simulate.schemes.employee_pension import params as employee_pension_params
from simulate.schemes.enrolment import params as enrolment_params
from simulate.schemes.occupational_injury import params as occupational_injury_params
from simulate.schemes.platform_copayment import params as platform_copayment_params
from simulate.schemes.portability import params as portability_params
from simulate.schemes.resident_pension import params as resident_pension_params
from simulate.schemes.retirement import params as retirement_params
from simulate.schemes.social_floor import params as social_floor_params
from simulate.schemes.subsidies import params as subsidies_params

# Wages and lines of poverty are read of everybody.
ECONOMY_READ_BY: Final = {
    "wage": yearly(EVERYONE), "national_wage": yearly(EVERYONE), "dibao_urban": yearly(OLD),
    "dibao_rural": yearly(OLD), "intraprovincial": yearly(EVERYONE),
}  # fmt: skip
READ_BY: Final[dict[str, dict[str, Reading]]] = {
    "economy": ECONOMY_READ_BY, "enrolment": enrolment_params.READ_BY,
    "employee_pension": employee_pension_params.READ_BY, "retirement": retirement_params.READ_BY,
    "resident_pension": resident_pension_params.READ_BY, "platform_copayment": platform_copayment_params.READ_BY,
    "subsidies": subsidies_params.READ_BY, "portability": portability_params.READ_BY,
    "occupational_injury": occupational_injury_params.READ_BY, "social_floor": social_floor_params.READ_BY,
}  # fmt: skip

_FIRST_YEAR = clock.FIRST_YEAR
_LAST_YEAR = clock.LAST_REPORT_YEAR


class Economy(NamedTuple):
    """Wages and lines of poverty the schemes look up; year axes start in 1950, yuan a month."""

    wage: Reals  # (year, province)
    national_wage: Reals  # (year,)
    dibao_urban: Reals  # (year,)
    dibao_rural: Reals  # (year,)
    intraprovincial: Reals  # (year,) of rural-hukou non-farm workers in their province, share living away from home


class Law(NamedTuple):
    """All the schemes' parameters under one scenario, packed."""

    economy: Economy
    enrolment: enrolment_params.EnrolmentParameters
    employee_pension: employee_pension_params.EmployeePensionParameters
    retirement: retirement_params.RetirementParameters
    resident_pension: resident_pension_params.ResidentPensionParameters
    platform_copayment: platform_copayment_params.PlatformCopaymentParameters
    subsidies: subsidies_params.SubsidyParameters
    portability: portability_params.PortabilityParameters
    occupational_injury: occupational_injury_params.OccupationalInjuryParameters
    social_floor: social_floor_params.SocialFloorParameters


Laws: TypeAlias = np.recarray[Any, Any]  # (law,) of nested records, as ``Law``


def build_law(parameters: ParameterSet, intraprovincial: Reals) -> Law:
    """Pack every scheme's parameters."""
    economy = Economy(
        wage=np.ascontiguousarray(parameters["economy.reference_wage"].values, dtype=np.float64),
        national_wage=np.ascontiguousarray(national_wage(parameters), dtype=np.float64),
        dibao_urban=np.ascontiguousarray(parameters["economy.dibao_urban"].values, dtype=np.float64),
        dibao_rural=np.ascontiguousarray(parameters["economy.dibao_rural"].values, dtype=np.float64),
        intraprovincial=np.ascontiguousarray(intraprovincial, dtype=np.float64),
    )
    return Law(
        economy, enrolment_params.build(parameters), employee_pension_params.build(parameters),
        retirement_params.build(parameters), resident_pension_params.build(parameters),
        platform_copayment_params.build(parameters), subsidies_params.build(parameters),
        portability_params.build(parameters), occupational_injury_params.build(parameters),
        social_floor_params.build(parameters),
    )  # fmt: skip


def as_records(laws: list[Law]) -> Laws:
    """The laws as one array of records: a law, or a scheme's part of it, passes into a rule as one thing."""
    first = laws[0]
    layout = np.dtype(
        [
            (room, np.dtype([(name, a.dtype, a.shape) for name, a in part._asdict().items()], align=True))
            for room, part in first._asdict().items()
        ],
        align=True,
    )
    records = np.zeros(len(laws), layout).view(np.recarray)
    for record, law in zip(records, laws, strict=True):
        for room, part in law._asdict().items():
            for name, values in part._asdict().items():
                record[room][name][...] = values
    return records


def first_difference(one: Law, other: Law) -> int:
    """Calendar year from which two laws differ; after the horizon if they do not.

    No step reads a table ahead of the year it lives in, so that until then lives under both laws are the same.
    """
    year = _LAST_YEAR + 1
    for room, other_room in zip(one, other, strict=True):
        for a, b in zip(room, other_room, strict=True):
            if a.shape != b.shape:
                return _FIRST_YEAR
            rows = np.flatnonzero((a != b).reshape(a.shape[0], -1).any(axis=1))
            if len(rows) and a.shape[0] == clock.N_MONTHS:
                year = min(year, _FIRST_YEAR + int(rows[0]) // 12)
            elif len(rows) and a.shape[0] == clock.N_YEARS:
                year = min(year, _FIRST_YEAR + int(rows[0]))
            elif len(rows):
                return _FIRST_YEAR
    return year


def needs(laws: list[Law]) -> Needs:
    """Of whom each law may be read otherwise than the first, by year and province."""
    return needs_of(laws, READ_BY)
