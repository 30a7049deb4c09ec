"""The table of promises names tests that are there, and exit codes that are documented."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from simulate.cli import leaving, signals
from tests.robustness.terminal import CODES

TESTS = Path(__file__).resolve().parents[1]
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")
TABLE = (TESTS / "robustness" / "PROMISES.md").read_text(encoding="utf-8")
ROWS = [line for line in TABLE.splitlines() if line.startswith("| ")]
POINTS, SENTENCES = 17, 15  # kinds of faults, promises of "Nothing that misleads"


@cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef))


def test_every_test_named_is_there() -> None:
    named = NAMED.findall(TABLE)
    assert len(named) > 80
    assert [f"{file}::{name}" for file, name in named if name not in functions(file)] == []


def test_every_promise_names_a_test() -> None:
    promises = [row for row in ROWS if "where it is tested" not in row]
    assert [row for row in promises if not NAMED.search(row)] == []
    assert len(promises) == POINTS + SENTENCES + len(CODES) + 1


@pytest.mark.parametrize("code", CODES)
def test_every_exit_code_is_documented(code: int) -> None:
    assert {leaving.DONE, leaving.SAID_NO, leaving.BAD_INPUT, leaving.FAULT, signals.INTERRUPTED} == set(CODES)
    page = (TESTS.parent / "simulate" / "cli" / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| {code} \| \w", page, re.MULTILINE)
