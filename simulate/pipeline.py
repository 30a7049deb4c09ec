"""From the law to the funds: one run, in the order the data flow.

scenarios -> parameters -> population -> careers -> enrolment and schemes -> funds -> indicators -> report
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulate.careers.careers import careers_digest
from simulate.cohorts import Lived, RunOptions, all_cells, live
from simulate.errors import Problem, ProblemsFound
from simulate.parameters import LawBook
from simulate.scenario import Composed, Source, compose, load_all
from simulate.schemes.tables import SumsOverflow

if TYPE_CHECKING:
    import xarray

    from simulate.results.estimates import Results

USUAL: Final = RunOptions()
_GROWS_LESS: Final = "choose a path of wages, prices, interest and indexation that grows less, or draw more --workers"


@dataclass(frozen=True)
class Prepared:
    """Scenarios composed and checked, before anything is computed.  The first is the base of comparisons."""

    scenarios: tuple[Composed, ...]

    def only_last(self) -> Prepared:
        """The last scenario alone."""
        return replace(self, scenarios=self.scenarios[-1:])


Simulate = Callable[[Sequence[Composed], RunOptions], Lived]


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


def prepare(
    base: Source, reforms: Sequence[Source] = (), sets: Sequence[str] = (), book: LawBook | None = None
) -> Prepared:
    """Compose the base and each reform laid on it; ``sets`` are laid on all.  Raises ProblemsFound.

    ``book`` is the law book if it has been read.
    """
    from simulate.indicators import must_agree

    book = LawBook.load() if book is None else book
    ground, *others = load_all([base, *reforms], book)
    composed = [compose(book, ground, None, sets)]
    must_agree(composed[0].parameters)
    composed += [compose(book, ground, other, sets) for other in others]
    return Prepared(tuple(composed))


def execute(prepared: Prepared, options: RunOptions = USUAL, simulate: Simulate | None = None) -> Result:
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
        raise ProblemsFound([Problem(name, 0, 0, str(fault), "amounts that the sums can hold", _GROWS_LESS)]) from fault
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


def _live(scenarios: Sequence[Composed], options: RunOptions) -> Lived:
    return live([each.parameters for each in scenarios], options)
