"""The verb ``bench``: the speed and memory of the whole model, against its targets and goals.

A person-month is one month of one worker lived month by month: from the year of turning 16 (from 1950 for those
older) to that of turning 66 or to the horizon; the years after, lived year by year to the age of 100, are in the time
but not in the count.  The model is timed from the resolved parameters to the weighted sums: careers, enrolment, all
schemes, sums.  Every timing of the model stands between two timings of the reference month (``reference_month``)
in the same process and is stated as a multiple of their mean; the median of the repeats is reported.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import Final

from simulate import clock, cohorts, pipeline
from simulate.bench import reference_month, whole
from simulate.contracts import FIRST_COHORT
from simulate.machine.processes import peak_megabytes
from simulate.population.synthesis import allocate

REFORMS: Final = ("hukou_removal", "lower_minimum_base", "platform_copayment")
ROOT: Final = Path(__file__).resolve().parents[2]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Measure:
    """One line of the table; ``target`` is what must hold, ``goal`` where it must go."""

    name: str
    value: float
    unit: str
    target: float | None = None
    goal: float | None = None
    at_least: bool = False

    @property
    def holds(self) -> bool | None:
        """Whether the target holds; None where there is none."""
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target

    def as_dict(self) -> dict[str, object]:
        """The measure as plain values."""
        return {**asdict(self), "holds": self.holds}


@dataclass(frozen=True)
class Size:
    """How much to measure."""

    workers: int
    repeats: int
    memory_workers: tuple[int, int]
    runs: int  # whole runs, each in a process of its own
    floors: int  # of the sweep, eight cells each


FULL: Final = Size(workers=100_000, repeats=5, memory_workers=(100_000, 1_000_000), runs=3, floors=8)
QUICK: Final = Size(workers=20_000, repeats=3, memory_workers=(20_000, 100_000), runs=3, floors=2)


def measure(*, quick: bool = False, tell: Tell = lambda text: None) -> list[Measure]:
    """All measures, in the order of the table."""
    size = QUICK if quick else FULL
    options = cohorts.RunOptions(workers=size.workers, threads=1)
    tell("compiling")
    several = pipeline.prepare(whole.BASE, REFORMS, ())
    pipeline.execute(several, replace(options, workers=500))
    return [
        *_speed(several, options, size.repeats, tell),
        _all_reforms(options, tell),
        _whole_run(size, tell),
        *([] if quick else [_processes(size, tell)]),
        *_sweep(size, tell),
        *_schemes(several, tell),
        *_memory(size.memory_workers, tell),
        _first_answer(size.repeats, tell),
    ]


def _speed(several: pipeline.Prepared, options: cohorts.RunOptions, repeats: int, tell: Tell) -> list[Measure]:
    """One scenario, each further one, and two threads against one."""
    one = replace(several, scenarios=several.scenarios[:1])
    n_further = len(several.scenarios) - 1
    n_months = person_months(options.workers)
    references, single, further, gain = [], [], [], []
    for repeat in range(repeats):
        tell(f"speed: {options.workers:,} workers, repeat {repeat + 1} of {repeats}")
        (seconds_one, seconds_several, seconds_two_threads), reference = _beside_reference(
            lambda: _seconds(one, options),
            lambda: _seconds(several, options),
            lambda: _seconds(one, replace(options, threads=2)),
        )
        references.append(reference)
        single.append(seconds_one * 1e9 / n_months / reference)
        further.append((seconds_several - seconds_one) * 1e9 / n_further / n_months / reference)
        gain.append(seconds_one / seconds_two_threads)
    reference = median(references)
    return [
        Measure("reference month in numpy", reference, "ns"),
        Measure("person-month, one scenario", median(single) * reference, "ns"),
        Measure("one scenario", median(single), "x reference", 1.0, 0.75),
        Measure("each further scenario", median(further), "x reference", 0.25),
        Measure("two threads against one", median(gain), "times", 1.85, 1.9, at_least=True),
    ]


def _beside_reference(*timings: Callable[[], float]) -> tuple[list[float], float]:
    """Seconds that timings give, and nanoseconds of the reference month: the mean of before them and after."""
    before = reference_month.nanoseconds_a_month()
    seconds = [timing() for timing in timings]
    return seconds, (before + reference_month.nanoseconds_a_month()) / 2


def _cost(timing: Callable[[], float], workers: int) -> float:
    """What a person-month of so many workers costs by a timing, in reference months."""
    (seconds,), reference = _beside_reference(timing)
    return seconds * 1e9 / person_months(workers) / reference


def _seconds(prepared: pipeline.Prepared, options: cohorts.RunOptions) -> float:
    """Wall time from resolved parameters to the weighted sums of every scenario."""
    parameters = [scenario.parameters for scenario in prepared.scenarios]
    start = time.perf_counter()
    cohorts.simulate_cells(parameters, options)
    return time.perf_counter() - start


def person_months(workers: int) -> int:
    """Months lived month by month by all workers drawn."""
    months = 0
    for cohort, by_sex in enumerate(allocate(workers)):
        birth_year = FIRST_COHORT + cohort
        first = max(birth_year + clock.CAREER_FIRST_AGE, clock.FIRST_YEAR)
        last = min(birth_year + clock.CAREER_LAST_AGE, clock.LAST_REPORT_YEAR)
        months += 12 * int(by_sex.sum()) * (last - first + 1)
    return months


def _all_reforms(options: cohorts.RunOptions, tell: Tell) -> Measure:
    tell(f"every shipped reform: {options.workers:,} workers")
    cost = _cost(lambda: whole.seconds_of_a_reform(options), options.workers)
    return Measure("a further one, mean over all shipped reforms", cost, "x reference", 0.30)


def _whole_run(size: Size, tell: Tell) -> Measure:
    """Each run beside its own reference: the pages a host has just taken back may cost one run half as much again."""
    workers, costs = size.memory_workers[1], []
    for run in range(size.runs):
        tell(f"a whole run: {workers:,} workers, two threads, {run + 1} of {size.runs}")
        costs.append(_cost(lambda: whole.seconds_of_a_run(workers, "--threads", "2"), workers))
    name = f"{workers:,} lives, from starting Python to written results"
    return Measure(name, median(costs), "x reference", 0.55)


def _processes(size: Size, tell: Tell) -> Measure:
    """The same, lived by two worker processes against one."""
    workers, gains = size.memory_workers[1], []
    for run in range(size.runs):
        tell(f"a whole run: {workers:,} workers, by one process and by two, {run + 1} of {size.runs}")
        one, two = (whole.seconds_of_a_run(workers, "--local", n) for n in ("1", "2"))
        gains.append(one / two)
    name = f"{workers:,} lives, two processes against one"
    return Measure(name, median(gains), "times", 1.7, at_least=True)


def _sweep(size: Size, tell: Tell) -> list[Measure]:
    """Cells of a sweep of policies, against a run for each."""
    from simulate.bench import sweep_cost

    tell(f"a sweep: {8 * size.floors} cells of {size.workers:,} workers")
    cost = sweep_cost.cost_of_a_cell(size.workers, size.floors)
    return [Measure(f"{8 * size.floors} cells of a sweep over as many runs", cost, "times", 0.25)]


def _schemes(several: pipeline.Prepared, tell: Tell) -> list[Measure]:
    """What each scheme costs a person-month of the base, its steps timed one by one."""
    from simulate.bench import scheme_costs

    tell("each scheme: compiling its steps one by one")
    costs = scheme_costs.costs(several.scenarios[0].parameters)
    return [Measure(f"person-month, {name.replace('_', ' ')}", cost, "ns") for name, cost in costs.items()]


def _memory(sizes: Sequence[int], tell: Tell) -> list[Measure]:
    """Peak resident memory of a whole run in a process of its own, at two numbers of workers."""
    peaks = []
    for workers in sizes:
        tell(f"memory: {workers:,} workers")
        call = f"measure.peak_of_a_run({workers})"
        code = f"import sys; from simulate.bench import measure; sys.stdout.write(str({call}))"
        peaks.append(float(_python(["-c", code])))
    return [
        *(Measure(f"memory, {n:,} workers", peak, "MB") for n, peak in zip(sizes, peaks, strict=True)),
        Measure("memory of the larger over the smaller", abs(peaks[1] - peaks[0]), "MB", 100.0, 58.0),
    ]


def peak_of_a_run(workers: int) -> float:
    """Peak resident memory of this process after a run of the base and its reforms, MB."""
    prepared = pipeline.prepare(whole.BASE, REFORMS, ())
    result = pipeline.execute(prepared, cohorts.RunOptions(workers=workers, threads=2))
    _ = result.dataset
    return peak_megabytes()


def _first_answer(repeats: int, tell: Tell) -> Measure:
    """Seconds from starting Python to the end of a warm ``run --workers 5000``.

    Warm is where machine code and bytecode are in place, also if the shell tells Python to write no bytecode.
    """
    seconds = []
    for repeat in range(repeats + 1):  # the first one warms caches and is not counted
        tell(f"first answer, {'warming' if repeat == 0 else f'repeat {repeat} of {repeats}'}")
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            _python(["-m", "simulate", "run", "--workers", "5000", "--quiet", "--out", f"{folder}/result"])
            seconds.append(time.perf_counter() - start)
    return Measure("run --workers 5000, from starting Python", median(seconds[1:]), "s", 3.0, 2.0)


def _python(arguments: Sequence[str]) -> str:
    """Standard output of this interpreter in a new process; its errors pass through."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        [sys.executable, *arguments], check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ).stdout


def print_table(measures: Sequence[Measure]) -> None:
    """The measures beside their targets."""
    from rich.console import Console
    from rich.table import Table

    table = Table("measure", "value", "unit", "must hold", "goal", "holds", title="Lingbao benchmark")
    for column in (1, 3, 4):
        table.columns[column].justify = "right"
    for each in measures:
        sign = ">=" if each.at_least else "<="
        bounds = ("" if bound is None else f"{sign} {bound:g}" for bound in (each.target, each.goal))
        holds = {None: "", True: "yes", False: "no"}[each.holds]
        table.add_row(each.name, f"{each.value:,.2f}", each.unit, *bounds, holds)
    Console(width=None if sys.stdout.isatty() else 120).print(table)
