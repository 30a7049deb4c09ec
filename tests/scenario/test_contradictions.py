"""What contradicts itself is refused, with its place and a way to fix it; what says nothing is warned of."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from simulate.codes import ENUMERATIONS
from simulate.errors import Findings, Problem, ProblemsFound
from simulate.parameters import LawBook
from simulate.parameters.change_reader import read_change
from simulate.parameters.strict_yaml import node_of
from simulate.parameters.units import to_text
from simulate.scenario import Composed, compose, load_scenario

FLOOR = "employee_pension.flexible_base_floor_ratio"
LINE = 5  # of the first change


@pytest.fixture(scope="module")
def book() -> LawBook:
    return LawBook.load()


def header(**keys: str) -> str:
    fields = {"title": "{en: T, zh: 题}", "author": "A", "reference": "R", **keys}
    return "".join(f"{key}: {value}\n" for key, value in fields.items())


def laid(text: str, book: LawBook, folder: Path, base: str = "baseline", sets: tuple[str, ...] = ()) -> Composed:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return compose(book, load_scenario(base, book), load_scenario(path, book), sets)


def problems_of(text: str, book: LawBook, folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as caught:
        laid(text, book, folder)
    return caught.value.problems


# what a change holds; what the message must say; the column
REFUSED = {
    "two selections of one axis": (
        f"lever: {FLOOR}, value: 0.3, provinces: [beijing], where: {{province: [shanghai]}}", "join the two lists"),
    "an empty where": (f"lever: {FLOOR}, value: 0.3, where: {{}}", "leave `where` out to mean everywhere"),
    "no province": (f"lever: {FLOOR}, value: 0.3, provinces: []", "at least one province"),
    "a province twice": (f"lever: {FLOOR}, value: 0.3, provinces: [beijing, beijing]", "beijing twice"),
    "a value for a province twice": (
        f"lever: {FLOOR}, value: {{beijing: 0.3, 北京市: 0.4}}", "北京市, which is beijing"),
    "a number of which nothing is left": (f"lever: {FLOOR}, value: 1e-400", "a number"),
    "a province without value": (
        f"lever: {FLOOR}, value: {{beijing: 0.3}}, provinces: [beijing, hebei]", "no value for hebei"),
    "a phase-in beyond its end": (
        f"lever: {FLOOR}, value: 0.3, from: 2027-01, to: 2029-01, phase_in: {{until: 2030-01}}", "before 2029-01"),
    "a phase-in that ends at its end": (
        f"lever: {FLOOR}, value: 0.3, from: 2027-01, to: 2029-01, phase_in: {{until: 2029-01}}", "before 2029-01"),
    "by without keys": (f"lever: {FLOOR}, value: 0.3, by: province", "leave `by` out"),
    "Arabic digits": (f"lever: {FLOOR}, value: ٠.٣", "write the digits 0 to 9: 0.3"),
    "Arabic digits in a date": (f"lever: {FLOOR}, value: 0.3, from: ٢٠٢٧-01", "written YYYY-MM"),
    "a superscript": (f"lever: {FLOOR}, value: 0.3, from: 202²-01", "written YYYY-MM"),
    "a number too large": (f"lever: {FLOOR}, multiply: 1e400", "a number"),
    "nothing as a value": (f"lever: {FLOOR}, value: null", "a number"),
    "nothing as a date": (f"lever: {FLOOR}, value: 0.3, from: ~", "written YYYY-MM"),
    "nothing as a note": (f"lever: {FLOOR}, value: 0.3, note: null", "text for note"),
    "a date of a lever without": (
        "lever: portability.transfer_start, value: 2012-01, from: 2027", "rewrites the years"),
    "a phase-in of a lever without": (
        "lever: portability.transfer_start, value: 2012-01, phase_in: {until: 2030}", "rewrites the years"),
    "a fraction of a whole number": ("lever: resident_pension.pension_age, value: 60.5", "whole years"),
    "months for years": ("lever: resident_pension.pension_age, value: 720", "720 months are 60 years: write that"),
    "a percentage": (f"lever: {FLOOR}, value: 40", "write a percentage as a share, 60% as 0.6: here 0.4"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_a_contradiction_is_refused_where_it_stands(kind: str, book: LawBook, tmp_path: Path) -> None:
    change, message = REFUSED[kind]
    problems = problems_of(header() + f"changes:\n  - {{{change}}}\n", book, tmp_path)
    assert message in str(problems[0])
    assert problems[0].file.endswith("mine.yaml")
    assert problems[0].line == LINE
    assert problems[0].column > 0


HEADERS = {
    "nothing as author": ({"author": "null"}, "text for author", 2),
    "nothing as reference": ({"reference": "~"}, "text for reference", 3),
    "nothing as title": ({"title": "{en: null, zh: 题}"}, "text for en", 1),
    "an override out of its folder": ({"overrides": "['../no_change']"}, "a name in overrides/", 4),
    "an override by path": ({"overrides": "[/etc/passwd]"}, "a name in overrides/", 4),
    "a hidden override": ({"overrides": "[.low]"}, "a name in overrides/", 4),
    "nothing as overrides": ({"overrides": "null"}, "leave the key out to name none", 4),
    "nothing as the bases": ({"meant_for": ""}, "leave the key out to name none", 4),
    "an unknown base": ({"meant_for": "law_2020"}, "did you mean law_2021?", 4),
    "a law before any": ({"as_of": "1900-01-01"}, "when the whole law book has values", 4),
    "a law before parts of it": ({"as_of": "2012-01-01"}, "a day from 20", 4),
    "a law not yet known": ({"as_of": "2030-01-01"}, "a day up to 2026-11-21", 4),
}


def test_no_two_values_stand_under_two_names_of_one_label(book: LawBook) -> None:
    keyed = [each for each in book.specs.values() if each.is_lever and len(each.axes) == 1 and each.unit.form != "flag"]
    names = [pair for each in ENUMERATIONS.values() for pair in zip(each.labels, each.chinese, strict=True)]
    for spec in keyed:
        value = spec.options[0] if spec.options else to_text(spec.bounds[0], spec.unit, ())
        for label, chinese in (pair for pair in names if pair[0] in spec.axes[0].labels):
            for other in (chinese, label.upper(), f" {label} "):
                findings = Findings()
                change = node_of({"lever": spec.name, "value": {label: value, other: value}}, "x.yaml")
                assert read_change(change, book.specs, findings, "x") is None
                assert any(f"which is {label} above" in each.found for each in findings.problems), (spec.name, other)


@pytest.mark.parametrize("kind", HEADERS)
def test_a_header_says_what_it_says(kind: str, book: LawBook, tmp_path: Path) -> None:
    keys, message, line = HEADERS[kind]
    problems = problems_of(header(**keys) + "changes: []\n", book, tmp_path)
    assert [message in str(problem) for problem in problems] == [True]
    assert problems[0].line == line


def test_all_contradictions_come_at_once(book: LawBook, tmp_path: Path) -> None:
    text = (
        header(author="null", reference="null", overrides="['../no_change']")
        + f"""changes:
  - {{lever: {FLOOR}, value: 0.3, from: ２０２７-01, to: 2030-01, phase_in: {{until: 2040-01}}, provinces: [beijing],
     where: {{province: [shanghai]}}}}
"""
    )
    problems = problems_of(text, book, tmp_path)
    assert [problem.line for problem in problems] == [2, 3, 4, 6, 7]


def test_a_lever_twice_from_one_date_in_the_same_places(book: LawBook, tmp_path: Path) -> None:
    text = header() + f"changes:\n  - {{lever: {FLOOR}, value: 0.3}}\n  - {{lever: {FLOOR}, value: 0.4}}\n"
    problems = problems_of(text, book, tmp_path)
    assert [(problem.line, problem.column) for problem in problems] == [(6, 5)]
    assert "first at line 5" in str(problems[0])
    general_then_special = text.replace("value: 0.4", "value: 0.4, provinces: [beijing]")
    assert laid(general_then_special, book, tmp_path).warnings == ()
    with pytest.raises(ProblemsFound, match="changed twice"):
        laid(header() + "changes: []\n", book, tmp_path, sets=(f"{FLOOR}=0.3", f"{FLOOR}=0.4"))


WIDE = str.maketrans("0123456789.-", "０１２３４５６７８９．－")


def test_full_width_digits_are_those_of_ascii(book: LawBook, tmp_path: Path) -> None:
    text = header() + f"changes:\n  - {{lever: {FLOOR}, value: 0.3, from: 2028-01, provinces: [beijing]}}\n"
    wide = text.replace("0.3", "0.3".translate(WIDE)).replace("2028-01", "2028-01".translate(WIDE))
    assert laid(wide, book, tmp_path).digest == laid(text, book, tmp_path).digest
    sets = (f"{FLOOR}@2028-01=0.3", f"{FLOOR}＠２０２８－０１＝０．３", f"{FLOOR}@2028\u221201=0.3")
    digests = {laid(header() + "changes: []\n", book, tmp_path, sets=(each,)).digest for each in sets}
    assert len(digests) == 1


def test_full_width_signs_of_yaml_are_told(book: LawBook, tmp_path: Path) -> None:
    problems = problems_of(header() + f"changes:\n  - lever： {FLOOR}\n    value: 0.3\n", book, tmp_path)
    assert "write half-width : for ：" in str(problems[0])
    assert problems[0].line == len(header().splitlines()) + 2  # where the sign stands, not where the parser stops
    assert problems[0].column == len("  - lever：")
    problems = problems_of(header() + f"changes:\n  - {{lever: {FLOOR}，value: 0.3}}\n", book, tmp_path)
    assert "write half-width , for ，" in str(problems[0])


IDLE = {
    "nothing new": (f"lever: {FLOOR}, value: 0.52, from: 2027-01, provinces: [guangdong]", "values are those before"),
    "after the horizon": (f"lever: {FLOOR}, value: 0.3, from: 2076-01", "lives and reports end in 2075"),
    "another rule": ("lever: social_floor.mixed_flat_share, value: 0.8", "only where social_floor.kind is mixed"),
    "another number": ("lever: subsidies.matching_ceiling, value: 2", "subsidies.matching_share is above 0"),
    "another model": ("lever: occupational_injury.flat_premium, value: 200", "occupational_injury.model is wujiang"),
    "a model in force nowhere": (
        "lever: occupational_injury.participation, value: 0.5, where: {model: [taicang]}",
        "is not none",
    ),
    "another time": ("lever: subsidies.deferral_take_up, value: 0.9", "subsidies.deferral is next_year"),
}


@pytest.mark.parametrize("kind", IDLE)
def test_a_change_without_effect_says_why(kind: str, book: LawBook, tmp_path: Path) -> None:
    change, reason = IDLE[kind]
    composed = laid(header() + f"changes:\n  - {{{change}}}\n", book, tmp_path)
    assert [each.binds for each in composed.applied] == [False]
    assert len(composed.warnings) == 1
    assert "mine.yaml:5:5" in composed.warnings[0]
    assert "affects nobody" in composed.warnings[0]
    assert reason in composed.warnings[0]


def test_a_change_takes_effect_with_its_rule(book: LawBook, tmp_path: Path) -> None:
    text = header() + "changes:\n  - {lever: social_floor.mixed_flat_share, value: 0.8}\n"
    with_rule = text + "  - {lever: social_floor.kind, value: mixed, from: 2030}\n"
    assert [each.binds for each in laid(with_rule, book, tmp_path).applied] == [True, True]
    too_late = (
        text.replace("value: 0.8", "value: 0.8, to: 2030")
        + "  - {lever: social_floor.kind, value: mixed, from: 2030}\n"
    )
    assert [each.binds for each in laid(too_late, book, tmp_path).applied] == [False, True]


def test_a_change_hidden_by_a_later_one(book: LawBook, tmp_path: Path) -> None:
    text = (
        header() + f"changes:\n  - {{lever: {FLOOR}, value: 0.3, from: 2030-01}}\n  - {{lever: {FLOOR}, value: 0.4}}\n"
    )
    composed = laid(text, book, tmp_path)
    assert [each.binds for each in composed.applied] == [False, True]
    assert "mine.yaml:5:5" in composed.warnings[0]
    assert "mine.yaml:6:5" in composed.warnings[0]
    over = laid(header() + f"changes:\n  - {{lever: {FLOOR}, value: 0.45}}\n", book, tmp_path, "lower_minimum_base")
    assert [each.binds for each in over.applied] == [False, True]
    assert over.warnings == ()  # a reform lies over its base, and is meant to


def test_a_lever_without_dates_says_which_years_it_rewrites(book: LawBook, tmp_path: Path) -> None:
    def warnings(change: str) -> tuple[str, ...]:
        return laid(header() + f"changes:\n  - {{{change}}}\n", book, tmp_path).warnings

    assert "rewrites" in warnings("lever: portability.pool_from, value: 2000-01")[0]
    assert "the years from 2010" in warnings("lever: portability.transfer_start, value: 2030-01")[0]
    assert warnings("lever: resident_pension.pension_age, value: 65") == ()  # dated: it holds from 2027
    assert warnings(f"lever: {FLOOR}, value: 0.3") == ()


ASKED = {
    "retirement.qualifying_months=15": "15 months; the law has 180: did you mean 15 years = 180 months?",
    "retirement.qualifying_months=20": "did you mean 20 years = 240 months?",
    "employee_pension.employer_rate=0.0016": "did you mean 0.16 share?",
    "employee_pension.employer_rate=0.016": "did you mean 0.16 share?",
    "subsidies.subsidy_flat=7200": "did you mean 7200 yuan a year = 600 yuan_per_month?",
}


@pytest.mark.parametrize("option", ASKED)
def test_a_number_in_another_unit_is_asked_about(option: str, book: LawBook) -> None:
    composed = compose(book, load_scenario("baseline", book), None, [option])
    assert any(ASKED[option] in text for text in composed.warnings), composed.warnings


BOLD = (
    "retirement.qualifying_months=120", "employee_pension.employer_rate=0.08", f"{FLOOR}=0",
    "resident_pension.flat_pension=300",
)  # fmt: skip


@pytest.mark.parametrize("option", BOLD)
def test_a_bold_reform_is_not_asked_about(option: str, book: LawBook) -> None:
    assert compose(book, load_scenario("baseline", book), None, [option]).warnings == ()


SLIPS = (12.0, 1 / 12, 10.0, 0.1, 100.0, 0.01)
BOLD_TIMES = (0.5, 2.0, 3.0)
LEAST_SLIP = 8.0  # of a whole number, which was rounded


@pytest.mark.parametrize("times", [*SLIPS, *BOLD_TIMES])
def test_a_slip_of_any_lever_is_asked_about(book: LawBook, times: float) -> None:
    """The middle of what the law has in 2027, so many times: asked about unless some place of the law has as much."""
    base, is_asked = load_scenario("baseline", book), times in SLIPS
    law = compose(book, base).parameters
    numbers = [name for name in book.levers if book.specs[name].unit.form == "number"]
    tried, wrong = 0, {}
    for name in random.Random(times).sample(numbers, 30):
        spec, resolved = book.specs[name], law[name]
        date = {"year": "2027", "month": "2027-01"}.get(spec.time or "")
        values = np.asarray(resolved.at(**{spec.time: date}) if spec.time else resolved.values, dtype=float)
        values = values[values > 0]
        value = float(f"{np.exp(np.log(values).mean()) * times:.3g}") if len(values) else 0.0
        value = round(value) if spec.is_whole else value
        is_far = value > 0 and not values.min() <= value <= values.max() if len(values) else False
        if not is_far or (is_asked and max(value / values.min(), values.max() / value) < LEAST_SLIP):
            continue
        tried += 1
        try:
            warnings = compose(book, base, None, [f"{name}{f'@{date}' if date else ''}={value:g}"]).warnings
        except ProblemsFound:  # beyond its bounds, or against a relation
            continue
        if any("did you mean" in each for each in warnings) != is_asked:
            wrong[name] = value, warnings
    assert tried > 5
    assert wrong == {}
