"""Judges policy cases: calls the rule a case names with the law of a scenario and compares what comes out.

A case passes only if all it says was understood and all it expects was found.  With an unknown rule, input or result,
an input the rule cannot use or an identifier used twice, the case is not run and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from simulate.cases.given import check_frame
from simulate.cases.reader import EXACT, Case
from simulate.cases.registry import Law, NotUnderstoodError, Rule
from simulate.cases.rules import RULES
from simulate.errors import Problem, ProblemsFound, did_you_mean
from simulate.parameters import LawBook
from simulate.scenario import Composed, compose, load_scenario
from simulate.scenario.names import scenario_named

PASSED, FAILED, NOT_RUN = "passed", "failed", "not run"
BASE: Final = "baseline"
MOST_PLACES: Final = 3  # named of those where an identifier stands again
RELATIVE: Final = 1e-9  # what the arithmetic of binary numbers may lose
_UNUSABLE: Final = (ValueError, TypeError, KeyError, IndexError, OverflowError, ZeroDivisionError)


@dataclass(frozen=True)
class Check:
    """One result beside what the case expects."""

    output: str
    found: Any
    expected: Any
    tolerance: float
    holds: bool

    def __str__(self) -> str:
        tolerance = "exact" if self.tolerance == EXACT else f"tolerance {self.tolerance:g}"
        return f"{self.output}: found {_shown(self.found)}, expected {_shown(self.expected)} ({tolerance})"


@dataclass(frozen=True)
class CaseResult:
    """The judgement on a case: ``passed``, ``failed`` or ``not run``, each result, and why it was not run."""

    id: str
    rule: str
    status: str
    checks: tuple[Check, ...]
    problems: tuple[Problem, ...]
    found: Mapping[str, Any]  # all results the rule gave
    place: tuple[str, int, int]

    @property
    def passed(self) -> bool:
        """Whether all that was expected was found."""
        return self.status == PASSED

    @property
    def reasons(self) -> tuple[str, ...]:
        """What failed, or why the case was not run, one line each."""
        if self.status == NOT_RUN:
            return tuple(map(str, self.problems))
        return tuple(str(check) for check in self.checks if not check.holds)


def compose_law(scenario: str = BASE, sets: Sequence[str] = ()) -> Composed:
    """The scenario whose law judges: the baseline, or a scenario laid on it; raises ProblemsFound."""
    book, scenario = LawBook.load(), scenario_named(scenario)
    base = load_scenario(BASE, book)
    return compose(book, base, None if scenario == BASE else load_scenario(scenario, book), sets)


def evaluate_all(
    cases: Sequence[Case], law: Law, watch: Callable[[Sequence[Case]], Iterable[Case]] = iter
) -> Iterator[CaseResult]:
    """The judgement on each case in order; ``watch`` may wrap the cases in a progress bar."""
    first_place: dict[str, str] = {}
    twice: dict[str, list[str]] = {}
    for case in cases:
        shown = "{}:{}:{}".format(*case.place)
        if case.id in first_place:
            twice.setdefault(case.id, [first_place[case.id]]).append(shown)
        first_place.setdefault(case.id, shown)
    for case in watch(cases):
        if case.id in twice:
            yield _not_run(case, _double(case, twice[case.id]))
        else:
            yield evaluate(case, law)


def _double(case: Case, places: Sequence[str]) -> Problem:
    """An identifier used more than once: none of the cases is judged."""
    here = "{}:{}:{}".format(*case.place)
    shown = [place for place in places[: MOST_PLACES + 1] if place != here][:MOST_PLACES]
    more = len(places) - 1 - len(shown)
    others = ", ".join(shown) + (f" and {more:,} more places" if more else "")
    return Problem(*case.place_of("id"), f"the id {case.id!r} again at {others}", "each id once", "rename one")


def evaluate(case: Case, law: Law, rules: Mapping[str, Rule] = RULES) -> CaseResult:
    """The judgement on one case."""
    problems = not_understood(case, rules)
    if problems:
        return _not_run(case, *problems)
    try:
        check_frame(case.inputs)
        found = rules[case.rule].evaluate(law, case.inputs)
    except NotUnderstoodError as fault:
        place = case.place_of(f"inputs.{fault.name}")
        return _not_run(case, Problem(*place, f"{fault.found} for {fault.name}", fault.expected, fault.hint))
    except ProblemsFound as fault:
        return _not_run(case, *fault.problems)
    except _UNUSABLE as fault:
        reason = f"inputs that {case.rule} cannot use ({type(fault).__name__}: {fault})"
        return _not_run(case, Problem(*case.place_of("inputs"), reason, "values in the rule's units"))
    found = {name: _plain(value) for name, value in found.items()}
    missing = [name for name in case.expected if name not in found]
    if missing:
        return _not_run(case, *(_not_given(case, name, rules[case.rule]) for name in missing))
    checks = tuple(
        Check(name, found[name], expected, case.tolerances[name], holds(found[name], expected, case.tolerances[name]))
        for name, expected in case.expected.items()
    )
    status = PASSED if all(check.holds for check in checks) else FAILED
    return CaseResult(case.id, case.rule, status, checks, (), found, case.place)


def not_understood(case: Case, rules: Mapping[str, Rule] = RULES) -> list[Problem]:
    """Everything in a case that its rule does not know."""
    if case.rule not in rules:
        hint = did_you_mean(case.rule, rules) or "rules: " + ", ".join(sorted(rules))
        return [Problem(*case.place_of("rule"), f"the rule {case.rule!r}", "a rule that exists", hint)]
    rule = rules[case.rule]
    problems = [
        Problem(*case.place_of(f"inputs.{name}"), f"the input {name!r}, which {case.rule} does not understand",
                "an input of the rule", did_you_mean(name, rule.inputs) or "inputs: " + ", ".join(rule.inputs))
        for name in case.inputs if name not in rule.inputs
    ]  # fmt: skip
    problems += [
        Problem(*case.place_of("inputs"), f"no {name}", f"the input {name}", f"{case.rule} needs it")
        for name in rule.needs if name not in case.inputs
    ]  # fmt: skip
    problems += [
        Problem(*case.place_of(f"expected.{name}"), f"the result {name!r}, which {case.rule} does not give",
                "a result of the rule", did_you_mean(name, rule.gives) or "results: " + ", ".join(rule.gives))
        for name in case.expected if name not in rule.gives
    ]  # fmt: skip
    problems += [
        Problem(*case.place_of(f"tolerance.{name}"), f"a tolerance for {name!r}", "a tolerance for what is expected",
                did_you_mean(name, case.expected))
        for name in case.tolerances if name not in case.expected
    ]  # fmt: skip
    return problems


def holds(found: Any, expected: Any, tolerance: float) -> bool:
    """Whether a result is what was expected.

    Text and true/false must be equal.  Numbers may differ by the tolerance and, as numbers are binary, by a relative
    1e-9, which is all that ``exact`` leaves; what the law rounds (a divisor, to one decimal) is rounded by the rule.
    """
    if isinstance(found, bool) or isinstance(expected, bool) or isinstance(found, str) or isinstance(expected, str):
        return type(found) is type(expected) and bool(found == expected)
    slack = RELATIVE * max(1.0, abs(float(expected)))
    return bool(abs(float(found) - float(expected)) <= tolerance + slack)


def _not_given(case: Case, name: str, rule: Rule) -> Problem:
    """A result the rule gives only with other inputs."""
    place, hint = case.place_of(f"expected.{name}"), "inputs: " + ", ".join(rule.inputs)
    return Problem(*place, f"no {name} from these inputs", "the inputs it follows from", hint)


def _not_run(case: Case, *problems: Problem) -> CaseResult:
    return CaseResult(case.id, case.rule, NOT_RUN, (), problems, {}, case.place)


def _plain(value: Any) -> Any:
    """A result as plain Python; arrays of one value and NumPy numbers become numbers."""
    return value.item() if hasattr(value, "item") else value


def _shown(value: Any) -> str:
    """A value as a person would write it."""
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value).lower() if isinstance(value, bool) else str(value)
