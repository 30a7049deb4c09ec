"""What check and levers tell: dead levers, series that end, shares sourced, floors above ceilings."""

from __future__ import annotations

from pathlib import Path

from simulate.parameters import LawBook, checks
from simulate.parameters.readers import readers

RATIO = """\
  {name}:
    name: {{en: Ratio, zh: 比例}}
    kind: law
    unit: share
    dims: [month, province]
    bounds: [0, 10]
    values:
      - {{from: 1998-01, value: {value}, source: A rule}}
"""

CODE = """\
from typing import NamedTuple

ROOM = "employee_pension"

class Packed(NamedTuple):
    base_floor_ratio: object
    flexible_base_floor_ratio: object

def build(ps):
    return pack(ps, ROOM, Packed)

def use(p: Packed):
    return p.base_floor_ratio
"""


def _book(root: Path) -> LawBook:
    folder = root / "simulate" / "schemes" / "pension"
    folder.mkdir(parents=True)
    values = {"base_floor_ratio": 0.6, "flexible_base_floor_ratio": 0.6, "base_ceiling_ratio": 3}
    text = "room: employee_pension\nparameters:\n"
    text += "".join(RATIO.format(name=name, value=value) for name, value in values.items())
    text += "relations:\n  - keep: employee_pension.base_floor_ratio <= employee_pension.base_ceiling_ratio\n"
    text += "    because: no base lies between\n"
    (folder / "parameters.yaml").write_text(text, encoding="utf-8")
    (folder / "params.py").write_text(CODE, encoding="utf-8")
    return LawBook.load(root)


def test_a_lever_is_read_only_if_its_field_is_used(tmp_path: Path) -> None:
    book = _book(tmp_path)
    file = "simulate/schemes/pension/params.py"
    assert readers(book) == {"employee_pension.base_floor_ratio": [f"{file}:12 (use)", f"{file}:13"]}
    dead = [str(problem) for problem in checks.dead_levers(book)]
    assert len(dead) == 2
    assert "simulate/schemes/pension/parameters.yaml:11:3: found the lever" in dead[0]


def test_a_series_must_say_that_it_holds(tmp_path: Path) -> None:
    assert len(checks.series_that_end(_book(tmp_path))) == 3


def test_a_value_without_chinese_is_named_with_its_place(tmp_path: Path) -> None:
    found = [str(problem) for problem in checks.values_without_chinese(_book(tmp_path))]
    assert len(found) == 3
    assert found[0].startswith("simulate/schemes/pension/parameters.yaml:10:9: found a value of"), found[0]
    assert "employee_pension.base_floor_ratio without zh" in found[0]
    assert checks.values_without_chinese(LawBook.load()) == []


def test_a_relation_broken_names_its_numbers_place_date_and_change(tmp_path: Path) -> None:
    book = _book(tmp_path)
    change = {"lever": "employee_pension.base_ceiling_ratio", "value": 0.5, "from": "2030-05", "provinces": ["hainan"]}
    parameters, applied = book.resolve(changes=[change])
    problems = checks.inconsistencies(book, parameters, applied)
    assert len(problems) == 1
    assert "base_floor_ratio 0.6 above employee_pension.base_ceiling_ratio 0.5" in str(problems[0])
    assert "in hainan, 2030-05" in str(problems[0])
    assert problems[0].file == "change 1"
    assert checks.inconsistencies(book, book.resolve()[0]) == []


def test_shares_sourced_count_values(book: LawBook) -> None:
    rows = {row.room: row for row in checks.shares_sourced(book)}
    assert (rows["economy"].sourced, rows["economy"].values) == (0, 3)
    assert (rows["small"].sourced, rows["small"].values) == (14, 17)
    assert rows["all"].values == 20


def test_most_values_of_the_law_rest_on_a_source() -> None:
    """Two in three of the law, six in ten with the statistics beside it; what is assumed says why, behaviour apart."""
    book = LawBook.load()
    kinds = checks.shares_by_kind(book)
    assert sum(row.values for row in kinds.values()) == checks.shares_sourced(book)[-1].values
    assert kinds["law"].share >= 0.68
    both = [kinds["law"], kinds["statistic"]]
    assert sum(row.sourced for row in both) / sum(row.values for row in both) >= 0.61


def test_levers_table_says_value_unit_bounds_and_source(book: LawBook) -> None:
    rows = {row.lever: row for row in checks.levers_table(book.resolve()[0], book)}
    assert "small.wage" not in rows
    assert rows["small.rule"].value == "closed/conditional/open"
    assert rows["small.floor"].bounds == "0..1"
    assert rows["small.tier"].value == "30..60"
    assert rows["small.amount"].source == "Rule of 2020"
    assert rows["economy.real_wage_growth"].read_in == ""
    assert rows["small.switch"].source == "assumption: A guess"
    assert rows["small.amount"].dated == "year"
    assert rows["small.switch"].dated == "no: rewrites the record"
