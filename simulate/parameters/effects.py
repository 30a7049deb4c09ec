"""Whether each change of a scenario changes any number, and if not, why: no change passes in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulate.clock import FIRST_YEAR, LAST_REPORT_YEAR
from simulate.parameters.applying import values_after
from simulate.parameters.axes import time_label
from simulate.parameters.changes import BEYOND, HIDDEN, NOT_IN_FORCE, AppliedChange, Change
from simulate.parameters.conditions import acting, in_words
from simulate.parameters.parameter_set import Resolved
from simulate.parameters.spec import Spec
from simulate.parameters.timeline import Growth

LAST_YEAR_ON_RECORD: Final = 2026  # the year of the baseline's day; later years are projected


@dataclass(frozen=True)
class Step:
    """A change as it was laid on, in order, and the values of its lever before the first change of it."""

    change: Change
    record: AppliedChange
    origin: NDArray[np.float64]
    growth: Growth


def judge(steps: Sequence[Step], resolved: Mapping[str, Resolved]) -> list[AppliedChange]:
    """The records of the steps, each with whether it binds, why not, and what else should be known of it."""
    return [_judged(step, [other for other in steps if other.change.spec.name == step.change.spec.name], resolved)
            for step in steps]  # fmt: skip


def _judged(step: Step, of_lever: Sequence[Step], resolved: Mapping[str, Resolved]) -> AppliedChange:
    record, spec = step.record, step.change.spec
    if not record.binds:
        return record
    final = np.asarray(resolved[spec.name].values, dtype=np.float64)
    differs = final != _without(step, of_lever)
    later = next((each.record for each in reversed(of_lever) if each.record.binds and each is not step), None)
    if not differs.any() and later is not None:
        return _idle(record, HIDDEN, f"a later change of the lever overrides all of it ({later.where})")
    differs = within_horizon(differs, spec)
    if not differs.any():
        reason = f"lives and reports end in {LAST_REPORT_YEAR}"
        return _idle(record, BEYOND, reason)
    if spec.acts_where:
        where = acting(spec, resolved)
        if not (where.frame.spread_values(differs, spec) & within_frame(where.mask, where.frame.time)).any():
            return _idle(record, NOT_IN_FORCE, f"it acts only where {in_words(spec)}, nowhere it is changed")
    earlier = of_lever[: next(i for i, each in enumerate(of_lever) if each is step)]
    notices = (*record.notices, *_notices(step.change, record, final), *_crossings(step.change, earlier))
    return replace(record, notices=notices)


def _idle(record: AppliedChange, word: str, reason: str) -> AppliedChange:
    return replace(record, binds=False, idle=word, reason=reason)


def _without(step: Step, of_lever: Sequence[Step]) -> NDArray[np.float64]:
    """The lever's values if the change were left out; changes that did nothing anyway stay out."""
    values = step.origin
    for each in of_lever:
        if each is not step and each.record.binds:
            values = values_after(each.change, values, each.growth)
    return np.asarray(values, dtype=np.float64).reshape(step.origin.shape)


def within_horizon(values: NDArray[np.bool_], spec: Spec) -> NDArray[np.bool_]:
    """A flag over the axes of a lever, false after the last year lived."""
    return within_frame(values, spec.time)


def within_frame(values: NDArray[np.bool_], time: str | None) -> NDArray[np.bool_]:
    """The same for any array whose first axis is ``time``; one row holds at all times."""
    years = LAST_REPORT_YEAR + 1 - FIRST_YEAR
    if time is None or len(values) == 1:
        return values
    kept = values.copy()
    kept[12 * years if time == "month" else years :] = False
    return kept


def _notices(change: Change, record: AppliedChange, final: NDArray[np.float64]) -> list[str]:
    """What a binding change does that its reader may not expect."""
    spec, notices = change.spec, []
    if spec.time is None and (first := _first_year(change, record, final)) <= LAST_YEAR_ON_RECORD:
        years = "all years" if first == FIRST_YEAR else f"the years from {first}"
        notices.append(f"{spec.name} has no dates: the change holds at all times and rewrites {years}, "
                       "those on record too")  # fmt: skip
    last = 12 * (LAST_REPORT_YEAR - FIRST_YEAR) + 11 if spec.time == "month" else LAST_REPORT_YEAR - FIRST_YEAR
    if change.until is not None and change.until > last:
        notices.append(f"{spec.name} is phased in until {time_label(change.until, spec.time or 'year')}, and lives and "
                       f"reports end in {LAST_REPORT_YEAR}: the last steps are never lived")  # fmt: skip
    return notices


def _crossings(change: Change, earlier: Sequence[Step]) -> Iterator[str]:
    """Changes of the same origin and date that this one overrides in part, or also acts on: the order decides.

    A change for fewer places after one for more is meant, one wholly overridden later is named by itself.
    """
    for step in earlier:
        other = step.change
        both = change.mask & other.mask
        is_told = step.record.binds and change.operation == "value" and np.array_equal(both, other.mask)
        is_part = np.array_equal(both, change.mask)
        if both.any() and change.origin == other.origin and change.start == other.start and not (is_part or is_told):
            yield (f"{change.spec.name} is changed from the same date at {step.record.where} too: where both act, "
                   "this one overrides it")  # fmt: skip


def _first_year(change: Change, record: AppliedChange, final: NDArray[np.float64]) -> int:
    """The first calendar year that a change of a lever without dates can touch."""
    spec = change.spec
    if spec.unit.form == "month":
        texts = [text for text in (record.old, record.new) if text[:4].isdigit()]
        return min(int(text[:4]) for text in texts)
    return FIRST_YEAR if spec.acts_from is None else spec.acts_from
