"""One row a scheme, from its own folder: its law, of whom it is read, what a worker acquires, its steps by moment.

A folder with a ``params.py`` is a scheme.  That file has the tuple of the dated law, ``build``, ``READ_BY``, ``LABELS``
where the law has options or columns with names, and ``ACQUIRES`` where a worker acquires something; its sums and funds
stand in ``simulate/measures``.  The pension schemes act in an order of their own, which ``year.py`` says; what acts
beside them names its moments in ``STEPS`` of its ``steps.py`` (``moments.py``).  ``BOOKS`` names the measures that its
steps book where nothing else books them and the pensions read nothing of it: a law that changes only such schemes costs
only them (``beside.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final, get_type_hints

from simulate.parameters import Labels, ParameterSet
from simulate.schemes.concern import Reading
from simulate.schemes.fields import Record, check_names

_FOLDER: Final = Path(__file__).parent
_OPTIONAL: Final[dict[str, Any]] = {"ACQUIRES": None, "LABELS": {}, "BOOKS": ()}


@dataclass(frozen=True)
class Scheme:
    """What the rest of the room knows of a scheme."""

    name: str  # of its folder, of its part of a law and of a worker's state
    packed: type[tuple[Any, ...]]  # its dated law as its steps read it
    build: Callable[[ParameterSet], tuple[Any, ...]]
    read_by: dict[str, Reading]  # of whom each field is read
    acquires: type[Record] | None  # by a worker in it
    labels: Labels  # by which its rules number options and columns of its law
    books: tuple[int, ...]  # measures of a scheme that stands beside the pensions: they read nothing of it

    def __post_init__(self) -> None:
        """Raises TypeError where READ_BY does not say of each field of whom it is read, or NumPy has its name."""
        fields = set(self.packed._fields)  # type: ignore[attr-defined]
        check_names(self.name, fields)
        if self.acquires is not None:
            check_names(self.acquires.__name__, get_type_hints(self.acquires))
        if fields != self.read_by.keys():
            raise TypeError(f"READ_BY of {self.name}: {', '.join(sorted(fields ^ self.read_by.keys()))}")


def _scheme(name: str) -> Scheme:
    """The row of a folder."""
    module: ModuleType = import_module(f"{__package__}.{name}.params")
    packed = get_type_hints(module.build)["return"]
    acquires, labels, books = (getattr(module, each, empty) for each, empty in _OPTIONAL.items())
    return Scheme(name, packed, module.build, module.READ_BY, acquires, labels, books)


SCHEMES: Final = tuple(_scheme(path.parent.name) for path in sorted(_FOLDER.glob("*/params.py")))
