"""Questions about workers, ``occupation=delivery_rider and qualifies.A=false``: checked, asked of many at once.

They may be written in Chinese, ``职业=外卖骑手 且 出生年>=1990``: names of fields and labels, signs of any width.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from simulate.codes import ENUMERATIONS
from simulate.errors import Problem, ProblemsFound, ascii_digits, did_you_mean
from simulate.language import naming

LABELLED: Final = ("form", "occupation", "sex", "hukou_province", "hukou_type", "education")
OF_LAW: Final = ("qualifies", "award", "insured", "months", "resident", "extended")
FLAGS: Final = ("qualifies", "insured", "resident", "extended")
NUMBERS: Final = ("birth_year", "award", "months")
IN_CHINESE: Final = {
    "就业形态": "form", "工作形式": "form", "职业": "occupation", "平台职业": "occupation", "性别": "sex",
    "户籍省份": "hukou_province", "户籍地": "hukou_province", "省份": "hukou_province", "户口性质": "hukou_type",
    "户籍性质": "hukou_type", "户口": "hukou_type", "户籍": "hukou_type", "学历": "education",
    "受教育程度": "education", "出生年份": "birth_year", "出生年": "birth_year", "达到年限": "qualifies",
    "符合条件": "qualifies", "养老金": "award", "参保": "insured", "缴费月数": "months", "居民养老": "resident",
    "延长缴费": "extended", "province": "hukou_province",
}  # fmt: skip
_WORDS: Final = (
    (re.compile("[,，、;；]|并且|而且|且"), " and "), (re.compile("或者|或"), " or "), (re.compile("不等于|≠"), "!="),
    (re.compile("不小于|不低于|≥"), ">="), (re.compile("不大于|不高于|≤"), "<="), (re.compile("等于|：|:"), "="),
    (re.compile("大于|高于"), ">"), (re.compile("小于|低于"), "<"),
    (re.compile(r"(?<=\d)\s*(?:年|个月|元)"), ""),
)  # fmt: skip
_SINGLE_EQUALS = re.compile(r"(?<![=<>!])=(?!=)")
_COMPARE: Final[dict[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}  # fmt: skip
_EXAMPLE: Final = "for example occupation=delivery_rider and qualifies.A=false and award.B>2000"
_LONGEST: Final = 1000


def _fault(found: str, expected: str, hint: str = _EXAMPLE) -> ProblemsFound:
    return ProblemsFound([Problem("--where", 0, 0, found, expected, hint)])


def _in_english_signs(text: str) -> str:
    """A question with the signs and joining words that are read, whatever their width and language."""
    for pattern, sign in _WORDS:
        text = pattern.sub(sign, text)
    return _SINGLE_EQUALS.sub("==", ascii_digits(text).strip())


class _InLabels(ast.NodeTransformer):
    """Names of fields, labels and flags in those of the model."""

    def visit_Name(self, node: ast.Name) -> ast.expr:  # named by the library
        """A field, a label or a flag on its own."""
        if node.id in IN_CHINESE:
            return ast.Name(IN_CHINESE[node.id])
        known = [label for field in LABELLED for label in _labels(field)]
        return ast.Name(naming.label_of(node.id, known) or naming.flag_of(node.id))

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """A fact of a scenario; the letter stays."""
        return ast.Attribute(self.visit(node.value), node.attr)


def _labels(field: str) -> tuple[str, ...]:
    return ENUMERATIONS["province" if field == "hukou_province" else field].labels


class Question:
    """A question of comparisons joined by and, or, not, with brackets."""

    def __init__(self, text: str, scenarios: tuple[str, ...]) -> None:
        self.scenarios = scenarios  # letters that may be asked of: A, B
        if len(text) > _LONGEST:
            raise _fault(f"{len(text)} characters", f"at most {_LONGEST}")
        try:
            self.tree = _InLabels().visit(ast.parse(_in_english_signs(text), mode="eval").body)
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
            labels = _labels(field)
            word = value.id if isinstance(value, ast.Name) else getattr(value, "value", None)
            if word not in labels:
                listed = labels if str(word).isascii() else map(naming.chinese_of, labels)
                near = naming.near_label(str(word), labels) or ", ".join(listed)
                raise _fault(ast.unparse(value), f"a label of {field}", near)
            if type(node.ops[0]) not in (ast.Eq, ast.NotEq):
                raise _fault(ast.unparse(node), f"= or != for {field}")
        elif field in NUMBERS and isinstance(value, ast.Attribute):
            other = self._field(value)
            if other.partition(".")[0] != field:
                raise _fault(other, f"a number for {field}", "for example award.B<award.A")
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
            other = facts[ast.unparse(value)] if isinstance(value, ast.Attribute) else _constant(name, value)
            return np.asarray(compare(facts[name], other), dtype=bool)
        return np.asarray(facts[ast.unparse(node)], dtype=bool)


def _constant(field: str, node: ast.expr) -> Any:
    word = node.id if isinstance(node, ast.Name) else getattr(node, "value", None)
    if field in LABELLED:
        return ENUMERATIONS["province" if field == "hukou_province" else field].code(str(word))
    return word == "true" if word in ("true", "false") else word
