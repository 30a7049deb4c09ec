"""What a finished cell holds: every output of the nation with its error, its difference to the base and that error.

A cell is a zip archive that ``numpy.load`` opens: ``numbers`` (4, n), outputs one after the other, and ``about``, what
made them.  The same cell has the same bytes, whichever process ran it; the archive checks its parts when they are read.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np

from simulate.contracts import Reals
from simulate.indicators import outputs, standard_error

FORMAT: Final = 1
PARTS: Final = ("estimate", "standard_error", "difference", "difference_standard_error")
_NUMBERS, _ABOUT = "numbers.npy", "about.json"
_LEVEL: Final = 1  # of compression: numbers hardly shrink, empty cells do


class Numbers(NamedTuple):
    """A finished cell read back."""

    about: dict[str, Any]
    numbers: Reals  # (part, n)

    def of(self, name: str) -> Reals:
        """(part, *dims) of an output."""
        start, stop = layout()[name]
        return self.numbers[:, start:stop].reshape(len(PARTS), *outputs()[name].shape)


@cache
def layout() -> dict[str, tuple[int, int]]:
    """Where each output without provinces stands: first number, and the one after the last."""
    places, start = {}, 0
    for name, output in outputs().items():
        if "province" not in output.dims:
            stop = start + int(np.prod(output.shape, dtype=np.int64))
            places[name], start = (start, stop), stop
    return places


def judge(indicators: Mapping[str, Reals], base: Mapping[str, Reals]) -> Reals:
    """(part, n) of a scenario and its base, both (replicate, *dims) by output; NaN where nothing is sampled."""
    rows = []
    for name in layout():
        output, mine, ground = outputs()[name], indicators[name], base[name]
        nothing = np.full(output.shape, np.nan)
        paired = nothing[None] if output.is_change else mine - ground
        error = standard_error(mine) if output.is_sampled else nothing
        paired_error = standard_error(paired) if output.is_sampled and not output.is_change else nothing
        rows.append(np.stack([each.reshape(-1) for each in (mine[0], error, paired[0], paired_error)]))
    return np.concatenate(rows, axis=1)


def pack(numbers: Reals, about: Mapping[str, Any]) -> bytes:
    """A cell as a file."""
    content = io.BytesIO()
    np.lib.format.write_array(content, np.ascontiguousarray(numbers), allow_pickle=False)
    stated = json.dumps({"format": FORMAT, **about}, ensure_ascii=False, sort_keys=True)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as file:
        file.writestr(zipfile.ZipInfo(_ABOUT), stated.encode(), zipfile.ZIP_DEFLATED, _LEVEL)
        file.writestr(zipfile.ZipInfo(_NUMBERS), content.getvalue(), zipfile.ZIP_DEFLATED, _LEVEL)
    return archive.getvalue()


def unpack(content: bytes) -> Numbers:
    """A file as a cell; raises ValueError where it is none, or not whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            about = json.loads(file.read(_ABOUT))
            numbers = np.lib.format.read_array(io.BytesIO(file.read(_NUMBERS)), allow_pickle=False)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError, zlib.error) as fault:
        raise ValueError(f"no finished cell ({fault})") from None
    n = max(stop for _, stop in layout().values())
    if not isinstance(about, dict) or about.get("format") != FORMAT or numbers.shape != (len(PARTS), n):
        raise ValueError("a cell in another form")
    return Numbers(about, numbers)
