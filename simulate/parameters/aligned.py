"""Parameters of different axes brought together, so that rules between them can be checked cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulate.parameters.axes import TIME_AXES, time_label
from simulate.parameters.parameter_set import Resolved
from simulate.parameters.spec import Spec


@dataclass(frozen=True)
class Frame:
    """The axes that some parameters have between them: time first (months, if any has months), then the others."""

    time: str | None
    labels: Mapping[str, tuple[str, ...]]  # by axis that is not time

    @property
    def dims(self) -> tuple[str, ...]:
        """Names of all axes, time first."""
        return ((self.time,) if self.time else ()) + tuple(self.labels)

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of all axes."""
        return ((TIME_AXES[self.time],) if self.time else ()) + tuple(map(len, self.labels.values()))

    def spread(self, resolved: Resolved) -> NDArray[Any]:
        """Values on the axes of the frame, of length one where the parameter does not vary; a year gives its months."""
        return self.spread_values(resolved.values, resolved.spec)

    def spread_values(self, values: NDArray[Any], spec: Spec) -> NDArray[Any]:
        """Like :meth:`spread`, for an array over the axes of ``spec``."""
        if spec.time == "year" and self.time == "month":
            values = np.repeat(values, 12, axis=0)
        values = values if spec.dims else np.reshape(values, ())
        dims = list(spec.dims)
        if dims and spec.time:
            dims[0] = self.time or dims[0]
        order = sorted(range(len(dims)), key=lambda i: self.dims.index(dims[i]))
        lengths = dict(zip(dims, values.shape, strict=True))
        return values.transpose(order).reshape([lengths.get(dim, 1) for dim in self.dims])

    def describe(self, cell: Sequence[int]) -> str:
        """``in beijing, 2030-05``: the labels of a cell, the date last; nothing for a value without axes."""
        start = 1 if self.time else 0
        texts = [names[i] for names, i in zip(self.labels.values(), cell[start:], strict=True)]
        if self.time:
            texts.append(time_label(int(cell[0]), self.time))
        return " in " + ", ".join(texts) if texts else ""


def frame_of(specs: Sequence[Spec]) -> Frame:
    """The axes of some parameters together."""
    times = {spec.time for spec in specs} - {None}
    time = "month" if "month" in times else "year" if times else None
    labels = {axis.name: axis.labels for spec in specs for axis in spec.axes}
    return Frame(time, labels)
