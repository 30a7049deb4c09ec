"""Designs as files: every fault in its place, points within their bounds, cells named by what determines them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate.errors import ProblemsFound
from simulate.sweeps import running, shares, target
from simulate.sweeps.cells import Cell, cells_of, passes
from simulate.sweeps.design import Design, read_design
from simulate.sweeps.laws import law_book
from simulate.sweeps.points import cube, points
from simulate.sweeps.tasks import MOST_LAWS

HEAD = "title: {en: A, zh: 甲}\nauthor: T\nreference: none\nworkers: 300\n"
FLOOR = "employee_pension.flexible_base_floor_ratio"
SOBOL = "design: {kind: sobol, points: 8}\n"
TWO = (
    f"levers:\n  - {{lever: {FLOOR}, name: floor, value: {{low: 0.4, high: 0.6}}}}\n"
    "parameters:\n  - {lever: enrolment.effort, multiply: {low: 0.5, high: 2}}\n"
)


def read(folder: Path, text: str) -> Design:
    path = folder / "design.yaml"
    path.write_text(text, encoding="utf-8")
    return read_design(path, law_book())


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        (HEAD + "levers:\n  - {lever: employee_pension.flexible_base_flor_ratio, value: [0.4]}\n", 6, "did you mean"),
        (HEAD + f"levers:\n  - {{lever: {FLOOR}, value: [0.4, 40]}}\n", 6, "40"),
        (HEAD + f"levers:\n  - {{lever: {FLOOR}, value: [0.4, 0.4]}}\n", 6, "twice"),
        (HEAD + f"levers:\n  - {{lever: {FLOOR}, value: 0.4}}\n", 6, "an axis"),
        (HEAD + f"levers:\n  - {{lever: {FLOOR}, value: {{low: 0.6, high: 0.4}}}}\n" + SOBOL, 6, "low end"),
        (HEAD + TWO, 6, "on a grid"),
        (HEAD + TWO + "design: {kind: sobol, points: 9}\n", 9, "power of two"),
        (HEAD + TWO + "design: {kind: sobl, points: 8}\n", 9, "did you mean sobol"),
        (HEAD + "seeds: [1, 1]\n", 5, "twice"),
        (HEAD + "outputs: [insured]\n", 5, "by province"),
        (HEAD + "scenarios: [hukou_removl]\n", 5, "did you mean hukou_removal"),
        (HEAD.replace("300", "30"), 4, "30"),
        (HEAD + "worker: 3\n", 5, "did you mean"),
    ],
)  # fmt: skip
def test_a_fault_is_named_in_its_place(tmp_path: Path, text: str, line: int, word: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        read(tmp_path, text)
    assert any(each.line == line and word in str(each) for each in found.value.problems), str(found.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        read(tmp_path, HEAD.replace("author: T\n", "") + "seeds: [x]\nlevers: [{lever: nothing, value: [1]}]\n")
    assert len(found.value.problems) == 3


def test_a_grid_takes_all_values_of_all_axes(tmp_path: Path) -> None:
    axes = f"levers:\n  - {{lever: {FLOOR}, value: [0.4, 0.5]}}\n  - {{lever: enrolment.effort, multiply: [1, 2, 3]}}\n"
    design = read(tmp_path, HEAD + axes + "seeds: [1, 2]\nscenarios: [hukou_removal, lower_minimum_base]\n")
    cells = cells_of(design, law_book())
    assert len(points(design)) == 6
    assert len(cells) == len({cell.digest for cell in cells}) == 24
    assert [cell.number for cell in cells] == list(range(1, 25))


@pytest.mark.parametrize(("kind", "n"), [("latin_hypercube", 10), ("sobol", 8), ("sobol_indices", 32), ("morris", 24)])
def test_a_sample_stays_within_its_bounds(tmp_path: Path, kind: str, n: int) -> None:
    design = read(tmp_path, HEAD + TWO + f"design: {{kind: {kind}, points: {10 if n == 10 else 8}, seed: 3}}\n")
    drawn = points(design)
    assert len(drawn) == n
    assert drawn == points(design)
    values = np.array(drawn, dtype=float)
    assert ((values >= [0.4, 0.5]) & (values <= [0.6, 2.0])).all()
    if kind == "latin_hypercube":  # one point in each tenth of each axis
        assert (np.sort((cube(design) * 10).astype(int), axis=0) == np.arange(10)[:, None]).all()


def test_a_base_has_the_parameters_of_its_cells_and_not_their_policy(tmp_path: Path) -> None:
    axes = TWO.replace("{low: 0.4, high: 0.6}", "[0.45, 0.5]").replace("{low: 0.5, high: 2}", "[1, 2]")
    cells = cells_of(read(tmp_path, HEAD + axes), law_book())
    bases = {cell.laws.base.digest for cell in cells if cell.laws}
    assert len(bases) == 2
    for cell in cells:
        assert cell.laws is not None
        assert {name for name, _ in cell.laws.base.values} <= {"enrolment.effort"}


def test_a_digest_hangs_on_law_seed_and_workers_and_on_nothing_else(tmp_path: Path) -> None:
    axes = f"levers:\n  - {{lever: {FLOOR}, name: floor, value: [0.4, 0.5]}}\n"
    first = cells_of(read(tmp_path, HEAD + axes), law_book())
    turned = cells_of(read(tmp_path, HEAD + axes.replace("0.4, 0.5", "0.5, 0.4, 0.45")), law_book())
    assert {cell.digest for cell in first} < {cell.digest for cell in turned}
    larger = cells_of(read(tmp_path, HEAD + axes), law_book(), 400)
    seeded = cells_of(read(tmp_path, HEAD + axes + "seeds: [2]\n"), law_book())
    assert len({cell.digest for cell in (*first, *larger, *seeded)}) == 6


@given(n=st.integers(0, 300), of=st.integers(1, 40))
def test_shards_are_a_partition(n: int, of: int) -> None:
    cells = [Cell(i, "a", (), 1, None, "") for i in range(n)]
    parts = [running.share_of(cells, (i, of)) for i in range(1, of + 1)]
    assert [cell for part in parts for cell in part] == cells
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


@given(n_at_once=st.integers(1, 200), workers=st.integers(300, 10**8))
def test_shares_of_a_run_are_a_partition(n_at_once: int, workers: int) -> None:
    parts = shares.shares(n_at_once, workers)
    lived = [(cohort, group) for part in parts for cohort in part.cohorts for group in part.groups]
    assert len(lived) == len(set(lived)) == 150 * 16
    assert len(parts) >= min(max(n_at_once, workers // shares.LIVES_A_SHARE), 16 * 150)
    sizes = [len(part.cohorts) * len(part.groups) for part in parts]
    assert max(sizes) - min(sizes) <= len(parts[0].groups)
    assert all(part.groups == tuple(range(part.groups[0], part.groups[-1] + 1)) for part in parts)


@pytest.mark.parametrize("n_at_once", [1, 2, 5])
def test_passes_are_bounded_and_occupy_all(tmp_path: Path, n_at_once: int) -> None:
    values = ", ".join(f"{0.4 + i / 500}" for i in range(40))
    design = read(tmp_path, HEAD + f"levers:\n  - {{lever: {FLOOR}, value: [{values}]}}\nseeds: [1, 2]\n")
    cells = cells_of(design, law_book())
    tasks = list(passes(design, cells, 300, n_at_once, 1))
    assert sorted(cell.number for task in tasks for cell in task.cells) == [cell.number for cell in cells]
    assert all(1 <= len(task.cells) <= MOST_LAWS for task in tasks)
    assert len(tasks) >= n_at_once


@given(workers=st.integers(300, 10**7), found=st.floats(1e-3, 1e3), wanted=st.floats(1e-3, 1e3))
def test_more_workers_are_more_and_enough(workers: int, found: float, wanted: float) -> None:
    more = target.more_workers(workers, found, wanted)
    assert more > workers
    assert more == 100_000_000 or found * (workers / more) ** 0.5 <= wanted


@pytest.mark.parametrize("text", ["insured", "insured_employee=x", "insured_emploee=1", "exhaustion@2050=1", "a=0"])
def test_a_goal_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ProblemsFound):
        target.read_goal(text)


def test_a_goal_is_of_a_headline_and_its_years() -> None:
    assert [each.year for each in target.read_goal("insured_employee=0.2").questions] == [2030, 2050, 2075]
    assert [each.key for each in target.read_goal("balance@2050=1e-2").questions] == ["balance@2050"]
