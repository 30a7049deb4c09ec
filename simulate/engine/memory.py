"""Memory of the tables of sums: laid along the lines of the processor's cache."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

LINE_OF_CACHE: Final = 64  # bytes


def zeros_in_lines(shape: tuple[int, ...], dtype: type[np.generic]) -> NDArray[Any]:
    """An array of zeros that begins on a line of the cache, so that eight numbers of a row share one."""
    n_bytes = int(np.prod(shape)) * np.dtype(dtype).itemsize
    room = np.zeros(n_bytes + LINE_OF_CACHE, np.uint8)
    start = -room.ctypes.data % LINE_OF_CACHE
    return room[start : start + n_bytes].view(dtype).reshape(shape)
