"""Cases of enrolment: whom the place of work admits, what a year bought, contracts given as the cost wedge closes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from simulate.cases.registry import Given, Law, Rule
from simulate.cases.signature import FromLaw, Words, by_signature
from simulate.codes import FORMS, HUKOU_RULES
from simulate.schemes.enrolment import params, rules

_RULE: Final = Words(HUKOU_RULES.labels)

_CODE: Final = by_signature(
    rules.rule_for, "hukou_rule",
    words={"hukou_rule": _RULE, "own_account_rule": _RULE, "form": Words(FORMS.labels)},
    law={
        "hukou_rule": FromLaw(params.build, "hukou_rule"),
        "own_account_rule": FromLaw(params.build, "own_account_rule"),
        "own_account_share": FromLaw(params.build, "own_account_share"),
    },
)  # fmt: skip


def rule_for(law: Law, given: Given) -> dict[str, Any]:
    """The hukou rule that binds, in words."""
    return {"hukou_rule": HUKOU_RULES.labels[_CODE.evaluate(law, given)["hukou_rule"]]}


RULES: Final[dict[str, Rule]] = {
    "is_admitted": by_signature(
        rules.is_admitted, "admitted", words={"hukou_rule": Words(HUKOU_RULES.labels)},
        law={
            "hukou_rule": FromLaw(params.build, "hukou_rule"),
            "required_months": FromLaw(params.build, "hukou_rule_months"),
        },
    ),
    "rule_for": replace(_CODE, evaluate=rule_for),
    "pension_bought": by_signature(rules.pension_bought, "pension"),
    "share_given_contracts": by_signature(
        rules.share_given_contracts, "share", law={"response": FromLaw(params.build, "contract_response")}
    ),
}  # fmt: skip
