"""Every lever, moved: the outputs it names go the way it says, and nothing changes before the date it is moved from.

All levers are tried on the same lives, so that small differences count, and several at a time, so that careers are
drawn once for many.  Levers of the funds need no lives of their own.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate import clock, cohorts
from simulate.certificate.judge import SIGNS, difference, estimates
from simulate.certificate.lever_cases import CASES, START, Case
from simulate.errors import ProblemsFound
from simulate.parameters import LawBook, ParameterSet
from simulate.parameters.spec import Spec

WORKERS: Final = 2_000  # with fewer, the sums of levers at their bounds do not fit
AT_ONCE: Final = 16  # levers that share a run; each takes memory of its own
STEP: Final = 0.2
YEAR: Final = 2038  # from when a dated lever is moved
# The record reached 0.24 in a year; prices that rise so for forty years do not fit the sums.
WITHIN: Final = {"economy.inflation": 0.05}
# Employment forms are raked at anchor years, five years apart after 2025, and lie on a line between them.
RAKED: Final = "careers."
NOT_RAKED: Final = ("careers.migration_factor",)
Move = tuple[dict[str, Any], int]  # the change, and 1 for a rise or -1 for a fall
Group = tuple[str, ...]


class Gain(NamedTuple):
    """What an output gained, and the sign it should have."""

    output: str
    gain: float
    sign: int

    @property
    def holds(self) -> bool:
        """Whether it moved, the right way."""
        return self.gain != 0.0 and bool(np.sign(self.gain) == self.sign)


@cache
def book() -> LawBook:
    """The law book, read once."""
    return LawBook.load()


def case_of(lever: str) -> Case:
    """How a lever is tried."""
    return CASES.get(lever, Case())


def first_cell(lever: str, year: int) -> int:
    """Row of January of a year in the values of a dated lever."""
    return clock.year_index(year) * (12 if book().specs[lever].time == "month" else 1)


def number_moved(lever: str, values: NDArray[Any]) -> dict[str, object]:
    """How a number is moved: a fifth of its value, whole steps of ages and durations, or a part of its bounds."""
    spec, case = book().specs[lever], case_of(lever)
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
    spec, values = book().specs[lever], np.atleast_1d(base[lever].values)
    start = {"from": case_of(lever).start or START[spec.time]} if spec.time else {}
    change: dict[str, Any] = {"lever": lever, **start}
    stated = spec.moves.get("set", "")
    if spec.unit.form == "flag":
        is_so = bool((values != 0).all() if stated == "true" else (values == 0).all())
        other = "false" if stated == "true" else "true"
        return {**change, "value": other if is_so else stated}, -1 if is_so else 1
    if spec.unit.form == "code":
        return {**change, "value": stated}, 1
    if spec.unit.form == "month":
        return {**change, "value": stated or clock.format_month(int(values[0]) + 12)}, 1
    change |= case_of(lever).move or number_moved(lever, values)
    moved, _ = book().resolve(case_of(lever).law, [*case_of(lever).given, change])
    return change, int(np.sign((moved[lever].values - base[lever].values).mean()))


def groups() -> list[Group]:
    """Levers that are tried on the same base, at most ``AT_ONCE`` together."""
    together: dict[str, list[str]] = {}
    for lever in book().levers:
        case = case_of(lever)
        together.setdefault(f"{case.law} {case.given}", []).append(lever)
    return [tuple(each[i : i + AT_ONCE]) for each in together.values() for i in range(0, len(each), AT_ONCE)]


def gains(levers: Group, threads: int | None = None) -> dict[str, list[Gain]]:
    """Of each lever of a group, the outputs it names and what each gained."""
    law, given = case_of(levers[0]).law, case_of(levers[0]).given
    base, _ = book().resolve(law, given)
    moves = {lever: move_of(lever, base) for lever in levers}
    laws = {lever: book().resolve(law, [*given, change])[0] for lever, (change, _) in moves.items()}
    of_lives = [lever for lever in levers if not lever.startswith("funds.")]
    options = cohorts.RunOptions(workers=WORKERS, threads=threads)
    ground, *others = cohorts.simulate_cells([base, *(laws[lever] for lever in of_lives)], options)
    cells = dict(zip(of_lives, others, strict=True))
    before = estimates(ground, base)
    found: dict[str, list[Gain]] = {}
    for lever in levers:
        after = estimates(cells.get(lever, ground), laws[lever])
        stated = {key: SIGNS[way] for key, way in book().specs[lever].moves.items() if key != "set"}
        found[lever] = [
            Gain(key, difference(key, before, after, case_of(lever).years), sign * moves[lever][1])
            for key, sign in stated.items()
        ]
    return found


def dated() -> list[Group]:
    """Dated levers of lives, those of one group lived together; what is raked over years cannot be dated so."""
    names = [name for name in sorted(book().levers) if book().specs[name].time and not name.startswith("funds.")]
    names = [name for name in names if not name.startswith(RAKED) or name in NOT_RAKED]
    return [tuple(names[i : i + AT_ONCE]) for i in range(0, len(names), AT_ONCE)]


def moved_from(spec: Spec) -> ParameterSet:
    """The law with a lever at another value from ``YEAR`` on; the law itself where it is in force nowhere."""
    low, high = spec.bounds
    values = {
        "flag": ("true", "false"), "code": spec.options, "number": (low, high, (low + high) / 2),
        "month": (f"{YEAR + 2}-01",),
    }[spec.unit.form]  # fmt: skip
    values = (WITHIN[spec.name],) if spec.name in WITHIN else values
    start = f"{YEAR}" if spec.time == "year" else f"{YEAR}-01"
    for value in reversed(values):
        try:
            parameters, applied = book().resolve(changes=[{"lever": spec.name, "value": value, "from": start}])
        except ProblemsFound:
            continue
        if applied[0].binds:
            return parameters
    return book().resolve()[0]


def changed_before(levers: Group, threads: int | None = None) -> list[str]:
    """Levers of a group that, moved from ``YEAR``, change a sum of an earlier year."""
    options = cohorts.RunOptions(workers=WORKERS, threads=threads)
    laws = [book().resolve()[0], *(moved_from(book().specs[lever]) for lever in levers)]
    base, *others = cohorts.simulate_cells(laws, options)
    years = slice(0, YEAR - clock.FIRST_REPORT_YEAR)
    return [
        lever
        for lever, other in zip(levers, others, strict=True)
        if not (
            np.array_equal(base.place[:, years], other.place[:, years])
            and np.array_equal(base.kind[:, years], other.kind[:, years])
        )
    ]
