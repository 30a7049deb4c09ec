"""Every policy case in tests/cases: the rules and the law in force give what award sheets and notices say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.schemes.case_rules import CASES, Law

FOLDER = Path(__file__).resolve().parents[1] / "cases"
READ = [
    (path.parent.name, case)
    for path in sorted(FOLDER.glob("*/*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
]


def test_identifiers_are_used_once() -> None:
    names = [f"{scheme}/{case['id']}" for scheme, case in READ]
    assert len(names) == len(set(names)) > 150


@pytest.mark.parametrize("case", [case for _, case in READ], ids=[f"{scheme}-{case['id']}" for scheme, case in READ])
def test_case(case: dict[str, Any], law: Law) -> None:
    found = CASES[case["rule"]](law, case["inputs"])
    for name, expected in case["expected"].items():
        tolerance = case["tolerance"]
        if isinstance(tolerance, dict):
            tolerance = tolerance[name]
        if tolerance == "exact" or isinstance(expected, bool | str):
            assert found[name] == expected, name
        else:
            assert found[name] == pytest.approx(expected, abs=tolerance), name
