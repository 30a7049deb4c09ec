"""A sweep with more and more workers, until the paired error of a headline is small enough in every cell."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from simulate.errors import Findings, did_you_mean
from simulate.machine.files import write_whole
from simulate.population.limits import MAXIMUM_WORKERS
from simulate.results.headline import METRICS
from simulate.sweeps.cells import cells_of
from simulate.sweeps.design import Design
from simulate.sweeps.laws import law_book
from simulate.sweeps.responses import DIFFERENCE_ERROR, Question, answer, questions
from simulate.sweeps.running import Outcome
from simulate.sweeps.store import Store

SETTLED: Final = "settled.json"
ROOM: Final = 1.1  # more workers than the last error asks for, since it is itself an estimate
LEAST_STEP: Final = 1.25
_GOAL: Final = re.compile(r"(\w+)(?:@(\d{4}))?=([0-9][0-9.eE+-]*)", re.ASCII)


class Goal(NamedTuple):
    """The questions asked, and the error all must be below, in the units of the headline."""

    questions: tuple[Question, ...]
    error: float


def read_goal(text: str) -> Goal:
    """The goal of ``insured_employee=0.2`` or ``insured_employee@2050=0.2``; raises ProblemsFound."""
    findings, match = Findings(), _GOAL.fullmatch(text.replace(" ", ""))
    place = ("--target-se", 0, 0)
    keys = [metric.key for metric in METRICS]
    if match is None:
        findings.add(
            place, repr(text), "HEADLINE=ERROR or HEADLINE@YEAR=ERROR", "for example insured_employee@2050=0.2"
        )
        findings.raise_if_any()
        raise AssertionError("a goal that cannot be read has a problem")
    chosen = [each for each in questions() if each.metric.key == match[1]]
    if not chosen:
        hint = did_you_mean(match[1], keys) or "headlines: " + ", ".join(keys)
        findings.add(place, f"the unknown headline {match[1]!r}", "a headline", hint)
    if match[2] and chosen:
        years = [str(each.year) for each in chosen]
        chosen = [each for each in chosen if str(each.year) == match[2]]
        if not chosen:
            findings.add(place, f"the year {match[2]}", f"one of {', '.join(years)}")
    try:
        error = float(match[3])
    except ValueError:
        error = math.nan
    if not (error > 0.0 and math.isfinite(error)):
        findings.add(place, match[3], "an error above zero, in the units of the headline")
    findings.raise_if_any()
    return Goal(tuple(chosen), error)


def reach(
    design: Design, store: Store, goal: Goal, live: Callable[[int], Outcome], tell: Callable[[str], None]
) -> Outcome:
    """Run more and more workers until the goal is reached; the cost is reported and kept."""
    workers, total = design.workers, Outcome()
    while True:
        outcome = live(workers)
        total = Outcome(
            outcome.stood, total.lived + outcome.lived, outcome.failed, total.seconds + outcome.seconds,
            total.busy + outcome.busy, max(total.megabytes, outcome.megabytes),
        )  # fmt: skip
        if outcome.failed:
            tell("some cells failed; their errors are not known, and no more workers are asked for")
            return total
        worst = _worst(design, store, goal, workers)
        tell(f"{workers:,} workers: the largest paired error of {goal.questions[0].metric.key} is {worst:.3g}")
        if worst <= goal.error:
            write_whole(store.folder / SETTLED, json.dumps({"workers": workers, "error": worst}))
            tell(f"reached with {workers:,} workers, in {total.busy:,.0f} s of process time and {total.lived} cells")
            return total
        if workers >= MAXIMUM_WORKERS:
            tell(f"not reached with {workers:,} workers, the maximum")
            return total
        workers = more_workers(workers, worst, goal.error)


def more_workers(workers: int, found: float, wanted: float) -> int:
    """How many are likely to suffice: errors shrink with the square root; to the next thousand."""
    asked = workers * max(LEAST_STEP, ROOM * (found / wanted) ** 2)
    return min(MAXIMUM_WORKERS, 1000 * math.ceil(asked / 1000)) if asked < MAXIMUM_WORKERS else MAXIMUM_WORKERS


def _worst(design: Design, store: Store, goal: Goal, workers: int) -> float:
    """The largest error of any cell; raises ProblemsFound where none is known."""
    errors: Sequence[float] = [
        float(answer(store.read(cell.digest), question)[DIFFERENCE_ERROR])
        for cell in cells_of(design, law_book(), workers)
        for question in goal.questions
    ]
    known = [error for error in errors if math.isfinite(error)]
    if not known:
        findings = Findings()
        found = f"{goal.questions[0].metric.key}, whose paired error no cell knows"
        findings.add(("--target-se", 0, 0), found, "a headline that the cells report", "choose one that is not a date")
        findings.raise_if_any()
    return max(known)


def settled_workers(design: Design, store: Store) -> int:
    """The workers a sweep ended with: those that reached a goal, if one was set, else the design's."""
    try:
        return max(design.workers, int(json.loads((store.folder / SETTLED).read_text(encoding="utf-8"))["workers"]))
    except (OSError, ValueError, KeyError, TypeError):
        return design.workers
