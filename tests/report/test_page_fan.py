"""Of a run with draws the charts show how far they spread, beside the band of sampling; of no other run."""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sample_page

from simulate.report.page import assets, chart_list, charts
from simulate.report.page.source import Source, open_runs
from simulate.results.estimates import DRAWN

PARTS = (0.5, 1.0, 3.0, -0.2, 0.0, 0.4)  # of the estimate, in the order of DRAWN


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Source:
    return open_runs([sample_page.write(sample_page.scenarios(), tmp_path_factory.mktemp("fan") / "run")])


@pytest.fixture(scope="module")
def drawn(plain: Source) -> Source:
    (run,) = plain.runs
    estimates = {
        name: dataclasses.replace(each, drawn=np.stack([part * each.value for part in PARTS]))
        for name, each in run.results.estimates.items()
    }
    wide = dataclasses.replace(run, results=dataclasses.replace(run.results, estimates=estimates))
    return Source((wide,), tuple(dataclasses.replace(each, run=wide) for each in plain.scenarios))


def lines(source: Source) -> list[chart_list.ChartPlan]:
    return [each for each in chart_list.plans(source) if each.kind == "lines"]


def test_ends_are_those_of_the_draws(drawn: Source) -> None:
    assert len(PARTS) == len(DRAWN)
    n = 0
    for plan in lines(drawn):
        for row in charts.build(plan, drawn)["rows"]:
            found = chart_list.unpack(row)
            if "lo" in found:
                n += 1
                assert plan.series[found["k"]].quantity.per == ""
                ends = [found[name] for name in ("lo", "hi", "dlo", "dhi")]
                assert ends == pytest.approx([found["v"] * part for part in (0.5, 3.0, -0.2, 0.4)], rel=6e-4)
    assert n > 100


def test_only_a_run_with_draws_has_the_area(plain: Source, drawn: Source) -> None:
    assert (plain.has_draws, drawn.has_draws) == (False, True)
    for plan in lines(plain):
        assert "fan_low" not in str(charts.build(plan, plain)["spec"])
    assert any("fan_low" in str(charts.build(plan, drawn)["spec"]) for plan in lines(drawn))


def test_the_script_of_the_page_names_the_numbers_of_a_row_alike() -> None:
    script = (Path(assets.__file__).parent / "page.js").read_text(encoding="utf-8")
    (stated,) = re.findall(r"const fields = \[(.*?)\];", script)
    assert tuple(re.findall(r'"(\w+)"', stated)) == chart_list.FIELDS
