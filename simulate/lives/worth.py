"""What a life got for its contributions: present values, money's worth, and the rate of return they amount to."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulate.clock import FIRST_YEAR, LAST_AGE, N_YEARS, year_index
from simulate.contracts import Reals
from simulate.lives.flows import WORKER, year_paid, year_received
from simulate.lives.living import Life
from simulate.parameters.economy.params import reals
from simulate.population.demography import project
from simulate.schemes.employee_pension.rules import indexed_pension
from simulate.schemes.state import SETTLED_EMPLOYEE

# A year above prices, unless a career says otherwise; assumption: as in the OECD's Pensions at a Glance 2021 (the
# edition of 2023 takes 1.5 %).
DISCOUNT: Final = 0.02
_LOW, _HIGH, _STEPS = -0.5, 1.0, 200


class Worth(NamedTuple):
    """Values in the year of the first pension at constant prices of that year; rates a year above prices."""

    age: float  # at which benefits begin
    years: float  # of life left then, expected
    discount: float
    paid: float  # contributions of all payers, with interest at the discount rate
    own: float  # of these the worker's
    benefits: float
    rate_of_all: float | None  # internal rate of return on all contributions
    rate_of_own: float | None

    @property
    def ratio(self) -> float:
        """Benefits over all contributions."""
        return self.benefits / self.paid if self.paid > 0.0 else float("nan")

    @property
    def ratio_own(self) -> float:
        """Benefits over the worker's own contributions."""
        return self.benefits / self.own if self.own > 0.0 else float("nan")


def life_left(life: Life, age: int) -> float:
    """Expected years of life of the cohort and sex at an age: half a year and the chances to survive each further one.

    Death rates of the projection in the years of the life; after its last year those of that year.
    """
    rates = project(life.ground.composed.parameters).death_rate
    sex, birth_year = int(life.workers.sex[0]), life.workers.birth_year
    alive, total = 1.0, 0.5
    for each in range(age + 1, LAST_AGE + 1):
        year = min(max(year_index(birth_year + each), year_index(1990)), N_YEARS - 1)
        alive *= 1.0 - min(float(rates[year, each, sex]), 1.0)
        total += alive
    return total


def worth(life: Life, discount: float = DISCOUNT) -> Worth | None:
    """Money's worth; None where no pension is ever drawn."""
    kinds = {year.year: year_received(life, year) for year in life.years}
    received = {year: sum(amounts.values()) for year, amounts in kinds.items()}
    drawing = [year for year, amounts in kinds.items() if any("pension" in name for name in amounts)]
    if not drawing:
        return None
    start = drawing[0]
    begins = _begins(life, start)
    left = life_left(life, int(begins))
    paid = {year.year: year_paid(life, year) for year in life.years}
    stop = life.workers.birth_year + begins + left
    benefits = _until(life, received, stop)
    every = sorted(set(paid) | set(benefits))
    price = _prices(life, every, start)
    real_all = np.array([(paid[y].sum() if y in paid else 0.0) / price[y] for y in every])
    real_own = np.array([(paid[y][WORKER].sum() if y in paid else 0.0) / price[y] for y in every])
    real_benefits = np.array([benefits.get(y, 0.0) / price[y] for y in every])
    factor = (1.0 + discount) ** (start - np.array(every, dtype=float))
    return Worth(
        begins, left, discount, float(real_all @ factor), float(real_own @ factor), float(real_benefits @ factor),
        internal_rate(real_benefits - real_all), internal_rate(real_benefits - real_own),
    )  # fmt: skip


def _begins(life: Life, start: int) -> float:
    """Age at which the benefits of the year ``start`` begin."""
    rights = life.of(start).after.rights
    age = (life.of(start).january - life.birth_month) / 12.0
    if rights.outcome[0] == SETTLED_EMPLOYEE:
        return max((int(rights.stop_month[0]) - life.birth_month) / 12.0, age)
    if life.of(start).after.residents.is_claimed[0]:
        return max(float(life.law.resident_pension.pension_age[start - FIRST_YEAR]), age)
    return age


def _until(life: Life, received: dict[int, float], stop: float) -> dict[int, float]:
    """Benefits up to the date ``stop``; past the years lived they grow with the adjustment of pensions."""
    indexation = life.law.employee_pension.indexation
    out: dict[int, float] = {}
    last = life.years[-1].year
    for year in range(min(received), int(np.ceil(stop))):
        amount = received.get(year)
        if amount is None:
            rate = float(indexation[min(year_index(year), N_YEARS - 1)])
            amount = indexed_pension(out[year - 1] if year - 1 > last else received[last], rate)
        out[year] = amount
    final = int(np.ceil(stop)) - 1
    if final in out:
        out[final] *= stop - final
    return out


def _prices(life: Life, years: list[int], base: int) -> dict[int, float]:
    """Consumer prices of each year over those of ``base``."""
    inflation = reals(life.ground.composed.parameters, "economy.inflation")
    index = np.cumprod(1.0 + inflation)

    def at(year: int) -> float:
        beyond = max(year_index(year) - (N_YEARS - 1), 0)
        return float(index[min(year_index(year), N_YEARS - 1)] * (1.0 + inflation[-1]) ** beyond)

    return {year: at(year) / at(base) for year in years}


def internal_rate(flows: Reals) -> float | None:
    """Rate at which yearly flows are worth nothing: sum flow / (1 + rate)^t = 0, by bisection; None if none."""
    t = np.arange(len(flows), dtype=float)

    def value(rate: float) -> float:
        return float(flows @ (1.0 + rate) ** -t)

    low, high = _LOW, _HIGH
    if not (flows < 0.0).any() or not (flows > 0.0).any() or value(low) * value(high) > 0.0:
        return None
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        if value(low) * value(middle) <= 0.0:
            high = middle
        else:
            low = middle
    return 0.5 * (low + high)
