"""The floor under the old-age income of a worker, in a year."""

from __future__ import annotations

from simulate.contracts import FLOOR_RECIPIENTS, FLOOR_TOP_UP, Reals
from simulate.engine.draws import SUBSIDY, unit, words
from simulate.engine.jit import rule
from simulate.schemes.law import Economy
from simulate.schemes.social_floor.params import SocialFloorParameters
from simulate.schemes.social_floor.rules import DIBAO, NO_FLOOR, old_age_income
from simulate.schemes.views import Now, Person

_RURAL = 0
_LINE_CENT = 0.005  # half a fen: less is no top-up


@rule
def dibao_line(economy: Economy, year: int, hukou_type: int) -> float:
    """Dibao line of the year for a type of hukou, yuan a month."""
    return economy.dibao_rural[year] if hukou_type == _RURAL else economy.dibao_urban[year]


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
    if top_up <= _LINE_CENT:
        return pension
    first = person.birth_month + int(12.0 * f.start_age[year]) + 1
    months = min(max(float(now.january + 12 - first), 0.0), 12.0)
    ledger[FLOOR_RECIPIENTS] += months / 12.0
    ledger[FLOOR_TOP_UP] += months * top_up
    return income
