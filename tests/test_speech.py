"""The Chinese of messages: whole, compiled, and filled in as the English was."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages import mofile, pofile

from simulate import speech
from simulate.errors import Problem

FOLDER = speech.FOLDER / "zh" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def messages():
    with (FOLDER / "lingbao.po").open("rb") as file:
        return [each for each in pofile.read_po(file) if each.id]


def test_the_compiled_catalogue_is_that_of_the_text():
    made = io.BytesIO()
    with (FOLDER / "lingbao.po").open("rb") as file:
        mofile.write_mo(made, pofile.read_po(file))
    made.seek(0)
    with (FOLDER / "lingbao.mo").open("rb") as file:
        kept = {each.id: each.string for each in mofile.read_mo(file) if each.id}
    assert kept == {each.id: each.string for each in mofile.read_mo(made) if each.id}


def test_every_blank_is_kept(messages):
    for each in messages:
        blanks = len(re.findall(r"\{\}", each.id))
        filled = re.findall(r"(?<!\{)\{(\d?)\}(?!\})", each.string)
        assert len(filled) == blanks or not filled, each.id
        assert {int(number) for number in filled if number} <= set(range(blanks)), each.id
        assert each.string, each.id


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("did you mean 湖北 (hubei)?", "您是否指湖北（hubei）？"),
     ("the unknown key 'wher' in a change", "调整中未知的键'wher'"),
     ("warning: mine: lives and reports end in 2075", "注意：mine：推演和报告止于2075年"),
     ("nothing anybody wrote", "nothing anybody wrote"), ("", "")],
)  # fmt: skip
def test_a_message_is_filled_as_it_was(english, chinese):
    assert speech.spoken(english, "zh") == chinese
    assert speech.spoken(english, "en") == english


def test_a_fault_is_one_line_in_either_language():
    fault = Problem("mine.yaml", 3, 5, "'30%'", "a number (a share of something, 0.6 for 60 %)", "")
    assert speech.of_problem(fault, "en") == str(fault)
    assert speech.of_problem(fault, "zh") == "mine.yaml:3:5：'30%'；应为：数（比例，60%写作0.6）"
