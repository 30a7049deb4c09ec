"""How levers are moved that a rise of a fifth on the baseline does not show.

Some act only beside another setting, some only on few people, some only on pensions of a law long past.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulate.codes import PROVINCES

Changes = tuple[dict[str, Any], ...]
START = {"month": "2015-01", "year": "2015"}  # from when a dated lever is moved, unless stated otherwise


@dataclass(frozen=True)
class Case:
    """One lever's test: the law it is tried on, what is set beside it, how it is moved, and when it is judged."""

    law: str = "2026-11-21"
    given: Changes = ()
    move: dict[str, Any] | None = None  # value, multiply or add; None: a fifth up, or down where there is no room
    years: tuple[int, int] = (2030, 2060)
    start: str = ""  # from when a dated lever is moved; START, unless stated


LAW_2021 = "2021-12-31"
FLAT, LINKED, MIXED = (2030, 2038), (2042, 2048), (2052, 2060)  # years of the three floors
INJURY_MODELS = ("ilo_fund", "wujiang", "zhejiang", "weifang")
CO_PAYMENTS = ("order_levy", "dependence", "three_way")


def by_province(*labels: str) -> dict[str, str]:
    """Labels dealt out to the provinces in turn."""
    return {province: labels[i % len(labels)] for i, province in enumerate(PROVINCES.labels)}


# A law on which levers that are read only beside another setting show: rules differ by province, floors by year.
PATCHWORK: Changes = (
    {"lever": "platform_copayment.rule", "value": by_province(*CO_PAYMENTS), "from": "2015-01"},
    {"lever": "occupational_injury.model", "value": by_province(*INJURY_MODELS), "from": "2015-01"},
    {"lever": "enrolment.hukou_rule", "value": by_province("conditional", "open"), "from": "2010-01"},
    {"lever": "subsidies.matching_share", "value": by_province("0.6", "0"), "from": "2015-01"},
    {"lever": "subsidies.subsidy_kind", "value": by_province("none", "flat", "none", "share_of_floor"),
     "from": "2015-01"},
    {"lever": "subsidies.care_credit", "value": "women", "from": "2015"},
    {"lever": "subsidies.deferral", "value": "next_year", "from": "2015"},
    {"lever": "retirement.early_retirement_share", "value": 0.3, "from": "2015"},
    {"lever": "social_floor.kind", "value": "universal_flat", "from": "2030", "to": "2040"},
    {"lever": "social_floor.kind", "value": "linked_minimum", "from": "2040", "to": "2050"},
    {"lever": "social_floor.kind", "value": "mixed", "from": "2050"},
)  # fmt: skip
LEVY = ({"lever": "platform_copayment.rule", "value": "order_levy", "from": "2015-01"},)
NO_TOP_UP = ({"lever": "retirement.top_up_before", "value": "1980-01"},)
VALUE_COUNTS = ({"lever": "enrolment.value_weight", "value": 6},)
DEFICITS = ({"lever": "funds.fiscal_subsidy_share", "value": 0, "from": "2025"},)
LOW_TARIFF = ({"lever": "occupational_injury.per_order_premium", "multiply": 0.3, "from": "2027-01"},)
BUSINESSES: Changes = (  # every other flexible worker has one, and half of the provinces a door for nobody else
    {"lever": "enrolment.hukou_rule", "value": "closed", "from": "2015-01"},
    {"lever": "enrolment.own_account_share", "value": 0.5, "from": "2015"},
    {"lever": "enrolment.own_account_rule", "value": by_province("open", "closed"), "from": "2015-01"},
)
GRADUATES = ({"lever": "subsidies.graduate_share", "value": 1, "from": "2015"},)
RISE_IN_PARTS = (
    {"lever": "employee_pension.indexation_equal_share", "value": 0.3, "from": "2015"},
    {"lever": "employee_pension.indexation_years_share", "value": 0.3, "from": "2015"},
)
OF_FEW = (2015, 2020)  # years in which the small sample has one of them
LAW_OF_1997 = (2010, 2030)  # while those who retired from 1998 to 2005 are alive

ON_THE_PATCHWORK = (
    *(f"platform_copayment.{name}" for name in (
        "dependence_threshold", "dependence_rate", "main_platform_income", "three_way_platform_share",
        "three_way_state_share",
    )),
    *(f"subsidies.{name}" for name in (
        "subsidy_flat", "matching_ceiling", "matching_measure", "matching_occupation",
        "matching_other_flexible", "care_credit", "care_from_age", "care_to_age", "care_months", "care_credit_index",
        "care_funded_share", "deferral_take_up",
    )),
    *(f"occupational_injury.{name}" for name in (
        "worker_share", "contribution_rate", "flat_premium", "flat_subsidy", "medical_cap", "medical_insurance_share",
        "ilo_flat_premium", "ilo_markup", "no_work_share", "stop_work_months", "one_off_years",
    )),
)  # fmt: skip

CASES = {
    # What the baseline has in force already, or in few places.
    "platform_copayment.rule": Case(law=LAW_2021),
    "enrolment.hukou_rule": Case(law=LAW_2021),
    "enrolment.own_account_rule": Case(given=BUSINESSES, years=OF_FEW),
    "enrolment.own_account_share": Case(given=BUSINESSES, move={"value": 1}, years=OF_FEW),
    # What is read only beside another setting.
    **{lever: Case(given=PATCHWORK) for lever in ON_THE_PATCHWORK},
    "platform_copayment.order_levy_rate": Case(given=LEVY, move={"multiply": 2}),
    "platform_copayment.income_share_of_orders": Case(given=LEVY, move={"multiply": 0.5}),
    "subsidies.subsidy_share_above_floor": Case(given=PATCHWORK, move={"value": 1}),
    "enrolment.hukou_rule_months": Case(given=PATCHWORK, move={"value": 60}),
    "portability.benefit_place_months": Case(given=PATCHWORK, move={"value": 480}),
    "retirement.continue_years": Case(given=NO_TOP_UP, move={"add": 3}),
    "social_floor.universal_flat_amount": Case(given=PATCHWORK, years=FLAT),
    "social_floor.linked_minimum_share": Case(given=PATCHWORK, years=LINKED),
    "social_floor.linked_minimum_months": Case(given=PATCHWORK, years=LINKED),
    "social_floor.linked_minimum_most": Case(given=PATCHWORK, years=LINKED),
    "social_floor.mixed_flat_share": Case(given=PATCHWORK, years=MIXED),
    "social_floor.mixed_kept_share": Case(given=PATCHWORK, years=MIXED),
    "funds.interest_on_deficit": Case(given=DEFICITS),
    "funds.injury_borrowing": Case(given=LOW_TARIFF),
    "enrolment.discount_rate": Case(given=VALUE_COUNTS, move={"multiply": 2}),
    "enrolment.years_in_payment": Case(given=VALUE_COUNTS),
    "employee_pension.indexation_equal_share": Case(move={"value": 0.5}),
    "employee_pension.indexation_years_share": Case(move={"value": 0.5}),
    "employee_pension.indexation_mean_pension": Case(given=RISE_IN_PARTS),
    "employee_pension.indexation_mean_years": Case(given=RISE_IN_PARTS),
    # Weak levers, or levers of few people, moved further.
    "careers.unemployment_factor": Case(move={"multiply": 3}),
    "enrolment.value_weight": Case(move={"multiply": 3}),
    "enrolment.knowledge_effect": Case(move={"multiply": 2}),
    "enrolment.effort": Case(move={"multiply": 3}),
    "enrolment.place_dissimilarity": Case(move={"value": 1}),
    "enrolment.trait_renewal": Case(move={"multiply": 2}),
    "enrolment.contract_response": Case(move={"value": 1}),
    "platform_copayment.share": Case(move={"multiply": 2}),
    "platform_copayment.test_months": Case(move={"value": 6}),
    "platform_copayment.test_window": Case(move={"value": 12}),
    "retirement.female_55_share": Case(move={"multiply": 0.5}),
    "retirement.resident_conversion_share": Case(move={"multiply": 0.5}),
    "retirement.early_retirement_months": Case(given=PATCHWORK, move={"multiply": 2}),
    "retirement.early_retirement_share": Case(move={"multiply": 1.5}),
    "employee_pension.old_law_replacement": Case(move={"add": 0.5}),
    "resident_pension.flat_pension_to_dibao": Case(move={"value": 1}),
    "portability.temporary_account_age": Case(move={"add": 240}),
    "subsidies.near_retirement_months": Case(move={"multiply": 3}),
    **{
        f"subsidies.{name}": Case(given=GRADUATES, move=move)
        for name, move in (
            ("graduate_months", {"value": 120}),
            ("graduate_age", {"value": 26}),
            ("graduate_share", {"value": 0.5}),
        )
    },
    "resident_pension.paid_for_amount": Case(move={"multiply": 0.5}),  # no more than the lowest tier is paid
    "subsidies.subsidy_cap": Case(move={"multiply": 0.2}),  # few reach it
    "retirement.firm_worker_months": Case(move={"value": 240}, years=(2012, 2030), start="1990"),
    "subsidies.care_from_age": Case(
        given=PATCHWORK, move={"value": 44}
    ),  # a start a few years later only puts credits off
    "employee_medical.required_years_in_place": Case(move={"add": 25}),
    # The law of 1997.
    "employee_pension.basic_share_1997": Case(years=LAW_OF_1997, start="1998"),
    "employee_pension.divisor_1997": Case(years=LAW_OF_1997, start="1998"),
}
