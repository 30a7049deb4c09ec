"""Shipped scenarios with a line or two gone wrong: refused where the fault stands, or accepted with an honest list.

Never a traceback, never a change that is neither refused, nor bound, nor reported.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulate.codes import PROVINCES
from simulate.errors import ProblemsFound
from simulate.parameters import LawBook
from simulate.parameters.changes import AS_BEFORE, HIDDEN
from simulate.scenario import SCENARIOS, Composed, Scenario, bundled, compose, load_scenario

BOOK = LawBook.load()
TEXTS = {name: (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8") for name in bundled()}
NUMBER = re.compile(r"(?<=[ {\[])-?\d+(\.\d+)?(?=[,}\]\s])")
DATE = re.compile(r"\b20\d\d(-\d\d)?\b")
LEVER = re.compile(r"(?<=lever: )[\w.]+")
WORD = re.compile(r"[\w.]+")
EXTRA = ("to: 2030-01", "from: 2076-01", "from: 1949", "provinces: [beijing, beijing]", "where: {}", "by: province",
         "where: {province: [shanghai]}", "phase_in: {until: 2080-01}", "multiply: 2", "projection: hold", "note: null",
         "value: {beijing: 1}", "overrides: [floor_40]", "as_of: 2050-01-01", "changes: []", "to: 1")  # fmt: skip
NUMBERS = ("0", "-1", "1e400", "1e-300", "0.5", "12", "100", "1000000", "٣", "３", ".nan", "60%", "1_000", "true")

Mutation = st.tuples(st.sampled_from(["number", "date", "lever", "word", "drop", "double", "extra", "indent", "wide"]),
                     st.integers(0, 10_000), st.integers(0, 10_000))  # fmt: skip


def swapped(text: str, pattern: re.Pattern[str], where: int, new: str) -> str:
    """The text with one of the matches replaced."""
    found = list(pattern.finditer(text))
    if not found:
        return text
    match = found[where % len(found)]
    return text[: match.start()] + new + text[match.end() :]


def mutated(text: str, kind: str, where: int, what: int) -> str:
    lines = text.splitlines()
    k = where % len(lines)
    if kind == "number":
        return swapped(text, NUMBER, where, NUMBERS[what % len(NUMBERS)])
    if kind == "date":
        return swapped(text, DATE, where, f"{1940 + what % 150}" + ("", "-01", "-13", "-06")[what % 4])
    if kind == "lever":
        return swapped(text, LEVER, where, BOOK.levers[what % len(BOOK.levers)])
    if kind == "word":
        words = (*PROVINCES.labels, "null", "~", "", "открыто", "none", "law_2021", "&a", "*a", "!!int 3", "'", "{")
        return swapped(text, WORD, where, words[what % len(words)])
    if kind == "wide":
        digit = re.search(r"\d", lines[k])
        lines[k] = lines[k].replace(digit[0], chr(ord(digit[0]) + 0xFEE0)) if digit else lines[k].replace(":", "：")
    elif kind == "drop":
        del lines[k]
    elif kind == "double":
        lines.insert(k, lines[k])
    elif kind == "indent":
        lines[k] = " " * (what % 5) + lines[k].strip()
    else:
        extra = EXTRA[what % len(EXTRA)]
        is_flow = lines[k].rstrip().endswith("}") and "lever:" in lines[k]
        lines[k : k + 1] = [lines[k].rstrip()[:-1] + f", {extra}}}"] if is_flow else [lines[k], f"    {extra}"]
    return "\n".join(lines) + "\n"


def check_refusal(found: ProblemsFound, path: Path) -> None:
    for problem in found.problems:
        assert problem.found
        assert problem.expected
        if problem.file == str(path):
            assert problem.line >= 1, str(problem)
            assert problem.column >= 1, str(problem)
        else:  # an override that is shipped, or the law it breaks
            assert Path(problem.file).suffix == ".yaml" or problem.file == path.stem


def check_honesty(reform: Scenario, composed: Composed, below: Composed) -> None:
    own = [change for piece in reform.overrides for change in piece.changes] + list(reform.changes)
    applied = composed.applied[len(composed.applied) - len(own) :]
    assert [each.lever for each in applied] == [change.spec.name for change in own]
    changed = {name for name in BOOK.specs if composed.parameters[name].digest != below.parameters[name].digest}
    stated = {each.lever for each in applied if each.idle not in (AS_BEFORE, HIDDEN) or each.binds}
    growth = {"economy.real_wage_growth", "economy.inflation"}
    assert changed <= stated or (growth & stated and all(BOOK.specs[name].unit.is_money for name in changed - stated))
    for each in applied:
        rooms = {other.lever.partition(".")[0] for other in applied if other.binds and other.origin == each.origin}
        is_restated = each.idle == AS_BEFORE and each.lever.partition(".")[0] in rooms
        assert each.binds or is_restated or any(each.lever in text for text in composed.warnings), str(each)
    for resolved in composed.parameters.values():
        assert np.isfinite(resolved.values).all(), resolved.name


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(sorted(TEXTS)),
    st.lists(Mutation, min_size=1, max_size=3),
    st.sampled_from(["baseline", "law_2021"]),
)
def test_a_scenario_gone_wrong(name: str, mutations: list[tuple[str, int, int]], base: str) -> None:
    text = TEXTS[name]
    for mutation in mutations:
        text = mutated(text, *mutation)
    below = compose(BOOK, load_scenario(base, BOOK))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mine.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            reform = load_scenario(path, BOOK)
            composed = compose(BOOK, load_scenario(base, BOOK), reform)
        except ProblemsFound as found:
            check_refusal(found, path)
            return
    if reform.as_of is None:
        check_honesty(reform, composed, below)


@pytest.mark.parametrize("name", sorted(TEXTS.keys() - {"baseline", "law_2021"}))
def test_a_shipped_reform_is_read_as_it_stands(name: str) -> None:
    base, reform = load_scenario("baseline", BOOK), load_scenario(name, BOOK)
    check_honesty(reform, compose(BOOK, base, reform), compose(BOOK, base))
