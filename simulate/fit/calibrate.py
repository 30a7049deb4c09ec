"""Fitting by simulated moments: a block of parameters, common draws, least squares, every evaluation in a log.

The residual of a moment is model less record over the tolerance of its series, so that one is a figure just within.
Draws are keyed by worker and purpose: two vectors of parameters are lived by the same workers with the same draws, and
the residuals are as smooth as the sample allows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import yaml
from scipy.optimize import least_squares

from simulate import cohorts, pipeline, record
from simulate.contracts import Reals
from simulate.fit.blocks import Block, Knob, values_of, written
from simulate.fit.outputs import Labelled, of_model
from simulate.fit.reports import REPORTS
from simulate.machine.files import write_whole
from simulate.parameters import ROOT, LawBook
from simulate.scenario import compose, load_all

LOGS: Final = ROOT / "outputs" / "calibration"
_STEP: Final = 0.04  # of a parameter's range, for slopes
_PINS: Final = 0.5  # of what a parameter moves most, what another moment moves to be named too
Model = Callable[[Sequence[float]], Reals]


@dataclass(frozen=True)
class Fit:
    """What a fit gives."""

    block: Block
    start: list[float]
    values: list[float]
    errors: list[float]  # standard errors; nan where nothing determines the parameter
    residuals: Reals  # (moment,) in tolerances
    slopes: Reals  # (moment, parameter) of the residuals, by range
    evaluations: int
    cost: tuple[float, float] = field(default=(0.0, 0.0))  # sum of squares before and after


def _parameter_files() -> list[Path]:
    """Every file of the law book, in its order."""
    return [*sorted(ROOT.glob("simulate/**/parameters.yaml")), *sorted(ROOT.glob("calibration/fitted/*.yaml"))]


@contextmanager
def book_with(block: Block, values: Sequence[float]) -> Iterator[LawBook]:
    """The law book with other numbers for a block."""
    with TemporaryDirectory() as folder:
        texts, paths = written(block, values), []
        for path in _parameter_files():
            name = path.relative_to(ROOT).as_posix()
            if name in texts:
                path = Path(folder) / name.replace("/", "-")
                path.write_text(texts[name], encoding="utf-8")
            paths.append(path)
        yield LawBook.read(paths)


def simulated(block: Block, values: Sequence[float], workers: int, seed: int, threads: int | None) -> Reals:
    """Residuals of the moments of a block, in tolerances, under other numbers; (moment,)."""
    with book_with(block, values) as book:
        composed = compose(book, load_all(["baseline"], book)[0])
        options = cohorts.RunOptions(workers=workers, seed=seed, threads=threads)
        read = Labelled(pipeline.execute(pipeline.Prepared((composed,)), options).results)
    return residuals_of(block, read)


def residuals_of(block: Block, read: Labelled) -> Reals:
    """Model less record over the tolerance, (moment,)."""
    known = {each.name: each for each in record.all_series()}
    model = {name: of_model(read, known[name]) for name in {name for name, _ in block.moments}}
    off = [known[name].difference(year, model[name][year]) / known[name].tolerance for name, year in block.moments]
    return np.array(off)


class Logged:
    """A model whose evaluations are kept: an interrupted fit resumes where it stopped."""

    def __init__(self, model: Model, path: Path, tell: Callable[[int, float], None] | None = None) -> None:
        self._model, self._path, self._tell = model, path, tell
        self._known = {tuple(row["values"]): np.array(row["residuals"]) for row in _rows(path)}
        self.calls = 0

    def __call__(self, values: Sequence[float]) -> Reals:
        key = tuple(float(f"{value:.5g}") for value in values)
        self.calls += 1
        if key not in self._known:
            found = np.asarray(self._model(key), dtype=np.float64)
            self._known[key] = found
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps({"values": key, "residuals": found.tolist()}) + "\n")
        if self._tell is not None:
            self._tell(self.calls, float((self._known[key] ** 2).sum()))
        return self._known[key]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """The evaluations of a log; a line cut off by an end that came too early is none."""
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                yield json.loads(line)
            except json.JSONDecodeError:
                continue


def fit(block: Block, model: Model, start: Sequence[float], most: int = 8) -> Fit:
    """Least squares over the parameters of a block, each as a part of its range; ``most`` steps."""
    low, high = (np.array([getattr(each, side) for each in block.knobs]) for side in ("low", "high"))
    origin = np.clip((np.array(start) - low) / (high - low), 0.0, 1.0)
    calls = 0

    def residuals(x: Reals) -> Reals:
        nonlocal calls
        calls += 1
        return np.concatenate([model([*(low + x * (high - low))]), 2.0 * block.hold * (x - origin)])

    def slopes(x: Reals) -> Reals:
        here = residuals(x)
        steps = np.where(x + _STEP <= 1.0, _STEP, -_STEP)
        moved = [residuals(x + step * unit) for step, unit in zip(steps, np.eye(len(x)), strict=True)]
        return np.stack([(each - here) / step for each, step in zip(moved, steps, strict=True)], axis=1)

    found = least_squares(
        residuals, np.clip(origin, 1e-6, 1 - 1e-6), jac=slopes, bounds=(0.0, 1.0), max_nfev=most, xtol=2e-3, ftol=2e-3
    )
    n = len(block.moments)
    return Fit(
        block, list(start), [*map(float, low + found.x * (high - low))], _errors(found.jac[:n], high - low),
        found.fun[:n], found.jac[:n], calls,
        (float((residuals(origin)[:n] ** 2).sum()), float((found.fun[:n] ** 2).sum())),
    )  # fmt: skip


def _errors(slopes: Reals, width: Reals) -> list[float]:
    """Standard errors where a tolerance is taken as the error of a figure; nan for what no moment determines."""
    values, vectors = np.linalg.eigh(slopes.T @ slopes)
    is_pinned = values > 1e-8
    variance = (vectors[:, is_pinned] ** 2 / values[is_pinned]).sum(1)
    loose = (vectors[:, ~is_pinned] ** 2).sum(1) > 0.1
    return [float("nan") if free else float(np.sqrt(v) * w) for free, v, w in zip(loose, variance, width, strict=True)]


def digest_of(block: Block, workers: int, seed: int) -> str:
    """Digest of all a fit depends on besides the numbers fitted: other parameters, the record, the sample."""
    digest = hashlib.sha256(f"{block} {workers} {seed}".encode())
    for path in _parameter_files():
        name = path.relative_to(ROOT).as_posix()
        texts = written(block, [0.0] * len(block.knobs))
        digest.update(texts.get(name, path.read_text(encoding="utf-8")).encode())
    digest.update(digest_of_targets().encode())
    return digest.hexdigest()[:16]


def digest_of_targets() -> str:
    """Digest of the official record."""
    digest = hashlib.sha256()
    for path in sorted(record.TARGETS.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def calibrate(
    block: Block, *, workers: int, seed: int, threads: int | None = None, most: int = 8, anchor: int = 0,
    tell: Callable[[int, float], None] | None = None,
) -> Fit:  # fmt: skip
    """Fit a block, resuming an interrupted fit; nothing is written but the log.

    A small sample is off by noise, which hardly changes with the parameters: it is measured once, at the start, as
    what a sample of ``anchor`` workers gives less what this one gives, and added to every evaluation.
    """
    start = values_of(block)
    model = _logged(block, workers, seed, threads, tell)
    if anchor <= workers:
        return fit(block, model, start, most)
    luck = _logged(block, anchor, seed, threads, None)(start) - model(start)
    return fit(block, lambda values: model(values) + luck, start, most)


def _logged(
    block: Block, workers: int, seed: int, threads: int | None, tell: Callable[[int, float], None] | None
) -> Logged:
    path = LOGS / f"{block.name}-{digest_of(block, workers, seed)}.jsonl"
    return Logged(lambda values: simulated(block, values, workers, seed, threads), path, tell)


def write(found: Fit, *, workers: int, seed: int, anchor: int = 0) -> Path:
    """The numbers into the parameter files, and a report of the fit beside them; returns the report."""
    from simulate.results.provenance import project_version

    for file, text in written(found.block, found.values).items():
        write_whole(ROOT / file, text)
    path = REPORTS / f"{found.block.name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    report = as_dict(found, workers, seed, project_version(), anchor)
    write_whole(path, yaml.safe_dump(report, sort_keys=False, allow_unicode=True))
    return path


def as_dict(found: Fit, workers: int, seed: int, version: str, anchor: int = 0) -> dict[str, Any]:
    """A fit as plain values."""
    moments = [f"{name} {year}" for name, year in found.block.moments]
    before, after = found.cost
    return {
        "block": found.block.name, "version": version, "targets": digest_of_targets(), "workers": workers,
        "anchor": anchor, "seed": seed, "evaluations": found.evaluations,
        "sum_of_squares": {"before": round(before, 2), "after": round(after, 2)},
        "parameters": {
            knob.name: {
                "start": float(f"{start:.5g}"), "value": float(f"{value:.5g}"),
                "standard_error": None if np.isnan(error) else float(f"{error:.2g}"),
                "alone": _alone(column, knob),
                "within": [knob.low, knob.high], "pinned_by": _pins(moments, column),
            }
            for knob, start, value, error, column in zip(
                found.block.knobs, found.start, found.values, found.errors, found.slopes.T, strict=True
            )
        },
        "moments_in_tolerances": {
            name: round(float(value), 2) for name, value in zip(moments, found.residuals, strict=True)
        },
    }  # fmt: skip


def _alone(column: Reals, knob: Knob) -> float | None:
    """Standard error of a number with the others as they stand; None where no moment knows of it."""
    size = float(np.sqrt((column**2).sum()))
    return float(f"{(knob.high - knob.low) / size:.2g}") if size > 1e-3 else None


def _pins(moments: Sequence[str], column: Reals) -> list[str]:
    """The moments that a parameter moves most."""
    size = np.abs(column)
    if size.max() < 1e-3:
        return []
    order = np.argsort(-size)[:5]
    return [moments[i] for i in order if size[i] >= _PINS * size.max()]
