"""Reads files of policy cases strictly: every fault of form with its file, line and column, all at once.

A file holds ``cases``: a list of ``{id, rule, inputs, expected, tolerance}`` with a ``note`` if wanted.  Numbers become
int or float, ``true`` and ``false`` booleans, all else text.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence as List
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from simulate.errors import Findings
from simulate.machine.files import is_there
from simulate.parameters.fields import check_keys, text_of
from simulate.parameters.strict_yaml import Mapping, Node, Place, Scalar, Sequence, load, node_of

EXACT: Final = 0.0  # equality to a relative 1e-9
FILE_KEYS: Final = {"cases", "note"}
CASE_KEYS: Final = {"id", "rule", "inputs", "expected", "tolerance", "note"}
REQUIRED: Final = ("id", "rule", "inputs", "expected", "tolerance")
_WHOLE: Final = re.compile(r"[-+]?\d{1,18}")
_NUMBER: Final = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")


@dataclass(frozen=True)
class Case:
    """One worked example.  ``places`` says where ``rule``, ``inputs.x``, ``expected.x`` and ``tolerance.x`` stand."""

    id: str
    rule: str
    inputs: dict[str, Any]
    expected: dict[str, Any]
    tolerances: dict[str, float]  # by output; EXACT unless stated otherwise
    place: Place
    places: Dictionary[str, Place]
    note: str = ""

    def place_of(self, key: str) -> Place:
        """Where a key stands, or the nearest thing above it."""
        while key not in self.places and "." in key:
            key = key.rpartition(".")[0]
        return self.places.get(key, self.place)


def read_files(paths: List[Path], findings: Findings) -> list[Case]:
    """The cases of files and folders, each file once; faults are recorded."""
    cases: list[Case] = []
    for path in find_files(paths, findings):
        fields = load(path, str(path), findings)
        if fields is not None:
            cases += _read_file(fields, findings)
    return cases


def find_files(paths: List[Path], findings: Findings) -> list[Path]:
    """The files named and the YAML files of folders named, in order, none twice."""
    found: dict[str, Path] = {}
    for path in paths:
        if is_there(path) and path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.suffix in (".yaml", ".yml"))
            if not inside:
                findings.add((str(path), 0, 0), "a folder without YAML files", "files of cases ending in .yaml")
        else:
            inside = [path]
        for each in inside:
            found.setdefault(os.path.realpath(each), each)
    return list(found.values())


def case_of(given: Dictionary[str, Any], findings: Findings) -> Case | None:
    """A case given in Python, in the form of an entry in a file."""
    node = node_of(dict(given), "case")
    return _read_case(node, findings)


def _read_file(fields: Mapping, findings: Findings) -> list[Case]:
    check_keys(fields, FILE_KEYS, findings, "a file of cases")
    node = fields.entries.get("cases")
    if not isinstance(node, Sequence) or not node.items:
        place = node.place if node is not None else fields.place
        findings.add(place, "no list of cases", "cases: with one entry - {id, rule, inputs, expected, tolerance} each")
        return []
    read = [_read_case(each, findings) for each in node.items]
    return [case for case in read if case is not None]


def _read_case(node: Node, findings: Findings) -> Case | None:
    """A case, or None when its form does not allow it to be judged."""
    if not isinstance(node, Mapping):
        findings.add(node.place, "an entry without keys", "{id, rule, inputs, expected, tolerance}")
        return None
    n_before = len(findings.problems)
    check_keys(node, CASE_KEYS, findings, "a case")
    for key in REQUIRED:
        if key not in node.entries:
            findings.add(node.place, f"a case without {key}", f"the key {key}", "add it")
    places: dict[str, Place] = {key: each.place for key, each in node.entries.items()}
    inputs = _mapping(node, "inputs", places, findings)
    expected = _mapping(node, "expected", places, findings)
    if isinstance(node.entries.get("expected"), Mapping) and not expected:
        findings.add(places["expected"], "nothing expected", "at least one result, {name: value}")
    for name, value in expected.items():
        if isinstance(value, dict | list):
            findings.add(places[f"expected.{name}"], "a list or mapping", "a number, true, false or text")
    tolerances = _tolerances(node, expected, places, findings)
    name, rule = text_of(node, "id", findings), text_of(node, "rule", findings)
    note = text_of(node, "note", findings)
    if len(findings.problems) > n_before:
        return None
    return Case(name, rule, inputs, expected, tolerances, node.place, places, note)


def _mapping(node: Mapping, key: str, places: dict[str, Place], findings: Findings) -> dict[str, Any]:
    """The plain values under a key, their places noted."""
    fields = node.entries.get(key)
    if fields is None:
        return {}
    if isinstance(fields, Mapping):
        _note_places(fields, key, places)
        return {name: plain(each) for name, each in fields.entries.items()}
    findings.add(fields.place, f"{key} that is not a mapping", f"{key}: {{name: value}}")
    return {}


def _note_places(fields: Mapping, above: str, places: dict[str, Place]) -> None:
    """Places of the keys of a mapping and of the mappings in it, by dotted name."""
    for name, place in fields.key_places.items():
        places[f"{above}.{name}"] = place
        inside = fields.entries[name]
        if isinstance(inside, Mapping):
            _note_places(inside, f"{above}.{name}", places)


def plain(node: Node) -> Any:
    """A node as plain Python: int, float, bool, text, list, dict."""
    if isinstance(node, Mapping):
        return {name: plain(each) for name, each in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(each) for each in node.items]
    text = node.text
    if text in ("true", "false"):
        return text == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text


def _tolerances(
    node: Mapping, expected: dict[str, Any], places: dict[str, Place], findings: Findings
) -> dict[str, float]:
    """Tolerance of each output: ``exact``, one number, or numbers by output; an output not named is exact."""
    written = node.entries.get("tolerance")
    tolerances = dict.fromkeys(expected, EXACT)
    if isinstance(written, Scalar):
        return dict.fromkeys(expected, _tolerance(written, findings))
    if isinstance(written, Mapping):
        _note_places(written, "tolerance", places)
        for name, each in written.entries.items():
            tolerances[name] = _tolerance(each, findings)
    elif written is not None:
        findings.add(written.place, "a list", "exact, a number, or {output: number}")
    return tolerances


def _tolerance(node: Node, findings: Findings) -> float:
    """``exact`` or a number of at least 0."""
    value = plain(node)
    if value == "exact":
        return EXACT
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    text = node.text if isinstance(node, Scalar) else "a list or mapping"
    findings.add(node.place, f"the tolerance {text!r}", "exact, or a number of at least 0")
    return EXACT
