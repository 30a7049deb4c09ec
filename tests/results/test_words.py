"""One word list: in every report the same thing has the same name, in both languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from simulate import codes
from simulate.indicators import COORDINATES, outputs
from simulate.parameters import LawBook
from simulate.report.page import texts
from simulate.report.workbook.words import Words
from simulate.results import words
from simulate.results.headline import METRICS, PROVINCIAL
from simulate.results.words import LANGUAGES
from simulate.serve import words as local

# Other names of what the law calls 职工基本养老保险 (社会保险法) and 城乡居民基本养老保险 (国发〔2014〕8号).
NEVER = re.compile("城镇职工|职工养老保险|职工保险|职工基金|(?<!基本)居民养老保险|所有省份|网约车司机|缴费率|政策杠杆")


def entries(value: Any, place: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every ``{en, zh}`` with its place."""
    if isinstance(value, dict) and set(value) == {"en", "zh"} and isinstance(value["en"], str):
        yield place, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from entries(each, f"{place}.{key}")
    elif isinstance(value, list):
        for each in value:
            yield from entries(each, place)


def everything() -> list[tuple[str, dict[str, str]]]:
    lists = {**{name: words.read(name) for name in words.LISTS}, "charts": texts.charts()}
    found = [entry for name, content in lists.items() for entry in entries(content, name)]
    return found + [(f"registry.{each.name}", {"en": each.english, "zh": each.chinese}) for each in outputs().values()]


def test_what_is_one_in_english_is_one_in_chinese() -> None:
    chinese: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for place, entry in everything():
        chinese[entry["en"].strip(" :.").casefold()][entry["zh"].strip(" ：。")].append(place)
    assert len(chinese) > 500
    assert {english: dict(found) for english, found in chinese.items() if len(found) > 1} == {}


@pytest.mark.parametrize("place", sorted({place.partition(".")[0] for place, _ in everything()}))
def test_no_report_has_a_name_of_its_own(place: str) -> None:
    for where, entry in everything():
        if where.startswith(place):
            assert not NEVER.search(entry["zh"]), (where, entry["zh"])


def test_blanks_are_the_same_in_both_languages() -> None:
    for place, entry in everything():
        assert entry["en"] or place.endswith(("sign", "unit"))
        blanks = [set(re.findall(r"{(\w+)}", entry[each])) for each in LANGUAGES]
        assert blanks[0] == blanks[1], place


@pytest.mark.parametrize("dim", [dim for dim, labels in COORDINATES.items() if isinstance(labels[0], str)])
def test_every_label_has_a_name_and_all_reports_say_it(dim: str) -> None:
    for name in map(str, COORDINATES[dim]):
        named = words.label(dim, name)
        assert named.zh != name
        assert re.search("[一-鿿]", named.zh)
        for language in LANGUAGES:
            assert Words(language).label(dim, name) == named.of(language)


def test_every_dimension_unit_and_kind_is_listed() -> None:
    listed = words.read("labels")
    specs = LawBook.load().specs.values()
    assert {dim for each in outputs().values() for dim in each.dims} <= set(listed["dimensions"])
    units = {each.unit for each in outputs().values()} | {spec.unit.name for spec in specs}
    assert units | {metric.unit for metric in METRICS} <= set(listed["unit_names"])
    assert {spec.kind for spec in specs} <= set(listed["kinds"])
    axes = {axis.name for spec in specs for axis in spec.axes}
    assert axes <= set(listed["dimensions"])
    for axis in axes:
        assert local.axis_name(axis, "zh") == Words("zh").dimension(axis)


def test_every_line_of_the_headline_has_its_name() -> None:
    assert set(words.read("labels")["headline"]) == {each.key for each in (*METRICS, *PROVINCIAL)}


def test_a_number_of_the_headline_has_its_name_in_the_charts_or_a_part_of_it() -> None:
    numbers = {(each.output, *sorted(each.labels.items())): each.name for each in METRICS}
    panels = [panel for chart in texts.charts().values() for panel in chart["panels"] if "label" in panel]
    keys = [(panel["output"], *sorted(panel.get("select", {}).items())) for panel in panels]
    named = [(panel["label"], numbers.get(key)) for panel, key in zip(panels, keys, strict=True)]
    assert sum(name is not None for _, name in named) > 5
    for label, name in named:
        assert name is None or all(label[each].casefold() in name.of(each).casefold() for each in LANGUAGES), label


def test_provinces_are_those_of_the_codes() -> None:
    assert set(words.read("labels")["provinces"]) == set(codes.PROVINCES.labels)
    for name, chinese in zip(codes.PROVINCES.labels, codes.PROVINCES.chinese, strict=True):
        assert words.label("province", name).zh == chinese


def test_every_output_is_explained_in_chinese() -> None:
    """Each under its own name, in the words of the reports, without a letter, and whole: none points at another."""
    meanings = {name: each.chinese_meaning for name, each in outputs().items()}
    assert [name for name, text in meanings.items() if not text or re.search("^同(?!一)|同上|见上", text)] == []
    assert [name for name, text in meanings.items() if re.search("[A-Za-z]", text) or NEVER.search(text)] == []
