"""The certificate: every line tried, in the order they are reported."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Collection, Iterator
from typing import Final

from simulate.certificate import bits, comparisons, law, numbers
from simulate.certificate.found import Found, Line
from simulate.engine.batches import cores
from simulate.sweeps import engines

ALONE: Final[dict[str, tuple[str, Callable[[], Found]]]] = {
    "threads": ("same bits on any number of threads", bits.threads),
    "batches": ("same bits in batches of any size", bits.batches),
    "orders": ("same bits for any order of workers", bits.orders),
    "processes": ("same bits in a new process", bits.processes),
    "shards": ("same bits of a run lived in shares", bits.parts),
    "null_reform": ("a reform that changes nothing differs by nothing", comparisons.null_reform),
    "merged": ("scenarios of one pass as each by itself", comparisons.merged),
    "series": ("every series reaches the horizon", law.series),
    "identities": ("the accounts of all funds add up", numbers.identities),
    "cases": ("policy cases", law.cases),
    "baseline": ("the fixed numbers", numbers.fixed),
    "speed": ("speed, as a multiple of the reference month", numbers.speed),
}
TOGETHER: Final[dict[str, tuple[str, Callable[[engines.Engine], Found]]]] = {
    "cluster": ("same bits on a cluster of this machine", bits.cluster),
    "levers_live": ("every lever moves what it says", law.live),
    "levers_dated": ("no dated lever moves an earlier year", law.dated),
}
_LEFT_OUT: Final = Found("left out by --without", is_tried=False)


def certify(tell: Callable[[str], None], without: Collection[str] = ()) -> Iterator[Line]:
    """Every line, as it is tried; what a line raises is its fault.  Lines ``without``, by key, are not tried."""
    for key, (what, attempt) in ALONE.items():
        yield Line(key, what, _LEFT_OUT, 0.0) if key in without else _tried(key, what, attempt)
    with engines.local(max(cores(), 2), tell) as engine:
        engine.look()
        for key, (what, with_engine) in TOGETHER.items():
            if key in without:
                yield Line(key, what, _LEFT_OUT, 0.0)
                continue
            yield _tried(key, what, lambda with_engine=with_engine: with_engine(engine))  # type: ignore[misc]


def _tried(key: str, what: str, attempt: Callable[[], Found]) -> Line:
    start = time.perf_counter()
    try:
        found = attempt()
    except Exception as fault:
        last = traceback.extract_tb(fault.__traceback__)[-1]
        found = Found("", (f"{type(fault).__name__}: {fault} ({last.filename}:{last.lineno})",))
    return Line(key, what, found, time.perf_counter() - start)
