"""Cases of enrolment: whom the place of work admits, what a year bought, contracts given as the cost wedge closes."""

from __future__ import annotations

from typing import Final

from simulate.cases.registry import Rule
from simulate.cases.signature import FromLaw, Words, by_signature
from simulate.codes import HUKOU_RULES
from simulate.schemes.enrolment import params, rules

RULES: Final[dict[str, Rule]] = {
    "is_admitted": by_signature(
        rules.is_admitted, "admitted", words={"hukou_rule": Words(HUKOU_RULES.labels)},
        law={
            "hukou_rule": FromLaw(params.build, "hukou_rule"),
            "required_months": FromLaw(params.build, "hukou_rule_months"),
        },
    ),
    "pension_bought": by_signature(rules.pension_bought, "pension"),
    "share_given_contracts": by_signature(
        rules.share_given_contracts, "share", law={"response": FromLaw(params.build, "contract_response")}
    ),
}  # fmt: skip
