"""What is not known, as ``calibration/uncertainty.yaml`` has it: levers, what a draw lays on them, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy.stats import norm

from simulate.errors import Findings
from simulate.fit.reports import fitted
from simulate.parameters import ROOT, Change, LawBook
from simulate.parameters.fields import bilingual_of, check_keys, one_of, text_of
from simulate.parameters.strict_yaml import Mapping as Fields
from simulate.parameters.strict_yaml import Node, Scalar, Sequence, load, node_of
from simulate.results.uncertainty import PARTS
from simulate.results.words import Bilingual
from simulate.sweeps.axes import Axis, read_axes

FILE: Final = ROOT / "calibration" / "uncertainty.yaml"
_ERRORS: Final = 2.0  # standard errors of a fitted number on either side, beyond which nothing is drawn
_OWN: Final = {"part", "why", "fitted", "kept_by"}


@dataclass(frozen=True)
class Unknown:
    """One axis of what is not known; ``moves_with`` is a lever that moves ``slope`` a unit with it."""

    axis: Axis
    english: str  # name of the lever
    chinese: str
    part: str
    why: Bilingual
    is_fitted: bool  # drawn from a normal distribution, cut off at both ends; else all between the ends alike
    moves_with: str = ""
    slope: float = 0.0

    def value(self, share: float) -> str:
        """The value at a share (0-1) of the probability below it."""
        if self.is_fitted:
            low, high = norm.cdf([-_ERRORS, _ERRORS])
            share = (norm.ppf(low + share * (high - low)) + _ERRORS) / (2.0 * _ERRORS)
        return self.axis.at(share)

    def changes(self, share: float, book: LawBook) -> list[Change]:
        """What a draw lays on the law; raises ProblemsFound."""
        laid = [self.axis.change(self.value(share), book)]
        if self.moves_with:
            with_it = Axis(
                self.moves_with, self.moves_with, False, "add", ("0", "0"), None, False,
                _fields({"lever": self.moves_with, "add": "0", "from": _text(self.axis.fields, "from")}),
            )  # fmt: skip
            shift = self.slope * (float(self.value(share)) - self._now(laid[0]))
            laid.append(with_it.change(f"{shift:.12g}", book))
        return laid

    def _now(self, change: Change) -> float:
        """The value that stands in the law book at the start of a change; 0 of what is added."""
        if change.operation == "add":
            return 0.0
        return float(np.ravel(change.spec.entries[-1].anchors[-1].values)[0])


def read_unknowns(book: LawBook, path: Path = FILE) -> list[Unknown]:
    """Every axis of the file; one whose fit was never made is left out.  Raises ProblemsFound."""
    findings = Findings()
    top = load(path, path.name, findings)
    findings.raise_if_any()
    node = top.entries.get("axes") if top is not None else None
    if not isinstance(node, Sequence):
        findings.add((path.name, 1, 1), "no list of axes", "axes: a list")
        findings.raise_if_any()
        raise AssertionError("a file without axes has a problem")
    found = [_read(item, book, findings) for item in node.items]
    findings.raise_if_any()
    return [each for each in found if each is not None]


def _read(node: Node, book: LawBook, findings: Findings) -> Unknown | None:
    if not isinstance(node, Fields):
        findings.add(node.place, "an axis without keys", "part, lever, why and a change")
        return None
    part = one_of(node, "part", PARTS, PARTS[0], findings)
    english, chinese = bilingual_of(node, "why", findings)
    plain = Fields(node.place)
    plain.entries = {key: each for key, each in node.entries.items() if key not in _OWN}
    plain.key_places = {key: each for key, each in node.key_places.items() if key not in _OWN}
    if "fitted" in node.entries:
        found = fitted(text_of(node, "fitted", findings))
        if found is None:
            return None
        most = min(_ERRORS * found.error, found.room)
        ends = {"low": f"{-most:.6g}", "high": f"{most:.6g}"}
        plain.entries["add"] = node_of(ends, node.place[0])
    axes = read_axes(_list_of(plain), False, book, findings)
    if not axes:
        return None
    moved, slope = _kept_by(node, book, findings)
    spec = book.specs[axes[0].lever]
    return Unknown(
        axes[0], spec.english, spec.chinese, part, Bilingual(english, chinese), "fitted" in node.entries, moved, slope
    )


def _kept_by(node: Fields, book: LawBook, findings: Findings) -> tuple[str, float]:
    inner = node.entries.get("kept_by")
    if not isinstance(inner, Fields):
        return "", 0.0
    check_keys(inner, {"lever", "slope"}, findings, "kept_by")
    lever, slope = text_of(inner, "lever", findings), text_of(inner, "slope", findings)
    if lever not in book.specs:
        findings.add(inner.place, f"the unknown lever {lever!r}", "a lever of the law book")
    return lever, float(slope or 0.0)


def _list_of(node: Fields) -> Sequence:
    return Sequence([node], node.place)


def _fields(values: Mapping[str, str]) -> Fields:
    node = node_of({key: value for key, value in values.items() if value}, "calibration/uncertainty.yaml")
    assert isinstance(node, Fields)
    return node


def _text(fields: Fields, key: str) -> str:
    node = fields.entries.get(key)
    return node.text if isinstance(node, Scalar) else ""
