"""A sweep on a real Slurm of one node: by jobs of dask workers, and by a plain job array."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sweeps import one_node
from tests.sweeps.conftest import ROOT, cells_in, command, design_text

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("processes"),
    pytest.mark.skipif(bool(one_node.why_not()), reason=one_node.why_not() or "tried"),
]
PROFILE = "jobs: 2\nprocesses: 1\nmemory: 2GB\nwalltime: 00:30:00\nqueue: main\n"


@pytest.fixture(scope="module")
def slurm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with one_node.slurm(tmp_path_factory.mktemp("slurm")) as around:
        yield around


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory, n_cells: int) -> Path:
    """A folder with a design, and its cells as one process lives them."""
    folder = tmp_path_factory.mktemp("sweep")
    (folder / "floors.yaml").write_text(design_text(n_cells), encoding="utf-8")
    assert command(folder, "sweep", "floors.yaml", "--out", "serial", "--quiet").returncode == 1
    return folder


def test_jobs_of_workers(sweep: Path, slurm: dict[str, str]) -> None:
    (sweep / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    done = command(
        sweep, "sweep", "floors.yaml", "--slurm", "profile.yaml", "--out", "jobs", "--quiet",
        PYTHONPATH=str(ROOT), **slurm,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert cells_in(sweep / "jobs") == cells_in(sweep / "serial") != {}
    left = subprocess.run(["squeue", "-h"], capture_output=True, text=True, env=os.environ | slurm).stdout
    assert all(" CG " in line for line in left.splitlines()), left


def test_a_job_array(sweep: Path, slurm: dict[str, str]) -> None:
    line = f"{sys.executable} {ROOT / 'run.py'} sweep floors.yaml --out array --quiet --shard $SLURM_ARRAY_TASK_ID/3"
    subprocess.run(
        ["sbatch", "--wait", "--array=1-3", "--output=array-%a.txt", "--wrap", line], cwd=sweep, check=False,
        capture_output=True, env=os.environ | slurm, timeout=1200,
    )  # fmt: skip
    said = "".join(path.read_text() for path in sorted(sweep.glob("array-*.txt")))
    assert cells_in(sweep / "array") == cells_in(sweep / "serial") != {}, said
