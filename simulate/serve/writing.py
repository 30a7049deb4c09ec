"""A draft written as a scenario file, in the form of scenarios/README.md; each text quoted where YAML asks for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from simulate.parameters.strict_yaml import NULLS
from simulate.serve.draft import Draft, DraftChange

PLAIN_AXES: Final = {"province": "provinces", "occupation": "occupations"}  # other axes stand under `where`
LAID_ON: Final = "# Laid on "
_PLAIN: Final = re.compile(r"-?[\w+.][\w .()%/、，。；（）《》〔〕+-]*")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]+")


def scalar(text: str) -> str:
    """A text as one YAML scalar: plain if nothing in it could be read otherwise, else in double quotes.

    Control characters and line breaks become blanks: a strict file does not take them.
    """
    clean = _CONTROL.sub(" ", text).strip()
    is_plain = _PLAIN.fullmatch(clean) and clean not in NULLS
    return clean if is_plain else json.dumps(clean, ensure_ascii=False)


def to_yaml(draft: Draft) -> str:
    """The whole file."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    yield f"{LAID_ON}{_CONTROL.sub(' ', draft.base)}"
    yield f"title: {{en: {scalar(draft.english)}, zh: {scalar(draft.chinese)}}}"
    yield f"author: {scalar(draft.author)}"
    yield f"reference: {scalar(draft.reference)}"
    if draft.describes.strip():
        yield f"describes: {scalar(draft.describes)}"
    if draft.meant_for:
        yield f"meant_for: {_listed(draft.meant_for)}"
    if draft.expects:
        yield "expects: {" + ", ".join(f"{scalar(k)}: {scalar(v)}" for k, v in draft.expects.items()) + "}"
    if draft.overrides:
        yield f"overrides: {_listed(draft.overrides)}"
    yield "changes:" if draft.changes else "changes: []"
    for change in draft.changes:
        first, *others = _pairs(change)
        yield f"  - {first}"
        yield from (f"    {each}" for each in others)


def _pairs(change: DraftChange) -> Iterator[str]:
    yield f"lever: {scalar(change.lever)}"
    for key, text in (
        (change.operation, change.amount), ("from", change.start), ("to", change.stop),
        ("projection", change.projection),
    ):  # fmt: skip
        if text.strip():
            yield f"{key}: {scalar(text)}"
    if change.until.strip():
        yield f"phase_in: {{until: {scalar(change.until)}}}"
    chosen = {axis: labels for axis, labels in change.where.items() if labels}
    for axis, key in PLAIN_AXES.items():
        if axis in chosen:
            yield f"{key}: {_listed(chosen.pop(axis))}"
    if chosen:
        yield "where: {" + ", ".join(f"{scalar(axis)}: {_listed(labels)}" for axis, labels in chosen.items()) + "}"


def _listed(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(scalar, texts)) + "]"
