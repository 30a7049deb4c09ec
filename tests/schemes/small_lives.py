"""A few lives lived from end to end; run as a script it writes them to a file, with or without compilation.

``python -m tests.schemes.small_lives FILE``; the environment (NUMBA_DISABLE_JIT, NUMBA_BOUNDSCHECK) says how.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from simulate import clock
from simulate.careers.careers import CareerTables, draw_batch, prepare_careers
from simulate.contracts import FIRST_COHORT, Counts
from simulate.parameters import LawBook, ParameterSet
from simulate.population.demography import project
from simulate.population.synthesis import draw_cohort, shares, weights
from simulate.scenario import compose, load_scenario
from simulate.schemes.fold import new_tables
from simulate.schemes.life import build_law, simulate_years
from simulate.schemes.state import new_state

SEED = 7
# Birth year, men, women, reform on today's law: the old law, the transition, the platforms, a whole career ahead.
LIVES = (
    (1936, 4, 4, ""), (1957, 6, 6, "hukou_removal"), (1985, 8, 8, "platform_copayment"),
    (2003, 6, 6, "platform_copayment_at_source"),
)  # fmt: skip
Sums = dict[str, NDArray]


def live(parameters: ParameterSet, tables: CareerTables, birth_year: int, counts: Counts) -> Sums:
    """Draw one cohort, live it, and give all that came out: careers, state and sums."""
    workers = draw_cohort(birth_year, counts, SEED, shares(parameters))
    careers = draw_batch(workers, tables.of_cohort(birth_year), SEED)
    state, sums = new_state(len(workers.worker)), new_tables()
    simulate_years(
        build_law(parameters, tables.intraprovincial), workers, careers,
        weights(project(parameters), birth_year, counts), SEED, (clock.FIRST_YEAR, clock.LAST_REPORT_YEAR + 1), state,
        sums,
    )  # fmt: skip
    cohort = sums.cohort[:, birth_year - FIRST_COHORT]
    named = {"place": sums.place, "kind": sums.kind, "cohort": cohort, "awards": sums.awards}
    named |= {f"careers.{name}": values for name, values in careers._asdict().items() if name != "first_year"}
    named |= {f"rights.{name}": values for name, values in state.rights._asdict().items()}
    return named | {f"residents.{name}": values for name, values in state.residents._asdict().items()}


def live_all(book: LawBook, lives: tuple[tuple[int, int, int, str], ...] = LIVES) -> Sums:
    """Everything that came out of some lives, by name."""
    out: Sums = {}
    base = load_scenario("baseline", book)
    tables: CareerTables | None = None
    for birth_year, men, women, reform in lives:
        parameters = compose(book, base, load_scenario(reform, book) if reform else None).parameters
        if tables is None:
            tables = prepare_careers(parameters, project(parameters), shares(parameters))
        lived = live(parameters, tables, birth_year, np.array([men, women]))
        out |= {f"{birth_year}.{name}": values for name, values in lived.items()}
    return out


if __name__ == "__main__":
    np.savez(sys.argv[1], **live_all(LawBook.load()))  # type: ignore[arg-type]
