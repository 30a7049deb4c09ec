"""All kinds of policy case by name, gathered from the schemes; a name stands once."""

from __future__ import annotations

from typing import Final

from simulate.cases import (
    copayment,
    employee_contributions,
    employee_pension,
    enrolment,
    occupational_injury,
    payments_on_death,
    platform_copayment,
    portability,
    resident_pension,
    retirement,
    social_floor,
    subsidies,
)
from simulate.cases.registry import Rule

_GATHERED: Final = (
    employee_contributions.RULES, employee_pension.RULES, payments_on_death.RULES, retirement.RULES,
    resident_pension.RULES, platform_copayment.RULES, copayment.RULES, portability.RULES, occupational_injury.RULES,
    subsidies.RULES, social_floor.RULES, enrolment.RULES,
)  # fmt: skip

RULES: Final[dict[str, Rule]] = {name: rule for rules in _GATHERED for name, rule in rules.items()}

if len(RULES) < sum(map(len, _GATHERED)):
    raise AssertionError("two schemes give a rule the same name")
