"""The rows of the measures: a name of their own, and a payer, a fund and a place wherever they must have one."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Final

import pytest

from simulate import contracts, measures
from simulate.codes import PAYERS
from simulate.measures import LINE, MEASURES, PLACE_LINES, PLACE_MEASURES, Line, Measure, kinds

# The last word of the names of contributions, where it is not the fund's name.
WORD_OF_FUND = {
    "employee_pool": "pool", "personal_accounts": "accounts", "resident_pension": "resident",
    "occupational_injury": "injury",
}  # fmt: skip
FUND_WORDS = {WORD_OF_FUND.get(fund, fund): fund for fund in measures.FUNDS.labels}
FLOWS = {"contribution", "booked", "pension", "benefit", "expected_benefit", "transfer"}  # of a fund
TABLES = {"KIND_": measures.KIND_MEASURES, "COHORT_": measures.COHORT_MEASURES}


@pytest.mark.parametrize("row", MEASURES, ids=lambda row: row.name)
def test_the_constant_of_a_row_bears_its_name(row: Measure) -> None:
    files = [import_module(f"{measures.__name__}.{each.name}") for each in iter_modules(measures.__path__)]
    assert [vars(each)[row.name.upper()] for each in files if row.name.upper() in vars(each)] == [row.position]
    assert PLACE_MEASURES[row.position] == row.name


@pytest.mark.parametrize("prefix", TABLES)
def test_a_table_has_a_constant_for_each_measure(prefix: str) -> None:
    constants = {name: value for name, value in vars(measures).items() if name.startswith(prefix)}
    assert sorted(each for each in constants.values() if type(each) is int) == list(range(len(TABLES[prefix])))


def test_no_two_measures_share_a_name_or_a_cell() -> None:
    for names in (*TABLES.values(), [row.name for row in MEASURES], [row.position for row in MEASURES]):
        assert len(set(names)) == len(names)


def test_all_lines_are_whole_and_belong_to_a_province_of_the_worker() -> None:
    assert len(PLACE_MEASURES) == LINE * len(PLACE_LINES)
    assert set(PLACE_LINES) == {measures.RESIDENCE, measures.INSURED, measures.BENEFIT, measures.HUKOU}


def test_a_contribution_is_named_by_its_payer_and_its_fund() -> None:
    named = [re.fullmatch(rf"({'|'.join(PAYERS.labels)})_to_(\w+)", row.name) for row in MEASURES]
    for row, match in zip(MEASURES, named, strict=True):
        assert (row.kind == "contribution") == (match is not None), row.name
        if match is not None:
            assert (row.payer, row.fund) == (match[1], FUND_WORDS[match[2]])


def test_each_fund_that_takes_contributions_books_them_once() -> None:
    booked = [(row.name, row.fund) for row in MEASURES if row.kind == "booked"]
    by_the_head = {row.name for row in measures.FUND_ROWS if any(each.payer for each in row.per_head)}
    paid_into = {word: fund for word, fund in FUND_WORDS.items() if fund not in by_the_head}
    assert sorted(booked) == sorted((f"received_{word}", fund) for word, fund in paid_into.items())
    assert {row.fund for row in MEASURES if row.kind == "contribution"} == {fund for _, fund in booked}


@pytest.mark.parametrize("row", MEASURES, ids=lambda row: row.name)
def test_a_row_has_all_that_its_kind_must_have(row: Measure) -> None:
    assert (row.fund is not None) == (row.kind in FLOWS)
    assert (row.source is not None) == (row.kind == "transfer")
    assert row.payer is None or row.kind in {"contribution", "pension"}
    assert (row.unit == "persons") == (row.kind == "heads")
    assert row.unit == "yuan" or row.kind in {"heads", "amount"}
    assert row.meaning or row.kind == "contribution"


def test_a_transfer_between_provinces_of_a_fund_arrives_where_another_leaves() -> None:
    inside = [row for row in MEASURES if row.kind == "transfer" and row.source == row.fund]
    assert inside
    for fund in {row.fund for row in inside}:
        assert sorted(row.is_arrival for row in inside if row.fund == fund) == [False, True]


# By fund, what its law pays out to a worker or the heirs, and what workers pay in; a scheme more has funds of its own.
PAYS_OUT: Final = {
    "employee_pool": {
        "basic_pension", "transitional_pension", "account_pension_from_pool", "death_grants", "invalidity_allowance",
    },
    "personal_accounts": {"account_pension", "account_refunds", "account_inheritance"},
    "resident_pension": {
        "resident_flat_pension", "resident_account_pension", "resident_account_pension_from_government",
        "resident_inheritance", "resident_refunds",
    },
    "occupational_injury": set(), "work_injury": set(), "resident_medical": set(), "employee_medical": set(),
    "unemployment": {"unemployment_benefits"},
}  # fmt: skip
PAYS_IN: Final = {
    "employee_pool": {"worker_to_pool"}, "personal_accounts": {"worker_to_accounts"},
    "resident_pension": {"worker_to_resident"}, "occupational_injury": {"worker_to_injury"}, "work_injury": set(),
    "resident_medical": set(), "employee_medical": {"worker_to_employee_medical"},
    "unemployment": {"worker_to_unemployment"},
}  # fmt: skip


@pytest.mark.parametrize("fund", PAYS_OUT)
def test_what_a_fund_gives_a_worker_and_takes_of_one_is_what_its_law_says(fund: str) -> None:
    own = {row.position: row.name for row in MEASURES if row.fund == fund}
    assert {own[each] for each in measures.WORKER_RECEIVES if each in own} == PAYS_OUT[fund]
    assert {own[each] for each in measures.WORKER_PAYS if each in own} == PAYS_IN[fund]


@pytest.mark.parametrize("row", MEASURES, ids=lambda row: row.name)
def test_a_row_reaches_the_worker_by_its_kind_and_burdens_the_worker_by_its_name(row: Measure) -> None:
    """Expected benefits reach no worker of the sample; the floor is paid through no fund."""
    assert (row.position in measures.WORKER_RECEIVES) == (row.kind in {"pension", "benefit", "assistance"})
    assert (row.position in measures.WORKER_PAYS) == row.name.startswith("worker_to_")
    assert row.kind != "assistance" or row.fund is None


def test_a_payer_or_a_fund_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="patron_to_pool"):
        Measure("patron_to_pool", 0, "yuan", "contribution", payer="patron", fund="employee_pool")
    with pytest.raises(ValueError, match="worker_to_sea"):
        Measure("worker_to_sea", 0, "yuan", "contribution", payer="worker", fund="sea")


def test_a_full_line_goes_on_in_another_of_its_province(monkeypatch: pytest.MonkeyPatch) -> None:
    places, rows = [measures.HUKOU], []
    monkeypatch.setattr(measures.rows, "place_of_line", places)
    monkeypatch.setattr(measures.rows, "declared", rows)
    first, other = Line(measures.INSURED), Line(measures.BENEFIT)
    assert [first.heads(f"a{each}", "") for each in range(9)] == [*range(8, 16), 24]
    assert other.amount("b", "") == 16
    assert places == [measures.HUKOU, measures.INSURED, measures.BENEFIT, measures.INSURED]


def test_change_rows_come_in_the_sections_whose_first_rows_kernels_know() -> None:
    rows = contracts.CHANGE_ROWS
    assert len(set(rows)) == len(rows)
    assert rows[contracts.CHANGE_OF_DECADE :] == (
        "1945-49", "1950s", "1960s", "1970s", "1980s", "1990s", "2000s", "2010-12",
    )  # fmt: skip
    for first, label in (
        (contracts.CHANGE_OF_SEX, "male"), (contracts.CHANGE_OF_HUKOU, "rural"),
        (contracts.CHANGE_OF_FORM, "education"), (contracts.CHANGE_OF_OCCUPATION, "delivery_rider"),
    ):  # fmt: skip
        assert rows[first] == label


def test_no_position_of_a_sum_is_typed() -> None:
    """In the two registries a number of a measure, a kind or a row is computed, never written or unpacked."""
    assert contracts.__file__ is not None
    for path in (*(Path(each) for each in sorted(Path(measures.__path__[0]).glob("*.py"))), Path(contracts.__file__)):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for name in (
                each.id for target in targets if target for each in ast.walk(target) if isinstance(each, ast.Name)
            ):
                is_position = name.startswith(("KIND_", "COHORT_", "FIRST_OCC", "FIRST_HUKOU", "CHANGE_OF_"))
                if is_position or name.lower() in PLACE_MEASURES:
                    assert not isinstance(node.value, ast.Constant), name
                    assert isinstance(targets[0], ast.Name), name


@pytest.mark.parametrize("first", ["occupation", "migrant"])
def test_cuts_in_an_order_that_would_miscount_are_refused(first: str) -> None:
    """The fold adds a worker to the row that is the code of the form; the other cuts may stand in any order."""
    text = Path(str(kinds.__file__)).read_text(encoding="utf-8")
    listed = re.search(r"CUTS: Final = \{\n    (.*),\n\}", text)
    assert listed is not None
    rows = listed[1].split(", ")
    (chosen,) = (each for each in rows if each.startswith(f'"{first}"'))
    others = [each for each in rows if each != chosen]
    with pytest.raises(ValueError, match="the form comes first"):
        exec(text.replace(listed[1], ", ".join([chosen, *others])), {})
    exec(text.replace(listed[1], ", ".join([others[0], chosen, *others[1:]])), {})
