"""Questions about workers, ``occupation=delivery_rider and qualifies.A=false``: checked, asked of many at once."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from simulate.codes import ENUMERATIONS
from simulate.errors import Problem, ProblemsFound, did_you_mean

LABELLED: Final = ("form", "occupation", "sex", "hukou_province", "hukou_type", "education")
OF_LAW: Final = ("qualifies", "award", "insured", "months", "resident", "extended")
FLAGS: Final = ("qualifies", "insured", "resident", "extended")
NUMBERS: Final = ("birth_year", "award", "months")
_SINGLE_EQUALS = re.compile(r"(?<![=<>!])=(?!=)")
_COMPARE: Final[dict[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}  # fmt: skip
_EXAMPLE: Final = "for example occupation=delivery_rider and qualifies.A=false and award.B>2000"
_LONGEST: Final = 1000


def _fault(found: str, expected: str, hint: str = _EXAMPLE) -> ProblemsFound:
    return ProblemsFound([Problem("--where", 0, 0, found, expected, hint)])


class Question:
    """A question of comparisons joined by and, or, not, with brackets."""

    def __init__(self, text: str, scenarios: tuple[str, ...]) -> None:
        self.scenarios = scenarios  # letters that may be asked of: A, B
        if len(text) > _LONGEST:
            raise _fault(f"{len(text)} characters", f"at most {_LONGEST}")
        try:
            self.tree = ast.parse(_SINGLE_EQUALS.sub("==", text.strip()), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise _fault(repr(text), "comparisons joined by and, or, not") from None
        self._check(self.tree)

    def asks_of(self, letter: str) -> bool:
        """Whether a fact of the scenario with this letter is asked for."""
        return any(isinstance(n, ast.Attribute) and n.attr == letter for n in ast.walk(self.tree))

    def holds(self, facts: dict[str, np.ndarray]) -> np.ndarray:
        """For whom it holds, over the arrays of ``facts``."""
        return np.asarray(self._value(self.tree, facts), dtype=bool)

    def _check(self, node: ast.expr) -> None:
        if isinstance(node, ast.BoolOp):
            for each in node.values:
                self._check(each)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self._check(node.operand)
        elif isinstance(node, ast.Compare):
            self._check_comparison(node)
        elif isinstance(node, ast.Name | ast.Attribute):
            name = self._field(node)
            if name.partition(".")[0] not in FLAGS:
                raise _fault(ast.unparse(node), f"a comparison, or {', '.join(FLAGS)} of a scenario")
        else:
            raise _fault(ast.unparse(node), "comparisons joined by and, or, not")

    def _check_comparison(self, node: ast.Compare) -> None:
        if len(node.ops) != 1 or type(node.ops[0]) not in _COMPARE:
            raise _fault(ast.unparse(node), "one of = != < <= > >= between a field and a value")
        field = self._field(node.left).partition(".")[0]
        value = node.comparators[0]
        if field in LABELLED:
            labels = ENUMERATIONS["province" if field == "hukou_province" else field].labels
            word = value.id if isinstance(value, ast.Name) else getattr(value, "value", None)
            if word not in labels:
                raise _fault(
                    ast.unparse(value), f"a label of {field}", did_you_mean(str(word), labels) or ", ".join(labels)
                )
            if type(node.ops[0]) not in (ast.Eq, ast.NotEq):
                raise _fault(ast.unparse(node), f"= or != for {field}")
        elif field in NUMBERS:
            if not isinstance(value, ast.Constant) or not isinstance(value.value, int | float):
                raise _fault(ast.unparse(value), f"a number for {field}")
        elif not (isinstance(value, ast.Name) and value.id in ("true", "false")):
            raise _fault(ast.unparse(value), f"true or false for {field}")

    def _field(self, node: ast.expr) -> str:
        """Name of a field, with the letter of its scenario where it depends on the law."""
        known = (*LABELLED, "birth_year", *(f"{name}.{letter}" for name in OF_LAW for letter in self.scenarios))
        name = ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""
        if name in known:
            return name
        hint = did_you_mean(name, known) or "fields: " + ", ".join(known)
        raise _fault(f"the unknown field {ast.unparse(node)}", "a field of workers", hint)

    def _value(self, node: ast.expr, facts: dict[str, np.ndarray]) -> np.ndarray:
        if isinstance(node, ast.BoolOp):
            join = np.logical_and if isinstance(node.op, ast.And) else np.logical_or
            out = self._value(node.values[0], facts)
            for each in node.values[1:]:
                out = np.asarray(join(out, self._value(each, facts)), dtype=bool)
            return out
        if isinstance(node, ast.UnaryOp):
            return np.asarray(np.logical_not(self._value(node.operand, facts)), dtype=bool)
        if isinstance(node, ast.Compare):
            name, value = ast.unparse(node.left), node.comparators[0]
            compare = _COMPARE[type(node.ops[0])]
            return np.asarray(compare(facts[name], _constant(name, value)), dtype=bool)
        return np.asarray(facts[ast.unparse(node)], dtype=bool)


def _constant(field: str, node: ast.expr) -> Any:
    word = node.id if isinstance(node, ast.Name) else getattr(node, "value", None)
    if field in LABELLED:
        return ENUMERATIONS["province" if field == "hukou_province" else field].code(str(word))
    return word == "true" if word in ("true", "false") else word
