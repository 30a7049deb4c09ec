"""Fields of the packed law that differ in one year alone: who parts for it and shares the base again adds up.

What a year reads of years gone by, and of whom, is found here; a change that holds for good does not show it.  Fields
that are said to be read of the same workers move together in one law: nobody parts for one who would not for another,
so that none hides what another's net lets through.  Where the sums differ, each is moved by itself and named.  Numbers
fall and rise by so much that floors, ceilings and shares bind whom they did not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest

from simulate import cohorts
from simulate.clock import N_YEARS, year_index
from simulate.cohorts import RunOptions, passes
from simulate.cohorts.lived import Share
from simulate.parameters import ParameterSet
from simulate.schemes.concern import (
    EMPLOYED,
    HOLDER,
    INJURED,
    MONTH,
    NO_TIME,
    PAYER,
    PLATFORM,
    SHORT,
    Reading,
)  # fmt: skip
from simulate.schemes.law import Law, build_law
from simulate.schemes.readings import READ_BY

FEW = RunOptions(workers=8_000, seed=3, threads=1)  # enough that one of them first pays and claims in the year
SOME = Share(cohorts=tuple(range(40, 106, 2)))  # born 1949 to 2015: paying, claiming or drawing in the year moved
YEAR = year_index(2030)
AT_ONCE = 8  # laws lived in step
FACTORS = (0.4, 1.6)
LAWS = ("", "ilo_package")  # today's, and one under which other flexible workers are insured against injury
Fields = list[tuple[str, str]]  # scheme and field
Differing = Callable[[Sequence[Fields]], list[bool]]


def moved(values: np.ndarray, time: int, factor: float) -> np.ndarray:
    """A table that in one year is ``factor`` times as much, or holds another of its codes."""
    rows = slice(12 * YEAR, 12 * YEAR + 12) if time == MONTH else slice(YEAR, YEAR + 1)
    found = values.copy()
    if values.dtype.kind == "f":
        found[rows] = factor * found[rows] + (0.02 if not found[rows].any() else 0.0)
    else:
        low, high = (0, 1) if values.max() <= 1 else (values.min(), values.max())
        one, other = (low, high) if factor > 1.0 else (high, low)
        found[rows] = np.where(found[rows] == one, other, one)
    return found


def with_moved(law: Law, fields: Fields, factor: float) -> Law:
    """The law with some of its fields moved in one year."""
    for scheme, name in fields:
        part = getattr(law, scheme)
        changed = part._replace(**{name: moved(getattr(part, name), READ_BY[scheme][name].time, factor)})
        law = law._replace(**{scheme: changed})
    return law


def by_reading(law: Law, factor: float) -> Iterator[Fields]:
    """The fields that have a time, together where they are said to be read alike."""
    together: dict[Reading, Fields] = {}
    for scheme, part in law._asdict().items():
        for name, values in part._asdict().items():
            reading = READ_BY[scheme][name]
            if reading.time != NO_TIME and not np.array_equal(moved(values, reading.time, factor), values):
                alike = reading._replace(time=MONTH, by_place=False)
                together.setdefault(alike, []).append((scheme, name))
    yield from together.values()


@pytest.fixture
def differing_of(law_of: Callable[..., ParameterSet], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Differing]:
    """Whether sums of laws on a scenario differ by living everyone, fields of each moved by a factor in one year."""

    def on(reform: str, factor: float) -> Differing:
        def lived(changes: Sequence[Fields], live_everyone: bool) -> cohorts.lived.Lived:
            fields = iter([[], *changes])
            monkeypatch.setattr(
                passes, "build_law", lambda *given: with_moved(build_law(*given), next(fields), factor)
            )  # fmt: skip
            return cohorts.live([law_of(reform)] * (len(changes) + 1), FEW, SOME, live_everyone)

        def found(changes: Sequence[Fields]) -> list[bool]:
            netted, everyone = lived(changes, False), lived(changes, True)
            pairs = [*zip(netted.sums[0][1:], everyone.sums[0][1:], strict=True)]
            return [
                any(not np.array_equal(one[law], other[law]) for one, other in pairs)
                or not np.array_equal(netted.changes[law], everyone.changes[law])
                for law in range(1, len(changes) + 1)
            ]

        return found

    return on


def narrow(changes: Sequence[Fields], differing: Differing) -> Fields:
    """The fields whose net lets through whom they concern."""
    found: Fields = []
    for start in range(0, len(changes), AT_ONCE):
        some = changes[start : start + AT_ONCE]
        for fields, differs in zip(some, differing(some), strict=True):
            if differs:
                found += fields if len(fields) == 1 else narrow([[field] for field in fields], differing)
    return found


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("on", LAWS)
def test_a_change_of_one_year(
    law_of: Callable[..., ParameterSet], differing_of: Callable[..., Differing], on: str, factor: float,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    changes = [*by_reading(build_law(law_of(on), np.zeros(N_YEARS)), factor)]
    assert sum(map(len, changes)) > 150
    wanted = request.config.getoption("--readings")
    if wanted > 0:
        chance = np.random.default_rng([request.config.getoption("--robustness-seed"), len(on), factor > 1.0])
        changes = [changes[k] for k in chance.permutation(len(changes))[:wanted]]
    assert narrow(changes, differing_of(on, factor)) == []


# Nets that were too narrow: of the law, by the factor, the field and of whom it was said to be read.
TOO_NARROW = [
    ("", 1.6, "employee_pension", "flexible_base_floor", INJURED),
    ("", 1.6, "employee_pension", "base_floor", PAYER | SHORT),  # the public service pays on its bounds too
    ("", 0.4, "employee_pension", "base_ceiling", PAYER | SHORT),
    ("", 0.4, "employee_pension", "crediting_rate", HOLDER),  # who pays first and claims in one year
    ("ilo_package", 0.4, "occupational_injury", "indexation", EMPLOYED | PLATFORM | INJURED),  # who joins freely
]


@pytest.mark.parametrize(("on", "factor", "scheme", "name", "facts"), TOO_NARROW)
def test_a_net_too_narrow_for_one_year_is_named(
    differing_of: Callable[..., Differing], monkeypatch: pytest.MonkeyPatch, on: str, factor: float, scheme: str,
    name: str, facts: int,
) -> None:  # fmt: skip
    """Beside a field of pensioners that is read as it says."""
    planted = {**READ_BY[scheme], name: READ_BY[scheme][name]._replace(facts=facts)}
    monkeypatch.setitem(READ_BY, scheme, planted)
    beside = [(scheme, name), ("employee_pension", "indexation")]
    assert narrow([beside], differing_of(on, factor)) == [(scheme, name)]
