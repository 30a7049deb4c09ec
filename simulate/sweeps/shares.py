"""One run over many processes: shares of its birth cohorts and replicate groups, whose sums add up to the very bits."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil
from typing import Final, NamedTuple

import numpy as np

from simulate import cohorts
from simulate.cohorts import RunOptions, Share
from simulate.contracts import N_COHORTS, N_GROUPS, Counts
from simulate.scenario import Composed
from simulate.schemes.batch import new_sums
from simulate.schemes.tables import new_changes
from simulate.sweeps.engines import Engine, Failed
from simulate.sweeps.laws import PackedLaw, law_book, pack_law, unpack_law

LIVES_A_SHARE: Final = 250_000  # at most, some ten seconds: what is lived again where a process is lost
PARTS: Final = (1, 2, 4, 8, 16)  # of the replicate groups, all of one size
Advance = Callable[[int], None]


@dataclass(frozen=True)
class ShareTask:
    """A share of a run, under all its laws."""

    laws: tuple[PackedLaw, ...]
    share: Share
    workers: int
    seed: int
    batch: int


class LivedShare(NamedTuple):
    """Sums of a share; of tables and changes only its groups."""

    tracks: tuple[tuple[int, ...], ...]  # of each pass, the positions of its scenarios
    tables: tuple[tuple[Counts, ...], ...]  # of each pass: (law, group of the share, ...)
    changes: tuple[Counts, ...]  # of each scenario: (group of the share, ...)
    years: Counts  # (scenario,) worker-years lived


def live_share(task: ShareTask) -> LivedShare:
    """Live a share in this process, on one thread."""
    options = RunOptions(workers=task.workers, seed=task.seed, threads=1, batch=task.batch)
    lived = cohorts.live([unpack_law(law) for law in task.laws], options, task.share)
    groups = slice(task.share.groups[0], task.share.groups[-1] + 1)
    return LivedShare(
        tuple(tuple(tracks) for tracks in lived.tracks),
        tuple(tuple(np.ascontiguousarray(table[:, groups]) for table in sums[1:]) for sums in lived.sums),
        tuple(changes[groups] for changes in lived.changes),
        lived.years,
    )


def shares(n_at_once: int, workers: int) -> list[Share]:
    """A run in shares for some processes: neighbouring groups, and cohorts in turn, so that all take about as long.

    As many as there are processes at least, small enough to be lost, and of these ways the one that is over first.
    """
    least = max(n_at_once, min(workers // LIVES_A_SHARE, PARTS[-1] * N_COHORTS))
    ways = [way for way in product(PARTS, range(1, N_COHORTS + 1)) if way[0] * way[1] >= least]
    n_parts, n_turns = min(ways, key=lambda way: _seconds(way[0], way[1], n_at_once, workers))
    parts = [tuple(each.tolist()) for each in np.array_split(np.arange(N_GROUPS), n_parts)]
    turns = [tuple(range(turn, N_COHORTS, n_turns)) for turn in range(n_turns)]
    return [Share(turn, part) for turn in turns for part in parts]


def _seconds(n_parts: int, n_turns: int, n_at_once: int, workers: int) -> float:
    """About what a run takes: rounds of shares, each of which lives its workers, draws its cohorts whole, enters the
    kernels for each and reads the law; and the sums of all groups, which the process that asked takes in every turn.
    """
    rounds = ceil(n_parts * n_turns / n_at_once)
    share = 33e-6 * workers / n_parts / n_turns + 0.2e-6 * workers / n_turns + 0.3 / n_turns + 0.1
    return rounds * share + 0.1 * n_turns


def live(
    scenarios: Sequence[Composed], options: RunOptions, engine: Engine, advance: Advance = lambda n: None
) -> cohorts.Lived:
    """The sums of a run, the bits of ``cohorts.live``; raises what a share raises."""
    laws = tuple(pack_law(each, law_book()) for each in scenarios)
    tasks = [
        ShareTask(laws, each, options.workers, options.seed, options.batch)
        for each in shares(engine.n_at_once, options.workers)
    ]
    lived: cohorts.Lived | None = None
    for task, found in engine.work(live_share, deque(tasks)):
        if isinstance(found, Failed):
            raise found.fault
        lived = _nothing(found, len(laws)) if lived is None else lived
        _add(lived, task.share, found)
        advance(len(task.share.cohorts))
    if lived is None:
        raise AssertionError("a run has a share at least")
    return lived


def size(n_at_once: int, workers: int) -> int:
    """All that ``live`` advances by."""
    return sum(len(each.cohorts) for each in shares(n_at_once, workers))


def _nothing(found: LivedShare, n_laws: int) -> cohorts.Lived:
    sums = [new_sums(len(tracks)) for tracks in found.tracks]
    return cohorts.Lived(found.tracks, sums, [new_changes() for _ in range(n_laws)], np.zeros(n_laws, np.int64))


def _add(lived: cohorts.Lived, share: Share, found: LivedShare) -> None:
    groups = slice(share.groups[0], share.groups[-1] + 1)
    for sums, tables in zip(lived.sums, found.tables, strict=True):
        for whole, part in zip(_tables(sums), tables, strict=True):
            whole[:, groups] += part
    for whole, part in zip(lived.changes, found.changes, strict=True):
        whole[groups] += part
    np.add(lived.years, found.years, out=lived.years)


def _tables(sums: Sequence[object]) -> Iterator[Counts]:
    """The tables of sums, without the year they begin with."""
    return (table for table in sums if isinstance(table, np.ndarray))
