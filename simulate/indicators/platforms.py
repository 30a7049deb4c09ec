"""What platforms pay for platform workers, for each of them and of each yuan of orders."""

from __future__ import annotations

import numpy as np

from simulate import contracts
from simulate.clock import FIRST_REPORT_YEAR, FIRST_YEAR
from simulate.contracts import KIND_ROWS
from simulate.funds import Parameters
from simulate.indicators.coverage import Named
from simulate.indicators.errors import Replicates, ratio


def platforms(sums: Replicates, ps: Parameters) -> Named:
    """By platform occupation, (replicate, year, occupation); both sexes, with and without a contract."""
    of = sums.kind.sum(axis=-2)[..., KIND_ROWS["occupation"]]
    paid, persons, earned = (
        of[each] for each in (contracts.KIND_PLATFORM_PAID, contracts.KIND_PERSONS, contracts.KIND_EARNINGS)
    )
    months = np.asarray(ps["platform_copayment.income_share_of_orders"].values, dtype=np.float64)
    share = months.reshape(-1, 12).mean(axis=-1)[FIRST_REPORT_YEAR - FIRST_YEAR :][: of.shape[2]]
    return {
        "platform_paid_per_worker": ratio(paid, persons),
        "platform_paid_over_orders": ratio(paid * share[:, None], earned),
    }
