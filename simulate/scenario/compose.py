"""A scenario laid on a base: law < base < reform < ``--set``, each with its overrides before its own changes."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from simulate.errors import Findings, Problem, ProblemsFound, half_width
from simulate.parameters import BASELINE_DAY, AppliedChange, Change, LawBook, ParameterSet
from simulate.parameters.change_reader import read_change
from simulate.parameters.changes import AS_BEFORE, HIDDEN
from simulate.parameters.checks import inconsistencies
from simulate.parameters.strict_yaml import node_of
from simulate.scenario.kept import Piece, keep
from simulate.scenario.schema import ANY, Scenario, check_repeats

MOST_TRIED: Final = 50  # changes, from the last, that are left out in turn to find which one broke a relation


@dataclass(frozen=True)
class Composed:
    """The effective scenario: its parameters, what was changed on the way, and its provenance."""

    name: str
    english: str
    chinese: str
    as_of: date
    parameters: ParameterSet
    applied: tuple[AppliedChange, ...]
    warnings: tuple[str, ...]
    pieces: tuple[Piece, ...]  # the files and options it came from, in order
    digest: str  # of as_of and every parameter value: equal digests, equal results

    @property
    def title(self) -> str:
        """The title in English."""
        return self.english

    def titled(self, language: str) -> str:
        """The title in a language."""
        return (self.chinese if language == "zh" else self.english) or self.english

    @property
    def provenance(self) -> str:
        """What made this scenario, in plain text: the day of the law, each change old to new."""
        lines = [f"{self.name}: {self.english} ({self.chinese})", f"law as known on {self.as_of.isoformat()}"]
        lines += [f"{change.origin}: {change}" for change in self.applied]
        return "\n".join([*lines, f"digest {self.digest}"])


def compose(
    book: LawBook, base: Scenario, reform: Scenario | None = None, sets: Sequence[str | Change] = ()
) -> Composed:
    """Lay a reform and ``--set`` options on a base; raises ProblemsFound, also for values at odds with each other.

    The base says as of which day the law is known, unless the reform says so itself.
    """
    stack = [base] if reform is None else [base, reform]
    days = [scenario.as_of for scenario in stack if scenario.as_of is not None]
    as_of = days[-1] if days else BASELINE_DAY
    changes: list[Change] = []
    for scenario in stack:
        for override in scenario.overrides:
            changes += override.changes
        changes += scenario.changes
    findings = Findings()
    changes += _read_sets(sets, book, findings)
    parameters, applied = book.resolve(as_of, changes)
    findings.problems += [
        _at_its_cause(problem, book, as_of, changes) for problem in inconsistencies(book, parameters, applied)
    ]
    findings.raise_if_any()
    laid_over = _origins(base) - _origins(stack[-1])
    return Composed(
        name=stack[-1].name, english=stack[-1].english, chinese=stack[-1].chinese, as_of=as_of, parameters=parameters,
        applied=tuple(applied), warnings=(*_of_the_base(stack), *_warnings(applied, laid_over)),
        pieces=keep(stack, sets), digest=parameters.digest,
    )  # fmt: skip


def _at_its_cause(problem: Problem, book: LawBook, as_of: date, changes: Sequence[Change]) -> Problem:
    """The problem at the last change without which it would not be there."""
    for i in reversed(range(len(changes))[-MOST_TRIED:]):
        if changes[i].spec.name not in f"{problem.found} {problem.expected}":
            continue
        try:
            without, applied = book.resolve(as_of, [*changes[:i], *changes[i + 1 :]])
        except ProblemsFound:
            continue
        if problem.expected not in {each.expected for each in inconsistencies(book, without, applied)}:
            file, line, column = changes[i].place
            return replace(problem, file=file, line=line, column=column)
    return problem


def _read_sets(sets: Sequence[str | Change], book: LawBook, findings: Findings) -> list[Change]:
    """All options as changes; each fault of each, and a lever set twice."""
    changes: list[Change] = []
    for each in sets:
        if not isinstance(each, str | Change):
            findings.add(("--set", 0, 0), f"{each!r:.80}", "lever=value or lever@2030-01=value",
                         "for example --set enrolment.hukou_rule=open")  # fmt: skip
            continue
        try:
            changes.append(read_set(each, book) if isinstance(each, str) else each)
        except ProblemsFound as found:
            findings.problems += found.problems
    check_repeats(changes, findings)
    findings.raise_if_any()
    return changes


def read_set(option: str, book: LawBook) -> Change:
    """The change of ``--set lever=value`` or ``--set lever@2030-01=value``.

    The value is written as in YAML and read in the lever's unit.  Without a date it holds from 2027-01, the first
    January after the day of the baseline's law; a lever without dates is changed at all times.
    """
    findings = Findings()
    name = f"--set {option}"
    left, equals, value = (half_width(part) for part in half_width(option).replace("＝", "=", 1).partition("="))
    lever, at, start = (part.strip() for part in left.replace("＠", "@").partition("@"))
    if not equals or not lever or not value.strip() or (at and not start):
        findings.add((name, 0, 0), "no lever or no value", "lever=value or lever@2030-01=value",
                     "for example --set enrolment.hukou_rule=open")  # fmt: skip
        findings.raise_if_any()
    fields = {"lever": lever, "value": value.strip()}
    if at:
        fields["from"] = start
    change = read_change(node_of(fields, name), book.specs, findings, origin="--set")
    findings.raise_if_any()
    if change is None:
        raise AssertionError("a change that cannot be read has a problem")
    return change


def _of_the_base(stack: Sequence[Scenario]) -> tuple[str, ...]:
    """A word if the reform is laid on a base it is not written for, or a law on the changes of another scenario."""
    base, reform = stack[0], stack[-1]
    if reform is base:
        return ()
    if (base.changes or base.overrides) and not (reform.changes or reform.overrides):
        return (f"{reform.path.name}: no change of its own, and laid on {base.name}: these are not the numbers of "
                f"{reform.name} alone; to compare with it, name it first",)  # fmt: skip
    if not reform.meant_for or {ANY, base.name} & {Path(name).stem for name in reform.meant_for}:
        return ()
    return (f"{reform.path.name}: meant for {' or '.join(reform.meant_for)}, and laid on {base.name}: "
            "its expected effects may not appear",)  # fmt: skip


def _origins(scenario: Scenario) -> set[str]:
    """What the changes of a scenario name as their origin."""
    of_pieces = {change.origin for piece in scenario.overrides for change in piece.changes}
    return of_pieces | {change.origin for change in scenario.changes}


def _warnings(applied: Sequence[AppliedChange], of_base: Set[str]) -> tuple[str, ...]:
    """What to say of changes: that one changes no number, and why; that one does more than its reader may expect.

    A reform may restate what already holds beside what it changes (a share beside its rule): a change is passed over if
    another of the same origin and room binds.  ``--set`` is never passed over.  That a reform lies over its base is
    meant, and so not said.
    """
    binding = {(each.origin, each.lever.partition(".")[0]) for each in applied if each.binds and each.origin != "--set"}
    spoken = []
    for each in applied:
        is_restated = each.idle == AS_BEFORE and (each.origin, each.lever.partition(".")[0]) in binding
        is_overlaid = each.idle == HIDDEN and each.origin in of_base
        if not each.binds and not is_restated and not is_overlaid:
            spoken.append(each.warning)
        spoken += [f"{each.where}: {notice}" for notice in each.notices]
    return tuple(spoken)
