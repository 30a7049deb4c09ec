"""What chance has to do with enrolment: what a worker keeps for life, and what is drawn again in some years."""

from __future__ import annotations

import numpy as np

from simulate.codes import EMPLOYEE, PLATFORM_FLEXIBLE
from simulate.schemes.enrolment.chance import Choices, draw_choices
from simulate.schemes.views import CHANCE, CHANGING

N, YEARS = 400, 6
OF_A_YEAR = {"compliance", "joining", "tastes"}
OF_LIFE = set(CHANCE.names or ()) - OF_A_YEAR
WORKER = np.arange(N) + (7 << 32)


def choices(renewal: float, order: np.ndarray | None = None) -> Choices:
    """Of workers on platforms, but for one who is employed in the last months of the third year and later."""
    form = np.full((12 * YEARS, N), PLATFORM_FLEXIBLE, np.int16)
    form[29:, 0] = EMPLOYEE
    order = np.arange(N) if order is None else order
    return draw_choices(WORKER[order], form[:, order], np.zeros_like(form), 60, renewal, 1)


def test_who_draws_nothing_anew_keeps_its_own() -> None:
    drawn = choices(0.0)
    assert len(drawn.chances) == N
    assert (drawn.drawn == np.arange(N)).all()


def test_what_is_drawn_anew_is_new_and_the_rest_kept() -> None:
    drawn = choices(1.0)
    own = drawn.chances[:N]
    assert len(drawn.chances) == N * (1 + YEARS)
    for row in range(YEARS):
        of_year = drawn.chances[drawn.drawn[row]]
        assert all((of_year[name] == own[name]).all() for name in OF_LIFE)
        assert (of_year.compliance != own.compliance).all()
        assert (of_year.joining != own.joining).all()
        has_changed = (of_year.tastes != own.tastes).all(axis=1)
        assert has_changed[1:].all()
        assert has_changed[0] == (row < 3)  # whoever has no choice draws no taste


def test_a_share_draws_anew_in_a_year() -> None:
    drawn = choices(0.25)
    is_new = drawn.drawn >= N
    assert is_new.sum() == len(drawn.chances) - N
    assert abs(is_new.mean() - 0.25) < 0.04


def test_chance_goes_by_worker_and_not_by_place() -> None:
    order = np.random.default_rng(1).permutation(N)
    ordered, shuffled = choices(0.25), choices(0.25, order)
    for row in range(YEARS):
        mine, theirs = shuffled.chances[shuffled.drawn[row]], ordered.chances[ordered.drawn[row][order]]
        assert all((mine[name] == theirs[name]).all() for name in CHANCE.names or ())


def test_a_year_is_steady_where_neither_form_nor_place_changes() -> None:
    steady = choices(0.0).steady
    assert (steady[:, 1:] == PLATFORM_FLEXIBLE).all()
    assert steady[:, 0].tolist() == [PLATFORM_FLEXIBLE] * 2 + [CHANGING] + [EMPLOYEE] * 3
