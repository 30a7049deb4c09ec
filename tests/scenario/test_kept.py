"""What a result keeps of a scenario: every file as it was written, and the options."""

from __future__ import annotations

from simulate.parameters import LawBook
from simulate.scenario import load_scenario
from simulate.scenario.kept import Piece, keep, own_text


def test_own_file_is_the_last_file() -> None:
    pieces = [Piece("scenario", "a", "1"), Piece("override", "b", "2"), Piece("scenario", "c", "3"),
              Piece("--set", "funds.x@2030=0.1", "")]  # fmt: skip
    assert own_text(pieces) == "3"
    assert own_text(pieces[-1:]) == ""


def test_files_are_kept_as_written() -> None:
    book = LawBook.load()
    base, reform = load_scenario("law_2021", book), load_scenario("hukou_removal", book)
    pieces = keep([base, reform], ["economy.prices@2030=0.1"])
    assert [piece.name for piece in pieces if piece.kind == "scenario"] == ["law_2021", "hukou_removal"]
    assert pieces[-1] == ("--set", "economy.prices@2030=0.1", "")
    assert own_text(pieces) == reform.path.read_text(encoding="utf-8")


def test_a_comment_that_looks_like_a_heading_is_a_comment() -> None:
    book = LawBook.load()
    base = load_scenario("law_2021", book)
    text = "# scenario other\n# --set funds.x=1\n" + base.text
    kept = keep([type(base)(**{**vars(base), "text": text})], [])
    assert kept == (*keep([base], [])[:-1], Piece("scenario", "law_2021", text))
