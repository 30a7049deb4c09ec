"""What a name of the source may hold of the parameters, and what is noted where they are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from simulate.parameters.source.trees import Class, Function

# A value as it is read, or handed on by a rule; computed with in the function that reads it, or in another; or one
# that decides what is done.
HERE, PASSED, NEAR, FAR, DECIDES = range(5)


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
    """A function that is handed the value of a parameter, by which call, at what distance from where that is read."""

    to: Function
    at: Read  # the line that reads it there, or else hands it over
    call: int  # the last line of the call
    distance: int


@dataclass
class Found:
    """By parameter, in the order met: lines that read it, functions handed it, those that compute or decide with it."""

    reads: dict[str, dict[Read, None]] = field(default_factory=lambda: defaultdict(dict))
    handed: dict[str, dict[Handed, None]] = field(default_factory=lambda: defaultdict(dict))
    works: dict[str, dict[Function, int]] = field(default_factory=lambda: defaultdict(dict))  # and on which line


_NO_RULE_TAKES: Final = {
    "YearRecord", "Standing", "Rights", "Residents", "Support", "Position", "InForce", "ParameterSet", "Laws",
}  # fmt: skip
_PARTS: Final = ("Parameters", "Rights")  # of a law, of what a worker has acquired
_RULES: Final = ("rules.py", "crediting.py", "cost_sharing.py")


def is_rule(function: Function) -> bool:
    """Whether a function is a rule of the law: numbers in, numbers out, in the room of the schemes."""
    if not function.module.startswith("simulate/schemes/") or function.owner or not function.arguments:
        return False
    takes = {function.annotation(each.arg) for each in function.arguments}
    if takes & _NO_RULE_TAKES or any(map(is_of_law, takes)):
        return False
    return function.module.endswith(_RULES) or function.is_compiled()


def is_of_law(annotation: str) -> bool:
    """Whether a type is a law, the tuple of a scheme in it, or what a worker has acquired in one."""
    return annotation in ("Law", "Economy") or annotation.endswith(_PARTS)


def farther(atoms: Atoms) -> Atoms:
    """What leaves the function that read it: what has been computed with is far from there."""
    return _at(atoms, lambda distance: FAR if distance == NEAR else distance)


def computed(atoms: Atoms, distance: int) -> Atoms:
    """What comes of computing with values, under the keys they lie under."""
    return _at(atoms, lambda before: max(before, distance))


def _at(atoms: Iterable[Atom], distance: Callable[[int], int]) -> Atoms:
    def of(atom: Atom) -> Atom:
        if isinstance(atom, Keyed):
            return atom._replace(atom=of(atom.atom))
        return atom._replace(distance=distance(atom.distance)) if isinstance(atom, Value) else atom

    return frozenset(map(of, atoms))


def opened(atoms: Atoms) -> Atoms:
    """What is held, whatever the key it is held under."""
    return frozenset(each.atom if isinstance(each, Keyed) else each for each in atoms)
