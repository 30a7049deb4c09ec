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
def lift_income(
    f: SocialFloorParameters,
    economy: Economy,
    person: Person,
    now: Now,
    pension: float,
    paid_months: float,
    ledger: Reals,
) -> float:
    """Old-age income lifted to the floor, yuan a month; books what that costs in the year.

    ``paid_months`` is what a linked minimum counts.  Whether a worker draws Dibao is drawn once for a life.  The first
    month paid is the one after reaching the starting age.
    """
    year = now.year
    kind = f.kind[year]
    if kind == NO_FLOOR or now.age < f.start_age[year]:
        return pension
    own_line = dibao_line(economy, year, person.hukou_type)
    if kind == DIBAO and pension >= own_line:
        return pension
    _, _, w2, _ = words(person.worker, 0, SUBSIDY, now.seed)
    draws = unit(w2) < f.dibao_take_up[year, person.hukou_type]
    income = old_age_income(
        kind, pension, economy.dibao_urban[year], own_line, draws, f.universal_flat_amount[year], paid_months,
        f.linked_minimum_share[year], f.linked_minimum_months[year], f.linked_minimum_most[year],
        f.mixed_flat_share[year], f.mixed_kept_share[year],
    )  # fmt: skip
    top_up = income - pension
    if top_up <= _HALF_FEN:
        return pension
    first = person.birth_month + int(12.0 * f.start_age[year]) + 1
    months = min(max(float(now.january + 12 - first), 0.0), 12.0)
    ledger[FLOOR_RECIPIENTS] += months / 12.0
    ledger[FLOOR_TOP_UP] += months * top_up
    return income


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
    income = lift_income(own, economy, person, now, pension, me.rights.paid_months, ledger)
    if income < dibao_line(economy, now.year, person.hukou_type) - _HALF_FEN:
        ledger[BELOW_DIBAO] = 1.0


STEPS: Final = {"describing": lift}
