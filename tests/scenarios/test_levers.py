"""Every lever, moved, changes the outputs it names in the direction it states: no lever is accepted and ignored."""

from __future__ import annotations

from functools import lru_cache

import pytest

from simulate import cohorts
from simulate.certificate import levers as tried
from simulate.certificate.judge import find
from simulate.certificate.lever_cases import CASES

BOOK = tried.book()
BEYOND_LIVES = ("funds.", "resident_medical.")  # read of the sums alone


@lru_cache(maxsize=2)
def gains(group: tried.Group) -> dict[str, list[tried.Gain]]:
    return tried.gains(group)


@pytest.mark.parametrize("lever", BOOK.levers)
def test_a_lever_moves_what_it_says(lever: str) -> None:
    group = next(each for each in tried.groups() if lever in each)
    for key, gain, sign in gains(group)[lever]:
        assert gain != 0.0, f"{lever} moved and {key} did not"
        assert gain * sign > 0.0, f"{lever}: {key} went the wrong way, by {gain:g}"


def same(one: cohorts.Cells, other: cohorts.Cells) -> bool:
    """Whether all sums are the same, bit for bit."""
    return all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))


def moving_nothing(levers: tuple[str, ...], workers: int) -> tuple[str, ...]:
    """The levers that move no sum of so few lives; of all, living only whom it concerns is living everyone again."""
    law, given = tried.case_of(levers[0]).law, tried.case_of(levers[0]).given
    base, _ = BOOK.resolve(law, given)
    laws = [BOOK.resolve(law, [*given, tried.move_of(lever, base)[0]])[0] for lever in levers]
    few = cohorts.RunOptions(workers=workers, threads=1)
    ground, *everyone = cohorts.simulate_cells([base, *laws], few, live_everyone=True)
    netted = cohorts.simulate_cells([base, *laws], few)[1:]
    for lever, one, other in zip(levers, netted, everyone, strict=True):
        assert same(one, other), lever
    pairs = zip(levers, everyone, strict=True)
    return tuple(lever for lever, cells in pairs if same(cells, ground._replace(changes=cells.changes)))


@pytest.mark.parametrize("levers", tried.groups(), ids=lambda group: group[0])
def test_whom_a_lever_does_not_concern_lives_as_before(levers: tuple[str, ...]) -> None:
    """Living everyone again under a lever, and only whom it concerns, gives the same bits, of lives that it moves."""
    of_lives = tuple(lever for lever in levers if not lever.startswith(BEYOND_LIVES))
    rare = moving_nothing(of_lives, 300) if of_lives else ()
    assert not rare or moving_nothing(rare, tried.WORKERS) == (), "levers of which nothing is seen here"


@pytest.mark.parametrize("lever", BOOK.levers)
def test_a_lever_names_an_output(lever: str) -> None:
    named = [key for key in BOOK.specs[lever].moves if key != "set"]
    assert named
    for key in named:
        find(key)


def test_the_cases_are_of_levers() -> None:
    assert set(CASES) <= set(BOOK.levers)
