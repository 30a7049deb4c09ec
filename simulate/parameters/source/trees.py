"""The model's own source as trees: which module, class or function a name stands for where it is written."""

from __future__ import annotations

import ast
import contextlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeAlias


class Function(NamedTuple):
    """A function where it is defined."""

    module: str  # its file below the root
    node: ast.FunctionDef
    owner: str = ""  # the class whose method it is

    @property
    def name(self) -> str:
        """As it is called."""
        return self.owner if self.node.name == "__init__" else self.node.name

    @property
    def arguments(self) -> tuple[ast.arg, ...]:
        """Those that have a name, in order."""
        of = self.node.args
        return (*of.posonlyargs, *of.args, *of.kwonlyargs)

    def is_compiled(self) -> bool:
        """Whether it is a rule or a step of the kernels."""
        return any(last_name(each) in ("rule", "step") for each in self.node.decorator_list)

    def annotation(self, name: str) -> str:
        """The type an argument is given, its last name; none: empty."""
        return last_name(self.annotated(name))

    def annotated(self, name: str) -> ast.expr | None:
        """The type an argument is given, as it is written."""
        return next((each.annotation for each in self.arguments if each.arg == name), None)


class Class(NamedTuple):
    """A class where it is defined, with the fields its annotations give."""

    module: str
    name: str
    fields: tuple[str, ...]


class ModuleName(NamedTuple):
    """A name that stands for a module."""

    module: str


Meaning: TypeAlias = Function | Class | ModuleName | ast.expr | None


@dataclass
class Module:
    """A file: what its names stand for in itself, and what it imports."""

    file: str
    tree: ast.Module
    functions: dict[str, Function] = field(default_factory=dict)
    classes: dict[str, Class] = field(default_factory=dict)
    methods: dict[tuple[str, str], Function] = field(default_factory=dict)
    values: dict[str, ast.expr] = field(default_factory=dict)  # assigned at the top
    annotations: dict[str, ast.expr] = field(default_factory=dict)  # of these
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)  # name -> dotted module, name in it or ""


class Sources:
    """The modules of the package below ``root``, but those whose file begins as one of ``left_out``."""

    def __init__(self, root: Path, left_out: tuple[str, ...] = ()) -> None:
        self.modules: dict[str, Module] = {}  # by file
        self._files: dict[str, str] = {}  # dotted name -> file
        for path in sorted((root / "simulate").rglob("*.py")):
            file = path.relative_to(root).as_posix()
            if file.startswith(left_out):
                continue
            with contextlib.suppress(SyntaxError):  # such a module reads nothing; starting it says more than we can
                self.modules[file] = _read(file, ast.parse(path.read_text(encoding="utf-8"), file))
                self._files[_dotted(file)] = file

    def meaning(self, module: str, name: str, depth: int = 0) -> Meaning:
        """What a name at the top of a module stands for, followed through imports; None where that is not the model."""
        here = self.modules[module]
        known: dict[str, Meaning] = {**here.values, **here.classes, **here.functions}
        if name in known:
            return known[name]
        if name not in here.imported or depth > 8:
            return None
        source, inside = here.imported[name]
        if inside and f"{source}.{inside}" in self._files:
            return ModuleName(self._files[f"{source}.{inside}"])
        if source not in self._files:
            return None
        return self.meaning(self._files[source], inside, depth + 1) if inside else ModuleName(self._files[source])

    def classes_in(self, module: str, annotation: ast.expr | None) -> list[Class]:
        """The classes of the model that a type names, itself or in brackets."""
        names = [each.id for each in ast.walk(annotation) if isinstance(each, ast.Name)] if annotation else []
        return [each for each in (self.meaning(module, name) for name in names) if isinstance(each, Class)]

    def owner_of(self, module: str, name: str) -> tuple[str, str]:
        """The file in which the value of a name that ``meaning`` finds is assigned, and its name there."""
        here = self.modules[module]
        source, inside = here.imported.get(name, ("", ""))
        if name in here.values or source not in self._files:
            return module, name
        return self.owner_of(self._files[source], inside)


def _read(file: str, tree: ast.Module) -> Module:
    module = Module(file, tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            module.functions[node.name] = Function(file, node)
        elif isinstance(node, ast.ClassDef):
            module.classes[node.name] = Class(file, node.name, _fields(node))
            for inside in node.body:
                if isinstance(inside, ast.FunctionDef):
                    module.methods[node.name, inside.name] = Function(file, inside, node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    module.values[target.id] = node.value
                    if isinstance(node, ast.AnnAssign):
                        module.annotations[target.id] = node.annotation
    for each in ast.walk(tree):
        if isinstance(each, ast.ImportFrom) and each.module:
            for alias in each.names:
                module.imported[alias.asname or alias.name] = (each.module, alias.name)
        elif isinstance(each, ast.Import):
            module.imported.update({alias.asname: (alias.name, "") for alias in each.names if alias.asname})
    return module


def _fields(node: ast.ClassDef) -> tuple[str, ...]:
    targets = [each.target for each in node.body if isinstance(each, ast.AnnAssign)]
    return tuple(each.id for each in targets if isinstance(each, ast.Name))


def _dotted(file: str) -> str:
    path = PurePosixPath(file).with_suffix("")
    return ".".join(path.parent.parts if path.name == "__init__" else path.parts)


def last_name(node: ast.expr | None) -> str:
    """``c`` of ``a.b.c``, or of a call of it; of what has no name, nothing."""
    if isinstance(node, ast.Call):
        return last_name(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
