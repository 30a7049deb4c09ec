"""What the command line is told, checked before anything is computed.

Every fault of the options is gathered and said at once, each on one line: what was found, what was expected, what to
do.  Light imports only: this module loads with the command line.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulate import clock, codes
from simulate.errors import Findings, did_you_mean

RUNS: Final = Path("outputs/runs")
SCENARIOS: Final = Path(__file__).resolve().parent.parent / "scenarios"
MAXIMUM_WORKERS: Final = 100_000_000
MAXIMUM_THREADS: Final = 1024
MAXIMUM_SEED: Final = 2**63 - 1
LEAST_FREE_BYTES: Final = 20_000_000  # what the files of one comparison take, with room
_YEARS = re.compile(r"^(\d{4})(?:-(\d{4}))?$")
_SET_EXAMPLE: Final = "for example --set enrolment.hukou_rule=open"
_SET = re.compile(r"^[A-Za-z_][\w.]*(@[\d-]+)?\s*=\s*\S.*$")


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


def check_options(
    *, names: Sequence[str], workers: int, seed: int, threads: int | None, years: str, provinces: str,
    sets: Sequence[str], out: Path | None,
) -> Options:  # fmt: skip
    """Options as values; raises ProblemsFound with every fault.  ``names`` are the scenarios asked for."""
    faults = Findings()
    _check_count("--workers", workers, 1, MAXIMUM_WORKERS, faults)
    if threads is not None:
        _check_count("--threads", threads, 1, MAXIMUM_THREADS, faults)
    _check_count("--seed", seed, 0, MAXIMUM_SEED, faults)
    first_year, last_year = parse_years(years, faults)
    chosen = parse_provinces(provinces, faults)
    for each in sets:
        if not _SET.match(each):
            faults.add(("--set", 0, 0), repr(each), "LEVER=VALUE or LEVER@YYYY-MM=VALUE", _SET_EXAMPLE)
    check_scenarios(names, faults)
    target = out if out is not None else free_folder(RUNS, names)
    check_target(target, faults)
    faults.raise_if_any()
    return Options(workers, seed, threads, first_year, last_year, chosen, tuple(sets), target)


def _check_count(option: str, value: int, low: int, high: int, faults: Findings) -> None:
    if not low <= value <= high:
        faults.add((option, 0, 0), str(value), f"a whole number from {low} to {high}")


def parse_years(text: str, faults: Findings) -> tuple[int, int]:
    """First and last report year of ``2010-2075`` or ``2035``."""
    low, high = clock.FIRST_REPORT_YEAR, clock.LAST_REPORT_YEAR
    match = _YEARS.match(text.strip())
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
    of_chinese = dict(zip(codes.PROVINCES.chinese, codes.PROVINCES.labels, strict=True))
    chosen: list[str] = []
    for each in (part.strip() for part in text.split(",") if part.strip()):
        label = of_chinese.get(each, each.lower())
        if label not in codes.PROVINCES.labels:
            hint = did_you_mean(label, codes.PROVINCES.labels) or "names: " + ", ".join(codes.PROVINCES.labels)
            faults.add(("--provinces", 0, 0), each, "the name of a province", hint)
        elif label not in chosen:
            chosen.append(label)
    return tuple(chosen)


def scenario_names() -> tuple[str, ...]:
    """Names of the scenarios shipped, the two bases first."""
    found = {path.stem for path in SCENARIOS.glob("*.yaml")}
    bases = [name for name in ("baseline", "law_2021") if name in found]
    return (*bases, *sorted(found.difference(bases)))


def check_scenarios(names: Sequence[str], faults: Findings) -> None:
    """Each name is a shipped scenario or a readable file of one; no name twice."""
    shipped = scenario_names()
    stems = [Path(name).stem for name in names]
    for position, name in enumerate(names):
        if name in names[:position]:
            faults.add((name, 0, 0), "the same scenario twice", "each scenario once")
        elif stems[position] in stems[:position]:
            hint = "results are told apart by the file's name; rename one"
            faults.add((name, 0, 0), f"a second scenario {stems[position]}", "each name once", hint)
        elif name.endswith((".yaml", ".yml")) or os.sep in name:
            check_readable(Path(name), faults)
        elif name not in shipped:
            piece = SCENARIOS / "overrides" / f"{name}.yaml"
            hint = did_you_mean(name, shipped) or "shipped: " + ", ".join(shipped)
            if piece.exists():
                hint = f"it is an override: name it under `overrides:` of a scenario, or run {_near(piece)}"
            faults.add((name, 0, 0), "no scenario of this name", "a shipped scenario or a .yaml file", hint)


def _near(path: Path) -> Path:
    """A path as seen from the current folder, if it lies in it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def check_readable(path: Path, faults: Findings) -> None:
    """A file exists and may be read."""
    if not path.exists():
        beside = [str(each) for each in path.parent.glob("*.y*ml")]
        faults.add((str(path), 0, 0), "nothing there", "a scenario file", did_you_mean(str(path), beside))
    elif path.is_dir():
        faults.add((str(path), 0, 0), "a folder", "a scenario file")
    elif not os.access(path, os.R_OK):
        faults.add((str(path), 0, 0), "a file that may not be read", "a file you have the right to read")


def free_folder(parent: Path, names: Sequence[str]) -> Path:
    """A folder under ``parent``, named after the scenarios, that does not exist yet."""
    stems = [Path(name).stem for name in names]
    base = stems[0] if len(stems) == 1 else f"{stems[0]}_and_{stems[1]}"
    if len(stems) > 2:
        base += f"_and_{len(stems) - 2}_more"
    path, number = parent / base, 1
    while path.exists():
        number += 1
        path = parent / f"{base}_{number}"
    return path


def _may_write(folder: Path) -> bool:
    """Whether a file can be made in a folder, by making one that vanishes; rights alone do not tell for root."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError as fault:
        return fault.errno in (errno.ENOSPC, errno.EDQUOT)  # a full disk is told as such


def check_target(path: Path, faults: Findings) -> None:
    """Results can be written to ``path`` without losing anything there that is not an earlier result."""
    place = (f"--out {path}", 0, 0)
    parent = path.resolve()
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir():
        faults.add(place, f"the file {parent}", "a folder")
    elif not _may_write(parent):
        faults.add(place, f"{parent}, which may not be written", "a folder you have the right to write")
    elif path.is_dir() and any(path.iterdir()) and not (path / "manifest.yaml").exists():
        faults.add(place, "a folder with other files", "a new or empty folder, or one of earlier results")
    elif (free := shutil.disk_usage(parent).free) < LEAST_FREE_BYTES:
        faults.add(place, f"a full disk ({free // 1_000_000} MB free)", f"{LEAST_FREE_BYTES // 1_000_000} MB free")
