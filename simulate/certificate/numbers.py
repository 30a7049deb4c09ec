"""The numbers: books that add up, those fixed in outputs/baseline, and how long they take."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from simulate import clock, cohorts
from simulate.bench import reference_month
from simulate.bench.measure import person_months
from simulate.certificate import fixed_numbers
from simulate.certificate.bits import OPTIONS, lived, scenarios
from simulate.certificate.found import Found
from simulate.funds import IdentityBroken, accounts
from simulate.indicators import compute

SPEED_WORKERS: Final = 20_000
SLOWEST: Final = 6.0  # x reference: beyond, the processor is busy with something else, or loops are not vectorised
REPEATS: Final = 3


def identities() -> Found:
    """The books of every fund add up in every scenario, year and province; raised by the model where they do not."""
    faults = []
    for scenario, cells in zip(scenarios().scenarios, lived(OPTIONS), strict=True):
        try:
            compute(cells, scenario.parameters)
        except IdentityBroken as broken:
            faults.append(f"{scenario.name}: {broken}")
    years = clock.LAST_REPORT_YEAR - clock.FIRST_REPORT_YEAR + 1
    return Found(f"{accounts.N_FUNDS} funds, {years} years, {len(scenarios().scenarios)} scenarios", tuple(faults))


def fixed(folder: Path = fixed_numbers.FOLDER) -> Found:
    """National numbers of all shipped scenarios are those committed, within the tolerance."""
    if not any(folder.glob("*.csv")):
        return Found("no fixed numbers in this installation", is_tried=False)
    numbers = fixed_numbers.measure(threads=None, show_progress=False)
    moved = fixed_numbers.compare(numbers)
    n = sum(map(len, numbers.values()))
    return Found(f"{n:,} numbers within {fixed_numbers.TOLERANCE:g}", tuple(map(str, moved)))


def speed(slowest: float = SLOWEST) -> Found:
    """A person-month of one scenario, as a multiple of the reference month; the best of some repeats."""
    law, options = scenarios().scenarios[0].parameters, cohorts.RunOptions(workers=SPEED_WORKERS, threads=1)
    multiples = []
    for _ in range(REPEATS):
        before = reference_month.nanoseconds_a_month()
        start = time.perf_counter()
        cohorts.simulate_cells([law], options)
        nanoseconds = (time.perf_counter() - start) * 1e9 / person_months(SPEED_WORKERS)
        multiples.append(nanoseconds / ((before + reference_month.nanoseconds_a_month()) / 2))
    best = min(multiples)
    fault = f"{best:.2f} x reference; at most {slowest:g} where nothing else runs"
    return Found(f"{best:.2f} x reference", (fault,) if best > slowest else ())
