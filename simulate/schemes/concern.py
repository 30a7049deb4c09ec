"""Whom a change of the law can concern, and when: why a further scenario costs only what it affects.

Every packed field of a scheme says which axis is its time, whether it has one of provinces, and which facts of a worker
let a step read it (``READ_BY`` in the scheme's ``params``).  A worker parts from the base in the first year in which a
field that differs could be read for them.  Too wide a net costs time, too narrow a net answers wrongly: a test lives
everyone under every lever and finds no difference.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate import clock
from simulate.codes import PROVINCES
from simulate.contracts import Counts, Reals

MONTH, YEAR, NO_TIME = range(3)  # the axis of time of a packed field, its first
# Facts of a worker in a year, a bit each.
EVERYONE: Final = 1
EMPLOYED: Final = 2  # a month with a contract, the public service apart
FLEXIBLE: Final = 4  # a month of flexible work
PLATFORM: Final = 8  # a month of flexible platform work
AWAY: Final = 16  # a month of flexible work outside the province of hukou
PUBLIC: Final = 65536  # a month in the public service
OUT_OF_WORK: Final = 32  # a month unemployed or inactive
INSURABLE: Final = 64  # a month in a form that a scheme here is meant for
GOING_ON: Final = 128  # may pay without work: paid lately and enough, goes on after the age, months deferred
HOLDER: Final = 256  # has months or an account in the employee scheme
SETTLING: Final = 512  # of an age to claim, no pension of the employee scheme yet
CLAIMING: Final = 1024  # may claim this year, or end an extension, or have left the scheme and buy months
SHORT: Final = 32768  # of these, those who may lack qualifying months
PENSIONER: Final = 2048  # draws a pension of the employee scheme
RESIDENT: Final = 4096  # has an account in the resident scheme
OLD: Final = 8192  # sixty or more, or of the age of the resident pension
INJURED: Final = 16384  # draws an allowance of an injury fund
PAYER: Final = EMPLOYED | FLEXIBLE | GOING_ON  # may pay into the employee scheme this year
# Facts that depend on what a worker has acquired; the others on the months of the year alone.
OF_STANDING: Final = GOING_ON | HOLDER | SETTLING | CLAIMING | SHORT | PENSIONER | RESIDENT | OLD | INJURED


class Reading(NamedTuple):
    """How a packed field is read."""

    time: int  # MONTH, YEAR or NO_TIME
    by_place: bool  # whether the next axis is the province
    facts: int  # of whom it is read
    remembered_by: int = 0  # of whom the values of years gone by are read
    weighed_by: int = 0  # who weighs a scheme beside the pensions when choosing one, where medical insurance has weight


def monthly(facts: int, by_place: bool = False, *, remembered_by: int = 0) -> Reading:
    """A field by month; ``remembered_by`` says of whom its past is read too."""
    return Reading(MONTH, by_place, facts, remembered_by)


def yearly(facts: int, by_place: bool = False, *, remembered_by: int = 0, weighed_by: int = 0) -> Reading:
    """A field by year; ``remembered_by`` says of whom its past is read too, ``weighed_by`` who weighs it."""
    return Reading(YEAR, by_place, facts, remembered_by, weighed_by)


def timeless(facts: int, by_place: bool = False) -> Reading:
    """A field that holds at all times."""
    return Reading(NO_TIME, by_place, facts)


class Ahead(NamedTuple):
    """What the base or a law holds in a year or in any later one, (law, year): what has been acquired for is read."""

    income_test: Counts  # 1 where a platform's share depends on months at the floor
    account_only: Counts  # 1 where flexible workers may pay into the account alone
    buy_in: Counts  # 1 where a worker who left without a pension may buy the months
    grant_cap: Reals  # months paid below which own payments cap the payments on death


class Net(NamedTuple):
    """Facts that let a worker part from the base, by law; of a change everywhere, and of one in a province."""

    anywhere: Counts  # (law, year)
    in_place: Counts  # (law, year, province)
    any_facts: Counts  # (law, year) all of these together


class Needs(NamedTuple):
    """What lets a worker part from the base: wholly, or in the schemes beside the pensions alone."""

    wholly: Net
    aside: Net
    ahead: Ahead


def differing_years(one: NDArray[Any], other: NDArray[Any], time: int) -> NDArray[np.bool_]:
    """(year, rest of the axes) where two tables of a field differ; of a field without time, in all years."""
    differs: NDArray[np.bool_] = np.asarray(one != other)
    if time == NO_TIME:
        return np.broadcast_to(differs, (clock.N_YEARS, *differs.shape))
    if time == MONTH:
        years: NDArray[np.bool_] = np.logical_or.reduce(differs.reshape(clock.N_YEARS, 12, *differs.shape[1:]), axis=1)
        return years
    return differs


class _Caught:
    """A net while it is being made."""

    def __init__(self, n_laws: int) -> None:
        self.anywhere = np.zeros((n_laws, clock.N_YEARS), np.int64)
        self.in_place = np.zeros((n_laws, clock.N_YEARS, len(PROVINCES)), np.int64)

    def add(self, index: int, years: NDArray[np.bool_], by_place: bool, facts: int, remembered_by: int) -> None:
        """Let a field that differs in ``years`` (year, rest of its axes) be read."""
        if by_place:
            places = years.reshape(clock.N_YEARS, len(PROVINCES), -1).any(axis=2)
            self.in_place[index] |= np.where(places, facts, 0)
            self.in_place[index] |= np.where(np.logical_or.accumulate(places, axis=0), remembered_by, 0)
        else:
            at_all = years.reshape(clock.N_YEARS, -1).any(axis=1)
            self.anywhere[index] |= np.where(at_all, facts, 0)
            self.anywhere[index] |= np.where(np.logical_or.accumulate(at_all), remembered_by, 0)

    def net(self) -> Net:
        """The net."""
        return Net(self.anywhere, self.in_place, self.anywhere | np.bitwise_or.reduce(self.in_place, axis=2))


def needs_of(
    laws: Sequence[tuple[Any, ...]], readings: Mapping[str, Mapping[str, Reading]], beside: Collection[str],
    has_weight: bool, ahead: Ahead,
) -> Needs:  # fmt: skip
    """What lets workers part from the first of several laws, NamedTuples of NamedTuples with fields as ``readings``.

    ``beside`` names the schemes of which the pensions read nothing but, if it ``has_weight``, what the choice weighs.
    """
    base, wholly, aside = laws[0], _Caught(len(laws)), _Caught(len(laws))
    for index, law in enumerate(laws):
        for scheme, one, other in zip(base._fields, base, law, strict=True):  # type: ignore[attr-defined]
            own = aside if scheme in beside else wholly
            for name, a, b in zip(one._fields, one, other, strict=True):
                reading = readings[scheme][name]
                if a.shape != b.shape:
                    wholly.anywhere[index] |= EVERYONE
                elif not np.array_equal(a, b):
                    years = differing_years(a, b, reading.time)
                    own.add(index, years, reading.by_place, reading.facts, reading.remembered_by)
                    if has_weight:
                        wholly.add(index, years, reading.by_place, reading.weighed_by, 0)
    return Needs(wholly.net(), aside.net(), ahead)
