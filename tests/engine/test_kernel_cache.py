"""Compiled code that is kept: shared by all checkouts of the same sources, and compiled again where it is not whole."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numba
import pytest

from simulate.engine.jit import borrowing, compile_for, rule
from simulate.engine.kernel_cache import SUFFIX, KernelCache
from simulate.machine import caches
from simulate.schemes import life


def half(x: float) -> float:
    """A small rule."""
    return x / 2


def fresh(folder: Path) -> Any:
    """The rule as a new process would meet it."""
    compiled: Any = numba.njit(half)
    compiled._cache = KernelCache(half, folder, "")
    return compiled


def was_kept(compiled: Any) -> bool:
    return sum(compiled.stats.cache_hits.values()) > 0


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The file of the rule, compiled once for numbers."""
    assert fresh(tmp_path)(3.0) == 1.5
    (path,) = tmp_path.iterdir()
    again = fresh(tmp_path)
    assert again(3.0) == 1.5
    assert was_kept(again)
    return path


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def altered(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)


def garbled(path: Path) -> None:
    path.write_bytes(os.urandom(5000))


def replaced_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def made_a_loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def no_pickle(path: Path) -> None:
    caches.keep(path, b"whole, and nothing")


def a_pickle_of_something_else(path: Path) -> None:
    caches.keep(path, pickle.dumps(3))


def of_another_build(path: Path) -> None:
    key, _ = pickle.loads(caches.read(path))
    caches.keep(path, pickle.dumps((key, ("nothing", "known"))))


@pytest.mark.parametrize(
    "damage",
    [emptied, cut_off, altered, garbled, replaced_by_a_folder, made_a_loop, no_pickle, a_pickle_of_something_else,
     of_another_build],
)  # fmt: skip
def test_damaged_code_is_compiled_anew_and_said_in_one_line(kept: Path, damage, caplog) -> None:
    caches._said.clear()
    damage(kept)
    again = fresh(kept.parent)
    assert again(3.0) == 1.5
    assert not was_kept(again)
    said = [record.message for record in caplog.records]
    assert len([each for each in said if "it is made again" in each or "compiled again" in each]) in (1, 2)
    if kept.is_file():  # mended
        last = fresh(kept.parent)
        assert last(3.0) == 1.5
        assert was_kept(last)


def test_a_signature_has_a_file_of_its_own_and_none_is_taken_for_another(kept: Path) -> None:
    other = fresh(kept.parent)
    assert other(5) == 2.5
    assert not was_kept(other)
    first, second = sorted(kept.parent.iterdir())
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)
    both = fresh(kept.parent)
    assert (both(3.0), both(5)) == (1.5, 2.5)
    assert not was_kept(both)


def test_settings_that_change_the_code_change_its_name(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.core.config, "BOUNDSCHECK", 1)
    assert fresh(kept.parent)(3.0) == 1.5
    assert len(list(kept.parent.glob(f"*{SUFFIX}"))) == 2


def test_a_folder_that_is_gone_or_full_only_costs_time(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = kept.parent / "gone"
    assert fresh(gone)(3.0) == 1.5
    assert not gone.exists()
    fresh(kept.parent)._cache.flush()
    assert list(kept.parent.iterdir()) == []


def test_two_checkouts_of_the_same_sources_share_what_is_compiled(tmp_path: Path) -> None:
    """The name of a kernel does not hold the place or the date of its source."""
    root = Path(__file__).resolve().parents[2]
    code = (
        "from simulate.schemes.retirement import rules; from simulate.engine import jit\n"
        "some = next(v for v in vars(rules).values() if hasattr(v, '_cache'))\n"
        "print(jit.CACHE_FOLDER.name, some._cache._name)"
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("simulate", "scenarios"):
        subprocess.run(["cp", "-r", str(root / name), str(elsewhere)], check=True)
    environment = os.environ | {"LINGBAO_CACHE": str(tmp_path / "cache")}
    said = {
        subprocess.run([sys.executable, "-c", code], cwd=place, env=environment, capture_output=True, check=True).stdout
        for place in (root, elsewhere)
    }
    assert len(said) == 1


def test_rules_use_it() -> None:
    assert isinstance(rule(half)._cache, KernelCache)


def empty_one(cells: Any, others: Any) -> None:
    """What counts references unless it is told not to: which array it holds is known only when it runs."""
    held = cells
    for i in range(len(cells)):
        if cells[i] > 0.0:
            held = others
        held[i] = 0.0


def enter(cells: Any) -> None:
    """Left to call it; what it is compiled as says how what it calls is compiled."""


def test_what_a_borrowing_kernel_calls_counts_no_references_though_it_is_compiled_ahead(tmp_path: Path) -> None:
    """Else every year of every life counts them, and ``live`` takes half as long again as compiled at once."""
    signature = (numba.float64[::1], numba.float64[::1])
    names = []
    for kernel, counts in ((borrowing(enter), False), (rule(enter), True)):
        callee: Any = numba.njit(empty_one)
        callee._cache = KernelCache(empty_one, tmp_path, "")
        compile_for(kernel, callee, signature)
        assert ("NRT_incref" in callee.inspect_llvm(signature)) == counts
        names.append({path.name for path in tmp_path.iterdir()})
    assert names[0] < names[1], "neither is taken for the other"


def test_the_kernel_of_lives_borrows() -> None:
    assert life.live.targetoptions["_nrt"] is False
