"""In Chinese every value gives its source, or the reason of its assumption, as it does in English."""

from __future__ import annotations

import re

import pytest

from simulate.parameters import LawBook

LATIN = re.compile("[A-Za-z]")


@pytest.fixture(scope="module")
def book() -> LawBook:
    return LawBook.load()


def test_every_value_has_its_source_or_reason_in_chinese(book: LawBook) -> None:
    entries = [entry for spec in book.specs.values() for entry in spec.entries]
    assert len(entries) > 700
    missing = [f"{entry.place[0]}:{entry.place[1]}" for entry in entries if not entry.chinese]
    assert not missing, f"add zh, the source or assumption in Chinese: {', '.join(missing)}"


def test_no_source_or_reason_in_chinese_has_a_letter(book: LawBook) -> None:
    for entry in (entry for spec in book.specs.values() for entry in spec.entries):
        assert not LATIN.search(entry.chinese), f"{entry.place[0]}:{entry.place[1]}: {entry.chinese}"
        assert entry.source or entry.assumption
