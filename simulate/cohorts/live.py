"""Birth cohorts lived under all laws: drawn once, batch by batch, on any threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np

from simulate.careers.careers import CareerTables, CohortTables, draw_batch
from simulate.clock import year_index
from simulate.cohorts.lived import WHOLE, Lived, Share, all_cells
from simulate.cohorts.options import RunOptions
from simulate.cohorts.passes import Pass, Track, passes_of, tracks_of
from simulate.contracts import (
    FIRST_COHORT,
    FIRST_WHOLE_COHORT,
    LAST_WHOLE_COHORT,
    Careers,
    Cells,
    Counts,
    Weights,
    Workers,
)  # fmt: skip
from simulate.engine.batches import spread
from simulate.parameters import ParameterSet
from simulate.population.synthesis import SynthesisShares, allocate, draw_cohort, first_groups, shares, weights
from simulate.schemes.life import close_positions, live_pass
from simulate.schemes.positions import fold_changes, held_longest
from simulate.schemes.returns import add_returns
from simulate.schemes.state import State
from simulate.schemes.tables import LIFE_UNIT, new_changes

REFERENCE_AGE: Final = 60  # at which a life compared between scenarios is weighted


@dataclass(frozen=True)
class _Run:
    """What all threads of a run read, and the sums, of which each thread has groups of its own."""

    counts: Counts  # (cohort, sex) workers drawn
    first_groups: Counts  # (cohort, sex) replicate group of the first of them
    make_up: SynthesisShares
    tracks: Sequence[Track]
    passes: Sequence[Pass]
    careers: Sequence[CareerTables]
    options: RunOptions
    parts: Sequence[Counts]  # neighbouring replicate groups, a part a thread
    changes: Sequence[Counts]  # by scenario, of lives against the first
    years: Counts  # (part, scenario) worker-years lived under each law, apart from the base of its pass


def simulate_cells(parameters: Sequence[ParameterSet], options: RunOptions, live_everyone: bool = False) -> list[Cells]:
    """Weighted sums of each scenario, all on the same lives; the same bits for any threads and batch size."""
    return all_cells(live(parameters, options, live_everyone=live_everyone))


def live(
    parameters: Sequence[ParameterSet], options: RunOptions, share: Share = WHOLE, live_everyone: bool = False,
    families: Sequence[int] = (),
) -> Lived:  # fmt: skip
    """Live a run, or a share of it, under all laws.

    Each thread lives its own part of the replicate groups and adds to its own part of the sums.  ``live_everyone``
    lives apart from the base also those a law does not concern, for the same bits at more cost.  ``families`` names
    for each law those lived side by side, the first as the others' base; all beside the first, if left out.
    """
    counts = allocate(options.workers)
    make_up = shares(parameters[0])
    tracks, tables_of_careers = tracks_of(parameters, make_up)
    parts = np.array_split(np.array(share.groups), min(options.n_threads, len(share.groups)))
    changes = [new_changes() for _ in tracks]
    years = np.zeros((len(parts), len(tracks)), np.int64)
    passes = passes_of(tracks, live_everyone, families)
    run = _Run(counts, first_groups(counts), make_up, tracks, passes, tables_of_careers, options, parts, changes, years)
    cohorts = _Cohorts(run)
    queues = [[(cohort, part) for cohort in in_turn(share.cohorts, part, len(parts))] for part in range(len(parts))]
    with _Progress(options.show_progress, len(parts) * len(share.cohorts)) as advance:
        spread(queues, lambda task: _live_cohort(run, cohorts, *task), options.n_threads, advance)
    return Lived([each.tracks for each in passes], [each.sums for each in passes], changes, years.sum(axis=0))


class _Cohort(NamedTuple):
    """A birth cohort before its lives are drawn."""

    workers: Workers  # group by group, who adds to neighbouring sums one after the other
    careers: Sequence[CohortTables]  # by career tables of the run
    weights: Sequence[Weights]  # by scenario


def in_turn(cohorts: Sequence[int], part: int, n_parts: int) -> list[int]:
    """The cohorts in the order of one part: as many at a time as there are parts, each of which begins elsewhere.

    Parts are about as fast as each other, so that none comes to a cohort while another is making it.
    """
    rounds = [cohorts[start : start + n_parts] for start in range(0, len(cohorts), n_parts)]
    return [each[(place + part) % len(each)] for each in rounds for place in range(len(each))]


@dataclass
class _Kept:
    """A birth cohort on its way through the parts."""

    lock: threading.Lock = field(default_factory=threading.Lock)  # held by the part that makes it
    made: _Cohort | None = None
    n_taken: int = 0


class _Cohorts:
    """Birth cohorts, each made by the part that asks for it first, side by side, and kept until the last one has.

    As many are kept as there are parts, and those by which one part is ahead of another.
    """

    def __init__(self, run: _Run) -> None:
        self._run = run
        self._lock = threading.Lock()
        self._kept: dict[int, _Kept] = {}

    def take(self, cohort: int) -> _Cohort:
        """A cohort; each part of the run takes it once."""
        with self._lock:
            kept = self._kept.setdefault(cohort, _Kept())
            kept.n_taken += 1
            if kept.n_taken == len(self._run.parts):
                del self._kept[cohort]
        with kept.lock:
            kept.made = self._make(cohort) if kept.made is None else kept.made
            return kept.made

    def _make(self, cohort: int) -> _Cohort:
        run, birth_year, counts = self._run, FIRST_COHORT + cohort, self._run.counts[cohort]
        everyone = draw_cohort(birth_year, counts, run.options.seed, run.make_up, run.first_groups[cohort])
        neighbours = np.lexsort((everyone.sex, everyone.hukou_province, everyone.group))
        return _Cohort(
            _select(everyone, neighbours),
            [table.of_cohort(birth_year) for table in run.careers],
            [weights(track.projection, birth_year, counts) for track in run.tracks],
        )


def _live_cohort(run: _Run, cohorts: _Cohorts, cohort: int, part: int) -> None:
    """One part of the groups of a birth cohort, batch by batch: lives drawn once, then lived under each law."""
    everyone, of_cohort, weight = cohorts.take(cohort)
    groups = run.parts[part]
    first, stop = np.searchsorted(everyone.group, (groups[0], groups[-1] + 1))
    for start in range(first, stop, run.options.batch):
        batch = _select(everyone, slice(start, min(start + run.options.batch, stop)))
        careers = [draw_batch(batch, table, run.options.seed) for table in of_cohort]
        _live_batch(run, batch, careers, weight, run.years[part])


def _live_batch(
    run: _Run, batch: Workers, careers: Sequence[Careers], weight: Sequence[Weights], years: Counts
) -> None:
    """Live each pass; the scenarios of a pass live in step."""
    ends: dict[int, State] = {}
    is_whole = FIRST_WHOLE_COHORT <= batch.birth_year <= LAST_WHOLE_COHORT
    compares = len(run.tracks) > 1 and is_whole
    for each in run.passes:
        base = each.tracks[0]
        states, lived = live_pass(
            each.laws, run.tracks[base].law, batch, careers[each.careers], weight[base], run.options.seed,
            each.needs, each.sums, compares,
        )  # fmt: skip
        years[np.array(each.tracks)] += lived
        if is_whole:
            laws = [run.tracks[track].law for track in each.tracks]
            cohort = each.sums.cohort[:, :, batch.birth_year - FIRST_COHORT]
            add_returns(laws, batch, weight[base], states, cohort)
        if compares:
            ends |= dict(zip(each.tracks, states, strict=True))
    if compares:
        _compare_lives(run, batch, careers, weight, ends)


def _compare_lives(
    run: _Run, batch: Workers, careers: Sequence[Careers], weight: Sequence[Weights], ends: dict[int, State]
) -> None:
    """Add the change of each life's position against the first scenario; a scenario that never parts changes nothing.

    Scenarios with careers of their own have other lives: the change is then that of the worker, whatever happens to it.
    """
    at_60 = weight[0].persons[year_index(batch.birth_year + REFERENCE_AGE)]
    main_form, main_occupation = np.empty((2, len(batch.worker)), np.int16)
    held_longest(careers[0].form, careers[0].occupation, main_form, main_occupation)
    first = run.tracks[0]
    before = close_positions(first.law, batch, careers[first.careers], weight[0], ends[0])
    for position, track in enumerate(run.tracks[1:], start=1):
        after = close_positions(track.law, batch, careers[track.careers], weight[position], ends[position])
        fold_changes(
            at_60, batch.group, batch.sex, batch.hukou_type, main_form, main_occupation, batch.birth_year, before,
            after, LIFE_UNIT, run.changes[position],
        )  # fmt: skip


def _select(workers: Workers, members: Counts | slice) -> Workers:
    return Workers(workers.birth_year, *(array[members] for array in workers[1:]))  # type: ignore[arg-type]


class _Progress:
    """A tqdm bar over birth cohorts on standard error, or nothing."""

    def __init__(self, is_shown: bool, total: int) -> None:
        self.is_shown = is_shown
        self.total = total

    def __enter__(self) -> Callable[[Any], None]:
        if not self.is_shown:
            return lambda _: None
        from tqdm import tqdm

        from simulate.language import speech

        self.bar = tqdm(total=self.total, desc=speech.spoken("lives by birth cohort"), unit="cohort", delay=0.5)
        return lambda _: (self.bar.update(), None)[1]

    def __exit__(self, *_: object) -> None:
        if self.is_shown:
            self.bar.close()
