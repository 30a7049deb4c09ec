"""A month insures once in a branch: of pay of the public service and a pension paid on in it, the first counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate.codes import OTHER_FLEXIBLE, PUBLIC_EMPLOYEE
from simulate.measures.branches import INSURED_UNEMPLOYMENT, MEDICAL_WORKING
from simulate.parameters import ParameterSet
from simulate.schemes.contribution.steps import sum_months
from simulate.schemes.employee_medical import steps as medical
from simulate.schemes.law import Law, build_law
from simulate.schemes.state import PAID_AS_FLEXIBLE
from simulate.schemes.unemployment import steps as unemployment
from simulate.schemes.views import Here
from tests.schemes.one_worker import a_person, a_year, in_year
from tests.schemes.packed_law import constant

PAY = 5_000.0


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    """Everyone who may be in a branch is."""
    whole = build_law(parameters, np.zeros(len(parameters["economy.reference_wage"].values)))
    m, u = whole.employee_medical, whole.unemployment
    return whole._replace(
        employee_medical=m._replace(flexible_take_up=constant(m.flexible_take_up, 1.0)),
        unemployment=u._replace(
            public_take_up=constant(u.public_take_up, 1.0), flexible_take_up=constant(u.flexible_take_up, 1.0)
        ),
    )  # fmt: skip


@pytest.mark.parametrize("public", range(13))
def test_public_service_beside_a_pension_paid_on(law: Law, public: int) -> None:
    """A pension paid all year, short of months, beside ``public`` months of public service and flexible work after."""
    y = a_year(in_year(2030, 61), [a_person()], form=OTHER_FLEXIBLE, place=0, pay=PAID_AS_FLEXIBLE, insured=0)
    y.months.form[:, :public], y.months.income[:] = PUBLIC_EMPLOYEE, PAY
    y.months.public_months, y.months.public_earned = public, PAY * public
    here: Any = Here(OTHER_FLEXIBLE, 0, True, 0.01)
    for person, _, record, ledger, me in y:
        sum_months(record)
        assert record.flexible_months == 12 - public
        for branch, own in ((medical, law.employee_medical), (unemployment, law.unemployment)):
            branch.STEPS["contributions"](own, law.economy, person, y.now, here, record, ledger, me)
        assert ledger[MEDICAL_WORKING] == pytest.approx(1.0)
        assert ledger[INSURED_UNEMPLOYMENT] == pytest.approx(1.0)
        assert me.employee_medical.paid_months == pytest.approx(12)
        assert me.unemployment.paid_months == pytest.approx(12)
