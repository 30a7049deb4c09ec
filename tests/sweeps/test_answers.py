"""Indices against functions whose indices are known, means along axes, and what collect writes; numbers made up."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from simulate.sweeps import responses
from simulate.sweeps.cells import Cell, cells_of
from simulate.sweeps.collect import collect
from simulate.sweeps.design import Design, read_design
from simulate.sweeps.laws import law_book
from simulate.sweeps.numbers import PARTS, layout, pack
from simulate.sweeps.points import cube, points
from simulate.sweeps.store import Store

HEAD = "title: {en: A, zh: 甲}\nauthor: T\nreference: none\nworkers: 300\n"
LEVERS = ("employee_pension.flexible_base_floor_ratio", "enrolment.effort", "enrolment.knowledge_effect")


def design_of(folder: Path, kind: str, n: int) -> Design:
    axes = "".join(
        f"  - {{lever: {lever}, name: x{i}, multiply: {{low: 1, high: 2}}}}\n" for i, lever in enumerate(LEVERS)
    )
    path = folder / "indices.yaml"
    path.write_text(f"{HEAD}levers:\n{axes}design: {{kind: {kind}, points: {n}, seed: 1}}\n", encoding="utf-8")
    return read_design(path, law_book())


def indices_of(design: Design, function: Callable[[np.ndarray], np.ndarray]) -> dict[tuple[str, str], float]:
    """The indices of a function of the unit cube."""
    values = function(cube(design))
    cells = [Cell(i + 1, "baseline", point, 1, None, "") for i, point in enumerate(points(design))]
    answers = {responses.questions()[0]: {i + 1: np.full(len(PARTS), value) for i, value in enumerate(values)}}
    return {(each.axis, each.kind): each.value for each in responses.indices(design, cells, answers)}


def test_sobol_indices_of_the_function_of_ishigami(tmp_path: Path) -> None:
    """sin x + 7 sin² y + 0.1 z⁴ sin x on [-π, π]³; its indices are known in closed form (Ishigami and Homma 1990)."""

    def function(unit: np.ndarray) -> np.ndarray:
        x, y, z = (2 * unit - 1).T * np.pi
        return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)

    found = indices_of(design_of(tmp_path, "sobol_indices", 4096), function)
    first = [found[f"x{i}", "first order"] for i in range(3)]
    total = [found[f"x{i}", "total"] for i in range(3)]
    assert first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)


def test_morris_of_a_sum(tmp_path: Path) -> None:
    """Of a sum each axis has the effect of its factor, without spread."""
    found = indices_of(design_of(tmp_path, "morris", 8), lambda unit: unit @ np.array([3.0, -1.0, 0.0]))
    assert [found[f"x{i}", "mean effect"] for i in range(3)] == pytest.approx([3.0, 1.0, 0.0])
    assert [found[f"x{i}", "spread"] for i in range(3)] == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_nothing_is_said_of_indices_while_a_cell_is_missing(tmp_path: Path) -> None:
    design = design_of(tmp_path, "morris", 4)
    cells = [Cell(i + 1, "baseline", point, 1, None, "") for i, point in enumerate(points(design))]
    answers = {responses.questions()[0]: {1: np.zeros(len(PARTS))}}
    assert list(responses.indices(design, cells, answers)) == []


@pytest.fixture
def collected(tmp_path: Path) -> tuple[Design, list[Cell], Store, list[Path], list[str]]:
    """A grid of 2 x 3 cells whose numbers are their number, one of them missing, collected."""
    path = tmp_path / "grid.yaml"
    path.write_text(
        f"{HEAD}levers:\n  - {{lever: {LEVERS[0]}, name: floor, value: [0.4, 0.5]}}\n"
        f"  - {{lever: {LEVERS[1]}, name: effort, multiply: [1, 2, 3]}}\n", encoding="utf-8",
    )  # fmt: skip
    design = read_design(path, law_book())
    cells, store = cells_of(design, law_book()), Store(tmp_path / "out")
    store.open(design.text)
    size = max(stop for _, stop in layout().values())
    for cell in cells[:-1]:
        store.keep(cell.digest, pack(np.full((len(PARTS), size), float(cell.number)), {"digest": cell.digest}))
    said: list[str] = []
    return design, cells, store, collect(design, cells, store, said.append), said


def test_the_dataset_has_the_axes_of_the_design(collected: tuple) -> None:
    import xarray

    _, _, store, _, said = collected
    data = xarray.load_dataset(store.folder / "sweep.nc")
    assert dict(data.sizes)["floor"] == 2
    assert data["effort"].values.tolist() == [1.0, 2.0, 3.0]
    value = data["insured_national"].sel(statistic="estimate", scenario="baseline", seed=1).isel(year=0, scheme=0)
    assert value.sel(floor=0.4).values.tolist() == [1.0, 2.0, 3.0]
    assert value.sel(floor=0.5).values.tolist()[:2] == [4.0, 5.0]
    assert np.isnan(value.sel(floor=0.5, effort=3.0))
    assert any("1 of 6 cells are not finished" in each for each in said)


def test_the_tables_hold_every_finished_cell_and_the_means_along_axes(collected: tuple) -> None:
    from pyarrow import parquet

    _, cells, store, written, _ = collected
    assert {each.name for each in written} == {
        "sweep.nc", "cells.parquet", "responses.parquet", "marginals.parquet", "sweep.html",
    }  # fmt: skip
    rows = parquet.read_table(store.folder / "cells.parquet").to_pylist()
    assert [row["is_finished"] for row in rows] == [True] * 5 + [False]
    assert [row["digest"] for row in rows] == [cell.digest for cell in cells]
    marginals = parquet.read_table(store.folder / "marginals.parquet").to_pylist()
    of_balance = [row for row in marginals if row["metric"] == "balance" and row["year"] == 2050]
    means = {(row["axis"], row["at"]): row["mean"] for row in of_balance}
    assert means == {("floor", "0.4"): 2.0, ("floor", "0.5"): 4.5, ("effort", "1"): 2.5, ("effort", "2"): 3.5,
                     ("effort", "3"): 3.0}  # fmt: skip


def test_what_was_collected_stays_whole_where_anew_does_not_fit(
    collected: tuple, monkeypatch: pytest.MonkeyPatch
) -> None:
    design, cells, store, _, said = collected
    store.keep(cells[-1].digest, store.path(cells[0].digest).read_bytes())  # so that every file would differ
    before = {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()}

    def full(*_: object) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("simulate.sweeps.collect._parquet", full)
    with pytest.raises(OSError, match=r"sweep\.nc"):
        collect(design, cells, store, said.append)
    assert {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()} == before


def test_the_page_speaks_both_languages_and_asks_nothing_of_the_net(collected: tuple) -> None:
    page = (collected[2].folder / "sweep.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 10
    assert "difference to baseline" in page
    assert "与baseline之差" in page
    assert "undefined" not in page
    assert 'name="viewport"' in page
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org/", "").replace("http-equiv", "")


def test_a_damaged_cell_is_told_and_left_out(collected: tuple) -> None:
    design, cells, store, _, _ = collected
    path = store.path(cells[0].digest)
    path.write_bytes(path.read_bytes()[:200])
    said: list[str] = []
    collect(design, cells, store, said.append)
    assert any("cell 1:" in each and "left out" in each for each in said)
