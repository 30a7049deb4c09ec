"""The headline of a province: who is insured there, at what pension, what its fund holds; both sexes together.

Workers are drawn in proportion to the people, so that a small province has few: the errors say how few.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate import contracts
from simulate.funds import FundFlows
from simulate.funds.accounts import ACCOUNTS, EXPENDITURE, POOL
from simulate.indicators.coverage import Named
from simulate.indicators.errors import Replicates, ratio

SHARES: Final = ("pay_as_flexible", "below_dibao", "insured_away")
RATIOS: Final = ("award_over_wage", "contributors_per_pensioner", "balance_over_expenditure")


def provinces(sums: Replicates, flows: FundFlows) -> Named:
    """Estimates by province, (replicate, label, year, province)."""
    both = sums.both
    contributors = both[contracts.CONTRIBUTORS_EMPLOYEE]
    shares = (
        ratio(both[contracts.CONTRIBUTORS_FLEXIBLE], contributors),
        ratio(both[contracts.BELOW_DIBAO], both[contracts.AGED_60]),
        ratio(both[contracts.INSURED_AWAY], both[contracts.INSURED_EMPLOYEE]),
    )
    spending = flows.side(POOL, EXPENDITURE) + flows.side(ACCOUNTS, EXPENDITURE)
    ratios = (
        ratio(both[contracts.AWARD_RATIO_SUM_EMPLOYEE], both[contracts.AWARDS_EMPLOYEE]),
        ratio(contributors, both[contracts.PENSIONERS_EMPLOYEE]),
        ratio(flows.closing[POOL] + flows.closing[ACCOUNTS], spending),
    )
    insured = (both[contracts.INSURED_EMPLOYEE], both[contracts.INSURED_RESIDENT])
    return {
        "insured_by_province": np.stack(insured, axis=1),
        "provincial_share": np.stack(shares, axis=1),
        "provincial_ratio": np.stack(ratios, axis=1),
    }
