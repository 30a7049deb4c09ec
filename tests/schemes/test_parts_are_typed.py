"""The parts of a law and of a worker's standing that type checkers are told of are those there are."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from simulate.schemes import law, state
from simulate.schemes.fields import Count, Real, Record, layout_of
from simulate.schemes.registry import SCHEMES, Scheme

ROOMS: Final = ("schemes", "careers")
PACKED: Final = {each.name: each.packed.__name__ for each in SCHEMES}
ACQUIRED: Final = {each.name: each.acquires.__name__ for each in SCHEMES if each.acquires}


def told_of(file: str, name: str) -> dict[str, str]:
    """Fields of a class and what they are said to be, those for type checkers alone among them."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    (found,) = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == name)
    fields = (node for node in ast.walk(found) if isinstance(node, ast.AnnAssign))
    return {ast.unparse(each.target): ast.unparse(each.annotation) for each in fields}


@pytest.mark.parametrize(
    ("module", "name", "parts"), [(law, "Law", PACKED), (state, "Standing", ACQUIRED)], ids=["law", "standing"]
)
def test_each_part_is_of_the_type_its_scheme_gives_it(module: object, name: str, parts: dict[str, str]) -> None:
    told = told_of(str(module.__file__), name)  # type: ignore[attr-defined]
    assert len(told.keys() & parts.keys()) >= 2
    assert {part: said for part, said in told.items() if parts.get(part, said) != said} == {}


def test_no_public_argument_is_of_any_type_and_no_law_gives_anything_for_any_name() -> None:
    """``__getattr__`` would let every misspelt part pass; a standing has one, for the part of a scheme just added."""
    root = Path(law.__file__).resolve().parents[1]
    loose = [
        f"{path.relative_to(root)}: {node.name}"
        for room in ROOMS
        for path in (root / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        if (node.name == "__getattr__" and path.name != "state.py")
        or (not node.name.startswith("_") and "Any" in map(_said, node.args.args))
    ]
    assert loose == []


def _said(argument: ast.arg) -> str:
    return ast.unparse(argument.annotation) if argument.annotation else "" if argument.arg in ("self", "cls") else "Any"


@pytest.mark.parametrize("name", ["base", "size", "data", "item"])
def test_a_field_that_numpy_would_hide_is_refused(name: str) -> None:
    """In plain Python ``me.scheme.base`` is the array a record is a view of, in compiled code the field."""
    record = type("Kept", (Record,), {"__annotations__": {"months": Count, name: Real}})
    with pytest.raises(TypeError, match=f"^Kept: .* {name}; rename"):
        layout_of(record)
    packed = NamedTuple("Packed", [("rate", float), (name, float)])  # type: ignore[misc]
    with pytest.raises(TypeError, match=f"^toy: .* {name}; rename"):
        Scheme("toy", packed, packed, {}, None, {}, ())  # type: ignore[arg-type]
