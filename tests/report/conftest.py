"""Shared inputs of these tests."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "funds"))

import sample_cells


@pytest.fixture(scope="session")
def ps() -> Any:
    return sample_cells.funds_parameters()


@pytest.fixture(scope="session")
def cells() -> Any:
    return sample_cells.random_cells(1)


@pytest.fixture(scope="session")
def scenarios(cells: Any, ps: Any) -> Any:
    """A base, the same again, and one with higher contributions."""
    from simulate.indicators import compute
    from simulate.report import ScenarioResult

    other = sample_cells.random_cells(2)
    base = compute(cells, ps)
    return [
        ScenarioResult("base", base, title="The law", text="title: the law\nchanges: []\n", parameters_digest="ab"),
        ScenarioResult("nothing", compute(cells, ps), applied=("a.lever: 1 -> 1",)),
        ScenarioResult("reform", compute(other, ps)),
    ]


@pytest.fixture(scope="session")
def results(scenarios: Any) -> Any:
    from simulate.report import gather

    return gather(scenarios, attributes={"seed": 1})
