"""A few lives lived from end to end; run as a script it writes them to a file, with or without compilation.

``python -m tests.schemes.small_lives FILE``; the environment (NUMBA_DISABLE_JIT, NUMBA_BOUNDSCHECK) says how.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from simulate import clock
from simulate.careers.careers import CareerTables, draw_batch, prepare_careers
from simulate.contracts import FIRST_COHORT, FIRST_WHOLE_COHORT, LAST_WHOLE_COHORT, Counts
from simulate.parameters import LawBook, ParameterSet
from simulate.population.demography import project
from simulate.population.synthesis import draw_cohort, shares, weights
from simulate.scenario import compose, load_scenario
from simulate.schemes.law import build_law
from simulate.schemes.life import choices_of, close_positions, simulate_years
from simulate.schemes.positions import fold_changes, held_longest
from simulate.schemes.state import GROUPS, STATE, new_state
from simulate.schemes.tables import LIFE_UNIT, new_changes, new_tables

SEED = 7
# Birth year, men, women, reform on today's law, further changes: the old law, the transition, the platforms, a whole
# career ahead, and reforms that no shipped scenario makes.
LIVES = (
    (1936, 4, 4, "", ()),
    (1957, 6, 6, "hukou_removal", (
        "portability.transfer_take_up=1", "social_floor.kind=mixed",
        "retirement.early_retirement_share@1990=1", "retirement.invalidity_share@1990=0.6",
    )),
    (1985, 8, 8, "platform_copayment", (
        "portability.conversion_pooled_share=0.5", "subsidies.care_credit=both", "occupational_injury.model=nantong",
        "social_floor.kind=linked_minimum", "employee_medical.platform_share=0.5", "retirement.continue_share=0",
        "retirement.resident_conversion_share=1",
    )),
    (1990, 8, 8, "", (
        "platform_copayment.rule=three_way", "occupational_injury.model=taicang", "subsidies.deferral=next_year",
        "subsidies.matching_share=0.5", "portability.benefit_place_rule=last_place",
        "employee_pension.account_rate=0.11", "employee_pension.indexation_equal_share=0.3",
        "employee_pension.indexation_years_share=0.3",
    )),
    (2003, 6, 6, "platform_copayment_at_source", ("occupational_injury.model=ilo_fund",)),
)  # fmt: skip
Sums = dict[str, NDArray]


def live(parameters: ParameterSet, tables: CareerTables, birth_year: int, counts: Counts) -> Sums:
    """Draw one cohort, live it, and give all that came out: careers, state, sums, and positions, as if from nothing."""
    workers = draw_cohort(birth_year, counts, SEED, shares(parameters))
    careers = draw_batch(workers, tables.of_cohort(birth_year), SEED)
    state, sums = new_state(len(workers.worker)), new_tables()
    law, weight = build_law(parameters, tables.intraprovincial), weights(project(parameters), birth_year, counts)
    span = (clock.FIRST_YEAR, clock.LAST_REPORT_YEAR + 1)
    simulate_years(law, workers, careers, choices_of(law, workers, careers, SEED), weight, SEED, span, state, sums)
    net = close_positions(law, workers, careers, weight, state)
    form, occupation = np.empty((2, len(net)), np.int16)
    held_longest(careers.form, careers.occupation, form, occupation)
    changes, before = new_changes(), np.zeros(len(net))
    if FIRST_WHOLE_COHORT <= birth_year <= LAST_WHOLE_COHORT:
        at_60 = weight.persons[clock.year_index(birth_year + 60)]
        fold_changes(
            at_60, workers.group, workers.sex, workers.hukou_type, form, occupation, birth_year, before, net, LIFE_UNIT,
            changes,
        )  # fmt: skip
    cohort = sums.cohort[:, birth_year - FIRST_COHORT]
    named = {"place": sums.place, "kind": sums.kind, "cohort": cohort, "awards": sums.awards, "changes": changes}
    named |= {f"careers.{name}": values for name, values in careers._asdict().items() if name != "first_year"}
    for part in GROUPS:
        named |= {f"{part}.{name}": state[part][name] for name in STATE[part].names or ()}
    return named | {"position.net": net}


def live_all(book: LawBook, lives: tuple[tuple[int, int, int, str, tuple[str, ...]], ...] = LIVES) -> Sums:
    """Everything that came out of some lives, by name."""
    out: Sums = {}
    base = load_scenario("baseline", book)
    tables: CareerTables | None = None
    for birth_year, men, women, reform, sets in lives:
        parameters = compose(book, base, load_scenario(reform, book) if reform else None, sets).parameters
        if tables is None:
            tables = prepare_careers(parameters, project(parameters), shares(parameters))
        lived = live(parameters, tables, birth_year, np.array([men, women]))
        out |= {f"{birth_year}.{name}": values for name, values in lived.items()}
    return out


if __name__ == "__main__":
    np.savez(sys.argv[1], **live_all(LawBook.load()))  # type: ignore[arg-type]
