"""The kernels as plain Python give what they give compiled, on the same draws; and no index leaves its array."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

import simulate
from simulate.parameters import LawBook
from tests.schemes.small_lives import Sums, live_all

ROOT = Path(simulate.__file__).resolve().parent.parent


def in_a_process(folder: Path, **environment: str) -> Sums:
    """The small lives of another process with these variables set."""
    path = folder / "lives.npz"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.schemes.small_lives", str(path)],
        cwd=ROOT, env=os.environ | environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(np.load(path))


@pytest.fixture(scope="module")
def compiled() -> Sums:
    return live_all(LawBook.load())


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Sums:
    return in_a_process(tmp_path_factory.mktemp("plain"), NUMBA_DISABLE_JIT="1")


def test_lives_are_drawn_alike(compiled: Sums, plain: Sums) -> None:
    assert compiled.keys() == plain.keys()
    drawn = [name for name in compiled if ".careers." in name]
    assert drawn
    for name in drawn:
        if compiled[name].dtype.kind == "i":
            assert np.array_equal(compiled[name], plain[name]), name
        else:
            assert_allclose(plain[name], compiled[name], rtol=2e-6, err_msg=name)


def test_rights_are_acquired_alike(compiled: Sums, plain: Sums) -> None:
    parts = (".rights.", ".residents.", ".support.", ".position.")
    assert all(any(part in name for name in compiled) for part in parts)
    states = [name for name in compiled if any(part in name for part in parts)]
    for name in states:
        if compiled[name].dtype.kind == "i":
            assert np.array_equal(compiled[name], plain[name]), name
        else:
            assert_allclose(plain[name], compiled[name], rtol=1e-9, atol=1e-9, err_msg=name)


def test_sums_agree(compiled: Sums, plain: Sums) -> None:
    """To the last unit (a fen, a millionth of a person) but for what libraries of mathematics round differently."""
    for name in (each for each in compiled if each.endswith((".place", ".kind", ".cohort", ".awards", ".changes"))):
        assert compiled[name].any() or name == "1936.changes", name  # nobody compares lives half of which is past
        assert_allclose(plain[name], compiled[name], rtol=1e-9, atol=2, err_msg=name)


def test_the_small_lives_meet_every_measure(compiled: Sums) -> None:
    """A comparison of empty tables would show nothing: every payer, scheme, transfer, refund and floor occurs."""
    from simulate.contracts import KIND_MEASURES, PLACE_MEASURES

    met = sum(compiled[name].sum(axis=(0, 1, 2, 3)) for name in compiled if name.endswith(".place"))
    assert {measure for measure, total in zip(PLACE_MEASURES, met, strict=True) if total == 0} <= {""}
    met = sum(compiled[name].sum(axis=(0, 1, 2, 3)) for name in compiled if name.endswith(".kind"))
    assert {measure for measure, total in zip(KIND_MEASURES, met, strict=True) if total == 0} == set()


@pytest.mark.bounds
def test_no_index_leaves_its_array(compiled: Sums, tmp_path: Path) -> None:
    """Compiled with checks of every index; the code is kept beside the usual one, so that it compiles once."""
    from simulate.engine.jit import CACHE_FOLDER

    checked = in_a_process(tmp_path, NUMBA_BOUNDSCHECK="1", LINGBAO_CACHE=str(CACHE_FOLDER / "checked"))
    for name, values in compiled.items():
        assert_allclose(checked[name], values, rtol=1e-9, atol=2 if values.dtype.kind == "i" else 1e-9, err_msg=name)
