"""What each scheme costs a person-month: the steps of the year are counted in cycles where they stand.

``life.live`` is compiled once more with the steps of each scheme wrapped in readings of the machine's cycle counter.
Their cycles, less what the readings cost, over those of the lives as they run without any reading are shares of the
time of these; what is in no step (months read, the order of the year, heads counted) is a line of its own.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import FunctionType, ModuleType
from typing import Any, Final

import numpy as np

from simulate import clock
from simulate.careers.careers import CohortTables, draw_batch, prepare_careers
from simulate.contracts import Counts
from simulate.engine.cycles import CALLS, CYCLES, Step, bound_in, cost_of_counting, counted, new_tally, with_others
from simulate.parameters import ParameterSet
from simulate.population.demography import Projection, project
from simulate.population.synthesis import SynthesisShares, draw_cohort, shares, weights
from simulate.schemes import life
from simulate.schemes.law import Law, build_law
from simulate.schemes.state import new_state
from simulate.schemes.tables import new_tables

COHORTS: Final = (1962, 1985, 2004)  # lives under the old law, the law in force and its future
WORKERS: Final = 1500
SEED: Final = 1
REST: Final = "the rest of the year"
ROOM: Final = "simulate.schemes."
# files that put the steps in order
TAKEN_APART: Final = {"asking", "batch", "batch_year", "life", "moments", "parting", "year"}
STEPS: Final = {"steps", "following"}  # files of a scheme whose functions are steps of the year
SHARED: Final = {"settlement": "settlement", **dict.fromkeys(("fold", "fold_kinds", "fold_lives", "positions"), "sums")}


def group_of(module: str) -> str:
    """What a step of this module is counted under; empty for anything else."""
    parts = module.removeprefix(ROOM).split(".") if module.startswith(ROOM) else []
    if len(parts) == 2 and parts[1] in STEPS:
        return parts[0]
    return SHARED.get(parts[0], "") if len(parts) == 1 else ""


class TakenApart:
    """``life.live`` compiled again, each step of it counted under its scheme."""

    def __init__(self) -> None:
        self.tallies: dict[str, Counts] = {}
        self._made: dict[Step, Step] = {}
        self.live = self._made_anew(life.live)

    def cycles(self, of_a_call: float) -> dict[str, float]:
        """Cycles counted by group, less those of counting each call."""
        return {name: max(float(tally[CYCLES] - of_a_call * tally[CALLS]), 0.0) for name, tally in self.tallies.items()}

    def reset(self) -> None:
        """Begin to count again."""
        for tally in self.tallies.values():
            tally[:] = 0

    def _made_anew(self, step: Step) -> Step:
        """A step that puts others in order, these counted; itself where it calls none."""
        plain = step.py_func  # type: ignore[attr-defined]
        named: Mapping[str, Any] = plain.__globals__ | bound_in(step)
        code = plain.__code__
        others = {name: self._other(named[name]) for name in (*code.co_names, *code.co_freevars) if name in named}
        changed = {name: other for name, other in others.items() if other is not named[name]}
        return with_others(step, changed) if changed else step

    def _other(self, found: Any) -> Any:
        """What replaces a function or module: steps counted, files that order them taken apart."""
        if isinstance(found, ModuleType) and found.__name__.startswith(ROOM):
            module = ModuleType(found.__name__)
            vars(module).update({name: self._other(value) for name, value in vars(found).items() if _is_step(value)})
            return module
        if not _is_step(found):
            return found
        if found not in self._made:
            module_name = found.py_func.__module__
            group = group_of(module_name)
            if group:
                self._made[found] = counted(found, self.tallies.setdefault(group, new_tally()))
            elif module_name.removeprefix(ROOM) in TAKEN_APART:
                self._made[found] = self._made_anew(found)
            else:
                self._made[found] = found
        return self._made[found]


def _is_step(value: Any) -> bool:
    return hasattr(value, "py_func")


def costs(parameters: ParameterSet, repeats: int = 3) -> dict[str, float]:
    """Nanoseconds a person-month by scheme and shared step; nothing where the machine's counter may not be read."""
    make_up, projection = shares(parameters), project(parameters)
    tables = prepare_careers(parameters, projection, make_up)
    law = build_law(parameters, tables.intraprovincial)
    lives = [_Lives(law, make_up, projection, tables.of_cohort(birth_year), birth_year) for birth_year in COHORTS]
    apart, whole = TakenApart(), new_tally()
    undivided = counted(life.live, whole)
    of_a_call, cycles = cost_of_counting(), dict[str, float]()
    best = undivided_cycles = np.inf
    for repeat in range(repeats + 1):  # the first pass compiles and is not counted
        apart.reset()
        whole[:] = 0
        nanoseconds = sum(each.lived(undivided) for each in lives)
        for each in lives:
            each.lived(apart.live)
        if repeat > 0:
            best, undivided_cycles = min(best, nanoseconds), min(undivided_cycles, float(whole[CYCLES]))
            for name, spent in apart.cycles(of_a_call).items():
                cycles[name] = min(cycles.get(name, np.inf), spent)
    if undivided_cycles == 0.0:
        return {}
    cycles[REST] = max(undivided_cycles - sum(cycles.values()), 0.0)
    per_cycle = best / sum(each.months for each in lives) / undivided_cycles
    return {name: per_cycle * spent for name, spent in cycles.items()}


class _Lives:
    """Lives of one cohort, drawn once and lived as often as asked."""

    def __init__(
        self, law: Law, make_up: SynthesisShares, projection: Projection, tables: CohortTables, birth_year: int
    ) -> None:
        counts = np.array([WORKERS // 2, WORKERS // 2])
        workers = draw_cohort(birth_year, counts, SEED, make_up)
        careers = draw_batch(workers, tables, SEED)
        choices = life.choices_of(law, workers, careers, SEED)
        self.months = 12 * tables.n_years * WORKERS
        self._drawn = law, workers, careers, choices, weights(projection, birth_year, counts), SEED

    def lived(self, live: Step) -> float:
        """Nanoseconds that living these lives takes by ``live``, which is ``life.live`` or does the same."""
        plain = life.simulate_years
        simulate_years = FunctionType(plain.__code__, plain.__globals__ | {"live": live}, None, plain.__defaults__)
        years, state, tables = (clock.FIRST_YEAR, clock.LAST_REPORT_YEAR + 1), new_state(WORKERS), new_tables()
        start = time.perf_counter_ns()
        simulate_years(*self._drawn, years, state, tables)
        return float(time.perf_counter_ns() - start)
