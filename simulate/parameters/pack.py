"""Packs parameters of a room into its flat NamedTuple of contiguous arrays, as kernels take them."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from simulate.errors import Problem, ProblemsFound
from simulate.parameters.numbered import NO_LABELS, Labels, numbered
from simulate.parameters.parameter_set import ParameterSet

PackedTuple = TypeVar("PackedTuple", bound=tuple[Any, ...])
_TYPES = {"Codes": np.int16, "Counts": np.int64, "Reals": np.float64, "Singles": np.float32}


def pack(
    parameters: ParameterSet, room: str, packed: type[PackedTuple], labels: Labels = NO_LABELS, **elsewhere: str
) -> PackedTuple:
    """The NamedTuple ``packed`` with every field taken from ``room.field``.

    A field of another room is named in ``elsewhere``: ``pack(ps, "funds", T, wage="economy.reference_wage")``.  Numbers
    become float64, codes and flags int16, months (dates) int64, unless the field's annotation (``Codes``, ``Counts``,
    ``Reals`` or ``Singles`` of ``contracts``) says otherwise.  A value without axes becomes an array of shape (1,).
    Codes are numbered, and columns of a room's own axes ordered, by ``labels`` (``numbered``).
    """
    arrays = []
    for field in packed._fields:  # type: ignore[attr-defined]
        resolved = parameters[elsewhere.get(field, f"{room}.{field}")]
        annotation = str(packed.__annotations__.get(field, "")).rpartition(".")[2].strip("'\")")
        wanted = _TYPES.get(annotation, resolved.values.dtype.type)
        values = np.atleast_1d(numbered(resolved, labels))
        array = np.ascontiguousarray(values, dtype=wanted)
        if np.issubdtype(wanted, np.integer) and not np.array_equal(array, values):
            found = f"{resolved.name} with fractions or large values for the field {field}: {annotation}"
            raise ProblemsFound([Problem("parameters", 0, 0, found, "whole numbers", "declare the field as Reals")])
        arrays.append(array)
    return packed(*arrays)
