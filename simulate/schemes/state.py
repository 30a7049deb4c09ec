"""What a worker has acquired so far under one scenario: the state the schemes read and write.

The state of a batch is one record a worker, so that a worker's rights lie together in memory, pass into a rule as one
thing, and are copied as one thing where two scenarios part.  From Python ``state.rights.account`` is an array over the
workers; in compiled code ``me.rights.account`` is a number.  Money is nominal yuan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from simulate.schemes.fields import *  # noqa: F403
from simulate.schemes.fields import (
    FAR_AWAY, NEVER, UNKNOWN_SHARE, UNSETTLED, Code, CodesByProvince, Count, Real, RealsByProvince, Record,
    SinglesByHalfYear, in_each, layout_of, starts_of,
)  # fmt: skip
from simulate.schemes.registry import SCHEMES

if TYPE_CHECKING:
    from simulate.schemes.employee_medical.params import MedicalRights
    from simulate.schemes.unemployment.params import UnemploymentRights

State: TypeAlias = np.recarray[Any, Any]  # (worker,) of STATE


class Rights(Record):
    """What a worker has in the employee scheme, and the pension it gave."""

    paid_months: Real  # months that count, deemed ones included
    account_only_months: Real  # months paid into the account alone, which do not count otherwise
    deemed_months: Real  # of paid_months, before individual accounts began in the province of insurance
    mean_index: Real  # at the award
    first_month: Count = NEVER  # first month paid, NEVER if none
    last_month: Count = NEVER  # last month paid, NEVER if none
    account: Real  # balance, yuan; after claiming what is left of it
    own_account_paid: Real  # what the worker paid into the account, interest left out, yuan
    relation_province: Code = NEVER  # where the pension relation stands, NEVER before the first month
    outcome: Code = UNSETTLED  # UNSETTLED, SETTLED_EMPLOYEE, SETTLED_EXTENDING, SETTLED_OUT
    statutory_month: Count = FAR_AWAY  # of statutory retirement of the category, far away until it is near
    stop_month: Count = FAR_AWAY  # month of claiming, or month until which contributions are expected
    category: Code = NEVER  # retirement category, NEVER until it is known
    allowance_until: Count = NEVER  # last month of an invalidity allowance, then a pension; NEVER without one
    extend_from: Count = NEVER  # month from which a worker short of months goes on paying, NEVER if not
    benefit_province: Code = NEVER  # NEVER until an award
    basic_pension: Real  # yuan a month, in payment
    transitional_pension: Real
    account_pension: Real
    habit: Code  # alternative chosen last year by a flexible worker
    insured_province: Code = NEVER  # province of the last month paid
    income: Real  # mean monthly earnings of the last year with earnings, yuan
    eligible_share: Real = UNKNOWN_SHARE  # of the last year's platform months, share that met the income test
    floor_history: Code  # last months at or above the floor, one bit a month
    career_earnings: Real  # sum of monthly earnings over the mean wage of the year, months with earnings
    career_months: Real
    public_months: Real  # months as a public employee, until an award of the employee scheme counts them
    public_deemed_months: Real  # of these, before the public service paid contributions (2014-10)
    public_first_month: Code = NEVER  # first such month, NEVER if none
    public_last_month: Code = NEVER  # last such month up to a claim, NEVER if none
    last_form: Code = NEVER  # form of the last month of work, NEVER if none
    working_months: Real  # months in paid work outside farm and public service
    bases: SinglesByHalfYear  # sum of the bases paid on in each half-year from sixteen on, yuan
    months_by_province: RealsByProvince
    pool_by_province: RealsByProvince  # pooled contributions that move with the worker, yuan
    left_month: CodesByProvince = in_each(NEVER)  # in which the relation last left each, NEVER if it did not


class Residents(Record):
    """What a worker has in the resident scheme."""

    years: Real  # years paid
    last_year: Count = NEVER  # last calendar year paid, NEVER if none
    account: Real  # balance, yuan
    tier: Code = NEVER  # position of the tier paid last, NEVER until the first contribution
    is_claimed: Code
    first_payment: Count = NEVER  # first month paid, NEVER before the year of the claim
    account_pension: Real  # yuan a month
    dual_paid: Real  # own money paid in years also paid in the employee scheme, yuan


class Support(Record):
    """What the state has given a worker, or lets a worker pay later."""

    subsidised_months: Real  # months of contribution subsidised by government
    subsidised_until: Count = NEVER  # last month a subsidy may be drawn, NEVER before the first
    deferred_months: Real  # months lapsed that may still be paid
    credited_months: Real  # months credited for care


class Position(Record):
    """A life's balance with all schemes, in months of the mean wage.

    Under other laws than the base, its difference from the base's until the lives are done.
    """

    paid: Real  # contributions of the worker
    received: Real  # pensions and refunds
    contributed: Real  # of all payers, to the employee scheme
    contributed_age: Real  # the same times the age in the year, from sixty on
    drawn: Real  # benefits of the employee scheme
    drawn_age: Real


class Standing(Record):
    """What one worker has acquired, part by part; schemes beside the pensions have one by their name."""

    position: Position
    residents: Residents
    support: Support
    rights: Rights

    if TYPE_CHECKING:
        employee_medical: MedicalRights
        unemployment: UnemploymentRights

        def __getattr__(self, scheme: str) -> Any: ...  # of a scheme just added, which edits nothing here


# What no rule reads stands first, then what the pensions do not read; the tables by province and half-year last, so
# that what is read of everybody lies together.
_BESIDE: Final = {each.name: each.acquires for each in SCHEMES if each.acquires and each.books}
GROUPS: Final[dict[str, type[Record]]] = {
    "position": Position, **_BESIDE, "residents": Residents, "support": Support,
    **{each.name: each.acquires for each in SCHEMES if each.acquires and not each.books}, "rights": Rights,
}  # fmt: skip
STATE: Final = np.dtype([(name, layout_of(part)) for name, part in GROUPS.items()], align=True)
_TABLES: Final = int(STATE.fields["rights"][1] + STATE["rights"].fields["bases"][1])  # type: ignore[index]
READ_EACH_YEAR: Final = _TABLES // 8  # words of the state before the tables
ACQUIRED: Final = STATE["position"].itemsize // 8  # first word of what rules read
READ_BY_PENSIONS: Final = int(STATE.fields["residents"][1]) // 8  # type: ignore[index]  # of what the pensions read


def _nothing_acquired() -> State:
    """The state of one worker who has acquired nothing yet."""
    start = np.zeros(1, STATE)
    for name, part in GROUPS.items():
        for field, value in starts_of(part).items():
            start[name][field] = value
    return start.view(np.recarray)


_START: Final = _nothing_acquired()


def new_states(n_laws: int, n: int) -> State:
    """States (law, worker) of ``n`` workers who have acquired nothing yet.

    Only the first law's are filled: whoever parts from the life under it takes its state along, but the position.
    """
    states = np.empty((n_laws, n), STATE)
    words = states.view(np.int64).reshape(n_laws, n, STATE.itemsize // 8)
    words[0] = _START.view(np.ndarray).view(np.int64)
    words[1:, :, :ACQUIRED] = 0
    return states.view(np.recarray)


def new_state(n: int) -> State:
    """Nothing acquired yet, for ``n`` workers."""
    state: State = new_states(1, n)[0]
    return state
