"""What was moved to meet the record: each number that a block sets, how far, and whether a bound held it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from simulate.fit.blocks import BLOCKS, Block, Knob, read_blocks, values_of
from simulate.fit.reports import REPORTS
from simulate.parameters import ROOT

_AT_A_BOUND: Final = 0.005  # of the range, from its end
_WHAT_REFORMS_DO: Final = (
    "These numbers are moved once, for the law as it stands, and none is set again in a run: a reform is lived "
    "with the same numbers, so that what it changes is its own doing. The only sums brought to the record year by "
    "year are the balances of the funds to their last year on record, by the reconciliation shown above; a reform "
    "has the baseline's amounts. Setting the numbers again under a reform would take a record of a world in which "
    "the reform was law, which there is not; of a reform that begins after the record ends it would be the same "
    "numbers, and of one that begins earlier it would undo the reform's own effect."
)


def alignment(blocks: Path = BLOCKS, reports: Path = REPORTS, root: Path = ROOT) -> Iterator[str]:
    """The chapter, as lines of Markdown; numbers in force as they stand in the files under ``root``."""
    yield "## What was moved to meet the record"
    yield ""
    yield _WHAT_REFORMS_DO
    yield ""
    yield "| block | number | before its fit | in force | moved, of its range | range | at a bound |"
    yield "|---|---|---:|---:|---:|---|---|"
    for block in read_blocks(blocks).values():
        before = _started(block, reports)
        for knob, value in zip(block.knobs, values_of(block, root), strict=True):
            yield _row(block.name, knob, before.get(knob.name), value)
    yield ""


def _started(block: Block, reports: Path) -> dict[str, float]:
    """Where each number of a block stood when its fit began, by the report of the fit."""
    path = reports / f"{block.name}.yaml"
    if not path.is_file():
        return {}
    report: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: float(row["start"]) for name, row in report["parameters"].items()}


def _row(block: str, knob: Knob, start: float | None, value: float) -> str:
    width = knob.high - knob.low
    is_held = min(value - knob.low, knob.high - value) <= _AT_A_BOUND * width
    moved = "" if start is None else f"{(value - start) / width:+.0%}"
    before = "" if start is None else f"{start:g}"
    held = "**yes**" if is_held else "no"
    return f"| {block} | {knob.name} | {before} | {value:g} | {moved} | {knob.low:g} to {knob.high:g} | {held} |"
