"""Career files are read strictly: every fault at once, with its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from simulate.codes import EMPLOYEE, PLATFORM_FLEXIBLE, PROVINCES
from simulate.errors import ProblemsFound
from simulate.lives import laws
from simulate.lives.career import AT_WORK, EMPLOYER, Career
from simulate.lives.read_career import read_career

ROOT = Path(__file__).resolve().parents[2]
FAULTS = """title: {zh: 测试, en: Test}
birth_month: 1985-13
sex: man
hukou_province: hennan
hukou_type: rural
periods:
  - {from: 2005-01, to: 2004-01, form: employee, place: beijing}
  - {from: 2006-01, form: farm, place: henan, insured: employer}
  - {from: 2007-01, form: employee, place: henan, earnings: {yuan: 5000}, insured: nothing, colour: red}
  - {from: 2008-01, to: 2008-04, form: employee, place: henan, earnings: {times_wage: [1, 2]}, insured: employer}
claim: {when: never}
"""


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios/careers").glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_careers_are_read_and_say_where_their_figures_come_from(path: Path) -> None:
    career = read_career(path)
    assert career.english
    assert career.chinese
    assert "ssumption" in career.note
    assert "假设：" in career.chinese_note
    assert not re.search("[A-Za-z]", career.chinese_note)


@pytest.mark.parametrize("rate", ["inflation: 0.2", "real_wage_growth: 0.25", "inflation: 0.15, real_wage_growth: 0.2"])
def test_assumptions_the_law_refuses_are_told_of_their_file(rate: str, tmp_path: Path) -> None:
    career = read_career(ROOT / "scenarios/careers/rider_beijing.yaml")
    rates = {key: float(each) for key, each in (one.split(": ") for one in rate.split(", "))}
    assumed = replace(career, rates=rates, rates_from=2025)
    with pytest.raises(ProblemsFound) as found:
        laws.career_grounds(assumed, "mine.yaml", ["baseline"])
    for each in found.value.problems:
        assert each.file == "mine.yaml"
        assert each.found.startswith("assumptions: economy.")


def test_a_period_without_end_lasts_until_the_next_and_the_last_until_the_claim(write: Callable[..., Career]) -> None:
    career = write(
        "  - {from: 2005-03, form: employee, place: 河南, earnings: {times_wage: 0.8}, insured: employer}\n"
        "  - {from: 2015-01, form: platform_flexible, occupation: delivery_rider, place: beijing,"
        " insured: employee_scheme_at_work}"
    )
    first, second = career.periods
    assert (first.stop, first.form, first.insured) == (second.start, EMPLOYEE, EMPLOYER)
    assert (second.form, second.insured, second.province) == (PLATFORM_FLEXIBLE, AT_WORK, PROVINCES.code("beijing"))
    assert second.stop == 12 * (1985 + 67 - 1950)
    assert (first.base.kind, second.base.kind) == ("share_of_income", "floor")


def test_all_faults_are_said_at_once_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "faults.yaml"
    path.write_text(FAULTS, encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        read_career(path)
    text = str(found.value)
    for place, word in (
        ("2:14", "1985-13"), ("3:6", "man"), ("4:17", "did you mean henan?"), ("7:25", "2004-01"), ("8:56", "employer"),
        ("9:61", "grows"), ("9:93", "colour"), ("10:5", "2 values of earnings for 3 months"), ("11:15", "never"),
    ):  # fmt: skip
        line = next((line for line in text.splitlines() if f"faults.yaml:{place}:" in line), "")
        assert word in line, f"{place} {word}\n{text}"


def test_periods_may_not_overlap(write: Callable[..., Career]) -> None:
    with pytest.raises(ProblemsFound, match="before the one above ends"):
        write(
            "  - {from: 2005-03, to: 2010-01, form: farm, place: henan}\n"
            "  - {from: 2009-01, form: farm, place: henan}"
        )  # fmt: skip
