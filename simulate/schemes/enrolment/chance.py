"""What chance has to do with the enrolment of a batch of workers, drawn once for all scenarios of a run.

Shocks are keyed by worker and year, so that scenarios share them; part of the workers draw their traits anew each year,
the others keep them.
"""

from __future__ import annotations


from typing import Final, NamedTuple

import numpy as np

from simulate.contracts import Codes, Counts, Reals
from simulate.engine.draws import (
    ENROLMENT_TASTES, ENROLMENT_TRAITS, ENROLMENT_WILL, ENROLMENT_YEAR, ENROLMENT_YEAR_TASTES, SUBSIDY, WORKER_TRAITS,
    fill_words, gumbel, unit, words,
)  # fmt: skip
from simulate.engine.jit import rule
from simulate.schemes.enrolment.rules import is_flexible
from simulate.schemes.views import CHANGING

N_ALTERNATIVES: Final = 4


class Choices(NamedTuple):
    """What chance has to do with the choices of a batch of workers, drawn once for all scenarios of a run."""

    compliance: Reals  # (year, worker) uniform, against the share of employers who insure
    joining: Reals  # (year, worker) uniform, against the share who are in the resident scheme
    declaring: Reals  # (worker,) uniform, for the declared base
    knowing: Reals  # (worker,) uniform, against the share who know the rules
    contract: Reals  # (worker,) uniform, against the share given contracts
    continuing: Reals  # (worker,) uniform, against the share who go on paying out of work
    compelled: Reals  # (worker,) uniform, against the share enrolled by law
    platforms: Reals  # (worker,) uniform, for the number of platforms one works for
    registered: Reals  # (worker,) uniform, against the share registered as hard to employ
    own_account: Reals  # (worker,) uniform, against the share with a business of their own
    tastes: Reals  # (year, worker, alternative) Gumbel; nothing in years without flexible work
    steady: Codes  # (year, worker) form of a year without a change of form or place, CHANGING otherwise


def draw_choices(worker: Counts, form: Codes, place: Codes, first_year: int, renewal: float, seed: int) -> Choices:
    """Draw the choices of a batch; ``form``, ``place`` (month, worker) from January of ``first_year``, from 1950.

    In a year a worker draws compliance, joining and tastes anew with the chance ``renewal``; else keeps its own.
    """
    n_years, n = form.shape[0] // 12, len(worker)
    choices = Choices(
        compliance=np.empty((n_years, n)), joining=np.empty((n_years, n)), declaring=np.empty(n), knowing=np.empty(n),
        contract=np.empty(n), continuing=np.empty(n), compelled=np.empty(n), platforms=np.empty(n),
        registered=np.empty(n), own_account=np.empty(n), tastes=np.empty((n_years, n, N_ALTERNATIVES)),
        steady=np.empty((n_years, n), np.int16),
    )  # fmt: skip
    _draw_choices(worker, form, place, first_year, renewal, seed, *choices)
    return choices


@rule
def _draw_choices(
    worker: Counts,
    form: Codes,
    place: Codes,
    first_year: int,
    renewal: float,
    seed: int,
    compliance: Reals,
    joining: Reals,
    declaring: Reals,
    knowing: Reals,
    contract: Reals,
    continuing: Reals,
    compelled: Reals,
    platforms: Reals,
    registered: Reals,
    own_account: Reals,
    tastes: Reals,
    steady: Codes,
) -> None:
    """Fill the arrays of ``Choices``: year by year, worker by worker, as forms and places lie in memory.

    Eighteen arguments, since what compiled code fills is handed over array by array, and Python makes the arrays.
    """
    n = len(worker)
    own_compliance, own_joining, own_taste = np.empty(n), np.empty(n), np.empty((n, N_ALTERNATIVES))
    for lane in range(n):
        w0, w1, w2, w3 = words(worker[lane], 0, ENROLMENT_TRAITS, seed)
        own_compliance[lane], declaring[lane] = unit(w0), unit(w1)
        own_joining[lane], knowing[lane] = unit(w2), unit(w3)
        t0, t1, t2, t3 = words(worker[lane], 0, ENROLMENT_TASTES, seed)
        own_taste[lane, 0], own_taste[lane, 1] = gumbel(t0), gumbel(t1)
        own_taste[lane, 2], own_taste[lane, 3] = gumbel(t2), gumbel(t3)
        _, _, _, trait = words(worker[lane], 0, WORKER_TRAITS, seed)
        contract[lane] = unit(trait)
        g0, g1, g2, _ = words(worker[lane], 0, ENROLMENT_WILL, seed)
        continuing[lane], compelled[lane], own_account[lane] = unit(g0), unit(g1), unit(g2)
        s0, _, _, s3 = words(worker[lane], 0, SUBSIDY, seed)
        registered[lane] = unit(s0)
        platforms[lane] = unit(s3)
    word = np.empty((4, n), np.uint32)
    for row in range(compliance.shape[0]):
        months = slice(12 * row, 12 * row + 12)
        find_steady(form[months], place[months], steady[row])
        january = 12 * (first_year + row)
        fill_words(worker, january, ENROLMENT_YEAR, seed, word)
        for lane in range(n):
            is_renewed = unit(word[0, lane]) < renewal
            compliance[row, lane] = unit(word[1, lane]) if is_renewed else own_compliance[lane]
            joining[row, lane] = unit(word[2, lane]) if is_renewed else own_joining[lane]
            if not is_choosing(form[months, lane], steady[row, lane]):
                continue
            for alternative in range(N_ALTERNATIVES):
                tastes[row, lane, alternative] = own_taste[lane, alternative]
            if is_renewed:
                t0, t1, t2, t3 = words(worker[lane], january, ENROLMENT_YEAR_TASTES, seed)
                tastes[row, lane, 0], tastes[row, lane, 1] = gumbel(t0), gumbel(t1)
                tastes[row, lane, 2], tastes[row, lane, 3] = gumbel(t2), gumbel(t3)


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
