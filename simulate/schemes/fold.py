"""The fold: a year of a batch of workers is weighted and added to the sums by province.

A worker's ledger is added line by line, each to its province; ``fold_kinds`` and ``fold_lives`` add what has none.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate import contracts as c
from simulate.clock import FIRST_YEAR, JULY
from simulate.codes import PROVINCES, SEXES
from simulate.contracts import (
    ACCOUNT_INTEREST, AGED_60, BENEFIT, HUKOU, INSURED, INSURED_EMPLOYEE, INSURED_RESIDENT, LINE, RESIDENCE, Careers,
    Codes, Counts, Lanes, Reals,
)  # fmt: skip
from simulate.engine.jit import fetch, rule, step
from simulate.engine.lines import add_fixed, are_same, clear_line, is_empty
from simulate.measures.branches import MEDICAL_WORKING
from simulate.schemes.positions import FLOWS, HAS_FLOWS, PAID, RECEIVED, in_units
from simulate.schemes.state import NEVER, Standing, State
from simulate.schemes.tables import SCALE
from simulate.schemes.views import Now, People


AT_ONCE: Final = 32  # workers who live a year together: their ledgers stay near, their cells are asked for at once
PLACE_OF: Final = np.array(c.PLACE_LINES, np.int64)
SCALE_OF_LINES: Final = SCALE.reshape(-1, LINE)
_N_PROVINCES: Final = len(PROVINCES)
_N_SEXES: Final = len(SEXES)


def new_queue() -> Counts:
    """Room for ``fold_places``: worker, line and cells of what is added next, and where a worker's places begin."""
    return np.zeros((7, AT_ONCE * len(PLACE_OF)), np.int64)


class Scales(NamedTuple):
    """What the lines of the ledger are, for ``fold_places``."""

    place_of: Counts  # (line,) which of a worker's provinces
    units: Reals  # (line, LINE) units per person or yuan
    flows: Codes  # (line, 2, LINE) which of the line the worker pays, and come to worker and heirs, then NEVER
    has_flows: NDArray[np.bool_]  # (line,), of which nothing where no life is compared with another
    follows_lives: bool  # whether positions are wanted


def scales(follows_lives: bool = True) -> Scales:
    """The scales of the ledger; whether positions of lives are wanted."""
    return Scales(PLACE_OF, SCALE_OF_LINES, FLOWS, HAS_FLOWS & follows_lives, follows_lives)


@step
def starts_of(first_cell: int, place: int, home: int, sex: int, n_lines: int, rights: Standing, start: Counts) -> None:
    """Fill ``start`` (province of the worker,) with the first line of each of a worker's provinces in a table."""
    insured = np.int64(rights.insured_province)
    insured = np.int64(home) if insured == NEVER else insured
    benefit = np.int64(rights.relation_province)
    benefit = insured if benefit == NEVER else benefit
    start[RESIDENCE] = ((first_cell + place) * _N_SEXES + sex) * n_lines
    start[INSURED] = ((first_cell + insured) * _N_SEXES + sex) * n_lines
    start[BENEFIT] = ((first_cell + benefit) * _N_SEXES + sex) * n_lines
    start[HUKOU] = ((first_cell + home) * _N_SEXES + sex) * n_lines


@rule
def flow_of(share: float, flows: Codes, amounts: Reals):
    """What a line of the ledger holds of one flow; ``share`` the weight over the mean wage."""
    together = 0.0
    for k in range(LINE):
        if flows[k] == NEVER:
            break
        together += amounts[flows[k]]
    return in_units(share * together)


@rule
def flows_of(share: float, flows: Codes, amounts: Reals):
    """What a line of the ledger holds of the worker and for the worker; most hold nothing of the one or the other."""
    out = flow_of(share, flows[PAID], amounts) if flows[PAID, 0] != NEVER else 0.0
    come = flow_of(share, flows[RECEIVED], amounts) if flows[RECEIVED, 0] != NEVER else 0.0
    return out, come


@step
def add_flows(
    share: float, base_share: float, flows: Codes, lines: Reals, line: int, kept: int, position: Standing
) -> None:
    """Add the flows of a line to the position of a life, ``lines`` (2, line, LINE); instead of the base's."""
    paid, received = flows_of(share, flows, lines[kept, line])
    if kept == 1:
        before_paid, before_received = flows_of(base_share, flows, lines[0, line])
        paid -= before_paid
        received -= before_received
    position.paid += paid
    position.received += received


@step
def queue_lines(
    places: Counts,
    scales: Scales,
    share: float,
    base_share: float,
    ledgers: Reals,
    lane: int,
    here: int,
    kept: int,
    start: Counts,
    base_start: Counts,
    queue: Counts,
    found: int,
    position: Standing,
):
    """Queue the lines of a worker's ledger that are to be added, and those of the base's to be taken away.

    ``ledgers`` (2, worker x line, LINE), of which the worker's begin at ``here``.  A line that is the base's, bit for
    bit and in its place, is passed over.  ``share`` is the worker's weight over the mean wage, ``base_share`` that
    under the base.  Returns how many lines are queued.
    """
    n_lines = len(scales.place_of)
    for line in range(n_lines):
        mine = ledgers[kept, here + line]
        if is_empty(mine) and (kept == 0 or is_empty(ledgers[0, here + line])):
            continue
        place = scales.place_of[line]
        target, base_target = start[place] + line, np.int64(NEVER)
        if kept == 1:
            base_target = base_start[place] + line
            if target == base_target and are_same(mine, ledgers[0, here + line]):
                if share != base_share and scales.has_flows[line]:
                    add_flows(share, base_share, scales.flows[line], ledgers, here + line, kept, position)
                clear_line(mine)
                continue
            fetch(places[base_target])
        if scales.has_flows[line]:
            add_flows(share, base_share, scales.flows[line], ledgers, here + line, kept, position)
        fetch(places[target])
        queue[0, found], queue[1, found], queue[2, found], queue[3, found] = lane, here + line, target, base_target
        queue[4, found] = line
        found += 1
    return found


@step
def add_queued(
    places: Counts,
    scales: Scales,
    people: People,
    now: Now,
    ledgers: Reals,
    kept: int,
    is_alone: bool,
    queue: Counts,
    found: int,
) -> None:
    """Add the queued lines to their cells and take the base's away; empty them, but for a base that is wanted yet."""
    for each in range(found):
        lane, here, target, base_target = queue[0, each], queue[1, each], queue[2, each], queue[3, each]
        weight, units = people.persons[now.year, people.each[lane].sex], scales.units[queue[4, each]]
        add_fixed(places[target], ledgers[kept, here], weight, units)
        if kept == 1:
            add_fixed(places[base_target], ledgers[0, here], -weight, units)
        if kept == 1 or is_alone:
            clear_line(ledgers[kept, here])


@step
def fold_places(
    scales: Scales,
    people: People,
    careers: Careers,
    now: Now,
    wage: float,
    base_wage: float,
    lanes: Lanes,
    states: State,
    apart: Counts,
    index: int,
    is_alone: bool,
    ledgers: Reals,
    queue: Counts,
    places: Counts,
    year: int,
) -> None:
    """Add the ledgers of some workers to the table of a law, (group, year, province, sex, measure), and to the
    positions of their lives.

    Each line of measures goes to its province of the worker's; of a law other than the base only what differs from the
    base is added.  ``wage`` is the national mean wage, ``base_wage`` that under the base.  The cells are asked for
    before any is added to, so that the waits for memory overlap.  ``is_alone`` where no other law is lived beside, and
    the base's ledgers are wanted no more.

    Fifteen arguments: here meet what is kept by worker, by law and by cell, and each is read by all three steps.
    """
    n_lines, n_years = len(scales.place_of), places.shape[1]
    kept = min(index, 1)
    n_rows = careers.hukou_province.shape[0]
    calendar_year = now.year + FIRST_YEAR
    row = min(calendar_year - careers.first_year, n_rows - 1)
    month = 12 * row + (JULY if calendar_year - careers.first_year < n_rows else 11)
    cells, lines = places.reshape(-1, LINE), ledgers.reshape(2, -1, LINE)
    found = 0
    for each in range(len(lanes)):
        lane = lanes[each]
        if apart[index, lane] == 0:
            continue
        first_cell = (np.int64(people.each[lane].group) * n_years + year) * _N_PROVINCES
        place, home, sex = careers.work_province[month, lane], careers.hukou_province[row, lane], people.each[lane].sex
        starts_of(first_cell, place, home, sex, n_lines, states[index, lane].rights, queue[5])
        if kept == 1:
            starts_of(first_cell, place, home, sex, n_lines, states[0, lane].rights, queue[6])
        persons = people.persons[now.year, sex]
        found = queue_lines(
            cells, scales, persons / wage, persons / base_wage, lines, lane, each * n_lines, kept, queue[5], queue[6],
            queue, found, states[index, lane].position,
        )  # fmt: skip
    add_queued(cells, scales, people, now, lines, kept, is_alone, queue, found)


@rule
def ask_for_places(place: int, home: int, sex: int, is_old: bool, year: int, me: Standing, places: Counts) -> None:
    """Ask for the lines of ``places`` (province, sex, measure) that a year is likely to be added to.

    They arrive while the year is lived; of who changes schemes or province in it, others are asked for then.
    """
    rights = me.rights
    fetch(places[place, sex])
    if rights.last_year != NEVER and rights.last_year >= year - 1:
        fetch(places[rights.insured_province, sex, INSURED_EMPLOYEE:])
        fetch(places[rights.insured_province, sex, MEDICAL_WORKING:])
    if rights.relation_province != NEVER:
        fetch(places[rights.relation_province, sex, ACCOUNT_INTEREST:])
    if me.residents.account > 0.0:
        fetch(places[home, sex, INSURED_RESIDENT:])
    if is_old:
        fetch(places[home, sex, AGED_60:])


@rule
def empty_ledgers(ledgers: Reals) -> None:
    """Empty the ledgers, (worker, measure)."""
    lines = ledgers.reshape(-1, LINE)
    for line in range(len(lines)):
        clear_line(lines[line])
