"""Every change of every shipped reform is said in Chinese, without an English word."""

from __future__ import annotations

import re

import pytest

from simulate.parameters import LawBook
from simulate.scenario import compose, load_scenario
from simulate.scenario.names import scenario_names
from simulate.scenario.telling import described_change, described_value

CODES = {"ilo"}  # names of models and bodies that stand for themselves


@pytest.fixture(scope="module")
def book():
    return LawBook.load()


@pytest.mark.parametrize("name", scenario_names())
def test_changes_in_chinese(book, name):
    composed = compose(book, load_scenario("baseline", book), load_scenario(name, book))
    options = {part for spec in book.specs.values() for option in spec.options for part in option.split("_")}
    for change in composed.applied:
        stated = described_change(change, book.specs, "zh")
        assert " → " in stated
        assert not set(re.findall("[a-z]{2,}", stated.lower())) - options - CODES, stated


def test_a_range_is_told_from_least_to_most():
    assert [described_value("0..1.5", each) for each in ("zh", "en")] == ["0至1.5", "0..1.5"]
