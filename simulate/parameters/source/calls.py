"""What a call gives back: objects of the model, its functions followed, its rules handed what they take."""

from __future__ import annotations

import ast
from typing import Final

from simulate.parameters.source import held
from simulate.parameters.source.expressions import Expressions
from simulate.parameters.source.held import NOTHING, Atoms, Handed, Keyed, Part, Read, Text, Value, is_rule, opened
from simulate.parameters.source.trees import Class, Function, Meaning, last_name

_PASS_ON: Final = {  # hand a value on as it is, in another form
    "array", "asarray", "ascontiguousarray", "atleast_1d", "astype", "bool", "concatenate", "copy", "float", "int",
    "item", "items", "moveaxis", "repeat", "reshape", "reversed", "sorted", "squeeze", "stack", "tolist", "tuple",
    "values", "zip", "get", "list", "enumerate", "dict", "cumsum", "numbered",
}  # fmt: skip
_FORGET: Final = {"len", "range", "isinstance", "zeros_like", "ones_like", "empty_like", "full_like", "zeros", "empty"}


class Calls(Expressions):
    """Expressions, and calls among them."""

    def _callee(self, node: ast.expr) -> Meaning:
        if isinstance(node, ast.Name):
            return self.inner.get(node.id) or self.flow.sources.meaning(self.module, node.id)
        if isinstance(node, ast.Attribute):
            module = self._module_of(node.value)
            if module:
                return self.flow.sources.meaning(module, node.attr)
            for each in self.value(node.value):
                if isinstance(each, Part):
                    methods = self.flow.sources.modules[each.of.module].methods
                    return methods.get((each.of.name, node.attr))
        return None

    def _of_call(self, node: ast.Call) -> Atoms:
        handed = [self.value(each) for each in node.args]
        named = {each.arg: self.value(each.value) for each in node.keywords if each.arg}
        for each in node.keywords:
            if each.arg is None:
                for atom in self.value(each.value):
                    if isinstance(atom, Keyed):
                        named[atom.key] = named.get(atom.key, NOTHING) | {atom.atom}
        if last_name(node.func) == "pack" and len(node.args) >= 3:
            return self._pack(node, handed, named)
        callee = self._callee(node.func)
        if isinstance(callee, Class):
            return self._make(callee, handed, named)
        if isinstance(callee, Function):
            return self._call(callee, node, handed, named)
        return self._outside(node, handed, named)

    def _make(self, of: Class, handed: list[Atoms], named: dict[str, Atoms]) -> Atoms:
        """An object of a class of the model."""
        for name, atoms in (*zip(of.fields, handed, strict=False), *named.items()):
            self.flow.fill(of, name, atoms)
        return frozenset([Part(of)])

    def _pack(self, node: ast.Call, handed: list[Atoms], named: dict[str, Atoms]) -> Atoms:
        """The tuple of a scheme, each field from the parameter of its name or from that named for it."""
        packed = self._callee(node.args[2])
        rooms = [each for each in handed[1] if isinstance(each, Text)]
        if not isinstance(packed, Class):
            return NOTHING
        for name in packed.fields:
            texts = named.get(name) or {each._replace(text=f"{each.text}.{name}") for each in rooms}
            known = {each for each in texts if isinstance(each, Text) and each.text in self.flow.names}
            self.flow.fill(packed, name, frozenset(Value(each.text) for each in known))
        return frozenset([Part(packed)])

    def _call(self, function: Function, node: ast.Call, handed: list[Atoms], named: dict[str, Atoms]) -> Atoms:
        """A function of the model is followed; what comes out of a rule is its own, but what it hands on as it was."""
        self._note_handed(function, node, handed, named)
        names = [each.arg for each in function.arguments]
        if function.owner and isinstance(node.func, ast.Attribute):
            handed = [self.value(node.func.value), *handed]
        given = dict(zip(names, handed, strict=False)) | {name: each for name, each in named.items() if name in names}
        if function.node.args.kwarg is not None:
            rest = {name: atoms for name, atoms in named.items() if name not in names}
            given[function.node.args.kwarg.arg] = frozenset(
                Keyed(name, each) for name, atoms in rest.items() for each in atoms if not isinstance(each, Keyed)
            )
        closure = self.names if last_name(node.func) in self.inner else None
        back = self.flow.call(function, given, closure)
        if not is_rule(function):
            return back
        return frozenset(
            Value(each.parameter, held.PASSED) for each in back if isinstance(each, Value) and each.distance < held.NEAR
        )

    def _note_handed(self, function: Function, node: ast.Call, handed: list[Atoms], named: dict[str, Atoms]) -> None:
        """That a function is handed values, each on the line that reads it, or else that hands it over."""
        by_name = ((each.value, named.get(each.arg or "", NOTHING)) for each in node.keywords)
        arguments = [*zip(node.args, handed, strict=False), *by_name]
        hands = [(one, each) for one, atoms in arguments for each in opened(atoms) if isinstance(each, Value)]
        if is_rule(function):
            hands += [(node, each._replace(distance=held.DECIDES)) for each in self.deciding]
        for argument, each in hands:
            by = Handed(function, self._line_of(each, argument), _span(node)[1], each.distance)
            self.flow.found.handed[each.parameter][by] = None

    def _line_of(self, value: Value, handed: ast.expr) -> Read:
        """The line of this function that reads a value: in what is handed over, what its names were given, or above."""
        reads = [each for each in self.flow.found.reads[value.parameter] if each.function is self.function]
        names = {each.id for each in ast.walk(handed) if isinstance(each, ast.Name)}
        spans = [_span(handed), *(span for name in names for span in self.given.get(name, ()))]
        lines = {each.line for each in reads if any(first <= each.line <= last for first, last in spans)}
        lines = lines or {each.line for each in reads if each.line <= _span(handed)[1]} or {handed.lineno}
        return Read(self.module, max(lines), self.function)

    def _outside(self, node: ast.Call, handed: list[Atoms], named: dict[str, Atoms]) -> Atoms:
        """A function of Python or NumPy, or a method: it gives back what it was given, mostly computed with."""
        own = self.value(node.func.value) if isinstance(node.func, ast.Attribute) else NOTHING
        name, atoms = last_name(node.func), own.union(*handed, *named.values())
        if name in _FORGET:
            return NOTHING
        if name == "where" and len(handed) == 3:
            self._decide(handed[0])
            return handed[1] | handed[2]
        if name == "stack" and isinstance(node.args[0], ast.List):
            return self._stacked(node.args[0])
        if name == "_replace":
            for each in own:
                if isinstance(each, Part):
                    self._make(each.of, [], named)
            return own
        if name in _PASS_ON:
            return atoms if name == "stack" else opened(atoms)
        return self._compute(atoms)

    def _stacked(self, columns: ast.List) -> Atoms:
        """Columns side by side, under their numbers."""
        numbered = enumerate(map(self.value, columns.elts))
        return frozenset(Keyed(str(number), each) for number, column in numbered for each in opened(column))


def _span(node: ast.expr) -> tuple[int, int]:
    return node.lineno, node.end_lineno or node.lineno
