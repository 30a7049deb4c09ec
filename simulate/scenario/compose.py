"""A scenario laid on a base: law < base < reform < ``--set``, each with its overrides before its own changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from simulate.errors import Findings
from simulate.parameters import BASELINE_DAY, AppliedChange, Change, LawBook, ParameterSet
from simulate.parameters.changes import read_change
from simulate.parameters.checks import inconsistencies
from simulate.parameters.strict_yaml import node_of
from simulate.scenario.kept import Piece, keep
from simulate.scenario.schema import Scenario


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
    changes += [read_set(each, book) if isinstance(each, str) else each for each in sets]
    parameters, applied = book.resolve(as_of, changes)
    findings = Findings()
    findings.problems += inconsistencies(parameters, applied)
    findings.raise_if_any()
    return Composed(
        name=stack[-1].name, english=stack[-1].english, chinese=stack[-1].chinese, as_of=as_of, parameters=parameters,
        applied=tuple(applied), warnings=_warnings(applied),
        pieces=keep(stack, sets), digest=parameters.digest,
    )  # fmt: skip


def read_set(option: str, book: LawBook) -> Change:
    """The change of ``--set lever=value`` or ``--set lever@2030-01=value``.

    The value is written as in YAML and read in the lever's unit.  Without a date it holds from 2027-01, the first
    January after the day of the baseline's law; a lever without dates is changed at all times.
    """
    findings = Findings()
    name = f"--set {option}"
    left, equals, value = option.partition("=")
    lever, at, start = left.strip().partition("@")
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


def _warnings(applied: Sequence[AppliedChange]) -> tuple[str, ...]:
    """One warning for each change that binds on nobody.

    A reform may restate what already holds beside what it changes (a share beside its rule): a change is passed over if
    another of the same origin and room binds.  ``--set`` is never passed over.
    """
    binding = {(each.origin, each.lever.partition(".")[0]) for each in applied if each.binds and each.origin != "--set"}
    return tuple(
        each.warning
        for each in applied
        if not each.binds and (each.origin, each.lever.partition(".")[0]) not in binding
    )
