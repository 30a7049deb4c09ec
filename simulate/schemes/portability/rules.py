"""Rules on moving: between provinces, between the two schemes, and when both were paid.

Law: 国办发〔2009〕66号, interim measures on the transfer of employee pension relations (from 2010-01-01);
人社部规〔2016〕5号 (temporary accounts, who gathers the record); 人社部发〔2014〕17号, interim measures on the link
between the urban and rural schemes (from 2014-07-01); Social Insurance Law art. 19 (months add up wherever paid).
Provinces are codes, -1 for none; money in yuan; months are counted from 1950-01.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.codes import Enumeration
from simulate.contracts import Codes, Reals
from simulate.engine.jit import rule

BENEFIT_PLACE_RULES: Final = Enumeration("benefit_place_rule", ("ten_year", "last_place", "hukou"))  # who pays
TEN_YEAR = BENEFIT_PLACE_RULES.code("ten_year")
LAST_PLACE = BENEFIT_PLACE_RULES.code("last_place")
HUKOU_PLACE = BENEFIT_PLACE_RULES.code("hukou")
_NONE: Final = -1


class ToResident(NamedTuple):
    """What a conversion gives the resident scheme: yuan, yuan of it out of the pool, years."""

    credit: float
    pooled: float
    years: float


class ToEmployee(NamedTuple):
    """What a conversion gives the employee scheme: yuan into the account, months towards the qualifying ones."""

    credit: float
    counted_months: float


class DualYear(NamedTuple):
    """A year paid in both schemes: yuan owed to the worker, resident years left of it."""

    owed: float
    resident_years: float


class DoublePension(NamedTuple):
    """What happens to two pensions drawn, yuan."""

    returned: float
    refund: float
    kept_back: float


@rule
def benefit_place(
    benefit_place_rule: int, hukou_province: int, relation_province: int, last_province: int,
    months_in_relation_province: float, last_full_province: int, required_months: float,
) -> int:  # fmt: skip
    """Province that pays the employee pension under the rule in force.

    TEN_YEAR: article 6 of 国办发〔2009〕66号, in this order: (1) the hukou province where the relation stands there;
    (2) the province where it stands, with ``required_months`` (120) paid there; (3) otherwise back to the last
    province with that many months, ``last_full_province`` (-1: there is none); (4) otherwise the hukou province.
    LAST_PLACE: where the worker was last insured; HUKOU_PLACE: always the hukou province.
    """
    if benefit_place_rule == LAST_PLACE:
        return last_province
    if benefit_place_rule == HUKOU_PLACE or relation_province == hukou_province:
        return hukou_province
    if months_in_relation_province >= required_months:
        return relation_province
    return last_full_province if last_full_province != _NONE else hukou_province


@rule
def last_full_province(left_month: Codes, months_by_province: Reals, required_months: float) -> int:
    """The last province with the months of article 6 (3) that the relation has left, -1 if there is none.

    ``left_month`` (province,) month in which it last left each, -1 if never; ``months_by_province`` those of all stays.
    Both are looked at when the pension is claimed, whose law says how many months are required.  A province with a
    temporary account alone never holds the relation and so is never left.
    """
    found, since = _NONE, _NONE
    for province in range(len(left_month)):
        if left_month[province] > since and months_by_province[province] >= required_months:
            found, since = province, int(left_month[province])
    return found


@rule
def transferable_pool(base: float, transfer_share: float, month: int, pool_from: int) -> float:
    """Pooled money a month paid makes transferable, yuan = actual base x transfer share (12 %).

    国办发〔2009〕66号 art. 4 (2): of the bases of every year from 1998-01-01 (``pool_from``); a year paid in part
    counts with the months paid.  No interest is added.
    """
    return base * transfer_share if month >= pool_from else 0.0


@rule
def pool_moves(month: int, transfer_start: int) -> float:
    """1 where pooled money goes with the worker, 0 before 2010-01 (``transfer_start``): only accounts moved then.

    国办发〔2009〕66号, in force from 2010-01-01.
    """
    return 1.0 if month >= transfer_start else 0.0


@rule
def donor_keeps(paid_to_pool: float, transferred: float) -> float:
    """What the province left keeps of the pooled contributions, yuan = paid into its pool - transferred.

    With 16 % from the employer and 12 % transferred, 4 points of the base; nothing of a flexible worker's 12 %; less
    than nothing where the pool was paid less than 12 % (国办发〔2009〕66号 art. 4 knows no exception).
    """
    return paid_to_pool - transferred


@rule
def is_temporary(age_months: int, limit_months: float, at_hukou_place: bool, relation_elsewhere: bool) -> bool:
    """Whether a temporary account is opened and the relation stays where it is; 国办发〔2009〕66号 art. 5 (2).

    Men from 50 and women from 40 years (``limit_months``) when they begin to pay in a province that is not that of
    their hukou, with a relation elsewhere.
    """
    return relation_elsewhere and not at_hukou_place and age_months >= limit_months


@rule
def next_relation(relation: int, insured: int, temporary: bool) -> int:
    """Province where the relation stands once a worker is insured elsewhere; 国办发〔2009〕66号 art. 5.

    It goes with the worker, home or to a new province; it stays beside a temporary account; the first one opens where
    the first month is paid.
    """
    return relation if temporary and relation != _NONE else insured


@rule
def follow_stay(relation: int, insured: int, temporary: bool, since: int, left_month: Codes) -> int:
    """Province where the relation stands after one stay; each stay of a record goes through this, in their order.

    国办发〔2009〕66号 art. 5, 6.  ``left_month`` (province,) takes, where the relation leaves one, the month ``since``
    of the first payment elsewhere; ``last_full_province`` looks there.
    """
    stands = next_relation(relation, insured, temporary)
    if relation != _NONE and stands != relation:
        left_month[relation] = since
    return stands


@rule
def moved_account(account: float, pool_there: float, pool_everywhere: float) -> float:
    """Part of the balance that lies in a province = balance x transferable pool there / everywhere, yuan.

    国办发〔2009〕66号 art. 4 (1): the whole balance moves.  Both are shares of the same bases, so that they lie alike
    (assumption: no record of where each month's account money was credited).
    """
    return account * pool_there / pool_everywhere if pool_everywhere > 0.0 else 0.0


@rule
def months_short(qualifying_months: float, paid_months: float, counted_months: float) -> float:
    """Months missing at the claim, 0 for those who qualify: required - paid - resident months that a reform counts.

    人社部发〔2014〕17号 art. 3: with the months, extended payment included, resident rights go to the employee scheme,
    else employee rights to the resident one.  Counted months are never more than the paid ones (assumption).
    """
    return max(qualifying_months - paid_months - min(counted_months, paid_months), 0.0)


@rule
def employee_to_resident(account: float, pool: float, pooled_share: float, paid_months: float) -> ToResident:
    """Employee -> resident: credit of the resident account (yuan), pooled part of it (yuan), resident years.

    人社部发〔2014〕17号 art. 6: the whole account joins the resident account, years paid count as resident years.  By
    law the pooled contributions stay; ``pooled_share`` of the transferable pool (0 by law) goes with the account.
    """
    pooled = pool * pooled_share
    return ToResident(account + pooled, pooled, paid_months / 12.0)


@rule
def resident_to_employee(account: float, resident_years: float, counted_share: float) -> ToEmployee:
    """Resident -> employee: credit of the employee account (yuan), months that count as qualifying months.

    人社部发〔2014〕17号 art. 5: the whole account joins the employee account; resident years do not count, neither
    added nor converted.  ``counted_share`` (0 by law) of them counts towards the qualifying months.
    """
    return ToEmployee(account, 12.0 * resident_years * counted_share)


@rule
def dual_months(own_paid: float, overlap_months: float) -> DualYear:
    """A year paid in both schemes: own resident money to be paid back (yuan), resident years left of the year.

    人社部发〔2014〕17号 art. 7: months paid twice count in the employee scheme only, and the resident money of those
    months goes back to the worker; own x months / 12, as the resident contribution is one sum for twelve months.
    """
    doubled = min(max(overlap_months, 0.0), 12.0) / 12.0
    return DualYear(own_paid * doubled, 1.0 - doubled)


@rule
def dual_refund(owed: float, balance: float, is_in_force: bool) -> float:
    """Paid back when the rights are settled, yuan: what is owed, as far as the resident account holds it; art. 7."""
    return min(owed, max(balance, 0.0)) if is_in_force else 0.0


@rule
def double_pension(months_both: float, flat_pension: float, own_balance: float) -> DoublePension:
    """Both pensions drawn: flat pension returned, refund of own balance, rest kept back from the employee pension.

    人社部发〔2014〕17号 art. 8: the resident relation ends; its account, government subsidies excepted, goes back to
    the worker; flat pensions drawn beside the employee pension are returned, out of that account first.
    """
    returned = months_both * flat_pension
    return DoublePension(returned, max(own_balance - returned, 0.0), max(returned - own_balance, 0.0))
