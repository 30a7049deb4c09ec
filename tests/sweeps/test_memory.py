"""What a process holds: at most what scenarios/sweeps/README.md states, however many cells it has lived."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulate.sweeps.tasks import MOST_LAWS
from tests.sweeps.conftest import ROOT, design_text

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]
README = ROOT / "scenarios" / "sweeps" / "README.md"
MOST_GROWTH = 0.1  # of what two full passes held, over all that follow
PEAKS = """\
import json, sys
from pathlib import Path
from simulate.sweeps.cells import cells_of, passes
from simulate.sweeps.design import read_design
from simulate.sweeps.laws import law_book
from simulate.sweeps.tasks import live_cells
design = read_design(Path(sys.argv[1]), law_book())
tasks = passes(design, cells_of(design, law_book()), design.workers, 1, 1)
sys.stdout.write(json.dumps([live_cells(task).megabytes for task in tasks]))
"""


def test_memory_is_flat_and_as_stated(tmp_path: Path, n_cells: int) -> None:
    """The bound with two full passes; that no more is held after them with ``--sweep-cells 1000``, sixty-three."""
    (tmp_path / "floors.yaml").write_text(design_text(1 + max(2 * MOST_LAWS, n_cells)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PEAKS, "floors.yaml"], cwd=tmp_path, capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    peaks = json.loads(done.stdout)
    stated = re.search(r"at most ([0-9.]+) GB", README.read_text(encoding="utf-8"))
    assert stated is not None
    assert len(peaks) >= 2
    assert peaks[-1] <= peaks[1] * (1.0 + MOST_GROWTH)
    assert peaks[-1] <= 1000.0 * float(stated[1])
