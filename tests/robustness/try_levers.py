"""Every lever at its bounds and beyond them, by itself and in pairs, lived together in one process."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from simulate.clock import FIRST_REPORT_YEAR, LAST_REPORT_YEAR
from simulate.errors import ProblemsFound
from simulate.parameters.spec import Spec
from tests.robustness.attempts import Attempt, Outcome
from tests.robustness.living import TooLarge, book, laid, live
from tests.robustness.mutate import write
from tests.robustness.terminal import in_one_line

FROM = (2012, 2020, 2026, 2027, 2035, 2040, 2060, LAST_REPORT_YEAR)
GROWTH = (
    "economy.inflation", "economy.real_wage_growth", "employee_pension.crediting_rate",
    "resident_pension.crediting_rate", "employee_pension.indexation_wage_weight",
    "employee_pension.indexation_price_weight", "employee_pension.accrual_rate", "employee_pension.account_rate",
    "employee_pension.base_ceiling_ratio", "resident_pension.tier", "resident_pension.entry_subsidy",
    "resident_pension.flat_pension", "employee_pension.local_allowance", "occupational_injury.medical_cost_growth",
    "subsidies.subsidy_flat", "economy.dibao_urban",
)  # fmt: skip
MONTHS = ("1950-01", "1980-01", "1997-12", "2010-01", "2024-12", "2027-01", "2040-06", "2075-12")


def try_levers(attempts: Sequence[Attempt], folder: Path) -> Iterator[Outcome]:
    """The first attempts go through all levers at both bounds; later ones draw pairs, values between and beyond."""
    accepted = []
    for attempt in attempts:
        changes, is_beyond = _changes(attempt)
        path = folder / f"levers_{attempt.number}.yaml"
        path.write_bytes(write({"title": {"en": "A", "zh": "甲"}, "author": "x", "reference": "x", "changes": changes}))
        what = "; ".join(f"{each['lever']} {each['value']} from {each.get('from', 'ever')}" for each in changes)
        inputs = {path.name: path.read_bytes()}
        try:
            composed = laid(path)
        except ProblemsFound as found:
            words = str(found)
            if path.name in words:
                yield Outcome(attempt, "refused", what, words[:300])
            else:
                yield Outcome(attempt, "mishandled", what, words[:300], "refused without the file's name", inputs)
            continue
        except Exception as fault:
            words = in_one_line(fault)
            yield Outcome(attempt, "mishandled", what, words, "traceback " + words.partition(":")[0], inputs)
            continue
        if is_beyond:
            yield Outcome(
                attempt, "mishandled", what, "a value beyond its bounds", "accepted beyond its bounds", inputs
            )
            continue
        accepted.append((attempt, what, inputs, composed, _start(changes)))
    found = live([each[3] for each in accepted], [each[4] for each in accepted])
    for (attempt, what, inputs, _, _), wrong in zip(accepted, found, strict=True):
        if isinstance(wrong, TooLarge):
            yield Outcome(attempt, "refused", what, wrong.words)
        elif wrong:
            yield Outcome(attempt, "mishandled", what, wrong.words, wrong.sort, inputs)
        else:
            yield Outcome(attempt, "accepted", what)


def _start(changes: Sequence[dict[str, Any]]) -> int | None:
    """The year from which all changes hold; None if one has no date."""
    years = [int(each["from"][:4]) if "from" in each else 0 for each in changes]
    return min(years) if min(years) >= FIRST_REPORT_YEAR else None


def _changes(attempt: Attempt) -> tuple[list[dict[str, Any]], bool]:
    """One or two changes, and whether one of them is beyond a bound."""
    chance, levers = attempt.chance, book().levers
    if attempt.number < 2 * len(levers):  # in an order of the seed's own, so that a short run sees others each time
        order = random.Random(attempt.seed).sample(range(2 * len(levers)), 2 * len(levers))
        which, is_high = divmod(order[attempt.number], 2)
        spec = book().specs[levers[which]]
        return [_change(spec, _bound(spec, bool(is_high), chance), chance)], False
    if chance.random() < 0.2:  # together they may grow money beyond any sum, each within its bounds
        chosen = chance.sample(GROWTH, chance.choice((2, 3, 5)))
    else:
        chosen = chance.sample(levers, chance.choice((1, 2, 2, 2)))
    specs = [book().specs[lever] for lever in chosen]
    values = [_value(spec, chance) for spec in specs]
    beyond = chance.random() < 0.1 and specs[0].unit.form == "number"
    if beyond:
        values[0] = _beyond(specs[0], chance)
    return [_change(spec, value, chance) for spec, value in zip(specs, values, strict=True)], beyond


def _change(spec: Spec, value: str, chance: random.Random) -> dict[str, Any]:
    change: dict[str, Any] = {"lever": spec.name, "value": value}
    if spec.time:
        year = chance.choice(FROM)
        change["from"] = f"{year}" if spec.time == "year" else f"{year}-{chance.choice((1, 1, 7)):02d}"
    names = [axis.name for axis in spec.axes]
    if names and chance.random() < 0.3:
        axis = chance.choice(spec.axes)
        change["where"] = {axis.name: chance.sample(list(axis.labels), chance.choice((1, min(3, len(axis.labels)))))}
    return change


def _bound(spec: Spec, is_high: bool, chance: random.Random) -> str:
    if spec.unit.form == "number":
        return repr(spec.bounds[is_high])
    return _value(spec, chance)


def _value(spec: Spec, chance: random.Random) -> str:
    """A value that may be written: at a bound, near one or between."""
    if spec.unit.form == "flag":
        return chance.choice(("true", "false"))
    if spec.unit.form == "code":
        return chance.choice(spec.options)
    if spec.unit.form == "month":
        return chance.choice(MONTHS)
    low, high = spec.bounds
    between = low + (high - low) * chance.random()
    near = low + (high - low) * chance.choice((1e-9, 1e-3, 1 - 1e-3))
    return repr(chance.choice((low, high, between, near)))


def _beyond(spec: Spec, chance: random.Random) -> str:
    low, high = spec.bounds
    step = max(high - low, 1.0) * chance.choice((1e-6, 0.5, 1e6))
    return chance.choice((repr(low - step), repr(high + step), repr(math.nextafter(high, math.inf))))
