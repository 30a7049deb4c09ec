"""Comparisons without noise: a reform that changes nothing, and scenarios together as each by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from simulate import pipeline
from simulate.certificate.bits import OPTIONS
from simulate.certificate.found import Found
from simulate.sweeps.cells import cells_of, passes
from simulate.sweeps.design import read_design
from simulate.sweeps.laws import law_book
from simulate.sweeps.tasks import live_cells

NULL: Final = "no_change"
SWEEP: Final = """\
title: {en: Certificate, zh: 证书}
author: certify
reference: none
workers: 300
scenarios: [hukou_removal, platform_copayment]
levers: [{lever: employee_pension.flexible_base_floor_ratio, name: floor, value: [0.4, 0.5]}]
"""


def null_reform() -> Found:
    """Every difference of a reform that changes nothing is exactly zero."""
    result = pipeline.execute(pipeline.prepare("baseline", (NULL,)), OPTIONS)
    faults, n_numbers = [], 0
    for name, estimate in result.results.estimates.items():
        for part in (estimate.difference, estimate.difference_error):
            if part is not None:
                n_numbers += part[1].size
                if np.nan_to_num(part[1]).any():
                    faults.append(f"{name} differs")
    return Found(f"{n_numbers:,} differences of zero", tuple(dict.fromkeys(faults)))


def merged() -> Found:
    """Cells of a sweep that are lived in one pass have the bytes of each lived by itself."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "certificate.yaml"
        path.write_text(SWEEP, encoding="utf-8")
        design = read_design(path, law_book())
    (together,) = passes(design, cells_of(design, law_book()), design.workers, 1, 1)
    cells = dict(live_cells(together).cells)
    faults = [
        f"cell {cell.number} differs"
        for cell in together.cells
        if dict(live_cells(replace(together, cells=(cell,))).cells)[cell.number] != cells.get(cell.number)
    ]
    return Found(f"{len(cells)} cells in one pass", tuple(faults))
