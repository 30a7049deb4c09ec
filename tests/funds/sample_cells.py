"""Small hand-made inputs: cells of random positive numbers whose books add up, and parameters of plain arrays."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from simulate import clock, contracts
from simulate.contracts import Cells

ROOMS = (
    "funds",
    "population",
    "employee_pension",
    "employee_medical",
    "platform_copayment",
    "resident_medical",
    "unemployment",
)  # that books and people read


def book_contributions(place: np.ndarray) -> None:
    """What the funds received is what payers paid; what left a province with a worker arrived in the next one."""
    measure = contracts.PLACE_MEASURES.index
    for booked in (row for row in contracts.MEASURES if row.kind == "booked"):
        paid = [row for row in contracts.MEASURES if row.kind == "contribution" and row.fund == booked.fund]
        place[..., booked.position] = sum(place[..., row.position] for row in paid)
    for kind in ("pool", "account"):
        left = place[..., measure(f"{kind}_transfer_out")]
        place[..., measure(f"{kind}_transfer_in")] = np.roll(left, 1, axis=-2)


def random_cells(seed: int) -> Cells:
    """Cells with every number between 0.5 and 1.5 thousand million."""
    rng = np.random.default_rng(seed)
    years, groups = contracts.N_REPORT_YEARS, contracts.N_GROUPS
    place = rng.uniform(0.5e9, 1.5e9, (groups, years, 31, 2, len(contracts.PLACE_MEASURES)))
    book_contributions(place)
    return Cells(
        place=place,
        kind=rng.uniform(0.5e9, 1.5e9, (groups, years, 2, contracts.N_KINDS, len(contracts.KIND_MEASURES))),
        cohort=rng.uniform(0.5e9, 1.5e9, (groups, contracts.N_COHORTS, 2, len(contracts.COHORT_MEASURES))),
        awards=rng.uniform(0.0, 1e6, (groups, years, 2, contracts.N_AWARD_BINS)),
        changes=rng.uniform(0.0, 1e6, (groups, len(contracts.CHANGE_ROWS), contracts.N_CHANGE_COLUMNS)),
    )


class PlainParameters(dict):
    """Values by name, as a parameter set gives them."""

    def with_values(self, **changes: object) -> PlainParameters:
        """A copy with values of the funds room replaced by a number everywhere."""
        copy = PlainParameters(self)
        for name, value in changes.items():
            full = f"funds.{name}"
            copy[full] = SimpleNamespace(
                values=np.broadcast_to(np.asarray(value, float), copy[full].values.shape), spec=copy[full].spec
            )
        return copy

    def without(self, *names: str) -> PlainParameters:
        """A copy with zeros in the place of some parameters."""
        copy = PlainParameters(self)
        for name in names:
            copy[name] = SimpleNamespace(values=np.zeros_like(copy[name].values), spec=copy[name].spec)
        return copy


def funds_parameters() -> PlainParameters:
    """The shipped parameters of the funds and the population, with wages of 5,000 yuan and prices rising by 2 %."""
    from simulate.parameters import LawBook

    resolved, _ = LawBook.load().resolve()
    ps = PlainParameters(
        {
            each: SimpleNamespace(values=resolved[each].values, spec=resolved[each].spec)
            for each in resolved
            if each.partition(".")[0] in ROOMS
        }
    )
    ps["economy.reference_wage"] = SimpleNamespace(
        values=np.full((clock.N_YEARS, 31), 5000.0), spec=resolved["economy.reference_wage"].spec
    )
    ps["economy.inflation"] = SimpleNamespace(
        values=np.full(clock.N_YEARS, 0.02), spec=resolved["economy.inflation"].spec
    )
    return ps
