"""What the command line is given, checked before anything is computed.

Every fault of the options is gathered and said at once, each on one line: what was found, what was expected, what to
do.  Light imports only: this module loads with the command line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulate import clock, codes
from simulate.cli.processes import HERE, Processes, check_processes
from simulate.errors import Findings, half_width
from simulate.language import naming
from simulate.machine.files import is_there
from simulate.population.limits import check_sample
from simulate.results.folders import RUNS, check_target, free_folder, named_after

_YEARS = re.compile(r"^(\d{4})(?:-(\d{4}))?$", re.ASCII)
_DASHES = re.compile(r"\s*(?:[-–—~～至到－]|to)\s*")
_COMMAS = re.compile("[,，、;；]")
_SET_EXAMPLE: Final = "for example --set enrolment.hukou_rule=open"
_SET = re.compile(r"^[^\W\d][\w.]*\s*(@[^=]+)?\s*=\s*\S.*$")


@dataclass(frozen=True)
class Options:
    """Checked options of a run; the years and provinces narrow what is reported, not who is simulated."""

    workers: int
    seed: int
    threads: int | None  # None: as many as are of use
    first_year: int
    last_year: int
    provinces: tuple[str, ...]  # labels; empty: all
    sets: tuple[str, ...]  # lever=value
    out: Path
    or_next: bool  # nothing stands there yet: where another run takes the name meanwhile, the next free one


def check_options(
    *, names: Sequence[str], workers: int, seed: int, threads: int | None, years: str, provinces: str,
    sets: Sequence[str], out: Path | None, processes: Processes = HERE, draws: int = 0,
) -> Options:  # fmt: skip
    """Options as values; raises ProblemsFound with every fault.  ``names`` are the scenarios asked for."""
    from simulate.scenario.names import check_scenarios

    faults = Findings()
    check_sample(workers, seed, threads, faults, "--")
    first_year, last_year = parse_years(years, faults)
    chosen = parse_provinces(provinces, faults)
    for each in sets:
        if not _SET.match(half_width(each).replace("＝", "=").replace("＠", "@")):
            faults.add(("--set", 0, 0), repr(each), "LEVER=VALUE or LEVER@YYYY-MM=VALUE", _SET_EXAMPLE)
    check_processes(processes, threads, faults)
    _check_draws(draws, processes, faults)
    check_scenarios(names, faults)
    check_target(out if out is not None else free_folder(RUNS, names), faults)
    faults.raise_if_any()
    target = out if out is not None else named_after(RUNS, names)
    or_next = out is None or not is_there(out)
    return Options(workers, seed, threads, first_year, last_year, chosen, tuple(sets), target, or_next)


def _check_draws(draws: int, processes: Processes, faults: Findings) -> None:
    if not draws:
        return
    from simulate.draws.vectors import check_draws

    check_draws(draws, "--draws", faults)
    if processes.are_asked_for:
        hint = "leave out --local, --cluster and --slurm, or write a sweep of the same axes"
        faults.add(("--draws", 0, 0), "draws over other processes", "draws in this process", hint)


def parse_years(text: str, faults: Findings) -> tuple[int, int]:
    """First and last report year of ``2010-2075`` or ``2035``."""
    low, high = clock.FIRST_REPORT_YEAR, clock.LAST_REPORT_YEAR
    match = _YEARS.match(_DASHES.sub("-", half_width(text.replace("年", ""))).strip())
    if match is None:
        faults.add(("--years", 0, 0), repr(text), f"FIRST-LAST or one year, such as {low}-{high}")
        return low, high
    first, last = int(match[1]), int(match[2] or match[1])
    if first > last:
        faults.add(("--years", 0, 0), text, "the first year before the last", f"did you mean {last}-{first}?")
    elif first < low or last > high:
        faults.add(("--years", 0, 0), text, f"years within {low}-{high}")
    return first, last


def parse_provinces(text: str, faults: Findings) -> tuple[str, ...]:
    """Labels of ``beijing,上海``; empty text is all.  Chinese names are read as well."""
    chosen: list[str] = []
    if text and not _COMMAS.sub("", text).strip():
        faults.add(("--provinces", 0, 0), repr(text), "the name of a province", "leave it out to report all")
    for each in (part.strip() for part in _COMMAS.split(text) if part.strip()):
        label = naming.province_of(each)
        if label is None:
            labels = codes.PROVINCES.labels
            hint = naming.near_label(each, labels) or "names: " + ", ".join(labels)
            faults.add(("--provinces", 0, 0), each, "the name of a province", hint)
        elif label not in chosen:
            chosen.append(label)
    return tuple(chosen)
