"""All finished cells in one place: a Dataset over the design, Parquet tables, and a page with its answers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulate.contracts import Reals
from simulate.indicators import COORDINATES, outputs
from simulate.machine.files import naming, scratch_folder, to_disk
from simulate.results.dataset import to_file
from simulate.results.estimates import STATISTIC
from simulate.sweeps import page, responses
from simulate.sweeps.cells import Cell
from simulate.sweeps.design import GRID, Design
from simulate.sweeps.numbers import PARTS, Numbers
from simulate.sweeps.points import points
from simulate.sweeps.store import Store

if TYPE_CHECKING:
    import xarray

DATASET: Final = "sweep.nc"
PAGE: Final = "sweep.html"
DESCRIPTION: Final = (
    "Cells of a sweep of the Lingbao microsimulation. `statistic` is the estimate, its Monte Carlo standard error, the "
    "difference to the base on the same lives, and the paired standard error of that. NaN: a cell that is not "
    "finished, or a number nobody knows."
)
Tables = dict[str, list[dict[str, Any]]]


def collect(design: Design, cells: Sequence[Cell], store: Store, tell: Callable[[str], None]) -> list[Path]:
    """Write sweep.nc, the tables and sweep.html into the folder of the sweep; report what is missing or damaged."""
    found: dict[int, Numbers] = {}
    for cell in cells:
        try:
            found[cell.number] = store.read(cell.digest)
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as fault:
            tell(f"{cell.label(design)} is left out: {fault}; remove {store.path(cell.digest)} and run the sweep again")
    if len(found) < len(cells):
        tell(f"{len(cells) - len(found)} of {len(cells)} cells are not finished; their numbers are NaN")
    answers = responses.table(cells, found)
    stated = list(responses.along_axes(design, cells, answers))
    indices = list(responses.indices(design, cells, answers))
    folder = store.folder
    with naming(folder / DATASET), scratch_folder(folder / DATASET) as scratch:  # all of them, or as it was
        to_file(to_dataset(design, cells, found), scratch / DATASET)
        for name, rows in _tables(design, cells, found, answers, stated, indices).items():
            if rows:
                (scratch / f"{name}.parquet").write_bytes(_parquet(rows))
        (scratch / PAGE).write_text(page.page(design, len(found), stated, indices), encoding="utf-8")
        made = list(scratch.iterdir())
        for each in made:
            to_disk(each)
        return [each.replace(folder / each.name) for each in sorted(made, key=_in_order)]


def _in_order(path: Path) -> tuple[bool, bool, str]:
    """The dataset first, the page last."""
    return path.name != DATASET, path.name == PAGE, path.name


def to_dataset(design: Design, cells: Sequence[Cell], found: Mapping[int, Numbers]) -> xarray.Dataset:
    """Every output of the design over scenario, axes of a grid (else points), and seed."""
    import xarray

    axes = {axis.name: _column(axis.values) for axis in design.axes}
    if design.kind == GRID:
        over: dict[str, Any] = {name: (name, values) for name, values in axes.items()}
        sizes = [len(values) for values in axes.values()]
    else:
        rows = points(design)
        columns = zip(*rows, strict=True)
        over = {name: ("point", _column(column)) for name, column in zip(axes, columns, strict=True)}
        over["point"] = ("point", np.arange(1, len(rows) + 1))
        sizes = [len(rows)]
    leading = ("scenario", *(axes if design.kind == GRID else ("point",)), "seed")
    shape = (len(design.scenarios), *sizes, len(design.seeds))
    used = {dim for name in design.outputs for dim in outputs()[name].dims}
    coords = {
        "scenario": ("scenario", np.array([each.name for each in design.scenarios], dtype=object)), **over,
        "seed": ("seed", np.array(design.seeds)), STATISTIC: (STATISTIC, np.array(PARTS, dtype=object)),
        **{dim: (dim, _column(COORDINATES[dim])) for dim in COORDINATES if dim in used},
    }  # fmt: skip
    data = {name: _variable(name, cells, found, leading, shape) for name in design.outputs}
    about = {"title": design.english, "title_zh": design.chinese, "description": DESCRIPTION, "base": design.base.name}
    return xarray.Dataset(data, coords=coords, attrs=about)


def _variable(
    name: str, cells: Sequence[Cell], found: Mapping[int, Numbers], leading: tuple[str, ...], shape: tuple[int, ...]
) -> tuple[tuple[str, ...], Reals, dict[str, str]]:
    output = outputs()[name]
    values = np.full((len(cells), len(PARTS), *output.shape), np.nan)
    for position, cell in enumerate(cells):
        if cell.number in found:
            values[position] = found[cell.number].of(name)
    texts = {"units": output.unit, "long_name": output.english, "long_name_zh": output.chinese, "kind": output.kind,
             "meaning": output.meaning, "meaning_zh": output.chinese_meaning}  # fmt: skip
    return (*leading, STATISTIC, *output.dims), values.reshape(*shape, *values.shape[1:]), texts


def _column(values: Sequence[Any]) -> Any:
    """Numbers where all are, else texts."""
    try:
        numbers = [float(each) for each in values]
    except ValueError:
        return np.array([str(each) for each in values], dtype=object)
    return np.array(values if all(isinstance(each, int) for each in values) else numbers)


def _tables(
    design: Design, cells: Sequence[Cell], found: Mapping[int, Numbers],
    answers: Mapping[responses.Question, Mapping[int, Reals]], stated: Sequence[responses.Answer],
    indices: Sequence[responses.Index],
) -> Tables:  # fmt: skip
    """``cells``, ``responses`` (the headline of each), ``marginals`` (means along the axes), ``indices``."""
    described = {cell.number: _described(design, cell) for cell in cells}
    return {
        "cells": [
            {**described[cell.number], "digest": cell.digest, "is_finished": cell.number in found} for cell in cells
        ],
        "responses": [
            {
                **described[number], "metric": question.metric.key, "year": question.year,
                "unit": question.metric.unit, **dict(zip(PARTS, map(_known, row.tolist()), strict=True)),
            }
            for question, by_cell in answers.items()
            for number, row in by_cell.items()
        ],
        "marginals": [
            {
                "scenario": each.scenario, "metric": each.question.metric.key, "year": each.question.year,
                "unit": each.question.metric.unit, "axis": each.axis, "at": each.at, "mean": each.mean,
                "standard_error": _known(each.error), "cells": each.cells,
            }
            for each in stated
        ],
        "indices": [
            {
                "scenario": each.scenario, "metric": each.question.metric.key, "year": each.question.year,
                "axis": each.axis, "kind": each.kind, "value": each.value, "low": _known(each.low),
                "high": _known(each.high),
            }
            for each in indices
        ],
    }  # fmt: skip


def _described(design: Design, cell: Cell) -> dict[str, Any]:
    values = {axis.name: _column([value]).tolist()[0] for axis, value in zip(design.axes, cell.point, strict=True)}
    return {"cell": cell.number, "scenario": cell.scenario, **values, "seed": cell.seed}


def _known(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _parquet(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as a Parquet file; a column of texts and numbers is one of texts."""
    import pyarrow as arrow
    from pyarrow import parquet

    columns: dict[str, list[Any]] = {key: [row[key] for row in rows] for key in rows[0]}
    for key, values in columns.items():
        if len({type(each) for each in values if each is not None}) > 1:
            columns[key] = [None if each is None else str(each) for each in values]
    sink = arrow.BufferOutputStream()
    parquet.write_table(arrow.table(columns), sink, compression="zstd")
    return bytes(sink.getvalue())
