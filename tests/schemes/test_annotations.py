"""What compiled functions say they give is what they give: their types are read by people, and not by Numba."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import simulate

ROOT = Path(simulate.__file__).resolve().parent.parent
COMPILERS = {"rule", "step", "sequence", "borrowing", "lane"}
FOLDERS = [ROOT / "simulate" / room for room in ("schemes", "careers", "engine", "measures", "population")]

# Lives in plain Python, every function of the schemes watched: what it gives is noted by its type.
WATCH = """
import json, sys
import simulate.engine.jit as jit

given = {}


def watched(function, **options):
    def call(*arguments, **named):
        out = function(*arguments, **named)
        given.setdefault(f"{function.__module__}.{function.__qualname__}", set()).add(named_type(out))
        return out

    call.__wrapped__, call.py_func = function, function
    call.__name__, call.__qualname__, call.__module__ = function.__name__, function.__qualname__, function.__module__
    return call


def named_type(out):
    if out is None:
        return "None"
    if type(out) is tuple:
        return f"tuple[{', '.join(map(named_type, out))}]"
    name = type(out).__name__
    plain = [kind for kind in ("bool", "int", "float") if name.startswith(kind)]
    return plain[0] if plain else name


jit.rule = jit.step = jit.sequence = jit.borrowing = watched
from tests.schemes.small_lives import live_all
from simulate.parameters import LawBook

live_all(LawBook.load())
json.dump({name: sorted(types) for name, types in given.items()}, open(sys.argv[1], "w"))
"""


def test_every_compiled_function_says_what_it_takes_and_gives() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for folder in FOLDERS
        for path in sorted(folder.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and {ast.unparse(each) for each in node.decorator_list} & COMPILERS
        if node.returns is None or any(each.annotation is None for each in node.args.args)
    ]
    assert silent == []


def written() -> dict[str, str]:
    """By full name, what each function of the schemes says it gives."""
    found = {}
    for path in sorted((ROOT / "simulate" / "schemes").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.returns is not None:
                found[f"{module}.{node.name}"] = ast.unparse(node.returns)
    return found


def test_what_is_given_is_what_is_written(tmp_path: Path) -> None:
    """A whole number passes where a real one is written; nothing else is taken for another."""
    kept = tmp_path / "given.json"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WATCH, str(kept)], cwd=ROOT, check=True,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    says, given = written(), json.loads(kept.read_text())
    met = [name for name in given if name in says]
    assert len(met) > 200, len(met)
    wrong = {name: (says[name], given[name]) for name in met if not all(fits(each, says[name]) for each in given[name])}
    assert wrong == {}


def fits(given: str, written: str) -> bool:
    """Whether a type met may stand where one is written."""
    if written.startswith("tuple[") and given.startswith("tuple["):
        parts, others = (each[6:-1].split(", ") for each in (given, written))
        return len(parts) == len(others) and all(map(fits, parts, others))
    return given == written or (written in ("float", "np.float32") and given in ("float", "int"))
