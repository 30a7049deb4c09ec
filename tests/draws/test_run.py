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
from simulate.indicators import COORDINATES
from simulate.parameters import LawBook
from simulate.report.page import chart_list
from simulate.report.page.chart_list import drawn_quotients
from simulate.report.page.figures import Quantity
from simulate.report.page.source import open_runs
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


@pytest.mark.parametrize("quotient", drawn_quotients(), ids=lambda each: each.output)
def test_a_quotient_has_the_ranges_of_the_quotients_of_the_draws(drawn: pipeline.Result, quotient: Quantity) -> None:
    """Prices that move with the amounts leave their quotient where it is, however far both spread."""
    results, (dim,) = drawn.results, quotient.select
    amount = results.estimates[quotient.output]
    place = amount.output.dims.index(dim), results.index(dim, quotient.select[dim])
    first = list(COORDINATES["year"]).index(results.coords["year"][0])
    whole = np.arange(1.0, 1.0 + len(COORDINATES["year"]))
    prices = np.stack([np.stack([each * whole] * 2) for each in (1.0, 2.0, 4.0)])
    numbers = np.zeros((3, 2, *amount.output.shape))
    of_select = np.moveaxis(numbers, 2 + place[0], 0)[list(COORDINATES[dim]).index(quotient.select[dim])]
    of_select[:] = 7.0 * prices
    of_select[2, 1] += prices[2, 1]
    without = {quotient.output: replace(amount, error=None, difference_error=None)}
    exact = replace(results, estimates={**results.estimates, **without})
    found = run.quotient_range(exact, {quotient.output: numbers, quotient.per: prices}, quotient)
    ends = np.array(found.ends)
    assert ends.shape == (len(DRAWN), 2, len(COORDINATES["year"]) - first)
    np.testing.assert_allclose(ends[:3, 0], 7.0)
    np.testing.assert_allclose(ends[1:3, 1], np.array([[7.0], [7.9]]) * np.ones(ends.shape[-1]))
    np.testing.assert_allclose(ends[5, 1], 0.9)


def test_every_line_of_the_page_has_a_fan(drawn: pipeline.Result, tmp_path: Path) -> None:
    """Sums, shares and quotients alike, at constant prices too: an area wherever a draw reaches."""
    source = open_runs([pipeline.write(drawn, tmp_path / "run")])
    shown = [each for each in chart_list.plans(source) if each.kind == "lines"]
    assert {"fund_flows", "flexible", "cohort_replacement", "dependency"} <= {each.key for each in shown}
    for plan in shown:
        rows = [each for each in chart_list.rows(plan, source) if each["s"] < len(source.scenarios)]
        assert sum("lo" in each for each in rows) > 0.5 * len(rows), (
            plan.key
        )  # few workers: in some years nobody claims
        assert all(each["lo"] <= each["hi"] for each in rows if {"lo", "hi"} <= set(each)), plan.key


def test_a_run_without_draws_holds_none(plain: pipeline.Result) -> None:
    assert plain.results.statistics == STATISTICS
    assert Uncertainty.of(plain.results) is None
    one = replace(plain.results, scenarios=plain.results.scenarios[:1])
    assert one.statistics == STATISTICS[:2]
