"""Workers written by hand, each in one calendar year, as the steps of a year are handed them one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate.clock import month_index, year_index
from simulate.contracts import PLACE_MEASURES
from simulate.schemes.state import NEVER, PAYS, State, new_state
from simulate.schemes.views import CHANCE, CHANGING, PERSON, Chance, Now, Person, Years, new_years

SEED = 1


def a_person(number: int = 0, **fields: int) -> Person:
    """A man with rural hukou in the first province, born in January 1985, without a platform, but for ``fields``."""
    usual = {"worker": number, "birth_month": month_index(1985), "occupation": NEVER, "steady_form": CHANGING}
    return _record(PERSON, usual | fields)


def in_year(year: int, age: int = 40) -> Now:
    """A calendar year in which ``age`` is reached."""
    return Now(year_index(year), month_index(year), age, SEED)


def chance_of(**fields: float) -> Chance:
    """Draws in the middle and no tastes, but for ``fields``."""
    middle = {name: 0.5 for name in CHANCE.names or () if name != "tastes"}
    return _record(CHANCE, middle | fields)


def _record(dtype: np.dtype[Any], fields: Mapping[str, float]) -> Any:
    """One record, zero but for ``fields``."""
    record = np.zeros(1, dtype).view(np.recarray)[0]
    for name, value in fields.items():
        record[name] = value
    return record


def new_ledger(n: int = 1) -> NDArray[np.float64]:
    """(worker, measure)."""
    return np.zeros((n, len(PLACE_MEASURES)))


class Worker(NamedTuple):
    """One worker's part of a ``WorkersYear``: writing to it writes to the whole."""

    person: Person
    chance: Chance
    record: Any  # of views.YEAR
    ledger: NDArray[np.float64]
    me: Any  # of state.STATE


class WorkersYear(NamedTuple):
    """A calendar year of a few workers, who know nothing of each other."""

    now: Now
    people: list[Person]
    chances: list[Chance]
    months: Years  # (worker,)
    ledger: NDArray[np.float64]  # (worker, measure)
    state: State  # (worker,)

    def __iter__(self) -> Iterator[Worker]:  # type: ignore[override]
        """Each worker in turn."""
        return (
            Worker(person, chance, self.months[lane], self.ledger[lane], self.state[lane])
            for lane, (person, chance) in enumerate(zip(self.people, self.chances, strict=True))
        )


def a_year(
    now: Now, people: list[Person], state: State | None = None, chances: list[Chance] | None = None, **months: Any
) -> WorkersYear:
    """These workers in a year in which, of the fields of ``views.YEAR``, those named have the same value in all months.

    ``state`` is what they have acquired so far, by default nothing.
    """
    n = len(people)
    records = new_years(n)
    records.pays = PAYS
    records.gathered = NEVER
    records.until = 12
    for name, values in months.items():
        records[name] = values
    return WorkersYear(
        now, people, chances or [chance_of()] * n, records, new_ledger(n), new_state(n) if state is None else state
    )
