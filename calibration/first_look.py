"""The model before any fitting beside the official record: writes FIRST_LOOK.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from calibration.outputs import of_model
from simulate import record
from simulate.files import write_whole

PAGE: Final = Path(__file__).resolve().parent / "FIRST_LOOK.md"
YEARS: Final = range(2015, 2026)


@dataclass(frozen=True)
class Comparison:
    """One series in one year."""

    series: record.Series
    year: int
    record: float
    model: float

    @property
    def difference(self) -> float:
        """Model over record, less one."""
        return self.model / self.record - 1.0

    @property
    def is_within(self) -> bool:
        """Whether the difference is within the tolerance of the series."""
        return abs(self.difference) <= self.series.tolerance


def compare(results: Any) -> list[Comparison]:
    """Every series and year on record beside the results of one scenario (labelled arrays)."""
    compared = []
    for each in record.series():
        model = of_model(results, each)
        compared += [
            Comparison(each, year, float(value), float(model.sel(year=year)))
            for year, value in each.values.items()
            if year in YEARS
        ]
    return compared


def run(*, workers: int, seed: int, show_progress: bool) -> tuple[list[Comparison], str]:
    """Simulate the baseline and compare; the text says what was run."""
    from simulate import pipeline

    prepared = pipeline.prepare("baseline", (), ())
    options = pipeline.RunOptions(workers=workers, seed=seed, show_progress=show_progress)
    result = pipeline.execute(prepared, options)
    return compare(result.dataset.sel(scenario="baseline")), f"scenario baseline, {workers:,} workers, seed {seed}"


def page(compared: Sequence[Comparison], what: str) -> str:
    """The whole page as Markdown."""
    return "\n".join([*_introduction(compared, what), *_summary(compared), *_tables(compared), *_scope()]) + "\n"


def _introduction(compared: Sequence[Comparison], what: str) -> Iterator[str]:
    n_within = sum(each.is_within for each in compared)
    yield "# First look: the model before any fitting"
    yield ""
    yield f"Made by `python -m calibration first-look`; {what}."
    yield ""
    yield (
        "Every parameter has its first, reasoned value; nothing was fitted to these series. "
        f"{n_within} of {len(compared)} figures lie within their tolerance. The employee scheme is compared with the "
        "**enterprise scheme derived from the record**, because the record adds the public sector's own scheme, which "
        "the model does not simulate; how it is derived stands at the end, and the total is shown beside it."
    )
    yield ""


def _summary(compared: Sequence[Comparison]) -> Iterator[str]:
    """One line a series: how far off, how often, and why."""
    yield "## Summary"
    yield ""
    yield "| series | tolerance | years within | smallest | largest | what misses and why |"
    yield "|---|---|---|---|---|---|"
    for each in _series_of(compared):
        rows = [row for row in compared if row.series is each]
        n_within = sum(row.is_within for row in rows)
        differences = [row.difference for row in rows]
        why = "" if n_within == len(rows) else " ".join(each.misses.split())
        yield (
            f"| {each.title} | {each.tolerance:.0%} | {n_within} of {len(rows)} | {min(differences):+.1%} "
            f"| {max(differences):+.1%} | {why} |"
        )
    yield ""


def _tables(compared: Sequence[Comparison]) -> Iterator[str]:
    for each in _series_of(compared):
        yield f"## {each.title}"
        yield ""
        yield f"Unit: {each.unit}." + (f" Total record: {each.total_title}." if each.total else "")
        yield ""
        yield "| year |" + (" total record |" if each.total else "") + " record | model | difference | within |"
        yield "|---|" + ("---:|" if each.total else "") + "---:|---:|---:|---|"
        for row in compared:
            if row.series is each:
                total = f" {each.total[row.year]:,.0f} |" if each.total else ""
                within = "yes" if row.is_within else "**no**"
                yield (
                    f"| {row.year} |{total} {row.record:,.0f} | {row.model:,.0f} | {row.difference:+.1%} | {within} |"
                )
        yield ""


def _scope() -> Iterator[str]:
    """How the enterprise record is derived."""
    share = record.load("employee_scheme")["enterprise_share"]
    yield "## The enterprise scheme derived from the record"
    yield ""
    yield "| step | value | range | from |"
    yield "|---|---:|---|---|"
    for name, entry in share.items():
        if "value" in entry:
            origin = " ".join(entry.get("source", entry.get("assumption", "")).split())
            low, high = entry["range"]
            kind = "source" if "source" in entry else "assumption"
            yield f"| {name} | {entry['value']:g} | {low:g} to {high:g} | {kind}: {origin} |"
    yield ""
    yield (
        "Public members are the total less the members under enterprise rules. Public retirees are a share of them; "
        "their pension of 2022 is carried to other years by the yearly adjustments; what they cost, and revenue to "
        "match, is taken off the totals. Contributors are a share of active enterprise members. A revenue of the "
        "enterprise scheme so derived is uncertain by about 3 % and its pensioners by about 3 %."
    )


def _series_of(compared: Sequence[Comparison]) -> list[record.Series]:
    return list({each.series.name: each.series for each in compared}.values())


def write(text: str, path: Path = PAGE) -> Path:
    """Write the page, whole or not at all."""
    write_whole(path, text)
    return path
