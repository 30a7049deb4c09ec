"""The part of chance in the enrolment of a batch of workers, drawn once for all scenarios of a run.

Shocks are keyed by worker and year, so that scenarios share them; some workers draw their traits again each year,
the others keep them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulate.contracts import Codes, Counts, Lanes
from simulate.engine.draws import (
    ENROLMENT_TASTES, ENROLMENT_TRAITS, ENROLMENT_WILL, ENROLMENT_YEAR, ENROLMENT_YEAR_TASTES, SUBSIDY, WORKER_TRAITS,
    Purpose, fill_words, gumbel, unit, words,
)  # fmt: skip
from simulate.engine.jit import rule
from simulate.schemes.enrolment.rules import (
    EMPLOYEE_SCHEME_AT_HUKOU, EMPLOYEE_SCHEME_AT_WORK, NOTHING, RESIDENT_SCHEME, is_flexible,
)  # fmt: skip
from simulate.schemes.views import CHANCE, CHANGING, Chance, Chances


class Choices(NamedTuple):
    """The part of chance in the choices of a batch of workers, drawn once for all scenarios of a run."""

    chances: Chances  # of each worker, then of each year in which they are drawn again
    drawn: Lanes  # (year, worker) which of ``chances`` holds
    steady: Codes  # (year, worker) form of a year without a change of form or place, CHANGING otherwise


def draw_choices(worker: Counts, form: Codes, place: Codes, first_year: int, renewal: float, seed: int) -> Choices:
    """Draw the choices of a batch; ``form``, ``place`` (month, worker) from January of ``first_year``, from 1950.

    Each year a worker draws compliance, joining and tastes again with the chance ``renewal``; else keeps its own.
    """
    n_years, n = form.shape[0] // 12, len(worker)
    chances = np.empty(n * (1 + n_years), CHANCE).view(np.recarray)  # memory that nothing is written to costs nothing
    drawn, steady = np.empty((n_years, n), np.uint32), np.empty((n_years, n), np.int16)
    n_drawn = _draw_choices(worker, form, place, first_year, renewal, seed, chances, drawn, steady)
    return Choices(chances[:n_drawn].view(np.recarray), drawn, steady)


@rule
def _draw_choices(
    worker: Counts,
    form: Codes,
    place: Codes,
    first_year: int,
    renewal: float,
    seed: int,
    chances: Chances,
    drawn: Lanes,
    steady: Codes,
) -> int:
    """Fill the arrays of ``Choices``: year by year, worker by worker, as forms and places lie in memory.

    Gives how many ``chances`` are filled; Python makes the arrays.
    """
    n = len(worker)
    n_drawn = n
    for lane in range(n):
        draw_own(worker[lane], seed, chances[lane])
    word = np.empty((4, n), np.uint32)
    for row in range(drawn.shape[0]):
        months = slice(12 * row, 12 * row + 12)
        find_steady(form[months], place[months], steady[row])
        january = 12 * (first_year + row)
        fill_words(worker, january, ENROLMENT_YEAR, seed, word)
        for lane in range(n):
            drawn[row, lane] = lane
            if unit(word[0, lane]) >= renewal:
                continue
            chance = chances[n_drawn]
            chances[n_drawn] = chances[lane]
            chance.compliance, chance.joining = unit(word[1, lane]), unit(word[2, lane])
            if is_choosing(form[months, lane], steady[row, lane]):
                draw_tastes(worker[lane], january, ENROLMENT_YEAR_TASTES, seed, chance)
            drawn[row, lane] = n_drawn
            n_drawn += 1
    return n_drawn


@rule
def draw_own(worker: int, seed: int, chance: Chance) -> None:
    """What is drawn of a worker for life."""
    w0, w1, w2, w3 = words(worker, 0, ENROLMENT_TRAITS, seed)
    chance.compliance, chance.declaring = unit(w0), unit(w1)
    chance.joining, chance.knowing = unit(w2), unit(w3)
    _, _, _, trait = words(worker, 0, WORKER_TRAITS, seed)
    chance.contract = unit(trait)
    g0, g1, g2, _ = words(worker, 0, ENROLMENT_WILL, seed)
    chance.continuing, chance.compelled, chance.own_account = unit(g0), unit(g1), unit(g2)
    s0, _, _, s3 = words(worker, 0, SUBSIDY, seed)
    chance.registered, chance.platforms = unit(s0), unit(s3)
    draw_tastes(worker, 0, ENROLMENT_TASTES, seed, chance)


@rule
def draw_tastes(worker: int, month: int, purpose: Purpose, seed: int, chance: Chance) -> None:
    """Draw a worker's tastes."""
    t0, t1, t2, t3 = words(worker, month, purpose, seed)
    chance.tastes[NOTHING], chance.tastes[RESIDENT_SCHEME] = gumbel(t0), gumbel(t1)
    chance.tastes[EMPLOYEE_SCHEME_AT_HUKOU], chance.tastes[EMPLOYEE_SCHEME_AT_WORK] = gumbel(t2), gumbel(t3)


@rule
def find_steady(form: Codes, place: Codes, steady: Codes) -> None:
    """Fill ``steady`` (worker,) with the form held in all months, (month, worker), in one place; else CHANGING."""
    for lane in range(len(steady)):
        steady[lane] = form[0, lane]
    for m in range(1, len(form)):
        for lane in range(len(steady)):
            is_same = form[m, lane] == form[0, lane] and place[m, lane] == place[0, lane]
            steady[lane] = steady[lane] if is_same else CHANGING


@rule
def is_choosing(form: Codes, steady_form: int) -> bool:
    """Whether a worker has a month of flexible work, (month,), and so a choice."""
    if steady_form != CHANGING:
        return is_flexible(steady_form)
    for kind in form:  # noqa: SIM110 - compiled
        if is_flexible(kind):
            return True
    return False
