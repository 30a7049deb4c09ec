"""Where a batch of workers lives and works: moves are drawn once a year, places of work of quiet lives are lanes."""

from __future__ import annotations

import numpy as np

from simulate.careers.cohort import AWAY, HOME, CohortMigration
from simulate.codes import EMPLOYEE, OTHER_FLEXIBLE, PLATFORM_EMPLOYEE
from simulate.contracts import Codes, Workers
from simulate.engine.draws import MIGRATION, Words, fill_words, pick, unit
from simulate.engine.jit import lane, rule

_NOWHERE = -1  # the place away of a worker at home


@rule
def draw_migration(
    workers: Workers, tables: CohortMigration, first_month: int, seed: int, form: Codes, work_province: Codes,
    hukou_province: Codes,
) -> None:  # fmt: skip
    """Fill ``work_province`` (month, worker) and ``hukou_province`` (year, worker).

    Once a year a worker at home leaves, or one away returns, in some month of it; one who stays away may settle, which
    makes the province of work the one of the hukou.  Only those who can be away (``form``, (month, worker)) work there.
    ``first_month`` counts from January of ``clock.FIRST_YEAR``.
    """
    n = len(workers.worker)
    hukou, away, before = workers.hukou_province.copy(), np.full(n, _NOWHERE, np.int16), np.empty(n, np.int16)
    word = np.empty((4, n), np.uint32)
    for year in range(len(hukou_province)):
        fill_words(workers.worker, first_month + 12 * year, MIGRATION, seed, word)
        _move(workers, tables, year, word, hukou, before, away, hukou_province[year])
        for month in range(12 * year, 12 * year + 12):
            provinces_of_work(form[month], away, hukou, work_province[month])
        if year > 0:
            this_year = slice(12 * year, 12 * year + 12)
            _work_until_move(word[2], before, away, hukou, form[this_year], work_province[this_year])


@rule
def _move(
    workers: Workers, tables: CohortMigration, year: int, word: Words, hukou: Codes, before: Codes, away: Codes,
    hukou_province: Codes,
) -> None:  # fmt: skip
    """Hukou and place away before and after this year's moves, (worker,); words: leave or return, destination, month,
    settle."""
    change = tables.change[year]
    for i in range(len(away)):
        before[i] = away[i]
        is_away = away[i] >= 0
        chance = change[AWAY if is_away else HOME, workers.sex[i], workers.hukou_type[i], hukou[i]]
        if unit(word[0, i]) < chance:
            away[i] = _NOWHERE if is_away else pick(tables.destinations[hukou[i]], unit(word[1, i]))
        elif is_away and unit(word[3, i]) < tables.settling:
            hukou[i], away[i] = away[i], _NOWHERE
        hukou_province[i] = hukou[i]


@lane
def _province_of_work(kind: int, place: int, hukou: int) -> int:
    """Farmers, pupils and officials work at home whatever their place; -1 means no place away."""
    can_be_away = (kind == EMPLOYEE) | ((kind >= PLATFORM_EMPLOYEE) & (kind <= OTHER_FLEXIBLE))
    return place if can_be_away & (place >= 0) else hukou


@rule
def provinces_of_work(form: Codes, place: Codes, hukou: Codes, work_province: Codes) -> None:
    """Province of work of a month (worker,) into ``work_province``."""
    for i in range(len(form)):
        work_province[i] = _province_of_work(form[i], place[i], hukou[i])


@rule
def _work_until_move(word: Words, before: Codes, after: Codes, hukou: Codes, form: Codes, work_province: Codes) -> None:
    """The months of a year before a move, drawn by ``word`` (worker,), in the place before; tables (12, worker)."""
    for i in range(len(word)):
        if before[i] != after[i]:
            for month in range(int(unit(word[i]) * 12.0)):
                work_province[month, i] = _province_of_work(form[month, i], before[i], hukou[i])
