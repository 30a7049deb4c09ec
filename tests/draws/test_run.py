"""Draws lived: the same bits however they are gathered, and written where a reader finds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulate import cohorts, pipeline
from simulate.draws import living, run
from simulate.draws.axes import read_unknowns
from simulate.draws.vectors import cube, draws
from simulate.parameters import LawBook
from simulate.results.dataset import to_dataset
from simulate.results.estimates import DRAWN, STATISTICS
from simulate.results.uncertainty import Uncertainty
from simulate.scenario import load_all

OPTIONS = cohorts.RunOptions(workers=300, threads=1)
NAMES = ("baseline", "lower_minimum_base")


@pytest.fixture(scope="module")
def plain() -> pipeline.Result:
    return pipeline.execute(pipeline.prepare(NAMES[0], NAMES[1:]), OPTIONS)


@pytest.fixture(scope="module")
def drawn(plain: pipeline.Result) -> Iterator[pipeline.Result]:
    """Eight draws of what does not change who is born and dies, so that all share one pass."""
    known = [each for each in read_unknowns(LawBook.load()) if each.part != "demography"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "read_unknowns", lambda book: known)
        yield run.with_draws(plain, NAMES, (), OPTIONS, 8)


def test_a_draw_of_nothing_is_the_run_itself(plain: pipeline.Result) -> None:
    book = LawBook.load()
    base, reform = load_all(list(NAMES), book)
    values = living.live(draws(book, base, [reform], (), [], np.zeros((1, 0))), OPTIONS, lambda n: None)
    for name, of_draw in values.items():
        np.testing.assert_array_equal(of_draw[0], plain.results.estimates[name].value, name)


def test_draws_have_the_same_bits_alone_and_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    book = LawBook.load()
    base = load_all(["baseline"], book)[0]
    unknowns = read_unknowns(book)
    vectors = draws(book, base, [], (), unknowns, cube(8, len(unknowns), 5))[:2]
    together = living.live(vectors, OPTIONS, lambda n: None)
    monkeypatch.setattr(living, "MOST_LAWS", 1)
    alone = living.live(vectors, OPTIONS, lambda n: None)
    for name, values in together.items():
        np.testing.assert_array_equal(values, alone[name], name)


def test_estimates_and_errors_of_the_run_do_not_move(plain: pipeline.Result, drawn: pipeline.Result) -> None:
    for name, estimate in plain.results.estimates.items():
        for mine, other in zip(estimate.parts, drawn.results.estimates[name].parts, strict=True):
            assert (mine is None) == (other is None)
            if mine is not None and other is not None:
                np.testing.assert_array_equal(mine, other, name)


def test_history_is_the_same_in_all_draws(drawn: pipeline.Result) -> None:
    """What happened is on record: up to 2024 nothing varies but the sample."""
    estimate = drawn.results.estimates["contributors_national"]
    assert estimate.drawn is not None
    until = drawn.results.index("year", 2024) + 1
    np.testing.assert_allclose(estimate.drawn[1][..., :until], estimate.value[..., :until], rtol=1e-12)
    later = drawn.results.index("year", 2050)
    assert (estimate.drawn[0][..., later] < estimate.drawn[2][..., later])[:, 0].all()


def test_ranges_stand_in_the_file_and_come_back(drawn: pipeline.Result, tmp_path: Path) -> None:
    from simulate.results import read

    folder = pipeline.write(drawn, tmp_path / "run")
    again = read(folder)
    assert again.statistics == (*STATISTICS, *DRAWN)
    for name, estimate in drawn.results.estimates.items():
        mine, other = estimate.drawn, again.estimates[name].drawn
        assert (mine is None or bool(np.isnan(mine).all())) == (other is None)
        if mine is not None and other is not None:
            np.testing.assert_array_equal(mine, other, name)
    found = Uncertainty.of(again)
    assert found is not None
    assert found.draws == 8
    assert {each.scenario for each in found.ranges} == set(NAMES)
    assert all(each.difference is None for each in found.ranges if each.scenario == "baseline")
    assert set(to_dataset(again)["statistic"].values) == {*STATISTICS, *DRAWN}


def test_a_run_without_draws_holds_none(plain: pipeline.Result) -> None:
    assert plain.results.statistics == STATISTICS
    assert Uncertainty.of(plain.results) is None
    one = replace(plain.results, scenarios=plain.results.scenarios[:1])
    assert one.statistics == STATISTICS[:2]
