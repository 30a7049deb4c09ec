"""What ``levers`` prints of a lever: its rule and line, its sources by date, and nothing English in Chinese."""

from __future__ import annotations

import re

from simulate.cli import checking
from simulate.language import speech
from simulate.parameters import LawBook

REFERS: re.Pattern[str] = re.compile(
    r"\b(as (above|before|earlier)|same (notices?|compilation|source|document|bulletin)|ditto|ibid)|"
    r"同上|同前|如上|如前|同一(通知|汇编|文件|来源|公报)", re.IGNORECASE,
)  # fmt: skip


def test_the_first_rule_stands_before_the_line_that_hands_it_the_value(command) -> None:
    stated = command("levers", "platform_copayment.dependence_threshold").stdout
    assert re.search(r"platform_copayment/rules\.py:\d+ \(dependence_rate\), \S+cost_sharing\.py:\d+, and", stated)


def test_all_rules_stand_on_lines_of_their_own_with_their_lines_beneath(command) -> None:
    lines = command("levers", "unemployment.involuntary_share", "--sources").stdout.splitlines()
    first = next(number for number, line in enumerate(lines) if "read in" in line) + 1
    assert re.fullmatch(r"      \S+/steps\.py:\d+ \(pay_benefits\)", lines[first])
    assert re.fullmatch(r"        \S+/steps\.py:\d+", lines[first + 1])


def test_sources_are_told_by_date() -> None:
    book = LawBook.load()
    for name in (name for name, spec in book.specs.items() if spec.time):
        dates = [line.split()[0] for line in checking.sources_of(name, book)]
        assert dates == sorted(dates), name


def test_no_source_refers_to_another_that_may_not_stand_beside_it() -> None:
    texts = [
        (spec.name, text)
        for spec in LawBook.load().specs.values()
        for entry in spec.entries
        for text in (entry.source, entry.assumption, entry.chinese)
        if text and REFERS.search(text)
    ]
    assert texts == []


def test_in_chinese_conditions_and_options_are_chinese(command, monkeypatch) -> None:
    monkeypatch.setenv("LINGBAO_LANG", "zh")
    speech.choose("zh")
    stated = command("levers", "platform_copayment.rule").stdout
    speech.choose("en")
    assert "起作用的条件 " in stated
    assert "（platform_copayment.binds）为是" in stated
    assert "现行值 按收入资助" in stated
    assert "无/按收入资助/按订单征缴/按依赖程度/三方分担" in stated


def test_every_condition_is_said_in_chinese() -> None:
    speech.choose("zh")
    try:
        rows = checking.levers(".")
    finally:
        speech.choose("en")
    for row in rows:
        bare = re.sub(r"（[\w.]+）", "", row.acts_where_zh)
        assert bool(bare) == bool(row.acts_where), row.lever
        assert not re.search(r"[A-Za-z]", bare), (row.lever, bare)
