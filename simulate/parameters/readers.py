"""Finds where the code reads each parameter, so that its rule can be read, and a lever nothing reads is found out.

The value is followed through the source (``source/``) from the text that names it, into the tuple of its scheme and out
of that.  First come the rules of the law that it is handed to as it is, what is paid before what is only expected; then
formulas by which the law is packed, functions that work with it, and rules that take what these made of it.  Each is
followed by the lines that hand it the value, or read it there.  What only packs the law, and what only keeps books of
who is concerned, is named where nothing else reads the parameter; what only tells of the model never.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from simulate.parameters.source.flow import Flow
from simulate.parameters.source.held import DECIDES, FAR, HERE, NEAR, PASSED, Read, is_rule
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
    *(f"simulate/schemes/{name}.py" for name in ("parting", "no_longer_read", "in_force", "concern", "law")),
)  # fmt: skip


_EXPECTS: Final = ("expected_", "answers_")  # what people expect before they choose
# What a function has to do with a parameter, the nearest to the law first.
_HANDED, _HANDED_IN_PACKING, _WORKS, _FORMULA, _READS, _TAKES_RESULT, _DECIDED_ON, _PACKS, _KEEPS_BOOKS = range(9)
_FROM: Final = {HERE: _HANDED, PASSED: _TAKES_RESULT, NEAR: _TAKES_RESULT, DECIDES: _DECIDED_ON}


class Place(NamedTuple):
    """A function that has to do with a parameter, on one line; what a lawyer would open first sorts first."""

    is_expected: bool
    what: int
    is_elsewhere: bool
    is_within: bool  # handed the value by another rule
    is_read_elsewhere: bool
    function: Function
    line: Read
    call: int  # a line of the same function, by which it is handed the value


def readers(book: LawBook) -> dict[str, list[str]]:
    """For each parameter that is read: every rule, as ``file:line (rule)``, each before its lines, as ``file:line``."""
    flow = Flow(Sources(book.root, _LEFT_OUT), book.specs)
    return {name: _in_order(set(_places(name, flow))) for name in book.specs if flow.found.reads.get(name)}


def _in_order(places: set[Place]) -> list[str]:
    """The functions by their nearest place; of those alike, who is handed the value most often, then who is last."""
    of: dict[Function, list[Place]] = defaultdict(list)
    for place in sorted(places, key=lambda each: (each[:4], each.line.module, each.line.line)):
        of[place.function].append(place)

    def rank(function: Function) -> tuple[object, ...]:
        first = of[function][0]
        alike = [each for each in of[function] if each[:2] == first[:2]]
        often, last = len({each.line for each in alike}), min(each.call for each in alike)
        return first[:4], -often, first.line.module, -last, function.name

    ranked = sorted(of, key=rank)
    ranked = [each for each in ranked if of[each][0].what < _PACKS] or ranked
    public = [each for each in ranked if not _is_private(each)]
    ranked = [*ranked[: ranked.index(public[0])], *public] if public else ranked[:1]  # what is private hides nothing
    shown = []
    for function in ranked:
        shown.append(f"{function.module}:{function.node.lineno} ({function.name})")
        lines = sorted(of[function], key=lambda each: (each.is_expected, each.is_read_elsewhere))
        shown += dict.fromkeys(f"{each.line.module}:{each.line.line}" for each in lines)
    return shown


def _places(name: str, flow: Flow) -> Iterator[Place]:
    """Who is handed a parameter, then who works with it or reads it and does not hand it to a rule as it is."""
    found, hands_on, handed = flow.found, set(), set()
    works = found.works.get(name, {})
    reads = [each for each in found.reads[name] if each.function is not None]
    read_in = {each.function for each in reads}
    for to, at, call, distance in found.handed.get(name, ()):
        handed.add(to)
        if at.function is None:
            continue
        if _is_private(to) and to in works and at.module == to.module and not _is_private(at.function):
            yield _place(name, flow, at.function, at, _WORKS, call)  # its own part, set apart
        elif is_rule(to) and distance != FAR:
            hands_on |= {at.function} if distance == HERE else set()
            yield _place(name, flow, to, at, _FROM[distance], call)
        elif distance == HERE and to in works and to not in read_in:
            yield _place(name, flow, to, at, _WORKS, call)
    for at in reads:
        if at.function is not None and at.function not in hands_on and not is_rule(at.function):
            yield _place(name, flow, at.function, at, _WORKS if at.function in works else _READS, at.line)
    for each in works.keys() - read_in - handed:
        yield _place(name, flow, each, Read(each.module, works[each], each), _WORKS, works[each])


def _place(name: str, flow: Flow, function: Function, line: Read, what: int, call: int) -> Place:
    by = line.function or function
    if what == _WORKS and function.module.startswith("simulate/funds/"):
        what = _HANDED  # the funds know no rules
    if line.module.endswith("params.py"):
        what = {_HANDED: _HANDED_IN_PACKING, _TAKES_RESULT: _HANDED_IN_PACKING, _WORKS: _FORMULA}.get(what, what)
        what = _PACKS if what == _READS else what
    elif (
        what == _WORKS and not function.module.startswith("simulate/schemes/") and _is_elsewhere(name, function.module)
    ):
        what = _READS
    if flow.packs(function):
        what = _PACKS
    if line.module.startswith(_BOOKS) or function.module.startswith(_BOOKS):
        what = _KEEPS_BOOKS
    return Place(
        _expects(name, by), what, _is_elsewhere(name, function.module), is_rule(by) and by != function,
        _is_elsewhere(name, line.module), function, line, call,
    )  # fmt: skip


def _expects(name: str, by: Function) -> bool:
    """Whether a function gives what a worker or a platform may expect, before a choice."""
    if name.startswith("enrolment."):
        return by.module.endswith("/offer_rules.py")
    return "/enrolment/" in by.module or by.name.startswith(_EXPECTS)


def _is_private(function: Function) -> bool:
    return function.name.startswith("_")


def _is_elsewhere(name: str, module: str) -> bool:
    """Whether a module is of another law than a parameter; the funds, which know no schemes, are of every one."""
    return name.partition(".")[0] not in module.split("/") and not module.startswith("simulate/funds/")
