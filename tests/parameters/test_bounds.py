"""A lever takes every value that its entry says it may take."""

from __future__ import annotations

import pytest

from simulate.errors import Findings, ProblemsFound
from simulate.parameters import BASELINE_DAY, LawBook
from simulate.parameters.change_reader import read_change
from simulate.parameters.strict_yaml import node_of
from simulate.parameters.units import to_text


@pytest.fixture(scope="module")
def book() -> LawBook:
    return LawBook.load()


@pytest.mark.parametrize("bound", [0, 1], ids=["lowest", "highest"])
def test_no_lever_refuses_its_own_bound(book: LawBook, bound: int) -> None:
    """Growth may carry an amount beyond it later on: what is written is what is judged."""
    refused = []
    levers = [book.specs[name] for name in book.levers if book.specs[name].unit.form == "number"]
    for spec in levers:
        value = to_text(spec.bounds[bound], spec.unit, ())
        change = read_change(node_of({"lever": spec.name, "value": value}, "mine.yaml"), book.specs, Findings(), "mine")
        try:
            assert change is not None, f"{spec.name}: {value}"
            book.resolve(BASELINE_DAY, [change])
        except ProblemsFound as found:
            refused.append(f"{spec.name}={value}: {found}")
    assert len(levers) > 150
    assert not refused, "\n".join(refused)
