"""Every lever, moved, changes the outputs it names in the direction it states: no lever is accepted and ignored.

All levers are tried on the same lives, so that small differences count, and several at a time, so that careers are
drawn once for many.  Levers of the funds need no lives of their own.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from judge import SIGNS, difference, estimates, find
from lever_cases import CASES, START, Case

from simulate import clock, pipeline
from simulate.parameters import LawBook, ParameterSet

OPTIONS = pipeline.RunOptions(workers=2_000)
AT_ONCE = 16  # levers that share a run; each takes memory of its own
STEP = 0.2
BOOK = LawBook.load()
Move = tuple[dict[str, object], int]  # the change, and 1 for a rise or -1 for a fall


def case_of(lever: str) -> Case:
    return CASES.get(lever, Case())


def first_cell(lever: str, year: int) -> int:
    """Row of January of a year in the values of a dated lever."""
    return clock.year_index(year) * (12 if BOOK.specs[lever].time == "month" else 1)


def number_moved(lever: str, values: np.ndarray) -> dict[str, object]:
    """How a number is moved: a fifth of its value, whole steps of ages and durations, or a part of its bounds."""
    spec, case = BOOK.specs[lever], case_of(lever)
    from_start = values[first_cell(lever, 2015) :] if spec.time else values
    judged = values[first_cell(lever, case.years[0]) :] if spec.time else values
    low, high = spec.bounds
    if spec.unit.name == "log_points" and low < 0:
        return {"add": 0.05 * (high - low)}
    if not (judged > 0).any():
        return {"add": 0.1 * (high - low)}
    if spec.unit.name in ("months", "years"):
        return {"add": max(1.0, round(0.1 * float(judged.mean())))}
    return {"multiply": 1 + STEP if from_start.max() * (1 + STEP) <= high else 1 - STEP}


def move_of(lever: str, base: ParameterSet) -> Move:
    """The change that is tried; codes and flags are set to what ``moves`` says, a flag already so to the other."""
    spec, values = BOOK.specs[lever], np.atleast_1d(base[lever].values)
    change: dict[str, object] = {
        "lever": lever,
        **({"from": case_of(lever).start or START[spec.time]} if spec.time else {}),
    }
    told = spec.moves.get("set", "")
    if spec.unit.form == "flag":
        is_so = (values != 0).all() if told == "true" else (values == 0).all()
        other = "false" if told == "true" else "true"
        return {**change, "value": other if is_so else told}, -1 if is_so else 1
    if spec.unit.form == "code":
        return {**change, "value": told}, 1
    if spec.unit.form == "month":
        return {**change, "value": told or clock.format_month(int(values[0]) + 12)}, 1
    change |= case_of(lever).move or number_moved(lever, values)
    moved, _ = BOOK.resolve(case_of(lever).law, [*case_of(lever).given, change])
    return change, int(np.sign((moved[lever].values - base[lever].values).mean()))


def groups() -> list[tuple[str, ...]]:
    """Levers that are tried on the same base, at most ``AT_ONCE`` together."""
    together: dict[str, list[str]] = {}
    for lever in BOOK.levers:
        case = case_of(lever)
        together.setdefault(f"{case.law} {case.given}", []).append(lever)
    return [tuple(each[i : i + AT_ONCE]) for each in together.values() for i in range(0, len(each), AT_ONCE)]


@cache
def tried(levers: tuple[str, ...]) -> dict[str, dict[str, tuple[float, int]]]:
    """Of each lever of a group and each output it names: what the output gained, and the sign it should have."""
    law, given = case_of(levers[0]).law, case_of(levers[0]).given
    base, _ = BOOK.resolve(law, given)
    moves = {lever: move_of(lever, base) for lever in levers}
    laws = {lever: BOOK.resolve(law, [*given, change])[0] for lever, (change, _) in moves.items()}
    of_lives = [lever for lever in levers if not lever.startswith("funds.")]
    ground, *others = pipeline.simulate_cells([base, *(laws[lever] for lever in of_lives)], OPTIONS)
    cells = dict(zip(of_lives, others, strict=True))
    before = estimates(ground, base)
    gains: dict[str, dict[str, tuple[float, int]]] = {}
    for lever in levers:
        after = estimates(cells.get(lever, ground), laws[lever])
        stated = {key: SIGNS[way] for key, way in BOOK.specs[lever].moves.items() if key != "set"}
        gains[lever] = {
            key: (difference(key, before, after, case_of(lever).years), sign * moves[lever][1])
            for key, sign in stated.items()
        }
    return gains


@pytest.mark.parametrize("lever", BOOK.levers)
def test_a_lever_moves_what_it_says(lever: str) -> None:
    group = next(each for each in groups() if lever in each)
    for key, (gain, sign) in tried(group)[lever].items():
        assert gain != 0.0, f"{lever} moved and {key} did not"
        assert np.sign(gain) == sign, f"{lever}: {key} went the wrong way, by {gain:g}"


@pytest.mark.parametrize("levers", groups(), ids=lambda group: group[0])
def test_whom_a_lever_does_not_concern_lives_as_before(levers: tuple[str, ...]) -> None:
    """Living everyone anew under a lever, and only whom it concerns, gives the same bits."""
    law, given = case_of(levers[0]).law, case_of(levers[0]).given
    base, _ = BOOK.resolve(law, given)
    laws = [BOOK.resolve(law, [*given, move_of(lever, base)[0]])[0] for lever in levers]
    few = pipeline.RunOptions(workers=300, threads=1)
    netted = pipeline.simulate_cells([base, *laws], few)[1:]
    everyone = pipeline.simulate_cells([base, *laws], few, live_everyone=True)[1:]
    for lever, one, other in zip(levers, netted, everyone, strict=True):
        assert all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True)), lever


@pytest.mark.parametrize("lever", BOOK.levers)
def test_a_lever_names_an_output(lever: str) -> None:
    named = [key for key in BOOK.specs[lever].moves if key != "set"]
    assert named
    for key in named:
        find(key)


def test_the_cases_are_of_levers() -> None:
    assert set(CASES) <= set(BOOK.levers)
