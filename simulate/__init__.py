"""Lingbao (灵保): a policy microsimulation of old-age insurance for China's platform and other flexible workers.

The public face for use from Python::

    import simulate
    results = simulate.compare("law_2021", "hukou_removal", workers=20_000)   # xarray.Dataset
    results["insured_national"].sel(statistic="estimate", scheme="employee_pension")

It takes what the command line takes, checks it alike and says the same: faults are raised together in one
``ProblemsFound``, warnings are given as ``ScenarioWarning``.  Heavy libraries are imported when a function is called.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import xarray

    from simulate.cases.evaluate import CaseResult
    from simulate.cohorts import RunOptions
    from simulate.pipeline import Prepared
    from simulate.scenario import Scenario

    # A shipped scenario by name, a file, one that was loaded, or the keys of a file as a mapping.
    Source: TypeAlias = str | Path | Scenario | Mapping[str, Any]

__version__ = "0.1.0"
__all__ = [
    "Reform", "ScenarioWarning", "__version__", "compare", "evaluate_case", "load_scenario", "run", "sweep",
]  # fmt: skip


def __dir__() -> list[str]:
    """What is offered, without what the face itself imports."""
    return __all__


class ScenarioWarning(UserWarning):
    """What a scenario does that its author may not expect, or a sample too small to read numbers from."""


def run(
    scenario: Source = "baseline", *, on: Source = "baseline", sets: str | Sequence[str] = (), workers: int = 100_000,
    seed: int = 1, threads: int | None = None, first_year: int = 2010, last_year: int = 2075,
    provinces: str | Sequence[str] = (), draws: int = 0, show_progress: bool = False,
) -> xarray.Dataset:  # fmt: skip
    """Project one scenario, laid on the base ``on`` unless it is the base itself.

    ``sets`` are ``lever=value`` texts, one or several.  ``workers`` are drawn in all, from ``seed``; ``threads`` never
    change a number.  ``first_year``, ``last_year`` and ``provinces`` (labels) narrow what is reported, not who is
    simulated.  ``draws`` vectors of what is fitted and assumed, where asked for, are lived by the same workers and give
    ``statistic`` low, median and high.  ``show_progress`` shows bars on standard error, of the first compilation too.
    Raises ProblemsFound for every fault in a scenario, a lever or an option.
    """
    options = _options(workers, seed, threads, (first_year, last_year), provinces, show_progress)
    sources = [on] if scenario == on else [on, scenario]
    prepared = _prepare(sources, sets, options, draws).only_last()
    return _dataset(prepared, options, sources, sets, draws)


def compare(
    base: Source, reforms: Source | Sequence[Source], *, sets: str | Sequence[str] = (), workers: int = 100_000,
    seed: int = 1, threads: int | None = None, first_year: int = 2010, last_year: int = 2075,
    provinces: str | Sequence[str] = (), draws: int = 0, show_progress: bool = False,
) -> xarray.Dataset:  # fmt: skip
    """Project a base and reforms laid on it, on the same lives; differences to the base carry their paired error.

    One reform may stand alone.  The other arguments are those of :func:`run`.
    """
    if isinstance(reforms, Sequence) and not reforms:
        raise _refused("reforms", repr(reforms), "one reform at least", "to look at one scenario there is simulate.run")
    options = _options(workers, seed, threads, (first_year, last_year), provinces, show_progress)
    sources = [base, *(reforms if isinstance(reforms, Sequence) and not isinstance(reforms, str) else [reforms])]
    return _dataset(_prepare(sources, sets, options, draws), options, sources, sets, draws)


def Reform(  # noqa: N802  # it is used as the name of a thing
    changes: Mapping[str, Any], *, name: str = "reform", title: str = "", start: str | None = None,
    provinces: str | Sequence[str] = (),
) -> Scenario:  # fmt: skip
    """A reform of a mapping: levers by name, English or Chinese, with their new values; or the keys of a file.

    ``simulate.Reform({"灵活就业人员缴费基数下限比例": 0.4}, name="floor_40", start="2027-01", provinces=["甘肃"])``.
    ``start`` is the month or year from which the changes hold, ``provinces`` where; both for every lever.  A value that
    is itself a mapping is a change with keys of its own, as in a file.  Raises ProblemsFound for every fault.
    """
    from simulate.parameters import LawBook
    from simulate.scenario.sources import reform_of

    return reform_of(
        changes, name=name, title=title, start=start, provinces=_listed(provinces), book=LawBook.load()
    )  # fmt: skip


def sweep(
    lever: str, values: Sequence[float | str], *, base: Source = "baseline", start: str | None = None,
    provinces: str | Sequence[str] = (), workers: int = 100_000, seed: int = 1, threads: int | None = None,
    first_year: int = 2010, last_year: int = 2075, show_progress: bool = False,
) -> xarray.Dataset:  # fmt: skip
    """Set one lever to each of some values, on the same lives, beside the base.

    The dataset is that of :func:`compare` with a coordinate ``value`` along ``scenario``: the lever's value, empty for
    the base.  ``start`` and ``provinces`` say from when and where the values hold.  For more levers, many values and
    several machines there is the command ``sweep``.  Raises ProblemsFound for every fault, TypeError without values.
    """
    values = list(values)
    if not values:
        raise TypeError("a sweep needs values")
    named = [f"value_{str(value).replace('.', '_').replace('-', 'minus_')}" for value in values]
    reforms = [
        Reform({lever: value}, name=name, start=start, provinces=provinces)
        for name, value in zip(named, values, strict=True)
    ]
    dataset = compare(
        base, reforms, workers=workers, seed=seed, threads=threads, first_year=first_year, last_year=last_year,
        show_progress=show_progress,
    )  # fmt: skip
    return dataset.assign_coords(value=("scenario", ["", *map(str, values)]))


def load_scenario(source: Source) -> Scenario:
    """A scenario by its name, from its file, or of a mapping with the keys of a file; raises ProblemsFound."""
    from simulate.parameters import LawBook
    from simulate.scenario import scenario_of

    return scenario_of(source, LawBook.load())


def evaluate_case(case: Mapping[str, Any], scenario: str = "baseline", *, sets: str | Sequence[str] = ()) -> CaseResult:
    """Judge one policy case, ``{id, rule, inputs, expected, tolerance}``, by the law of a scenario.

    The result says ``passed``, ``failed`` or ``not run``, and why; raises ProblemsFound for a case not in this form.
    """
    from simulate.cases.evaluate import compose_law, evaluate
    from simulate.cases.reader import case_of
    from simulate.cases.registry import Law
    from simulate.errors import Findings

    findings = Findings()
    read = case_of(case, findings)
    findings.raise_if_any()
    if read is None:
        raise AssertionError("a case that cannot be read has a problem")
    return evaluate(read, Law(compose_law(scenario, _listed(sets)).parameters))


def _listed(texts: str | Sequence[str]) -> tuple[str, ...]:
    """One text or several, as several; what is neither as one that will be refused."""
    return tuple(texts) if isinstance(texts, Iterable) and not isinstance(texts, str | bytes) else (texts,)


def _refused(name: str, found: str, expected: str, hint: str) -> Exception:
    from simulate.errors import Problem, ProblemsFound

    return ProblemsFound([Problem(name, 0, 0, found, expected, hint)])


def _options(
    workers: int, seed: int, threads: int | None, years: tuple[int, int], provinces: str | Sequence[str],
    show_progress: bool,
) -> RunOptions:  # fmt: skip
    from simulate import cohorts
    from simulate.language.naming import province_of

    asked = map(str, _listed(provinces))
    return cohorts.RunOptions(
        workers=workers, seed=seed, threads=threads, first_year=years[0], last_year=years[1],
        provinces=tuple(province_of(each) or each for each in asked), show_progress=show_progress,
    )  # fmt: skip


def _prepare(sources: Sequence[Source], sets: str | Sequence[str], options: RunOptions, draws: int) -> Prepared:
    """The base and what is laid on it, composed after the faults of the options are raised."""
    from simulate import cohorts, pipeline

    cohorts.check_options(options)
    if draws:
        from simulate.draws.vectors import check_draws
        from simulate.errors import Findings

        findings = Findings()
        check_draws(draws, "draws", findings)
        findings.raise_if_any()
    return pipeline.prepare(sources[0], sources[1:], _listed(sets))


def _dataset(
    prepared: Prepared, options: RunOptions, sources: Sequence[Source], sets: str | Sequence[str], draws: int
) -> xarray.Dataset:
    from simulate import pipeline
    from simulate.population.limits import caution

    said = [f"{scenario.name}: {text}" for scenario in prepared.scenarios for text in scenario.warnings]
    for text in (*said, caution(options.workers)):
        if text:
            warnings.warn(text, ScenarioWarning, stacklevel=3)
    if options.show_progress:
        from simulate import compiling

        compiling.compile_shown(compiling.on_standard_error)
    result = pipeline.execute(prepared, options)
    if draws:
        from simulate.draws import with_draws

        result = with_draws(result, sources, _listed(sets), options, draws)
    return result.dataset
