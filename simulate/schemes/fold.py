"""The fold: a year of a batch of workers is weighted and added to the sums by province.

A worker's ledger is added line by line, each to its province; ``fold_kinds`` and ``fold_lives`` add what has none.
Right after a worker's year the lines to be added are found and their cells asked for; they are added when all of those
who live a year together have lived it, so that the waits for memory overlap with living.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate import contracts as c
from simulate.codes import PROVINCES, SEXES
from simulate.contracts import BENEFIT, HUKOU, INSURED, LINE, RESIDENCE, Codes, Counts, Lanes, Reals
from simulate.engine.jit import rule, step
from simulate.engine.lines import add_fixed, are_same, clear_line, fetch_line, first_of, is_empty
from simulate.schemes.beside import APART
from simulate.schemes.positions import FLOWS, HAS_FLOWS, PAID, RECEIVED, in_units
from simulate.schemes.state import NEVER, Position, Rights, Standing
from simulate.schemes.tables import SCALE
from simulate.schemes.views import People, Person


AT_ONCE: Final = 32  # workers who live a year together: their ledgers stay near, their cells are asked for at once
_PLACE_OF: Final = np.array(c.PLACE_LINES, np.uint8)
_N_LINES: Final = len(c.PLACE_LINES)
_N_PLACES: Final = len({RESIDENCE, INSURED, BENEFIT, HUKOU})
_N_PROVINCES: Final = len(PROVINCES)
_N_SEXES: Final = len(SEXES)
# What is queued of a worker: which lines, then where each of the worker's provinces begins in the table, in lines; of a
# life under another law than the base then where they do under the base.
_LINES, START, _BASE_START = 0, 1, 1 + _N_PLACES


def new_queue() -> Counts:
    """Room for what is queued of each worker who lives a year together with others."""
    return np.zeros((AT_ONCE, 1 + 2 * _N_PLACES), np.int64)


class Scales(NamedTuple):
    """What the lines of the ledger are, for the fold.  Several lines are one number, a bit each."""

    place_of: NDArray[np.uint8]  # (line,) which of a worker's provinces
    lines_of: Counts  # (province of the worker,) its lines
    units: Reals  # (measure,) units per person or yuan
    flows: Codes  # (line, 2, LINE) measures that the worker pays, and that come to worker and heirs; then NEVER
    with_flows: int  # the lines with any, of which none where no life is compared with another
    follows_lives: bool  # whether positions are wanted


@cache
def scales(follows_lives: bool = True) -> Scales:
    """The scales of the ledger, the same for every batch; whether positions of lives are wanted."""
    lines_of = np.array([_bits(np.equal(_PLACE_OF, place)) for place in range(_N_PLACES)], np.int64)
    return Scales(_PLACE_OF, lines_of, SCALE, FLOWS, _bits(HAS_FLOWS & follows_lives), follows_lives)


def _bits(lines: NDArray[np.bool_]) -> int:
    """Lines, (line,), a bit each."""
    return sum(1 << int(line) for line in np.flatnonzero(lines))


@rule
def filled_lines(ledger: Reals) -> int:
    """Which lines of a ledger hold anything."""
    found = 0
    for line in range(_N_LINES):
        found |= int(not is_empty(ledger, line)) << line
    return found


@rule
def differing_lines(ledger: Reals, before: Reals) -> int:
    """Which lines of two ledgers differ in any bit."""
    found = 0
    for line in range(_N_LINES):
        found |= int(not are_same(ledger, before, line)) << line
    return found


@rule
def first_line(first_cell: int, province: int, sex: int) -> int:
    """The first line of a province in the table, by sex; ``first_cell`` the province that stands first."""
    return ((first_cell + province) * _N_SEXES + sex) * _N_LINES


@step
def starts_of(first_cell: int, person: Person, rights: Rights, queued: Counts, start: int) -> None:
    """Fill ``queued``, from ``start`` on, with the first line of each of a worker's provinces in the table."""
    home, sex = person.home, person.sex
    insured = int(rights.insured_province)
    insured = int(home) if insured == NEVER else insured
    benefit = int(rights.relation_province)
    benefit = insured if benefit == NEVER else benefit
    queued[start + RESIDENCE] = first_line(first_cell, person.place, sex)
    queued[start + INSURED] = first_line(first_cell, insured, sex)
    queued[start + BENEFIT] = first_line(first_cell, benefit, sex)
    queued[start + HUKOU] = first_line(first_cell, home, sex)


@rule
def moved_lines(scales: Scales, queued: Counts) -> int:
    """Which lines go to another province than under the base."""
    found = 0
    for place in range(_N_PLACES):
        if queued[START + place] != queued[_BASE_START + place]:
            found |= scales.lines_of[place]
    return found


@rule
def flow_of(share: float, flows: Codes, ledger: Reals) -> float:
    """What the measures of one flow come to; ``share`` the weight over the mean wage."""
    together = 0.0
    for k in range(LINE):
        if flows[k] == NEVER:
            break
        together += ledger[flows[k]]
    return in_units(share * together)


@rule
def add_flows(sign: float, share: float, lines: int, scales: Scales, ledger: Reals, position: Position) -> None:
    """Add what lines of the ledger hold of the worker and for the worker to the position of a life, or take it away."""
    left = lines & scales.with_flows
    while left != 0:
        line = first_of(left)
        left &= left - 1
        if scales.flows[line, PAID, 0] != NEVER:  # most hold nothing of the one or the other
            position.paid += sign * flow_of(share, scales.flows[line, PAID], ledger)
        if scales.flows[line, RECEIVED, 0] != NEVER:
            position.received += sign * flow_of(share, scales.flows[line, RECEIVED], ledger)


@rule
def ask_for_lines(scales: Scales, lines: int, queued: Counts, start: int, places: Counts) -> None:
    """Ask for the cells to which lines of a ledger are added."""
    left = lines
    while left != 0:
        line = first_of(left)
        left &= left - 1
        fetch_line(places, queued[start + scales.place_of[line]] + line)


@step
def queue_base(scales: Scales, share: float, ledger: Reals, queued: Counts, places: Counts, position: Position) -> None:
    """Queue the filled lines of a year under the base, and add them to the position of the life."""
    lines = filled_lines(ledger)
    queued[_LINES] = lines
    ask_for_lines(scales, lines, queued, START, places)
    add_flows(1.0, share, lines, scales, ledger, position)


@step
def queue_changes(
    scales: Scales,
    share: float,
    base_share: float,
    differing: int,
    ledger: Reals,
    before: Reals,
    queued: Counts,
    places: Counts,
    position: Position,
) -> None:
    """Queue what is to be added instead of the year ``before`` under the base, and change the position likewise.

    A line that is the base's, bit for bit and in its place, is passed over; ``differing`` lines are not.
    """
    lines = differing
    moved = moved_lines(scales, queued)
    if moved != 0:
        lines |= moved & filled_lines(before)
    queued[_LINES] = lines
    ask_for_lines(scales, lines, queued, START, places)
    ask_for_lines(scales, lines, queued, _BASE_START, places)
    if share != base_share:
        lines = filled_lines(ledger) | filled_lines(before)
    add_flows(1.0, share, lines, scales, ledger, position)
    add_flows(-1.0, base_share, lines, scales, before, position)


@step
def queue_year(
    scales: Scales,
    first_cell: int,
    person: Person,
    share: float,
    base_share: float,
    kept: int,
    ledgers: Reals,
    each: int,
    queue: Counts,
    places: Counts,
    me: Standing,
    base: Standing,
) -> bool:
    """Queue the lines of the year of ``me``, and ask for their cells; of a law other than the base what differs.

    ``share`` is the worker's weight over the mean wage, ``base_share`` that under the base; ``first_cell`` the province
    that stands first in the table of the law, (province, sex, measure).  Returns whether the ledger differs from the
    base's; under the base it does.
    """
    queued, ledger = queue[each], ledgers[kept, each]
    starts_of(first_cell, person, me.rights, queued, START)
    if kept == 0:
        queue_base(scales, share, ledger, queued, places, me.position)
        return True
    starts_of(first_cell, person, base.rights, queued, _BASE_START)
    before = ledgers[0, each]
    differing = differing_lines(ledger, before)
    queue_changes(scales, share, base_share, differing, ledger, before, queued, places, me.position)
    return differing != 0


@rule
def add_lines(scales: Scales, weight: float, ledger: Reals, queued: Counts, start: int, places: Counts) -> None:
    """Add the queued lines of a ledger to their cells."""
    left = queued[_LINES]
    while left != 0:
        line = first_of(left)
        left &= left - 1
        add_fixed(places, queued[start + scales.place_of[line]] + line, ledger, scales.units, line, weight)


@step
def fold_places(
    scales: Scales,
    people: People,
    year: int,
    lanes: Lanes,
    apart: Counts,
    kept: int,
    is_alone: bool,
    ledgers: Reals,
    queue: Counts,
    places: Counts,
) -> None:
    """Add what is queued of some workers to ``places``, (law, group, year, province, sex, measure), by lines.

    Of a law other than the base (``kept`` 1) its lines are added and the base's taken away.  The ledgers are emptied,
    but those of a base that is still needed: ``is_alone`` where no other law is lived beside.
    """
    for each in range(len(lanes)):
        lane = lanes[each]
        if apart[lane] != APART:
            continue
        weight, queued, ledger = people.persons[year, people.each[lane].sex], queue[each], ledgers[kept, each]
        add_lines(scales, weight, ledger, queued, START, places)
        if kept == 1:
            add_lines(scales, -weight, ledgers[0, each], queued, _BASE_START, places)
        if kept == 1 or is_alone:
            empty_ledger(ledger)


@rule
def empty_ledger(ledger: Reals) -> None:
    """Empty a ledger."""
    for line in range(_N_LINES):
        clear_line(ledger, line)


@rule
def empty_ledgers(ledgers: Reals) -> None:
    """Empty the ledgers, (worker, measure)."""
    for each in range(len(ledgers)):
        empty_ledger(ledgers[each])
