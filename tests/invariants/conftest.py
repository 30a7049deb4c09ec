"""Small runs that the tests of invariants share, each lived once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pytest

from simulate.contracts import Cells
from simulate.parameters import ParameterSet
from simulate.pipeline import Result, RunOptions, execute, prepare, simulate_cells

REFORMS = (
    "hukou_removal", "lower_minimum_base", "lower_minimum_base_first_yuan", "platform_copayment",
    "platform_copayment_at_source", "no_change",
)  # fmt: skip
SMALL = RunOptions(workers=600, seed=20, threads=1)


def same(one: Cells, other: Cells) -> bool:
    """Whether all sums of two scenarios have the same bits."""
    return all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))


@pytest.fixture(scope="session")
def law_of() -> Callable[..., ParameterSet]:
    """``law_of("hukou_removal", on="law_2021", sets=("lever=value",))``: the parameters of a composed scenario."""

    @lru_cache
    def build(reform: str = "", on: str = "baseline", sets: tuple[str, ...] = ()) -> ParameterSet:
        return prepare(on, [reform] if reform else [], sets).scenarios[-1].parameters

    return build


@pytest.fixture(scope="session")
def alone(law_of: Callable[..., ParameterSet]) -> Callable[..., Cells]:
    """As ``law_of``: the sums of a scenario that is run by itself."""

    @lru_cache
    def run(reform: str = "", on: str = "baseline", sets: tuple[str, ...] = ()) -> Cells:
        return simulate_cells([law_of(reform, on, sets)], SMALL)[0]

    return run


@pytest.fixture(scope="session")
def compared() -> Callable[..., Result]:
    """``compared("law_2021")``: a base with all shipped reforms on it, from the law to the indicators."""

    @lru_cache
    def run(on: str = "baseline") -> Result:
        return execute(prepare(on, REFORMS), SMALL)

    return run


def nation(cells: Cells, measure: int) -> np.ndarray:
    """A measure of the place table by report year and sex, over groups and provinces."""
    return np.asarray(cells.place[..., measure].sum(axis=(0, 2)))
