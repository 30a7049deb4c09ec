"""Scenario files and their composition: law < base < reform < --set."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from simulate.errors import ProblemsFound
from simulate.parameters import LawBook
from simulate.scenario import Scenario, compose, load_scenario, read_set

BOOKS = Path(__file__).parents[1] / "parameters"
HEAD = "title: {en: T, zh: 题}\nauthor: A\nreference: R\n"


@pytest.fixture
def book() -> LawBook:
    return LawBook.read([BOOKS / "small_economy.yaml", BOOKS / "small_book.yaml"], BOOKS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of scenarios: two bases, and overrides of the floor."""
    folder = tmp_path / "scenarios"
    (folder / "overrides").mkdir(parents=True)
    _write(folder, "now", HEAD + "as_of: 2026-11-21\nchanges: []\n")
    _write(folder, "then", HEAD + "as_of: 2021-12-31\nchanges: []\n")
    _write(folder, "nothing", HEAD + "changes: []\n")
    for name, places, value in (
        ("low", "", 0.4),
        ("west", "provinces: [qinghai], ", 0.3),
        ("east", "provinces: [jiangsu], ", 0.5),
    ):
        _write(folder / "overrides", name, HEAD + f"changes:\n  - {{lever: small.floor, {places}value: {value}}}\n")
    return folder


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _load(folder: Path, book: LawBook, text: str) -> Scenario:
    return load_scenario(_write(folder, "mine", text), book, folder)


def test_a_reform_without_changes_is_its_base(book: LawBook, folder: Path) -> None:
    base, nothing = (load_scenario(name, book, folder) for name in ("now", "nothing"))
    alone, with_nothing = compose(book, base), compose(book, base, nothing)
    assert alone.digest == with_nothing.digest
    assert with_nothing.warnings == ()
    assert with_nothing.name == "nothing"


@pytest.mark.parametrize(
    "base", ["changes:\n  - {lever: small.floor, value: 0.5}\n", "overrides: [low]\nchanges: []\n"]
)
@pytest.mark.parametrize("law", ["now", "then", "nothing"])
def test_a_law_laid_on_a_reform_is_said_not_to_be_that_law(book: LawBook, folder: Path, base: str, law: str) -> None:
    reform, named_second = _load(folder, book, HEAD + base), load_scenario(law, book, folder)
    laid = compose(book, reform, named_second)
    assert laid.digest != compose(book, named_second).digest
    assert len(laid.warnings) == 1
    assert f"these are not the numbers of {law} alone" in laid.warnings[0]


def test_the_base_says_which_law_is_known(book: LawBook, folder: Path) -> None:
    nothing = load_scenario("nothing", book, folder)
    on_then = compose(book, load_scenario("then", book, folder), nothing)
    assert on_then.as_of == date(2021, 12, 31)
    assert on_then.parameters["small.rule"].at(month="2030-01", province="beijing") == 0
    assert compose(book, load_scenario("now", book, folder), nothing).digest != on_then.digest


def test_sets_lie_over_the_reform_and_the_reform_over_its_overrides(book: LawBook, folder: Path) -> None:
    reform = _load(
        folder, book, HEAD + "overrides: [low]\nchanges:\n  - {lever: small.floor, value: 0.2, from: 2028-01}\n"
    )
    composed = compose(
        book, load_scenario("now", book, folder), reform, ["small.floor@2029-01=0.1", "small.switch=false"]
    )
    floor = composed.parameters["small.floor"]
    assert [floor.at(month=f"{year}-01", province="hubei") for year in range(2026, 2030)] == [0.6, 0.4, 0.2, 0.1]
    assert composed.parameters["small.switch"].values == 0
    assert [change.origin for change in composed.applied] == ["override low", "scenario mine", "--set", "--set"]
    assert "small.floor: 0.2 -> 0.1 share, from 2029-01" in composed.provenance
    assert ("--set", "small.switch=false", "") in composed.pieces
    assert any("overrides: [low]" in piece.text for piece in composed.pieces)


def test_overrides_that_touch_the_same_cell_and_date_are_an_error(book: LawBook, folder: Path) -> None:
    with pytest.raises(ProblemsFound, match=r"mine\.yaml:4:12: found the overrides low and west.*small\.floor"):
        _load(folder, book, HEAD + "overrides: [low, west]\nchanges: []\n")
    apart = _load(folder, book, HEAD + "overrides: [east, west]\nchanges: []\n")
    assert [override.name for override in apart.overrides] == ["east", "west"]


def test_a_change_that_binds_on_nobody_warns(book: LawBook, folder: Path) -> None:
    base = load_scenario("now", book, folder)
    idle = _load(folder, book, HEAD + "changes:\n  - {lever: small.floor, value: 0.6}\n")
    assert "mine.yaml:5:5: the change of small.floor" in compose(book, base, idle).warnings[0]
    restated = _load(
        folder, book, HEAD + "changes:\n  - {lever: small.floor, value: 0.6}\n  - {lever: small.rule, value: open}\n"
    )
    assert compose(book, base, restated).warnings == ()
    assert len(compose(book, base, None, ["small.floor=0.6"]).warnings) == 1


FAULTS = {
    "did you mean `changes`?": (HEAD + "change: []\nchanges: []\n", 4, 1),
    "no `changes`": (HEAD, 1, 1),
    "did you mean small.floor?": (HEAD + "changes:\n  - lever: small.flor\n    value: 1\n", 5, 12),
    "did you mean low?": (HEAD + "overrides: [lw]\nchanges: []\n", 4, 12),
    "the override low twice": (HEAD + "overrides: [low, low]\nchanges: []\n", 4, 12),
    "a day, YYYY-MM-DD": (HEAD + "as_of: 2021\nchanges: []\n", 4, 8),
    "did you mean up?": (HEAD + "expects: {a.b: upp}\nchanges: []\n", 4, 16),
    "begin each change": (HEAD + "changes: {lever: small.floor}\n", 4, 10),
    "a title without zh": (HEAD.replace(", zh: 题", "") + "changes: []\n", 1, 8),
}


@pytest.mark.parametrize("message", FAULTS)
def test_faults_of_scenario_files(message: str, book: LawBook, folder: Path) -> None:
    text, line, column = FAULTS[message]
    with pytest.raises(ProblemsFound) as caught:
        _load(folder, book, text)
    found = [problem for problem in caught.value.problems if message in str(problem)]
    assert [(problem.line, problem.column) for problem in found][:1] == [(line, column)], str(caught.value)


def test_an_override_named_thousands_of_times_is_read_and_told_once(book: LawBook, folder: Path) -> None:
    """What reading costs grows with the names, not with their square."""
    with pytest.raises(ProblemsFound) as caught:
        _load(folder, book, HEAD + "overrides: [" + "low, " * 5_000 + "low]\nchanges: []\n")
    assert len(caught.value.problems) == 1


def test_unknown_names_and_paths(book: LawBook, folder: Path) -> None:
    with pytest.raises(ProblemsFound, match=r"did you mean nothing\?"):
        load_scenario("nothin", book, folder)
    with pytest.raises(ProblemsFound, match="found nothing there"):
        load_scenario("absent/mine.yaml", book, folder)


SETS = {
    "no lever or no value": "small.floor",
    "did you mean small.floor?": "floor=0.3",
    "a number": "small.floor=low",
    "a value from 0 to 1": "small.floor=40",
    "one of closed, conditional, open": "small.rule=shut",
    "a calendar year": "small.amount@2027-05=3",
}


@pytest.mark.parametrize("message", SETS)
def test_faults_of_set(message: str, book: LawBook) -> None:
    with pytest.raises(ProblemsFound) as caught:
        read_set(SETS[message], book)
    assert message in str(caught.value)
    assert "--set" in str(caught.value)
