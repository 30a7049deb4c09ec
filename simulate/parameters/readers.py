"""Finds where the code reads each parameter, from the source text, so that a lever nothing reads is found out.

Three forms count as reading ``room.key``: the full name as text (``ps["economy.inflation"]``); the text ``key`` alone
in a module of the room's folder or one that also holds the text ``room.`` (a name put together); and, for every field
of a NamedTuple packed for kernels (``pack(ps, "room", Packed)``, or built field by field in the module that names the
key), some line that uses ``.field``.  The rules that such a line hands the value to come first, then the lines
themselves; rooms that only tell of the model do not count.
"""

from __future__ import annotations

import ast
import contextlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from simulate.parameters.lawbook import LawBook

_SKIPPED: Final = (
    "simulate/parameters/checks.py", "simulate/scenario/", "simulate/contracts.py", "simulate/codes.py",
    *(f"simulate/{room}/" for room in ("bench", "cases", "certificate", "cli", "lives")),
    *(f"simulate/{room}/" for room in ("report", "results", "serve", "sweeps")),
)  # fmt: skip
_SHARED_RULES: Final = ("award.py", "crediting.py", "cost_sharing.py")
_PASS_ON: Final = ("reals", "codes", "float", "int", "bool", "min", "max", "array", "concatenate")


class _Place(NamedTuple):
    """A line that reads, and the names of the functions it hands what it reads to."""

    module: str
    line: int
    calls: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.module}:{self.line}"


@dataclass
class _Sources:
    """What the scan gathers over all modules."""

    fields: dict[str, list[str]] = field(default_factory=dict)  # NamedTuple -> its fields
    built: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # module -> fields of its NamedTuples
    packed: set[tuple[str, str]] = field(default_factory=set)  # room, NamedTuple
    uses: dict[str, list[_Place]] = field(default_factory=lambda: defaultdict(list))  # attribute -> places
    texts: dict[str, list[_Place]] = field(default_factory=lambda: defaultdict(list))  # text -> places
    rooms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # module -> rooms it may read
    rules: dict[str, list[_Place]] = field(default_factory=lambda: defaultdict(list))  # rule -> where it stands


def readers(book: LawBook) -> dict[str, list[str]]:
    """For each parameter that is read, the rules it goes to, then the places that read it."""
    rooms = {name.partition(".")[0] for name in book.specs}
    sources = _Sources()
    for path in sorted((book.root / "simulate").rglob("*.py")):
        module = path.relative_to(book.root).as_posix()
        if not module.startswith(_SKIPPED):
            sources.rooms[module] |= rooms & set(Path(module).parts)
            with contextlib.suppress(SyntaxError):  # such a module reads nothing; starting it says more than we can
                _scan(ast.parse(path.read_text(encoding="utf-8"), module), module, rooms, sources)
    packed = {f"{room}.{key}" for room, name in sources.packed for key in sources.fields.get(name, ())}
    found = {name: _in_order(list(_places(name, name in packed, sources)), name, sources) for name in book.specs}
    return {name: places for name, places in found.items() if places}


def _places(name: str, is_packed: bool, sources: _Sources) -> Iterator[_Place]:
    room, _, key = name.partition(".")
    yield from sources.texts.get(name, ())
    by_key = [place for place in sources.texts.get(key, ()) if room in sources.rooms[place.module]]
    yield from by_key
    if is_packed or any(key in sources.built[place.module] for place in by_key):
        yield from sources.uses.get(key, ())


def _in_order(places: list[_Place], name: str, sources: _Sources) -> list[str]:
    """Rules first, then kernels and steps, then where the law is packed."""
    own = name.partition(".")[0]
    met = [(rule, call) for place in places for call in place.calls for rule in _rules_named(call, name, sources)]
    rules = [f"{rule} ({call})" for rule, call in sorted(met, key=lambda each: own not in each[0].module.split("/"))]
    ranked = sorted(places, key=lambda place: place.module.endswith("params.py") or "/parameters/" in place.module)
    return list(dict.fromkeys([*rules, *map(str, ranked)]))


def _rules_named(call: str, name: str, sources: _Sources) -> list[_Place]:
    """The rule of a name; of several schemes' that of the parameter's own."""
    found = sources.rules.get(call, [])
    own = [place for place in found if name.partition(".")[0] in Path(place.module).parts]
    return own or (found if len(found) == 1 else [])


def _scan(tree: ast.Module, module: str, rooms: set[str], sources: _Sources) -> None:
    constants = _module_texts(tree)
    calls = _calls_of(tree)
    holds_rules = module.startswith("simulate/schemes/") and module.endswith(("rules.py", *_SHARED_RULES))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(_last_name(base) == "NamedTuple" for base in node.bases):
            items = [item.target for item in node.body if isinstance(item, ast.AnnAssign)]
            sources.fields[node.name] = [target.id for target in items if isinstance(target, ast.Name)]
            sources.built[module].update(sources.fields[node.name])
        elif isinstance(node, ast.FunctionDef) and holds_rules:
            sources.rules[node.name].append(_Place(module, node.lineno))
        elif isinstance(node, ast.Call) and _last_name(node.func) == "pack" and len(node.args) >= 3:
            room = node.args[1]
            text = room.value if isinstance(room, ast.Constant) else constants.get(_last_name(room))
            sources.packed.add((str(text), _last_name(node.args[2])))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            sources.texts[node.value].append(_Place(module, node.lineno, calls.get(node, ())))
            if node.value.endswith(".") and node.value[:-1] in rooms:
                sources.rooms[module].add(node.value[:-1])
        elif isinstance(node, ast.Attribute) and not module.startswith("simulate/parameters/"):
            sources.uses[node.attr].append(_Place(module, node.lineno, calls.get(node, ())))


def _calls_of(tree: ast.Module) -> dict[ast.AST, tuple[str, ...]]:
    """For each attribute and text the functions it is handed to, itself or by a name that was given its value."""
    found: dict[ast.AST, tuple[str, ...]] = {}
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        handed: dict[str, list[str]] = defaultdict(list)
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            for node in (each for argument in call.args for each in _passed_on(argument)):
                if isinstance(node, ast.Name):
                    handed[node.id].append(_last_name(call.func))
                else:
                    found[node] = (*found.get(node, ()), _last_name(call.func))
        for given in (node for node in ast.walk(function) if isinstance(node, ast.Assign)):
            names = [each.id for each in given.targets if isinstance(each, ast.Name)]
            for node in _passed_on(given.value):
                found[node] = (*found.get(node, ()), *(call for name in names for call in handed[name]))
    return found


def _passed_on(node: ast.AST) -> Iterator[ast.AST]:
    """Names, attributes and texts of an expression; what another function makes of them is not they any more."""
    if isinstance(node, ast.Name | ast.Attribute | ast.Constant):
        yield node
    if isinstance(node, ast.Call) and _last_name(node.func) not in _PASS_ON:
        return
    for inside in ast.iter_child_nodes(node):
        yield from _passed_on(inside)


def _module_texts(tree: ast.Module) -> dict[str, str]:
    """Text constants assigned at the top of a module, by name."""
    texts = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                texts.update({each.id: node.value.value for each in targets if isinstance(each, ast.Name)})
    return texts


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
