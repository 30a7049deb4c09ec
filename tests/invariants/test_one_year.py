"""Fields of the packed law that differ in one year alone: who parts for it and shares the base again adds up.

What a year reads of years gone by, and of whom, is found here; a change that holds for good does not show it.  Fields
that are said to be read of the same workers move together in one law: nobody parts for one who would not for another,
so that none hides what another's net lets through.  Where the sums differ, each is moved by itself and named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest

from simulate import cohorts
from simulate.clock import year_index
from simulate.cohorts import RunOptions, passes
from simulate.cohorts.lived import Share
from simulate.parameters import ParameterSet
from simulate.schemes.concern import INJURED, MONTH, NO_TIME, Reading, monthly
from simulate.schemes.law import Law, build_law
from simulate.schemes.readings import READ_BY

FEW = RunOptions(workers=1_200, seed=11, threads=1)
SOME = Share(cohorts=tuple(range(40, 106, 2)))  # born 1949 to 2015: paying, claiming or drawing in the year moved
YEAR = year_index(2030)
AT_ONCE = 8  # laws lived in step
Fields = list[tuple[str, str]]  # scheme and field
Differing = Callable[[Sequence[Fields]], list[bool]]


def moved(values: np.ndarray, time: int) -> np.ndarray:
    """A table that in one year is a little more, or holds another of its codes."""
    rows = slice(12 * YEAR, 12 * YEAR + 12) if time == MONTH else slice(YEAR, YEAR + 1)
    found = values.copy()
    if values.dtype.kind == "f":
        found[rows] = 1.07 * found[rows] + (0.02 if not found[rows].any() else 0.0)
    else:
        low, high = (0, 1) if values.max() <= 1 else (values.min(), values.max())
        found[rows] = np.where(found[rows] == low, high, low)
    return found


def with_moved(law: Law, fields: Fields) -> Law:
    """The law with some of its fields moved in one year."""
    for scheme, name in fields:
        part = getattr(law, scheme)
        changed = part._replace(**{name: moved(getattr(part, name), READ_BY[scheme][name].time)})
        law = law._replace(**{scheme: changed})
    return law


def by_reading(law: Law) -> Iterator[Fields]:
    """The fields that have a time, together where they are said to be read alike."""
    together: dict[Reading, Fields] = {}
    for scheme, part in law._asdict().items():
        for name, values in part._asdict().items():
            reading = READ_BY[scheme][name]
            if reading.time != NO_TIME and not np.array_equal(moved(values, reading.time), values):
                alike = reading._replace(time=MONTH, by_place=False)
                together.setdefault(alike, []).append((scheme, name))
    yield from together.values()


@pytest.fixture
def base(law_of: Callable[..., ParameterSet]) -> Law:
    return build_law(law_of(), np.zeros(len(law_of()["economy.reference_wage"].values)))


@pytest.fixture
def differing(law_of: Callable[..., ParameterSet], monkeypatch: pytest.MonkeyPatch) -> Differing:
    """Whether the sums of each law differ by living everyone, its fields moved in one year."""

    def found(changes: Sequence[Fields]) -> list[bool]:
        def lived(live_everyone: bool) -> cohorts.lived.Lived:
            remaining = iter([[], *changes])
            monkeypatch.setattr(passes, "build_law", lambda *given: with_moved(build_law(*given), next(remaining)))
            return cohorts.live([law_of()] * (len(changes) + 1), FEW, SOME, live_everyone)

        netted, everyone = lived(False), lived(True)
        pairs = [*zip(netted.sums[0][1:], everyone.sums[0][1:], strict=True)]
        return [
            any(not np.array_equal(one[law], other[law]) for one, other in pairs)
            or not np.array_equal(netted.changes[law], everyone.changes[law])
            for law in range(1, len(changes) + 1)
        ]

    return found


def narrow(changes: Sequence[Fields], differing: Differing) -> Fields:
    """The fields whose net lets through whom they concern."""
    found: Fields = []
    for start in range(0, len(changes), AT_ONCE):
        some = changes[start : start + AT_ONCE]
        for fields, differs in zip(some, differing(some), strict=True):
            if differs:
                found += fields if len(fields) == 1 else narrow([[field] for field in fields], differing)
    return found


def test_a_change_of_one_year(base: Law, differing: Differing, request: pytest.FixtureRequest) -> None:
    changes = [*by_reading(base)]
    assert sum(map(len, changes)) > 150
    wanted = request.config.getoption("--readings")
    if wanted > 0:
        chance = np.random.default_rng(request.config.getoption("--robustness-seed"))
        changes = [changes[k] for k in chance.permutation(len(changes))[:wanted]]
    assert narrow(changes, differing) == []


def test_a_net_too_narrow_for_one_year_is_named(differing: Differing, monkeypatch: pytest.MonkeyPatch) -> None:
    """The floor of flexible workers said to be read of the injured alone, beside one of pensioners."""
    planted = {**READ_BY["employee_pension"], "flexible_base_floor": monthly(INJURED, by_place=True)}
    monkeypatch.setitem(READ_BY, "employee_pension", planted)
    floor = ("employee_pension", "flexible_base_floor")
    assert narrow([[floor, ("employee_pension", "indexation")]], differing) == [floor]
