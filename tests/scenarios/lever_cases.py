"""How levers are moved that a rise of a fifth on the baseline does not show.

Some act only beside another setting, some only on few people, some only on pensions of a law long past.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Changes = tuple[dict[str, Any], ...]
START = {"month": "2015-01", "year": "2015"}  # from when a dated lever is moved, if nothing else is said


@dataclass(frozen=True)
class Case:
    """One lever's test: the law it is tried on, what is set beside it, how it is moved, and when it is judged."""

    law: str = "2026-11-21"
    given: Changes = ()
    move: dict[str, Any] | None = None  # value, multiply or add; None: a fifth up, or down where there is no room
    years: tuple[int, int] = (2030, 2060)


LAW_2021 = "2021-12-31"
LEVY = ({"lever": "platform_copayment.rule", "value": "order_levy", "from": "2015-01"},)
ALL_OPEN = ({"lever": "enrolment.hukou_rule", "value": "open", "from": "2010-01"},)
ALL_CONDITIONAL = ({"lever": "enrolment.hukou_rule", "value": "conditional", "from": "2010-01"},)
NO_TOP_UP = ({"lever": "retirement.top_up_before", "value": "1980-01"},)
VALUE_COUNTS = ({"lever": "enrolment.value_weight", "value": 6},)
DEFICITS = ({"lever": "funds.fiscal_subsidy_share", "value": 0, "from": "2025"},)
LAW_OF_1997 = (2010, 2030)  # while those who retired from 1998 to 2005 are alive

CASES = {
    # What the baseline has in force already, or in few places.
    "platform_copayment.rule": Case(law=LAW_2021),
    "enrolment.hukou_rule": Case(law=LAW_2021),
    # What is read only beside another setting.
    "platform_copayment.order_levy_rate": Case(given=LEVY),
    "platform_copayment.income_share_of_orders": Case(given=LEVY),
    "enrolment.hukou_rule_months": Case(given=ALL_CONDITIONAL, move={"value": 60}),
    "employee_pension.benefit_place_months": Case(given=ALL_OPEN, move={"value": 240}),
    "funds.interest_on_deficit": Case(given=DEFICITS),
    "retirement.continue_years": Case(given=NO_TOP_UP, move={"add": 3}),
    "enrolment.discount_rate": Case(given=VALUE_COUNTS, move={"multiply": 2}),
    "enrolment.years_in_payment": Case(given=VALUE_COUNTS),
    # Weak levers, or levers of few people, moved further.
    "careers.unemployment_factor": Case(move={"multiply": 3}),
    "enrolment.value_weight": Case(move={"multiply": 3}),
    "enrolment.knowledge_effect": Case(move={"multiply": 2}),
    "enrolment.effort": Case(move={"multiply": 3}),
    "enrolment.place_response": Case(move={"multiply": 3}),
    "enrolment.trait_renewal": Case(move={"multiply": 2}),
    "enrolment.contract_response": Case(move={"value": 1}),
    "platform_copayment.share": Case(move={"multiply": 2}),
    "platform_copayment.test_months": Case(move={"value": 6}),
    "platform_copayment.test_window": Case(move={"value": 12}),
    "retirement.female_55_share": Case(move={"multiply": 0.5}),
    "retirement.resident_conversion_share": Case(move={"multiply": 0.5}),
    "retirement.early_retirement_months": Case(move={"multiply": 2}),
    "retirement.early_retirement_share": Case(move={"multiply": 2}),
    "employee_pension.old_law_replacement": Case(move={"add": 0.5}),
    # The law of 1997.
    "employee_pension.basic_share_1997": Case(years=LAW_OF_1997),
    "employee_pension.divisor_1997": Case(years=LAW_OF_1997),
}
