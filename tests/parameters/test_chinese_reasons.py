"""In Chinese every value gives its source, or the reason of its assumption, as it does in English."""

from __future__ import annotations

import re

import pytest

from simulate.parameters import LawBook

LATIN = re.compile("[A-Za-z]+")
NAME = re.compile("[A-Z][A-Za-z]+")


@pytest.fixture(scope="module")
def book() -> LawBook:
    return LawBook.load()


def test_every_value_has_its_source_or_reason_in_chinese(book: LawBook) -> None:
    entries = [entry for spec in book.specs.values() for entry in spec.entries]
    assert len(entries) > 700
    missing = [f"{entry.place[0]}:{entry.place[1]}" for entry in entries if not entry.chinese]
    assert not missing, f"add zh, the source or assumption in Chinese: {', '.join(missing)}"


def test_the_only_letters_in_chinese_are_names_that_stand_in_the_english_too(book: LawBook) -> None:
    """Authors and journals whose names in characters are not known keep their letters."""
    for entry in (entry for spec in book.specs.values() for entry in spec.entries):
        english = entry.source or entry.assumption
        assert english
        strange = set(LATIN.findall(entry.chinese)) - set(NAME.findall(english))
        assert not strange, f"{entry.place[0]}:{entry.place[1]}: {strange} in {entry.chinese}"
