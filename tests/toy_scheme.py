"""A whole scheme, as a colleague would add it: six files, by path below the repository."""

# ruff: noqa: E501

from __future__ import annotations

from typing import Final

SUMS = '''"""Sums and the fund of the toy scheme."""

from __future__ import annotations

from typing import Final

from simulate.measures.rows import INSURED, Line, fund

TOY: Final = fund("toy", "Toy fund", "玩具基金", returns="funds.reserve_return")
_line = Line(INSURED)
INSURED_TOY: Final = _line.heads("insured_toy", "Members of the toy scheme.", shown=("Toy members", "玩具参保人数"))
WORKER_TO_TOY: Final = _line.contribution("worker_to_toy", "worker", TOY)
RECEIVED_TOY: Final = _line.booked("received_toy", TOY)
TOY_BENEFITS: Final = _line.benefit("toy_benefits", TOY, "in one sum at sixty")
'''
LAW = """room: toy
note: A scheme for flexible workers that is no law anywhere.
parameters:

  toy_rate:
    name: {en: Toy contribution rate, zh: 玩具缴费比例}
    kind: law
    unit: share
    dims: [year]
    bounds: [0, 1]
    hold: true
    moves: {fund_revenue_national: up}
    values:
      - {from: 1950, value: 0, source: "Toy act, art. 1", zh: 玩具法第一条}
      - {from: 2015, value: 0.02, source: "Toy act, art. 1", zh: 玩具法第一条}

  toy_benefit_a_year:
    name: {en: Toy benefit for each year paid, zh: 玩具每缴费年待遇}
    kind: law
    unit: yuan
    dims: [year]
    bounds: [0, 100000]
    money: {projection: hold}
    moves: {fund_expenditure_national: up}
    values:
      - {from: 1950, value: 1000, source: "Toy act, art. 2", zh: 玩具法第二条}

  toy_scope:
    name: {en: Who has the toy benefit, zh: 玩具待遇范围}
    kind: law
    unit: code
    options: [paid_five_years, everybody]
    dims: [year]
    hold: true
    moves: {set: paid_five_years, fund_expenditure_national: down}
    values:
      - {from: 1950, value: everybody, source: "Toy act, art. 2", zh: 玩具法第二条}
"""
PARAMS = '''"""Law of the toy scheme, packed, and what a worker acquires in it."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.contracts import Codes, Reals
from simulate.measures.toy import INSURED_TOY, RECEIVED_TOY, TOY_BENEFITS, WORKER_TO_TOY
from simulate.parameters import Labels, ParameterSet, pack
from simulate.schemes.concern import EVERYONE, FLEXIBLE, Reading, yearly
from simulate.schemes.fields import Real, Record
from simulate.schemes.toy.rules import SCOPES


class ToyParameters(NamedTuple):
    """Year axes start in 1950."""

    toy_rate: Reals  # (year,)
    toy_benefit_a_year: Reals  # (year,) yuan
    toy_scope: Codes  # (year,) of rules.SCOPES


READ_BY: Final[dict[str, Reading]] = {
    "toy_rate": yearly(FLEXIBLE), "toy_benefit_a_year": yearly(EVERYONE), "toy_scope": yearly(EVERYONE),
}
LABELS: Final[Labels] = {"toy_scope": SCOPES}


class ToyRights(Record):
    """What a worker has in the toy scheme."""

    years: Real  # paid


ACQUIRES: Final = ToyRights
BOOKS: Final = (INSURED_TOY, WORKER_TO_TOY, RECEIVED_TOY, TOY_BENEFITS)


def build(parameters: ParameterSet) -> ToyParameters:
    """Pack the scheme's parameters."""
    return pack(parameters, "toy", ToyParameters, LABELS)
'''
RULES = '''"""Rules of the toy scheme; money in yuan a year."""

from __future__ import annotations

from typing import Final

from simulate.codes import Enumeration
from simulate.engine.jit import rule

SCOPES: Final = Enumeration("toy_scope", ("everybody", "paid_five_years"))
PAID_FIVE_YEARS = SCOPES.code("paid_five_years")


@rule
def toy_contribution(income: float, toy_rate: float) -> float:
    """Contribution = rate x income from flexible work (Toy act, art. 1)."""
    return toy_rate * income


@rule
def toy_benefit(years: float, toy_benefit_a_year: float, toy_scope: int) -> float:
    """Benefit at sixty = years paid x amount, with as many years as are required (Toy act, art. 2)."""
    return 0.0 if toy_scope == PAID_FIVE_YEARS and years < 5.0 else years * toy_benefit_a_year
'''
STEPS = '''"""The toy scheme in a worker's year."""

from __future__ import annotations

from typing import Final

from simulate.codes import OTHER_FLEXIBLE, PLATFORM_FLEXIBLE
from simulate.contracts import Reals
from simulate.engine.jit import rule
from simulate.measures.toy import INSURED_TOY, RECEIVED_TOY, TOY_BENEFITS, WORKER_TO_TOY
from simulate.schemes.law import Economy
from simulate.schemes.state import Standing
from simulate.schemes.toy.params import ToyParameters
from simulate.schemes.toy.rules import toy_benefit, toy_contribution
from simulate.schemes.views import Here, Now, Person, YearRecord

_AGE = 60


@rule
def contribute(
    own: ToyParameters, economy: Economy, person: Person, now: Now, here: Here, record: YearRecord, ledger: Reals,
    me: Standing,
) -> None:
    """Pay on the year's income from flexible work."""
    income = 0.0
    for m in range(12):
        if record.form[m] == PLATFORM_FLEXIBLE or record.form[m] == OTHER_FLEXIBLE:
            income += record.income[m]
    paid = toy_contribution(income, own.toy_rate[now.year])
    if paid > 0.0:
        me.toy.years += 1.0
        ledger[WORKER_TO_TOY] += paid
        ledger[RECEIVED_TOY] += paid


@rule
def pay_out(
    own: ToyParameters, economy: Economy, person: Person, now: Now, here: Here, record: YearRecord, ledger: Reals,
    me: Standing,
) -> None:
    """Pay the benefit at sixty."""
    if now.age == _AGE:
        ledger[TOY_BENEFITS] += toy_benefit(me.toy.years, own.toy_benefit_a_year[now.year], own.toy_scope[now.year])
        me.toy.years = 0.0


@rule
def count(
    own: ToyParameters, economy: Economy, person: Person, now: Now, here: Here, record: YearRecord, ledger: Reals,
    me: Standing,
) -> None:
    """Count whoever has a year paid and not yet paid out."""
    if me.toy.years > 0.0:
        ledger[INSURED_TOY] = 1.0


STEPS: Final = {"contributions": contribute, "award": pay_out, "describing": count}
'''
CASES = """# The toy scheme: 2 % of income from 2015, 1000 yuan a year paid.
cases:
- {id: toy-pays, rule: toy_contribution, inputs: {year: 2020, income: 60000}, expected: {toy_contribution: 1200}, tolerance: 0.01, note: "0.02 x 60000"}
- {id: toy-before, rule: toy_contribution, inputs: {year: 2010, income: 60000}, expected: {toy_contribution: 0}, tolerance: 0.01, note: "No toy before 2015"}
- {id: toy-benefit, rule: toy_benefit, inputs: {year: 2040, years: 12}, expected: {toy_benefit: 12000}, tolerance: 0.01, note: "12 x 1000"}
- {id: toy-early, rule: toy_benefit, inputs: {year: 2040, years: 4}, expected: {toy_benefit: 4000}, tolerance: 0.01, note: "4 x 1000"}
- {id: toy-scope, rule: toy_benefit, inputs: {year: 2040, years: 4, toy_scope: paid_five_years}, expected: {toy_benefit: 0}, tolerance: 0.01, note: "Under five years"}
"""

FILES: Final = {
    "simulate/measures/toy.py": SUMS, "simulate/schemes/toy/parameters.yaml": LAW,
    "simulate/schemes/toy/params.py": PARAMS, "simulate/schemes/toy/rules.py": RULES,
    "simulate/schemes/toy/steps.py": STEPS, "tests/cases/toy/toy.yaml": CASES,
}  # fmt: skip
