"""Shared inputs of these tests."""

from __future__ import annotations

from typing import Any

import pytest
import sample_cells


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
