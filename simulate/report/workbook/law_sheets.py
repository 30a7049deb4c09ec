"""What the law says and what was changed: every parameter with its source, and every change, old to new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

import numpy as np

from simulate.parameters import BASELINE_DAY, LawBook
from simulate.parameters.axes import time_label
from simulate.parameters.spec import Anchor, Entry, Spec
from simulate.parameters.units import is_number, to_text
from simulate.report.workbook.book import TITLE_ROWS, Book
from simulate.report.workbook.merge import Merged
from simulate.report.workbook.words import Words
from simulate.results.manifest import Made

_CHANGES: Final = (("places", 26), ("dates", 18), ("old", 22), ("new", 22), ("unit", 16), ("binds", 10), ("origin", 28))
_PARAMETERS: Final = (
    ("lever", 40), ("name", 34), ("kind", 12), ("unit", 15), ("from", 10), ("places", 30), ("lowest", 14),
    ("highest", 14), ("source", 60), ("assumption", 60), ("range_low", 11), ("range_high", 11), ("enacted", 12),
)  # fmt: skip
_SHOWN: Final = 6  # labels of a selection written out


def write_changes(book: Book, merged: Merged, law: LawBook) -> None:
    """Every change of every scenario; one that changes nothing says so."""
    words, row = book.words, TITLE_ROWS
    sheet = book.sheet(words("changes"))
    sheet.head(words.title(words("changes")), words("note_changes"))
    names = [words("scenario"), words("lever"), words("name"), *(words(key) for key, _ in _CHANGES)]
    sheet.columns(row, names, [26, 42, 34, *(width for _, width in _CHANGES)])
    for column in merged.columns:
        changes = merged.runs[column.run].made(column.scenario).applied_changes
        if not changes:
            row += 1
            sheet.text(row, 0, column.name)
            sheet.text(row, 1, words("no_changes"))
        for change in changes:
            row += 1
            lever = str(change.get("lever", ""))
            spec = law.specs.get(lever)
            sheet.text(row, 0, column.name, book.plain)
            sheet.text(row, 1, lever, book.plain)
            sheet.text(row, 2, words.pick(spec.english, spec.chinese) if spec else "", book.wrapped)
            for position, (key, _) in enumerate(_CHANGES, start=3):
                sheet.put(row, position, _described(key, change.get(key), words), book.wrapped)
    sheet.frame(TITLE_ROWS, 2, row, len(names) - 1)


def _described(key: str, value: Any, words: Words) -> object:
    """A field of a change: numbers as numbers, units and truths in words."""
    if key == "binds":
        return words("yes" if value else "no")
    text = str(value or "")
    if key in ("places", "dates"):
        return words.period_or_place(text)
    if key == "unit":
        return words.unit(text)
    return float(text) if key in ("old", "new") and is_number(text) else text


def write_parameters(book: Book, merged: Merged, law: LawBook) -> None:
    """Every dated value known on the latest day of the runs' laws, with its source or the reason of the assumption."""
    words = book.words
    days = sorted({date.fromisoformat(each.as_of) for each in _made(merged) if each.as_of})
    days = days or [BASELINE_DAY]
    sheet = book.sheet(words("parameters"))
    sheet.head(words.title(words("parameters")), _note(words, merged, law, days[-1]))
    known = [words("known", day=day.isoformat()) for day in days]
    names = [*(words(key) for key, _ in _PARAMETERS), *known, words("changed_by"), words("file")]
    widths = [*(width for _, width in _PARAMETERS), *[13] * len(days), 30, 46]
    sheet.columns(TITLE_ROWS, names, widths)
    sheet.raw.set_row(TITLE_ROWS, 30)
    changed = _changed_by(merged)
    row = TITLE_ROWS
    for spec in law.specs.values():
        for entry in spec.known(days[-1]):
            for anchor in entry.anchors:
                row += 1
                held = [words("yes" if any(entry is each for each in spec.known(day)) else "no") for day in days]
                file = f"{entry.place[0]}:{entry.place[1]}"
                cells = [*_cells(spec, entry, anchor, words), *held, changed.get(spec.name, ""), file]
                for position, value in enumerate(cells):
                    sheet.put(row, position, value, book.plain)
    sheet.frame(TITLE_ROWS, 1, row, len(names) - 1)


def _made(merged: Merged) -> Iterator[Made]:
    for column in merged.columns:
        yield merged.runs[column.run].made(column.scenario)


def _cells(spec: Spec, entry: Entry, anchor: Anchor, words: Words) -> list[object]:
    """One dated value in the order of the columns."""
    values = anchor.values[~np.isnan(anchor.values)]
    lowest, highest = (_value(spec, float(each)) for each in (values.min(), values.max()))
    low, high = entry.range or (None, None)
    kind = words.kind(spec.kind)
    start = time_label(anchor.start, spec.time) if spec.time else ""
    enacted = entry.enacted.isoformat() if entry.enacted else ""
    source, assumption = (words.pick(each, entry.chinese if each else "") for each in (entry.source, entry.assumption))
    return [
        spec.name, words.pick(spec.english, spec.chinese), kind, words.unit(spec.unit.name),
        int(start) if start.isdigit() else start, _selection(spec, anchor, words), lowest, highest, source,
        assumption, low, high, enacted,
    ]  # fmt: skip


def _value(spec: Spec, value: float) -> float | str:
    """A number as a number; months, options and flags as they are written."""
    return value if spec.unit.form == "number" else to_text(value, spec.unit, spec.options)


def _selection(spec: Spec, anchor: Anchor, words: Words) -> str:
    """The labels an entry names, by axis; ``all`` where it names every one."""
    given = ~np.isnan(anchor.values)
    if given.all():
        return words("all") if spec.axes else ""
    parts = []
    for i, axis in enumerate(spec.axes):
        others = tuple(j for j in range(given.ndim) if j != i)
        chosen = [label for label, held in zip(axis.labels, np.atleast_1d(given.any(axis=others)), strict=True) if held]
        if len(chosen) < len(axis):
            shown = ", ".join(str(words.label(axis.name, label)) for label in chosen[:_SHOWN])
            parts.append(shown + (f", ... ({len(chosen)})" if len(chosen) > _SHOWN else ""))
    return "; ".join(parts) or words("all")


def _changed_by(merged: Merged) -> dict[str, str]:
    """Scenarios that change each parameter."""
    found: dict[str, list[str]] = {}
    for column in merged.columns:
        for change in merged.runs[column.run].made(column.scenario).applied_changes:
            names = found.setdefault(str(change.get("lever", "")), [])
            if column.name not in names:
                names.append(column.name)
    return {lever: ", ".join(names) for lever, names in found.items()}


def _note(words: Words, merged: Merged, law: LawBook, day: date) -> str:
    """What the sheet holds, and whether the law book has moved since a run was made."""
    moved: Sequence[str] = [merged.runs[i].name for i in range(len(merged.runs)) if _has_moved(merged, i, law)]
    warning = words("note_law_moved", runs=", ".join(moved)) + " " if moved else ""
    return warning + words("note_parameters", day=day.isoformat())


def _has_moved(merged: Merged, run: int, law: LawBook) -> bool:
    """Whether a scenario without changes, resolved again today, has other values than the run recorded."""
    for i in range(len(merged.runs[run].results.scenarios)):
        made = merged.runs[run].made(i)
        if made.as_of and made.parameters_digest and not made.applied_changes:
            return bool(law.resolve(made.as_of)[0].digest != made.parameters_digest)
    return False
