"""Finds where the code reads each parameter, so that its rule can be read, and a lever nothing reads is found out.

The value is followed through the source (``source/``) from the text that names it, into the tuple of its scheme and out
of that.  First come the rules of the law it is handed to; where it is handed to none, the functions that compute or
decide with it.  Then the lines that read it.  What only keeps books of who is concerned, and what only tells of the
model, is shown where nothing else reads the parameter, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from simulate.parameters.source.flow import Flow
from simulate.parameters.source.held import FAR, Found, Handed, Read
from simulate.parameters.source.trees import Function, Sources

if TYPE_CHECKING:
    from simulate.parameters.lawbook import LawBook

_TELL: Final = (
    "bench", "cases", "certificate", "cli", "compiling", "draws", "fit", "language", "lives", "machine", "record",
    "report", "results", "scenario", "serve", "sweeps",
)  # fmt: skip
_CHECK: Final = (
    "aligned", "applying", "axes", "cells", "change", "checks", "conditions", "effects", "entry", "fields", "lawbook",
    "numbered", "pack", "parameter_set", "readers", "relations", "sizes", "source/", "spec", "strict_yaml", "units",
)  # fmt: skip
_LEFT_OUT: Final = (
    "simulate/contracts.py", "simulate/codes.py", "simulate/errors.py", "simulate/clock.py",
    *(f"simulate/{room}/" for room in _TELL), *(f"simulate/parameters/{name}" for name in _CHECK),
)  # fmt: skip
_BOOKS: Final = (
    "simulate/engine/",
    *(f"simulate/schemes/{name}.py" for name in ("parting", "bygone", "in_force", "concern", "law")),
)  # fmt: skip


def readers(book: LawBook) -> dict[str, list[str]]:
    """For each parameter that is read: the rules, as ``file:line (rule)``, then the lines, as ``file:line``."""
    found = Flow(Sources(book.root, _LEFT_OUT), book.specs).found
    places = {name: [*_rules(name, found), *_lines(name, found)] for name in book.specs if name in found.reads}
    return {name: list(dict.fromkeys(each)) for name, each in places.items() if each}


def _rules(name: str, found: Found) -> list[str]:
    """The rules that are handed the value, and the formula by which it is packed; failing both, who works with it.

    Where nobody computes or decides with it, whoever reads it.
    """
    handed = [each for each in found.handed.get(name, ()) if each.distance < FAR and not _keeps_books(each)]
    rules = _by_nearness(name, (each.rule for each in sorted(handed, key=lambda each: _packs(each.by))))
    worked = [*found.computes.get(name, ()), *found.decides.get(name, ())]
    formulas = [each for each in worked if _packs(each.module) and _takes_parameters(each)]
    near = [each for each in rules if not _is_elsewhere(name, each.module)]
    books = [each for each in worked if each.module.startswith("simulate/funds/")]  # which know no rules
    named = [*near, *formulas, *(() if near else books), *rules]
    if not named:
        steps = [each for each in worked if not _packs(each.module) and not each.module.startswith(_BOOKS)]
        reading = [each.function for each in found.reads[name] if each.function is not None and _is_shown(each)]
        named = _by_nearness(name, steps) or _by_nearness(name, reading)
    return [f"{each.module}:{each.node.lineno} ({each.name})" for each in named]


def _keeps_books(handed: Handed) -> bool:
    return handed.by.startswith(_BOOKS) or handed.rule.module.startswith(_BOOKS)


def _takes_parameters(function: Function) -> bool:
    """Whether a function derives something of the law; ``build`` puts together what others derive."""
    taken = (function.annotation(each.arg) for each in function.arguments)
    return function.name != "build" and "ParameterSet" in taken


def _lines(name: str, found: Found) -> list[str]:
    """Lines that read the value from its tuple, or by name; where there is none, who packs it or keeps books of it."""
    reads = list(found.reads[name])
    shown = [each for each in reads if _is_shown(each)] or [each for each in reads if _packs(each.module)] or reads
    ranked = sorted(shown, key=lambda each: (_rank(name, each.module), each.module, each.line))
    return [f"{each.module}:{each.line}" for each in ranked]


def _is_shown(read: Read) -> bool:
    return not _packs(read.module) and not read.module.startswith(_BOOKS)


def _packs(module: str) -> bool:
    return module.endswith("params.py")


def _by_nearness(name: str, functions: Iterable[Function]) -> list[Function]:
    return sorted(functions, key=lambda each: _rank(name, each.module))


def _rank(name: str, module: str) -> tuple[bool, bool]:
    """How far a module is from the law of a parameter: what is nearest sorts first."""
    return _is_elsewhere(name, module), not module.startswith("simulate/schemes/")


def _is_elsewhere(name: str, module: str) -> bool:
    return name.partition(".")[0] not in module.split("/")
