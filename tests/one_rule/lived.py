"""What lives a rule is changed in: every policy case, written careers with their explanations, a few drawn lives.

Each function that goes through a rule is called somewhere here where the rule matters.  Run as a script it watches them
and writes who did not change with a rule: ``python -m tests.one_rule.lived FILE``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from simulate import clock
from simulate.careers.careers import draw_batch, prepare_careers
from simulate.cases.evaluate import evaluate
from simulate.cases.registry import Law
from simulate.lives.laws import Ground, grounds
from simulate.lives.living import live_career
from simulate.lives.read_career import read_career
from simulate.lives.summary import summarise
from simulate.lives.writing import as_career
from simulate.population.demography import project
from simulate.population.synthesis import draw_cohort, shares, weights
from simulate.schemes.law import build_law
from simulate.schemes.life import choices_of, simulate_years
from simulate.schemes.state import new_state
from simulate.schemes.tables import new_tables
from tests.cases.test_cases import CASES
from tests.one_rule.changing import Watch, put
from tests.one_rule.table import GOES_THROUGH, PLANTS

_DISCOUNT: Final = 0.02
_SEED: Final = 7
_RIDER: Final = "form: platform_flexible, occupation: delivery_rider, place"
_FIRM: Final = "earnings: {times_wage: 1}, insured: employer"
_HENAN: Final = "hukou_province: henan\nhukou_type: rural"
# What is laid on the baseline: all kinds of help and conversion at once, and many who insure where they work; a levy.
SHARED, LEVIED = "platform_copayment", "platform_copayment_at_source"
LAWS: Final = {
    SHARED: (
        "platform_copayment.rule@2029-01=three_way", "subsidies.matching_share=0.5", "subsidies.matching_ceiling=5",
        "subsidies.deferral=next_year", "subsidies.registered_share=1", "subsidies.care_credit@2014=both",
        "portability.transfer_take_up=1", "portability.conversion_pooled_share=0.5",
        "enrolment.effort=0", "enrolment.place_dissimilarity=1", "enrolment.taste_employee=5",
        "enrolment.hukou_rule@2035-01=conditional", "enrolment.hukou_rule_months@2035-01=12",
    ),
    LEVIED: (),
}  # fmt: skip
# Who a career is about, its law, its head and its periods.
CAREERS: Final = {
    "a rider refused, shared with, matched and deferred": (
        SHARED, f"birth_month: 1985-06\nsex: male\n{_HENAN}\ndefers: [2020]\nlapses: true",
        "{from: 2014-01, to: 2015-01, form: inactive, place: henan, earnings: {times_wage: 0}, insured: nothing}",
        f"{{from: 2016-01, to: 2019-01, {_RIDER}: beijing, earnings: {{times_wage: 0.5}}, "
        "insured: employee_scheme_at_work}",
        "{from: 2019-01, to: 2021-01, form: other_flexible, place: beijing, earnings: {times_wage: 0.1}, insured: "
        "employee_scheme_at_hukou}",
        f"{{from: 2026-01, to: 2030-01, {_RIDER}: henan, earnings: {{times_wage: 1}}, base: {{times_wage: 1}}, "
        "insured: employee_scheme_at_work}",
        f"{{from: 2030-01, to: 2032-01, {_RIDER}: beijing, earnings: {{times_wage: 0.5}}, insured: nothing}}",
    ),
    "a rider levied at source": (
        LEVIED, f"birth_month: 1985-06\nsex: male\n{_HENAN}",
        f"{{from: 2026-01, to: 2029-01, {_RIDER}: henan, earnings: {{times_wage: 6}}, insured: nothing}}",
        f"{{from: 2029-01, to: 2030-01, {_RIDER}: henan, earnings: {{times_wage: 6}}, base: {{times_wage: 6}}, "
        "insured: employee_scheme_at_work}",
    ),
    "a migrant who goes back to an earlier province": (
        SHARED, f"birth_month: 1964-06\nsex: male\n{_HENAN}",
        f"{{from: 1993-01, to: 2008-01, form: employee, place: guangdong, {_FIRM}}}",
        f"{{from: 2011-01, to: 2014-01, form: employee, place: zhejiang, {_FIRM}}}",
    ),
    "a late claim, after public service": (
        SHARED, f"birth_month: 2003-06\nsex: female\n{_HENAN}\nclaim: {{when: latest}}",
        "{from: 2024-01, to: 2025-01, form: public_employee, place: henan, earnings: {times_wage: 1}, "
        "insured: nothing}",
        f"{{from: 2025-01, form: employee, place: henan, {_FIRM}}}",
    ),
    "the public service last, which pays": (
        SHARED, f"birth_month: 1964-06\nsex: male\n{_HENAN}",
        f"{{from: 2005-01, to: 2013-01, form: employee, place: henan, {_FIRM}}}",
        "{from: 2019-01, form: public_employee, place: henan, earnings: {times_wage: 1}, insured: nothing}",
    ),
    "let in after months paid there": (
        SHARED, f"birth_month: 1990-06\nsex: male\n{_HENAN}",
        f"{{from: 2033-01, to: 2035-06, form: employee, place: guangdong, {_FIRM}}}",
        "{from: 2035-06, to: 2036-01, form: other_flexible, place: guangdong, earnings: {times_wage: 1}, "
        "insured: employee_scheme_at_work}",
    ),
    "out of work near the age": (
        SHARED, f"birth_month: 1970-06\nsex: male\n{_HENAN}",
        f"{{from: 2009-01, to: 2031-01, form: employee, place: henan, {_FIRM}}}",
        "{from: 2031-01, form: unemployed, place: henan, earnings: {times_wage: 0}, insured: employee_scheme_at_hukou}",
    ),
    "hard to employ": (
        SHARED, "birth_month: 1979-06\nsex: female\nhukou_province: beijing\nhukou_type: urban\n"
        "registered_hard_to_employ: true\nclaim: {when_short: resident}",
        "{from: 2021-01, to: 2024-01, form: other_flexible, place: beijing, earnings: {times_wage: 1}, "
        "base: {times_wage: 1}, insured: employee_scheme_at_hukou}",
    ),
    "a pension before 2010": (
        SHARED, "birth_month: 1948-06\nsex: female\nhukou_province: beijing\nhukou_type: urban",
        f"{{from: 1990-01, form: employee, place: beijing, {_FIRM}}}",
    ),
    "in the resident scheme from its start": (
        SHARED, f"birth_month: 1955-06\nsex: male\n{_HENAN}",
        "{from: 2000-01, form: farm, place: henan, earnings: {times_wage: 0.3}, insured: resident}",
    ),
    "sixty in the resident scheme, in the employee one a month short of what its age leaves room for": (
        SHARED, f"birth_month: 1967-06\nsex: male\n{_HENAN}\nclaim: {{when_short: resident}}",
        f"{{from: 2000-01, to: 2014-10, form: employee, place: henan, {_FIRM}}}",
        "{from: 2015-01, form: farm, place: henan, earnings: {times_wage: 0.3}, insured: resident}",
    ),
}  # fmt: skip
DRAWN: Final = ((1957, 2, 2), (1985, 3, 3))  # birth year, men, women; under the first law


def live_everything() -> None:
    """Judge the cases, live and explain the careers, live the drawn lives."""
    ground = {name: grounds([name], sets=sets)[0] for name, sets in LAWS.items()}
    judge_cases()
    with TemporaryDirectory() as folder:
        for name in CAREERS:
            live_and_explain(name, ground[CAREERS[name][0]], Path(folder))
    for birth_year, men, women in DRAWN:
        live_drawn(ground[SHARED], birth_year, men, women)


def judge_cases() -> None:
    """Every policy case, by the law of the baseline."""
    law = Law(grounds(["baseline"])[0].composed.parameters)
    for case in CASES:
        assert evaluate(case, law).passed, case.id


def live_and_explain(name: str, ground: Ground, folder: Path) -> None:
    """Live a career, tell what happened in it and why, and write it as a career again."""
    _, head, *periods = CAREERS[name]
    path = folder / "career.yaml"
    written = "\n".join(f"  - {each}" for each in periods)
    path.write_text(f"title: {{zh: 测试, en: Test}}\n{head}\nperiods:\n{written}\n", encoding="utf-8")
    life = live_career(ground, read_career(path))
    summarise(life, _DISCOUNT)
    as_career(life, 0)


def live_drawn(ground: Ground, birth_year: int, men: int, women: int) -> None:
    """Draw workers and their careers, and live them with their choices."""
    parameters, counts = ground.composed.parameters, np.array([men, women])
    projection, make_up = project(parameters), shares(parameters)
    tables = prepare_careers(parameters, projection, make_up)
    workers = draw_cohort(birth_year, counts, _SEED, make_up)
    careers = draw_batch(workers, tables.of_cohort(birth_year), _SEED)
    law, weight = build_law(parameters, tables.intraprovincial), weights(projection, birth_year, counts)
    choices, span = choices_of(law, workers, careers, _SEED), (clock.FIRST_YEAR, clock.LAST_REPORT_YEAR + 1)
    simulate_years(law, workers, careers, choices, weight, _SEED, span, new_state(men + women), new_tables())


if __name__ == "__main__":
    watch = Watch([(rule, name) for rule, names in GOES_THROUGH.items() for name in names], PLANTS)
    put(watch)
    live_everything()
    told = {"unchanged": watch.unchanged(), "found": sorted(watch.found), "unlike": sorted(watch.unlike)}
    Path(sys.argv[1]).write_text(json.dumps(told), encoding="utf-8")
