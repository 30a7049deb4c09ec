"""Blocks of parameters that are fitted together: which numbers of which files, within what, by which figures on record.

A block stands in ``calibration/blocks.yaml``.  A number is found by its path in a parameter file and replaced where it
stands in the text, so that comments, order and reasons of the file stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from simulate.errors import Findings, did_you_mean
from simulate.parameters import ROOT

BLOCKS: Final = ROOT / "calibration" / "blocks.yaml"


@dataclass(frozen=True)
class Knob:
    """A number to be fitted."""

    file: str  # from the root
    path: tuple[str | int, ...]  # keys and positions down to the number
    low: float
    high: float

    @property
    def name(self) -> str:
        """Parameter and what of it: ``employee_compliance.5.urban``."""
        return ".".join(str(key) for key in self.path if key not in ("parameters", "values", "value", "series"))


@dataclass(frozen=True)
class Block:
    """Parameters fitted together, and the series and years they answer to."""

    name: str
    knobs: tuple[Knob, ...]
    moments: tuple[tuple[str, int], ...]  # series of the record and year
    hold: float  # how strongly a parameter is held to its reasoned value, in tolerances over half its range


def read_blocks(path: Path = BLOCKS) -> dict[str, Block]:
    """Every block of the file, in its order."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: _block(name, entry) for name, entry in content["blocks"].items()}


def block_of(name: str, path: Path = BLOCKS) -> Block:
    """A block by name; raises ProblemsFound for one that is none."""
    blocks = read_blocks(path)
    if name not in blocks:
        faults = Findings()
        hint = did_you_mean(name, blocks) or ", ".join(blocks)
        faults.add(("BLOCK", 0, 0), repr(name), f"a block of {path.name}", hint)
        faults.raise_if_any()
    return blocks[name]


def _block(name: str, entry: Mapping[str, Any]) -> Block:
    knobs = tuple(
        Knob(each["file"], tuple(each["at"]), float(each["within"][0]), float(each["within"][1]))
        for each in entry["parameters"]
    )
    moments = tuple((series, int(year)) for series, years in entry["moments"].items() for year in years)
    return Block(name, knobs, moments, float(entry.get("hold", 0.0)))


def _node(root: yaml.Node | None, path: Sequence[str | int]) -> yaml.ScalarNode:
    """The scalar at a path; raises KeyError where it leads nowhere."""
    node: yaml.Node | None = root
    for key in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            node = node.value[key]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for name, value in node.value if name.value == str(key)), None)
        else:
            node = None
        if node is None:
            raise KeyError(f"{'.'.join(map(str, path))}: nothing at {key}")
    if not isinstance(node, yaml.ScalarNode):
        raise KeyError(f"{'.'.join(map(str, path))}: no number")
    return node


def values_of(block: Block, root: Path = ROOT) -> list[float]:
    """The numbers of a block as they stand in the files."""
    files = {each.file for each in block.knobs}
    trees = {file: yaml.compose((root / file).read_text(encoding="utf-8")) for file in files}
    return [float(_node(trees[each.file], each.path).value) for each in block.knobs]


def written(block: Block, values: Sequence[float], root: Path = ROOT) -> dict[str, str]:
    """The files of a block with other numbers in place of its own, whole texts by file."""
    texts = {}
    for file in {each.file for each in block.knobs}:
        text = (root / file).read_text(encoding="utf-8")
        tree = yaml.compose(text)
        own = [(knob, value) for knob, value in zip(block.knobs, values, strict=True) if knob.file == file]
        places = [(_node(tree, knob.path), value) for knob, value in own]
        for node, value in sorted(places, key=lambda each: -each[0].start_mark.index):
            text = text[: node.start_mark.index] + f"{value:.5g}" + text[node.end_mark.index :]
        texts[file] = text
    return texts
