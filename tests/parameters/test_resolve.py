"""Dated values into arrays: as_of, projection, interpolation, changes."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate.codes import HUKOU_RULES, PROVINCES
from simulate.contracts import Codes, Counts, Reals
from simulate.errors import ProblemsFound
from simulate.parameters import LawBook, pack
from simulate.parameters.units import UNITS, to_number, to_text


def test_axes_and_types(book: LawBook) -> None:
    parameters, applied = book.resolve()
    assert applied == []
    rule = parameters["small.rule"]
    assert rule.values.shape == (1572, 31)
    assert rule.values.dtype == np.int16
    assert rule.dims == ("month", "province")
    assert parameters["small.start"].at(province="guangdong") == (1993 - 1950) * 12 + 6
    assert parameters["small.tier"].coords["tier"] == ("100", "500", "2000")
    assert parameters["small.tier"].at(year=2011).tolist() == [30, 45, 60]
    with pytest.raises(ValueError, match="read-only"):
        rule.values[0, 0] = 1


def test_as_of_leaves_out_law_enacted_later(book: LawBook) -> None:
    now, _ = book.resolve("2026-11-21")
    then, _ = book.resolve("2021-12-31")
    assert now["small.rule"].at(month="2025-01", province="beijing") == 2
    assert then["small.rule"].at(month="2025-01", province="beijing") == 0
    assert then["small.rule"].at(month="2025-01", province="hebei") == 1
    assert now.digest != then.digest


def test_law_unknown_on_the_day_is_a_problem(book: LawBook) -> None:
    entry = book.specs["small.amount"].entries[-1]
    assert entry.enacted is not None
    late = replace(book.specs["small.amount"], entries=(entry,), projection="hold")
    only_late = LawBook({"small.amount": late})
    with pytest.raises(ProblemsFound, match=r"no value of small\.amount known on 2019-12-31"):
        only_late.resolve("2019-12-31")


def test_values_before_the_first_and_between(book: LawBook) -> None:
    amount = book.resolve()[0]["small.amount"]
    assert [amount.at(year=y) for y in (1950, 2010, 2014, 2015, 2019, 2020)] == [50, 50, 50, 70, 70, 100]
    factor = book.resolve()[0]["small.growth_factor"]
    assert [factor.at(year=y) for y in (2000, 2015, 2050)] == [1, 1.5, 2]


def test_money_grows_by_hand(book: LawBook) -> None:
    parameters, _ = book.resolve()
    amount = parameters["small.amount"]
    assert amount.at(year=2022) == pytest.approx(100 * (1.02 * 1.05) ** 2, rel=1e-14)
    assert amount.at(year=2031) == pytest.approx(100 * 1.02**11 * 1.05**9 * 1.03**2, rel=1e-13)
    wage = parameters["small.wage"]
    assert wage.at(year=2030, province="beijing") == pytest.approx(9000 * 1.02**10, rel=1e-13)
    assert wage.at(year=2030, province="hebei") == pytest.approx(1000 * 1.02**30, rel=1e-13)


def test_to_ends_an_entry(book: LawBook) -> None:
    floor = book.resolve()[0]["small.floor"]
    assert [floor.at(month=m, province="jilin") for m in ("1999-12", "2000-01", "2000-12", "2001-01")] == [
        0.6, 0.5, 0.5, 0.6,
    ]  # fmt: skip


def test_a_change_by_value_place_and_date(book: LawBook) -> None:
    change = {"lever": "small.rule", "value": "open", "from": "2027-01", "provinces": ["shanghai", "hebei"]}
    parameters, applied = book.resolve(changes=[change])
    rule = parameters["small.rule"]
    assert rule.at(month="2026-12", province="shanghai") == 0
    assert rule.at(month="2027-01", province="shanghai") == 2
    assert rule.at(month="2080-12", province="jilin") == 1
    assert str(applied[0]) == "small.rule: closed/conditional -> open, from 2027-01, hebei, shanghai"
    assert book.resolve()[0]["small.floor"].values is parameters["small.floor"].values


def test_phase_in_is_linear_and_reaches_the_new_value(book: LawBook) -> None:
    change = {"lever": "small.floor", "value": 0.4, "from": "2027-01", "phase_in": {"until": "2027-04"}}
    floor = book.resolve(changes=[change])[0]["small.floor"]
    months = ("2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2030-01")
    got = [floor.at(month=month, province="hubei") for month in months]
    assert got == pytest.approx([0.6, 0.55, 0.5, 0.45, 0.4, 0.4])
    assert got[-1] == 0.4


def test_changed_money_grows_unless_said(book: LawBook) -> None:
    change = {"lever": "small.amount", "value": 200, "from": 2028}
    amount = book.resolve(changes=[change])[0]["small.amount"]
    assert amount.at(year=2028) == 200
    assert amount.at(year=2030) == pytest.approx(200 * 1.02**2 * 1.05 * 1.03, rel=1e-13)
    held = book.resolve(changes=[change | {"projection": "hold"}])[0]["small.amount"]
    assert held.at(year=2060) == 200


def test_multiply_add_and_order(book: LawBook) -> None:
    changes = [{"lever": "small.floor", "multiply": 0.5}, {"lever": "small.floor", "add": 0.1, "to": "2028-01"}]
    floor = book.resolve(changes=changes)[0]["small.floor"]
    assert floor.at(month="2027-12", province="jilin") == pytest.approx(0.4)
    assert floor.at(month="2028-01", province="jilin") == pytest.approx(0.3)
    assert floor.at(month="2026-12", province="jilin") == 0.6


def test_slower_growth_moves_projected_money_before_other_changes(book: LawBook) -> None:
    changes = [
        {"lever": "small.amount", "multiply": 2, "from": 2028},
        {"lever": "economy.real_wage_growth", "value": 0, "from": 2021},
    ]
    amount = book.resolve(changes=changes)[0]["small.amount"]
    assert amount.at(year=2027) == pytest.approx(100 * 1.02**7, rel=1e-13)
    assert amount.at(year=2028) == pytest.approx(200 * 1.02**8, rel=1e-13)


def test_a_change_that_binds_on_nobody_warns(book: LawBook) -> None:
    before = book.resolve()[0].digest
    parameters, applied = book.resolve(changes=[{"lever": "small.floor", "value": 0.6}])
    assert not applied[0].binds
    assert "small.floor" in applied[0].warning
    assert "affects nobody" in applied[0].warning
    assert parameters.digest == before


CHANGE_FAULTS = {
    "did you mean small.floor?": {"lever": "small.flor", "value": 1},
    "not a lever": {"lever": "small.wage", "value": 1},
    "one of value, multiply, add": {"lever": "small.floor", "value": 0.5, "add": 1},
    "multiply: 3, which takes small.floor from 0.6 to 1.8": {"lever": "small.floor", "multiply": 3},
    "phase_in of numbers only": {"lever": "small.rule", "value": "open", "phase_in": {"until": "2030-01"}},
    "changes in January": {"lever": "small.amount", "value": 1, "from": "2027-07"},
    "write the new value": {"lever": "small.rule", "add": 1},
    "one of closed, conditional, open": {"lever": "small.rule", "value": "opn"},
    "no date": {"lever": "small.switch", "value": False, "from": "2027-01"},
    "did you mean hebei?": {"lever": "small.floor", "value": 0.3, "where": {"province": ["hebe"]}},
    "swap the dates": {"lever": "small.floor", "value": 0.3, "from": "2030-01", "to": "2029-01"},
    "did you mean `phase_in`?": {"lever": "small.floor", "value": 0.3, "phasein": {"until": "2029-01"}},
}


@pytest.mark.parametrize("message", CHANGE_FAULTS)
def test_faults_of_changes(message: str, book: LawBook) -> None:
    with pytest.raises(ProblemsFound) as caught:
        book.resolve(changes=[CHANGE_FAULTS[message]])
    assert message in str(caught.value)


class Packed(NamedTuple):
    rule: Codes
    start: Counts
    floor: Reals
    switch: Codes
    growth: Reals


def test_pack_gives_contiguous_arrays(book: LawBook) -> None:
    packed = pack(book.resolve()[0], "small", Packed, {"rule": HUKOU_RULES}, growth="economy.inflation")
    assert [array.dtype for array in packed] == [np.int16, np.int64, np.float64, np.int16, np.float64]
    assert packed.switch.tolist() == [1]
    assert all(array.flags.c_contiguous for array in packed)


class Misspelt(NamedTuple):
    flor: Reals


def test_pack_names_the_nearest_parameter(book: LawBook) -> None:
    with pytest.raises(ProblemsFound, match=r"did you mean small\.floor"):
        pack(book.resolve()[0], "small", Misspelt)


numbers = st.floats(allow_nan=False, allow_infinity=False)


@given(numbers)
def test_numbers_survive_writing_and_reading(value: float) -> None:
    for unit in UNITS.values():
        if unit.form == "number":
            assert to_number(to_text(value, unit, ()), unit, ()) == value


@given(st.integers(0, 1571), st.integers(0, 30))
def test_months_and_codes_survive_writing_and_reading(month: int, code: int) -> None:
    assert to_number(to_text(month, UNITS["month"], ()), UNITS["month"], ()) == month
    assert to_number(to_text(code, UNITS["code"], PROVINCES.labels), UNITS["code"], PROVINCES.labels) == code
