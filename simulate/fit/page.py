"""The page ``calibration/FIT.md``: every series held, every year, fitted and not fitted apart, with the verdicts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from simulate import record
from simulate.fit.alignment import alignment
from simulate.fit.bridge import FIGURES, Bridge
from simulate.fit.compare import FIRST_BOOKS, Comparison, ProvinceComparison

PAGE: Final = Path(__file__).resolve().parents[2] / "calibration" / "FIT.md"


def page(
    compared: Sequence[Comparison], provinces: Sequence[ProvinceComparison], projections: Sequence[Bridge], what: str
) -> str:
    """The whole page as Markdown."""
    lines = [
        *_introduction(compared, what), *_summary(compared, True), *_summary(compared, False),
        *_tables(compared), *_provinces(provinces), *_projections(projections), *alignment(), *_not_compared(),
        *_scope(),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _introduction(compared: Sequence[Comparison], what: str) -> Iterator[str]:
    yield "# The model beside the official record"
    yield ""
    yield f"Made by `python run.py validate`; {what}."
    yield ""
    n_within = sum(each.is_within for each in compared)
    fitted = [each for each in compared if each.series.is_fitted]
    n_fitted = sum(each.is_within for each in fitted)
    others = len(compared) - len(fitted)
    yield (
        f"{n_within} of {len(compared)} figures lie within their tolerance: {n_fitted} of {len(fitted)} of the series "
        f"that parameters were set by, {n_within - n_fitted} of {others} of those that only judge. A difference is "
        "model over record less one, unless the table says otherwise. The employee scheme is compared with the "
        "enterprise scheme, which the model simulates; how its record is derived stands at the end."
    )
    yield ""


def _summary(compared: Sequence[Comparison], is_fitted: bool) -> Iterator[str]:
    """One line a series: how far off, how often, and why."""
    yield "## Fitted" if is_fitted else "## Not fitted"
    yield ""
    yield "| series | tolerance | years within | lowest | highest | mean | verdict | reason for a miss |"
    yield "|---|---:|---:|---:|---:|---:|---|---|"
    for each in _series_of(compared):
        if each.is_fitted != is_fitted:
            continue
        rows = [row for row in compared if row.series.name == each.name]
        n_within = sum(row.is_within for row in rows)
        differences = [row.difference for row in rows]
        verdict = "within" if n_within == len(rows) else "**misses**"
        yield (
            f"| {each.title} | {_stated(each, each.tolerance).lstrip('+')} | {n_within} of {len(rows)} "
            f"| {_stated(each, min(differences))} | {_stated(each, max(differences))} "
            f"| {_stated(each, sum(differences) / len(rows))} | {verdict} "
            f"| {'' if n_within == len(rows) else each.misses} |"
        )
    yield ""


def _stated(series: record.Series, difference: float) -> str:
    """A difference in the measure of its series."""
    if series.scale and set(series.scale.values()) == {1.0}:
        return f"{difference:+.3f}"
    return f"{difference:+.1%}"


def _tables(compared: Sequence[Comparison]) -> Iterator[str]:
    for each in _series_of(compared):
        digits = 3 if each.unit in ("share", "ratio") else 0
        yield f"## {each.title}"
        yield ""
        basis = " Differences over the revenue of the year." if each.scale and min(each.scale.values()) > 1.0 else ""
        total = f" Total record: {each.total_title}." if each.total else ""
        yield f"Unit: {each.unit}.{total}{basis} Mark: {each.mark}. Source: {each.source}"
        yield ""
        yield "| year |" + (" total record |" if each.total else "") + " record | model | difference | within |"
        yield "|---|" + ("---:|" if each.total else "") + "---:|---:|---:|---|"
        for row in compared:
            if row.series.name == each.name:
                total = f" {each.total[row.year]:,.0f} |" if each.total else ""
                within = "yes" if row.is_within else "**no**"
                yield (
                    f"| {row.year} |{total} {row.record:,.{digits}f} | {row.model:,.{digits}f} "
                    f"| {_stated(each, row.difference)} | {within} |"
                )
        yield ""


def _provinces(found: Sequence[ProvinceComparison]) -> Iterator[str]:
    """Rank correlations, then every province in the last year of the record."""
    yield "## Provinces"
    yield ""
    content = record.load("provinces")
    yield f"The model in {FIRST_BOOKS} beside the tables of earlier years. {' '.join(content['misses'].split())}"
    yield f"Source: {content['source']}."
    yield ""
    yield "| year of the record | quantity | rank correlation | asked for | within |"
    yield "|---|---|---:|---:|---|"
    for each in found:
        within = "yes" if each.is_within else "**no**"
        yield f"| {each.year} | {each.name} | {each.rank_correlation:.2f} | {each.least:.1f} | {within} |"
    yield ""
    latest = max((row.year for row in found), default=0)
    last = {each.name: each.rows for each in found if each.year == latest}
    names = [name for name in last if name not in ("dependency", "balance")]
    yield "Model over record of the last of these years; retirees over participants of both:"
    yield ""
    if "dependency" not in last:
        return
    yield "| province | " + " | ".join(names) + " | retirees over participants, record | model |"
    yield "|---|" + "---:|" * (len(names) + 2)
    for province, (of_record, of_model) in last["dependency"].items():
        ratios = [f"{last[name][province][1] / last[name][province][0]:.2f}" for name in names]
        yield f"| {province} | " + " | ".join(ratios) + f" | {of_record:.2f} | {of_model:.2f} |"
    yield ""


def _projections(bridges: Sequence[Bridge]) -> Iterator[str]:
    """Each published projection under its own assumptions, and the way there from the law as it stands."""
    if not bridges:
        return
    yield "## Published projections"
    yield ""
    for each in bridges:
        content = each.content
        yield f"{content['name']['en']} {content['name']['zh']}. {content['scope']}. Source: {content['source']}."
        yield f"Under its assumptions it is the scenario `{content['scenario']}`; each line is laid on the one above."
        yield ""
        yield "| step | highest balance | first deficit | exhausted | moves exhaustion by |"
        yield "|---|---:|---:|---:|---:|"
        before = math.nan
        for step in each.steps:
            dates = [_date(step.dates[figure]) for figure in FIGURES]
            moved = step.dates["exhaustion"] - before
            before = step.dates["exhaustion"]
            gain = "" if math.isnan(moved) else f"{moved:+.1f}"
            yield f"| {step.name.en} {step.name.zh} | {dates[0].partition('.')[0]} | {dates[1]} | {dates[2]} | {gain} |"
        published = content["published"]
        left = published["exhaustion"] - before
        yield (
            f"| **published** | {published['peak']} | {published['first_deficit']} | {published['exhaustion']} "
            f"| {left:+.1f}, not explained |"
        )
        yield ""
        verdicts = (
            f"{figure.replace('_', ' ')} within {content['within'][figure]} years: "
            + ("yes" if each.is_within(figure) else "**no**")
            for figure in FIGURES
        )
        yield ("; ".join(verdicts) + ". The fraction of a date here says when in the year.")
        yield ""


def _date(date: float) -> str:
    return "not to 2075" if math.isnan(date) else f"{date:.1f}"


def _not_compared() -> Iterator[str]:
    """Series held without an output beside them, and why."""
    yield "## Held and not compared"
    yield ""
    yield "| series | years | why |"
    yield "|---|---|---|"
    for each in record.all_series():
        if each.not_compared:
            years = sorted(each.values)
            stated = f"{years[0]}-{years[-1]}" if len(years) > 1 else f"{years[0]}"
            yield f"| {each.title} | {stated} | {each.not_compared} |"
    yield ""


def _scope() -> Iterator[str]:
    """How the enterprise record is derived."""
    content = record.load("employee_scheme")
    yield "## The enterprise scheme derived from the record"
    yield ""
    yield "| step | values | give or take | source |"
    yield "|---|---|---|---|"
    for name, entry in content["enterprise_share"].items():
        values = ", ".join(f"{year}: {value:g}" for year, value in entry["values"].items())
        spread = f"{entry['range'][1]:g}" if "range" in entry else ""
        yield f"| {name} | {values} | {spread} | {' '.join(entry['source'].split())} |"
    yield ""
    yield (
        "Public members are the total less the members under enterprise rules; public retirees are a share of them. "
        "In years with final accounts of the enterprise fund the public sector's money is what is left of the total; "
        "between them its spending a retiree is linear in the logarithm, outside them it follows the yearly "
        "adjustments. Contributors are a share of active enterprise members. Revenue and pensioners so derived are "
        "uncertain by about 3 % outside the years with accounts."
    )


def _series_of(compared: Sequence[Comparison]) -> list[record.Series]:
    return list({each.series.name: each.series for each in compared}.values())
