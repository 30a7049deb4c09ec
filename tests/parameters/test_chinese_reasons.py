"""In Chinese: the reason of every assumption of a lever, the source of every value that a shipped scenario replaces."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from simulate.machine.files import SCENARIOS
from simulate.parameters import LawBook

LATIN = re.compile("[A-Za-z]")


@pytest.fixture(scope="module")
def book() -> LawBook:
    return LawBook.load()


@pytest.mark.parametrize("path", sorted(SCENARIOS.rglob("*.yaml")), ids=lambda path: path.stem)
def test_what_a_scenario_replaces_has_its_reason_in_chinese(path: Path, book: LawBook) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    changes = content.get("changes") or [] if isinstance(content, dict) else []
    levers = [each["lever"] for each in changes if isinstance(each, dict) and "lever" in each]
    for lever in filter(book.specs.__contains__, levers):
        for entry in book.specs[lever].entries:
            assert entry.chinese, f"{entry.place[0]}:{entry.place[1]}: add zh, the source or assumption in Chinese"


def test_every_assumption_of_a_lever_has_its_reason_in_chinese(book: LawBook) -> None:
    entries = [entry for spec in book.specs.values() if spec.is_lever for entry in spec.entries]
    assumed = [entry for entry in entries if entry.assumption and not entry.source]
    assert len(assumed) > 250
    missing = [f"{entry.place[0]}:{entry.place[1]}" for entry in assumed if not entry.chinese]
    assert not missing, f"add zh, the reason in Chinese: {', '.join(missing)}"


def test_no_reason_in_chinese_has_a_letter(book: LawBook) -> None:
    spoken = [entry for spec in book.specs.values() for entry in spec.entries if entry.chinese]
    assert len(spoken) > 350
    for entry in spoken:
        assert not LATIN.search(entry.chinese), f"{entry.place[0]}:{entry.place[1]}: {entry.chinese}"
        assert entry.source or entry.assumption
