"""Who goes through which rule, and copies of rules in several styles, planted to show that a copy is found."""

from __future__ import annotations

from typing import Final, NamedTuple

# Rule -> everybody who calls it, as room, file and function: of the single rules of ``changing.SINGLE`` in cases,
# explanations and schemes, and of every rule that explanations and typical workers call.
GOES_THROUGH: Final = {
    "account_credit": (
        "cases.resident_pension._account", "cases.resident_pension.account_credit",
        "schemes.resident_pension.steps.contribute_year",
    ),
    "award": ("lives.settled._award", "schemes.settlement.grant_award"),
    "base_at_floor": (
        "schemes.contribution.steps.due_month", "schemes.enrolment.offer_rules.worth_at_floor",
        "schemes.settlement.pay_missing_months", "schemes.subsidies.steps.pay_deferred",
        "schemes.unemployment.steps.pension_of_month",
    ),
    "base_limits": (
        "cases.employee_contributions._limits", "schemes.employee_pension.params._contributions",
        "schemes.employee_pension.params.flexible_base_floor",
    ),
    "benefit_place": (
        "cases.portability.benefit_place", "cases.portability.place_of_benefit",
        "schemes.enrolment.offer_rules.value_of_year", "schemes.settlement.paid_by",
    ),
    "care_contribution": ("cases.subsidies.care_credit", "schemes.contribution.steps.credit_care_months"),
    "contribution_base": (
        "cases.employee_contributions._base", "lives.writing._by_law", "schemes.contribution.steps.due_month",
        "schemes.employee_pension.steps.remember_public_months", "schemes.enrolment.offer_rules.offer_at",
    ),
    "deferred_contribution": ("cases.subsidies.deferral", "schemes.subsidies.steps.pay_deferred"),
    "dual_months": ("cases.portability.dual_months", "schemes.portability.steps.count_dual"),
    "dual_refund": ("cases.portability.dual_months", "schemes.portability.steps.refund_dual"),
    "employee_contribution": (
        "cases.employee_contributions.employee_contribution", "lives.flows.month_paid",
        "schemes.employee_pension.steps.collect_employed_months", "schemes.employee_pension.steps.own_paid_by_july",
    ),
    "employee_to_resident": ("cases.portability.conversion", "schemes.settlement.leave_for_resident_scheme"),
    "flat_pension_with_bonus": ("lives.settled._resident",),
    "flexible_contribution": (
        "cases.copayment._at_floor", "cases.copayment._contribution",
        "cases.employee_contributions.flexible_contribution", "cases.platform_copayment._at_floor",
        "cases.subsidies._contribution", "lives.refusals._due_at_floor", "lives.writing._by_law",
        "schemes.contribution.steps.collect_at_source", "schemes.contribution.steps.due_month",
        "schemes.contribution.steps.levy_on_all_fees", "schemes.contribution.steps.local_subsidy",
        "schemes.contribution.steps.platform_pays", "schemes.employee_pension.rules.flexible_month",
        "schemes.enrolment.offer_rules.expected_of_government", "schemes.enrolment.offer_rules.offer_at",
        "schemes.enrolment.offer_rules.worth_at_floor", "schemes.settlement.pay_missing_months",
        "schemes.subsidies.rules.care_contribution", "schemes.subsidies.rules.deferred_contribution",
    ),
    "flexible_month": ("lives.flows.month_paid", "schemes.employee_pension.steps.pay_flexible_month"),
    "follow_stay": ("cases.portability.place_of_benefit", "schemes.portability.steps.end_stay"),
    "indexed_pension": ("lives.worth._until",),
    "interest": ("schemes.employee_pension.steps.credit_account", "schemes.resident_pension.steps.credit_account"),
    "is_admitted": (
        "cases.employee_medical.flexible_medical_admission", "lives.refusals._is_shut",
        "schemes.employee_medical.steps.joins_alone", "schemes.enrolment.steps.is_let_in",
    ),
    "is_at_floor": (
        "cases.platform_copayment._income_and_months", "lives.platforms.meets_floor",
        "schemes.contribution.steps.copay_months", "schemes.platform_copayment.rules.passes_income_test",
    ),
    "is_flexible": ("lives.insured._kind_and_place", "lives.refusals.is_lapsed"),
    "is_matched": ("lives.public_money._matched",),
    "is_public_last": ("lives.settled._out",),
    "is_refunded": (
        "cases.unemployment.pension_paid_by_unemployment_fund", "schemes.unemployment.steps.pension_of_month",
    ),
    "is_work": ("lives.laws._category",),
    "kind_that_binds": ("lives.platforms.kind_of",),
    "last_full_province": (
        "cases.portability.benefit_place", "cases.portability.place_of_benefit", "schemes.settlement.paid_by",
    ),
    "matching": ("lives.public_money._matched",),
    "matching_ceiling": (
        "cases.subsidies.matching", "lives.public_money._matched", "schemes.contribution.steps.matching_of_month",
        "schemes.enrolment.offer_rules.expected_of_government",
    ),
    "months_at_floor": (
        "cases.platform_copayment._income_and_months", "lives.platforms.FloorHistory.add",
        "schemes.contribution.steps.copay_months",
    ),
    "months_in_payment": ("lives.flows.year_received",),
    "months_paid_there": (
        "lives.refusals._months_there", "schemes.enrolment.offer_rules.value_of_year",
        "schemes.enrolment.steps.is_let_in",
    ),
    "months_short": (
        "cases.portability.conversion", "lives.settled._missing", "schemes.settlement.may_still_qualify",
        "schemes.settlement.settle_year",
    ),
    "moved_account": ("cases.portability.gathering", "schemes.fold_lives.fold_transfers"),
    "next_balance": (
        "cases.resident_pension._account", "schemes.employee_pension.steps.credit_account",
        "schemes.resident_pension.steps.credit_account",
    ),
    "next_floor_history": (
        "cases.platform_copayment._income_and_months", "lives.platforms.FloorHistory.add",
        "schemes.contribution.steps.copay_months",
    ),
    "next_relation": ("cases.portability.temporary_account", "schemes.portability.rules.follow_stay"),
    "order_levy": ("lives.writing._by_law",),
    "owed_at_floor": (
        "cases.copayment.copayment", "cases.platform_copayment.income_test",
        "schemes.contribution.steps.platform_pays", "schemes.cost_sharing.expected_share",
    ),
    "paid_after_deferral": ("lives.events._of_years",),
    "passes_income_test": (
        "cases.copayment.copayment", "cases.platform_copayment.income_test",
        "schemes.contribution.steps.platform_pays",
    ),
    "payer_shares": ("schemes.employee_pension.rules.flexible_month",),
    "reached_under": ("lives.claims._age_of_law",),
    "resident_to_employee": (
        "cases.portability.conversion", "lives.settled._missing", "schemes.settlement.join_resident_account",
        "schemes.settlement.may_still_qualify", "schemes.settlement.settle_year",
    ),
    "retirement_window": ("lives.laws._put_off",),
    "rule_for": ("lives.refusals.hukou_rule_of", "schemes.enrolment.steps.rule_at"),
    "statutory_month": ("lives.laws._put_off",),
    "sum_of_indices": ("lives.settled.indices_of", "schemes.settlement.grant_award"),
    "three_way_split": (
        "lives.public_money._state_share", "schemes.contribution.steps.levy_on_all_fees",
        "schemes.cost_sharing.parts_of_month",
    ),
    "transferable_pool": (
        "cases.portability.transfer", "schemes.portability.steps.move_months", "schemes.settlement.pay_missing_months",
        "schemes.subsidies.steps.pay_deferred",
    ),
    "yearly_contribution": ("lives.insured.is_offered",),
}  # fmt: skip


class Plant(NamedTuple):
    """A rule written out where it is called: the function, the call, and what stands in its place."""

    rule: str
    function: str
    before: str
    after: str


PLANTS: Final = (
    Plant(  # comparisons alone
        "is_admitted", "lives.refusals._is_shut",
        "return not is_admitted(hukou_rule_of(life, year, m), float(p.hukou_rule_months[month, where]), there)",
        "rule, needed = hukou_rule_of(life, year, m), float(p.hukou_rule_months[month, where])\n"
        "    return rule != 2 and (rule != CONDITIONAL or there < needed)",
    ),
    Plant(  # the window as a list of the last months
        "next_floor_history", "lives.platforms.FloorHistory.add",
        "history = next_floor_history(history, met_floor, int(self.windows[month]))\n"
        "        self.at[month] = months_at_floor(history)",
        "last = [*bin(history)[:1:-1]][: int(self.windows[month]) - 1]\n"
        "        last = ['1' if met_floor else '0', *last]\n"
        "        history, self.at[month] = int(''.join(reversed(last)), 2), last.count('1')",
    ),
    Plant(  # the comparison the other way round
        "is_at_floor", "lives.platforms.meets_floor",
        "return bool(is_at_floor(float(year.income[m]), floor_at_work(life, year, m)))",
        "return not float(year.income[m]) < floor_at_work(life, year, m)",
    ),
    Plant(  # two names at once
        "flexible_contribution", "lives.refusals._due_at_floor",
        "return flexible_contribution(\n"
        "        float(e.flexible_base_floor[month, year.home]), float(e.flexible_rate[month, year.home]),\n"
        "        float(e.account_rate[month, year.home]),\n    ).contribution",
        "floor, rate = float(e.flexible_base_floor[month, year.home]), float(e.flexible_rate[month, year.home])\n"
        "    return floor * rate",
    ),
    Plant(  # a sum that is no expression
        "flexible_contribution", "cases.copayment._at_floor",
        'return flexible_contribution(number(given, "base_floor", 0.0), _rate(law, given), 0.0).contribution',
        'owed = number(given, "base_floor", 0.0)\n    owed *= _rate(law, given)\n    return owed',
    ),
    Plant(  # in a step of the year
        "is_admitted", "schemes.enrolment.steps.is_let_in",
        "return is_admitted(rule_at(p, chance, month, where, form), p.hukou_rule_months[month, where], there)",
        "door = rule_at(p, chance, month, where, form)\n"
        "    return door == 2 or door == 1 and not there < p.hukou_rule_months[month, where]",
    ),
    Plant(  # limits under other names
        "contribution_base", "schemes.enrolment.offer_rules.offer_at",
        "base = contribution_base(aim, floor, e.base_ceiling[month, there])",
        "low, high = floor, e.base_ceiling[month, there]\n    base = low if aim < low else high if aim > high else aim",
    ),
    Plant(
        "next_balance", "cases.resident_pension._account",
        "balance = crediting.next_balance(balance, rate, credit)", "balance += balance * rate + credit",
    ),
    Plant(
        "months_short", "cases.portability.conversion",
        'rules.months_short(number(given, "qualifying_months", 0.0), paid, counted) <= 0.0',
        'number(given, "qualifying_months", 0.0) <= paid + min(paid, counted)',
    ),
)  # fmt: skip
