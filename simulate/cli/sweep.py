"""What ``sweep`` does: run the cells of a design that are not finished, say how far it is, and collect it.

Exit codes: 0 all cells are finished, 1 some failed (they are listed; the same command tries them again), 2 a design,
an option or a place that can be fixed, 130 interrupted (finished cells stand).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulate.cli import signals
from simulate.cli.estimate import duration
from simulate.cli.first_run import announce, compile_first
from simulate.cli.leaving import SAID_NO, leave, note, note_written, say, spoken_faults, tell, tell_written
from simulate.cli.processes import Processes, check_processes, engine
from simulate.cli.verbs import print_json
from simulate.errors import Findings, did_you_mean
from simulate.language import speech
from simulate.machine.files import check_readable

if TYPE_CHECKING:
    from simulate.sweeps.cells import Cell
    from simulate.sweeps.design import Design
    from simulate.sweeps.running import Outcome
    from simulate.sweeps.store import Store

STATUS, COLLECT = VERBS = ("status", "collect")
_SHARD: Final = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,5})", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """The options of ``sweep``."""

    words: Sequence[str]  # FILE, or status or collect and FILE
    out: Path | None
    processes: Processes
    shard: str
    dry_run: bool
    target_se: str
    threads: int | None
    quiet: bool
    as_json: bool


def sweep(asked: Asked) -> None:
    """``sweep FILE``, ``sweep status FILE``, ``sweep collect FILE``."""
    with spoken_faults():
        faults = Findings()
        verb, path = _verb(asked.words, faults)
        shard = _shard(asked.shard, faults)
        check_processes(asked.processes, asked.threads, faults)
        faults.raise_if_any()
        path, folder = _places(path, asked.out, verb, faults)
        faults.raise_if_any()
        if verb == STATUS:
            _status(path, folder, asked.as_json)
        elif verb == COLLECT:
            _collect(path, folder, asked.as_json)
        else:
            _run(path, folder, shard, asked)


def _verb(words: Sequence[str], faults: Findings) -> tuple[str, Path]:
    if words[0] in VERBS and len(words) == 2:
        return words[0], Path(words[1])
    if len(words) > 1:
        hint = did_you_mean(words[0], VERBS) or "a sweep is one file"
        faults.add(("sweep", 0, 0), " ".join(words), "FILE, status FILE or collect FILE", hint)
    elif words[0] in VERBS and not Path(words[0]).exists():
        faults.add(("sweep", 0, 0), f"{words[0]} of nothing", f"{words[0]} FILE")
    return "", Path(words[0])


def _shard(text: str, faults: Findings) -> tuple[int, int]:
    """``2/3`` as (2, 3); nothing as the whole, (1, 1)."""
    found = _SHARD.fullmatch(text or "1/1")
    if found is None or int(found[1]) > int(found[2]):
        faults.add(("--shard", 0, 0), repr(text), "I/N with I from 1 to N, such as 2/3")
        return 1, 1
    return int(found[1]), int(found[2])


def _places(path: Path, out: Path | None, verb: str, faults: Findings) -> tuple[Path, Path]:
    """The file of a design and the folder of its cells; a folder of a sweep stands for the design it keeps."""
    from simulate.sweeps.store import DESIGN, SWEEPS, check_folder

    if path.is_dir() and (path / DESIGN).is_file():
        return path / DESIGN, out or path
    check_readable(path, faults)
    folder = out or SWEEPS / path.stem
    if verb and path.is_file() and not folder.is_dir():
        faults.add((str(folder), 0, 0), "nothing there", "the folder of a sweep", "name it: --out FOLDER")
    elif not verb:
        check_folder(folder, faults)
    return path, folder


def _read(path: Path) -> Design:
    from simulate.sweeps.design import read_design
    from simulate.sweeps.laws import law_book

    return read_design(path, law_book())


def _run(path: Path, folder: Path, shard: tuple[int, int], asked: Asked) -> None:
    announce(asked.quiet)
    from simulate.sweeps import target
    from simulate.sweeps.store import Progress, Store

    design = _read(path)
    goal = target.read_goal(asked.target_se) if asked.target_se else None
    if asked.dry_run:
        _dry_run(design, Store(folder), shard, asked)
        return
    store = Store(folder)
    store.open(design.text)
    note_written(folder)
    note(sweep=path, folder=folder)
    store.say(_name_of(shard), Progress())
    compile_first(asked.quiet)
    with engine(asked.processes, asked.quiet) as workers:
        live = _Living(design, store, workers, shard, asked)
        outcome = live(design.workers) if goal is None else target.reach(design, store, goal, live, say)
    with signals.deferred():
        _tell(design, outcome, folder, asked)
    if outcome.failed:
        leave(SAID_NO)


class _Living:
    """Lives the cells of a design with some number of workers, under a bar."""

    def __init__(self, design: Design, store: Store, engine: Any, shard: tuple[int, int], asked: Asked) -> None:
        self._design, self._store, self._engine, self._shard, self._asked = design, store, engine, shard, asked

    def __call__(self, workers: int) -> Outcome:
        """Every cell of the shard; what failed is listed as it is known."""
        from tqdm import tqdm

        from simulate.sweeps import running

        cells = cells_of(self._design, self._shard, workers)
        with tqdm(total=len(cells), desc=speech.spoken("cells"), unit="cell", disable=self._asked.quiet) as bar:
            outcome = running.run(
                self._design, cells, self._store, self._engine, workers=workers,
                threads=self._threads(workers), name=_name_of(self._shard), advance=bar.update,
            )  # fmt: skip
        for number, text in sorted(outcome.failed.items()):
            cell = next(each for each in cells if each.number == number)
            say(f"failed: {cell.label(self._design)}")
            for line in text.rstrip().splitlines():
                say(line)
        return outcome

    def _threads(self, workers: int) -> int:
        from simulate.cohorts import RunOptions

        return 1 if self._asked.processes.are_asked_for else RunOptions(workers, threads=self._asked.threads).n_threads


def _name_of(shard: tuple[int, int]) -> str:
    """What a run calls itself in the folder: a shard by its place, the whole by its process."""
    return "-".join(map(str, shard)) if shard[1] > 1 else ""


def cells_of(design: Design, shard: tuple[int, int], workers: int) -> list[Cell]:
    """The cells of a shard."""
    from simulate.sweeps import cells, running
    from simulate.sweeps.laws import law_book

    return running.share_of(cells.cells_of(design, law_book(), workers), shard)


def _tell(design: Design, outcome: Outcome, folder: Path, asked: Asked) -> None:
    stated = {
        "cells": outcome.stood + outcome.lived + len(outcome.failed), "stood": outcome.stood, "lived": outcome.lived,
        "failed": sorted(outcome.failed), "seconds": round(outcome.seconds, 1), "busy_seconds": round(outcome.busy, 1),
        "megabytes_a_process": round(outcome.megabytes), "written": str(folder),
    }  # fmt: skip
    if asked.as_json:
        print_json(stated)
        return
    cost = f"{duration(outcome.seconds)}, {duration(outcome.busy)} of process time"
    memory = f", {outcome.megabytes:,.0f} MB a process at most" if outcome.megabytes else ""
    tell(f"{stated['cells']} cells: {outcome.lived} computed, {outcome.stood} reused, {len(outcome.failed)} failed")
    tell(f"{cost}{memory}")
    tell_written(folder)
    if outcome.failed:
        say("the same command tries again what failed")


def _dry_run(design: Design, store: Store, shard: tuple[int, int], asked: Asked) -> None:
    """What would be done: cells, passes, time and memory, from small samples of the largest pass."""
    from simulate.sweeps import forecast

    cells = cells_of(design, shard, design.workers)
    n_at_once = asked.processes.local or 1
    compile_first(asked.quiet)
    found = forecast.forecast(design, cells, store, n_at_once)
    if asked.as_json:
        print_json(found.as_dict())
        return
    for cell in cells if not asked.quiet else ():
        state = "finished" if store.is_done(cell.digest) else f"cannot be lived: {cell.fault}" if cell.fault else ""
        tell(cell.label(design) + (f" ({state})" if state else ""))
    tell(f"{found.cells} cells, {found.finished} finished; {found.passes} passes of at most {found.most_laws} laws")
    tell(
        f"about {duration(found.seconds)} on {n_at_once} process{'es' if n_at_once > 1 else ''}, "
        f"{found.megabytes:,.0f} MB each; {found.disk_megabytes:,.0f} MB on the disk"
    )


def _status(path: Path, folder: Path, as_json: bool) -> None:
    from simulate.sweeps import status
    from simulate.sweeps.store import Store

    found = status.status(_read(path), Store(folder))
    if as_json:
        print_json(found.as_dict())
        return
    for line in found.lines(duration):
        tell(line)


def _collect(path: Path, folder: Path, as_json: bool) -> None:
    from simulate.sweeps import collect, target
    from simulate.sweeps.store import Store

    design, store = _read(path), Store(folder)
    cells = cells_of(design, (1, 1), target.settled_workers(design, store))
    written = collect.collect(design, cells, store, say)
    if as_json:
        print_json({"written": [str(each) for each in written]})
    for each in written if not as_json else ():
        tell_written(each)
