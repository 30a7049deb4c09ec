"""The Chinese of messages: whole, compiled, and filled in as the English was."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path

import pytest
from babel.messages import mofile, pofile

import simulate
from simulate.cli.checking import Report
from simulate.errors import Problem
from simulate.language import speech
from simulate.parameters.checks import SourceShare

FOLDER = speech.FOLDER / "zh" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def book():
    with (FOLDER / "lingbao.po").open("rb") as file:
        return pofile.read_po(file)


@pytest.fixture(scope="module")
def messages(book):
    return [each for each in book if each.id]


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


def test_the_compiler_of_catalogues_finds_no_fault(book, messages):
    assert [(each.id, str(fault)) for each in messages for fault in each.check(book)] == []


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


# What the authors of the law book write and read; a user of the model never meets it.
_OF_AUTHORS = (
    "parameters/lawbook", "parameters/spec_reader", "parameters/entry_reader", "parameters/relations",
    "parameters/pack", "parameters/conditions", "parameters/timeline", "parameters/checks", "parameters/parameter_set",
    "draws/axes", "indicators/registry", "certificate/fixed_numbers",
)  # fmt: skip
_NO_WORDS = re.compile(r"`[^`]*`|--[a-z-]+|[\w/]+\.(?:yaml|py|md|nc|csv|json|xlsx)|YYYY(?:-MM)?|\[[^]]*\]|\{[^}]*\}")


def _texts(node):
    """The texts that an expression may say, with 12 in every blank."""
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    if isinstance(node, ast.BoolOp):
        return [text for each in node.values for text in _texts(each)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(each.value if isinstance(each, ast.Constant) else "12" for each in node.values)]
    return []


def _said_of_faults(path):
    """What a file says of faults: found, expected and hint of ``findings.add`` and ``Problem``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        skipped = 1 if called in ("findings.add", "faults.add") else 3 if called == "Problem" else None
        for each in node.args[skipped:] if skipped else ():
            yield from _texts(each)


def test_every_fault_a_user_meets_is_said_in_chinese():
    root = Path(simulate.__file__).parent
    paths = [each for each in root.rglob("*.py") if not str(each.relative_to(root)).startswith(_OF_AUTHORS)]
    said = {text for path in paths for text in _said_of_faults(path)}
    assert len(said) > 300
    in_chinese = {text: _NO_WORDS.sub("", speech.spoken(text, "zh")) for text in said}
    assert [text for text, chinese in in_chinese.items() if re.search("[A-Za-z]{3,}( [a-z]+)+", chinese)] == []


def test_lines_said_together_are_translated_as_each_alone(messages):
    """No form of one line swallows the end of another."""
    lines = [each.id.replace("{}", "12") for each in messages if "\n" not in each.id and len(each.id) > 40]
    assert len(lines) > 100
    for one, other in zip(lines, reversed(lines), strict=True):
        assert speech.spoken(f"{one}\n{other}", "zh") == "\n".join(speech.spoken(each, "zh") for each in (one, other))


def test_what_check_found_is_said_in_chinese():
    law, record = (SourceShare("law", 302, 432), SourceShare("record", 669, 1079))
    for names in (("baseline",), ("baseline", "no_change")):
        said = speech.spoken(Report(378, 244, names, (), (), law, record).summary, "zh")
        assert len(said.splitlines()) == 2
        assert not re.search("[A-Za-z]", said), said


def test_what_a_verb_says_of_itself_is_in_chinese():
    """Lines of ``say`` and ``tell``: counts, times, cautions."""
    root, plural = Path(simulate.__file__).parent, "about 12 on 12 process12, 12 MB each; 12 MB on the disk"
    said = {
        text
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("say", "tell") and node.args
        for text in _texts(node.args[0])
    } - {plural}
    said |= {plural.replace("process12", each) for each in ("process", "processes")}
    assert len(said) > 40
    in_chinese = {text: _NO_WORDS.sub("", speech.spoken(text, "zh")) for text in said}
    assert [text for text, chinese in in_chinese.items() if re.search("[A-Za-z]{3,}( [a-z]+)+", chinese)] == []
