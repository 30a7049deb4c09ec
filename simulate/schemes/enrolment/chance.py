"""What chance has to do with the enrolment of a batch of workers, drawn once for all scenarios of a run.

Shocks are keyed by worker and year, so that scenarios share them; part of the workers draw their traits anew each year,
the others keep them.
"""

from __future__ import annotations


from typing import Final, NamedTuple

import numpy as np

from simulate.codes import PLATFORM_FLEXIBLE
from simulate.contracts import Codes, Counts, Reals
from simulate.engine.draws import (
    ENROLMENT_TASTES, ENROLMENT_TRAITS, ENROLMENT_WILL, ENROLMENT_YEAR, ENROLMENT_YEAR_TASTES, SUBSIDY, WORKER_TRAITS,
    gumbel, unit, words,
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
    tastes: Reals  # (year, worker, alternative) Gumbel; nothing in years without flexible work
    # Of the careers, worked out here once for all scenarios:
    steady: Codes  # (year, worker) form of a year without a change of form or place, CHANGING otherwise
    has_platforms: Codes  # (year,) 1 for a year in which any of the workers does flexible platform work


def draw_choices(worker: Counts, form: Codes, place: Codes, first_year: int, renewal: float, seed: int) -> Choices:
    """Draw the choices of a batch; ``form``, ``place`` (month, worker) from January of ``first_year``, from 1950.

    In a year a worker draws compliance, joining and tastes anew with the chance ``renewal``; else keeps its own.
    """
    n_years, n = form.shape[0] // 12, len(worker)
    choices = Choices(
        compliance=np.empty((n_years, n)), joining=np.empty((n_years, n)), declaring=np.empty(n), knowing=np.empty(n),
        contract=np.empty(n), continuing=np.empty(n), compelled=np.empty(n), platforms=np.empty(n),
        registered=np.empty(n), tastes=np.empty((n_years, n, N_ALTERNATIVES)), steady=np.empty((n_years, n), np.int16),
        has_platforms=np.zeros(n_years, np.int16),
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
    tastes: Reals,
    steady: Codes,
    has_platforms: Codes,
) -> None:
    """Fill the arrays of ``Choices``: year by year, worker by worker, as forms and places lie in memory."""
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
        g0, g1, _, _ = words(worker[lane], 0, ENROLMENT_WILL, seed)
        continuing[lane], compelled[lane] = unit(g0), unit(g1)
        s0, _, _, s3 = words(worker[lane], 0, SUBSIDY, seed)
        registered[lane] = unit(s0)
        platforms[lane] = unit(s3)
    for row in range(compliance.shape[0]):
        january = 12 * (first_year + row)
        for lane in range(n):
            y0, y1, y2, _ = words(worker[lane], january, ENROLMENT_YEAR, seed)
            is_renewed = unit(y0) < renewal
            compliance[row, lane] = unit(y1) if is_renewed else own_compliance[lane]
            joining[row, lane] = unit(y2) if is_renewed else own_joining[lane]
            is_choosing = False
            is_steady = True
            kind, where = form[12 * row, lane], place[12 * row, lane]
            for m in range(12):
                is_choosing |= is_flexible(form[12 * row + m, lane])
                if form[12 * row + m, lane] == PLATFORM_FLEXIBLE:
                    has_platforms[row] = 1
                is_steady &= form[12 * row + m, lane] == kind and place[12 * row + m, lane] == where
            steady[row, lane] = kind if is_steady else CHANGING
            if not is_choosing:
                continue
            for alternative in range(N_ALTERNATIVES):
                tastes[row, lane, alternative] = own_taste[lane, alternative]
            if is_renewed:
                t0, t1, t2, t3 = words(worker[lane], january, ENROLMENT_YEAR_TASTES, seed)
                tastes[row, lane, 0], tastes[row, lane, 1] = gumbel(t0), gumbel(t1)
                tastes[row, lane, 2], tastes[row, lane, 3] = gumbel(t2), gumbel(t3)
