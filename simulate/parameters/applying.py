"""Lays one change on the values of its lever, and writes down what it did, old to new."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulate.errors import Findings
from simulate.parameters.axes import time_label
from simulate.parameters.changes import AppliedChange, Change
from simulate.parameters.spec import Reals, Spec
from simulate.parameters.timeline import Growth
from simulate.parameters.units import mistaken_units, to_short_text

FAR_OFF: Final = 8.0  # a value this many times the law's, or this part of it, may have been written in another unit
ROUNDING: Final = 1e-12  # of an amount grown and brought back to the start of its change
NEAR: Final = 2.0  # and was, if in that unit it comes this near the law's


def values_after(change: Change, values: NDArray[np.float64], growth: Growth) -> Reals:
    """Values on all axes of a lever after a change.

    ``value``: new(t) = operand, and for money operand * index(t) / index(from); ``multiply``: old * operand; ``add``:
    old + operand, growing likewise.  During a phase-in over n dates the k-th date has old + k / n * (new - old).
    """
    old = _dated(change, values)
    rows = slice(change.start, change.stop)
    old[rows] = _target(change, old[rows], growth)
    return old[0] if change.spec.time is None else old


def apply_change(
    change: Change, values: NDArray[np.float64], growth: Growth, findings: Findings
) -> tuple[Reals, AppliedChange]:
    """Values after a change, and its record; a value out of bounds is a fault."""
    after = values_after(change, values, growth)
    rows = slice(change.start, change.stop)
    old, new = _dated(change, values)[rows], _dated(change, after)[rows]
    _check_values(change, old, new, growth, findings)
    return after, _record(change, old, new)


def _dated(change: Change, values: NDArray[np.float64]) -> Reals:
    """A copy of the values with an axis of time in front, of length one for a lever without dates."""
    return np.array(values, dtype=np.float64).reshape(max(change.spec.n_times, 1), *change.spec.shape)


def _target(change: Change, before: Reals, growth: Growth) -> Reals:
    """Values of the dates on which the change holds."""
    grown = _grown(change, growth, change.projection, len(before))
    target = {
        "value": lambda: change.operand * grown + np.zeros_like(before),
        "multiply": lambda: before * change.operand,
        "add": lambda: before + change.operand * grown,
    }[change.operation]()
    if change.until is not None:
        times = _column(np.arange(change.start, change.stop), change.spec)
        share = np.clip((times - change.start + 1) / (change.until - change.start + 1), 0.0, 1.0)
        target = np.where(share < 1.0, before + share * (target - before), target)
    return np.where(change.mask, target, before)


def _column(values: NDArray[np.float64] | NDArray[np.int64], spec: Spec) -> NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64).reshape(-1, *[1] * len(spec.axes))


def _grown(change: Change, growth: Growth, projection: str | None, n: int) -> NDArray[np.float64]:
    """Growth since the start of a change, on its ``n`` dates."""
    index = growth.index(projection, change.spec.time)
    if index is None:
        return _column(np.ones(n), change.spec)
    return _column(index[change.start : change.stop] / index[change.start], change.spec)


def _check_values(change: Change, before: Reals, after: Reals, growth: Growth, findings: Findings) -> None:
    """Bounds hold for a number as it would be written at the start of the change: money may outgrow them."""
    spec = change.spec
    low, high = spec.bounds
    written = after / _grown(change, growth, spec.projection, len(after))
    outside = ~((written >= low - ROUNDING * abs(low)) & (written <= high + ROUNDING * abs(high))) & change.mask
    outside &= (after != before) | (change.operation == "value")
    if outside.any():
        cell = tuple(int(i) for i in np.argwhere(outside)[0])
        found = f"{_operation(change, cell)}, which takes {spec.name} from {before[cell]:.6g} to {after[cell]:.6g}"
        expected = f"a value from {low:g} to {high:g} {spec.unit.name}"
        findings.add(change.place, found + _cell(change, cell), expected, "make a smaller change")
    fractions = spec.is_whole & (after != np.round(after)) & (after != before)
    if fractions.any():
        value = after[fractions][0]
        hint = f"write value: {round(float(value))}"
        findings.add(change.place, f"{spec.name} at {value:.6g}", f"whole {spec.unit.name}", hint)


def _operation(change: Change, cell: tuple[int, ...]) -> str:
    """``multiply: 3``, as the user wrote it."""
    return f"{change.operation}: {change.operand[cell[1:]]:.6g}"


def _cell(change: Change, cell: tuple[int, ...]) -> str:
    spec = change.spec
    texts = [axis.labels[i] for axis, i in zip(spec.axes, cell[1:], strict=True)]
    if spec.time:
        texts.append(time_label(change.start + cell[0], spec.time))
    return f" ({', '.join(texts)})" if texts else ""


def _record(change: Change, before: Reals, after: Reals) -> AppliedChange:
    spec = change.spec
    binds = not np.array_equal(after, before)
    why = {} if not binds else {"idle": "", "reason": ""}
    row = min(change.until - change.start, len(after) - 1) if change.until is not None else 0
    return AppliedChange(
        lever=spec.name, places=_places(change), dates=_dates(change), unit=spec.unit.name, origin=change.origin,
        old=_summary(before[0][change.mask], spec), new=_summary(after[row][change.mask], spec),
        binds=binds, place=change.place, notices=tuple(_doubts(change, before[0])), change=change, **why,
    )  # fmt: skip


def _doubts(change: Change, before: Reals) -> list[str]:
    """A question where the number written is far from the law's and near it in another unit.

    Places where the law has 0 say nothing; where it has several numbers, one beyond all of them is far from it if it is
    far from their middle, and near it anywhere between them.
    """
    spec = change.spec
    is_there = before[change.mask] > 0
    old, new = before[change.mask][is_there], change.operand[change.mask][is_there]
    if change.operation != "value" or spec.unit.form != "number" or not len(new) or not (new > 0).all():
        return []
    times = float(np.exp((np.log(new) - np.log(old)).mean()))
    if not ((times >= FAR_OFF and (new > old).all()) or (times * FAR_OFF <= 1.0 and (new < old).all())):
        return []
    units = (*mistaken_units(spec.unit), *_SLIPS.get(spec.unit.is_money, ()))
    close = [each for each in units if _is_near(new * each[0], old, old)]
    between = [each for each in units if _is_near(new * each[0], old.min(), old.max())]
    between.sort(key=lambda each: abs(math.log(times * each[0])))
    for factor, name in (close or between)[:1]:
        written, meant = _summary(new, spec), _summary(new * factor, spec)
        meant = f"{written} {name} = {meant}" if name else meant
        return [f"{spec.name} at {written} {spec.unit.name}; the law has {_summary(before[change.mask], spec)}: "
                f"did you mean {meant} {spec.unit.name}?"]  # fmt: skip
    return []


def _is_near(values: Reals, low: Reals | float, high: Reals | float) -> bool:
    return bool(((values * NEAR >= low) & (values <= NEAR * high)).all())


_SLIPS: Final = {True: ((10_000.0, "times ten thousand (万元)"), (100.0, ""), (10.0, ""), (0.1, ""), (0.01, "fen")),
                 False: ((100.0, ""), (10.0, ""), (0.1, ""), (0.01, ""))}  # fmt: skip


def _summary(values: NDArray[np.float64], spec: Spec) -> str:
    """One value, a range of numbers, or the distinct codes."""
    distinct = np.unique(values)
    texts = [to_short_text(value, spec.unit, spec.options) for value in distinct]
    if len(texts) == 1 or spec.unit.form in ("code", "flag"):
        return "/".join(texts)
    return f"{texts[0]}..{texts[-1]}" if texts else "nothing"


def _dates(change: Change) -> str:
    time = change.spec.time
    if time is None:
        return "at all times"
    text = f"from {time_label(change.start, time)}"
    if change.until is not None:
        text += f" phased in until {time_label(change.until, time)}"
    if change.stop < change.spec.n_times:
        text += f" to before {time_label(change.stop, time)}"
    return text


def _places(change: Change) -> str:
    """The labels that are touched, for each axis that is not touched whole."""
    parts = []
    for i, axis in enumerate(change.spec.axes):
        others = tuple(k for k in range(len(change.spec.axes)) if k != i)
        touched = change.mask.any(axis=others) if others else change.mask
        if touched.all():
            if axis.name == "province":
                parts.append("all provinces")
            continue
        labels = [axis.labels[k] for k in np.flatnonzero(touched)]
        parts.append(", ".join(labels[:6]) + (f" and {len(labels) - 6} more" if len(labels) > 6 else ""))
    return "; ".join(parts)
