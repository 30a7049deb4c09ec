"""The page misleads nobody: bands within bounds, few workers marked, cut colours said, today's prices first."""

from __future__ import annotations

import dataclasses
import math
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sample_page

from simulate.report.page import chart_parts, page, workers
from simulate.report.page.source import open_runs
from simulate.results import certainty, provenance, write
from simulate.results.estimates import gather
from simulate.results.headline import PROVINCIAL

SCALE = 100.0


def value_of(expression: str, v: float, e: float) -> float:
    """A Vega expression of the form ``condition ? this : that`` at a level and its error, as a browser computes it."""
    filled = expression.replace("@{scale}", str(SCALE)).replace("@{share}", "True").replace("@{positive}", "True")
    condition, rest = filled.split(" ? ", 1)
    this, that = rest.split(" : ", 1)
    names = {
        "datum": SimpleNamespace(v=v, e=e, shown=v * SCALE, half=certainty.BAND * e * SCALE), "mode": "level",
        "exp": math.exp, "min": min, "isValid": lambda each: not math.isnan(each),
    }  # fmt: skip
    chosen = this if eval(condition.replace("&&", "and"), names) else f"datum.shown + 0 * ({len(that)})"
    return float(eval(chosen, names))


def drawn(side: str, v: float, e: float, is_positive: bool, mode: str = "level") -> float:
    """The end of the band of what is no share, as a browser computes it: the expression's conditions one by one."""
    filled = chart_parts.band_end(side).replace("@{share}", "False").replace("@{positive}", str(is_positive))
    names = {
        "datum": SimpleNamespace(v=v, e=e, shown=v, half=certainty.BAND * e), "mode": mode, "exp": math.exp, "min": min,
        "max": max, "isValid": lambda each: not math.isnan(each),
    }  # fmt: skip
    amount = filled.partition(f" : datum.shown {side} (")[2]
    *choices, last = re.split(r" : ", amount.removesuffix(")"))
    for condition, value in (each.split(" ? ") for each in choices):
        if eval(condition.replace("&&", "and"), names):
            last = value
            break
    half = float(eval(last, names))
    return v - half if side == "-" else v + half


@given(st.floats(0.0, 1e9), st.floats(0.0, 1e9))
def test_no_band_of_what_is_counted_is_drawn_below_zero(v: float, e: float) -> None:
    assert [drawn(side, v, e, True) for side in "-+"] == list(certainty.interval(v, e, False, lowest=0.0))
    assert drawn("-", v, e, True) >= 0.0
    for mode, is_positive in (("difference", True), ("level", False)):  # these may be below zero
        assert [drawn(side, v, e, is_positive, mode) for side in "-+"] == list(certainty.interval(v, e, False))


@given(st.floats(0.0, 1.0), st.floats(0.0, 2.0))
def test_the_band_drawn_is_the_band_of_the_other_reports(v: float, e: float) -> None:
    low, high = (value_of(chart_parts.band_end(side), v, e) for side in "-+")
    assert -1e-9 <= low <= high <= SCALE + 1e-9
    if 1e-6 < v < 1 - 1e-6 and certainty.BAND * e < 300 * v * (1 - v):
        wanted = [SCALE * each for each in certainty.interval(v, e, True)]
        assert [low, high] == pytest.approx(wanted, rel=1e-9, abs=1e-9)


def with_errors(scenarios, name, levels, noise):
    """The scenarios with an output at a level, spread over the replicates."""
    found = []
    for each in scenarios:
        n_replicates, *shape = each.indicators[name].shape
        spread = np.linspace(-1, 1, n_replicates - 1).reshape(-1, *[1] * len(shape))
        values = np.full((n_replicates, *shape), levels)
        values[1:] += noise * spread
        found.append(dataclasses.replace(each, indicators={**each.indicators, name: values}))
    return found


def test_what_rests_on_few_is_grey_and_starred_and_the_page_says_why(samples, tmp_path) -> None:
    name = "coverage_rate_by_occupation"
    marked = {}
    for noise in (0.0001, 0.05):
        few = with_errors(samples[:1], name, 0.3, noise)
        source = open_runs([sample_page.write(few, tmp_path / str(noise), [name])])
        html = page.render(source, ("en",))
        cells = re.findall(r"<td (data-(?:output|select)[^>]*)>(.*?)</td>", html)
        assert cells
        for place, cell in cells:
            assert ("data-few" in place) == cell.endswith("*")
        marked[noise] = [" data-few" in place for place, _ in cells]
        assert "A grey number with * rests on fewer than about 30 workers" in html
        charts = sample_page.unfolded(html, "charts")
        rows = re.search(r'"by_occupation":.*?"rows":(\[\[.*?\]\])', charts)[1]
        assert (",1]" in rows.replace(",null", "")) == (noise > 0.01)
    assert not any(marked[0.0001])
    assert all(marked[0.05])


def test_no_rule_for_print_takes_the_mark_away(samples, tmp_path) -> None:
    """On paper, where what is folded is left out, the grey, the star and the words that explain them stand."""
    source = open_runs([sample_page.write(samples[:1], tmp_path / "run", ["coverage_rate_by_occupation"])])
    html = page.render(source, ("en",))
    before, _, _ = html.partition("A grey number with * rests on fewer than about 30 workers")
    assert len(before) < len(html)
    for folded in ("details", "nav"):
        assert before.count(f"<{folded}") == before.count(f"</{folded}>")
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    assert re.search(r"\[data-few\][^{]*\{[^}]*color: #8a97a5", style)
    assert "[data-few]" not in style[style.index("@media print") :].split("\n}", 1)[0]


def test_a_share_near_nothing_has_two_sides(samples, tmp_path) -> None:
    name = "coverage_rate_by_occupation"
    few = with_errors(samples[:1], name, 0.004, 0.004)
    html = page.render(open_runs([sample_page.write(few, tmp_path / "run", [name])]), ("en",))
    sides = re.findall(r'<small class="se">\+([\d.]+)/\N{MINUS SIGN}([\d.]+)</small>', html)
    assert sides
    assert all(float(below) <= 0.4 < float(above) for above, below in sides)


def test_digits_follow_the_error(samples, tmp_path) -> None:
    name = "coverage_rate_by_occupation"
    for noise, shape in ((0.08, r"30 "), (0.008, r"30\.0 "), (0.0008, r"30\.00 ")):
        few = with_errors(samples[:1], name, 0.3, noise)
        html = page.render(open_runs([sample_page.write(few, tmp_path / str(noise), [name])]), ("en",))
        stated = re.findall(r'<b data-part="value">([\d.]+)</b>', html)
        assert set(stated) == {shape.replace("\\", "").strip()}


def test_a_cut_scale_of_a_map_is_said(samples, tmp_path) -> None:
    name = "provincial_share"
    said = {}
    for largest in (0.01, 0.2):
        change = np.full(samples[0].indicators[name].shape, 0.01)
        change[..., 3] = largest
        moved = dataclasses.replace(samples[0], name="moved", indicators={name: samples[0].indicators[name] + change})
        pair = [dataclasses.replace(samples[0], indicators={name: samples[0].indicators[name]}), moved]
        folder = sample_page.write(_whole(pair, samples[0]), tmp_path / str(largest), [name])
        said[largest] = "Colours are cut:" in page.render(open_runs([folder]), ("en",))
    assert said == {0.01: False, 0.2: True}


def _whole(pair, base):
    """Scenarios with every output, of which only some are written."""
    return [dataclasses.replace(each, indicators={**base.indicators, **each.indicators}) for each in pair]


def test_some_provinces_alone_and_the_page_says_whose_numbers_these_are(samples, tmp_path) -> None:
    made = provenance.manifest(samples[:1], seed=1, workers=100, threads=1, command=sample_page.COMMAND)
    results = gather(samples[:1], years=(2030, 2031), provinces=["beijing", "sichuan"])
    html = page.render(open_runs([write(results, samples[:1], made, tmp_path / "run")]), ("en", "zh"))
    assert "below them stand those of Beijing, Sichuan" in html
    for province in ("beijing", "sichuan"):
        for each in PROVINCIAL:
            assert re.search(f'data-output="{each.output}" data-select="[^"]*province={province}[;"]', html), each
    assert "其下为北京、四川的数字" in html


def test_the_whole_country_needs_no_such_word(html) -> None:
    assert "are reported, on the maps" not in html


def test_first_pensions_stand_at_todays_prices_first(samples, tmp_path) -> None:
    prices = samples[0].indicators["prices_index"].copy()
    prices[...] = 1.0
    prices[..., 53] = 4.0  # 2063
    priced = [dataclasses.replace(each, indicators={**each.indicators, "prices_index": prices}) for each in samples]
    source = open_runs([sample_page.write(priced, tmp_path / "run", ["prices_index"])])
    typical = sample_page.typical(*[each.key for each in source.scenarios])
    line = workers.lines(typical.workers[0], source)[0]
    assert line.real.number == pytest.approx(17969.1 / 4.0)
    cell = page.render(source, ("en",), typical).partition('data-career="steady"')[2].partition("</tr>")[0]
    assert cell.index('data-part="real">4,492<') < cell.index('data-part="monthly">17,969<')
    assert "in yuan of that month" in cell


def test_the_convention_of_errors_is_said_once(html) -> None:
    assert html.count("± is one standard error") == 1
