"""Parameters of the population room, with scenario changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulate.parameters.lawbook import LawBook
from simulate.parameters.parameter_set import ParameterSet

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def resolve() -> Callable[..., ParameterSet]:
    """``resolve(fertility_variant="low")``: the parameters after these changes."""
    book = LawBook.read([ROOT / "simulate" / "population" / "parameters.yaml"], ROOT)

    def resolved(**changes: str) -> ParameterSet:
        return book.resolve(changes=[{"lever": f"population.{key}", "value": changes[key]} for key in changes])[0]

    return resolved
