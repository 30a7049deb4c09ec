"""From the law to the funds: one run, in the order the data flow.

scenarios -> parameters -> population -> careers -> enrolment and schemes -> funds -> indicators -> report
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulate import clock
from simulate.careers.careers import CareerTables, careers_digest, draw_batch, prepare_careers
from simulate.contracts import FIRST_COHORT, N_COHORTS, Cells, Workers
from simulate.engine.batches import spread
from simulate.parameters import LawBook, ParameterSet
from simulate.population.demography import Projection, project
from simulate.population.synthesis import SynthesisShares, allocate, draw_cohort, shares, weights
from simulate.scenario import Composed, compose, load_scenario
from simulate.schemes.fold import Tables, new_tables, to_cells
from simulate.schemes.life import Law, build_law, first_difference, simulate_years
from simulate.schemes.state import State, new_state

if TYPE_CHECKING:
    import xarray

    from simulate.report.results import Results

BATCH = 256  # workers that pass from room to room together, few enough to stay in the processor's cache


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
        """Threads to use: all this process may."""
        return self.threads or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else self.threads or 1


@dataclass(frozen=True)
class Prepared:
    """Scenarios composed and checked, before anything is computed.  The first is the base of comparisons."""

    scenarios: tuple[Composed, ...]

    def only_last(self) -> Prepared:
        """The last scenario alone."""
        return replace(self, scenarios=self.scenarios[-1:])


@dataclass(frozen=True)
class Result:
    """What a run gives: indicators of each scenario with their sampling errors, and where they come from."""

    results: Results
    scenarios: tuple[Any, ...]  # of report.ScenarioResult
    manifest: dict[str, Any] = field(repr=False)

    @cached_property
    def dataset(self) -> xarray.Dataset:
        """All results as an xarray dataset."""
        from simulate.report.dataset import to_dataset

        return to_dataset(self.results)

    @cached_property
    def headline(self) -> dict[str, Any]:
        """The headline numbers by scenario."""
        from simulate.report.headline import as_dict

        return as_dict(self.results)


@dataclass(frozen=True)
class _Track:
    """One scenario on its way through the rooms."""

    law: Law
    projection: Projection
    careers: int  # position of its career tables
    apart_from: int  # calendar year from which it differs from the first scenario; until then it is lived once


@dataclass(frozen=True)
class _Piece:
    """A stretch of calendar years of one scenario, with sums of its own."""

    track: int
    first: int
    stop: int


def prepare(base: str, reforms: Sequence[str] = (), sets: Sequence[str] = ()) -> Prepared:
    """Compose the base and each reform laid on it; ``sets`` are laid on all.  Raises ProblemsFound."""
    book = LawBook.load()
    ground = load_scenario(base, book)
    composed = [compose(book, ground, None, sets)]
    composed += [compose(book, ground, load_scenario(each, book), sets) for each in reforms]
    return Prepared(tuple(composed))


def execute(prepared: Prepared, options: RunOptions = RunOptions()) -> Result:
    """Run all scenarios on the same lives; raises IdentityBroken if the accounts of a fund do not add up."""
    from simulate.indicators import compute
    from simulate.report import ScenarioResult, gather
    from simulate.report.provenance import manifest

    started = time.perf_counter()
    cells = simulate_cells([each.parameters for each in prepared.scenarios], options)
    scenarios = tuple(
        ScenarioResult(
            name=each.name, indicators=compute(cell, each.parameters), title=each.title, text=each.text,
            applied=each.applied, parameters_digest=each.digest, as_of=each.as_of.isoformat(),
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
    return Result(results, scenarios, provenance)


def write(result: Result, out: Path) -> Path:
    """Write dataset, tables and manifest to a folder, all or nothing; returns the folder."""
    from simulate.report import write_results

    return write_results(result.results, result.scenarios, result.manifest, out)


def simulate_cells(parameters: Sequence[ParameterSet], options: RunOptions) -> list[Cells]:
    """Weighted sums of each scenario, all on the same lives; the same bits for any threads and batch size."""
    counts = allocate(options.workers)
    make_up = shares(parameters[0])
    tracks, tables_of_careers = _tracks(parameters, make_up)
    pieces = _pieces(tracks)
    slots = [[new_tables() for _ in pieces] for _ in range(options.n_threads)]

    def work(cohort: int, slot: int) -> None:
        _live_cohort(cohort, counts, make_up, tracks, pieces, tables_of_careers, options, slots[slot])

    with _Progress(options.show_progress) as advance:
        spread(range(N_COHORTS), work, options.n_threads, advance)
    return [to_cells(_parts(slots, pieces, position, track)) for position, track in enumerate(tracks)]


def _parts(
    slots: Sequence[Sequence[Tables]], pieces: Sequence[_Piece], position: int, track: _Track
) -> list[tuple[Tables, int, int]]:
    """The sums that belong to a scenario: its own, and the first scenario's before it parts from it."""
    return [
        (slot[i], piece.first, piece.stop)
        for slot in slots
        for i, piece in enumerate(pieces)
        if piece.track == position or (piece.track == 0 and piece.stop <= track.apart_from)
    ]


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
        law = build_law(ps, tables[careers].intraprovincial)
        shares_lives = bool(tracks) and careers == tracks[0].careers
        apart_from = first_difference(tracks[0].law, law) if shares_lives else clock.FIRST_YEAR
        tracks.append(_Track(law, projection, careers, apart_from))
    return tracks, tables


def _pieces(tracks: Sequence[_Track]) -> list[_Piece]:
    """The first scenario cut at the years where others part from it, then what each of the others lives apart."""
    cuts = sorted({clock.FIRST_YEAR, clock.LAST_REPORT_YEAR + 1, *(track.apart_from for track in tracks)})
    pieces = [_Piece(0, first, stop) for first, stop in pairwise(cuts)]
    own = [_Piece(i, track.apart_from, cuts[-1]) for i, track in enumerate(tracks) if i > 0]
    return pieces + [piece for piece in own if piece.first < piece.stop]


def _live_cohort(
    cohort: int, counts: Any, make_up: SynthesisShares, tracks: Sequence[_Track], pieces: Sequence[_Piece],
    tables: Sequence[CareerTables], options: RunOptions, sums: Sequence[Tables],
) -> None:  # fmt: skip
    """All workers of one birth cohort, batch by batch: lives drawn once, then lived under each law."""
    birth_year = FIRST_COHORT + cohort
    everyone = draw_cohort(birth_year, counts[cohort], options.seed, make_up)
    of_cohort = [table.of_cohort(birth_year) for table in tables]
    weight = [weights(track.projection, birth_year, counts[cohort]) for track in tracks]
    for start in range(0, len(everyone.worker), options.batch):
        batch = _slice(everyone, start, start + options.batch)
        careers = [draw_batch(batch, table, options.seed) for table in of_cohort]
        ground = new_state(len(batch.worker))
        parted: dict[int, State] = {}
        for piece, table in zip(pieces, sums, strict=True):
            track = tracks[piece.track]
            if piece.track == 0:
                parted[piece.first] = ground.copy() if len(tracks) > 1 else ground
                state = ground
            else:
                state = parted[piece.first].copy()
            simulate_years(
                track.law, batch, careers[track.careers], weight[piece.track], options.seed,
                (piece.first, piece.stop), state, table,
            )  # fmt: skip


def _slice(workers: Workers, start: int, stop: int) -> Workers:
    return Workers(workers.birth_year, *(array[start:stop] for array in workers[1:]))  # type: ignore[arg-type]


class _Progress:
    """A tqdm bar over birth cohorts on standard error, or nothing."""

    def __init__(self, is_shown: bool) -> None:
        self.is_shown = is_shown

    def __enter__(self) -> Callable[[Any], None]:
        if not self.is_shown:
            return lambda _: None
        from tqdm import tqdm

        self.bar = tqdm(total=N_COHORTS, desc="birth cohorts", unit="cohort", delay=0.5)
        return lambda _: (self.bar.update(), None)[1]

    def __exit__(self, *_: object) -> None:
        if self.is_shown:
            self.bar.close()
