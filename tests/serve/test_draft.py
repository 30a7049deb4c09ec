"""A draft becomes a file of the strict form, is judged like any file, saved without losing another, and read back."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate.errors import Findings, ProblemsFound, half_width
from simulate.machine.files import SCENARIOS
from simulate.parameters import LawBook
from simulate.parameters.strict_yaml import Mapping, Scalar, parse
from simulate.scenario import compose, load_scenario
from simulate.serve.draft import Draft, DraftChange
from simulate.serve.judging import judge
from simulate.serve.reading import read_draft
from simulate.serve.register import Register, label_names
from simulate.serve.scenario_store import ScenarioStore
from simulate.serve.view_change import facts_of, law_now
from simulate.serve.writing import scalar, to_yaml

FLOOR = "employee_pension.flexible_base_floor_ratio"


@pytest.fixture(scope="module")
def book():
    return LawBook.load()


@pytest.fixture(scope="module")
def register(book):
    return Register(book, compose(book, load_scenario("law_2021", book)).parameters)


@pytest.fixture
def draft():
    west = DraftChange(FLOOR, amount="0.3", start="2027-01", until="2030-01", where={"province": ["gansu", "qinghai"]})
    tier = DraftChange("resident_pension.entry_subsidy", "multiply", "1.5", "2028", where={"tier": ["100"]})
    return Draft(name="west", english="Half, in the west: now", describes="a # b", changes=[west, tier])


def judged(book, draft, folder):
    path = folder / f"{draft.name}.yaml"
    path.write_text(to_yaml(draft), encoding="utf-8")
    return judge(book, draft.base, path)


def test_the_file_reads_as_it_was_meant(draft):
    assert to_yaml(draft).splitlines() == [
        "# Laid on baseline",
        'title: {en: "Half, in the west: now", zh: 我的改革方案}',
        "author: me",
        "reference: own proposal",
        'describes: "a # b"',
        "changes:",
        f"  - lever: {FLOOR}",
        "    value: 0.3",
        "    from: 2027-01",
        "    phase_in: {until: 2030-01}",
        "    provinces: [gansu, qinghai]",
        "  - lever: resident_pension.entry_subsidy",
        "    multiply: 1.5",
        "    from: 2028",
        "    where: {tier: [100]}",
    ]
    assert to_yaml(Draft()).endswith("changes: []\n")


def test_a_new_draft_speaks_of_its_author_in_the_language_of_its_window():
    chinese, english = Draft.of_own("zh"), Draft.of_own("en")
    assert re.search("[A-Za-z]", chinese.author + chinese.reference) is None
    assert re.search("[^ -~]", english.author + english.reference) is None


@given(st.text())
def test_any_text_stays_one_scalar(text):
    findings = Findings()
    node = parse(f"{{a: {scalar(text)}, b: c}}", "text", findings)
    assert findings.problems == []
    assert isinstance(node, Mapping)
    assert set(node.entries) == {"a", "b"}
    value = node.entries["a"]
    assert isinstance(value, Scalar)
    assert value.text == scalar_text(text)


def scalar_text(text):
    """Control characters and line breaks become blanks, which at the ends fall away; full-width ASCII is ASCII."""
    from simulate.serve.writing import _CONTROL

    return half_width(_CONTROL.sub(" ", text).strip())


@pytest.mark.parametrize("name", ["ilo_package", "no_change", "hukou_mega_cities_last", "floor_mixed"])
def test_a_shipped_scenario_read_into_the_form_keeps_its_numbers(book, name, tmp_path):
    written = replace(read_draft(SCENARIOS / f"{name}.yaml"), base="law_2021")
    base = load_scenario("law_2021", book)
    assert judged(book, written, tmp_path).digest == compose(book, base, load_scenario(name, book)).digest


def test_a_draft_read_back_is_the_same(book, draft, tmp_path):
    draft.base = "law_2021"
    path = ScenarioStore(tmp_path).save(draft.name, to_yaml(draft))
    assert read_draft(path) == draft


def test_what_the_form_cannot_hold_is_told(tmp_path):
    path = tmp_path / "mapped.yaml"
    header = "title: {en: a, zh: b}\nauthor: c\nreference: d\nas_of: 2020-01-01\n"
    path.write_text(f"{header}changes: [{{lever: {FLOOR}, value: {{beijing: 0.4}}, note: x}}]\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        read_draft(path)
    assert [each.found for each in found.value.problems] == [
        "the key as_of", "value in this form", "note in this form"
    ]  # fmt: skip


def test_faults_are_those_of_the_command_line_with_the_file_by_name(book, draft, tmp_path):
    draft.changes[0].amount = "9"
    draft.changes[1].lever = "resident_pension.entry_subsidi"
    faults = judged(book, draft, tmp_path).faults
    assert len(faults) == 2
    assert faults[0].startswith("west.yaml:8:12: found")
    assert "did you mean resident_pension.entry_subsidy" in faults[1]
    draft.changes = [DraftChange(FLOOR)]
    assert "one of value, multiply, add" in judged(book, draft, tmp_path).faults[0]


def test_effects_are_those_of_the_reform_not_of_its_base(book, draft, tmp_path):
    judgement = judged(book, replace(draft, base="hukou_removal"), tmp_path)
    assert judgement.is_sound
    assert [each.lever for each in judgement.applied] == [FLOOR, "resident_pension.entry_subsidy"]


def test_names_are_safe_and_nothing_is_lost(tmp_path):
    store = ScenarioStore(tmp_path / "own")
    for name in ("", "../x", "a/b", "a.b", "9a", "con", "名", "a" * 61, "-x", ".x", "a\n"):
        assert store.fault_of(name) == "name_unsafe"
        with pytest.raises(ValueError, match=r".*"):
            store.save(name, "text")
    assert store.fault_of("Baseline") == "name_of_base"
    path = store.save("mine", "one\n")
    with pytest.raises(FileExistsError):
        store.save("Mine", "two\n")
    assert path.read_text(encoding="utf-8") == "one\n"
    assert store.save("mine", "two\n", replace=True).read_text(encoding="utf-8") == "two\n"
    assert [each.name for each in store.folder.iterdir()] == ["mine.yaml"]


def test_shipped_scenarios_are_known_as_such():
    store = ScenarioStore()
    assert store.standing("ILO_package") == SCENARIOS.resolve() / "ilo_package.yaml"
    assert store.is_of_model(SCENARIOS / "ilo_package.yaml")


def test_levers_are_found_in_both_languages_with_the_value_of_the_base(register, book):
    assert FLOOR in [row.lever for row in register.find("灵活 下限")]
    assert FLOOR in [row.lever for row in register.find("Flexible floor")]
    assert register.rows["employee_pension.flexible_base_floor_ratio"].bounds == "0..1.5"
    assert len(register.find("")) == len(book.levers)
    assert register.find("nothing is called so") == []
    hukou = register.rows["enrolment.hukou_rule"].value
    assert "closed" in hukou
    (axis,) = register.axes(FLOOR)
    assert label_names(axis, "zh")["beijing"] == "北京"


def test_a_slider_starts_at_the_number_of_the_law(register: Register) -> None:
    rows = {name: row for name, row in register.rows.items() if register.specs[name].unit.form == "number"}
    assert rows[FLOOR].value == "0.5..0.6"
    assert law_now(rows[FLOOR]) == pytest.approx(0.55)
    for name, row in rows.items():
        low, high = register.specs[name].bounds
        assert low <= law_now(row) <= high, name


LAWS = {"dibao"}  # English letters of names that Chinese texts keep
AUTHORS = {"bai", "choi", "kang", "kim", "lin", "voxchina", "wang", "yoo", "zhang"}  # as they are printed


def test_in_chinese_no_lever_is_told_of_in_english(register):
    assert len(register.rows) > 200
    for name, row in register.rows.items():
        for term, text in facts_of("zh", row, register.specs[name]):
            words = {each.lower() for each in re.findall("[A-Za-z]{2,}", f"{term} {text}")}
            assert not words - LAWS - AUTHORS, (name, term, text)
        assert dict(facts_of("zh", row, register.specs[name]))["来源"], name
