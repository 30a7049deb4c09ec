"""Employment forms of a batch of workers: a form left is drawn when it happens, a quiet year costs two comparisons."""

from __future__ import annotations

import math

import numpy as np

from simulate.careers.cohort import AS_EMPLOYEE, AS_FLEXIBLE, CHURNING, CohortForms
from simulate.codes import PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, RETIRED
from simulate.contracts import Codes, Workers
from simulate.engine.draws import FORM_CHURN, FORM_DRIFT, Words, fill_words, pick, unit, words
from simulate.engine.jit import rule

_NO_OCCUPATION = -1
_NEVER = 1_000_000  # months


@rule
def draw_forms(
    workers: Workers, tables: CohortForms, first_month: int, seed: int, form: Codes, occupation: Codes
) -> None:
    """Fill ``form`` (month, worker) and ``occupation`` (year, worker; -1 outside platforms).

    In January shares move to their new targets (``cohort.cohort_forms``); within the year a form is left after a
    geometric waiting time.  ``first_month`` counts from January of ``clock.FIRST_YEAR``.
    """
    n = len(workers.worker)
    current, job = np.zeros(n, np.int16), np.zeros(n, np.int16)  # in the first year all enter for the first time
    word = np.empty((4, n), np.uint32)
    for year in range(len(occupation)):
        january = first_month + 12 * year
        fill_words(workers.worker, january, FORM_DRIFT, seed, word)
        _change_in_january(workers, tables, year, word, current, job)
        this_year = form[12 * year : 12 * year + 12]
        _hold(current, this_year)
        fill_words(workers.worker, january, FORM_CHURN, seed, word)
        _live_year(workers, tables, year, january, seed, word, current, job, this_year, occupation[year])


@rule
def _hold(current: Codes, form: Codes) -> None:
    """The forms (worker,) kept for every month of a year, (12, worker)."""
    for month in range(len(form)):
        for i in range(len(current)):
            form[month, i] = current[i]


@rule
def _is_platform(form: int) -> bool:
    return form == PLATFORM_EMPLOYEE or form == PLATFORM_FLEXIBLE


@rule
def spell(form: int, job: int) -> int:
    """What decides how long a form is kept: the form, of platform flexible workers the occupation, counted after."""
    return RETIRED + job if form == PLATFORM_FLEXIBLE else form


@rule
def _change_in_january(
    workers: Workers, tables: CohortForms, year: int, word: Words, current: Codes, job: Codes
) -> None:
    """Forms and jobs (worker,) after January; words: leave, destination, occupation."""
    leaving = tables.leaving[year]
    for i in range(len(current)):
        sex, hukou_type, education = workers.sex[i], workers.hukou_type[i], workers.education[i]
        if unit(word[0, i]) >= leaving[sex, hukou_type, education, current[i]]:
            continue
        entered = pick(tables.entering[year, sex, hukou_type, education], unit(word[1, i]))
        if entered != current[i] and _is_platform(entered):
            way = AS_EMPLOYEE if entered == PLATFORM_EMPLOYEE else AS_FLEXIBLE
            job[i] = pick(tables.occupation[way, sex, education], unit(word[2, i]))
        current[i] = entered


@rule
def _months_stayed(log_of_staying: float, u: float) -> int:
    """Whole months before a form is left, geometric."""
    return int(math.log(u) / log_of_staying) if log_of_staying < 0.0 else _NEVER


@rule
def _live_year(
    workers: Workers, tables: CohortForms, year: int, january: int, seed: int, word: Words, current: Codes, job: Codes,
    form: Codes, occupation: Codes,
) -> None:  # fmt: skip
    """Forms left within a year: ``form`` (month, worker) after the change, ``occupation``, ``current`` and ``job``.

    Words: waiting time, destination, occupation; those given hold for January, later ones are drawn for the month.
    """
    staying, log_staying = tables.staying_all_year[year], tables.log_staying[year]
    for i in range(len(current)):
        sex, hukou_type, education = workers.sex[i], workers.hukou_type[i], workers.education[i]
        occupation[i] = job[i] if _is_platform(current[i]) else _NO_OCCUPATION
        if unit(word[0, i]) < staying[sex, spell(current[i], job[i])]:
            continue
        w0, w1, w2 = np.uint64(word[0, i]), np.uint64(word[1, i]), np.uint64(word[2, i])
        month = _months_stayed(log_staying[sex, spell(current[i], job[i])], unit(w0))
        while month < 12:
            entered = pick(tables.following[year, sex, hukou_type, education], unit(w1))
            current[i] = entered
            if _is_platform(entered):
                way = AS_EMPLOYEE if entered == PLATFORM_EMPLOYEE else CHURNING
                job[i] = pick(tables.occupation[way, sex, education], unit(w2))
                occupation[i] = job[i]
            for later in range(month, 12):
                form[later, i] = entered
            w0, w1, w2, _ = words(workers.worker[i], january + month + 1, FORM_CHURN, seed)
            month += 1 + _months_stayed(log_staying[sex, spell(current[i], job[i])], unit(w0))
