"""Injury at work: what is paid in for each who is covered, and what the benefits go to."""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate import contracts
from simulate.contracts import Reals
from simulate.funds import FundFlows
from simulate.funds.accounts import EXPENDITURE, INJURY, WORK_INJURY
from simulate.indicators.coverage import Named, national
from simulate.indicators.errors import Replicates, ratio

INJURY_FUNDS: Final = {"occupational_injury": INJURY, "work_injury": WORK_INJURY}
INJURY_FLOWS: Final = ("premium", "benefit")
INJURY_BENEFITS: Final = ("medical", "disability", "death")


def injury(sums: Replicates, flows: FundFlows) -> Named:
    """All indicators of injury at work, (replicate[, label], year)."""
    employees = national(sums, contracts.CONTRIBUTORS_EMPLOYEE) - national(sums, contracts.CONTRIBUTORS_FLEXIBLE)
    insured = np.stack([national(sums, contracts.INSURED_INJURY), employees], axis=1)
    premium = np.stack([_national(flows.booked[fund]) for fund in INJURY_FUNDS.values()], axis=1)
    benefits = np.stack([_national(flows.side(fund, EXPENDITURE)) for fund in INJURY_FUNDS.values()], axis=1)
    parts = [_national(flows.entries[INJURY, f"injury_{benefit}"]) for benefit in INJURY_BENEFITS]
    return {
        "injury_per_person_year": ratio(np.stack([premium, benefits], axis=1), insured[:, None]),
        "injury_payout_ratio": ratio(benefits, premium),
        "injury_benefits_national": np.stack(parts, axis=1),
        "injury_loans": _national(flows.entries[INJURY, "loan_received"]),
    }


def _national(values: Reals) -> Reals:
    """(replicate, year, province) summed over the provinces."""
    return np.asarray(values.sum(axis=-1))
