"""Policy cases of portability: what moves between provinces and schemes, who pays, and months paid twice.

A case may give a parameter of the law instead of taking it from the law in force: the words of the law's own names.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from simulate.cases.given import choice, flag, law_month, month, number, number_or, province, whole, year
from simulate.cases.registry import Given, Law, NotUnderstoodError, Rule
from simulate.codes import PROVINCES, SEXES
from simulate.contracts import Counts
from simulate.schemes.portability import params, rules

_NONE: Final = "none"


def _stays(given: Given, *known: str, key: str = "stays") -> list[Given]:
    """The stays of a record, each a mapping of known words."""
    stays = given[key]
    if not isinstance(stays, list) or not all(isinstance(stay, dict) for stay in stays):
        raise NotUnderstoodError(key, repr(stays), "a list of {" + ", ".join(known) + "}")
    for stay in stays:
        if unknown := sorted(set(stay) - set(known)):
            raise NotUnderstoodError(key, ", ".join(unknown), ", ".join(known))
    return list(stays)


def _label(code: int) -> str:
    return PROVINCES.labels[code] if code >= 0 else _NONE


def _place_rule(o: params.PortabilityParameters, given: Given) -> int:
    if "benefit_place_rule" in given:
        return choice(given, "benefit_place_rule", rules.BENEFIT_PLACE_RULES.labels)
    return int(o.benefit_place_rule[law_month(given)])


def _month_or(given: Given, name: str, of_law: Counts) -> int:
    return month(given, name) if name in given else int(of_law[0])


def transfer(law: Law, given: Given) -> dict[str, Any]:
    """Stays {from, months, base, pool_rate} of one record, transferred in ``month``."""
    o = law.pack(params.build)
    pool_from = _month_or(given, "pool_from", o.pool_from)
    pool = paid = 0.0
    for stay in _stays(given, "from", "months", "base", "pool_rate"):
        first, base = month(stay, "from"), number(stay, "base", 0.0)
        for paid_month in range(first, first + whole(stay, "months")):
            share = number_or(given, "transfer_share", o.transfer_share[paid_month], 0.0, 1.0)
            pool += rules.transferable_pool(base, share, paid_month, pool_from)
            paid += base * number_or(stay, "pool_rate", 0.0, 0.0, 1.0)
    moved = pool * rules.pool_moves(month(given, "month"), _month_or(given, "transfer_start", o.transfer_start))
    account = number(given, "account_balance", 0.0)
    return {
        "account": account, "pool": moved, "total": account + moved, "donor_keeps": rules.donor_keeps(paid, moved),
    }  # fmt: skip


def temporary_account(law: Law, given: Given) -> dict[str, Any]:
    """A worker pays for the first time in a province other than that of the relation."""
    o = law.pack(params.build)
    limit = number_or(
        given,
        "temporary_account_age",
        o.temporary_account_age[month(given, "month") // 12, choice(given, "sex", SEXES.labels)],
        0.0,
    )
    now = month(given, "month")
    age = now - month(given, "birth_month", is_birth=True)
    exists = rules.pool_moves(now, int(o.transfer_start[0])) > 0 and _place_rule(o, given) != rules.LAST_PLACE
    elsewhere = flag(given, "relation_elsewhere")
    temporary = exists and bool(rules.is_temporary(age, limit, flag(given, "at_hukou_place"), elsewhere))
    relation = rules.next_relation(0 if elsewhere else -1, 1, temporary)
    word = "opens" if not elsewhere else ("stays" if relation == 0 else "moves")
    return {"temporary": temporary, "relation": word}


def benefit_place(law: Law, given: Given) -> dict[str, Any]:
    """The three tests of article 6, as yes or no."""
    o = law.pack(params.build)
    hukou, current = 0, 1  # and 2, where the relation stood earlier
    required = float(o.benefit_place_months[law_month(given)])
    relation = hukou if flag(given, "relation_at_hukou_place") else current
    before = required if flag(given, "earlier_place_120_months") else required - 1.0
    left, months = np.array([-1, -1, 0], np.int16), np.array([0.0, 0.0, before])
    place = rules.benefit_place(
        _place_rule(o, given), hukou, relation, relation,
        required if flag(given, "current_place_120_months") else required - 1.0,
        rules.last_full_province(left, months, required), required,
    )  # fmt: skip
    return {"benefit_place": ("hukou_place", "current_place", "earlier_place")[place]}


def place_of_benefit(law: Law, given: Given) -> dict[str, Any]:
    """Stays {province, months} in the order paid; the relation stands where the last one was, unless said.

    Stays after the last one in ``relation_province`` are beside a temporary account.
    """
    o = law.pack(params.build)
    required = number_or(given, "benefit_place_months", o.benefit_place_months[law_month(given)], 0.0)
    stays = [(province(stay), number(stay, "months", 0.0)) for stay in _stays(given, "province", "months")]
    if not stays:
        raise NotUnderstoodError("stays", "none", "at least one {province, months}")
    stands = province(given, "relation_province") if "relation_province" in given else stays[-1][0]
    places = [place for place, _ in stays]
    until = len(places) - 1 - places[::-1].index(stands) if stands in places else -1
    relation, left, months = -1, np.full(len(PROVINCES), -1, np.int16), np.zeros(len(PROVINCES))
    for position, (place, paid) in enumerate(stays):
        # in the order of the stays, whose months are not given
        relation = rules.follow_stay(relation, place, position > until, position, left)
        months[place] += paid
    relation = stands if until < 0 else relation
    full = rules.last_full_province(left, months, required)
    pays = rules.benefit_place(
        _place_rule(o, given), province(given, "hukou_province"), relation, places[-1], months[relation], full, required
    )
    return {"benefit_province": _label(pays)}


def gathering(law: Law, given: Given) -> dict[str, Any]:
    """What moves when all the money of a worker comes together in one province; ``lies`` as {province, pool}."""
    o = law.pack(params.build)
    there = province(given, "destination_province")
    lies = [(province(each), number(each, "pool", 0.0)) for each in _stays(given, "province", "pool", key="lies")]
    everywhere = sum(pool for _, pool in lies)
    account = number(given, "account_balance", 0.0)
    share = rules.pool_moves(law_month(given), int(o.transfer_start[0]))
    gone = [pool for place, pool in lies if place != there]
    return {
        "account": sum(rules.moved_account(account, pool, everywhere) for pool in gone), "pool": share * sum(gone),
    }  # fmt: skip


def conversion(law: Law, given: Given) -> dict[str, Any]:
    """A worker with rights in both schemes reaches the statutory age of the employee scheme."""
    o = law.pack(params.build)
    now = law_month(given)
    paid = number(given, "paid_months", 0.0)
    account = number_or(given, "employee_account", 0.0, 0.0)
    resident, years = number_or(given, "resident_account", 0.0, 0.0), number_or(given, "resident_years", 0.0, 0.0)
    counted_share = number_or(given, "resident_years_count", o.resident_years_count[now], 0.0, 1.0)
    pooled_share = number_or(given, "conversion_pooled_share", o.conversion_pooled_share[now], 0.0, 1.0)
    joins, counted = rules.resident_to_employee(resident, years, counted_share)
    if rules.months_short(number(given, "qualifying_months", 0.0), paid, counted) <= 0.0:
        return {
            "to": "employee", "account": account + joins, "paid_months": paid,
            "counted_months": paid + min(counted, paid),
            "pooled": 0.0,
        }  # fmt: skip
    credit, pooled, more = rules.employee_to_resident(
        account, number_or(given, "transferable_pool", 0.0, 0.0), pooled_share, paid
    )
    return {"to": "resident", "account": resident + credit, "resident_years": years + more, "pooled": pooled}


def dual_months(law: Law, given: Given) -> dict[str, Any]:
    """One calendar year paid in both schemes, the rights settled in ``month``."""
    o = law.pack(params.build)
    overlap = number(given, "overlap_months", 0.0, 12.0)
    owed, years = rules.dual_months(number(given, "own_paid", 0.0), overlap)
    in_force = flag(given, "dual_refund") if "dual_refund" in given else bool(o.dual_refund[law_month(given)])
    return {
        "refund": rules.dual_refund(owed, number_or(given, "resident_account", owed), in_force),
        "resident_years": years, "employee_months": overlap,
    }  # fmt: skip


def dual_contributors(law: Law, given: Given) -> dict[str, Any]:
    """Expected persons who pay both in a year, of resident members who enter the employee scheme."""
    o = law.pack(params.build)
    share = number_or(given, "dual_share", o.dual_share[year(given, "year")], 0.0, 1.0)
    return {"persons": share * number(given, "entrants", 0.0)}


def double_pension(law: Law, given: Given) -> dict[str, Any]:
    """Both pensions were drawn: the resident one stops."""
    values = (number(given, name, 0.0) for name in ("months_both", "flat_pension", "own_balance"))
    returned, refund, kept_back = rules.double_pension(*values)
    return {"resident_pension": 0.0, "returned": returned, "refund": refund, "kept_back": kept_back}


RULES: Final[dict[str, Rule]] = {
    "transfer": Rule(
        transfer, ("stays", "account_balance", "month"), ("transfer_share", "pool_from", "transfer_start"),
        ("account", "pool", "total", "donor_keeps"), beside="what the province left keeps is booked by the funds",
    ),
    "temporary_account": Rule(
        temporary_account, ("sex", "birth_month", "month", "at_hukou_place", "relation_elsewhere"),
        ("temporary_account_age", "benefit_place_rule"), ("temporary", "relation"),
    ),
    "benefit_place": Rule(
        benefit_place, ("relation_at_hukou_place", "current_place_120_months", "earlier_place_120_months"),
        ("month", "benefit_place_rule"), ("benefit_place",),
    ),
    "place_of_benefit": Rule(
        place_of_benefit, ("hukou_province", "stays"),
        ("relation_province", "month", "benefit_place_rule", "benefit_place_months"), ("benefit_province",),

    ),
    "gathering": Rule(
        gathering, ("lies", "account_balance", "destination_province"), ("month",), ("account", "pool")
    ),
    "conversion": Rule(
        conversion, ("paid_months", "qualifying_months"),
        ("month", "employee_account", "transferable_pool", "resident_account", "resident_years",
         "resident_years_count", "conversion_pooled_share"),
        ("to", "account", "paid_months", "counted_months", "resident_years", "pooled"),
    ),
    "dual_months": Rule(
        dual_months, ("own_paid", "overlap_months"), ("month", "dual_refund", "resident_account"),
        ("refund", "resident_years", "employee_months"),
    ),
    "dual_contributors": Rule(
        dual_contributors, ("year", "entrants"), ("dual_share",), ("persons",), reads="portability.dual_share"
    ),
    "double_pension": Rule(
        double_pension, ("months_both", "flat_pension", "own_balance"), (),
        ("resident_pension", "returned", "refund", "kept_back"),
        beside="nobody in the model draws both pensions",
    ),
}  # fmt: skip
