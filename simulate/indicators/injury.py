"""Injury at work: platform workers covered, what is paid in for each, and what the benefits go to."""

from __future__ import annotations

import numpy as np

from simulate import contracts
from simulate.contracts import Reals
from simulate.funds import FundFlows
from simulate.funds.accounts import EXPENDITURE, INJURY, WORK_INJURY
from simulate.indicators.coverage import Named, national
from simulate.indicators.errors import Replicates, ratio


def injury(sums: Replicates, flows: FundFlows) -> Named:
    """All indicators of injury at work; national ones are (replicate, year)."""
    insured = sums.both[contracts.INSURED_INJURY]
    employees = national(sums, contracts.CONTRIBUTORS_EMPLOYEE) - national(sums, contracts.CONTRIBUTORS_FLEXIBLE)
    premium, work_premium = _national(flows.booked[INJURY]), _national(flows.booked[WORK_INJURY])
    benefits = _national(flows.side(INJURY, EXPENDITURE))
    work_benefits = _national(flows.side(WORK_INJURY, EXPENDITURE))
    members = _national(insured)
    parts = {
        name: _national(flows.entries[INJURY, name]) for name in ("injury_medical", "injury_disability", "injury_death")
    }
    return {
        "insured_injury": insured,
        "insured_injury_national": members,
        "injury_premium_per_person_year": ratio(premium, members),
        "injury_benefit_per_person_year": ratio(benefits, members),
        "injury_payout_ratio": ratio(benefits, premium),
        **{f"{name}_national": values for name, values in parts.items()},
        "injury_loans": _national(flows.entries[INJURY, "loan_received"]),
        "work_injury_premium_per_person_year": ratio(work_premium, employees),
        "work_injury_benefit_per_person_year": ratio(work_benefits, employees),
    }


def _national(values: Reals) -> Reals:
    """(replicate, year, province) summed over the provinces."""
    return np.asarray(values.sum(axis=-1))
