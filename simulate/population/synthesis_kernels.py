"""Who the workers of one cohort and sex are, drawn systematically: see ``synthesis``."""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate.codes import EDUCATIONS, HUKOU_TYPES, PROVINCES, URBAN
from simulate.contracts import Codes, Counts, Reals
from simulate.engine.jit import lane, rule

GOLDEN: Final = (5.0**0.5 - 1) / 2
SILVER: Final = 2.0**0.5 - 1
_N_PROVINCES: Final = len(PROVINCES)
_N_EDUCATIONS: Final = len(EDUCATIONS)
_N_LISTS: Final = len(HUKOU_TYPES) * _N_EDUCATIONS * _N_PROVINCES


@lane
def weyl(i: int, step: float, start: float) -> float:
    """Point i of Weyl's sequence, start + i * step modulo 1."""
    point = start + i * step
    return float(point - np.floor(point))


@rule
def draw_people(
    province: Reals, urban: Reals, education: Reals, starts: Reals, place: Counts, home: Codes, hukou_type: Codes,
    level: Codes, month: Codes,
) -> None:  # fmt: skip
    """Fill hukou province ``home``, ``hukou_type``, education ``level`` and birth ``month``, (worker,).

    ``province`` (province,) cumulative shares, ``urban`` (province,) and ``education`` (hukou type, 2) as in
    ``SynthesisShares``; ``starts`` of what is drawn; ``place`` (worker,) where each of the list stands in the cohort.
    """
    n = len(place)
    lists, length = np.empty(n, np.int64), np.zeros(_N_LISTS + 1, np.int64)
    _put_on_lists(province, urban, education, starts, lists)
    for of in lists:
        length[of + 1] += 1
    begin = np.cumsum(length)
    for i in range(n):
        of = lists[i]
        listed, begin[of] = begin[of], begin[of] + 1
        worker = place[listed]
        home[worker] = of % _N_PROVINCES
        level[worker] = of // _N_PROVINCES % _N_EDUCATIONS
        hukou_type[worker] = of // (_N_PROVINCES * _N_EDUCATIONS)
        month[worker] = np.int16(12.0 * weyl(listed, SILVER, starts[3]))


@rule
def _put_on_lists(province: Reals, urban: Reals, education: Reals, starts: Reals, lists: Counts) -> None:
    """Fill ``lists`` (worker,) with the list each is put on: by hukou type, then education, then province.

    Provinces get their share to one worker; one more worker is urban whenever, along the provinces, one more is
    expected; education is drawn along all rural workers, then along all urban ones.
    """
    n, drawn = len(lists), 0
    for kind in range(len(education)):
        home, expected, before = 0, 0.0, 0.0
        for i in range(n):
            while home < _N_PROVINCES - 1 and province[home] <= (i + starts[0]) / n:
                home += 1
            expected += urban[home]
            reached = np.floor(expected + starts[1])
            if (reached > before) == (kind == URBAN):
                point = weyl(drawn, GOLDEN, starts[2])
                level = int(point >= education[kind, 0]) + int(point >= education[kind, 1])
                lists[drawn] = (_N_EDUCATIONS * kind + level) * _N_PROVINCES + home
                drawn += 1
            before = reached
