"""The verbs ``check`` and ``levers``: everything that can be said about the YAML without simulating anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from simulate.errors import Findings, Problem, ProblemsFound, did_you_mean
from simulate.indicators import COORDINATES, disagreements, outputs
from simulate.language import naming, speech
from simulate.language.traditional import simplified
from simulate.parameters import BASELINE_DAY, LawBook
from simulate.parameters.axes import time_label
from simulate.parameters.checks import (
    LeverRow,
    SourceShare,
    assumptions_without_range,
    dead_levers,
    inconsistencies,
    levers_table,
    levers_without_moves,
    misnamed_labels,
    says,
    series_that_end,
    shares_by_kind,
    shares_sourced,
    values_without_chinese,
)
from simulate.parameters.units import to_short_text
from simulate.scenario.compose import compose
from simulate.scenario.schema import ANY, Scenario, bundled, load_scenario
from simulate.scenario.telling import described_conditions, described_value

BASE: Final = "baseline"
LAWS: Final = ("baseline", "law_2021")  # bases themselves


def misnamed(book: LawBook) -> list[Problem]:
    """Options, and labels of axes, that the rules of their room name otherwise or not at all."""
    from simulate.population import demography  # here, for rules bring Numba along, which `levers` does without
    from simulate.schemes.registry import SCHEMES

    rooms = {"population": demography.LABELS, **{each.name: each.labels for each in SCHEMES}}
    return misnamed_labels(book, rooms)


_OF_THE_BOOK: Final = (dead_levers, series_that_end, levers_without_moves, values_without_chinese, misnamed)


@dataclass(frozen=True)
class Report:
    """What was read and what is worth saying of it."""

    n_parameters: int
    n_levers: int
    scenarios: tuple[str, ...]
    warnings: tuple[str, ...]
    sources: tuple[SourceShare, ...]  # a row a room
    law: SourceShare  # of the values of the law, without statistics, assumptions and behaviour
    record: SourceShare  # of those of law and statistics

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        shares = {"law": self.law, "record": self.record}
        return {
            **asdict(self),
            "sources": {row.room: {**asdict(row), "share": row.share} for row in self.sources},
            **{name: {**asdict(row), "share": row.share} for name, row in shares.items()},
        }

    @property
    def summary(self) -> str:
        """What was read, and how much of the law rests on a source: two lines."""
        scenarios = "1 scenario" if len(self.scenarios) == 1 else f"{len(self.scenarios)} scenarios"
        return (
            f"read {self.n_parameters} parameters, {self.n_levers} of them levers, and {scenarios}; no fault\n"
            f"sources are given for {self.law.share:.0%} of the {self.law.values} values of the law, "
            f"for {self.record.share:.0%} of the {self.record.values} of law and statistics"
        )


def check(asked: Sequence[str]) -> Report:
    """Read the law and the scenarios of these names or files, or all shipped; raises ProblemsFound with every fault."""
    book = LawBook.load()
    findings = Findings()
    warnings: list[str] = []
    if not asked:
        for each in _OF_THE_BOOK:
            findings.problems += each(book)
        parameters, _ = book.resolve(BASELINE_DAY)
        findings.problems += inconsistencies(book, parameters)
        findings.problems += disagreements(parameters)
        warnings += map(str, assumptions_without_range(book))
    names = list(asked) or bundled()
    warnings += [line for name in names for line in _check_scenario(name, book, findings)]
    findings.raise_if_any()
    kinds = shares_by_kind(book)
    law, record = kinds["law"], kinds["statistic"]
    both = SourceShare("law and statistics", law.sourced + record.sourced, law.values + record.values)
    rooms = tuple(shares_sourced(book))
    return Report(len(book.specs), len(book.levers), tuple(names), tuple(warnings), rooms, law, both)


def _check_scenario(name: str, book: LawBook, findings: Findings) -> list[str]:
    """Lay a scenario on the base it is meant for, else the baseline; its faults are gathered, its warnings returned."""
    try:
        reform = load_scenario(name, book)
        _check_expects(reform, findings)
        bases = [each for each in reform.meant_for if each != ANY] or ([] if reform.name in LAWS else [BASE])
        laid = compose(book, load_scenario(bases[0], book), reform) if bases else compose(book, reform)
    except ProblemsFound as found:
        findings.problems += found.problems
        return []
    return [f"{reform.name}: {warning}" for warning in laid.warnings]


def _check_expects(scenario: Scenario, findings: Findings) -> None:
    """What a scenario expects must be an output, with labels of its dimensions."""
    for key in scenario.expects:
        name, *labels = key.split(".")
        forms = [form for form in outputs().values() if form.name == name or form.name.startswith(f"{name}_")]
        known = {str(label) for form in forms for dim in form.dims for label in COORDINATES[dim]}
        wrong = [label for label in labels if label not in known] if forms else [name]
        for word in wrong:
            line = next((i for i, text in enumerate(scenario.text.splitlines(), 1) if key in text), 1)
            column = max(scenario.text.splitlines()[line - 1].find(key), 0) + 1
            place = (str(scenario.path), line, column)
            hint = did_you_mean(word, known if forms else outputs())
            findings.add(place, f"{word!r} in expects", "an output, then labels of its dimensions", hint)


def levers(pattern: str) -> list[LeverRow]:
    """Levers of the baseline whose name, English or Chinese, holds the pattern; raises ProblemsFound if none does."""
    book = LawBook.load()
    parameters, _ = book.resolve(BASELINE_DAY)
    rows = levers_table(parameters, book)
    wanted = simplified(pattern.casefold())
    names = {row.lever: f"{row.lever} {row.english} {row.chinese}".casefold() for row in rows}
    chosen = [row for row in rows if wanted in names[row.lever]]
    parts = re.split(r"[\s,，、;；]+", wanted.strip())
    chosen = chosen or [row for row in rows if all(part in names[row.lever] for part in parts)]
    if rows and not chosen:
        words = {word for row in rows for word in row.lever.replace(".", "_").split("_")}
        titles = {title: row.lever for row in rows for title in (row.chinese, row.english)}
        near = did_you_mean(pattern, [*(row.lever for row in rows), *words]) or naming.alike(pattern, titles)
        hint = near or "`levers` alone lists all"
        raise ProblemsFound([Problem("levers", 0, 0, repr(pattern), "part of a lever's name", hint)])
    if speech.language() != "zh":
        return chosen
    specs = book.specs
    return [replace(row, acts_where_zh=described_conditions(specs[row.lever], specs)) for row in chosen]


def sources_of(lever: str, book: LawBook | None = None) -> list[str]:
    """A line for each value of a lever as the law book gives it, by date: from when, what, who says so."""
    spec = (book or LawBook.load()).specs[lever]
    anchors = [(anchor, entry) for entry in spec.entries for anchor in entry.anchors]
    lines = []
    for anchor, entry in sorted(anchors, key=lambda each: each[0].start):
        values = sorted(
            {to_short_text(float(each), spec.unit, spec.options) for each in anchor.values.ravel() if each == each}
        )
        shown = values[0] if len(values) == 1 else f"{values[0]}..{values[-1]}"
        if spec.options:
            shown = described_value(shown, speech.language())
        date = time_label(anchor.start, spec.time) if spec.time else ""
        said = says(entry, is_chinese=speech.language() == "zh")
        lines.append("  ".join(filter(None, (date, shown, said))))
    return lines
