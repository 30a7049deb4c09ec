"""The response stated at a parameter is the response that arrives: price, pension, an opened place, knowledge."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import simulate

ROOT = Path(simulate.__file__).resolve().parent.parent
ERROR = 0.06  # three standard errors of a difference of log odds on common tastes


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.schemes.stated_choices"],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT), "NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout))


def test_half_the_price(found: dict[str, Any]) -> None:
    assert found["stated"]["value_kept"]
    assert found["stated"]["price"] > 0.2
    assert found["cheap"][0] - found["base"][0] == pytest.approx(found["stated"]["price"], abs=ERROR)


def test_medical_insurance_as_a_price(found: dict[str, Any]) -> None:
    stated = found["stated"]
    assert stated["medical_due"] == pytest.approx(stated["medical_by_hand"], abs=0.1)
    assert stated["medical"] > 0.05
    assert found["base"][0] - found["weighed"][0] == pytest.approx(stated["medical"], abs=ERROR)


def test_twice_the_resident_pension(found: dict[str, Any]) -> None:
    moved = found["double"][1] - found["base"][1]
    assert moved > 0.0
    assert moved == pytest.approx(found["stated"]["resident"], abs=ERROR)


def test_who_learns_the_rules(found: dict[str, Any]) -> None:
    assert found["base"][0] - found["unknown"][0] == pytest.approx(found["stated"]["knowledge"], abs=ERROR)


def test_a_second_identical_door_is_not_another_scheme(found: dict[str, Any]) -> None:
    moved = found["opened"][0] - found["closed"][0]
    assert moved == pytest.approx(found["stated"]["door"], abs=ERROR)
    assert found["stated"]["door"] < 0.1 * found["stated"]["door_as_another_thing"]


def test_a_closed_door_changes_nothing(found: dict[str, Any]) -> None:
    assert found["closed"] == found["base"]
