"""The English of code, law, pages and READMEs is plain and modern: words and phrases that are not, found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KINDS = ("py", "yaml", "md", "po", "j2", "js")
# History stays as it was written; the numbers have no prose.
LEFT = ("CHANGELOG.md", "outputs/baseline/", "tests/test_plain_words.py")

ARCHAIC = {
    "nought", "naught", "aught", "yardstick", "anew", "bygone", "whoso", "thereof", "lest", "hitherto", "whence",
    "whilst", "amongst", "albeit", "forthwith", "reckon", "reckons", "reckoned", "reckoning",
}  # fmt: skip
# "of who pays" for "of those who pay".
WHO_AFTER = r"(?:of|for|by|to|from|than|upon) who(?:ever)?(?= [a-z`])"
FINE = re.compile(r"\bfor who(?:, | in )|\bby who (?:they|bears|pays)\b|\{who: ")


def _sentences_with(words: re.Pattern[str], path: Path) -> list[str]:
    """``file:line: text`` of each line with the words, but for good English (``FINE``)."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if words.search(FINE.sub("", line)):
            found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    return found


def _texts() -> list[Path]:
    paths = [path for kind in KINDS for folder in ("simulate", "scenarios", "calibration", "outputs", "tests")
             for path in (ROOT / folder).rglob(f"*.{kind}")]  # fmt: skip
    paths += ROOT.glob("*.md")
    return [path for path in paths if not str(path.relative_to(ROOT)).startswith(LEFT)]


@pytest.mark.parametrize(
    ("phrase", "words"),
    [("an archaic word", rf"(?i)\b(?:{'|'.join(sorted(ARCHAIC))})\b"), ("of who pays", rf"\b{WHO_AFTER}")],
)
def test_no_text_has(phrase: str, words: str) -> None:
    pattern = re.compile(words)
    assert [each for path in _texts() for each in _sentences_with(pattern, path)] == [], phrase


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("of those who pay", True), ("a statement of who pays", False), ("contributions by who pays them", True),
        ("of whom some pay", True),
        ("for who cannot pay", False), ("to who asks", False), ("for who, when in rows", True),
        ("whoever pays", True), ("by whoever pays", False), ("by who bears it in the end", True),
    ],
)  # fmt: skip
def test_good_english_is_let_through(text: str, is_plain: bool) -> None:
    assert bool(re.search(rf"\b{WHO_AFTER}", FINE.sub("", text))) != is_plain
