"""The cells of a sweep: every scenario at every point with every seed, each named by a digest of its causes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from simulate.errors import ProblemsFound
from simulate.parameters import LawBook
from simulate.scenario import Composed, Scenario, compose
from simulate.sweeps.design import Design
from simulate.sweeps.families import families
from simulate.sweeps.identity import CODE
from simulate.sweeps.laws import PackedLaw, pack_law
from simulate.sweeps.numbers import FORMAT
from simulate.sweeps.points import Point, points
from simulate.sweeps.tasks import MOST_LAWS, CellTask, PassTask


class Laws(NamedTuple):
    """The law of a cell, and that of its base."""

    law: PackedLaw
    base: PackedLaw


@dataclass(frozen=True)
class Cell:
    """One cell: a scenario at a point, with one seed; laws are None where they are at odds, as ``fault`` says."""

    number: int  # from 1
    scenario: str
    point: Point
    seed: int
    laws: Laws | None
    digest: str
    fault: str = ""

    def label(self, design: Design) -> str:
        """``cell 17: hukou_removal, floor 0.4, seed 2``."""
        values = [f"{axis.name} {value}" for axis, value in zip(design.axes, self.point, strict=True)]
        return f"cell {self.number}: " + ", ".join([self.scenario, *values, f"seed {self.seed}"])


def cells_of(design: Design, book: LawBook, workers: int | None = None) -> list[Cell]:
    """Every cell in a fixed order; ``workers`` in place of the design's."""
    chosen, bases = points(design), _Bases(design, book)
    cells: list[Cell] = []
    for scenario in design.scenarios:
        for point in chosen:
            laws, fault = _laws(design, book, scenario, point, bases)
            for seed in design.seeds:
                digest = _digest(laws, seed, workers or design.workers) if laws else ""
                cells.append(Cell(len(cells) + 1, scenario.name, point, seed, laws, digest, fault))
    return cells


class _Bases:
    """The base at each point of the parameters, composed once."""

    def __init__(self, design: Design, book: LawBook) -> None:
        self._design, self._book = design, book
        self._known: dict[Point, PackedLaw] = {}

    def at(self, point: Point) -> PackedLaw:
        """The base with the parameters of a point; raises ProblemsFound."""
        axes = zip(self._design.axes, point, strict=True)
        own = tuple(value for axis, value in axes if not axis.is_policy)
        if own not in self._known:
            composed = _composed(self._design, self._book, None, point)
            self._known[own] = pack_law(composed, self._book)
        return self._known[own]


def _laws(design: Design, book: LawBook, scenario: Scenario, point: Point, bases: _Bases) -> tuple[Laws | None, str]:
    """Both laws, or the fault of values that are each allowed and do not go together."""
    try:
        return Laws(pack_law(_composed(design, book, scenario, point), book), bases.at(point)), ""
    except ProblemsFound as found:
        return None, str(found)


def _composed(design: Design, book: LawBook, scenario: Scenario | None, point: Point) -> Composed:
    """A scenario at a point, policy before parameters; without one the base, at the parameters alone."""
    axes = [*zip(design.axes, point, strict=True)]
    changes = [axis.change(value, book) for axis, value in axes if axis.is_policy and scenario is not None]
    changes += [axis.change(value, book) for axis, value in axes if not axis.is_policy]
    laid = None if scenario is None or scenario is design.base else scenario
    return compose(book, design.base, laid, changes)


def _digest(laws: Laws, seed: int, workers: int) -> str:
    """sha256 of all that determines a cell: both laws with the population in them, the code, the seed, the workers."""
    parts = {
        "format": FORMAT, "code": CODE, "parameters": laws.law.digest, "base": laws.base.digest, "seed": seed,
        "workers": workers,
    }  # fmt: skip
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:40]


def passes(design: Design, cells: Sequence[Cell], workers: int, n_at_once: int, threads: int) -> Iterator[PassTask]:
    """Cells gathered into passes: on one base, with one seed, at most ``MOST_LAWS``, and a pass for each process."""
    groups: dict[tuple[str, int], list[tuple[Cell, Laws]]] = {}
    for cell in cells:
        if cell.laws is not None:
            groups.setdefault((cell.laws.base.digest, cell.seed), []).append((cell, cell.laws))
    for members in groups.values():
        group = _by_family(members)
        n_passes = max(-(-len(group) // MOST_LAWS), min(len(group), -(-n_at_once // len(groups))))
        size, more = divmod(len(group), n_passes)
        start = 0
        for position in range(n_passes):
            stop = start + size + (position < more)
            tasks = tuple(_task(design, *each, workers) for each in group[start:stop])
            yield PassTask(members[0][1].base, tasks, members[0][0].seed, workers, threads)
            start = stop


def _by_family(members: Sequence[tuple[Cell, Laws]]) -> list[tuple[Cell, Laws, int]]:
    """Cells on one base with the families they are lived in, those of a family one after the other."""
    found = families(members[0][1].base, [laws.law for _, laws in members])
    return sorted(((*member, family) for member, family in zip(members, found, strict=True)), key=itemgetter(2))


def _task(design: Design, cell: Cell, laws: Laws, family: int, workers: int) -> CellTask:
    values = {axis.name: value for axis, value in zip(design.axes, cell.point, strict=True)}
    about = {
        "digest": cell.digest, "scenario": cell.scenario, "values": values, "seed": cell.seed, "workers": workers,
        "parameters": laws.law.digest, "base": laws.base.digest, "code": CODE,
    }  # fmt: skip
    return CellTask(cell.number, laws.law, about, family)
