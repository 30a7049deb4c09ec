"""Every kind of bad input gives one clear message with its line and column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulate.errors import Problem, ProblemsFound, nearest
from simulate.parameters import LawBook

FaultsOf = Callable[[str | bytes], list[Problem]]

GOOD = """\
room: small
parameters:
  floor:
    name: {en: Floor, zh: 下限}
    kind: law
    unit: share
    dims: [month, province]
    bounds: [0, 1]
    hold: true
    values:
      - {from: 1998-01, value: 0.6, source: A rule}
"""

# what to replace in GOOD, by what; line, column, what the message must hold
FAULTS = {
    "misspelt key": ("bounds:", "bouds:", 8, 5, "did you mean `bounds`?"),
    "duplicate key": ("    hold: true\n", "    hold: true\n    hold: true\n", 10, 5, "first at line 9"),
    "merge key": ("    hold: true", "    <<: {hold: true}", 9, 5, "merge key"),
    "anchor": ("[0, 1]", "&a [0, 1]", 8, 13, "anchor &a"),
    "alias": ("[0, 1]", "*a", 8, 13, "alias *a"),
    "tag": ("0.6", "!!python/object:os.system 0.6", 11, 32, "tag"),
    "tab": ("    hold: true", "\thold: true", 9, 1, "a tab"),
    "second document": ("room: small", "room: small\n---\nroom: b", 2, 1, "one document a file"),
    "broken bracket": ("[0, 1]", "[0, 1", 9, 9, "well-formed YAML"),
    "unknown kind": ("kind: law", "kind: lw", 5, 11, "did you mean law?"),
    "unknown unit": ("unit: share", "unit: shares", 6, 11, "did you mean share?"),
    "unknown dimension": ("province]", "provnce]", 7, 11, "did you mean province?"),
    "unknown province": ("value: 0.6", "provinces: [beijng], value: 0.6", 11, 37, "did you mean beijing?"),
    "unknown selector": ("value: 0.6", "occupations: [life_services], value: 0.6", 11, 38, "selection by occupation"),
    "out of bounds": ("0.6", "60", 11, 32, "write a percentage as a share"),
    "percent": ("0.6", "60%", 11, 32, "write 0.6"),
    "separator": ("0.6", "1_0", 11, 32, "without separators"),
    "word for number": ("0.6", "yes", 11, 32, "a number"),
    "infinite": ("0.6", ".inf", 11, 32, "a number"),
    "bad month": ("1998-01", "1998-13", 11, 16, "YYYY-MM"),
    "dates reversed": ("value: 0.6", "to: 1997-01, value: 0.6", 11, 29, "swap the dates"),
    "no source": (", source: A rule", "", 11, 9, "source"),
    "no date": ("from: 1998-01, ", "", 11, 9, "without from"),
    "no bounds": ("    bounds: [0, 1]\n", "", 3, 3, "bounds"),
    "bounds reversed": ("[0, 1]", "[1, 0]", 8, 13, "swap them"),
    "no Chinese name": (", zh: 下限", "", 4, 11, "give both names"),
    "hold misspelt": ("hold: true", "hold: yes", 9, 11, "one of true, false"),
    "money without projection": ("unit: share", "unit: yuan", 3, 3, "projection"),
    "projection of no money": ("hold: true", "money: {projection: wages}", 9, 12, "unit in yuan"),
    "late law without enactment": ("1998-01", "2019-01", 11, 9, "enacted: YYYY-MM-DD"),
    "no day": ("value: 0.6", "enacted: 2021-W01-1, value: 0.6", 11, 34, "YYYY-MM-DD"),
    "control character": ("kind: law", "kind: \x07law", 5, 11, "well-formed YAML"),
    "range without value": ("0.6,", "0.6, range: [0.1, 0.2],", 11, 44, "holds the value 0.6"),
    "options without code": ("hold: true", "options: [a, b]", 3, 3, "options for unit code"),
    "list as key": ("    hold: true", "    ? [a]\n    : true", 9, 7, "plain text as a key"),
    "no room": ("room: small\n", "", 1, 1, "room: NAME"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_one_message_with_line_and_column(fault: str, faults_of: FaultsOf) -> None:
    old, new, line, column, text = FAULTS[fault]
    assert old in GOOD
    problems = faults_of(GOOD.replace(old, new, 1))
    found = [problem for problem in problems if text in str(problem)]
    assert found, [str(problem) for problem in problems]
    assert (found[0].line, found[0].column) == (line, column), str(found[0])
    assert str(found[0]).startswith(f"parameters.yaml:{line}:{column}: found ")


def test_the_good_book_is_good(tmp_path: Path) -> None:
    path = tmp_path / "parameters.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert list(LawBook.read([path], tmp_path).specs) == ["small.floor"]


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(GOOD.replace("0.6", "6").replace("hold", "hld"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        LawBook.read([tmp_path / "a.yaml", tmp_path / "b.yaml"], tmp_path)
    assert [problem.file for problem in caught.value.problems] == ["a.yaml", "b.yaml"]


def test_alias_bomb_is_refused_before_it_grows(faults_of: FaultsOf) -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    problems = faults_of("\n".join(lines))
    assert len(problems) == 1
    assert "anchor &a0" in str(problems[0])


def test_deep_nesting_size_and_encoding(faults_of: FaultsOf) -> None:
    assert "nesting deeper" in str(faults_of("a: " + "[" * 5000 + "]" * 5000)[0])
    assert "at most 2,000,000 bytes" in str(faults_of("#" * 2_000_001)[0])
    problem = faults_of(b"room: small\nname: \xff\n")[0]
    assert (problem.line, problem.column) == (2, 7)
    assert "UTF-8" in str(problem)
    assert "no mapping at the top" in str(faults_of("")[0])


def test_an_unreadable_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="nothing there"):
        LawBook.read([tmp_path / "absent.yaml", tmp_path], tmp_path)


def test_a_parameter_defined_twice_names_the_first(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(ProblemsFound, match=r"b.yaml:3:3: found small.floor a second time.*a.yaml:3"):
        LawBook.read([tmp_path / "a.yaml", tmp_path / "b.yaml"], tmp_path)


def test_nearest_finds_the_last_part_of_a_dotted_name() -> None:
    assert nearest("hukou_rul", ["enrolment.hukou_rule", "retirement.qualifying_months"]) == "enrolment.hukou_rule"
    assert nearest("zzz", ["enrolment.hukou_rule"]) is None
