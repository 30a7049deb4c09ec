"""What ``case`` does: read files of policy cases, judge them with the rules of the model, print a line for each.

Exit codes: 0 all passed, 1 one failed or was not run, 2 a file that cannot be read or is not in the form of cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulate.cli.leaving import SAID_NO, leave, say, spoken_faults, tell
from simulate.cli.verbs import print_json
from simulate.errors import Findings
from simulate.language import speech
from simulate.machine.files import SCENARIOS

if TYPE_CHECKING:
    from simulate.cases.evaluate import CaseResult
    from simulate.cases.reader import Case
    from simulate.scenario import Composed

EXAMPLES: Final = SCENARIOS / "cases"  # they come with the package
BASE: Final = "baseline"
_PATIENCE: Final = 2.0  # seconds before a progress bar is shown
_WORDS: Final = {"passed": "PASS", "failed": "FAIL", "not run": "NOT RUN"}


def case(files: Sequence[Path], *, scenario: str, sets: Sequence[str], quiet: bool, as_json: bool) -> None:
    """``case``: judge every case of the files; leaves with 1 unless all passed."""
    with spoken_faults():
        from simulate.scenario.names import check_scenarios

        faults = Findings()
        check_scenarios([scenario], faults)
        from simulate.cases import evaluate, reader
        from simulate.cases.registry import Law

        cases = reader.read_files(files, faults)
        faults.raise_if_any()
        composed = evaluate.compose_law(scenario, sets)
        _say_law(composed, quiet)
        results = list(evaluate.evaluate_all(cases, Law(composed.parameters), _progress(quiet)))
        counts = Counter(result.status for result in results)
        if as_json:
            print_json(_as_dict(composed, results, counts))
        else:
            for result in results:
                if not (quiet and result.passed):
                    tell(line_of(result))
            tell(f"{counts['passed']} passed, {counts['failed']} failed, {counts['not run']} not run")
        if counts["passed"] < len(results):
            leave(SAID_NO)


def line_of(result: CaseResult) -> str:
    """``PASS``, ``FAIL`` or ``NOT RUN``, the case, its rule, and what was found or why it was not run."""
    start = f"{_WORDS[result.status]}  {result.id}  {result.rule}"
    return start if result.passed else f"{start}  " + " | ".join(result.reasons)


def _say_law(composed: Composed, quiet: bool) -> None:
    """The law the cases are judged by, where it is not that of the baseline."""
    if quiet or (composed.name == BASE and not composed.applied):
        return
    say(f"{composed.name}: {composed.titled(speech.language())}, law as known on {composed.as_of.isoformat()}")
    for change in composed.applied:
        say(f"  {change}")
    for warning in composed.warnings:
        say(f"warning: {composed.name}: {warning}")


def _progress(quiet: bool) -> Callable[[Sequence[Case]], Iterable[Case]]:
    """A bar on standard error, shown only if judging takes more than two seconds."""

    def watch(cases: Sequence[Case]) -> Iterable[Case]:
        from tqdm import tqdm

        bar: Iterable[Case] = tqdm(cases, desc="cases", unit="case", delay=_PATIENCE, leave=False, disable=quiet)
        return bar

    return watch


def _as_dict(composed: Composed, results: Sequence[CaseResult], counts: Counter[str]) -> dict[str, Any]:
    """All judgements as plain values."""
    return {
        "scenario": composed.name,
        "law_as_of": composed.as_of.isoformat(),
        "passed": counts["passed"],
        "failed": counts["failed"],
        "not_run": counts["not run"],
        "cases": [
            {
                "id": result.id,
                "rule": result.rule,
                "status": result.status,
                "file": result.place[0],
                "line": result.place[1],
                "results": [
                    {
                        "output": check.output, "found": check.found, "expected": check.expected,
                        "tolerance": check.tolerance or "exact", "holds": check.holds,
                    }
                    for check in result.checks
                ],
                "why": list(result.reasons),
            }
            for result in results
        ],
    }  # fmt: skip
