"""Families of a pass: laws that are near one another are lived beside one of them, not each beside the base.

A worker shares a life with the first law of a family wherever no field that differs concerns them.  Cells that move a
floor everyone meets and a share few do are so lived for that of the few.  Which family a law is in changes no bit, only
the time: what it costs is estimated here from whom a change concerns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from simulate import clock
from simulate.parameters import ParameterSet
from simulate.schemes import concern
from simulate.schemes.law import build_law
from simulate.schemes.readings import needs
from simulate.sweeps.laws import PackedLaw, unpack_law

# Time of a law, in that of a scenario with its careers drawn (measured on one core, 40,000 workers).
FIRST: Final = 0.8  # the first of a family, which all live
BESIDE: Final = 0.1  # any other, beside the worker-years it lives
ASIDE: Final = 0.3  # of that, a share in which only the schemes beside the pensions differ
APART: Final = 1.6  # a share of one of worker-years lived apart: they are the busy ones
# Share of the worker-years of a year with a fact (baseline, from 2027); of facts not named here all.
SHARES: Final = {
    concern.EMPLOYED: 0.22, concern.FLEXIBLE: 0.15, concern.PLATFORM: 0.09, concern.AWAY: 0.03,
    concern.OUT_OF_WORK: 0.17, concern.GOING_ON: 0.08, concern.PENSIONER: 0.21,
}  # fmt: skip
Value = tuple[str, bytes]  # a parameter and its values, packed


def families(base: PackedLaw, laws: Sequence[PackedLaw]) -> list[int]:
    """Of each law the number of its family: 0 that of the base, others from 1 in the order of their first laws."""
    moved = [dict(law.values).items() ^ dict(base.values).items() for law in laws]
    first = {name: law for law, own in zip(reversed(laws), reversed(moved), strict=True) for name, _ in own}
    concerns = {name: _concern(base, name, law) for name, law in first.items()}
    levels = sorted({0.0, *concerns.values()})
    return min((_at_level(level, moved, concerns) for level in levels), key=lambda found: found[0])[1]


def _at_level(level: float, moved: Sequence[set[Value]], concerns: Mapping[str, float]) -> tuple[float, list[int]]:
    """Time and families where laws are together that differ only in what concerns no more than ``level``."""
    together: dict[frozenset[Value], list[int]] = {}
    for position, own in enumerate(moved):
        together.setdefault(frozenset(each for each in own if concerns[each[0]] > level), []).append(position)
    found, time, n = [0] * len(moved), 0.0, 0
    for group in together.values():
        near, far = (
            sum(_beside({name for name, _ in moved[each] if concerns[name] <= most}, concerns) for each in members)
            for members, most in ((group[1:], level), (group, 1.0))
        )
        if FIRST + near < far:
            n += 1
            for each in group:
                found[each] = n
        time += min(FIRST + near, far)
    return time, found


def _beside(names: set[str], concerns: Mapping[str, float]) -> float:
    return BESIDE + APART * min(sum(concerns[name] for name in names), 1.0)


@lru_cache(maxsize=256)
def _concern(base: PackedLaw, name: str, law: PackedLaw) -> float:
    """Share of all worker-years whom a parameter of a law concerns, were it the only one to differ from the base."""
    ground = unpack_law(base)
    ways = np.zeros(clock.N_YEARS)
    packed = [build_law(each, ways) for each in (ground, ParameterSet({**ground, name: unpack_law(law)[name]}))]
    of_whom = needs(packed)
    return _caught(of_whom.wholly) + ASIDE * _caught(of_whom.aside)


def _caught(net: concern.Net) -> float:
    """Share of all worker-years in which a worker is in a net of one law beside its base, or was."""
    in_place = (net.in_place[1] != 0).mean(axis=1)
    shares = np.array([_share(int(facts)) for facts in net.any_facts[1]])
    return float(np.maximum.accumulate(shares * np.where(net.anywhere[1] != 0, 1.0, in_place)).mean())


def _share(facts: int) -> float:
    """Share of the worker-years of a year with any of some facts."""
    if not facts:
        return 0.0
    known = [share for fact, share in SHARES.items() if facts & fact]
    return 1.0 if facts & ~sum(SHARES) else min(sum(known), 1.0)
