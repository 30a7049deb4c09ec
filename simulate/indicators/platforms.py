"""What platforms pay for platform workers, for each of them and of each yuan of orders."""

from __future__ import annotations

from simulate import contracts
from simulate.contracts import KIND_ROWS
from simulate.funds import Parameters
from simulate.funds.rules import means_of
from simulate.indicators.coverage import Named
from simulate.indicators.errors import Replicates, ratio


def platforms(sums: Replicates, ps: Parameters) -> Named:
    """By platform occupation, (replicate, year, occupation); both sexes, with and without a contract."""
    of = sums.kind.sum(axis=-2)[..., KIND_ROWS["occupation"]]
    paid, persons, earned = (
        of[each] for each in (contracts.KIND_PLATFORM_PAID, contracts.KIND_PERSONS, contracts.KIND_EARNINGS)
    )
    share = means_of(ps, "platform_copayment.income_share_of_orders")
    return {
        "platform_paid_per_worker": ratio(paid, persons),
        "platform_paid_over_orders": ratio(paid * share[:, None], earned),
    }
