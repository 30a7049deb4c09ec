"""Shared inputs of these tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sample_cells


@pytest.fixture(scope="session")
def scenarios(cells: Any, ps: Any) -> Any:
    """A base, the same again, and one with higher contributions."""
    from simulate.indicators import compute
    from simulate.results.estimates import ScenarioResult
    from simulate.scenario.kept import Piece

    other = sample_cells.random_cells(2)
    base = compute(cells, ps)
    return [
        ScenarioResult(
            "base",
            base,
            title="The law",
            pieces=(Piece("scenario", "base", "title: the law\nchanges: []\n"),),
            parameters_digest="ab",
        ),
        ScenarioResult("nothing", compute(cells, ps), applied=("a.lever: 1 -> 1",)),
        ScenarioResult("reform", compute(other, ps)),
    ]


@pytest.fixture(scope="session")
def results(scenarios: Any) -> Any:
    from simulate.results.estimates import gather

    return gather(scenarios, attributes={"seed": 1})


@pytest.fixture(scope="session")
def samples() -> Any:
    """Three scenarios as a run gives them, for the page."""
    import sample_page

    return sample_page.scenarios()


@pytest.fixture(scope="session")
def folder(samples: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their results, written; tests only read them."""
    import sample_page

    return sample_page.write(samples, tmp_path_factory.mktemp("page") / "run")


@pytest.fixture(scope="session")
def html(folder: Path) -> str:
    """The page of them in both languages, without typical workers."""
    from simulate.report.page import page
    from simulate.report.page.source import open_runs
    from simulate.results.words import LANGUAGES

    return page.render(open_runs([folder]), LANGUAGES)
