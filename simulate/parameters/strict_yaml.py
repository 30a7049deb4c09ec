"""Strict YAML: every scalar stays text, every node knows its place, and whatever could surprise is refused.

The tree is built from the parser's events, so an alias is refused before it could be expanded.  Refused: duplicate
keys, anchors and aliases, tags, merge keys, several documents, tabs, keys that are not plain text, deep nesting, files
over 2 MB, text that is not UTF-8.  One rule for the two widths of letters and digits: a scalar that is ASCII once its
full-width forms are, is read as that ASCII.  ``null`` and ``~`` without quotes are nothing, not text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

from simulate.errors import Findings, half_width
from simulate.machine.files import fault_of

MAXIMUM_DEPTH: Final = 16
NULLS: Final = ("null", "Null", "NULL", "~")
_STRUCTURE: Final = "：，｛｝［］－＃"  # full-width forms of what YAML is built of
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Place = tuple[str, int, int]


class Scalar:
    """A scalar as written; ``place`` is file, line, column from 1."""

    __slots__ = ("place", "text")

    def __init__(self, text: str, place: Place) -> None:
        self.text = text
        self.place = place


class Sequence:
    """A YAML list."""

    __slots__ = ("items", "place")

    def __init__(self, items: list[Node], place: Place) -> None:
        self.items = items
        self.place = place


class Mapping:
    """A YAML mapping in written order, with the place of each key."""

    __slots__ = ("entries", "key_places", "place")

    def __init__(self, place: Place) -> None:
        self.entries: dict[str, Node] = {}
        self.key_places: dict[str, Place] = {}
        self.place = place


Node = Scalar | Sequence | Mapping


def read_text(path: Path, name: str, findings: Findings) -> str | None:
    """The text of a file, or None with a problem recorded when it cannot be read."""
    fault = fault_of(path)
    if fault is not None:
        findings.add((name, 0, 0), *fault)
        return None
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        findings.add((name, 0, 0), f"a file that cannot be read ({reason})", "a readable YAML file", "check the path")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        findings.add((name, line, column), f"byte 0x{raw[error.start]:02x}", "UTF-8 text", "save the file as UTF-8")
        return None


def parse(text: str, name: str, findings: Findings) -> Node | None:
    """The tree of one document, or None when a problem keeps it from being read at all."""
    tab = text.find("\t")
    if tab >= 0:
        line = text.count("\n", 0, tab) + 1
        findings.add((name, line, tab - text.rfind("\n", 0, tab)), "a tab", "spaces", "indent with two spaces")
        return None
    try:
        return _Builder(name, findings).build(text)
    except _StopReadingError:
        return None
    except yaml.YAMLError as error:
        place = _place_of(error, text, name)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "an unreadable document"
        lines = text.splitlines()[max(place[1] - 2, 0) : place[1]]  # the parser often stops one line late
        place = _first_sign(place, lines)
        hint = _mend_signs(" ".join(lines)) or "check indentation, brackets, and quote text that holds ': ' or ' #'"
        findings.add(place, str(reason).replace("\n", " "), "well-formed YAML", hint)
        return None


def _place_of(error: yaml.YAMLError, text: str, name: str) -> Place:
    """Where the parser stopped; for a character that may not stand in YAML, the first such character."""
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return (name, mark.line + 1, mark.column + 1)
    forbidden = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if forbidden is None:
        return (name, 0, 0)
    position = forbidden.start()
    return (name, text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position))


def _first_sign(place: Place, lines: list[str]) -> Place:
    """Where the first full-width form stands in the lines that end where the parser stopped; else that place."""
    for number, line in enumerate(lines, place[1] - len(lines) + 1):
        column = min((line.index(each) for each in _STRUCTURE if each in line), default=-1)
        if column >= 0:
            return (place[0], number, column + 1)
    return place


def _mend_signs(text: str) -> str:
    """What to write when full-width forms stand where YAML has its own signs; nothing if there are none."""
    found = [each for each in _STRUCTURE if each in text]
    return "write half-width " + " ".join(f"{half_width(each)} for {each}" for each in found) if found else ""


def mend_structure(node: Node) -> str:
    """The same for text that should have been a mapping."""
    return _mend_signs(node.text) if isinstance(node, Scalar) else ""


def load(path: Path, name: str, findings: Findings) -> Mapping | None:
    """The mapping at the top of a YAML file; problems are recorded, never raised."""
    text = read_text(path, name, findings)
    return None if text is None else mapping_of(text, name, findings)


def mapping_of(text: str, name: str, findings: Findings) -> Mapping | None:
    """The mapping at the top of a YAML text; problems are recorded, never raised."""
    n_before = len(findings.problems)
    node = parse(text, name, findings)
    if isinstance(node, Mapping):
        return node
    if len(findings.problems) == n_before:
        findings.add((name, 1, 1), "no mapping at the top", "keys with values", "see scenarios/README.md for the form")
    return None


def written(value: Any) -> str:
    """Values given in Python as the text of a file; raises ValueError for what YAML has no form of."""
    try:
        return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000))
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def node_of(value: Any, name: str) -> Node:
    """A tree for values given in Python (dicts, lists, scalars), as if they were written in ``name``."""
    place = (name, 0, 0)
    if isinstance(value, dict):
        mapping = Mapping(place)
        for key, each in value.items():
            mapping.entries[str(key)] = node_of(each, name)
            mapping.key_places[str(key)] = place
        return mapping
    if isinstance(value, list | tuple):
        return Sequence([node_of(each, name) for each in value], place)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", place)
    return Scalar("" if value is None else half_width(str(value)), place)


class _StopReadingError(Exception):
    """The document is refused as a whole."""


class _Builder:
    """Turns parser events into nodes with an explicit stack, so that nesting cannot exhaust the interpreter's."""

    def __init__(self, name: str, findings: Findings) -> None:
        self.name = name
        self.findings = findings
        self.stack: list[Mapping | Sequence] = []
        self.keys: list[Scalar | None] = []  # for each open collection: the key that waits for its value
        self.root: Node | None = None
        self.n_documents = 0

    def build(self, text: str) -> Node | None:
        event: Any  # the parser's events carry their fields without declaring them
        for event in yaml.parse(text, Loader=_LOADER):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                if event.tag is not None or event.anchor is not None:
                    self._refuse(event)
                is_null = event.implicit[0] and event.value in NULLS
                self._place_node(Scalar("" if is_null else half_width(event.value), self._place(event)))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._open(event, kind is yaml.MappingStartEvent)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.stack.pop()
                self.keys.pop()
            elif kind is yaml.AliasEvent:
                self._refuse(event)
            elif kind is yaml.DocumentStartEvent:
                self.n_documents += 1
                if self.n_documents > 1:
                    self._stop(event, "a second document", "one document a file", "remove '---' or split the file")
        return self.root

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return (self.name, mark.line + 1, mark.column + 1)

    def _stop(self, event: Any, found: str, expected: str, hint: str) -> None:
        self.findings.add(self._place(event), found, expected, hint)
        raise _StopReadingError

    def _refuse(self, event: Any) -> None:
        if getattr(event, "tag", None) is not None:
            self._stop(event, f"the tag {event.tag}", "plain values without tags", "remove the tag")
        what = "alias *" if type(event) is yaml.AliasEvent else "anchor &"
        self._stop(event, f"the {what}{event.anchor}", "values written out", "repeat the value where it is needed")

    def _open(self, event: Any, is_mapping: bool) -> None:
        if event.tag is not None or event.anchor is not None:
            self._refuse(event)
        if len(self.stack) >= MAXIMUM_DEPTH:
            self._stop(event, f"nesting deeper than {MAXIMUM_DEPTH}", "a flat file", "check the brackets")
        place = self._place(event)
        node: Mapping | Sequence = Mapping(place) if is_mapping else Sequence([], place)
        self._place_node(node)
        self.stack.append(node)
        self.keys.append(None)

    def _place_node(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            self._take_key(parent, node)
            return
        self.keys[-1] = None
        if key.text not in parent.entries:
            parent.entries[key.text] = node
            parent.key_places[key.text] = key.place

    def _take_key(self, parent: Mapping, node: Node) -> None:
        if not isinstance(node, Scalar):
            self.findings.add(node.place, "a list or mapping as a key", "plain text as a key", "check the brackets")
            raise _StopReadingError
        if node.text == "<<":
            self.findings.add(node.place, "the merge key <<", "keys written out", "repeat the keys that are needed")
            raise _StopReadingError
        if node.text in parent.entries:
            first = parent.key_places[node.text][1]
            hint = "remove one of the two or rename it"
            self.findings.add(node.place, f"the key {node.text} a second time", f"one (first at line {first})", hint)
        self.keys[-1] = node
