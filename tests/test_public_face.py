"""The Python face takes what the command line takes, checks it alike, and is never silent where that speaks."""

from __future__ import annotations

import inspect
from pathlib import Path

import numpy as np
import pytest

import simulate
from simulate import pipeline
from simulate.cli import app
from simulate.errors import ProblemsFound
from simulate.machine.files import SCENARIOS
from simulate.population.limits import MINIMUM_WORKERS

SMALL = {"workers": MINIMUM_WORKERS, "threads": 1, "last_year": 2030}
REFORM = {
    "title": {"en": "A lower floor", "zh": "降低下限"}, "author": "A", "reference": "R",
    "changes": [{"lever": "employee_pension.flexible_base_floor_ratio", "value": 0.4, "from": "2027-01"}],
}  # fmt: skip

WRONG = {
    "workers": (-1, 0, 299, 10**9, 2.5, "many", True, None, "2000", float("nan"), [2000]),
    "seed": (-1, 2**63, 0.5, "1", None, [1]),
    "threads": (0, 5_000),
    "draws": (-1, 7, 1001, 16.5),
    "first_year": (2009, 2076, "2020", None, 2020.5),
    "provinces": ("bejing", ["beijing", "atlantis"], 3, [3], None, b"beijing", object()),
    "sets": (
        3,
        [3],
        None,
        [None],
        b"x=1",
        "no_lever",
        "enrolment.hukou_rule=opn",
        ["enrolment.hukou_rule=open", "enrolment.hukou_rul=open"],
    ),
}


@pytest.mark.parametrize(("option", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_option_is_a_problem(option: str, value: object) -> None:
    with pytest.raises(ProblemsFound) as caught:
        simulate.run(**{option: value})  # type: ignore[arg-type]
    assert option.partition("_")[0] in str(caught.value) or "--set" in str(caught.value)


NO_SCENARIOS = (None, 3, [3], b"baseline", ["baseline", None], {"hukou_removal"}, [["hukou_removal"]], object(), [], ())


@pytest.mark.parametrize(
    "given", NO_SCENARIOS, ids=lambda given: f"{type(given).__name__} {given!s:.20}".split(" object at")[0]
)
def test_what_is_no_scenario_is_a_problem_that_shows_it(given: object) -> None:
    with pytest.raises(ProblemsFound, match=r"found .*expected (a name, a file, a scenario|each|one reform)") as caught:
        simulate.compare("baseline", given, **SMALL)  # type: ignore[arg-type]
    assert not any(word in str(caught.value) for word in ("iterable", "dictionary update", "attribute"))


def test_numbers_of_numpy_are_numbers() -> None:
    lever = "employee_pension.flexible_base_floor_ratio"
    reform = simulate.Reform({lever: np.float64(0.4)}, start="2027-01")
    assert reform.text == simulate.Reform({lever: 0.4}, start="2027-01").text
    swept = simulate.sweep(lever, np.array([0.3, 0.5]), start="2027-01", **SMALL)
    assert swept["value"].values.tolist() == ["", "0.3", "0.5"]


def test_levers_and_values_alone_are_answered_with_reform() -> None:
    with pytest.raises(ProblemsFound, match=r"simulate\.Reform"):
        simulate.compare("baseline", {"employee_pension.flexible_base_floor_ratio": 0.4}, **SMALL)


def test_completion_offers_what_there_is_and_no_more() -> None:
    assert set(dir(simulate)) == set(simulate.__all__)


def test_the_options_are_those_of_the_command_line() -> None:
    """All but where and how results are written and said, over how many processes, and what is asked."""
    of_verbs = {"out", "quiet", "as_json", "years", "reform", "agreed", "stats", "local", "cluster", "slurm"}
    for function, verb in ((simulate.run, app.run), (simulate.compare, app.compare)):
        here, there = set(inspect.signature(function).parameters), set(inspect.signature(verb).parameters)
        assert there - of_verbs - {"reforms", "base"} <= here
        assert not any(each.kind == each.VAR_KEYWORD for each in inspect.signature(function).parameters.values())


def test_one_reform_may_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def prepare(base: object, reforms: object, sets: object) -> pipeline.Prepared:
        asked.append([str(base), *map(str, reforms), *sets])  # type: ignore[call-overload]
        raise StopIteration

    monkeypatch.setattr(pipeline, "prepare", prepare)
    for reforms in ("hukou_removal", ["hukou_removal"], ("hukou_removal",)):
        with pytest.raises(StopIteration):
            simulate.compare("law_2021", reforms, sets="economy.inflation=0.01")
    assert asked == [["law_2021", "hukou_removal", "economy.inflation=0.01"]] * 3


def test_a_scenario_is_a_name_a_file_a_mapping_or_itself(tmp_path: Path) -> None:
    path = SCENARIOS / "hukou_removal.yaml"
    by_name, by_file = simulate.load_scenario("hukou_removal"), simulate.load_scenario(path)
    assert by_name.text == by_file.text
    assert simulate.load_scenario(by_name) is by_name
    given = simulate.load_scenario(REFORM)
    assert [(each.spec.name, float(each.operand.max())) for each in given.changes] == [
        ("employee_pension.flexible_base_floor_ratio", 0.4)
    ]
    composed = [pipeline.prepare("baseline", [each]).scenarios[-1].digest for each in (by_name, path, "hukou_removal")]
    assert len(set(composed)) == 1


def test_faults_of_all_sources_come_at_once() -> None:
    wrong = REFORM | {"changes": [{"lever": "enrolment.hukou_rul", "value": "open"}]}
    with pytest.raises(ProblemsFound) as caught:
        pipeline.prepare("baseline", [wrong, REFORM | {"author": None}])
    assert [problem.file for problem in caught.value.problems] == ["given_1", "given_2"]
    assert all(problem.line for problem in caught.value.problems)
    with pytest.raises(ProblemsFound, match="each name once"):
        pipeline.prepare("baseline", [simulate.load_scenario("no_change"), "no_change"])
    with pytest.raises(ProblemsFound, match="the same scenario twice"):
        pipeline.prepare("baseline", ["no_change", "no_change"])
    with pytest.raises(ProblemsFound, match="a name, a file, a scenario"):
        simulate.load_scenario(3)  # type: ignore[arg-type]


def test_what_the_command_line_warns_of_is_a_warning() -> None:
    idle = REFORM | {"changes": [{"lever": "social_floor.mixed_flat_share", "value": 0.4}]}
    with pytest.warns(simulate.ScenarioWarning) as caught:
        results = simulate.compare("baseline", idle, **SMALL)  # type: ignore[arg-type]
    said = [str(each.message) for each in caught]
    assert any("given" in text and "social_floor.kind is mixed" in text for text in said)
    assert any("300 workers" in text for text in said)
    assert results.sizes["scenario"] == 2
    assert not np.nanmax(np.abs(results["insured_national"].sel(statistic="difference").values))
