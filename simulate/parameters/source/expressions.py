"""What the expressions of one function hold of the parameters: names, fields, columns, texts put together, sums."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from simulate.parameters.source import held
from simulate.parameters.source.held import NOTHING, Atoms, Keyed, Part, Read, Text, Value, Whole, computed, opened
from simulate.parameters.source.trees import Function, ModuleName

if TYPE_CHECKING:
    from simulate.parameters.source.flow import Flow

_OF_A_SHAPE: Final = {"shape", "dims", "coords", "dtype", "ndim", "size", "digest", "name"}


class Expressions:
    """The names of a function, or of the top of a module where ``function`` is None, and what they hold."""

    def __init__(self, flow: Flow, module: str, function: Function | None, names: dict[str, Atoms]) -> None:
        self.flow, self.module, self.function, self.names = flow, module, function, names
        self.arguments = frozenset(names)
        self.packs = function is not None and flow.packs(function)
        self.inner: dict[str, Function] = {}
        self.line = 0  # of the statement now evaluated
        self.given_back: Atoms = NOTHING
        self.given: dict[str, list[tuple[int, int]]] = {}  # name -> lines of what it is given
        self.deciding: frozenset[Value] = frozenset()  # whether the statement now evaluated is reached
        self.decided: set[Value] = set()

    def _bind(self, target: ast.expr, expression: ast.expr) -> None:
        if isinstance(target, ast.Tuple) and isinstance(expression, ast.Tuple):
            for one, part in zip(target.elts, expression.elts, strict=False):
                self._bind(one, part)
        else:
            for name in (each.id for each in ast.walk(target) if isinstance(each, ast.Name)):
                self.given.setdefault(name, []).append((expression.lineno, expression.end_lineno or 0))
            self._put(target, self.value(expression))

    def _put(self, target: ast.expr, atoms: Atoms) -> None:
        """Let a target hold something; a record that was handed in is the state of a worker, and not followed."""
        if isinstance(target, ast.Name):
            self.names[target.id] = self.names.get(target.id, NOTHING) | atoms
        elif isinstance(target, ast.Tuple | ast.List):
            for each in target.elts:
                self._put(each, atoms)
        elif isinstance(target, ast.Starred):
            self._put(target.value, atoms)
        elif isinstance(target, ast.Attribute):
            for owner in self.value(target.value):
                if isinstance(owner, Part):
                    self.flow.fill(owner.of, target.attr, atoms)
        elif isinstance(target, ast.Subscript):
            self.value(target.slice)
            base = target.value
            if isinstance(base, ast.Name) and base.id not in self.arguments:
                key = _key(target.slice)
                self._put(base, frozenset(Keyed(key, each) for each in opened(atoms)) if key.isupper() else atoms)

    def value(self, node: ast.expr) -> Atoms:
        """What an expression holds."""
        act: Callable[[Any], Atoms] | None = getattr(self, f"_of_{type(node).__name__.lower()}", None)
        return act(node) if act is not None else self._all(ast.iter_child_nodes(node))

    def _all(self, nodes: Iterable[ast.AST]) -> Atoms:
        return NOTHING.union(*(self.value(each) for each in nodes if isinstance(each, ast.expr)))

    def _of_name(self, node: ast.Name) -> Atoms:
        return self.names[node.id] if node.id in self.names else self.flow.top(self.module, node.id)

    def _of_constant(self, node: ast.Constant) -> Atoms:
        return self._texts([node.value], node) if isinstance(node.value, str) else NOTHING

    def _texts(self, texts: Iterable[str], node: ast.expr) -> Atoms:
        known = self.flow.texts
        return frozenset(Text(each, self.module, node.lineno, self.function) for each in texts if each in known)

    def _of_joinedstr(self, node: ast.JoinedStr) -> Atoms:
        texts, put_in = {""}, NOTHING
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                inside = self.value(part.value)
                put_in |= inside
                texts = {one + other for one in texts for other in _said(inside)}
            elif isinstance(part, ast.Constant):
                texts = {one + str(part.value) for one in texts}
        return self._together(texts, put_in, node)

    def _together(self, texts: Iterable[str], put_in: Atoms, node: ast.expr) -> Atoms:
        """Texts put together stand where the text stands that was put in: a helper only adds the room."""
        from_afar = [each for each in put_in if isinstance(each, Text) and each.function is not self.function]
        ends = {each.text: each for each in from_afar if not each.text.endswith(".")}
        found: Atoms = NOTHING
        for text in texts:
            place = ends.get(text.rpartition(".")[2])
            if place is not None and text in self.flow.names:
                found |= {place._replace(text=text)}
        return found or self._texts(texts, node)

    def _of_binop(self, node: ast.BinOp) -> Atoms:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(node.op, ast.Add) and not any(isinstance(each, Value) for each in opened(left | right)):
            texts = {one + other for one in _said(left) for other in _said(right)}
            return self._together(texts, left | right, node) or left | right
        is_of_unit = isinstance(node.left, ast.Constant) or isinstance(node.right, ast.Constant)  # 12 months, 1 - share
        return left | right if is_of_unit else self._compute(left | right)

    def _of_compare(self, node: ast.Compare) -> Atoms:
        return self._decide(self._all([node.left, *node.comparators]))

    def _of_ifexp(self, node: ast.IfExp) -> Atoms:
        self._decide(self.value(node.test))
        return self._all([node.body, node.orelse])

    def _of_dict(self, node: ast.Dict) -> Atoms:
        found = NOTHING
        for key, holds in zip(node.keys, node.values, strict=True):
            atoms = self.value(holds)
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                atoms = frozenset(Keyed(key.value, each) for each in atoms if not isinstance(each, Keyed))
            found |= atoms
        return found

    def _of_comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Atoms:
        for each in node.generators:
            self._bind(each.target, each.iter)
            for test in each.ifs:
                self._decide(self.value(test))
        return self.value(node.value if isinstance(node, ast.DictComp) else node.elt)

    _of_listcomp = _of_setcomp = _of_generatorexp = _of_dictcomp = _of_comprehension

    def _of_attribute(self, node: ast.Attribute) -> Atoms:
        return self._field(node, None)

    def _field(self, node: ast.Attribute, column: ast.expr | None) -> Atoms:
        """What an attribute holds, in one column of it where that is written out; of a field, that it is read here."""
        module = self._module_of(node.value)
        if module:
            return self.flow.top(module, node.attr)
        found: Atoms = NOTHING
        for each in self.value(node.value):
            if isinstance(each, Whole) and node.attr in self.flow.parts:
                found |= {Part(self.flow.parts[node.attr])}
            elif isinstance(each, Part):
                under = _column(frozenset(self.flow.store.get((each.of, node.attr), ())), column)
                self._note_reads(under, each, Read(self.module, node.lineno, self.function))
                found |= under
            elif isinstance(each, Value) and node.attr not in _OF_A_SHAPE:
                found |= {each}
        return found

    def _note_reads(self, atoms: Atoms, of: Part, read: Read) -> None:
        """A tuple of the law holds what has been derived of a parameter; anything else, no more than a result of it."""
        is_law = self.flow.is_law(of.of)
        for each in opened(atoms):
            if isinstance(each, Value) and (is_law or each.distance < held.FAR):
                self.flow.found.reads[each.parameter][read] = None

    def _of_subscript(self, node: ast.Subscript) -> Atoms:
        index = self.value(node.slice)
        if isinstance(node.value, ast.Attribute):
            found = self._field(node.value, node.slice)
        else:
            found = _column(self.value(node.value), node.slice)
        for each in index:
            if isinstance(each, Text) and each.text in self.flow.names:
                found |= {Value(each.text)}
                self.flow.found.reads[each.text][Read(each.module, each.line, each.function)] = None
        return found

    def _compute(self, atoms: Atoms) -> Atoms:
        """Arithmetic: what was read is computed with in this function."""
        self._note(atoms)
        return atoms if self.packs else computed(atoms, held.NEAR)

    def _decide(self, atoms: Atoms) -> Atoms:
        """A comparison or a condition: it reads a value and hands none on."""
        self.decided |= self._note(atoms)
        return NOTHING

    def _note(self, atoms: Atoms) -> set[Value]:
        """That this function works with values as they are read: those."""
        values = {each for each in opened(atoms) if isinstance(each, Value) and each.distance == held.HERE}
        for each in values:
            if self.function is not None:
                self.flow.found.works[each.parameter].setdefault(self.function, self.line)
        return values

    def _module_of(self, node: ast.expr) -> str:
        """The file of the module that a name stands for; of what is none, nothing."""
        if not isinstance(node, ast.Name) or node.id in self.names:
            return ""
        meaning = self.flow.sources.meaning(self.module, node.id)
        return meaning.module if isinstance(meaning, ModuleName) else ""


def _said(atoms: Atoms) -> set[str]:
    return {each.text for each in atoms if isinstance(each, Text)}


def _key(index: ast.expr) -> str:
    """The column that a last index names, by its number, its text or a constant; none: empty."""
    last = index.elts[-1] if isinstance(index, ast.Tuple) and index.elts else index
    if isinstance(last, ast.Constant):
        return str(last.value)
    return last.id if isinstance(last, ast.Name) and last.id.isupper() else ""


def _column(atoms: Atoms, index: ast.expr | None) -> Atoms:
    """What lies under a key; under an index that names no column, anything; a row keeps the columns it has."""
    key = _key(index) if index is not None else ""
    if not any(isinstance(each, Keyed) and each.key == key for each in atoms):
        return atoms if key or index is None else opened(atoms)
    return frozenset(
        each.atom if isinstance(each, Keyed) else each
        for each in atoms
        if not isinstance(each, Keyed) or each.key == key
    )
