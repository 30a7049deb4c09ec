"""The model under the assumptions of a published projection, and the way there from the law as it stands, step by step.

A projection is a scenario with a day of the law and overrides.  The steps lay on the law as it stands: one reform the
projection does not know, then the law of its day, then its overrides in their order; the last step is the scenario.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import yaml

from simulate import cohorts, pipeline, record
from simulate.contracts import Reals
from simulate.fit.outputs import EMPLOYEE
from simulate.parameters import ROOT, LawBook
from simulate.results.words import Bilingual
from simulate.scenario import Composed, Scenario, compose, load_all
from simulate.scenario.schema import Override

FIGURES: Final = ("peak", "first_deficit", "exhaustion")


@dataclass(frozen=True)
class Step:
    """Dates of the employee fund under everything laid on the law so far; NaN of one beyond the horizon."""

    name: Bilingual
    dates: Mapping[str, float]


@dataclass(frozen=True)
class Bridge:
    """The steps from the law as it stands, the last being the scenario of the projection; and what was published."""

    content: Mapping[str, Any]  # of targets/projections.yaml
    steps: Sequence[Step]

    def is_within(self, figure: str) -> bool:
        """Whether the model under the projection's assumptions comes as near to it as is asked for."""
        reached = np.floor(self.steps[-1].dates[figure])
        return bool(abs(reached - self.content["published"][figure]) <= self.content["within"][figure])


def bridges(options: cohorts.RunOptions) -> Iterator[Bridge]:
    """A bridge to each projection held."""
    book = LawBook.load()
    for content in record.load("projections").values():
        named = list(steps(content, book))
        scenarios = tuple(replace(each, name=f"step {i}") for i, (_, each) in enumerate(named))
        results = pipeline.execute(pipeline.Prepared(scenarios), options).results
        dates = [_dates(results, position) for position in range(len(named))]
        yield Bridge(content, [Step(name, each) for (name, _), each in zip(named, dates, strict=True)])


def steps(content: Mapping[str, Any], book: LawBook) -> Iterator[tuple[Bilingual, Composed]]:
    """Each step with its name: the law, a reform taken off, the law of another day, an override after the other."""
    base, first = load_all(["baseline", content["first"]], book)
    target = scenario_of(content, book)
    yield Bilingual(base.english, base.chinese), compose(book, base)
    yield Bilingual(first.english, first.chinese), compose(book, base, first)
    day = f"{target.as_of:%Y-%m-%d}"
    laid = replace(target, overrides=())
    yield Bilingual(f"The law as known on {day}", f"截至{day}的法律"), compose(book, base, laid)
    for override in target.overrides:
        laid = replace(laid, overrides=(*laid.overrides, override))
        yield _title(override), compose(book, base, laid)


def _title(override: Override) -> Bilingual:
    title = yaml.safe_load(override.text)["title"]
    return Bilingual(title["en"], title["zh"])


def scenario_of(content: Mapping[str, Any], book: LawBook) -> Scenario:
    """The scenario of a projection."""
    return load_all([str(ROOT / content["scenario"])], book)[0]


def _dates(results: Any, scenario: int) -> dict[str, float]:
    def of(name: str) -> Reals:
        estimate = results.estimates[name]
        return np.asarray(estimate.value[scenario, results.index("fund", EMPLOYEE)])

    deficit, dry = (float(of(name)) for name in ("fund_first_deficit_year", "fund_exhaustion_year"))
    balance = of("fund_balance_national")
    peak = results.coords["year"][int(np.nanargmax(balance))]
    return {"peak": float(peak), "first_deficit": deficit, "exhaustion": dry}
