"""What a worker has acquired so far under one scenario: the state the schemes read and write.

The state of a batch is one record a worker, so that a worker's rights lie together in memory, pass into a rule as one
thing, and are copied as one thing where two scenarios part.  From Python ``state.rights.account`` is an array over the
workers; in compiled code ``me.rights.account`` is a number.  Money is nominal yuan.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np

from simulate.codes import PROVINCES
from simulate.schemes.fields import *  # noqa: F403
from simulate.schemes.fields import (
    CODE, COUNT, FAR_AWAY, HALF_YEARS, NEVER, REAL, SINGLE, UNKNOWN_SHARE, UNSETTLED, Field,
)  # fmt: skip
from simulate.schemes.registry import SCHEMES

State: TypeAlias = np.recarray[Any, Any]  # (worker,) of STATE
Standing: TypeAlias = Any  # one worker's record of STATE, or its part: rights, residents, support, position
RIGHTS: Final = (  # in the employee scheme, and the pension that came of them
    Field("paid_months", REAL),  # months that count, deemed ones included
    Field("account_only_months", REAL),  # months paid into the account alone, which do not count otherwise
    Field("deemed_months", REAL),  # of these, before individual accounts began in the province of insurance
    Field("mean_index", REAL),  # at the award
    Field("first_month", COUNT, NEVER),  # first month paid, NEVER if none
    Field("last_year", COUNT, NEVER),  # last calendar year with a month paid, NEVER if none
    Field("account", REAL),  # balance, yuan; after claiming what is left of it
    Field("own_account_paid", REAL),  # what the worker paid into the account, interest left out, yuan
    Field("relation_province", CODE, NEVER),  # where the pension relation stands, NEVER before the first month
    Field("outcome", CODE, UNSETTLED),  # UNSETTLED, SETTLED_EMPLOYEE, SETTLED_EXTENDING, SETTLED_OUT
    Field("statutory_month", COUNT, FAR_AWAY),  # of statutory retirement of the category, far away until it is near
    Field("stop_month", COUNT, FAR_AWAY),  # month of claiming, or month until which contributions are expected
    Field("category", CODE, NEVER),  # retirement category, NEVER until it is known
    Field("allowance_until", COUNT, NEVER),  # last month of an invalidity allowance, then a pension; NEVER without one
    Field("extend_from", COUNT, NEVER),  # month from which a worker short of months goes on paying, NEVER if not
    Field("benefit_province", CODE, NEVER),  # NEVER until an award
    Field("basic_pension", REAL),  # yuan a month, in payment
    Field("transitional_pension", REAL),
    Field("account_pension", REAL),
    Field("habit", CODE),  # alternative chosen last year by a flexible worker
    Field("insured_province", CODE, NEVER),  # province of the last month paid
    Field("income", REAL),  # mean monthly earnings of the last year with earnings, yuan
    Field("eligible_share", REAL, UNKNOWN_SHARE),  # of the last year's platform months, share that met the income test
    Field("floor_history", CODE),  # last months at or above the floor, one bit a month
    Field("career_earnings", REAL),  # sum of monthly earnings over the mean wage of the year, months with earnings
    Field("career_months", REAL),
    Field("public_months", REAL),  # months as a public employee, until an award of the employee scheme counts them
    Field("public_deemed_months", REAL),  # of these, before the public service paid contributions (2014-10)
    Field("public_last_year", CODE, NEVER),  # last calendar year with such a month
    Field("working_months", REAL),  # months in paid work outside farm and public service
    Field("bases", SINGLE, size=HALF_YEARS),  # sum of the bases paid on in each half-year from sixteen on, yuan
    Field("months_by_province", REAL, size=len(PROVINCES)),
    Field("pool_by_province", REAL, size=len(PROVINCES)),  # pooled contributions that move with the worker, yuan
    Field("left_month", CODE, NEVER, size=len(PROVINCES)),  # in which the relation last left each, NEVER if it did not
)
RESIDENTS: Final = (  # in the resident scheme
    Field("years", REAL),  # years paid
    Field("last_year", COUNT, NEVER),  # last calendar year paid, NEVER if none
    Field("account", REAL),  # balance, yuan
    Field("tier", CODE, NEVER),  # position of the tier paid last, NEVER until the first contribution
    Field("is_claimed", CODE),
    Field("first_payment", COUNT, NEVER),  # first month paid, NEVER before the claim
    Field("account_pension", REAL),  # yuan a month
    Field("dual_paid", REAL),  # own money paid in years also paid in the employee scheme, yuan
)
SUPPORT: Final = (  # what the state and the injury funds owe or have given
    Field("subsidised_months", REAL),  # months of contribution subsidised by government
    Field("subsidised_until", COUNT, NEVER),  # last month a subsidy may be drawn, NEVER before the first
    Field("deferred_months", REAL),  # months lapsed that may still be paid
    Field("credited_months", REAL),  # months credited for care
    Field("injury_allowance", REAL),  # expected monthly allowances in payment by the occupational-injury fund, yuan
    Field("work_injury_allowance", REAL),  # the same by the work-injury fund
)
# A life's balance with all schemes, in months of the mean wage; under other laws than the base, its difference from the
# base's until the lives are done.
POSITION: Final = (
    Field("paid", REAL),  # contributions of the worker
    Field("received", REAL),  # pensions and refunds
    Field("contributed", REAL),  # of all payers, to the employee scheme
    Field("contributed_age", REAL),  # the same times the age in the year, from sixty on
    Field("drawn", REAL),  # benefits of the employee scheme
    Field("drawn_age", REAL),
)
# What no rule reads stands first; the tables by province and half-year last, so that what is read of everybody lies
# together.
GROUPS: Final = {
    "position": POSITION, "residents": RESIDENTS, "support": SUPPORT,
    **{each.name: each.acquires for each in SCHEMES if each.acquires}, "rights": RIGHTS,
}  # fmt: skip


def record_of(fields: tuple[Field, ...]) -> np.dtype[Any]:
    """The layout of a record of fields."""
    return np.dtype([(f.name, f.kind, f.size) if f.size > 1 else (f.name, f.kind) for f in fields], align=True)


STATE: Final = np.dtype([(name, record_of(fields)) for name, fields in GROUPS.items()], align=True)
_TABLES: Final = int(STATE.fields["rights"][1] + STATE["rights"].fields["bases"][1])  # type: ignore[index]
READ_EACH_YEAR: Final = _TABLES // 8  # words of the state before the tables
ACQUIRED: Final = STATE["position"].itemsize // 8  # first word of what rules read


def _nothing_acquired() -> State:
    """The state of one worker who has acquired nothing yet."""
    start = np.zeros(1, STATE)
    for name, fields in GROUPS.items():
        for field in fields:
            start[name][field.name] = field.start
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
