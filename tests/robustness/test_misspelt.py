"""One fault, one line: a key gone wrong in any file that people write is named once, with the key that was meant."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulate.cases.reader import read_files
from simulate.errors import Findings, ProblemsFound
from simulate.lives.read_career import read_career
from simulate.scenario import load_scenario
from simulate.sweeps.design import read_design
from tests.robustness.living import book

ROOT = Path(__file__).resolve().parents[2]
FREE = {
    "expects",
    "inputs",
    "expected",
    "tolerance",
}  # their keys are names of outputs and of what a rule takes, checked elsewhere


def _cases(path: Path) -> None:
    read_files([path], findings := Findings())
    findings.raise_if_any()


READERS: dict[str, tuple[str, Callable[[Path], Any]]] = {
    "scenarios": ("scenarios/*.yaml", lambda path: load_scenario(str(path), book())),
    "careers": ("scenarios/careers/*.yaml", read_career),
    "sweeps": ("scenarios/sweeps/*.yaml", lambda path: read_design(path, book())),
    "cases": ("tests/cases/*/*.yaml", _cases),
}
Way = tuple[str | int, ...]


def keys_of(node: Any, above: Way = ()) -> Iterator[Way]:
    """The way to every key of a file that the reader itself knows."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*above, key)
            if key not in FREE:
                yield from keys_of(value, (*above, key))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from keys_of(value, (*above, i))


def misspelt(word: str, chance: random.Random) -> str:
    """A word with a letter lost, doubled, changed, or in another's place."""
    i = chance.randrange(len(word))
    how = chance.choice((word[:i] + word[i + 1 :], word[:i] + word[i] + word[i:], word[:i] + "x" + word[i + 1 :],
                         word[:i] + word[i + 1 : i + 2] + word[i] + word[i + 2 :]))  # fmt: skip
    return how if how not in ("", word) else word + word[-1]


def parent_of(tree: Any, way: Way) -> Any:
    """The mapping that holds the last key of a way."""
    for step in way[:-1]:
        tree = tree[step]
    return tree


def respelt(tree: Any, way: Way, new: str) -> Any:
    """The tree with the last key of a way written otherwise, in its place."""
    changed = copy.deepcopy(tree)
    node = parent_of(changed, way)
    items = [(new if key == way[-1] else key, value) for key, value in node.items()]
    node.clear()
    node.update(items)
    return changed


@pytest.mark.parametrize("kind", READERS)
def test_a_misspelt_key_is_one_line(tmp_path, kind):
    pattern, read = READERS[kind]
    chance, tried, wrong = random.Random(kind), set(), {}
    for path in sorted(ROOT.glob(pattern)):
        tree = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for way in keys_of(tree):
            form = tuple(each for each in way if isinstance(each, str))
            if form in tried or not isinstance(way[-1], str):
                continue
            tried.add(form)
            new = misspelt(way[-1], chance)
            while new in parent_of(tree, way):  # `from` misspelt as `form` is another key
                new = misspelt(way[-1], chance)
            written = tmp_path / path.name
            text = yaml.safe_dump(respelt(tree, way, new), allow_unicode=True, sort_keys=False)
            written.write_text(text, encoding="utf-8")
            told = _told(read, written)
            if len(told) != 1 or new not in told[0]:
                wrong[f"{'.'.join(form)} -> {new}"] = told
    assert len(tried) >= 7
    assert wrong == {}


def _told(read: Callable[[Path], Any], path: Path) -> list[str]:
    try:
        read(path)
    except ProblemsFound as found:
        return [str(each) for each in found.problems]
    return []
