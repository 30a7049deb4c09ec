"""The fold of what happens once a life: a whole life in the year it settles, an award, money that comes together."""

from __future__ import annotations

import math

from simulate.codes import EMPLOYEE_PENSION, RESIDENT_PENSION
from simulate.contracts import (
    ACCOUNT_TRANSFER_IN, ACCOUNT_TRANSFER_OUT, AWARDS_RESIDENT, AWARD_BIN_LOW, AWARD_BIN_WIDTH, AWARD_SUM_EMPLOYEE,
    AWARD_SUM_RESIDENT, COHORT_AGE_AWARDED, COHORT_AWARDED_EMPLOYEE, COHORT_AWARDED_RESIDENT, COHORT_AWARD_OVER_CAREER,
    COHORT_AWARD_OVER_PROVINCE_WAGE, COHORT_AWARD_SUM, COHORT_EVER_INSURED, COHORT_INDEX_AWARDED, COHORT_PAID_MONTHS,
    COHORT_PAID_MONTHS_AWARDED, COHORT_PERSONS, COHORT_QUALIFIED, COHORT_WORKING_MONTHS, POOL_TRANSFER_IN,
    POOL_TRANSFER_OUT, Counts, Reals,
)  # fmt: skip
from simulate.engine.jit import rule
from simulate.engine.scan import total
from simulate.schemes.law import Economy
from simulate.schemes.portability.rules import moved_account
from simulate.schemes.state import NEVER, Rights
from simulate.schemes.tables import LIFE_UNIT, MONEY_UNIT, fixed


@rule
def fold_life(
    weight: float,
    is_reported: bool,
    is_final: int,
    economy: Economy,
    year: int,
    birth_month: int,
    ledger: Reals,
    rights: Rights,
    cohort: Counts,
    awards: Counts,
) -> None:
    """Add a whole life in the year it settles to ``cohort`` (measure,), an award to its bin of ``awards``.

    ``weight`` is negative for what is taken away.
    """
    award, awards_resident = ledger[AWARD_SUM_EMPLOYEE], ledger[AWARDS_RESIDENT]
    if is_final == 0 and award == 0.0 and awards_resident == 0.0:
        return
    people, national_wage = weight * LIFE_UNIT, economy.national_wage[year]
    if awards_resident > 0.0:
        cohort[COHORT_AWARDED_RESIDENT] += fixed(people)
        if is_reported:
            _bin(awards[RESIDENT_PENSION], ledger[AWARD_SUM_RESIDENT] / national_wage, people)
    if award > 0.0 and is_reported:
        _bin(awards[EMPLOYEE_PENSION], award / national_wage, people)
    if is_final == 0:
        return
    cohort[COHORT_PERSONS] += fixed(people)
    if rights.paid_months > 0.0:
        cohort[COHORT_EVER_INSURED] += fixed(people)
    cohort[COHORT_PAID_MONTHS] += fixed(people * min(rights.paid_months, rights.working_months))
    cohort[COHORT_WORKING_MONTHS] += fixed(people * rights.working_months)
    if award > 0.0:
        cohort[COHORT_QUALIFIED] += fixed(people)
        cohort[COHORT_AWARDED_EMPLOYEE] += fixed(people)
        cohort[COHORT_PAID_MONTHS_AWARDED] += fixed(people * rights.paid_months)
        if rights.paid_months > 0.0:  # an account alone has no index
            cohort[COHORT_INDEX_AWARDED] += fixed(people * rights.mean_index)
        cohort[COHORT_AGE_AWARDED] += fixed(people * (rights.stop_month - birth_month))
        cohort[COHORT_AWARD_SUM] += fixed(people * award)
        career = rights.career_earnings / max(rights.career_months, 1.0) * national_wage
        if career > 0.0:
            cohort[COHORT_AWARD_OVER_CAREER] += fixed(people * award / career)
        local_wage = economy.wage[year, rights.benefit_province]
        cohort[COHORT_AWARD_OVER_PROVINCE_WAGE] += fixed(people * award / local_wage)


@rule
def _bin(bins: Counts, ratio: float, people: float) -> None:
    """Count an award in its logarithmic bin; the first and last bins are open."""
    position = int(math.floor((math.log(max(ratio, 1e-9)) - AWARD_BIN_LOW) / AWARD_BIN_WIDTH))
    bins[min(max(position, 0), bins.shape[0] - 1)] += fixed(people)


@rule
def fold_transfers(
    weight: float, pool_share: float, there: int, gathered_account: float, pool: Reals, sex: int, places: Counts
) -> None:
    """Move a worker's money, gathered ``there``, from every province that holds it; what arrives is what leaves.

    ``pool`` (province,) pooled money by where it lies, of which ``pool_share`` moves; ``places`` (province, sex,
    measure); ``weight`` is negative for what is taken away.
    """
    together = total(pool)
    units = weight * MONEY_UNIT
    for province in range(len(pool)):
        if province == there or pool[province] <= 0.0:
            continue
        pooled = fixed(units * pool_share * pool[province])
        account = fixed(units * moved_account(gathered_account, pool[province], together))
        places[province, sex, POOL_TRANSFER_OUT] += pooled
        places[there, sex, POOL_TRANSFER_IN] += pooled
        places[province, sex, ACCOUNT_TRANSFER_OUT] += account
        places[there, sex, ACCOUNT_TRANSFER_IN] += account


@rule
def gather_pool(there: int, pool: Reals) -> None:
    """All pooled money lies in one province from now on; nothing moves where ``there`` is NEVER."""
    if there == NEVER:
        return
    together = total(pool)
    pool[:] = 0.0
    pool[there] = together
