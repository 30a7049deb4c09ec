"""Lives in Chinese: what happened, and why, is said without an English word, for every shipped career."""

from __future__ import annotations

import re

import pytest

from simulate import speech
from simulate.cli.lives import CAREERS, shipped
from simulate.lives import laws, living, read_career, summary, tables, worth

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


def test_who_is_found_is_described_in_chinese(chinese):
    who = "male, born 1966-12, rural hukou of guangdong, lower_secondary; longest: platform_flexible, delivery_rider"
    assert tables.said(f"worker 1966-m312 of 100,000, seed 1: {who}") == (
        "劳动者1966-m312（共100,000人，种子1）：男，1966-12生，广东（农业）户籍，"
        "初中及以下；从业最久：平台灵活就业, 外卖骑手"
    )


def test_every_shipped_career_can_be_named_by_its_title():
    from simulate.cli.lives import _career_file, _titles

    titles = _titles()
    assert sorted(set(titles.values())) == shipped()
    assert all(_career_file(title).stem == name for title, name in titles.items())
