"""What a sweep does with what its passes give: without lives, each pass made up."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections import deque
from pathlib import Path

import numpy as np
import pytest

from simulate.sweeps import running
from simulate.sweeps.cells import Cell, cells_of
from simulate.sweeps.design import Design, read_design
from simulate.sweeps.engines import Here
from simulate.sweeps.laws import law_book
from simulate.sweeps.numbers import PARTS, layout, pack, unpack
from simulate.sweeps.status import status
from simulate.sweeps.store import Progress, Store
from simulate.sweeps.tasks import LivedPass, PassTask

N = 40
SIZE = max(stop for _, stop in layout().values())


@pytest.fixture
def design(tmp_path: Path) -> Design:
    path = tmp_path / "floors.yaml"
    values = ", ".join(f"{0.4 + i / 500}" for i in range(N))
    path.write_text(
        "title: {en: A, zh: 甲}\nauthor: T\nreference: none\nworkers: 300\n"
        f"levers: [{{lever: employee_pension.flexible_base_floor_ratio, value: [{values}]}}]\n",
        encoding="utf-8",
    )
    return read_design(path, law_book())


@pytest.fixture
def cells(design: Design) -> list[Cell]:
    return cells_of(design, law_book())


@pytest.fixture
def store(tmp_path: Path, design: Design) -> Store:
    made = Store(tmp_path / "out")
    made.open(design.text)
    return made


class Lives:
    """Passes that give made-up numbers; a pass with one of the ``broken`` cells raises."""

    def __init__(self, broken: set[int]) -> None:
        self.broken, self.lived = broken, 0

    def __call__(self, task: PassTask) -> LivedPass:
        if self.broken & {cell.number for cell in task.cells}:
            raise ZeroDivisionError("made to fail")
        self.lived += len(task.cells)
        made = tuple((cell.number, pack(np.full((len(PARTS), SIZE), cell.number), cell.about)) for cell in task.cells)
        return LivedPass(made, (), 0.1, 100.0)


def run(design: Design, cells: list[Cell], store: Store) -> running.Outcome:
    return running.run(design, cells, store, Here(), workers=design.workers)


def test_one_cell_fails_the_others_are_lived_and_the_rerun_does_the_one(
    design: Design, cells: list[Cell], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "live_cells", Lives({17}))
    first = run(design, cells, store)
    assert (first.lived, first.stood, list(first.failed)) == (N - 1, 0, [17])
    assert "made to fail" in store.failures()[17]
    assert "Traceback" in store.failures()[17]
    assert "ZeroDivisionError" in store.failures()[17]
    mended = Lives(set())
    monkeypatch.setattr(running, "live_cells", mended)
    second = run(design, cells, store)
    assert (second.lived, second.stood, second.failed) == (1, N - 1, {})
    assert mended.lived == 1
    assert store.failures() == {}


def test_a_fault_of_one_laws_sums_is_that_cells(
    design: Design, cells: list[Cell], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives = Lives(set())

    def with_fault(task: PassTask) -> LivedPass:
        found = lives(task)
        return found._replace(cells=found.cells[1:], faults=((found.cells[0][0], "SumsOverflow: too far"),))

    monkeypatch.setattr(running, "live_cells", with_fault)
    outcome = run(design, cells, store)
    assert set(outcome.failed.values()) == {"SumsOverflow: too far"}
    assert outcome.lived + len(outcome.failed) == N


def test_a_disk_that_fills_loses_only_what_it_could_not_take(
    design: Design, cells: list[Cell], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "live_cells", Lives(set()))
    keep, room = Store.keep, [25]

    def until_full(self: Store, digest: str, content: bytes) -> None:
        if not room[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        room[0] -= 1
        keep(self, digest, content)

    monkeypatch.setattr(Store, "keep", until_full)
    monkeypatch.setattr(Store, "is_full", lambda self: not room[0])
    first = run(design, cells, store)
    assert first.lived == 25
    assert len(first.failed) == N - 25
    assert set(first.failed.values()) == {running.DISK_FULL}
    room[0] = N
    second = run(design, cells, store)
    assert (second.lived, second.stood, second.failed) == (N - 25, 25, {})


def test_an_interrupt_leaves_what_is_finished(
    design: Design, cells: list[Cell], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives = Lives(set())

    def interrupted(task: PassTask) -> LivedPass:
        if lives.lived:
            raise KeyboardInterrupt
        return lives(task)

    monkeypatch.setattr(running, "live_cells", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(design, cells, store)
    monkeypatch.setattr(running, "live_cells", Lives(set()))
    second = run(design, cells, store)
    assert second.stood == lives.lived > 0
    assert list(store.progress()) == []


def test_a_run_is_seen_from_its_start_and_no_longer_than_its_process_lives(design: Design, store: Store) -> None:
    store.say("", Progress())
    alive = status(design, store)
    assert alive.runs == 1
    assert "1 run under way; no cell is finished yet" in list(alive.lines(str))
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    store.say("", Progress(process=int(ended.stdout)))
    store.say("", Progress(is_over=True))
    assert status(design, store).runs == 0
    store.say("elsewhere", Progress(node="another machine", process=int(ended.stdout)))
    assert status(design, store).runs == 1


@pytest.mark.parametrize("damage", [b"", b"PK", None])
def test_a_cell_cut_short_is_lived_again(
    design: Design, cells: list[Cell], store: Store, monkeypatch: pytest.MonkeyPatch, damage: bytes | None
) -> None:
    monkeypatch.setattr(running, "live_cells", Lives(set()))
    run(design, cells, store)
    path = store.path(cells[3].digest)
    path.write_bytes(path.read_bytes()[:-30] if damage is None else damage)
    assert run(design, cells, store).lived == 1


def test_cells_of_other_code_are_not_taken(
    design: Design, cells: list[Cell], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "live_cells", Lives(set()))
    run(design, cells, store)
    monkeypatch.setattr("simulate.sweeps.cells.CODE", "0" * 16)
    assert run(design, cells_of(design, law_book()), store).lived == N


def test_a_cell_reads_back_as_written_and_damage_is_found() -> None:
    numbers = np.arange(len(PARTS) * SIZE, dtype=float).reshape(len(PARTS), SIZE)
    content = pack(numbers, {"digest": "d", "seed": 1})
    assert content == pack(numbers, {"seed": 1, "digest": "d"})
    assert np.array_equal(unpack(content).numbers, numbers)
    place = len(content) // 2
    with pytest.raises(ValueError, match="no finished cell"):
        unpack(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])


def test_tasks_added_on_the_way_are_worked_off() -> None:
    queue, seen = deque([3]), []
    for task, _ in Here().work(lambda n: n, queue):
        seen.append(task)
        if task:
            queue.append(task - 1)
    assert seen == [3, 2, 1, 0]
