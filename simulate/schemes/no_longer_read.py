"""What a worker has acquired that no rule reads any longer.

Under a reform it may differ from the base for good.  A worker who differs in nothing else is as under the base, and
shares its life (``parting.rejoin``).  Anything listed here that is still read gives a wrong answer: a test lives
everyone under every lever, forgetting nothing, and finds no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from simulate import clock
from simulate.contracts import Reals
from simulate.engine.jit import rule
from simulate.schemes.concern import Ahead
from simulate.schemes.employee_medical.params import UNDECIDED, MedicalRights
from simulate.schemes.employee_pension.rules import ACCOUNT_ONLY
from simulate.schemes.law import Law
from simulate.schemes.platform_copayment.rules import INCOME_TEST
from simulate.schemes.settlement import OLDEST_TO_BUY
from simulate.schemes.state import SETTLED_EMPLOYEE, SETTLED_OUT, Rights, Standing
from simulate.schemes.views import Now


def ahead_of(laws: Sequence[Law]) -> Ahead:
    """What each law or the first holds from a year on; one year more than is lived, in which it holds nothing."""
    return Ahead(
        income_test=_from_then_on(laws, _tests_income).astype(np.int64),
        account_only=_from_then_on(laws, _has_account_only).astype(np.int64),
        buy_in=_from_then_on(laws, _lets_buy_in).astype(np.int64),
        grant_cap=_from_then_on(laws, lambda law: law.employee_pension.death_grant_cap_months),
    )


def _tests_income(law: Law) -> Reals:
    return np.asarray((law.platform_copayment.rule == INCOME_TEST).reshape(clock.N_YEARS, -1).any(axis=1), np.float64)


def _has_account_only(law: Law) -> Reals:
    months = law.employee_pension.flexible_scheme == ACCOUNT_ONLY
    return np.asarray(months.reshape(clock.N_YEARS, -1).any(axis=1), np.float64)


def _lets_buy_in(law: Law) -> Reals:
    return np.asarray((law.retirement.buy_in_hazard > 0.0).any(axis=1), np.float64)


def _from_then_on(laws: Sequence[Law], of_law: Callable[[Law], Reals]) -> Reals:
    """(law, year) the largest of a law's yearly numbers, or the first's, from a year on."""
    yearly = np.array([of_law(law) for law in laws])
    largest = np.maximum.accumulate(np.maximum(yearly, yearly[:1])[:, ::-1], axis=1)[:, ::-1]
    return np.ascontiguousarray(np.pad(largest, ((0, 0), (0, 1))))


@rule
def forget_unread(ahead: Ahead, index: int, now: Now, base: Standing, me: Standing) -> None:
    """Set what no rule reads from next January on to what it is under the base.

    What a platform's income test asks for; own payments, once enough months are paid for the payments on death; and of
    medical insurance what ``forget_medical`` names.
    """
    rights, year = me.rights, now.year + 1
    is_settled = rights.outcome == SETTLED_EMPLOYEE or rights.outcome == SETTLED_OUT
    if is_settled or ahead.income_test[index, year] == 0:
        rights.eligible_share = base.rights.eligible_share
        rights.floor_history = base.rights.floor_history
    may_lose_months = rights.account_only_months > 0.0 or ahead.account_only[index, year] != 0
    if rights.paid_months >= ahead.grant_cap[index, year] and (
        rights.outcome == SETTLED_EMPLOYEE or not may_lose_months
    ):
        rights.own_account_paid = base.rights.own_account_paid
    forget_medical(ahead, index, now, rights, base.employee_medical, me.employee_medical)


@rule
def forget_medical(
    ahead: Ahead, index: int, now: Now, rights: Rights, base: MedicalRights, medical: MedicalRights
) -> None:
    """Months paid for cover in retirement, once that is decided or nothing is left to decide it; a gap in cover, which
    is a gap however long; and a time of waiting that is over.
    """
    has_left = rights.outcome == SETTLED_OUT and (now.age >= OLDEST_TO_BUY or ahead.buy_in[index, now.year + 1] == 0)
    if medical.retired != UNDECIDED or has_left:
        medical.paid_months = base.paid_months
    lately, next_january = now.january - 1, now.january + 12  # a gap of more than a year is waived nowhere
    if medical.last_month < lately and base.last_month < lately:
        medical.last_month = base.last_month
    if medical.benefits_from <= next_january and base.benefits_from <= next_january:
        medical.benefits_from = base.benefits_from
