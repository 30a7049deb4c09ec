"""The verb ``baseline``: national numbers of a fixed small run against the committed ones, so none moves unseen.

``outputs/baseline/SCENARIO.csv`` holds one number a row: indicator, part (scheme, fund, payer ...), year or cohort,
value.  Numbers agree when they differ by at most ``TOLERANCE`` of the larger one: processors differ in the last
digits, a changed rule moves far more.
"""

from __future__ import annotations

import csv
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from simulate import cohorts, pipeline
from simulate.errors import Problem, ProblemsFound
from simulate.machine.files import write_whole
from simulate.results.estimates import STATISTICS
from simulate.scenario.names import scenario_names

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / "outputs" / "baseline"
CHANGELOG: Final = ROOT / "CHANGELOG.md"
HEADING: Final = "## Results changed"
WORKERS: Final = 3_000
SEED: Final = 1
TOGETHER: Final = 7  # reforms in one run, for the memory their sums take
TOLERANCE: Final = 1e-6
NO_ESTIMATES: Final = set(STATISTICS[1:])
SHOWN: Final = 5  # moves of the baseline, and as many of the reforms, that the changelog names
YEARS: Final = (2015, 2025, 2035, 2050, 2075)
COHORTS: Final = (1960, 1975, 1990, 2005)
SUMMED: Final = ("persons", "insured", "contributors", "pensioners", "awards")  # over provinces and sexes
INDICATORS: Final = (
    *SUMMED, "migrants", "persons_by_form", "coverage_rate_national", "uninsured_share_flexible",
    "award_mean_national", "pension_mean_national", "below_dibao_share_national", "fund_revenue_national",
    "fund_expenditure_national", "fund_balance_national", "fiscal_subsidy", "paid_by", "paid_by_employee_pension",
    "fund_exhaustion_year",
    "contribution_density_national", "qualifying_share_national", "replacement_rate_career_average_national",
)  # fmt: skip
COLUMNS: Final = ("indicator", "part", "year", "value")

Key = tuple[str, str, str]
Numbers = Mapping[Key, float]


@dataclass(frozen=True)
class Move:
    """A number that moved; None where it is new or gone."""

    scenario: str
    key: Key
    old: float | None
    new: float | None

    def __str__(self) -> str:
        indicator, part, year = self.key
        name = " ".join(filter(None, (f"{self.scenario}:", indicator, part, year)))
        if self.old is None or self.new is None:
            return f"{name}: {'new' if self.old is None else 'gone'}"
        change = f"{self.new / self.old - 1.0:+.4%}" if self.old else "from zero"
        return f"{name}: {self.old:.8g} -> {self.new:.8g} ({change})"


def measure(*, threads: int | None, show_progress: bool) -> dict[str, Numbers]:
    """Numbers of every shipped scenario laid on the baseline, a few at a time, from runs of the fixed size."""
    base, *reforms = scenario_names()
    options = cohorts.RunOptions(workers=WORKERS, seed=SEED, threads=threads, show_progress=show_progress)
    numbers: dict[str, Numbers] = {}
    for start in range(0, max(len(reforms), 1), TOGETHER):
        prepared = pipeline.prepare(base, reforms[start : start + TOGETHER], ())
        dataset = pipeline.execute(prepared, options).dataset
        numbers |= {scenario.name: _numbers(dataset.sel(scenario=scenario.name)) for scenario in prepared.scenarios}
    return numbers


def _numbers(dataset: Any) -> dict[Key, float]:
    """The rows of one scenario, from its labelled arrays."""
    return dict(itertools.chain.from_iterable(_rows(name, dataset[name]) for name in INDICATORS))


def _rows(name: str, array: Any) -> Iterator[tuple[Key, float]]:
    summed = [dim for dim in ("province", "sex") if dim in array.dims and (name in SUMMED or dim == "sex")]
    array = array.sum(summed)
    if "year" in array.dims:
        array = array.sel(year=list(YEARS))
    if "cohort" in array.dims:
        array = array.sel(cohort=list(COHORTS))
    labels = [array[dim].values.tolist() for dim in array.dims]
    for position in itertools.product(*(range(len(each)) for each in labels)):
        named = {dim: str(labels[i][position[i]]) for i, dim in enumerate(array.dims)}
        year = named.pop("year", named.pop("cohort", ""))
        yield (name, " ".join(named.values()), year), float(array.values[position])


def compare(numbers: Mapping[str, Numbers]) -> list[Move]:
    """Everything that moved against the committed files."""
    if not any(FOLDER.glob("*.csv")):
        place = FOLDER.relative_to(ROOT).as_posix()
        raise ProblemsFound([
            Problem(place, 0, 0, "no numbers to compare with", "a CSV file for each scenario",
                    'accept today\'s: python run.py baseline --update --reason "first numbers"')
        ])  # fmt: skip
    committed = {path.stem: read(path) for path in sorted(FOLDER.glob("*.csv"))}
    moved = []
    for scenario in sorted({*numbers, *committed}):
        old, new = committed.get(scenario, {}), numbers.get(scenario, {})
        moved += [
            Move(scenario, key, old.get(key), new.get(key))
            for key in {**old, **new}
            if not _agree(old.get(key), new.get(key))
        ]
    return moved


def _agree(old: float | None, new: float | None) -> bool:
    if old is None or new is None:
        return False
    return (math.isnan(old) and math.isnan(new)) or math.isclose(old, new, rel_tol=TOLERANCE, abs_tol=1e-12)


def describe(moved: Sequence[Move]) -> Iterator[str]:
    """What to print."""
    if not moved:
        yield f"nothing moved (relative tolerance {TOLERANCE:g})"
        return
    yield from map(str, moved)
    yield f"{len(moved)} numbers moved by more than {TOLERANCE:g}; if this is meant, accept them:"
    yield '  python run.py baseline --update --reason "why they moved"'


def update(numbers: Mapping[str, Numbers], reason: str) -> Iterator[str]:
    """Accept the numbers: write the files, and the reason with what moved most into the changelog."""
    if not CHANGELOG.is_file():
        raise ProblemsFound([
            Problem("baseline --update", 0, 0, "an installation", "a checkout of the repository, with its changelog")
        ])  # fmt: skip
    first = not any(FOLDER.glob("*.csv"))
    moved = [] if first else compare(numbers)
    if not first and not moved:
        yield "nothing moved; nothing written"
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for stale in {path.stem for path in FOLDER.glob("*.csv")} - set(numbers):
        (FOLDER / f"{stale}.csv").unlink()
    for scenario, rows in numbers.items():
        write_whole(FOLDER / f"{scenario}.csv", "".join(_csv_lines(rows)))
    write_whole(CHANGELOG, _with_entry(CHANGELOG.read_text(encoding="utf-8"), reason, moved))
    yield f"{len(numbers)} files written to {FOLDER.relative_to(ROOT)}; {len(moved)} numbers moved"
    yield f"{CHANGELOG.name}: {reason}"


def _csv_lines(rows: Numbers) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\n"
    for (indicator, part, year), value in rows.items():
        yield f"{indicator},{part},{year},{value:.12g}\n"


def read(path: Path) -> dict[Key, float]:
    """The committed numbers of one scenario."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {(row["indicator"], row["part"], row["year"]): float(row["value"]) for row in csv.DictReader(stream)}


def _largest(moved: Sequence[Move]) -> list[Move]:
    """The estimates that moved most: some of the first scenario, some of the others.

    Errors, and differences that were next to nothing, move by more and say less.
    """
    estimates = [each for each in moved if not NO_ESTIMATES & set(each.key[1].split())]
    sized = [each for each in estimates if each.old and each.new is not None and math.isfinite(each.new - each.old)]
    sized.sort(key=lambda each: -abs(each.new / each.old - 1.0))  # type: ignore[operator]
    base = scenario_names()[0]
    return [each for each in sized if each.scenario == base][:SHOWN] + [
        each for each in sized if each.scenario != base
    ][:SHOWN]


def _with_entry(text: str, reason: str, moved: Sequence[Move]) -> str:
    """The changelog with an entry at the top of ``Results changed``: date, reason, the largest moves."""
    largest = _largest(moved)
    entry = [f"### {datetime.now(UTC).date().isoformat()}: {reason}", ""]
    entry += [f"{len(moved)} of the fixed numbers moved." if moved else "First fixed numbers."]
    entry += ["", *(f"- {each}" for each in largest)] if largest else []
    before, heading, after = text.partition(HEADING)
    if not heading:
        before, after = text.rstrip() + "\n\n", ""
    introduction, mark, older = after.partition("\n### ")
    return before + HEADING + introduction.rstrip() + "\n\n" + "\n".join(entry) + "\n" + (mark and mark + older)
