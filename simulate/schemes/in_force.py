"""What a law holds at all in a calendar year, found once for all workers of an age."""

from __future__ import annotations

from simulate.codes import MAN, WOMAN
from simulate.contracts import Codes
from simulate.engine.jit import rule
from simulate.engine.scan import largest
from simulate.schemes.law import Law
from simulate.schemes.platform_copayment.rules import NO_COPAYMENT, ORDER_LEVY, THREE_WAY
from simulate.schemes.subsidies.params import SubsidyParameters
from simulate.schemes.subsidies.rules import NO_SUBSIDY
from simulate.schemes.views import InForce


@rule
def may_be_graduate(s: SubsidyParameters, year: int, age: int) -> bool:
    """Whether workers who reach this age in the year are, in any month of it, within those after leaving college."""
    left, most = s.graduate_age[year], largest(s.graduate_months[12 * year : 12 * year + 12])
    return age >= left and 12.0 * (age - 1.0 - left) < most


@rule
def has_subsidy(s: SubsidyParameters, year: int, age: int) -> bool:
    """Whether anyone of this age could have a subsidy or matching this year."""
    is_hard = age >= min(s.hard_age[year, MAN], s.hard_age[year, WOMAN]) or may_be_graduate(s, year, age)
    for month in range(12 * year, 12 * year + 12):
        for province in range(s.subsidy_kind.shape[1]):
            if s.matching_share[month, province] > 0.0 or (is_hard and s.subsidy_kind[month, province] != NO_SUBSIDY):
                return True
    return False


@rule
def has_rule(rules: Codes, kind: int, january: int) -> bool:
    """Whether any province has co-payments of this kind in any month; ``rules`` (month, province) their kinds."""
    for month in range(january, january + 12):
        for province in range(rules.shape[1]):
            if rules[month, province] == kind:
                return True
    return False


@rule
def has_other_rule(rules: Codes, kind: int, january: int) -> bool:
    """Whether any province has co-payments of another kind than this in any month; ``rules`` as in ``has_rule``."""
    for month in range(january, january + 12):
        for province in range(rules.shape[1]):
            if rules[month, province] != kind:
                return True
    return False


@rule
def find_in_force(law: Law, year: int, age: int, found: InForce) -> None:
    """Fill what a law holds at all this year for workers of an age."""
    january, s = 12 * year, law.subsidies
    found.public_money = has_subsidy(s, year, age)
    rules = law.platform_copayment.rule
    found.order_levy = has_rule(rules, ORDER_LEVY, january)
    found.three_way = has_rule(rules, THREE_WAY, january)
    found.copayment = has_other_rule(rules, NO_COPAYMENT, january)
    found.matching = 0
    for month in range(january, january + 12):
        found.matching |= largest(s.matching_share[month]) > 0.0
    found.buy_in = largest(law.retirement.buy_in_hazard[year]) > 0.0
