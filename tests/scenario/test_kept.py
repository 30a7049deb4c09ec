"""The text that a result keeps of a scenario: what is written is read back."""

from __future__ import annotations

from simulate.parameters import LawBook
from simulate.scenario import load_scenario
from simulate.scenario.kept import keep, own_text, pieces_of

TEXT = "# override a\nx: 1\n\n# scenario b\ntitle: t\n# a remark\n\n# --set funds.x@2030=0.1\n"


def test_text_is_taken_apart():
    assert pieces_of(TEXT) == [
        ("override", "a", "x: 1\n"), ("scenario", "b", "title: t\n# a remark\n"), ("--set", "funds.x@2030=0.1", "\n")
    ]  # fmt: skip


def test_own_file_is_the_last_and_a_text_without_headings_is_one_file():
    assert own_text("# scenario base\na: 1\n\n" + TEXT) == "title: t\n# a remark\n"
    assert own_text("title: t\n") == "title: t\n"


def test_what_is_kept_is_read_back():
    book = LawBook.load()
    base, reform = load_scenario("law_2021", book), load_scenario("hukou_removal", book)
    pieces = pieces_of(keep([base, reform], ["economy.prices@2030=0.1"]))
    assert [piece.name for piece in pieces if piece.kind == "scenario"] == ["law_2021", "hukou_removal"]
    assert pieces[-1][:2] == ("--set", "economy.prices@2030=0.1")
    assert {piece.name: piece.text.strip() for piece in pieces}["hukou_removal"] == reform.text.strip()
