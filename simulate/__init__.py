"""Lingbao (灵保): a policy microsimulation of old-age insurance for China's platform and other flexible workers.

The public face for use from Python::

    import simulate
    results = simulate.compare("law_2021", ["hukou_removal"], workers=20_000)   # xarray.Dataset
    results["insured_national"].sel(scheme="employee_pension")

Heavy libraries are imported when a function is called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray

    from simulate.cases.evaluate import CaseResult
    from simulate.scenario import Scenario

__version__ = "0.1.0"
__all__ = ["__version__", "compare", "evaluate_case", "load_scenario", "run"]


def run(
    scenario: str = "baseline", *, on: str = "baseline", sets: Sequence[str] = (), **options: Any
) -> xarray.Dataset:
    """Project one scenario, laid on the base ``on`` unless it is the base itself.

    ``sets`` are ``lever=value`` texts; ``options`` are those of ``pipeline.RunOptions`` (workers, seed, threads,
    first_year, last_year, provinces).  Raises ProblemsFound for faults in a scenario or lever.
    """
    from simulate import pipeline

    prepared = pipeline.prepare(on, () if scenario == on else (scenario,), sets).only_last()
    return pipeline.execute(prepared, pipeline.RunOptions(**options)).dataset


def compare(base: str, reforms: Sequence[str], *, sets: Sequence[str] = (), **options: Any) -> xarray.Dataset:
    """Project a base and reforms laid on it, on the same lives; differences to the base carry their paired error."""
    from simulate import pipeline

    return pipeline.execute(pipeline.prepare(base, reforms, sets), pipeline.RunOptions(**options)).dataset


def load_scenario(name: str) -> Scenario:
    """A shipped scenario by name, or one from a file; raises ProblemsFound."""
    from simulate.parameters import LawBook
    from simulate.scenario import load_scenario as load

    return load(name, LawBook.load())


def evaluate_case(case: Mapping[str, Any], scenario: str = "baseline", *, sets: Sequence[str] = ()) -> CaseResult:
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
    return evaluate(read, Law(compose_law(scenario, sets).parameters))
