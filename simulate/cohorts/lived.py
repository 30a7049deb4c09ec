"""What living a run or a share of it gives: whole numbers that add up in any order, and the cells they become."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from simulate.contracts import N_COHORTS, N_GROUPS, Cells, Counts
from simulate.schemes.batch import Sums, tables_of
from simulate.schemes.tables import Tables, to_cells


class Share(NamedTuple):
    """A part of a run that can be lived by itself: some birth cohorts, and neighbouring groups of their workers."""

    cohorts: tuple[int, ...] = tuple(range(N_COHORTS))
    groups: tuple[int, ...] = tuple(range(N_GROUPS))  # replicate groups, one after the other


WHOLE: Final = Share()


class Lived(NamedTuple):
    """Fixed-point sums of a run, or of a share of it: those of shares add up to the whole's, in whatever order."""

    tracks: Sequence[Sequence[int]]  # of each pass, the positions of its scenarios
    sums: Sequence[Sums]  # of each pass
    changes: Sequence[Counts]  # of each scenario, of lives against the first
    years: Counts  # (scenario,) worker-years lived under it apart from the base of its pass


def all_cells(lived: Lived) -> list[Cells]:
    """The sums of every scenario, in the order of the scenarios; those lived are spent."""
    cells = {position: cells_of(lived, position) for position in spending_order(lived)}
    return [cells[position] for position in range(len(cells))]


def spending_order(lived: Lived) -> list[int]:
    """Positions of the scenarios in the order ``cells_of`` takes them: the base of a pass after those it serves."""
    return [position for tracks in lived.tracks for position in reversed(tracks)]


def cells_of(lived: Lived, position: int, *, is_spent: bool = True) -> Cells:
    """The sums of one scenario in persons and yuan, in the memory of its fixed-point sums, which are spent.

    A scenario's sums are the base's of its pass and differences from them; the base can be had as a copy beforehand,
    ``is_spent=False``.  Raises SumsOverflow.
    """
    for tracks, sums in zip(lived.tracks, lived.sums, strict=True):
        if position in tracks:
            tables = tables_of(sums, tracks.index(position))
            if not is_spent:
                tables = Tables(tables.first_year, *(table.copy() for table in tables[1:]))
            return to_cells(tables, lived.changes[position])
    raise ValueError(f"no scenario {position}")
