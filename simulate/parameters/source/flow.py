"""Follows each parameter through the source: from the text that names it into the tuple of a scheme and out of it.

A small evaluation of the syntax tree.  What is followed of a value is not its number but which parameters it holds, so
that ``own.employee_take_up`` is of the scheme whose tuple ``own`` is, whatever other tuple has a field of that name.
Calls are followed with what they are handed, up to a rule: a function of a scheme that knows neither law nor records.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Mapping

from simulate.parameters.source.frame import Frame
from simulate.parameters.source.held import NOTHING, Atom, Atoms, Found, Part, Value, Whole, farther
from simulate.parameters.source.trees import Class, Function, Sources, last_name


class Flow:
    """The whole package evaluated: ``found`` says who reads which parameter.

    ``sources`` the modules of the model, ``names`` of all parameters.
    """

    def __init__(self, sources: Sources, names: Iterable[str]) -> None:
        self.sources, self.names = sources, frozenset(names)
        self.texts = {text for name in self.names for text in (name, name.partition(".")[2], name.partition(".")[0])}
        self.texts |= {f"{name.partition('.')[0]}." for name in self.names}
        self.found = Found()
        self.store: dict[tuple[Class, str], set[Atom]] = defaultdict(set)
        self.parts = self._parts()
        self._known: dict[tuple[Function, tuple[tuple[str, Atoms], ...]], Atoms] = {}
        self._globals: dict[tuple[str, str], Atoms] = {}
        modules = list(sources.modules.values())
        self._roots = [each for one in modules for each in (*one.functions.values(), *one.methods.values())]
        self._tops = [(each.file, each.tree.body) for each in modules]
        self._run()

    def _parts(self) -> dict[str, Class]:
        """The tuple of each scheme by its name, and that of wages and lines of poverty."""
        parts = {}
        for file, module in self.sources.modules.items():
            path = file.split("/")
            if path[-1] == "params.py" and "build" in module.functions:
                returns = module.functions["build"].node.returns
                packed = self.sources.meaning(file, last_name(returns) if returns else "")
                if isinstance(packed, Class):
                    parts[path[-2]] = packed
            if file == "simulate/schemes/law.py" and "Economy" in module.classes:
                parts["economy"] = module.classes["Economy"]
        return parts

    def _run(self) -> None:
        """Until nothing more is found in the tuples: who reads one may have been evaluated before who fills it."""
        size = -1
        while size < (size := sum(map(len, self.store.values()))):
            self._known.clear()
            self._globals.clear()
            for file, body in self._tops:
                Frame(self, file, None, {}).run(body)
            for function in self._roots:
                self.call(function, {})

    def call(self, function: Function, given: Mapping[str, Atoms], closure: Mapping[str, Atoms] | None = None) -> Atoms:
        """What a function gives back for what it is handed; what it reads on the way is noted."""
        names = [each.arg for each in (*function.arguments, function.node.args.kwarg) if each is not None]
        handed = {name: farther(given[name]) if given.get(name) else self._seed(function, name) for name in names}
        key = (function, tuple(handed.items()))
        if key not in self._known or closure:
            self._known[key] = NOTHING  # of a function that calls itself
            frame = Frame(self, function.module, function, {**(closure or {}), **handed})
            frame.run(function.node.body)
            self._known[key] = farther(frame.given_back)
        return self._known[key]

    def _seed(self, function: Function, name: str) -> Atoms:
        """What an argument is by its type alone."""
        annotation = function.annotation(name)
        if annotation in ("Law", "Laws"):
            return frozenset([Whole()])
        module = self.sources.modules[function.module]
        if function.owner and name == "self":
            return frozenset([Part(module.classes[function.owner])])
        return frozenset(map(Part, self.sources.classes_in(function.module, function.annotated(name))))

    def top(self, module: str, name: str) -> Atoms:
        """What a name at the top of a module holds."""
        key = (module, name)
        if key not in self._globals:
            self._globals[key] = NOTHING
            expression = self.sources.meaning(module, name)
            if isinstance(expression, ast.expr):
                owner, own = self.sources.owner_of(module, name)
                typed = self.sources.classes_in(owner, self.sources.modules[owner].annotations.get(own))
                self._globals[key] = Frame(self, owner, None, {}).value(expression).union(map(Part, typed))
        return self._globals[key]

    def fill(self, of: Class, name: str, atoms: Atoms) -> None:
        """Put something into a field of a class; one of the name of a parameter is that, whatever else went into it."""
        self.store[of, name] |= {
            Value(each.parameter) if isinstance(each, Value) and each.parameter.endswith(f".{name}") else each
            for each in farther(atoms)
        }

    def packs(self, function: Function) -> bool:
        """Whether a function only puts a tuple together, is a private part of that, or reads by name: no formula."""
        if function.module.endswith("params.py") and (function.name.startswith("_") or function.name == "build"):
            return True
        takes = {function.annotation(each.arg) for each in function.arguments}
        back = self.sources.classes_in(function.module, function.node.returns)
        return bool(takes & {"ParameterSet", "Parameters"}) and ("str" in takes or any(map(self.is_law, back)))

    def is_law(self, of: Class) -> bool:
        """Whether a class is the tuple of a scheme, or of the rules of the funds."""
        return of in self.parts.values() or of.module.startswith("simulate/funds/")
