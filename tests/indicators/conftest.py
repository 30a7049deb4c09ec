"""Shared inputs of these tests."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "funds"))

import sample_cells


@pytest.fixture(scope="session")
def ps() -> Any:
    return sample_cells.funds_parameters()


@pytest.fixture(scope="session")
def cells() -> Any:
    return sample_cells.random_cells(1)
