"""Small runs that the tests of invariants share, each lived once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pytest

from simulate.cohorts import RunOptions, simulate_cells
from simulate.contracts import Cells
from simulate.parameters import LawBook, ParameterSet
from simulate.pipeline import Prepared, Result, execute
from simulate.scenario import Composed, compose, load_scenario

REFORMS = (
    "hukou_removal", "lower_minimum_base", "lower_minimum_base_first_yuan", "platform_copayment",
    "platform_copayment_at_source", "no_change",
)  # fmt: skip
SMALL = RunOptions(workers=600, seed=20, threads=1)


def same(one: Cells, other: Cells) -> bool:
    """Whether all sums of two scenarios have the same bits."""
    return all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))


def same_lives(one: Cells, other: Cells) -> bool:
    """As ``same``, but for the changes against the first scenario of a run, which depend on what that one is."""
    return same(one._replace(changes=other.changes), other)


@pytest.fixture(scope="session")
def composed() -> Callable[..., Composed]:
    """``composed("hukou_removal", on="law_2021", sets=("lever=value",))``, all from one reading of the law book."""
    book = LawBook.load()

    @lru_cache
    def build(reform: str = "", on: str = "baseline", sets: tuple[str, ...] = ()) -> Composed:
        laid = load_scenario(reform, book) if reform else None
        return compose(book, load_scenario(on, book), laid, sets)

    return build


@pytest.fixture(scope="session")
def law_of(composed: Callable[..., Composed]) -> Callable[..., ParameterSet]:
    """As ``composed``: the parameters of a scenario."""
    return lambda *args, **named: composed(*args, **named).parameters


@pytest.fixture(scope="session")
def alone(law_of: Callable[..., ParameterSet]) -> Callable[..., Cells]:
    """As ``law_of``: the sums of a scenario that is run by itself."""

    @lru_cache
    def run(reform: str = "", on: str = "baseline", sets: tuple[str, ...] = ()) -> Cells:
        return simulate_cells([law_of(reform, on, sets)], SMALL)[0]

    return run


@pytest.fixture(scope="session")
def compared(composed: Callable[..., Composed]) -> Callable[..., Result]:
    """``compared("law_2021")``: a base with all shipped reforms on it, from the law to the indicators."""

    @lru_cache
    def run(on: str = "baseline") -> Result:
        return execute(Prepared((composed(on=on), *(composed(reform, on) for reform in REFORMS))), SMALL)

    return run


def nation(cells: Cells, measure: int) -> np.ndarray:
    """A measure of the place table by report year and sex, over groups and provinces."""
    return np.asarray(cells.place[..., measure].sum(axis=(0, 2)))
