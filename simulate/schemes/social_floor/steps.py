"""The floor under the old-age income of a worker, in a year."""

from __future__ import annotations

from typing import Final

from simulate.codes import RURAL
from simulate.contracts import BELOW_DIBAO, FLOOR_RECIPIENTS, FLOOR_TOP_UP, Reals
from simulate.engine.draws import SUBSIDY, unit, words
from simulate.engine.jit import rule, step
from simulate.schemes.law import Economy
from simulate.schemes.social_floor.params import SocialFloorParameters
from simulate.schemes.social_floor.rules import DIBAO, NO_FLOOR, old_age_income
from simulate.schemes.state import Standing
from simulate.schemes.views import Here, Now, Person, YearRecord

_HALF_FEN = 0.005  # less is no top-up


@rule
def dibao_line(economy: Economy, year: int, hukou_type: int) -> float:
    """Dibao line of the year for a type of hukou, yuan a month."""
    return economy.dibao_rural[year] if hukou_type == RURAL else economy.dibao_urban[year]


@rule
def top_up_of(
    f: SocialFloorParameters, economy: Economy, person: Person, now: Now, pension: float, paid_months: float
) -> float:
    """What lifts a pension to the floor of the year, yuan a month; whether a worker draws Dibao is drawn for life."""
    year, kind = now.year, f.kind[now.year]
    own_line = dibao_line(economy, year, person.hukou_type)
    if kind == DIBAO and pension >= own_line:
        return 0.0
    _, _, w2, _ = words(person.worker, 0, SUBSIDY, now.seed)
    draws = unit(w2) < f.dibao_take_up[year, person.hukou_type]
    income = old_age_income(
        kind, pension, economy.dibao_urban[year], own_line, draws, f.universal_flat_amount[year], paid_months,
        f.linked_minimum_share[year], f.linked_minimum_months[year], f.linked_minimum_most[year],
        f.mixed_flat_share[year], f.mixed_kept_share[year],
    )  # fmt: skip
    return income - pension if income - pension > _HALF_FEN else 0.0


@rule
def lift_income(
    f: SocialFloorParameters,
    economy: Economy,
    person: Person,
    now: Now,
    before: float,
    since: int,
    pension: float,
    paid_months: float,
    ledger: Reals,
) -> float:
    """Old-age income in December lifted to the floor, yuan a month; books what that costs in the year.

    Until the month ``since`` the income is what was drawn ``before`` the ``pension``: the floor is owed for each month
    (社会救助暂行办法 art. 9 to 12), from the one after reaching the starting age.  ``paid_months`` is what a linked
    minimum counts.
    """
    end, first = now.january + 12, person.birth_month + int(12.0 * f.start_age[now.year]) + 1
    if f.kind[now.year] == NO_FLOOR or first > end:
        return pension
    first = max(first, now.january)
    turn = min(max(since, first), end)
    if turn > first:
        book(float(turn - first), top_up_of(f, economy, person, now, before, paid_months), ledger)
    top_up = top_up_of(f, economy, person, now, pension, paid_months)
    book(float(end - turn), top_up, ledger)
    return pension + top_up


@rule
def book(months: float, top_up: float, ledger: Reals) -> None:
    """Book the top-up of some months of the year."""
    if top_up > 0.0:
        ledger[FLOOR_RECIPIENTS] += months / 12.0
        ledger[FLOOR_TOP_UP] += months * top_up


@step
def lift(
    own: SocialFloorParameters,
    economy: Economy,
    person: Person,
    now: Now,
    here: Here,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """Lift the income of the old to the floor, and count who stays under the Dibao line."""
    pension = record.old_age_income
    if pension < 0.0:
        return
    income = lift_income(
        own, economy, person, now, record.income_before, record.income_from, pension, me.rights.paid_months, ledger
    )
    if income < dibao_line(economy, now.year, person.hukou_type) - _HALF_FEN:
        ledger[BELOW_DIBAO] = 1.0


STEPS: Final = {"describing": lift}
