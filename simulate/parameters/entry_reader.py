"""Reads the dated ``values`` of a parameter: what holds from when, where, and on whose authority."""

from __future__ import annotations

from typing import Final

from simulate.clock import FIRST_YEAR
from simulate.errors import Findings, did_you_mean
from simulate.language.naming import mend_date
from simulate.parameters.axes import PLURALS, time_index
from simulate.parameters.cells import Grid, default_order, read_selection, read_values
from simulate.parameters.fields import check_keys, day_of, text_of, words_of
from simulate.parameters.spec import Anchor, Entry
from simulate.parameters.strict_yaml import Mapping, Node, Scalar, Sequence
from simulate.parameters.units import is_number, to_number

ENTRY_KEYS: Final = {
    "from", "to", "value", "series", "by", "where", "source", "assumption", "range", "enacted", "note", "zh", *PLURALS,
}  # fmt: skip
UNDATED: Final = "remove it: the parameter holds at all times, so that a change of it rewrites the years on record too"
LAW_NEEDS_DATE_AFTER: Final = 2015  # law that starts later must say when it was enacted


def read_entries(node: Node, grid: Grid, kind: str, findings: Findings) -> tuple[Entry, ...]:
    if not isinstance(node, Sequence) or not node.items:
        findings.add(node.place, "no list of values", "a list of {from, value, source}")
        return ()
    entries = []
    for item in node.items:
        if isinstance(item, Mapping):
            entries.append(_read_entry(item, grid, kind, findings))
        else:
            findings.add(item.place, "a bare value", "{from: ..., value: ..., source: ...}")
    return tuple(entries)


def _read_entry(item: Mapping, grid: Grid, kind: str, findings: Findings) -> Entry:
    check_keys(item, ENTRY_KEYS, findings, "an entry of values")
    start, stop = read_period(item, grid.time, findings)
    anchors = _read_anchors(item, grid, start, findings)
    source, assumption = text_of(item, "source", findings), text_of(item, "assumption", findings)
    if not source and not assumption and not {"source", "assumption"} & item.entries.keys():
        findings.add(item.place, "a value without source", "source: document, article, date; or assumption: why")
    enacted = day_of(item, "enacted", findings)
    first = anchors[0].start if anchors else 0
    year = FIRST_YEAR + (first // 12 if grid.time == "month" else first)
    if (
        kind == "law"
        and grid.time
        and enacted is None
        and "enacted" not in item.entries
        and year > LAW_NEEDS_DATE_AFTER
    ):
        findings.add(item.place, f"law from {year} without a date of enactment", "enacted: YYYY-MM-DD",
                     "say when it became known, so that an earlier view of the law can leave it out")  # fmt: skip
    said = text_of(item, "zh", findings)
    return Entry(anchors, stop, enacted, source, assumption, _read_range(item, grid, findings), item.place, said)


def _read_anchors(item: Mapping, grid: Grid, start: int | None, findings: Findings) -> tuple[Anchor, ...]:
    selection = read_selection(item, grid, findings)
    by_node = item.entries.get("by")
    by = words_of(by_node, findings)
    known = [axis.name for axis in grid.axes] + ([grid.time] if grid.time else [])
    for name in by:
        if name not in known:
            place = by_node.place if by_node else item.place
            findings.add(place, f"by {name!r}", f"one of {', '.join(known) or 'nothing'}", did_you_mean(name, known))
            return ()
    has_value, has_series = "value" in item.entries, "series" in item.entries
    if has_value == has_series:
        findings.add(item.place, "both value and series" if has_value else "an entry without value",
                     "either value or series")  # fmt: skip
        return ()
    node = item.entries["value" if has_value else "series"]
    if has_series and grid.time is None:
        findings.add(node.place, "a series", "value, as this parameter has no time axis")
        return ()
    if has_series and grid.time and grid.time not in by:
        inner = next(iter(node.entries.values()), node) if isinstance(node, Mapping) else node
        by = (grid.time, *(by or default_order(inner, grid)))
    values = read_values(node, by or default_order(node, grid), selection, grid, findings)
    if has_value and grid.time and grid.time not in by:
        if start is None:
            if "from" not in item.entries:
                findings.add(item.place, "a dated value without from", f"from: a {grid.time}")
            return ()
        return tuple(Anchor(start, each) for each in values.values())
    return tuple(Anchor(max(time, 0), values[time]) for time in sorted(values))


def read_period(item: Mapping, time: str | None, findings: Findings) -> tuple[int | None, int | None]:
    """``from`` and ``to`` (exclusive) on a time axis; None where absent."""
    dates: list[int | None] = []
    for key in ("from", "to"):
        node = item.entries.get(key)
        dates.append(None)
        if node is None:
            continue
        if time is None:
            findings.add(node.place, f"{key} on a parameter without dates", "no date", UNDATED)
            continue
        try:
            dates[-1] = time_index(node.text if isinstance(node, Scalar) else "", time)
        except ValueError as error:
            text = text_of(item, key, findings)
            findings.add(node.place, repr(text) if text else "nothing", str(error), mend_date(text, time))
    if dates[0] is not None and dates[1] is not None and dates[1] <= dates[0]:
        place = item.entries["to"].place
        findings.add(place, f"to {text_of(item, 'to', findings)} at or before from", "a later date",
                     "swap the dates; `to` is the first date on which the value no longer holds")  # fmt: skip
    return dates[0], dates[1]


def _read_range(item: Mapping, grid: Grid, findings: Findings) -> tuple[float, float] | None:
    node = item.entries.get("range")
    if node is None:
        return None
    words = words_of(node, findings)
    try:
        numbers = [to_number(word, grid.unit, grid.options) for word in words]
    except ValueError as error:
        findings.add(node.place, f"range [{', '.join(words)}]", str(error))
        return None
    if len(numbers) < 2 or (grid.unit.form == "number" and (len(numbers) != 2 or numbers[0] > numbers[1])):
        findings.add(node.place, f"range [{', '.join(words)}]", "[lowest, highest]")
        return None
    value = item.entries.get("value")
    is_one_number = grid.unit.form == "number" and isinstance(value, Scalar) and is_number(value.text)
    if isinstance(value, Scalar) and is_one_number and not numbers[0] <= float(value.text) <= numbers[1]:
        findings.add(node.place, f"range [{', '.join(words)}]", f"a range that holds the value {value.text}")
    return numbers[0], numbers[-1]
