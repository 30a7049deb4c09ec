"""Fitting: known values are recovered, an interrupted fit resumes, numbers go where they were, no others move."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import yaml

from simulate import record
from simulate.contracts import Reals
from simulate.errors import ProblemsFound
from simulate.fit import calibrate
from simulate.fit.blocks import BLOCKS, Block, Knob, block_of, read_blocks, values_of, written
from simulate.parameters import ROOT, LawBook

ENROLMENT = "calibration/fitted/enrolment.yaml"
TINY = Block(
    "tiny",
    (
        Knob(ENROLMENT, ("parameters", "declared_share", "values", 0, "series", 2015), 0.6, 1.0),
        Knob(ENROLMENT, ("parameters", "state_declared_share", "values", 0, "series", 2005), 0.7, 1.2),
    ),
    tuple(("revenue", year) for year in (2010, 2012, 2014, 2016, 2018)),
    hold=0.0,
)


@pytest.mark.parametrize("name", read_blocks())
def test_every_block_leads_to_numbers_within_their_ranges(name: str) -> None:
    block = block_of(name)
    for knob, value in zip(block.knobs, values_of(block), strict=True):
        assert knob.low <= value <= knob.high, knob.name
    assert block.moments


def test_what_a_parameter_was_set_by_does_not_judge() -> None:
    """Every series among the figures of a block is shown as fitted."""
    series = {each.name: each for each in record.all_series()}
    used = {name for block in read_blocks().values() for name, _ in block.moments}
    assert {name for name in used if not series[name].is_fitted} == set()


def test_the_luck_of_a_small_sample_is_taken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample of 10 that is off by one everywhere, and one of 1,000 that is not: the known value is found."""
    knob = Knob(ENROLMENT, ("parameters", "declared_share", "values", 0, "series", 2015), 0.0, 2.0)
    block = Block("one", (knob,), (("revenue", 2010), ("revenue", 2012)), hold=0.0)

    def simulated(block: Block, values: Sequence[float], workers: int, seed: int, threads: int | None) -> Reals:
        return np.array([values[0] - 0.9, 2.0 * (values[0] - 0.9)]) + (0.3 if workers == 10 else 0.0)

    monkeypatch.setattr(calibrate, "simulated", simulated)
    monkeypatch.setattr(calibrate, "LOGS", tmp_path)
    alone = calibrate.calibrate(block, workers=10, seed=1)
    anchored = calibrate.calibrate(block, workers=10, seed=1, anchor=1000)
    assert abs(alone.values[0] - 0.9) > 0.1
    assert anchored.values[0] == pytest.approx(0.9, abs=1e-3)


def test_an_unknown_block_is_named_with_its_neighbour() -> None:
    with pytest.raises(ProblemsFound, match="coverage"):
        block_of("coverag")


def test_only_the_numbers_change() -> None:
    text = written(TINY, [0.61, 1.13])[ENROLMENT]
    before, after = (yaml.safe_load(each)["parameters"] for each in ((ROOT / ENROLMENT).read_text("utf-8"), text))
    assert after["declared_share"]["values"][0]["series"][2015] == 0.61
    assert after["state_declared_share"]["values"][0]["series"][2005] == 1.13
    after["declared_share"]["values"][0]["series"][2015] = before["declared_share"]["values"][0]["series"][2015]
    after["state_declared_share"]["values"][0]["series"][2005] = before["state_declared_share"]["values"][0]["series"][
        2005
    ]
    assert after == before
    assert text.count("\n") == (ROOT / ENROLMENT).read_text("utf-8").count("\n")


def test_other_numbers_make_another_law() -> None:
    with calibrate.book_with(TINY, [0.61, 1.13]) as book:
        other = book.resolve()[0]
    usual = LawBook.load().resolve()[0]
    changed = {name for name in usual if usual[name].digest != other[name].digest}
    assert changed == {"enrolment.declared_share", "enrolment.state_declared_share"}


def test_known_values_are_recovered_by_simulation(tmp_path: Path) -> None:
    """The figures of a model with known values, less those of the model being fitted, on the same draws."""
    known = [0.7, 1.1]

    def simulated(values: object) -> Reals:
        return calibrate.simulated(TINY, values, workers=600, seed=3, threads=1)  # type: ignore[arg-type]

    truth = simulated(known)
    model = calibrate.Logged(lambda values: simulated(values) - truth, tmp_path / "log.jsonl")
    found = calibrate.fit(TINY, model, values_of(TINY))
    assert found.values == pytest.approx(known, abs=0.01)
    assert found.cost[1] < 0.01 * found.cost[0]
    report = calibrate.as_dict(found, 600, 3, "0")
    assert all(row["pinned_by"] for row in report["parameters"].values())


def linear(slopes: Reals, truth: Reals) -> calibrate.Model:
    """A model whose moments are linear in two parameters."""
    return lambda values: np.asarray(slopes @ (np.asarray(values) - truth))


def test_standard_errors_are_those_of_least_squares() -> None:
    slopes = np.array([[2.0, 0.0], [0.0, 5.0], [1.0, 1.0], [0.0, 1.0], [3.0, 0.0]])
    found = calibrate.fit(TINY, linear(slopes, np.array([0.8, 0.9])), [0.7, 1.0])
    assert found.values == pytest.approx([0.8, 0.9], abs=1e-3)
    assert found.errors == pytest.approx(np.sqrt(np.diag(np.linalg.inv(slopes.T @ slopes))), rel=1e-3)


def test_what_no_moment_pins_stays_a_range() -> None:
    slopes = np.array([[2.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.5, 0.0], [3.0, 0.0]])
    found = calibrate.fit(TINY, linear(slopes, np.array([0.8, 0.9])), [0.7, 1.0])
    assert found.values[1] == pytest.approx(1.0, abs=1e-6)
    assert np.isnan(found.errors[1])
    row = calibrate.as_dict(found, 1, 1, "0")["parameters"]["state_declared_share.0.2005"]
    assert row["standard_error"] is None
    assert row["pinned_by"] == []


def test_a_fit_broken_off_takes_up_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    slopes, calls = np.array([[2.0, 0.0], [0.0, 5.0], [1.0, 1.0], [0.0, 1.0], [3.0, 0.0]]), [0, 0]

    def counting(run: int) -> calibrate.Model:
        def model(values: object) -> Reals:
            calls[run] += 1
            return linear(slopes, np.array([0.8, 0.9]))(values)  # type: ignore[arg-type]

        return model

    first = calibrate.fit(TINY, calibrate.Logged(counting(0), path), [0.7, 1.0])
    lines = path.read_text().splitlines()
    path.write_text("\n".join(lines[:2]) + '\n{"values": [0.7')
    again = calibrate.fit(TINY, calibrate.Logged(counting(1), path), [0.7, 1.0])
    assert again.values == first.values
    assert calls[1] == calls[0] - 2
    assert json.loads(lines[0])["values"] == [0.7, 1.0]


def test_the_digest_knows_what_a_fit_depends_on() -> None:
    assert calibrate.digest_of(TINY, 600, 3) == calibrate.digest_of(TINY, 600, 3)
    assert (
        len({calibrate.digest_of(TINY, 600, 3), calibrate.digest_of(TINY, 600, 4), calibrate.digest_of(TINY, 500, 3)})
        == 3
    )
    assert BLOCKS.exists()
