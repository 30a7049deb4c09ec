"""Parameters of a scenario on their way to another process: what differs from the law book, and the digest of all."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from simulate.parameters import LawBook, ParameterSet, Resolved
from simulate.scenario import Composed


@dataclass(frozen=True)
class PackedLaw:
    """The day of the law, the values that differ from the law of that day, and the digest of all values."""

    name: str
    as_of: str  # YYYY-MM-DD
    values: tuple[tuple[str, bytes], ...]  # by parameter, compressed
    digest: str


class OtherLaw(RuntimeError):
    """The law book of this process is not that of the process which packed a law."""


def pack_law(composed: Composed, book: LawBook) -> PackedLaw:
    """A composed scenario as it travels."""
    ground, _ = book.resolve(composed.as_of)
    changed = [
        (name, zlib.compress(each.values.tobytes(), 1))
        for name, each in composed.parameters.items()
        if each is not ground[name] and each.digest != ground[name].digest
    ]
    return PackedLaw(composed.name, composed.as_of.isoformat(), tuple(changed), composed.digest)


@lru_cache(maxsize=32)
def unpack_law(law: PackedLaw) -> ParameterSet:
    """The parameters, of which every value has been compared by digest; raises OtherLaw."""
    ground, _ = law_book().resolve(law.as_of)
    resolved = dict(ground)
    for name, content in law.values:
        like = ground[name]
        values = np.frombuffer(zlib.decompress(content), like.values.dtype).reshape(like.values.shape)
        resolved[name] = Resolved(like.spec, values, like.law)
    found = ParameterSet(resolved)
    if found.digest != law.digest:
        raise OtherLaw(f"the parameters of {law.name} are others here: {found.digest[:12]}, not {law.digest[:12]}")
    return found


@cache
def law_book() -> LawBook:
    """The law book, read once by a process."""
    return LawBook.load()
