"""What each scheme costs a person-month: the year of ``schemes.life`` taken apart and its steps timed one by one.

``live`` is run uncompiled, so that each step, compiled as it is, can be timed; the batch is large, so that the time of
entering a step hardly counts.  The sum is somewhat above the time of the whole, which is compiled in one piece.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any, Final

import numpy as np

from simulate import clock
from simulate.careers.careers import CohortTables, draw_batch, prepare_careers
from simulate.parameters import ParameterSet
from simulate.population.demography import Projection, project
from simulate.population.synthesis import SynthesisShares, draw_cohort, shares, weights
from simulate.schemes import life
from simulate.schemes.fold import new_tables
from simulate.schemes.law import Law, build_law
from simulate.schemes.state import new_state

COHORTS: Final = (1962, 1985, 2004)  # lives under the old law, the law in force and its future
WORKERS: Final = 1500
SEED: Final = 1
SHARED: Final = {
    "settlement": ("settle_year", "buy_in_year", "fold_transfers"),
    "sums": (
        "describe_year", "old_age_income", "count_poor", "fold_lives", "fold_kinds", "fold_places", "positions",
    ),
}  # fmt: skip
SCHEMES: Final = (
    "enrolment", "employee_pension", "retirement", "resident_pension", "platform_copayment", "subsidies",
    "portability", "occupational_injury", "social_floor",
)  # fmt: skip


def costs(parameters: ParameterSet, repeats: int = 3) -> dict[str, float]:
    """Nanoseconds a person-month by scheme and shared step; the first pass compiles and is not counted."""
    make_up = shares(parameters)
    projection = project(parameters)
    tables = prepare_careers(parameters, projection, make_up)
    law = build_law(parameters, tables.intraprovincial)
    best: dict[str, float] = {}
    for repeat in range(repeats + 1):
        spent: dict[str, float] = {}
        timed_live = _taken_apart(spent)
        months = sum(
            _live(timed_live, law, make_up, projection, tables.of_cohort(birth_year), birth_year)
            for birth_year in COHORTS
        )
        for name, seconds in spent.items() if repeat > 0 else ():
            best[name] = min(best.get(name, np.inf), 1e9 * seconds / months)
    return best


def _live(
    live: Callable[..., None], law: Law, make_up: SynthesisShares, projection: Projection, tables: CohortTables,
    birth_year: int,
) -> int:  # fmt: skip
    """Live one cohort; returns its person-months lived month by month."""
    counts = np.array([WORKERS // 2, WORKERS // 2])
    workers = draw_cohort(birth_year, counts, SEED, make_up)
    careers = draw_batch(workers, tables, SEED)
    arguments = life.arguments(
        law, workers, careers, life.choices_of(law, workers, careers, SEED), weights(projection, birth_year, counts),
        SEED, (clock.FIRST_YEAR, clock.LAST_REPORT_YEAR + 1), new_state(WORKERS), new_tables(),
    )  # fmt: skip
    live(*arguments)
    return 12 * tables.n_years * WORKERS


def _taken_apart(spent: dict[str, float]) -> Callable[..., None]:
    """``life.live`` as plain Python, whose steps add the seconds they take to ``spent``."""
    plain = life.live.py_func  # type: ignore[attr-defined]
    names: dict[str, Any] = dict(plain.__globals__)
    for scheme in SCHEMES:
        names[scheme] = _timed_module(names[scheme], scheme, spent)
    for group, steps in SHARED.items():
        for step in steps:
            found = names[step]
            is_module = isinstance(found, ModuleType)
            names[step] = _timed_module(found, group, spent) if is_module else _timed(found, group, spent)
    return FunctionType(plain.__code__, names, plain.__name__, plain.__defaults__)


def _timed_module(module: ModuleType, name: str, spent: dict[str, float]) -> SimpleNamespace:
    kept: Mapping[str, Any] = vars(module)
    return SimpleNamespace(**{
        each: _timed(value, name, spent) if hasattr(value, "py_func") else value for each, value in kept.items()
    })  # fmt: skip


def _timed(step: Callable[..., Any], name: str, spent: dict[str, float]) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        start = time.perf_counter()
        try:
            return step(*arguments)
        finally:
            spent[name] = spent.get(name, 0.0) + time.perf_counter() - start

    return call
