"""What is summed over workers, and the funds: one row each, from which all else that is known of them derives.

Strings, units, the entries of the funds, who pays and what reaches the worker follow from the rows; nothing is matched
by position.  ``rows`` says what a row is, ``core`` and ``kinds`` hold what the pension schemes and injury share; every
other file of this room is a scheme's own, read because it is there.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Final

from simulate.codes import MIGRANTS, SCHEMES, Enumeration
from simulate.measures.core import *  # noqa: F403
from simulate.measures.kinds import *  # noqa: F403
from simulate.measures.rows import *  # noqa: F403
from simulate.measures.rows import LINE, Fund, Measure, declared, declared_funds, place_of_line

for _file in sorted(each.name for each in iter_modules([str(Path(__file__).parent)])):
    import_module(f"{__name__}.{_file}")

FUNDS: Final = Enumeration(
    "fund", tuple(each.name for each in declared_funds), tuple(each.chinese for each in declared_funds)
)
FUND_ROWS: Final[tuple[Fund, ...]] = tuple(declared_funds)
MEASURES: Final[tuple[Measure, ...]] = tuple(sorted(declared, key=lambda row: row.position))
N_PLACE_MEASURES: Final = LINE * len(place_of_line)  # whole lines; what is not a row's stays empty
PLACE_LINES: Final = tuple(place_of_line)  # (line,) which of a worker's provinces
PLACE_MEASURES: Final = tuple(
    {row.position: row.name for row in declared}.get(each, "") for each in range(N_PLACE_MEASURES)
)
MIGRANT_MEASURES: Final = tuple(PLACE_MEASURES.index(f"migrants_{label}") for label in MIGRANTS.labels)
WORKER_PAYS: Final = tuple(row.position for row in MEASURES if row.kind == "contribution" and row.payer == "worker")
WORKER_RECEIVES: Final = tuple(row.position for row in MEASURES if row.kind in ("pension", "benefit", "assistance"))
_OF_EMPLOYEES: Final = {each.name for each in FUND_ROWS if each.scheme == "employee_pension"}
EMPLOYEE_CONTRIBUTED: Final = tuple(
    row.position for row in MEASURES if row.kind == "contribution" and row.fund in _OF_EMPLOYEES
)
EMPLOYEE_RECEIVED: Final = tuple(
    row.position for row in MEASURES if row.kind in ("pension", "benefit") and row.fund in _OF_EMPLOYEES
)

# The word that stands for each scheme in the names of measures: insured_employee, awards_resident.
SCHEME_WORDS: Final = tuple(label.removesuffix("_pension") for label in SCHEMES.labels)


def pensions_of(scheme: str) -> tuple[int, ...]:
    """Positions of the pensions that the funds of a scheme pay."""
    own = {each.name for each in FUND_ROWS if each.scheme == scheme}
    return tuple(row.position for row in MEASURES if row.kind == "pension" and row.fund in own)
