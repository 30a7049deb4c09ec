"""The law and the other numbers it is lived under: levers alive and dated, series to the horizon, policy cases."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from simulate import clock
from simulate.certificate import levers
from simulate.certificate.found import Found
from simulate.machine.processes import with_sources
from simulate.parameters import BASELINE_DAY, LawBook
from simulate.parameters.checks import series_that_end
from simulate.parameters.spec import Spec
from simulate.results.headline import METRICS, YEARS, Metric
from simulate.sweeps.engines import Engine, Failed

ROOT: Final = Path(__file__).resolve().parents[2]
EXAMPLES: Final = ROOT / "scenarios" / "cases"
_OWN: Final = ROOT / "tests" / "cases"
CASES: Final = _OWN if _OWN.is_dir() else EXAMPLES  # which are all that an installation has

_Found = TypeVar("_Found")


def live(engine: Engine) -> Found:
    """Every lever, moved, moves the outputs it names, the way it says."""
    faults: list[str] = []
    n_levers = 0
    for _, found in _by_group(engine, _gains, levers.groups(), faults):
        n_levers += len(found)
        for lever, gains in found.items():
            faults += [f"{lever}: {each.output} gained {each.gain:g}" for each in gains if not each.holds]
    return Found(f"{n_levers} levers", tuple(sorted(faults)))


def dated(engine: Engine) -> Found:
    """No dated lever, moved from a year on, changes a sum of an earlier year."""
    faults: list[str] = []
    n_levers = 0
    for group, found in _by_group(engine, _changed_before, levers.dated(), faults):
        n_levers += len(group)
        faults += [f"{lever}, moved from {levers.YEAR}, changes earlier years" for lever in found]
    return Found(f"{n_levers} levers moved from {levers.YEAR}", tuple(sorted(faults)))


def _by_group(
    engine: Engine, work: Callable[[levers.Group], _Found], groups: Iterable[levers.Group], faults: list[str]
) -> Iterator[tuple[levers.Group, _Found]]:
    """Each group of levers with what was found of it; a group that failed is added to ``faults`` instead."""
    for group, found in engine.work(work, deque(groups)):
        if isinstance(found, Failed):
            faults.append(f"{', '.join(group)}: {found.fault}")
        else:
            yield group, found


def _gains(group: levers.Group) -> dict[str, list[levers.Gain]]:
    return levers.gains(group, threads=1)


def _changed_before(group: levers.Group) -> list[str]:
    return levers.changed_before(group, threads=1)


def series() -> Found:
    """Every dated series reaches the horizon; and how much of each headline rests on what lies beyond the record.

    Of a headline in a year: the mean, over the dated levers that say they move it, of the share of the years from the
    first reported one for which nothing is written, and the last value is held, or follows wages or prices.
    """
    book = LawBook.load()
    faults = [f"{each.found}: {each.expected}" for each in series_that_end(book)]
    shares = extrapolated(book)
    listed = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
    return Found(f"to {clock.LAST_REPORT_YEAR}; beyond what is written: {listed}", tuple(faults))


def extrapolated(book: LawBook) -> dict[str, float]:
    """Of each headline in its last year, the share that rests on extrapolation."""
    found = {}
    for metric in METRICS:
        specs = [spec for spec in book.specs.values() if spec.time and _moves(spec, metric)]
        if specs:
            found[metric.key] = float(np.mean([_beyond(spec, YEARS[-1]) for spec in specs]))
    return found


def _moves(spec: Spec, metric: Metric) -> bool:
    """Whether a lever names the output of a headline, nationwide or by what it is broken down to."""
    heads = {key.partition(".")[0] for key in spec.moves}
    return any(metric.output.startswith(head) for head in heads if head != "set")


def _beyond(spec: Spec, year: int) -> float:
    """Share of the years from the first reported one for which a series holds no entry of its own or a later one."""
    per_year = 12 if spec.time == "month" else 1
    starts = [anchor.start for entry in spec.known(BASELINE_DAY) for anchor in entry.anchors]
    last = clock.FIRST_YEAR + max(starts) // per_year
    n_years = year - clock.FIRST_REPORT_YEAR + 1
    return min(max(year - last, 0), n_years) / n_years


def cases(folder: Path = CASES) -> Found:
    """Every policy case passes; judged in a process of its own, in which rules are called without compiling."""
    if not folder.is_dir():
        return Found("no policy cases in this installation", is_tried=False)
    done = subprocess.run(
        [sys.executable, "-m", "simulate", "case", str(folder), "--quiet", "--json"], capture_output=True, text=True,
        encoding="utf-8", env=with_sources() | {"PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip
    try:
        stated = json.loads(done.stdout)
    except ValueError:
        return Found("no answer", (done.stderr.strip()[-500:] or f"exit code {done.returncode}",))
    faults = [f"{each['id']}: {' | '.join(each['why'])}" for each in stated["cases"] if each["status"] != "passed"]
    return Found(f"{stated['passed']} of {len(stated['cases'])} passed", tuple(faults))
