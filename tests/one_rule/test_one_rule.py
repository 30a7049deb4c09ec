"""A rule stands once: change it, and every case, explanation, typical worker, choice and life changes with it.

Whoever holds a copy of the rule, in whatever style it is written, stays as it was and is found.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import simulate
from simulate.clock import FIRST_REPORT_YEAR, month_index
from simulate.lives.laws import grounds
from tests.one_rule.changing import callers
from tests.one_rule.table import GOES_THROUGH, PLANTS

ROOT = Path(simulate.__file__).resolve().parent.parent


@pytest.fixture
def told(tmp_path: Path) -> dict[str, Any]:
    """What the watched lives of another process, in plain Python, tell."""
    path = tmp_path / "told.json"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.one_rule.lived", str(path)],
        cwd=ROOT, env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(path.read_text(encoding="utf-8")))


def test_the_table_names_who_calls_which_rule() -> None:
    """A line that is missing: somebody calls the rule no more, or nobody saw to it yet that they change with it."""
    named = {(rule, name) for rule, names in GOES_THROUGH.items() for name in names}
    found = callers()
    assert sorted(named - found) == [], "calls the rule no more: is it told again there?"
    assert sorted(found - named) == [], "calls the rule: add it to the table"


def test_whoever_goes_through_a_rule_changes_with_it_and_a_copy_does_not(told: dict[str, Any]) -> None:
    """(rule, function, calls): a second copy of the rule, or with no calls somebody whom ``lived`` does not reach."""
    assert told["unchanged"] == []
    assert told["unlike"] == [], "planted, but no copy: it gives something else than the rule"
    assert told["found"] == sorted(list(each) for each in PLANTS)


def test_nobody_pays_the_resident_scheme_before_the_books_of_lives_begin() -> None:
    """What a year paid in is read off its books; before they begin it is the employee scheme's months alone."""
    (ground,) = grounds(["baseline"])
    assert (ground.law.resident_pension.start >= month_index(FIRST_REPORT_YEAR)).all()
