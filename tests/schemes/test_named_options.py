"""What an option is called decides which rule it means, and what a column is called which column it is.

The order in which ``parameters.yaml`` lists them means nothing: the whole law is read from a copy in which every list
of options and of labels stands backwards, and every room makes the same of it, bit for bit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from simulate.cases.evaluate import evaluate_all
from simulate.cases.reader import read_files
from simulate.cases.registry import Law
from simulate.cli import checking
from simulate.cohorts.passes import tracks_of
from simulate.errors import Findings, ProblemsFound
from simulate.funds.rules import read_rules
from simulate.language.speech import spoken
from simulate.parameters import LawBook
from simulate.parameters.lawbook import ROOT
from simulate.parameters.spec import Spec
from simulate.population.synthesis import shares
from simulate.schemes.registry import SCHEMES

BOOK: Final = LawBook.load()
_LISTED: Final = re.compile(r"^( *(?:options: |coords: \{\w+: )\[)([^]]*)(\])", re.MULTILINE)
CODES: Final = [name for name, spec in BOOK.specs.items() if spec.options]
MOST: Final = max(len(BOOK.specs[name].options) for name in CODES)
START: Final = {"month": "1950-01", "year": "1950"}
SWAPS: Final = {
    "social_floor.kind": ("universal_flat", "linked_minimum"),
    "platform_copayment.rule": ("income_test", "order_levy"),
    "subsidies.care_credit": ("women", "both"),
}


def copy_of_the_law(folder: Path, mend: Callable[[str, str], str]) -> LawBook:
    """The law book of a copy of every file, ``mend`` given the room and the text of each."""
    for path in [*ROOT.glob("simulate/**/parameters.yaml"), *ROOT.glob("calibration/fitted/*.yaml")]:
        own = folder / path.relative_to(ROOT)
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(mend(path.parent.name, path.read_text(encoding="utf-8")), encoding="utf-8")
    return LawBook.load(folder)


@pytest.fixture(scope="module")
def backwards(tmp_path_factory: pytest.TempPathFactory) -> LawBook:
    """The law, every list of options and of labels of an axis turned round."""

    def turn(_: str, text: str) -> str:
        return _LISTED.sub(lambda each: each[1] + ", ".join(reversed(each[2].split(", "))) + each[3], text)

    return copy_of_the_law(tmp_path_factory.mktemp("backwards"), turn)


def every_option(step: int) -> list[dict[str, Any]]:
    """Changes that give each parameter of codes its option of a step, from the first date on."""
    return [
        {
            "lever": name, "value": spec.options[step % len(spec.options)],
            **({"from": START[spec.time]} if spec.time else {}),
        }
        for name, spec in BOOK.specs.items()
        if spec.options
    ]  # fmt: skip


def arrays(held: Any, name: str = "") -> Iterator[tuple[str, np.ndarray]]:
    """Every array in nested tuples, lists, mappings and objects, with its path."""
    if isinstance(held, np.ndarray | float | int):
        yield name, np.asarray(held)
        return
    parts = held._asdict() if hasattr(held, "_asdict") else vars(held) if is_dataclass(held) else held
    named = parts.items() if isinstance(parts, dict) else enumerate(parts) if isinstance(parts, tuple | list) else ()
    for key, each in named:
        yield from arrays(each, f"{name}.{key}")


def made_of(book: LawBook, step: int | None) -> dict[str, np.ndarray]:
    """What population, careers, schemes and funds make of a law."""
    parameters, _ = book.resolve(changes=[] if step is None else every_option(step))
    make_up = shares(parameters)
    tracks, tables = tracks_of([parameters], make_up)
    rooms = {"make_up": make_up, "tracks": tracks, "careers": tables, "funds": read_rules(parameters)}
    return dict(arrays(rooms))


@pytest.mark.parametrize("step", [None, *range(MOST)])
def test_the_order_of_a_list_means_nothing(backwards: LawBook, step: int | None) -> None:
    wanted, found = made_of(BOOK, step), made_of(backwards, step)
    assert {".tracks.0.law.social_floor.kind", ".tracks.0.projection.deaths"} < wanted.keys() == found.keys()
    assert [name for name in wanted if wanted[name].tobytes() != found[name].tobytes()] == []


def test_cases_find_the_same(backwards: LawBook) -> None:
    """Policy cases read the law beside the packed tuples too."""
    cases = read_files([ROOT / "tests" / "cases"], Findings())
    ours, theirs = (list(evaluate_all(cases, Law(book.resolve()[0]))) for book in (BOOK, backwards))
    assert len(ours) > 500
    assert [each.id for each, other in zip(ours, theirs, strict=True) if each.found != other.found] == []


def test_the_lists_are_turned_round(backwards: LawBook) -> None:
    """The positions in the files do differ: what was packed by position would be another rule."""
    for name in CODES:
        assert backwards.specs[name].options == BOOK.specs[name].options[::-1] != BOOK.specs[name].options
    labelled = [name for name, spec in BOOK.specs.items() if any(axis.name == "severity" for axis in spec.axes)]
    assert labelled
    assert all(backwards.specs[name].axes != BOOK.specs[name].axes for name in labelled)


@pytest.mark.parametrize("name", SWAPS)
def test_two_options_that_change_places_stay_what_they_are(tmp_path: Path, name: str) -> None:
    room, _, key = name.partition(".")
    first, second = SWAPS[name]

    def swap(of: str, text: str) -> str:
        if of != room:
            return text
        listed = "[" + ", ".join(BOOK.specs[name].options) + "]"
        assert text.count(listed) == 1
        places = {first: second, second: first}
        return text.replace(listed, "[" + ", ".join(places.get(each, each) for each in BOOK.specs[name].options) + "]")

    swapped = copy_of_the_law(tmp_path, swap)
    assert swapped.specs[name].options != BOOK.specs[name].options
    change = {"lever": name, "value": first, "from": START[BOOK.specs[name].time or ""]}
    packed = [_packed(book, change, room, key) for book in (BOOK, swapped)]
    np.testing.assert_array_equal(*packed)
    assert not np.array_equal(packed[0], _packed(BOOK, {**change, "value": second}, room, key))


def _packed(book: LawBook, change: dict[str, Any], room: str, key: str) -> Any:
    build = next(each.build for each in SCHEMES if each.name == room)
    return getattr(build(book.resolve(changes=[change])[0]), key)


def with_spec(spec: Spec) -> LawBook:
    """The law with one parameter otherwise."""
    return LawBook(BOOK.specs | {spec.name: spec}, BOOK.root, BOOK.relations)


def problems_of_check(book: LawBook, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What ``check`` finds wrong with a law."""
    monkeypatch.setattr(checking.LawBook, "load", lambda: book)
    with pytest.raises(ProblemsFound) as caught:
        checking.check([])
    return list(map(str, caught.value.problems))


@pytest.mark.parametrize("name", CODES)
def test_an_option_with_another_name_is_refused(name: str) -> None:
    spec = BOOK.specs[name]
    for option in spec.options:
        renamed = tuple(f"{option}s" if each == option else each for each in spec.options)
        unknown, missing = checking.misnamed(with_spec(replace(spec, options=renamed)))
        assert (unknown.file, unknown.line) == spec.place[:2]
        assert f"'{option}s'" in unknown.found
        assert f"did you mean {option}?" in unknown.hint
        assert missing.found == f"{name} without the label {option} of {name.rpartition('.')[2]}"
    (fewer,) = checking.misnamed(with_spec(replace(spec, options=spec.options[1:])))
    assert fewer.found == f"{name} without the label {spec.options[0]} of {name.rpartition('.')[2]}"
    (more,) = checking.misnamed(with_spec(replace(spec, options=(*spec.options, "another"))))
    assert "'another'" in more.found


def test_a_label_of_a_column_with_another_name_is_refused() -> None:
    spec = BOOK.specs["occupational_injury.wage_bounds"]
    axis = replace(spec.axes[0], labels=("least", "highest"))
    unknown, missing = checking.misnamed(with_spec(replace(spec, axes=(axis,))))
    assert "'least' of bound" in unknown.found
    assert "without the label lowest of bound" in missing.found


def test_check_names_the_place_and_no_run_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An option renamed wherever it stands, so that nothing else is wrong with the file."""

    def rename(room: str, text: str) -> str:
        return re.sub(r"\buniversal_flat\b", "universal", text) if room == "social_floor" else text

    book = copy_of_the_law(tmp_path, rename)
    place = "simulate/schemes/social_floor/parameters.yaml:{}:3: ".format(book.specs["social_floor.kind"].place[1])
    found = [each for each in problems_of_check(book, monkeypatch) if each.startswith(place)]
    assert any("'universal' of kind" in each and "did you mean universal_flat?" in each for each in found)
    with pytest.raises(ProblemsFound, match=re.escape(place)):
        made_of(book, None)


def test_what_is_refused_is_said_in_chinese() -> None:
    spec = BOOK.specs["social_floor.kind"]
    other = replace(spec, options=("no_such_option", *spec.options[1:]))
    for problem in (*checking.misnamed(with_spec(other)), *checking.misnamed(with_spec(replace(spec, name="a.b")))):
        for text in filter(None, (problem.found, problem.expected)):
            assert re.search("[\u4e00-\u9fff]", spoken(text, "zh")), text


def test_codes_of_a_room_without_names_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = BOOK.specs["social_floor.kind"]
    unnamed = replace(spec, name="careers.kind_of_work", place=("new.yaml", 7, 3))
    found = problems_of_check(with_spec(unnamed), monkeypatch)
    assert any(each.startswith("new.yaml:7:3: found the labels none, dibao") for each in found)
