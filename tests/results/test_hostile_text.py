"""Whatever a title, author, file name or comment holds reaches every report as text, and never as syntax."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from simulate.parameters.changes import AppliedChange
from simulate.report.console import plain, print_headline
from simulate.report.page import assets, page
from simulate.report.page.source import open_runs
from simulate.report.workbook import write_workbook
from simulate.results import plain_text, provenance, read_runs, write
from simulate.results.estimates import ScenarioResult, gather
from simulate.results.words import LANGUAGES
from simulate.scenario.kept import Piece

HOSTILE = (
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "<!-- ",
    "' onmouseover='alert(1)", "&lt;b&gt; &amp; &#60;", "{{ 7 * 7 }}", "{% include 'x' %}", "{0.__class__}", "{title}",
    "@{scale} @{scenarios}", "'+alert(1)+'", "\\u0027 \\x3c", "==policy==", "==script==", "%s %(name)s",
    "=HYPERLINK(\"http://x.example\",\"click\")", "+1+1", "-1+1", "@SUM(A1)", "=1+1", "{=1+1}", "\t=1+1",
    "http://x.example", "internal:'Sheet'!A1", "mailto:x@example.org", "_x0041_", "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07", "\x9b2J", "\a\b\x7f", "a\rb", "a\nb: c\n- d", "\u202egnp.exe", "\u2066a\u2069", "\u200fabc",
    "a\u2028b", "\ufeffa", "a\x00b", "[bold red]a[/]", "[/]", ":smile:", "x" * 40_000, "\u5b57" * 5000,
    "# scenario other", "# --set funds.x=1", "---", "*a &a !!a", "' \" ` $(id) ; | &", "../../etc/passwd", "CON",
    "\udcff", "\ue000", "emoji \U0001f469\u200d\U0001f467", "na\u00efve caf\u00e9", "null", "1e5",
)  # fmt: skip
AT_ONCE = 3  # texts of one scenario: its name, its title, its title in Chinese
CELLS = re.compile(rb"('[^'!]+'|\w+)!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?")
MARKS = "\u202e\u2066\u200f\ufeff"  # of direction


def scenarios(texts: Sequence[str]) -> list[ScenarioResult]:
    """A base, and a scenario for every three texts, which stand wherever a user's text can."""
    import sample_results

    numbers = sample_results.random_indicators(1)
    found = [ScenarioResult("base", numbers, "The law", "法律", (Piece("scenario", "base", "title: x\n"),))]
    for start in range(0, len(texts), AT_ONCE):
        name, english, chinese = texts[start : start + AT_ONCE]
        pieces = [piece for text in (name, english, chinese) for piece in pieces_of(text)]
        changes = [change_of(text) for text in (name, english, chinese)]
        found.append(ScenarioResult(name, numbers, english, chinese, pieces, changes, as_of="2026-11-21"))
    return found


def pieces_of(text: str) -> list[Piece]:
    """A file named and written with the text in its header and in a comment, an override, an option."""
    clean = text.encode("utf-8", "replace").decode()
    comment = "".join(each if each.isprintable() else " " for each in clean)
    file = yaml.safe_dump({"title": clean, "reference": f"see {clean}", "author": clean}) + f"# {comment}\n"
    return [Piece("override", text, f"# {comment}\n"), Piece("scenario", text, file), Piece("--set", text, "")]


def change_of(text: str) -> AppliedChange:
    return AppliedChange(
        lever="funds.reserve_return", places="", dates="from 2027", old=text, new=text, unit="rate_per_year",
        origin=f"scenario {text}", binds=True, place=(text, 1, 1),
    )  # fmt: skip


def written(texts: Sequence[str], folder: Path) -> Path:
    stated = scenarios(texts)
    made = provenance.manifest(stated, seed=1, workers=10, threads=1, command=["run.py", "compare", *texts])
    return write(gather(stated, years=(2031, 2031), provinces=["beijing"]), stated, made, folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(HOSTILE, tmp_path_factory.mktemp("hostile") / "run")


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with words in place of the texts."""
    return written([f"word {i}" for i in range(len(HOSTILE))], tmp_path_factory.mktemp("harmless") / "run")


def acts(text: str) -> set[str]:
    """Characters of a text that a terminal or a browser obeys rather than shows."""
    steering = {"Cc", "Cs", "Zl", "Zp"}
    return {each for each in text if each in MARKS or (unicodedata.category(each) in steering and each not in "\n\t")}


def test_manifest_keeps_every_text_as_it_was(folder: Path) -> None:
    kept = read_runs([folder])[0].manifest.scenarios[1:]
    assert len(kept) * AT_ONCE == len(HOSTILE)
    for made, wanted in zip(kept, scenarios(HOSTILE)[1:], strict=True):
        exact = [tuple(str(each).encode("utf-8", "backslashreplace").decode() for each in p) for p in wanted.pieces]
        assert list(made.pieces) == exact
        assert made.title == (exact[4][1], exact[7][1])
        assert [each["new"] for each in made.applied_changes] == [exact[i][1] for i in (1, 4, 7)]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def styled_away(text: str) -> str:
    """A terminal's text without the styles of the table itself."""
    return re.sub(r"\x1b\[[\d;]*m", "", text)


def test_console_shows_and_never_obeys(folder: Path) -> None:
    results = read_runs([folder])[0].results
    text = plain(results)
    assert not acts(text)
    for name, hostile in zip(results.scenarios[1:], HOSTILE[::AT_ONCE], strict=True):
        assert name == plain_text.line(hostile)
        assert any(name in line for line in text.splitlines()[:3])  # the head of the table, under the note
    stream = Terminal()
    print_headline(results, stream)
    assert not acts(styled_away(stream.getvalue()))


def test_markup_of_the_terminal_is_text(tmp_path: Path) -> None:
    stream = Terminal()
    print_headline(read_runs([written(["[bold red]a[/]", "b", "c"], tmp_path / "run")])[0].results, stream)
    assert "[bold red]a[/]" in " ".join(styled_away(stream.getvalue()).split())


def test_tables_hold_no_formula(folder: Path) -> None:
    number = re.compile(r"[+-]?[\d.]+(e[+-]?\d+)?")
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8-sig")
        assert not acts(text)
        for row in csv.reader(io.StringIO(text)):
            for cell in row:
                assert cell[:1] not in tuple("=+-@\t\r") or number.fullmatch(cell), (path.name, cell)


class Shape(HTMLParser):
    """Elements with the names of their attributes, in order; texts apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.texts: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.add(data)


def test_page_has_the_elements_of_a_harmless_one(folder: Path, harmless: Path) -> None:
    html, other = (page.render(open_runs([each]), LANGUAGES) for each in (folder, harmless))
    found, expected = Shape(html), Shape(other)
    assert found.elements == expected.elements
    assert not acts(html.partition("<body")[2].partition('<script type="text/plain"')[0])
    titles = [plain_text.line(text) for i, text in enumerate(HOSTILE) if i % AT_ONCE]
    assert set(titles) <= found.texts
    charts, others = _written(html, "charts"), _written(other, "charts")
    words, other_words = (_written(each, "common")["words"]["en"] for each in (html, other))
    assert charts.keys() == others.keys()
    assert _written(html, "common")["shapes"] == _written(other, "common")["shapes"]
    for key, chart in charts.items():
        assert chart["spec"] == others[key]["spec"]
        assert chart["rows"] == others[key]["rows"]
        spoken, said = {**words, **chart["words"]["en"]}, {**other_words, **others[key]["words"]["en"]}
        if len(json.loads(said["scenarios"])) > 2:  # not the model beside the record
            assert json.loads(spoken["scenarios"])[1:] == titles[::2]


def _written(html: str, name: str) -> Any:
    """What a page holds as JSON, deflated, under a name."""
    return json.loads(assets.unfolded(re.findall(rf'id="{name}">(.*?)</script>', html, re.S)[0]))


def test_a_word_within_a_word_of_a_chart_stays_as_it_is() -> None:
    from simulate.report.page.charts import fill

    assert fill(["@{a} @{b}", {"x": "@{none}"}], {"a": "@{b}", "b": "@{a}"}) == ["@{b} @{a}", {"x": "@{none}"}]


def test_workbook_holds_texts_and_no_formulas(folder: Path, tmp_path: Path) -> None:
    for language in LANGUAGES:
        path = write_workbook(read_runs([folder]), tmp_path / f"{language}.xlsx", language)
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                ElementTree.fromstring(archive.read(name))  # well formed
                if name.startswith("xl/charts/"):
                    formulas = re.findall(r"<c:f>(.*?)</c:f>", archive.read(name).decode())
                    assert all(
                        re.fullmatch(r"('[^'!]+'|\w+)!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", each) for each in formulas
                    ), formulas
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f", (sheet.title, cell.coordinate, cell.value)
                    assert cell.hyperlink is None or cell.hyperlink.location
        shown = {unescape(str(row[0])) for row in book.worksheets[0].iter_rows(values_only=True)}
        titles = HOSTILE[1 + LANGUAGES.index(language) :: AT_ONCE]
        assert {unescape(plain_text.line(each)) for each in titles} <= shown


@given(st.text(st.characters(), max_size=60))
def test_a_line_is_one_line_that_steers_nothing(text: str) -> None:
    shown = plain_text.line(text)
    assert not acts(shown)
    assert len(shown.splitlines()) <= 1
    assert len(shown) <= plain_text.LONGEST_LINE
    assert not acts(plain_text.lines(text))
    assert plain_text.cell(text)[:1] not in tuple("=@\t\r")


@given(st.dictionaries(st.text(max_size=10), st.text(st.characters(), max_size=60), max_size=3))
def test_json_keeps_every_value_and_steers_nothing(value: dict[str, str]) -> None:
    for indent in (None, 2):
        shown = plain_text.escaped(json.dumps(value, ensure_ascii=False, indent=indent))
        assert json.loads(shown) == value
        assert not acts(shown.replace("\n", ""))


NUMBERS = st.floats() | st.integers() | st.none() | st.booleans()


@given(st.recursive(NUMBERS, lambda each: st.lists(each) | st.dictionaries(st.text(max_size=5), each), max_leaves=9))
def test_what_is_printed_for_machines_is_json(value: object) -> None:
    """Which knows no NaN and no infinity: many readers refuse the whole."""

    def refuse(name: str) -> None:
        raise AssertionError(name)

    told = json.loads(plain_text.json_of(value), parse_constant=refuse)
    assert plain_text.json_of(told) == plain_text.json_of(value)


ORDINARY = st.characters(categories=["L", "N", "P", "Zs", "S"], exclude_characters=["\u3000"])


@given(st.text(ORDINARY, min_size=1, max_size=60))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert plain_text.lines(text) == text
    assert plain_text.line(text) == " ".join(text.split())


@given(st.text(st.characters(min_codepoint=0x80, exclude_categories=["C", "Z", "M"]), max_size=20))
def test_what_a_poor_locale_takes_byte_by_byte_is_shown_as_written(text: str) -> None:
    """Under LC_ALL=C an argument arrives so; bytes that are no text stay spelled out."""
    taken = text.encode("utf-8").decode("ascii", "surrogateescape")
    assert plain_text.lines(f"found {taken!s}*") == f"found {text}*"
    assert plain_text.line(taken) == text
    broken = b"\xff\xe5".decode("ascii", "surrogateescape")
    assert plain_text.line(broken) == r"\udcff\udce5"
