"""Values in the numbers of the code: options and labels of axes are found by their names, never by where they stand.

To a kernel a code, and a column, mean what an enumeration of the code says.  ``parameters.yaml`` may list the same
labels in any order; labels that the code does not know, or that it misses, are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulate.codes import Enumeration
from simulate.errors import Problem, ProblemsFound, did_you_mean
from simulate.parameters.axes import enumerated
from simulate.parameters.parameter_set import Resolved
from simulate.parameters.spec import Spec
from simulate.parameters.units import is_number

Labels = Mapping[str, Enumeration]  # by the key of a parameter of codes, or the name of an axis
NO_LABELS: Final[Labels] = {}


def numbered(resolved: Resolved, labels: Labels = NO_LABELS) -> NDArray[Any]:
    """``values`` with codes numbered and columns ordered as the enumerations say; shape and type stay.

    Raises ProblemsFound, with the place of the parameter, where the labels are others or no enumeration has them.
    """
    spec, values = resolved.spec, resolved.values
    if found := otherwise_named(spec, labels):
        raise ProblemsFound(found)
    for name, own in _written_axes(spec):
        wanted = labels[name].labels
        if own != wanted:
            values = np.take(values, [own.index(label) for label in wanted], axis=spec.dims.index(name))
    if spec.options:
        code = labels[_key(spec)].code
        values = np.array([code(label) for label in spec.options], values.dtype)[values]
    return values


def otherwise_named(spec: Spec, labels: Labels) -> list[Problem]:
    """What the code and a parameter's options, or labels of its axes, do not name alike."""
    named = [*_written_axes(spec), *([(_key(spec), spec.options)] if spec.options else [])]
    return [problem for name, own in named for problem in _differences(spec, name, own, labels.get(name))]


def _differences(spec: Spec, name: str, own: tuple[str, ...], known: Enumeration | None) -> Iterator[Problem]:
    if known is None:
        found = f"the labels {', '.join(own)} of {spec.name}, which no enumeration of the code has"
        yield Problem(*spec.place, found, f"an enumeration for {name} in LABELS of its room", "add it, or mend the key")
        return
    missing = [label for label in known.labels if label not in own]
    for label in own:
        if label not in known.labels:
            hint = did_you_mean(label, missing) or did_you_mean(label, known.labels)
            found = f"the label {label!r} of {name} in {spec.name}, which no rule knows"
            yield Problem(*spec.place, found, "one of " + ", ".join(known.labels), hint)
    if missing:
        found = f"{spec.name} without the label {', '.join(missing)} of {name}"
        expected = "every label that the rules know: " + ", ".join(known.labels)
        yield Problem(*spec.place, found, expected, "list it too")


def _key(spec: Spec) -> str:
    return spec.name.rpartition(".")[2]


def _written_axes(spec: Spec) -> list[tuple[str, tuple[str, ...]]]:
    """Axes whose labels the file itself lists: not an enumeration that crosses rooms, and not numbers."""
    return [
        (axis.name, axis.labels)
        for axis in spec.axes
        if enumerated(axis.name) is None and not all(map(is_number, axis.labels))
    ]
