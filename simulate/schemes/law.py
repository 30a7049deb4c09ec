"""The law of a scenario as the schemes read it: every scheme's parameters, packed, and several laws as records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, TypeAlias

import numpy as np

from simulate import clock
from simulate.contracts import Reals
from simulate.parameters import ParameterSet
from simulate.parameters.economy.params import national_wage
from simulate.schemes.registry import SCHEMES

BUILDERS: Final = {each.name: each.build for each in SCHEMES}

_FIRST_YEAR = clock.FIRST_YEAR
_LAST_YEAR = clock.LAST_REPORT_YEAR


class Economy(NamedTuple):
    """Wages and lines of poverty the schemes look up; year axes start in 1950, yuan a month."""

    wage: Reals  # (year, province)
    national_wage: Reals  # (year,)
    dibao_urban: Reals  # (year,)
    dibao_rural: Reals  # (year,)
    intraprovincial: Reals  # (year,) of rural-hukou non-farm workers in their province, share living away from home


if TYPE_CHECKING:
    from simulate.schemes.employee_medical.params import EmployeeMedicalParameters
    from simulate.schemes.employee_pension.params import EmployeePensionParameters
    from simulate.schemes.enrolment.params import EnrolmentParameters
    from simulate.schemes.occupational_injury.params import OccupationalInjuryParameters
    from simulate.schemes.platform_copayment.params import PlatformCopaymentParameters
    from simulate.schemes.portability.params import PortabilityParameters
    from simulate.schemes.resident_medical.params import ResidentMedicalParameters
    from simulate.schemes.resident_pension.params import ResidentPensionParameters
    from simulate.schemes.retirement.params import RetirementParameters
    from simulate.schemes.social_floor.params import SocialFloorParameters
    from simulate.schemes.subsidies.params import SubsidyParameters
    from simulate.schemes.unemployment.params import UnemploymentParameters

    class Law(tuple[Any, ...]):
        """All the schemes' parameters under one scenario, packed: wages and lines of poverty, then a part a scheme."""

        economy: Economy
        employee_medical: EmployeeMedicalParameters
        employee_pension: EmployeePensionParameters
        enrolment: EnrolmentParameters
        occupational_injury: OccupationalInjuryParameters
        platform_copayment: PlatformCopaymentParameters
        portability: PortabilityParameters
        resident_medical: ResidentMedicalParameters
        resident_pension: ResidentPensionParameters
        retirement: RetirementParameters
        social_floor: SocialFloorParameters
        subsidies: SubsidyParameters
        unemployment: UnemploymentParameters
        _fields: ClassVar[tuple[str, ...]]

        def __getitem__(self, scheme: str) -> tuple[Any, ...]: ...  # type: ignore[override]
        def _replace(self, **parts: Any) -> Law: ...
        def _asdict(self) -> dict[str, Any]: ...
        @classmethod
        def _make(cls, parts: Iterable[Any]) -> Law: ...

else:
    Law = NamedTuple("Law", [("economy", Economy), *((each.name, each.packed) for each in SCHEMES)])

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
    return Law._make([economy, *(build(parameters) for build in BUILDERS.values())])


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
