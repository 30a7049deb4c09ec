"""What the tests of single lives share: the law packed once, and a short way to a career."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from simulate.lives.career import Career
from simulate.lives.event import Event
from simulate.lives.laws import Ground, grounds
from simulate.lives.read_career import read_career

HEAD = """
title: {zh: 测试, en: Test}
birth_month: 1985-06
sex: male
hukou_province: henan
hukou_type: rural
"""


def joined(events: Iterable[Event]) -> list[tuple[int, int | None]]:
    """(first month, month after) of what stretches tell together, those that follow on one another as one."""
    spans: list[tuple[int, int | None]] = []
    for event in events:
        if spans and spans[-1][1] == event.month:
            spans[-1] = (spans[-1][0], event.until)
        else:
            spans.append((event.month, event.until))
    return spans


@pytest.fixture(scope="session")
def baseline() -> Ground:
    """Today's law."""
    return grounds(["baseline"])[0]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Career]:
    """Reads a career from its periods and further keys."""

    def of(periods: str, more: str = "", head: str = HEAD) -> Career:
        path = tmp_path / "career.yaml"
        path.write_text(f"{head}{more}\nperiods:\n{periods}\n", encoding="utf-8")
        return read_career(path)

    return of
