"""Finds where the code reads each parameter, from the source text, so that a lever nothing reads is found out.

Three forms count as reading ``room.key``: the full name as text (``ps["economy.inflation"]``); the text ``key`` alone
in a module of the room's folder or one that also holds the text ``room.`` (a name put together); and ``pack(ps, "room",
Packed)`` for every field of the NamedTuple ``Packed`` that some line uses as ``.field``.
"""

from __future__ import annotations

import ast
import contextlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from simulate.parameters.lawbook import LawBook

_SKIPPED: Final = ("simulate/parameters/checks.py", "simulate/scenario/", "simulate/contracts.py", "simulate/codes.py")


@dataclass
class _Sources:
    """What the scan gathers over all modules; places are ``file:line``."""

    fields: dict[str, list[str]] = field(default_factory=dict)  # NamedTuple -> its fields
    packed: set[tuple[str, str]] = field(default_factory=set)  # room, NamedTuple
    uses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # attribute -> places
    texts: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))  # text -> module, place
    rooms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # module -> rooms it may read


def readers(book: LawBook) -> dict[str, list[str]]:
    """For each parameter that is read, the places that read it."""
    rooms = {name.partition(".")[0] for name in book.specs}
    sources = _Sources()
    for path in sorted((book.root / "simulate").rglob("*.py")):
        module = path.relative_to(book.root).as_posix()
        if not module.startswith(_SKIPPED):
            sources.rooms[module] |= rooms & set(Path(module).parts)
            with contextlib.suppress(SyntaxError):  # such a module reads nothing; starting it says more than we can
                _scan(ast.parse(path.read_text(encoding="utf-8"), module), module, rooms, sources)
    packed = {f"{room}.{key}" for room, name in sources.packed for key in sources.fields.get(name, ())}
    found = {name: list(dict.fromkeys(_places(name, name in packed, sources))) for name in book.specs}
    return {name: places for name, places in found.items() if places}


def _places(name: str, is_packed: bool, sources: _Sources) -> Iterator[str]:
    room, _, key = name.partition(".")
    yield from (place for _, place in sources.texts.get(name, ()))
    yield from (place for module, place in sources.texts.get(key, ()) if room in sources.rooms[module])
    if is_packed:
        yield from sources.uses.get(key, ())


def _scan(tree: ast.Module, module: str, rooms: set[str], sources: _Sources) -> None:
    constants = _module_texts(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(_last_name(base) == "NamedTuple" for base in node.bases):
            items = [item.target for item in node.body if isinstance(item, ast.AnnAssign)]
            sources.fields[node.name] = [target.id for target in items if isinstance(target, ast.Name)]
        elif isinstance(node, ast.Call) and _last_name(node.func) == "pack" and len(node.args) >= 3:
            room = node.args[1]
            text = room.value if isinstance(room, ast.Constant) else constants.get(_last_name(room))
            sources.packed.add((str(text), _last_name(node.args[2])))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            sources.texts[node.value].append((module, f"{module}:{node.lineno}"))
            if node.value.endswith(".") and node.value[:-1] in rooms:
                sources.rooms[module].add(node.value[:-1])
        elif isinstance(node, ast.Attribute) and not module.startswith("simulate/parameters/"):
            sources.uses[node.attr].append(f"{module}:{node.lineno}")


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
