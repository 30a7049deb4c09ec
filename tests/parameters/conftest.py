"""A small law book, and a way to write others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulate.errors import Problem, ProblemsFound
from simulate.parameters import LawBook

HERE = Path(__file__).parent


@pytest.fixture
def book() -> LawBook:
    """The law book of small_book.yaml and small_economy.yaml."""
    return LawBook.read([HERE / "small_economy.yaml", HERE / "small_book.yaml"], HERE)


@pytest.fixture
def faults_of(tmp_path: Path) -> Callable[[str | bytes], list[Problem]]:
    """The problems of a law book with this text."""

    def read(text: str | bytes) -> list[Problem]:
        path = tmp_path / "parameters.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        with pytest.raises(ProblemsFound) as caught:
            LawBook.read([path], tmp_path)
        return list(caught.value.problems)

    return read
