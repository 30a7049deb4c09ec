"""The packed parameters of the schemes, side by side."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate.parameters import ParameterSet
from simulate.schemes.employee_pension import params as employee_params
from simulate.schemes.platform_copayment import params as platform_params
from simulate.schemes.resident_pension import params as resident_params
from simulate.schemes.retirement import params as retirement_params


class Law(NamedTuple):
    """One tuple for each scheme."""

    employee: employee_params.EmployeePensionParameters
    retirement: retirement_params.RetirementParameters
    resident: resident_params.ResidentPensionParameters
    platform: platform_params.PlatformCopaymentParameters


def law_of(parameters: ParameterSet) -> Law:
    """Pack all four."""
    return Law(
        employee_params.build(parameters), retirement_params.build(parameters), resident_params.build(parameters),
        platform_params.build(parameters),
    )  # fmt: skip


def constant(like: NDArray[Any], value: float) -> NDArray[Any]:
    """The same value everywhere; read-only where the law's array is, so that no step is compiled again."""
    out = np.full_like(like, value)
    out.setflags(write=like.flags.writeable)
    return out
