"""What a README tells a newcomer to type can be typed: verbs and options are known, and what is read was written."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from simulate.cli.app import app
from simulate.results.folders import named_after

ROOT = Path(__file__).resolve().parents[1]
PAGES = [*ROOT.glob("*.md"), *(each for room in ("scenarios", "outputs", "calibration", "simulate", "tests")
                               for each in (ROOT / room).rglob("README.md"))]  # fmt: skip
TYPED = re.compile(r"(?:python run\.py|(?<![\w/-])lingbao)((?: (?!#|[|&>;`])\S+)+)")
STANDS_FOR = {"NAME", "FILE", "VERB", "BLOCK", "ROOM"}  # what a reader fills in
VERBS: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]


def commands(text: str) -> Iterator[list[str]]:
    """The words of each command of a page, in its order; lines that go on are joined."""
    joined = re.sub(r"\\\n\s*|(?<=[^\n`|])\n(?=[^\n`]*`)", " ", text)
    for found in TYPED.finditer(joined):
        said = found[1].partition("`")[0].strip()
        if said.count('"') % 2 == 0 and said.count("'") % 2 == 0:
            words = shlex.split(said)
            yield words[2:] if words[:1] == ["--lang"] else words


def typed(page: Path) -> list[list[str]]:
    return [each for each in commands(page.read_text(encoding="utf-8")) if each and each[0] in VERBS]


def test_commands_are_found() -> None:
    assert sum(len(typed(page)) for page in PAGES) > 50
    line = "`python run.py --lang zh compare a b` and `lingbao check`"
    assert list(commands(line)) == [["compare", "a", "b"], ["check"]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_verbs_and_options_are_known(page: Path) -> None:
    for verb, *given in typed(page):
        if given and not STANDS_FOR & {*given} and not any("$" in each for each in given):
            VERBS[verb].make_context(verb, list(given))


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_what_is_reported_was_run_before(name: str) -> None:
    """In the order of the page: a newcomer types from above to below."""
    written: set[str] = set()
    for verb, *given in typed(ROOT / name):
        plain = [each for each in given if not each.startswith("-")]
        if verb == "compare":
            scenarios = plain[: next((at for at, each in enumerate(given) if each.startswith("-")), len(given))]
            written.add(named_after(Path(), scenarios).name)
        if verb in ("report", "workbook"):
            assert plain[0] in written, f"{verb} {plain[0]}: {sorted(written)}"


@pytest.mark.parametrize("name", ["README.md"])
def test_the_first_page_stays_short(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8").split()) <= 1000
