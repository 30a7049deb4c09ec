"""Tables of sums lie along the lines of the cache."""

from __future__ import annotations

import numpy as np
import pytest

from simulate.contracts import LINE, PLACE_MEASURES
from simulate.engine.memory import LINE_OF_CACHE, zeros_in_lines


@pytest.mark.parametrize("shape", [(1,), (3, 5), (16, 66, 31, 2, 72)])
def test_zeros_begin_on_a_line_and_are_one_block(shape: tuple[int, ...]) -> None:
    array = zeros_in_lines(shape, np.int64)
    assert array.shape == shape
    assert array.dtype == np.int64
    assert array.ctypes.data % LINE_OF_CACHE == 0
    assert array.flags.c_contiguous
    assert not array.any()


def test_a_line_of_measures_is_a_line_of_the_cache() -> None:
    assert LINE * np.dtype(np.int64).itemsize == LINE_OF_CACHE
    assert len(PLACE_MEASURES) % LINE == 0
