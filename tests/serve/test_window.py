"""What a window holds, runs and opens; without a browser, and without living a life where a file will do."""

from __future__ import annotations

import dataclasses
import sys
import time
from pathlib import Path

import pytest

from simulate.errors import ProblemsFound
from simulate.results import provenance, write
from simulate.results.estimates import ScenarioResult, gather
from simulate.results.headline import DateWords
from simulate.scenario.kept import Piece
from simulate.serve import results
from simulate.serve.draft import DraftChange
from simulate.serve.headline_table import table
from simulate.serve.jobs import Job
from simulate.serve.lives import explain_arguments, message
from simulate.serve.scenario_store import ScenarioStore
from simulate.serve.server_state import ServerState
from simulate.serve.session import Session
from simulate.serve.words import WORDS, word

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "report"))

FLOOR = "employee_pension.flexible_base_floor_ratio"
PARTS = ("value", "error", "difference", "difference_error")


@pytest.fixture
def state(tmp_path):
    (tmp_path / "scratch").mkdir()
    return ServerState(tmp_path / "runs", ScenarioStore(tmp_path / "own"), tmp_path / "scratch", 300)


@pytest.fixture
def ran(state):
    """A folder of results as the page needs it."""
    import sample_results

    law = (ScenarioStore().folder / "baseline.yaml").read_text(encoding="utf-8")
    base, option = Piece("scenario", "baseline", law), Piece("--set", "economy.inflation=0.01", "")
    numbers = sample_results.random_indicators(1)
    scenarios = [
        ScenarioResult("baseline", numbers, pieces=[base, option]),
        ScenarioResult(
            "mine", numbers, pieces=[base, Piece("scenario", "mine", "changes: []"), option]
        ),
    ]  # fmt: skip
    scenarios = [dataclasses.replace(each, parameters_digest=f"d_{each.name}") for each in scenarios]
    gathered = gather(scenarios, years=(2030, 2030), provinces=["beijing"])
    estimate = gathered.estimates["insured_national"]
    for part, figures in zip(
        PARTS, ((361.24e6, 364.12e6), (2.26e6, 2.39e6), (0.0, 2.88e6), (0.0, 0.61e6)), strict=True
    ):
        getattr(estimate, part)[:, 0, 0] = figures
    made = provenance.manifest(scenarios, seed=7, workers=300, threads=1, command=["run.py", "compare"])
    return write(gathered, scenarios, made, state.results / "baseline_and_mine")


def test_windows_share_nothing(state):
    first, second = Session(state, "en"), Session(state, "zh")
    first.draft.changes.append(DraftChange(FLOOR, amount="0.4"))
    first.choice.others.append("hukou_removal")
    assert second.draft.changes == []
    assert second.choice.others == []
    assert first.folder != second.folder
    assert first.judge().applied[0].lever == FLOOR
    assert second.judge().applied == ()


def test_a_run_takes_the_saved_file_only_while_it_is_the_same(state):
    session = Session(state, "en")
    assert session.run_names() == ["baseline"]
    session.draft.changes.append(DraftChange(FLOOR, amount="0.4"))
    session.saved = state.store.save(session.draft.name, session.text)
    assert session.run_names() == ["baseline", str(session.saved)]
    session.draft.changes[0].amount = "0.5"
    session.choice.others = ["hukou_removal", "baseline"]
    base, own, other = session.run_names()
    assert (base, other) == ("baseline", "hukou_removal")
    assert own != str(session.saved)
    assert own.endswith("my_reform.yaml")


def test_two_runs_of_one_name_get_two_folders(state):
    names = ["baseline", "x.yaml"]
    assert [state.results_folder(names).name for _ in range(2)] == ["baseline_and_x", "baseline_and_x_2"]


def test_a_run_is_cancelled_and_leaves_nothing(state):
    out = state.results_folder(["baseline"])
    job = state.start(["run", "baseline", "--workers", "3000000", "--out", str(out)], out)
    late = time.monotonic() + 60
    while not job.said and time.monotonic() < late:
        time.sleep(0.05)
    assert job.is_running
    job.cancel()
    assert job.wait(20) == "cancelled"
    assert not out.exists()
    assert not list(out.parent.glob("*")) if out.parent.exists() else True


def test_a_job_that_fails_says_why(state):
    job = Job(["run", "no_such_scenario"])
    assert job.wait(60) == "failed"
    assert "no scenario of this name" in job.latest


def test_earlier_runs_are_listed_and_shown(state, ran):
    (state.results / "other").mkdir()
    (state.results / "other" / "manifest.yaml").write_text("- nothing of ours\n", encoding="utf-8")
    (run,) = results.runs(state.results)
    assert (run.name, run.lives, [each.digest for each in run.scenarios]) == (
        "baseline_and_mine", ("300", "7"), ["d_baseline", "d_mine"]
    )  # fmt: skip
    numbers = results.headline(run)
    for language, name, first, second in (
        ("en", "Participants of the employee scheme", "361.2 ±2.3", "364.1 ±2.4 (+2.9 ±0.6)"),
        ("zh", "职工基本养老保险参保人数", "36124 ±226", "36412 ±239 (+288 ±61)"),  # 万人
    ):
        html = table([run], [numbers], language)
        assert f'<th scope="row">{name}</th>' in html
        assert f"<td>{first}</td><td>{second}</td>" in html


def test_a_result_that_was_changed_since_is_refused_in_one_line(state, ran):
    (run,) = results.runs(state.results)
    (ran / "results.nc").write_bytes(b"other numbers")
    with pytest.raises(ProblemsFound, match=r"files other than the run wrote: results\.nc \(changed\)"):
        results.headline(run)


def test_a_life_is_opened_under_the_law_of_its_run(state, ran):
    session = Session(state, "en")
    (run,) = results.runs(state.results)
    arguments = explain_arguments(run, "1987-m42", ["baseline", "mine"], session.new_file)
    written = arguments[5]
    assert arguments == [
        "explain", "1987-m42", "--scenario", "baseline", "--against", written, "--on", "baseline",
        "--workers", "300", "--seed", "7", "--set", "economy.inflation=0.01",
    ]  # fmt: skip
    assert written.endswith("mine.yaml")
    asked = explain_arguments(run, "occupation=ride_hailing", ["baseline"], session.new_file)
    assert asked[:5] == ["explain", "--where", "occupation=ride_hailing", "--scenario", "baseline"]
    assert "--against" not in asked


def test_a_missing_verb_is_not_shown_as_a_life():
    assert message("", ["Usage: ...", "│ No such command 'explain'. │"]) == ""
    assert message("", ["explain: found nothing"]) == "explain: found nothing"
    assert message("a life\n", ["said"]) == "a life"


def test_every_word_has_two_languages_and_the_same_blanks():
    for key, (english, chinese) in WORDS.items():
        assert english
        assert chinese
        assert {part.partition("}")[0] for part in english.split("{")[1:]} == {
            part.partition("}")[0] for part in chinese.split("{")[1:]
        }, key
    assert word("found", "zh", n=1, all=2) == "共2项参数，找到1项"


def test_numbers_are_shown_as_on_the_console():
    def text(*numbers, unit="years", name="Employee fund, balance over spending"):
        return results.shown(results.Number(*numbers), (name, "", unit, "2030"), False, DateWords("never", "open"))

    nan = float("nan")
    assert text(1.234, 0.1, 0.0, 0.0) == "1.23 ±0.10 (0)"
    assert text(1.234, 0.1, 0.001, 0.001) == "1.23 ±0.10 (≈0)"
    assert text(1.234, nan, -0.5, nan) == "1.23 (-0.50)"
    assert text(nan, nan, nan, nan) == "- (-)"
    assert text(nan, nan, nan, nan, unit="date", name="Employee fund, first deficit") == "never (-)"
