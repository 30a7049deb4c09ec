"""What a call gives back: objects of the model, its functions followed, its rules handed what they take."""

from __future__ import annotations

import ast
from typing import Final

from simulate.parameters.source.expressions import Expressions
from simulate.parameters.source.held import (
    NOTHING,
    Atoms,
    Handed,
    Keyed,
    Part,
    Text,
    Value,
    is_rule,
    opened,
)  # fmt: skip
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
        """A function of the model: a rule takes what it is handed, any other is followed."""
        if is_rule(function):
            for each in NOTHING.union(*handed, *named.values()):
                if isinstance(each, Value):
                    by = Handed(function, self.module, each.distance)
                    self.flow.found.handed[each.parameter][by] = None
            return NOTHING
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
        return self.flow.call(function, given, closure)

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
        return opened(atoms) if name in _PASS_ON else self._compute(atoms)

    def _stacked(self, columns: ast.List) -> Atoms:
        """Columns side by side, under their numbers."""
        if any(isinstance(each, ast.Starred) for each in columns.elts):
            return opened(self.value(columns))
        numbered = enumerate(map(self.value, columns.elts))
        return frozenset(Keyed(str(number), each) for number, column in numbered for each in opened(column))
