"""What workers earn, month by month: the one part of a life that moves every month, and so is written as lanes.

A lane loop goes over the workers of a batch, calls nothing that is not inlined, looks nothing up and writes to one
array; then it vectorises.  ``tests/careers/test_lanes.py`` holds each of them against its scalar twin.
"""

from __future__ import annotations

import numpy as np

from simulate.careers.cohort import CohortEarnings
from simulate.codes import PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE
from simulate.contracts import Codes, Singles, Workers
from simulate.engine.draws import EARNINGS, WORKER_TRAITS, fast_exp, fill_normals, fill_words
from simulate.engine.jit import rule

_NOTHING = np.float32(0.0)
_LEAST_PAY = np.float32(1e-9)  # below it a form earns nothing: its effect is -30


@rule
def draw_earnings(
    workers: Workers, tables: CohortEarnings, first_month: int, seed: int, form: Codes, occupation: Codes,
    earnings: Singles,
) -> None:  # fmt: skip
    """Fill ``earnings`` (month, worker): pay relative to the mean wage of the province of work.

    log pay = profile (age, sex, education) + hukou + form + occupation + the worker's own level + a persistent AR(1)
    + a transitory shock, the last two monthly; all in single precision.  ``form`` (month, worker) and ``occupation``
    (year, worker; -1 outside platforms) are those drawn before; ``first_month`` counts from January of
    ``clock.FIRST_YEAR``.  Two months take one draw, so they go together.
    """
    n = len(workers.worker)
    word, shock = np.empty((4, n), np.uint32), np.empty((4, n), np.float32)
    fill_words(workers.worker, 0, WORKER_TRAITS, seed, word)
    fill_normals(word, shock)
    own_level, persistent = np.empty(n, np.float32), np.empty(n, np.float32)
    level, steady = np.empty(n, np.float32), np.empty(n, np.float32)
    effect, spread = np.empty(n, np.float32), np.empty(n, np.float32)
    for i in range(n):
        own_level[i] = tables.own_level_sd * shock[0, i]
        persistent[i] = tables.persistent_sd * shock[1, i]
    for month in range(0, len(form), 2):
        if month % 12 == 0:
            year = month // 12
            _level(workers, tables, year, own_level, level)
            _effects_of_january(form[month], occupation[year], tables, year, effect, spread)
        fill_words(workers.worker, first_month + month, EARNINGS, seed, word)
        fill_normals(word, shock)
        for later in range(2):
            at = month + later
            if at % 12 > 0:
                _effects_of_changes(form[at - 1], form[at], occupation[year], tables, year, effect, spread)
            persist(tables.autocorrelation, tables.innovation_sd, shock[2 * later], level, persistent, steady)
            pay_of_month(steady, effect, spread, shock[2 * later + 1], earnings[at])


@rule
def _level(workers: Workers, tables: CohortEarnings, year: int, own_level: Singles, level: Singles) -> None:
    """Log pay of a year by the worker's characteristics, (worker,) into ``level``."""
    for i in range(len(level)):
        by_age = tables.profile[year, workers.sex[i], workers.education[i]]
        level[i] = own_level[i] + by_age + tables.hukou_effect[workers.hukou_type[i]]


@rule
def _form_effect(kind: int, job: int, tables: CohortEarnings, year: int) -> np.float32:
    """Effect of a form and, on a platform, of the occupation on log pay."""
    is_platform = kind == PLATFORM_EMPLOYEE or kind == PLATFORM_FLEXIBLE
    of_job = tables.occupation_effect[job] if is_platform and job >= 0 else _NOTHING
    return np.float32(tables.form_effect[year, kind] + of_job)


@rule
def _effects_of_january(
    form: Codes, job: Codes, tables: CohortEarnings, year: int, effect: Singles, spread: Singles
) -> None:
    """Effect on log pay and standard deviation of the shock of each worker's form, (worker,)."""
    for i in range(len(form)):
        effect[i] = _form_effect(form[i], job[i], tables, year)
        spread[i] = tables.transitory_sd[form[i]]


@rule
def _effects_of_changes(
    before: Codes, form: Codes, job: Codes, tables: CohortEarnings, year: int, effect: Singles, spread: Singles
) -> None:
    """The same for those who changed form this month; all others keep what holds for the stretch."""
    for i in range(len(form)):
        if form[i] != before[i]:
            effect[i] = _form_effect(form[i], job[i], tables, year)
            spread[i] = tables.transitory_sd[form[i]]


@rule
def persist(
    autocorrelation: np.float32, innovation_sd: np.float32, innovation: Singles, level: Singles,
    persistent: Singles, steady: Singles,
) -> None:  # fmt: skip
    """A month of the AR(1), in place in ``persistent``; with the level it is log pay but for form and shock."""
    for i in range(len(steady)):
        now = autocorrelation * persistent[i] + innovation_sd * innovation[i]
        persistent[i] = now
        steady[i] = level[i] + now


@rule
def pay_of_month(steady: Singles, effect: Singles, spread: Singles, shock: Singles, earnings: Singles) -> None:
    """Pay of a month, the exponential of its logarithm; nothing where the form earns nothing."""
    for i in range(len(earnings)):
        pay = fast_exp(steady[i] + (effect[i] + spread[i] * shock[i]))
        earnings[i] = pay if pay > _LEAST_PAY else _NOTHING
