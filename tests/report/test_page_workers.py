"""Typical workers on the page: lived under the laws of the run, and equal to what ``career`` says of them."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sample_page

from simulate.lives import laws, living, read_career, summary
from simulate.lives import typical as lives
from simulate.lives.flows import year_paid
from simulate.machine.files import SCENARIOS
from simulate.report.page import page
from simulate.report.page.source import open_runs
from simulate.results.words import LANGUAGES
from simulate.scenario import compose, load_scenario

NAMES = ("full_career_average", "rider_beijing")


@pytest.fixture(scope="module")
def composed():
    """A law, a reform of it with an override of its own, and the same law with an option, as a run composes them."""
    ((base, book), (reform, _)) = laws.compose_scenarios(["law_2021", "platform_copayment_at_source"], "law_2021")
    changed = compose(book, load_scenario("law_2021", book), None, ["enrolment.hukou_rule@2027-01=open"])
    return [base, reform, dataclasses.replace(changed, name="changed")]


@pytest.fixture(scope="module")
def source(composed, tmp_path_factory):
    samples = [
        dataclasses.replace(each, name=law.name, pieces=law.pieces, parameters_digest=law.digest)
        for each, law in zip(sample_page.scenarios(), composed, strict=True)
    ]
    return open_runs([sample_page.write(samples, tmp_path_factory.mktemp("workers") / "run", ["insured_national"])])


@pytest.fixture(scope="module")
def found(source):
    return lives.typical(source, NAMES)


def test_outcomes_are_those_of_career(found, composed):
    assert found.moved == frozenset()
    (ground,) = laws.grounds(["law_2021"], "law_2021")
    career = read_career.read_career(SCENARIOS / "careers" / "rider_beijing.yaml")
    life = living.live_career(ground, career)
    stated = summary.as_dict(summary.summarise(life, 0.02))
    outcome = found.workers[1].outcomes["law_2021"]
    assert (outcome.months, outcome.asked_for) == (stated["months"]["counted"], stated["months"]["asked_for"])
    # Refused where he works and late where he is registered: he goes on to 180 months, as the order of 2011 lets him.
    assert (outcome.scheme, outcome.months) == ("employee_pension", 180)
    assert outcome.monthly == stated["employee_pension"]["total_yuan"]
    against = stated["replacement_rates"]
    assert outcome.rates == (against["of_own_career_earnings"], against["of_local_wage"])
    wage = ground.law.economy.national_wage
    assert outcome.paid[0] == pytest.approx(sum(year_paid(life, y)[0].sum() / wage[y.year - 1950] for y in life.years))


def test_a_reform_reaches_whom_it_is_meant_for(found):
    rider = found.workers[1].outcomes
    assert rider["changed"].scheme == "employee_pension"
    assert rider["changed"].monthly > rider["law_2021"].monthly
    assert rider["changed"].months > rider["law_2021"].months
    steady = found.workers[0].outcomes
    assert steady["changed"] == steady["law_2021"]
    # By hand, 38.08 years at the mean wage, which grows by 3.275 %: the basic pension is 38.08 % of the mean of the
    # reference wage (that of the year before) and that times an index of 1.0324; the account holds 8 % of those wages.
    basic = 0.3808 * (1 + 1.0324) / 2 / 1.03275
    account = 0.08 * 12 * 38.08 / 139
    assert steady["law_2021"].rates[1] == pytest.approx(basic + account, abs=0.02)


def test_every_number_on_the_page_is_the_outcomes(source, found):
    html = page.render(source, LANGUAGES, found)
    by_key = {worker.key: worker for worker in found.workers}
    numbers = [each for each in sample_page.numbers_of(html).found if "data-career" in each[0]]
    assert {place["data-career"] for place, _, _ in numbers} == set(NAMES)
    for place, part, shown in numbers:
        outcome = by_key[place["data-career"]].outcomes[place["data-scenario"]]
        wanted = {
            "months": outcome.months, "asked_for": outcome.asked_for, "monthly": outcome.monthly,
            "rate0": 100 * outcome.rates[0], "rate1": 100 * outcome.rates[1], "paid": sum(outcome.paid),
            **{f"paid{i}": amount for i, amount in enumerate(outcome.paid)},
        }[part["data-part"]]  # fmt: skip
        printed = shown.replace(",", "")
        assert abs(float(printed) - wanted) <= 0.5000001 * 10 ** -len(printed.partition(".")[2]), (place, part, shown)
    for name in NAMES:
        career = read_career.read_career(SCENARIOS / "careers" / f"{name}.yaml")
        assert career.english in html
        assert career.chinese in html
        assert career.note.partition(".")[0].partition("'")[0] in html
        assert career.chinese_note in html


def test_a_law_that_has_changed_since_is_left_out_and_said(composed, source, tmp_path):
    base, _, reform = sample_page.scenarios()
    kept = dataclasses.replace(base, name="law_2021", pieces=composed[0].pieces, parameters_digest=composed[0].digest)
    again = open_runs([sample_page.write([kept, reform], tmp_path / "moved", ["insured_national"])])
    found = lives.typical(again, NAMES[1:])
    assert found.moved == {"reform"}
    assert set(found.workers[0].outcomes) == {"law_2021"}
    section = page.render(again, ("en",), found).partition('id="workers"')[2].partition("</section>")[0]
    assert "The law book has changed since the run" in section
    assert "Flexible workers &lt;insure&gt; where they work" in section


def test_without_any_law_left_the_section_only_says_why(tmp_path):
    source = open_runs([sample_page.write(sample_page.scenarios(), tmp_path / "none", ["insured_national"])])
    found = lives.typical(source)
    assert found.workers == ()
    html = page.render(source, ("zh",), found)
    assert "参数库已有变动" in html
    assert 'id="chart-workers"' not in html
