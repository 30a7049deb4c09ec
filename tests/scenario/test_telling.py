"""Every change of every shipped reform is told in Chinese, without an English word."""

from __future__ import annotations

import re

import pytest

from simulate.parameters import LawBook
from simulate.scenario import compose, load_scenario
from simulate.scenario.names import scenario_names
from simulate.scenario.telling import change_told

CODES = {"ilo"}  # names of models and bodies that stand for themselves


@pytest.fixture(scope="module")
def book():
    return LawBook.load()


@pytest.mark.parametrize("name", scenario_names())
def test_changes_in_chinese(book, name):
    composed = compose(book, load_scenario("baseline", book), load_scenario(name, book))
    options = {part for spec in book.specs.values() for option in spec.options for part in option.split("_")}
    for change in composed.applied:
        told = change_told(change, book.specs, "zh")
        assert " → " in told
        assert not set(re.findall("[a-z]{2,}", told.lower())) - options - CODES, told
