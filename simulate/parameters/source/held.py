"""What a name of the source may hold of the parameters, and what is noted where they are read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from simulate.parameters.source.trees import Class, Function

HERE, NEAR, FAR = range(3)  # a value as it is read, computed with in the function that reads it, or in another


class Value(NamedTuple):
    """The value of a parameter, or what has been computed from it."""

    parameter: str
    distance: int = HERE


class Text(NamedTuple):
    """A text that may name a parameter, and where it stands."""

    text: str
    module: str
    line: int
    function: Function | None


class Whole(NamedTuple):
    """A whole law: the tuples of all schemes."""

    kind: str = "law"


class Part(NamedTuple):
    """Anything of a class whose fields are followed: the tuple of a scheme, the rules of the funds."""

    of: Class


class Keyed(NamedTuple):
    """What a dictionary holds under a key, or a call's keyword."""

    key: str
    atom: Atom


Atom: TypeAlias = Value | Text | Whole | Part | Keyed
Atoms: TypeAlias = frozenset[Atom]
NOTHING: Final[Atoms] = frozenset()


class Read(NamedTuple):
    """A line that reads a parameter, in a function or at the top of a module."""

    module: str
    line: int
    function: Function | None


class Handed(NamedTuple):
    """A rule that is handed the value of a parameter, by whom, at what distance from where that is read."""

    rule: Function
    by: str  # module
    distance: int


@dataclass
class Found:
    """By parameter, in the order met: lines that read it, rules handed it, functions that compute or decide with it."""

    reads: dict[str, dict[Read, None]] = field(default_factory=lambda: defaultdict(dict))
    handed: dict[str, dict[Handed, None]] = field(default_factory=lambda: defaultdict(dict))
    computes: dict[str, dict[Function, None]] = field(default_factory=lambda: defaultdict(dict))
    decides: dict[str, dict[Function, None]] = field(default_factory=lambda: defaultdict(dict))


_NO_RULE_TAKES: Final = {
    "YearRecord", "Standing", "Rights", "Residents", "Support", "Position", "InForce", "ParameterSet", "Law", "Laws",
    "Economy",
}  # fmt: skip
_PARTS: Final = ("Parameters", "Rights")  # of a law, of what a worker has acquired
_RULES: Final = ("rules.py", "crediting.py", "cost_sharing.py")


def is_rule(function: Function) -> bool:
    """Whether a function is a rule of the law: numbers in, numbers out, in the room of the schemes."""
    if not function.module.startswith("simulate/schemes/") or function.owner or not function.arguments:
        return False
    takes = {function.annotation(each.arg) or "" for each in function.arguments}
    if takes & _NO_RULE_TAKES or any(each.endswith(_PARTS) for each in takes):
        return False
    return function.module.endswith(_RULES) or function.is_compiled()


def farther(atoms: Atoms) -> Atoms:
    """What leaves the function that read it: what has been computed with is far from there."""
    return frozenset(each._replace(atom=_far(each.atom)) if isinstance(each, Keyed) else _far(each) for each in atoms)


def _far(atom: Atom) -> Atom:
    return atom._replace(distance=FAR) if isinstance(atom, Value) and atom.distance == NEAR else atom


def opened(atoms: Atoms) -> Atoms:
    """What is held, whatever the key it is held under."""
    if not any(isinstance(each, Keyed) for each in atoms):
        return atoms
    return frozenset(each.atom if isinstance(each, Keyed) else each for each in atoms)


def computed(atoms: Atoms, distance: int) -> Atoms:
    """What comes of computing with values."""
    return frozenset(
        each._replace(distance=max(each.distance, distance)) if isinstance(each, Value) else each
        for each in opened(atoms)
    )
