"""Lives in Chinese: what happened, and why, is said without an English word, for every shipped career."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from simulate.cli.lives import CAREERS, shipped
from simulate.codes import ENUMERATIONS, PROVINCES
from simulate.language import speech
from simulate.lives import claims, laws, living, platforms, public_money, read_career, refusals, summary, tables, worth
from simulate.parameters import LawBook
from simulate.results.words import label
from simulate.scenario.schema import bundled

_IS_PART = re.compile(r"income 12 below the floor 12 this month, and 12$|, | \(")  # of a sentence that is tested whole
NAMES = re.compile("law_2021|platform_copayment|baseline")


@pytest.fixture
def chinese():
    speech.choose("zh")
    yield
    speech.choose("en")


@pytest.mark.parametrize(
    "name", ["rider_beijing", "returned_migrant", "employee_turned_courier", "flexible_worker_dalian"]
)
def test_a_career_is_told_in_chinese(name, chinese, capsys):
    written = read_career.read_career(CAREERS / f"{name}.yaml")
    grounds = laws.career_grounds(written, name, ["law_2021", "platform_copayment"], None, ())
    found = [summary.summarise(living.live_career(each, written), worth.DISCOUNT) for each in grounds]
    tables.print_summaries(written.chinese, found)
    tables.print_years(found)
    stated = [capsys.readouterr().out]
    stated += [tables.said(text) for each in found for event in each.events for text in (event.what, event.why)]
    assert len(stated) > 10
    assert [text for text in stated if re.search("[A-Za-z]{2,}", NAMES.sub("", text))] == []


def _written(path: Path) -> list[str]:
    """The sentences that a file of lives writes, whole, with 12 in every blank and a contribution where one is due."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    whole = [each.value for each in ast.walk(tree) if isinstance(each, ast.Assign) and _is_said(each.targets[0])]
    whole += [
        text for each in ast.walk(tree)
        if isinstance(each, ast.Call) and ast.unparse(each.func) in ("Event", "_event") for text in each.args
    ]  # fmt: skip
    return [_filled(each) for each in whole if isinstance(each, ast.JoinedStr)]


def _is_said(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id in ("what", "why")


def _filled(text: ast.JoinedStr) -> str:
    parts = []
    for each in text.values:
        blank = ast.unparse(each.value) if isinstance(each, ast.FormattedValue) else ""
        known = {"": getattr(each, "value", ""), "text": "base 12: worker 12", "share": "12 of the month's income 12"}
        parts.append(known.get(blank, "12"))
    return "".join(parts)


@pytest.mark.parametrize("file", ["insured", "refusals", "platforms", "public_money", "events", "awards", "claims"])
def test_every_sentence_of_a_life_is_known_in_chinese(file, chinese):
    """Also those that no life of the tests happens to meet."""
    written = _written(Path(refusals.__file__).with_name(f"{file}.py"))
    stated = {each: tables.said(each) for each in written if not _IS_PART.match(each)}
    assert stated
    assert [each for each, chinese in stated.items() if re.search("[A-Za-z]{2,}|[{}]", chinese)] == []


@pytest.mark.parametrize("table", [platforms.COPAYMENTS, public_money.GRANTS, claims.CLAIMS])
def test_every_kind_has_a_chinese_name(table, chinese):
    """Of co-payments, of public money and of claims; the state's part stands beside one of the others, too."""
    names = [each[0] for each in table.values()]
    if table is public_money.GRANTS:
        names += [f"{names[0]}; {other}" for other in names[1:]]
    assert [each for each in names if re.search("[A-Za-z]{2,}", tables.said(each))] == []


def test_who_is_found_is_described_in_chinese(chinese):
    who = "male, born 1966-12, rural hukou of guangdong, lower_secondary; longest: platform_flexible, delivery_rider"
    assert tables.said(f"worker 1966-m312 of 100,000, seed 1: {who}") == (
        "劳动者1966-m312（共100,000人，种子1）：男，1966-12生，广东（农业）户籍，"
        "初中及以下；从业最久：平台灵活就业，外卖骑手"
    )


@pytest.mark.parametrize("kind", ["form", "occupation", "education"])
def test_codes_are_told_by_their_names_in_english(kind):
    for code in ENUMERATIONS[kind].labels:
        told = tables.said(f"male, born 1966-12; longest: employee, {code}")
        assert "_" not in told, told
    assert tables.said("[enrolment.platform_flexible]") == "[enrolment.platform_flexible]"


def test_provinces_are_told_by_their_names_in_english():
    for code in PROVINCES.labels:
        name = label("province", code).en
        assert name[0].isupper()
        assert tables.said(f"unemployed, in {code}; from {code}.") == f"unemployed, in {name}; from {name}."
    for name in (*LawBook.load().levers, *bundled()):
        assert tables.said(f"[{name}] under {name}") == f"[{name}] under {name}"


def test_a_list_in_chinese_has_a_chinese_comma(chinese):
    told = tables.said("platform_flexible, delivery_rider, in hebei, earns 2,584–11,786")
    assert re.search(r"[\u4e00-\u9fff], ", told) is None, told
    assert "2,584–11,786" in told


def test_every_shipped_career_can_be_named_by_its_title():
    from simulate.cli.lives import _career_file, _titles

    titles = _titles()
    assert sorted(set(titles.values())) == shipped()
    assert all(_career_file(title).stem == name for title, name in titles.items())
