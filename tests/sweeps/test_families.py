"""Families of a pass: laws near one another together, whoever is beside whom the same bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from simulate.sweeps.cells import cells_of, passes
from simulate.sweeps.design import read_design
from simulate.sweeps.laws import law_book
from simulate.sweeps.tasks import PassTask, live_cells

HEAD = "title: {en: A, zh: 甲}\nauthor: T\nreference: none\nworkers: 300\nlevers:\n"
FLOOR = "  - {{lever: employee_pension.flexible_base_floor_ratio, name: floor, value: {0}, from: 2027-01}}\n"
SHARE = "  - {{lever: platform_copayment.share, name: share, value: {0}, from: 2027-01}}\n"


def tasks_of(folder: Path, axes: str) -> list[PassTask]:
    path = folder / "design.yaml"
    path.write_text(HEAD + axes, encoding="utf-8")
    design = read_design(path, law_book())
    return list(passes(design, cells_of(design, law_book()), design.workers, 1, 1))


@pytest.mark.parametrize("floor_first", [True, False])
def test_cells_that_differ_in_what_concerns_few_are_together(tmp_path: Path, floor_first: bool) -> None:
    """A floor concerns all flexible workers, the platform's share a part of them: one floor, one family."""
    floor, share = FLOOR.format("[0.4, 0.5]"), SHARE.format("[0.1, 0.2, 0.3, 0.4, 0.6, 0.7]")
    (task,) = tasks_of(tmp_path, floor + share if floor_first else share + floor)
    floors: dict[int, set[object]] = {}
    for cell in task.cells:
        floors.setdefault(cell.family, set()).add(dict(cell.about["values"])["floor"])  # type: ignore[call-overload]
    assert sorted(map(sorted, floors.values())) == [["0.4"], ["0.5"]]


def test_cells_that_all_differ_alike_stay_beside_the_base(tmp_path: Path) -> None:
    (task,) = tasks_of(tmp_path, SHARE.format("[0.1, 0.2, 0.3, 0.4, 0.6, 0.7]"))
    assert {cell.family for cell in task.cells} == {0}


def test_families_change_no_byte(tmp_path: Path) -> None:
    (task,) = tasks_of(tmp_path, FLOOR.format("[0.4, 0.5]") + SHARE.format("[0.2, 0.7]"))

    def lived(families: tuple[int, ...]) -> tuple[tuple[int, bytes], ...]:
        cells = tuple(replace(cell, family=each) for cell, each in zip(task.cells, families, strict=True))
        found = live_cells(replace(task, cells=cells))
        assert not found.faults
        return tuple(sorted(found.cells))

    beside_the_base = lived((0, 0, 0, 0))
    assert len({content for _, content in beside_the_base}) == 4
    assert all(lived(families) == beside_the_base for families in ((1, 1, 2, 2), (2, 0, 1, 2), (1, 2, 3, 4)))
