"""In Chinese every value of a lever gives its source, or the reason of its assumption, as it does in English."""

from __future__ import annotations

import re

import pytest

from simulate.parameters import LawBook

LATIN = re.compile("[A-Za-z]")


@pytest.fixture(scope="module")
def book() -> LawBook:
    return LawBook.load()


def test_every_value_of_a_lever_has_its_source_or_reason_in_chinese(book: LawBook) -> None:
    entries = [entry for spec in book.specs.values() if spec.is_lever for entry in spec.entries]
    assert len(entries) > 500
    missing = [f"{entry.place[0]}:{entry.place[1]}" for entry in entries if not entry.chinese]
    assert not missing, f"add zh, the source or assumption in Chinese: {', '.join(missing)}"


def test_no_reason_in_chinese_has_a_letter(book: LawBook) -> None:
    spoken = [entry for spec in book.specs.values() for entry in spec.entries if entry.chinese]
    assert len(spoken) > 500
    for entry in spoken:
        assert not LATIN.search(entry.chinese), f"{entry.place[0]}:{entry.place[1]}: {entry.chinese}"
        assert entry.source or entry.assumption
