"""The floor under the old-age income of a batch of workers."""

from __future__ import annotations

from simulate.contracts import FLOOR_RECIPIENTS, FLOOR_TOP_UP
from simulate.engine.draws import SUBSIDY, unit, words
from simulate.engine.jit import rule
from simulate.schemes.social_floor.rules import DIBAO, NO_FLOOR, old_age_income

_RURAL = 0
_LINE_CENT = 0.005  # half a fen: less is no top-up


@rule
def floor_year(f, year, age, hukou_type, dibao_urban, dibao_rural, pension_income, paid_months, worker, seed, ledger):
    """Lift ``pension_income`` (worker,), yuan a month, to the floor in place, and book what that costs in the year.

    ``dibao_urban``, ``dibao_rural`` are the lines of the year; ``paid_months`` (worker,) what a linked minimum counts.
    Who draws Dibao is drawn once for a life.  In the year of the starting age six months are paid, as birthdays are
    spread over it.  ``year`` counts from 1950, ``age`` is reached in it.
    """
    kind = f.kind[year]
    if kind == NO_FLOOR or age < f.start_age[year]:
        return
    months = 6.0 if age < f.start_age[year] + 1.0 else 12.0
    for lane in range(len(pension_income)):
        own_line = dibao_rural if hukou_type[lane] == _RURAL else dibao_urban
        if kind == DIBAO and pension_income[lane] >= own_line:
            continue
        _, _, w2, _ = words(worker[lane], 0, SUBSIDY, seed)
        draws = unit(w2) < f.dibao_take_up[year, hukou_type[lane]]
        pension = pension_income[lane]
        income = old_age_income(
            kind, pension, dibao_urban, own_line, draws, f.universal_flat_amount[year], paid_months[lane],
            f.linked_minimum_share[year], f.linked_minimum_months[0], f.linked_minimum_most[0],
            f.mixed_flat_share[year], f.mixed_kept_share[year],
        )  # fmt: skip
        top_up = income - pension
        if top_up > _LINE_CENT:
            pension_income[lane] = income
            ledger[lane, FLOOR_RECIPIENTS] += months / 12.0
            ledger[lane, FLOOR_TOP_UP] += months * top_up
