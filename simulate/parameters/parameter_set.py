"""Resolved parameters: labelled, immutable arrays on the full axes, with a digest of all their values."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulate.errors import Problem, ProblemsFound, did_you_mean
from simulate.parameters.axes import time_index
from simulate.parameters.spec import Reals, Spec


class Resolved:
    """One parameter on its full axes; ``values`` cannot be written, ``law`` are those without a scenario's changes."""

    def __init__(self, spec: Spec, values: Reals, law: NDArray[Any] | None = None) -> None:
        array = np.ascontiguousarray(values, dtype=spec.unit.dtype)
        array.setflags(write=False)
        self.spec = spec
        self.values: NDArray[Any] = array
        self.law: NDArray[Any] = array if law is None else law

    name = property(lambda self: self.spec.name, doc="room.key")
    dims = property(lambda self: self.spec.dims, doc="names of the axes, time first")
    unit = property(lambda self: self.spec.unit.name, doc="name of the unit")

    @property
    def coords(self) -> dict[str, tuple[str, ...]]:
        """Labels of the axes that are not time."""
        return {axis.name: axis.labels for axis in self.spec.axes}

    def at(self, **labels: Any) -> Any:
        """Values at labels, ``at(month="2027-01", province="beijing")``; axes not named stay."""
        index: list[Any] = [slice(None)] * len(self.dims)
        for name, label in labels.items():
            i = self.dims.index(name)
            is_time = name == self.spec.time
            index[i] = time_index(str(label), name) if is_time else self.coords[name].index(str(label))
        return self.values[tuple(index)]

    @cached_property
    def digest(self) -> str:
        """sha256 of the values with their type, shape and labels, and of the law's where they are others."""
        head = f"{self.name}|{self.values.dtype.str}|{self.values.shape}|{self.dims}|{self.coords}|{self.spec.options}"
        law = b"" if self.law is self.values else self.law.tobytes()
        return hashlib.sha256(head.encode() + self.values.tobytes() + law).hexdigest()


class ParameterSet(Mapping[str, Resolved]):
    """All parameters of one scenario by full name (``room.key``)."""

    def __init__(self, resolved: dict[str, Resolved]) -> None:
        self._resolved = resolved

    def __getitem__(self, name: str) -> Resolved:
        try:
            return self._resolved[name]
        except KeyError:
            hint = did_you_mean(name, self._resolved)
            problem = Problem("parameters", 0, 0, f"a use of {name!r}", "a parameter of the law book", hint)
            raise ProblemsFound([problem]) from None

    def __contains__(self, name: object) -> bool:
        return name in self._resolved

    def __iter__(self) -> Iterator[str]:
        return iter(self._resolved)

    def __len__(self) -> int:
        return len(self._resolved)

    @cached_property
    def digest(self) -> str:
        """sha256 over the digests of all parameters, in order of their names."""
        whole = hashlib.sha256()
        for name in sorted(self._resolved):
            whole.update(self._resolved[name].digest.encode())
        return whole.hexdigest()
