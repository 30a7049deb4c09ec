"""Shared inputs of these tests: small folders of results, written once; tests change copies of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "report"))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One scenario, one year, one province."""
    import sample_results

    return sample_results.write_tiny(tmp_path_factory.mktemp("sealed") / "tiny")


@pytest.fixture(scope="session")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the same scenario with other numbers."""
    import sample_results

    return sample_results.write_tiny(tmp_path_factory.mktemp("sealed") / "other", seed=2)
