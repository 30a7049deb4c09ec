"""The law of today, packed once for all tests of the schemes."""

from __future__ import annotations

import pytest

from simulate.parameters import LawBook, ParameterSet
from simulate.schemes.law import Law as PackedLaw
from tests.schemes.by_month import certain_law, without_window
from tests.schemes.packed_law import Law, law_of


@pytest.fixture(scope="session")
def parameters() -> ParameterSet:
    return LawBook.load().resolve()[0]


@pytest.fixture(scope="session")
def law(parameters: ParameterSet) -> Law:
    return law_of(parameters)


@pytest.fixture(scope="session")
def certain(parameters: ParameterSet) -> PackedLaw:
    """The law with nothing left to chance and no window round the age: every event falls in the month it must."""
    return without_window(certain_law(parameters))
