"""From the law to the funds: one run, in the order the data flow.

scenarios -> parameters -> population -> careers -> enrolment and schemes -> funds -> indicators -> report
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from simulate import clock
from simulate.careers.careers import CareerTables, CohortTables, careers_digest, draw_batch, prepare_careers
from simulate.clock import year_index
from simulate.codes import PROVINCES
from simulate.contracts import (
    FIRST_COHORT,
    FIRST_WHOLE_COHORT,
    LAST_WHOLE_COHORT,
    N_COHORTS,
    N_GROUPS,
    Careers,
    Cells,
    Counts,
    Weights,
    Workers,
)  # fmt: skip
from simulate.engine.batches import spread, usual_threads
from simulate.errors import Findings, Problem, ProblemsFound, did_you_mean
from simulate.parameters import LawBook, ParameterSet
from simulate.population.demography import Projection, project
from simulate.population.limits import check_sample
from simulate.population.synthesis import SynthesisShares, allocate, draw_cohort, first_groups, shares, weights
from simulate.scenario import Composed, Source, compose, load_all
from simulate.schemes.batch import Sums, new_sums, tables_of
from simulate.schemes.concern import EVERYONE, Needs
from simulate.schemes.law import Law, Laws, as_records, build_law, needs
from simulate.schemes.life import close_positions, live_pass
from simulate.schemes.positions import fold_changes, held_longest
from simulate.schemes.state import State
from simulate.schemes.tables import LIFE_UNIT, SumsOverflow, Tables, new_changes, to_cells

if TYPE_CHECKING:
    import xarray

    from simulate.results.estimates import Results

REFERENCE_AGE = 60  # at which a life compared between scenarios is weighted
_GROWS_LESS = "choose a path of wages, prices, interest and indexation that grows less, or draw more --workers"
BATCH = 1024  # workers that pass from room to room together: many, to spread the cost of entering a kernel


@dataclass(frozen=True)
class RunOptions:
    """How to run: the size of the sample, the seed, the machine, and what part of the results to report."""

    workers: int = 100_000
    seed: int = 1
    threads: int | None = None
    first_year: int = clock.FIRST_REPORT_YEAR
    last_year: int = clock.LAST_REPORT_YEAR
    provinces: tuple[str, ...] = ()
    batch: int = BATCH
    show_progress: bool = False

    @property
    def n_threads(self) -> int:
        """Threads asked for, or as many as are of use."""
        return usual_threads(self.workers) if self.threads is None else self.threads


@dataclass(frozen=True)
class Prepared:
    """Scenarios composed and checked, before anything is computed.  The first is the base of comparisons."""

    scenarios: tuple[Composed, ...]

    def only_last(self) -> Prepared:
        """The last scenario alone."""
        return replace(self, scenarios=self.scenarios[-1:])


Simulate = Callable[[Sequence[Composed], RunOptions], "Lived"]


@dataclass(frozen=True)
class Result:
    """What a run gives: indicators of each scenario with their sampling errors, and where they come from."""

    results: Results
    scenarios: tuple[Any, ...]  # of report.ScenarioResult
    manifest: dict[str, Any] = field(repr=False)
    lived_apart: dict[str, float] = field(default_factory=dict)  # share of worker-years each scenario lives by itself

    @cached_property
    def dataset(self) -> xarray.Dataset:
        """All results as an xarray dataset."""
        from simulate.results.dataset import to_dataset

        return to_dataset(self.results)

    @cached_property
    def headline(self) -> dict[str, Any]:
        """The headline numbers by scenario."""
        from simulate.results.headline import as_dict

        return as_dict(self.results)


@dataclass(frozen=True)
class _Track:
    """One scenario on its way through the rooms."""

    law: Law
    projection: Projection
    careers: int  # position of its career tables


@dataclass(frozen=True)
class _Pass:
    """Scenarios lived in step: the same careers, draws and weights under laws of their own, the first the base."""

    tracks: Sequence[int]  # positions of its scenarios
    careers: int
    laws: Laws
    needs: Needs  # of whom each law may be read otherwise than the base
    sums: Sums  # of all its laws; ``cohort`` holds every cohort


@dataclass(frozen=True)
class _Run:
    """What all threads of a run read, and the sums, of which each thread has groups of its own."""

    counts: Counts  # (cohort, sex) workers drawn
    make_up: SynthesisShares
    tracks: Sequence[_Track]
    passes: Sequence[_Pass]
    careers: Sequence[CareerTables]
    options: RunOptions
    parts: Sequence[Counts]  # replicate groups, a part a thread
    changes: Sequence[Counts]  # by scenario, of lives against the first
    years: Counts  # (part, scenario) worker-years lived under each law, apart from the base of its pass


def prepare(base: Source, reforms: Sequence[Source] = (), sets: Sequence[str] = ()) -> Prepared:
    """Compose the base and each reform laid on it; ``sets`` are laid on all.  Raises ProblemsFound."""
    book = LawBook.load()
    ground, *others = load_all([base, *reforms], book)
    composed = [compose(book, ground, None, sets)]
    composed += [compose(book, ground, other, sets) for other in others]
    return Prepared(tuple(composed))


def check_options(options: RunOptions) -> None:
    """Raises ProblemsFound with every option that is out of its bounds."""
    faults = Findings()
    check_sample(options.workers, options.seed, options.threads, faults)
    first, last = clock.FIRST_REPORT_YEAR, clock.LAST_REPORT_YEAR
    years = (options.first_year, options.last_year)
    if not all(isinstance(year, int) for year in years) or not first <= years[0] <= years[1] <= last:
        found = f"{options.first_year}-{options.last_year}"
        faults.add(("first_year, last_year", 0, 0), found, f"years within {first}-{last}, the first before the last")
    for each in options.provinces:
        if each not in PROVINCES.labels:
            hint = did_you_mean(each, PROVINCES.labels) or "names: " + ", ".join(PROVINCES.labels)
            faults.add(("provinces", 0, 0), repr(each), "the name of a province", hint)
    faults.raise_if_any()


def execute(prepared: Prepared, options: RunOptions = RunOptions(), simulate: Simulate | None = None) -> Result:
    """Run all scenarios on the same lives; raises IdentityBroken if the accounts of a fund do not add up.

    ``simulate`` lives them, here by default; it must give the bits that ``live`` gives.
    """
    from simulate.indicators import compute
    from simulate.results.estimates import ScenarioResult, gather
    from simulate.results.provenance import manifest

    started = time.perf_counter()
    lived = (simulate or _live)(prepared.scenarios, options)
    try:
        cells = all_cells(lived)
    except SumsOverflow as fault:  # a path no rule of ``parameters.sizes`` foresaw
        name = ", ".join(each.name for each in prepared.scenarios)
        raise ProblemsFound([Problem(name, 0, 0, str(fault), "amounts that the sums hold", _GROWS_LESS)]) from fault
    scenarios = tuple(
        ScenarioResult(
            name=each.name, indicators=compute(cell, each.parameters), title=each.english, chinese=each.chinese,
            pieces=each.pieces, applied=each.applied, parameters_digest=each.digest, as_of=each.as_of.isoformat(),
        )
        for each, cell in zip(prepared.scenarios, cells, strict=True)
    )  # fmt: skip
    results = gather(scenarios, years=(options.first_year, options.last_year), provinces=options.provinces)
    settings = {
        "batch": options.batch, "years": f"{options.first_year}-{options.last_year}",
        "provinces": list(options.provinces) or "all", "seconds": round(time.perf_counter() - started, 2),
    }  # fmt: skip
    provenance = manifest(
        scenarios,
        seed=options.seed,
        workers=options.workers,
        threads=options.n_threads,
        population_digest=careers_digest(prepared.scenarios[0].parameters),
        options=settings,
    )
    apart = {each.name: float(years / lived.years[0]) for each, years in zip(scenarios, lived.years, strict=True)}
    return Result(results, scenarios, provenance, apart)


def write(result: Result, out: Path, *, or_next: bool = False) -> Path:
    """Write dataset, tables and manifest to a folder, or the next free one, all or nothing; returns the folder."""
    from simulate import results

    return results.write(result.results, result.scenarios, result.manifest, out, or_next=or_next)


class Share(NamedTuple):
    """A part of a run that can be lived by itself: some birth cohorts, some replicate groups of their workers."""

    cohorts: tuple[int, ...] = tuple(range(N_COHORTS))
    groups: tuple[int, ...] = tuple(range(N_GROUPS))


WHOLE: Final = Share()


class Lived(NamedTuple):
    """Fixed-point sums of a run, or of a share of it: those of shares add up to the whole's, in whatever order."""

    tracks: Sequence[Sequence[int]]  # of each pass, the positions of its scenarios
    sums: Sequence[Sums]  # of each pass
    changes: Sequence[Counts]  # of each scenario, of lives against the first
    years: Counts  # (scenario,) worker-years lived under it apart from the base of its pass


def _live(scenarios: Sequence[Composed], options: RunOptions) -> Lived:
    return live([each.parameters for each in scenarios], options)


def simulate_cells(parameters: Sequence[ParameterSet], options: RunOptions, live_everyone: bool = False) -> list[Cells]:
    """Weighted sums of each scenario, all on the same lives; the same bits for any threads and batch size."""
    return all_cells(live(parameters, options, live_everyone=live_everyone))


def all_cells(lived: Lived) -> list[Cells]:
    """The sums of every scenario, in the order of the scenarios; those lived are spent."""
    cells = {position: cells_of(lived, position) for position in spending_order(lived)}
    return [cells[position] for position in range(len(cells))]


def live(
    parameters: Sequence[ParameterSet], options: RunOptions, share: Share = WHOLE, live_everyone: bool = False,
    families: Sequence[int] = (),
) -> Lived:  # fmt: skip
    """Live a run, or a share of it, under all laws.

    Each thread lives its own part of the replicate groups and adds to its own part of the sums.  ``live_everyone``
    lives also whom a law does not concern apart from the base, for the same bits at more cost.  ``families`` names for
    each law who shall live beside one another, the first as the others' base; all beside the first, if left out.
    """
    counts = allocate(options.workers)
    make_up = shares(parameters[0])
    tracks, tables_of_careers = _tracks(parameters, make_up)
    parts = np.array_split(np.array(share.groups), min(options.n_threads, len(share.groups)))
    changes = [new_changes() for _ in tracks]
    years = np.zeros((len(parts), len(tracks)), np.int64)
    passes = _passes(tracks, live_everyone, families)
    run = _Run(counts, make_up, tracks, passes, tables_of_careers, options, parts, changes, years)
    cohorts = _Cohorts(run)
    queues = [[(cohort, part) for cohort in share.cohorts] for part in range(len(parts))]
    with _Progress(options.show_progress, len(parts) * len(share.cohorts)) as advance:
        spread(queues, lambda task: _live_cohort(run, cohorts, *task), options.n_threads, advance)
    return Lived([each.tracks for each in passes], [each.sums for each in passes], changes, years.sum(axis=0))


def spending_order(lived: Lived) -> list[int]:
    """Positions of the scenarios in the order ``cells_of`` takes them: the base of a pass after those it serves."""
    return [position for tracks in lived.tracks for position in reversed(tracks)]


def cells_of(lived: Lived, position: int, *, is_spent: bool = True) -> Cells:
    """The sums of one scenario in persons and yuan, in the memory of its fixed-point sums, which are spent.

    A scenario's sums are the base's of its pass and differences from them; the base can be had as a copy beforehand,
    ``is_spent=False``.  Raises SumsOverflow.
    """
    for tracks, sums in zip(lived.tracks, lived.sums, strict=True):
        if position in tracks:
            tables = tables_of(sums, tracks.index(position))
            if not is_spent:
                tables = Tables(tables.first_year, *(table.copy() for table in tables[1:]))
            return to_cells(tables, lived.changes[position])
    raise ValueError(f"no scenario {position}")


def _tracks(parameters: Sequence[ParameterSet], make_up: SynthesisShares) -> tuple[list[_Track], list[CareerTables]]:
    """Laws packed; career tables shared by the scenarios whose careers have the same cause."""
    tables: list[CareerTables] = []
    position: dict[str, int] = {}
    tracks: list[_Track] = []
    for ps in parameters:
        projection = project(ps)
        digest = careers_digest(ps)
        if digest not in position:
            position[digest] = len(tables)
            tables.append(prepare_careers(ps, projection, make_up))
        careers = position[digest]
        tracks.append(_Track(build_law(ps, tables[careers].intraprovincial), projection, careers))
    return tracks, tables


def _passes(tracks: Sequence[_Track], live_everyone: bool, families: Sequence[int]) -> list[_Pass]:
    """Scenarios of one family gathered into passes, in the order of their first."""
    groups: list[list[int]] = []
    of = families or [0] * len(tracks)
    for position, track in enumerate(tracks):
        for group in groups:
            if of[group[0]] == of[position] and _live_in_step(tracks[group[0]], track):
                group.append(position)
                break
        else:
            groups.append([position])
    return [_pass(tracks, group, live_everyone) for group in groups]


def _live_in_step(one: _Track, other: _Track) -> bool:
    """Whether two scenarios share careers, the draws of enrolment and the weights of their workers."""
    renewal = one.law.enrolment.trait_renewal, other.law.enrolment.trait_renewal
    same_people = all(bool((a == b).all()) for a, b in zip(one.projection, other.projection, strict=True))
    return one.careers == other.careers and same_people and bool((renewal[0] == renewal[1]).all())


def _pass(tracks: Sequence[_Track], group: Sequence[int], live_everyone: bool) -> _Pass:
    laws = [tracks[position].law for position in group]
    of_whom = needs(laws)
    if live_everyone:
        of_whom.anywhere[1:] |= EVERYONE
        of_whom.any_facts[1:] |= EVERYONE
    return _Pass(group, tracks[group[0]].careers, as_records(laws), of_whom, new_sums(len(laws)))


class _Cohort(NamedTuple):
    """A birth cohort before its lives are drawn."""

    workers: Workers
    careers: Sequence[CohortTables]  # by career tables of the run
    weights: Sequence[Weights]  # by scenario


class _Cohorts:
    """Birth cohorts, made when the first thread asks for them and kept until the last one has."""

    def __init__(self, run: _Run) -> None:
        self._run = run
        self._lock = threading.Lock()
        self._kept: dict[int, tuple[_Cohort, int]] = {}

    def take(self, cohort: int) -> _Cohort:
        """A cohort; each part of the run takes it once."""
        with self._lock:
            made, taken = self._kept.pop(cohort, (None, 0))
            made = self._make(cohort) if made is None else made
            if taken + 1 < len(self._run.parts):
                self._kept[cohort] = made, taken + 1
            return made

    def _make(self, cohort: int) -> _Cohort:
        run, birth_year, counts = self._run, FIRST_COHORT + cohort, self._run.counts[cohort]
        return _Cohort(
            draw_cohort(birth_year, counts, run.options.seed, run.make_up, first_groups(run.counts)[cohort]),
            [table.of_cohort(birth_year) for table in run.careers],
            [weights(track.projection, birth_year, counts) for track in run.tracks],
        )


def _live_cohort(run: _Run, cohorts: _Cohorts, cohort: int, part: int) -> None:
    """One part of the groups of a birth cohort, batch by batch: lives drawn once, then lived under each law."""
    everyone, of_cohort, weight = cohorts.take(cohort)
    members = np.flatnonzero(np.isin(everyone.group, run.parts[part]))
    neighbours = np.lexsort((everyone.sex[members], everyone.hukou_province[members], everyone.group[members]))
    members = members[neighbours]  # who adds to neighbouring sums, one after the other
    for start in range(0, len(members), run.options.batch):
        batch = _select(everyone, members[start : start + run.options.batch])
        careers = [draw_batch(batch, table, run.options.seed) for table in of_cohort]
        _live_batch(run, batch, careers, weight, run.years[part])


def _live_batch(
    run: _Run, batch: Workers, careers: Sequence[Careers], weight: Sequence[Weights], years: Counts
) -> None:
    """Live each pass; the scenarios of a pass live in step."""
    ends: dict[int, State] = {}
    compares = len(run.tracks) > 1 and FIRST_WHOLE_COHORT <= batch.birth_year <= LAST_WHOLE_COHORT
    for each in run.passes:
        base = each.tracks[0]
        states, lived = live_pass(
            each.laws, run.tracks[base].law, batch, careers[each.careers], weight[base], run.options.seed,
            each.needs, each.sums, compares,
        )  # fmt: skip
        ends |= dict(zip(each.tracks, states, strict=True))
        years[np.array(each.tracks)] += lived
    if compares:
        _compare_lives(run, batch, careers, weight, ends)


def _compare_lives(
    run: _Run, batch: Workers, careers: Sequence[Careers], weight: Sequence[Weights], ends: dict[int, State]
) -> None:
    """Add the change of each life's position against the first scenario; a scenario that never parts changes nothing.

    Scenarios with careers of their own have other lives: the change is then that of the worker, whatever became of it.
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


def _select(workers: Workers, members: Counts) -> Workers:
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

        self.bar = tqdm(total=self.total, desc="lives by birth cohort", unit="cohort", delay=0.5)
        return lambda _: (self.bar.update(), None)[1]

    def __exit__(self, *_: object) -> None:
        if self.is_shown:
            self.bar.close()
