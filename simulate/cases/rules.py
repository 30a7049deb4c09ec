"""All kinds of policy case by name, gathered from the schemes; a name stands once.

A scheme without a file here has its rules judged by their own signatures.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from inspect import isfunction
from typing import Final, get_type_hints

from simulate.cases import (
    copayment,
    employee_contributions,
    employee_medical,
    employee_pension,
    enrolment,
    occupational_injury,
    payments_on_death,
    platform_copayment,
    portability,
    resident_medical,
    resident_pension,
    retirement,
    social_floor,
    subsidies,
    unemployment,
)
from simulate.cases.registry import Rule
from simulate.cases.signature import FromLaw, by_signature
from simulate.schemes.registry import SCHEMES, Scheme

_GATHERED: Final = (
    employee_contributions.RULES, employee_pension.RULES, payments_on_death.RULES, retirement.RULES,
    resident_pension.RULES, platform_copayment.RULES, copayment.RULES, portability.RULES, occupational_injury.RULES,
    subsidies.RULES, social_floor.RULES, enrolment.RULES, employee_medical.RULES, resident_medical.RULES,
    unemployment.RULES,
)  # fmt: skip


def _of(scheme: Scheme) -> dict[str, Rule]:
    """Each rule of a scheme as a kind of case of its own; what a case leaves out is read from the scheme's law."""
    module = import_module(f"simulate.schemes.{scheme.name}.rules")
    law = {field: FromLaw(scheme.build, field) for field in scheme.packed.__annotations__}
    found = {}
    for name, rule in vars(module).items():
        plain = getattr(rule, "py_func", rule)
        if isfunction(plain) and plain.__module__ == module.__name__:
            gives = () if hasattr(get_type_hints(plain)["return"], "_fields") else name
            found[name] = by_signature(rule, gives, law=law)
    return found


_BY_SIGNATURE: Final = [_of(each) for each in SCHEMES if find_spec(f"simulate.cases.{each.name}") is None]
RULES: Final[dict[str, Rule]] = {name: rule for rules in (*_GATHERED, *_BY_SIGNATURE) for name, rule in rules.items()}

if len(RULES) < sum(map(len, (*_GATHERED, *_BY_SIGNATURE))):
    raise AssertionError("two schemes give a rule the same name")
