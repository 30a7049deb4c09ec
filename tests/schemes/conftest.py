"""The law of today, packed once for all tests of the schemes."""

from __future__ import annotations

import pytest

from simulate.parameters import LawBook, ParameterSet
from tests.schemes.packed_law import Law, law_of


@pytest.fixture(scope="session")
def parameters() -> ParameterSet:
    return LawBook.load().resolve()[0]


@pytest.fixture(scope="session")
def law(parameters: ParameterSet) -> Law:
    return law_of(parameters)
