"""Opening a life of an earlier run: the arguments of ``explain`` that draw the same worker under the same law."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from simulate.machine.files import SCENARIOS
from simulate.serve.results import Run, parts_of

NO_VERB = "No such command"
_COMPARISON = re.compile(r"[=<>]")


def explain_arguments(run: Run, asked: str, names: Sequence[str], new_file: Callable[[str, str], Path]) -> list[str]:
    """``explain`` for a worker's number (``1987-m42``) or a question (``occupation=ride_hailing``); one or two names.

    Scenarios are taken as the run had them: a shipped one by name if it still reads the same, else from the text that
    the manifest keeps, written by ``new_file``.
    """
    texts: dict[str, str] = {}
    sets: list[str] = []
    for scenario in run.scenarios:
        files, sets = parts_of(scenario)
        texts = files | texts  # the base comes first in each
    given = {name: _as_ran(name, text, new_file) for name, text in texts.items()}
    base = next(iter(parts_of(run.scenarios[0])[0]))
    arguments = ["explain", *(["--where", asked] if _COMPARISON.search(asked) else [asked])]
    for option, name in zip(("--scenario", "--against"), dict.fromkeys(names), strict=False):
        arguments += [option, given[name]]
    arguments += ["--on", given[base], "--workers", run.workers, "--seed", run.seed]
    for each in sets:
        arguments += ["--set", each]
    return arguments


def _as_ran(name: str, text: str, new_file: Callable[[str, str], Path]) -> str:
    shipped = SCENARIOS / f"{name}.yaml"
    if shipped.is_file() and shipped.read_text(encoding="utf-8-sig").strip() == text.strip():
        return name
    return str(new_file(f"{name}.yaml", text))


def message(printed: str, said: Sequence[str]) -> str:
    """What to show of a life: what was printed, or why nothing was; empty if the verb is not there."""
    if printed.strip():
        return printed.rstrip()
    return "" if any(NO_VERB in line for line in said) else "\n".join(said)
