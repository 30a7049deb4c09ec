"""The chapter that says how far each number was moved to meet the record."""

from __future__ import annotations

from pathlib import Path

from simulate.fit.alignment import alignment
from simulate.fit.blocks import read_blocks

BLOCKS = """
blocks:
  toy:
    parameters:
      - {file: numbers.yaml, at: [parameters, share, values, 0, value], within: [0.2, 0.6]}
      - {file: numbers.yaml, at: [parameters, taste, values, 0, value], within: [-2, 2]}
      - {file: numbers.yaml, at: [parameters, rate, values, 0, value], within: [0, 1]}
    moments: {contributors: [2010]}
"""
NUMBERS = """
parameters:
  share: {values: [{value: 0.6}]}
  taste: {values: [{value: 0.5}]}
  rate: {values: [{value: 0.25}]}
"""
REPORT = """
parameters:
  share.0: {start: 0.5}
  taste.0: {start: 1.5}
"""


def test_each_number_says_how_far_it_was_moved_and_whether_a_bound_held_it(tmp_path: Path) -> None:
    for name, text in (("blocks.yaml", BLOCKS), ("numbers.yaml", NUMBERS), ("toy.yaml", REPORT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    rows = [line for line in alignment(tmp_path / "blocks.yaml", tmp_path, tmp_path) if line.startswith("| toy")]
    assert rows == [
        "| toy | share.0 | 0.5 | 0.6 | +25% | 0.2 to 0.6 | **yes** |",
        "| toy | taste.0 | 1.5 | 0.5 | -25% | -2 to 2 | no |",
        "| toy | rate.0 |  | 0.25 |  | 0 to 1 | no |",
    ]


def test_no_number_of_a_block_is_left_out() -> None:
    text = "\n".join(alignment())
    for block in read_blocks().values():
        for knob in block.knobs:
            assert f"| {block.name} | {knob.name} |" in text
