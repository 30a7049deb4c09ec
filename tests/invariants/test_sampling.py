"""Sampling: errors that say how far samples stand apart, and numbers that no larger sample would have put elsewhere.

Twelve samples of few workers, each with its own seed, and one of many.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from simulate.contracts import Reals
from simulate.pipeline import RunOptions, execute, prepare
from simulate.results.headline import headline

FEW, MANY, SEEDS = 2_000, 20_000, 12
VALUE, ERROR, DIFFERENCE, DIFFERENCE_ERROR = range(4)
# Twelve samples know a standard deviation to a fifth: what luck may do to one line, to the lines of a metric (of
# dates few, nearly one number), to all.
ONE, METRIC, ALL = 2.2, (0.45, 1.6), (0.7, 1.4)


class Samples(NamedTuple):
    """The headline of samples: (sample, line, scenario, number), and of a large one (line, scenario, number)."""

    names: list[str]
    few: Reals
    many: Reals


@pytest.fixture(scope="module")
def samples() -> Samples:
    prepared = prepare("baseline", ["matching_all_flexible"])

    def lines(workers: int, seed: int) -> tuple[list[str], Reals]:
        found = headline(execute(prepared, RunOptions(workers=workers, seed=seed, threads=1)).results)
        return [f"{each.metric.key} {each.year or ''}" for each in found], np.array([each.values for each in found])

    names = lines(FEW, 1)[0]
    return Samples(names, np.stack([lines(FEW, seed)[1] for seed in range(1, SEEDS + 1)]), lines(MANY, 100)[1])


def spread_over_error(samples: Samples) -> dict[str, float]:
    """Standard deviation over samples over the mean error reported, of every number that every sample has."""
    found = {}
    for i, name in enumerate(samples.names):
        for scenario, number in ((0, VALUE), (1, VALUE), (1, DIFFERENCE)):
            numbers, errors = samples.few[:, i, scenario, number], samples.few[:, i, scenario, number + 1]
            if np.isfinite(numbers).all() and np.isfinite(errors).all() and errors.min() > 0.0:
                key = f"{name} {scenario}{' difference' if number == DIFFERENCE else ''}"
                found[key] = float(numbers.std(ddof=1) / np.sqrt((errors**2).mean()))
    return found


def test_reported_errors_are_the_spread_over_seeds(samples: Samples) -> None:
    """Every headline, of the law and of a reform, and every difference between them; dates too."""
    found = spread_over_error(samples)
    assert len(found) > 60
    dates = {f"{date}  {which}" for date in ("first_deficit", "exhaustion") for which in ("0", "1 difference")}
    assert dates <= set(found)
    assert {key: ratio for key, ratio in found.items() if ratio > ONE} == {}
    metrics = {key.split()[0] for key in found}
    means = {each: geometric_mean([r for key, r in found.items() if key.split()[0] == each]) for each in metrics}
    assert {each: mean for each, mean in means.items() if not METRIC[0] <= mean <= METRIC[1]} == {}
    assert ALL[0] <= geometric_mean(list(found.values())) <= ALL[1]


def geometric_mean(ratios: list[float]) -> float:
    return float(np.exp(np.mean(np.log(ratios))))


def test_no_headline_drifts_with_the_number_of_workers(samples: Samples) -> None:
    """The mean of the small samples is what a large one says, within both errors."""
    few = samples.few[..., VALUE].mean(axis=0)
    error = np.sqrt((samples.few[..., ERROR] ** 2).mean(axis=0) / SEEDS)
    off = (few - samples.many[..., VALUE]) / np.hypot(error, samples.many[..., ERROR])
    known = np.isfinite(off)
    assert known.mean() > 0.9
    far = {
        f"{name} {scenario}": float(off[i, scenario])
        for i, name in enumerate(samples.names) for scenario in range(2) if abs(off[i, scenario]) > 3.0
    }  # fmt: skip
    assert far == {}
    assert np.sqrt(np.mean(off[known] ** 2)) < 1.5
