"""Looks for the toy scheme in a copy of the model that has its files; run in a process of its own, in the copy.

``python find_toy.py FOLDER``: results are written there.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xarray
import yaml

import simulate
from simulate import cohorts, measures, pipeline
from simulate.cases.evaluate import PASSED, compose_law, evaluate_all
from simulate.cases.reader import read_files
from simulate.cases.registry import Law
from simulate.contracts import FIRST_COHORT
from simulate.errors import Findings
from simulate.funds import IdentityBroken, Parameters, keep_books
from simulate.parameters import LawBook, checks
from simulate.report.page import page
from simulate.report.page.source import open_runs
from simulate.report.workbook import read_runs, write_workbook
from simulate.results.words import LANGUAGES
from simulate.schemes.registry import SCHEMES
from simulate.schemes.state import GROUPS

ROOT = Path(simulate.__file__).resolve().parent.parent
REFORM = "changes:\n  - {lever: toy.toy_rate, value: 0.04, from: 2030-01}\n"
WORDS = ("Toy members", "玩具参保人数", "Toy fund", "玩具基金")
HEADER = "title: {en: A dearer toy, zh: 玩具加价}\nauthor: Test\nreference: Toy act\n"


def judge_cases() -> None:
    """All policy cases of the toy pass."""
    found = list(evaluate_all(read_files([ROOT / "tests/cases/toy"], Findings()), Law(compose_law().parameters)))
    assert [each.status for each in found] == [PASSED] * 5, [each.reasons for each in found]


def look_at_levers() -> None:
    """The levers are listed with the rule that reads them, and nothing is missing of them."""
    book = LawBook.load()
    rows = {row.lever: row for row in checks.levers_table(compose_law().parameters, book)}
    assert "toy_contribution" in rows["toy.toy_rate"].read_in, rows["toy.toy_rate"]
    asked = (checks.dead_levers, checks.levers_without_moves, checks.series_that_end, checks.values_without_chinese)
    missing = [problem for each in asked for problem in each(book)]
    missing += checks.misnamed_labels(book, {each.name: each.labels for each in SCHEMES})
    assert not [each for each in missing if "toy" in str(each)]


def lose_money(parameters: Parameters) -> None:
    """Money lost on the way to the toy fund stops the run."""
    place = np.zeros((len(measures.PLACE_MEASURES), 1, 66, 31, 2))
    place[measures.PLACE_MEASURES.index("worker_to_toy"), 0, 4, 0, 0] = 1.0
    with pytest.raises(IdentityBroken, match="fund toy, beijing, year 2014"):
        keep_books(place, parameters)


def read_results(path: Path) -> None:
    """The dataset has members, the fund and who paid; twice the rate is twice the revenue from its date, not before."""
    with xarray.open_dataset(path / "results.nc") as data:
        known = yaml.safe_load((ROOT / "simulate/indicators/registry.yaml").read_text(encoding="utf-8"))
        assert set(data.data_vars) == set(known)  # a label more, no variable
        found = data.sel(statistic="estimate")
        members = found["members_national"].sel(membership="insured_toy", scenario="baseline")
        assert float(members.sel(year=2014)) == 0.0 < float(members.sel(year=2020))
        paid = found["paid_by"].sel(paid_into="toy", payer="worker")
        law, reform = paid.sel(scenario="baseline"), paid.sel(scenario="dearer")
        assert float(law.sel(year=2020)) > 1e9
        np.testing.assert_array_equal(reform.sel(year=slice(None, 2029)), law.sel(year=slice(None, 2029)))
        later = slice(2030, None)
        np.testing.assert_allclose(reform.sel(year=later), 2.0 * law.sel(year=later), rtol=1e-6)
        spent = found["fund_expenditure_national"].sel(fund="toy", scenario="baseline")
        assert float(spent.sum()) > 0.0
        others = found["fund_balance_national"].sel(fund=["employee_pool", "resident_pension"])
        np.testing.assert_array_equal(others.sel(scenario="dearer"), others.sel(scenario="baseline"))


def read_reports(path: Path) -> None:
    """Page and workbook show the members and the fund in both languages."""
    text = page.render(open_runs([path]), LANGUAGES)
    assert {word for word in WORDS if word not in text} == set()
    book = openpyxl.load_workbook(write_workbook(read_runs([path]), path / "toy.xlsx", "zh"), read_only=True)
    cells = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    assert {word for word in WORDS[1::2] if word not in cells} == set()


def run(folder: Path) -> None:
    """Live a few workers with and without a dearer toy."""
    assert "toy" in GROUPS
    judge_cases()
    look_at_levers()
    reform = folder / "dearer.yaml"
    reform.write_text(HEADER + REFORM, encoding="utf-8")
    prepared = pipeline.prepare("baseline", [reform])
    some = cohorts.Share(cohorts=tuple(range(1955 - FIRST_COHORT, 2005 - FIRST_COHORT, 2)))  # plain Python is slow
    cohorts.live = partial(cohorts.live, share=some)
    lose_money(prepared.scenarios[0].parameters)
    path = pipeline.write(pipeline.execute(prepared, cohorts.RunOptions(workers=300, threads=1)), folder / "run")
    read_results(path)
    read_reports(path)


if __name__ == "__main__":
    run(Path(sys.argv[1]))
