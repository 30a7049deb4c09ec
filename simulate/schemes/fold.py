"""The fold: a year of a batch of workers is weighted and added to the tables of sums.

Sums are kept in fixed point (whole 1/SCALE units in 64-bit integers), so that they do not depend on the order of
addition: neither threads nor batches nor the order of workers change a bit.  A unit is a hundred-millionth of a person
or a thousandth of a fen: the workers of a cohort share a weight, so that rounding errs the same way for all of them and
must be small for one.  The largest sum of a cell, in nominal yuan of 2075, stays well below overflow.
"""

from __future__ import annotations

from simulate.schemes.state import Standing, State
from simulate.schemes.views import People, LawRecord, Now
from simulate.contracts import Careers

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate import contracts as c
from simulate.clock import CAREER_LAST_AGE, FIRST_REPORT_YEAR, FIRST_YEAR, LAST_REPORT_YEAR
from simulate.codes import PROVINCES, SCHEMES, SEXES
from simulate.codes import (
    EDUCATION, FARM, INSURABLE, OTHER_FLEXIBLE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, PUBLIC_EMPLOYEE,
    RETIRED,
)  # fmt: skip
from simulate.contracts import (
    ACCOUNT_TRANSFER_IN, ACCOUNT_TRANSFER_OUT, AWARDS_RESIDENT, AWARD_BIN_LOW, AWARD_BIN_WIDTH, AWARD_SUM_EMPLOYEE,
    AWARD_SUM_RESIDENT,
    BENEFIT, COHORT_AWARDED_EMPLOYEE, COHORT_AWARDED_RESIDENT, COHORT_AWARD_OVER_CAREER,
    COHORT_AWARD_OVER_PROVINCE_WAGE, COHORT_AWARD_SUM, COHORT_EVER_INSURED, COHORT_INDEX_AWARDED, COHORT_PAID_MONTHS,
    COHORT_PAID_MONTHS_AWARDED, COHORT_PERSONS, COHORT_QUALIFIED, COHORT_WORKING_MONTHS, CONTRIBUTORS_EMPLOYEE,
    CONTRIBUTORS_RESIDENT, EARNINGS, EMPLOYER_TO_ACCOUNTS, EMPLOYER_TO_POOL, FIRST_EDUCATION_KIND, FIRST_HUKOU_KIND,
    FIRST_MIGRANT_KIND, FIRST_OCCUPATION_KIND,
    HUKOU, INSURED, INSURED_AWAY, INSURED_EMPLOYEE, INSURED_RESIDENT, KIND_CONTRIBUTORS_EMPLOYEE,
    KIND_CONTRIBUTORS_RESIDENT, KIND_EARNINGS, KIND_EMPLOYER_PAID, KIND_INSURED_AWAY, KIND_INSURED_EMPLOYEE,
    KIND_INSURED_RESIDENT, KIND_IN_MEDICAL, KIND_IN_UNEMPLOYMENT, KIND_PERSONS, KIND_PLATFORM_PAID, KIND_UNINSURED,
    KIND_WORKER_PAID, LINE,
    MIGRANT_MEASURES, N_AWARD_BINS, N_KINDS, PLATFORM_TO_ACCOUNTS, PLATFORM_TO_POOL, POOL_TRANSFER_IN,
    POOL_TRANSFER_OUT, RESIDENCE, WORKER_TO_ACCOUNTS, WORKER_TO_POOL, WORKER_TO_RESIDENT, Cells, Counts, Reals,
)  # fmt: skip
from simulate.engine.jit import fetch, rule, step
from simulate.engine.memory import zeros_in_lines
from simulate.engine.scan import total
from simulate.measures.branches import INSURED_UNEMPLOYMENT, MEDICAL_RETIRED, MEDICAL_WORKING
from simulate.schemes.portability.rules import moved_account
from simulate.schemes.positions import FLOWS, HAS_FLOWS, PAID, RECEIVED
from simulate.schemes.state import NEVER, SETTLED_EMPLOYEE

PERSON_UNIT: Final = 1e8
MONEY_UNIT: Final = 1e5
LIFE_UNIT: Final = 1e6  # in the sums over whole lives, where persons are multiplied by months and pensions
_JULY: Final = 6  # the month that stands for the year when heads are counted, as in the projection
_N_PROVINCES: Final = len(PROVINCES)
_N_SEXES: Final = len(SEXES)
_N_KIND_MEASURES: Final = len(c.KIND_MEASURES)
ROW: Final = len(c.PLACE_MEASURES)
_LARGEST: Final = 1 << 62  # half of what 64 bits hold
AT_ONCE: Final = 32  # workers who live a year together: their ledgers stay near, their cells are asked for at once


UNITS: Final = {"persons": PERSON_UNIT, "ratio": PERSON_UNIT, "yuan": MONEY_UNIT}


def _scales() -> Reals:
    """Units per person or yuan (measure,)."""
    scale = np.ones(ROW)
    for row in c.MEASURES:
        scale[row.position] = UNITS[row.unit]
    return scale


PLACE_OF: Final = np.array(c.PLACE_LINES, np.int64)
SCALE: Final = _scales()
SCALE_OF_LINES: Final = SCALE.reshape(-1, LINE)
KIND_SCALE: Final = np.array([UNITS[unit] for unit in c.KIND_UNITS])


class Tables(NamedTuple):
    """Fixed-point sums, shaped as ``Cells``, but that years run from ``first_year``, a calendar year."""

    first_year: int
    place: Counts
    kind: Counts
    cohort: Counts
    awards: Counts


def new_queue() -> Counts:
    """Room for ``fold_places``: worker, line and cells of what is added next, and where a worker's places begin."""
    return np.zeros((6, AT_ONCE * len(PLACE_OF)), np.int64)


class Scales(NamedTuple):
    """What the lines of the ledger are, for ``fold_places``."""

    place_of: Counts  # (line,) which of a worker's provinces
    units: Reals  # (line, LINE) units per person or yuan
    flows: Reals  # (line, 2, LINE) 1 for what the worker pays, and for what comes to the worker and the heirs
    has_flows: NDArray[np.bool_]  # (line,), of which nothing where no life is compared with another
    follows_lives: bool  # whether positions are wanted


def scales(follows_lives: bool = True) -> Scales:
    """The scales of the ledger; whether positions of lives are wanted."""
    return Scales(PLACE_OF, SCALE_OF_LINES, FLOWS, HAS_FLOWS & follows_lives, follows_lives)


def new_changes() -> Counts:
    """Empty table of changes, (group, CHANGE_ROWS, column)."""
    return np.zeros((c.N_GROUPS, len(c.CHANGE_ROWS), c.N_CHANGE_COLUMNS), np.int64)


class Shapes(NamedTuple):
    """Shapes of the tables of some report years."""

    place: tuple[int, ...]
    kind: tuple[int, ...]
    cohort: tuple[int, ...]
    awards: tuple[int, ...]


def shapes_of(first_year: int, stop: int) -> Shapes:
    """Shapes of the tables of the report years from ``first_year`` to before ``stop``, at least one."""
    groups, years = c.N_GROUPS, max(stop - first_year, 1)
    return Shapes(
        (groups, years, _N_PROVINCES, _N_SEXES, ROW), (groups, years, _N_SEXES, N_KINDS, _N_KIND_MEASURES),
        (groups, c.N_COHORTS, _N_SEXES, len(c.COHORT_MEASURES)), (groups, years, len(SCHEMES), N_AWARD_BINS),
    )  # fmt: skip


def new_tables(first: int = FIRST_REPORT_YEAR, stop: int = LAST_REPORT_YEAR + 1) -> Tables:
    """Empty tables for the report years among the calendar years from ``first`` to before ``stop``, at least one."""
    first_year = min(max(first, FIRST_REPORT_YEAR), LAST_REPORT_YEAR)
    place, kind, cohort, awards = shapes_of(first_year, stop)
    return Tables(
        first_year, zeros_in_lines(place, np.int64), np.zeros(kind, np.int64), np.zeros(cohort, np.int64),
        np.zeros(awards, np.int64),
    )  # fmt: skip


class SumsOverflow(ArithmeticError):
    """A sum does not fit its 64 bits; names the measure and the year."""


def check_sums(whole: Tables) -> None:
    """Raise SumsOverflow where a sum ran over: nothing summed is negative, nor near the end of 64 bits."""
    for table, names in ((whole.place, c.PLACE_MEASURES), (whole.kind, c.KIND_MEASURES)):
        if table.min() < 0 or table.max() > _LARGEST:
            cell = np.argwhere((table < 0) | (table > _LARGEST))[0]
            year = whole.first_year + int(cell[1])
            raise SumsOverflow(f"{names[cell[-1]]} of {year} does not fit the sums: this law lets amounts grow too far")
    if whole.cohort.min() < 0 or whole.awards.min() < 0:
        raise SumsOverflow("sums over whole lives do not fit: pensions of this law grow beyond what is summed")


def to_cells(whole: Tables, changes: Counts) -> Cells:
    """A table of all report years in persons and yuan; raises SumsOverflow.

    The numbers take the place of the sums in memory, which is dear where it was not used before: ``whole`` is spent.
    """
    check_sums(whole)
    return Cells(
        _in_place(whole.place, SCALE), _in_place(whole.kind, KIND_SCALE), _in_place(whole.cohort, LIFE_UNIT),
        _in_place(whole.awards, LIFE_UNIT), changes / LIFE_UNIT,
    )  # fmt: skip


def _in_place(sums: Counts, units: Reals | float) -> Reals:
    """Whole numbers over units, group by group, where the whole numbers stood."""
    numbers: Reals = sums.view(np.float64)
    for before, after in zip(sums, numbers, strict=True):
        after[:] = before / units
    return numbers


@rule
def fixed(value: float):
    """Nearest whole number of an amount; of a negative one, as of the amount that is taken away."""
    return np.int64(value + math.copysign(0.5, value))


@rule
def kind_of(form: int, has_pension: bool):
    """The form a person counts under: pensioners who do not work for themselves are retired."""
    works_on = form == FARM or form == PLATFORM_FLEXIBLE or form == OTHER_FLEXIBLE
    if has_pension and not works_on:
        return RETIRED
    return form


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


@step
def add_flows(share: float, flows: Reals, amounts: Reals, position: Standing) -> None:
    """Add what a line of the ledger holds for the worker and of the worker to the position of a life.

    ``share`` is the worker's weight over the mean wage.
    """
    out = 0.0
    come = 0.0
    for k in range(LINE):
        out += flows[PAID, k] * amounts[k]
        come += flows[RECEIVED, k] * amounts[k]
    position.paid += share * out
    position.received += share * come


@rule
def is_same_line(mine: Counts, base: Counts):
    """Whether two lines hold the same bits."""
    differs = np.int64(0)
    for k in range(LINE):
        differs |= mine[k] ^ base[k]
    return differs == 0


@rule
def is_same(mine: Reals | Counts, base: Reals | Counts):
    """Whether two rows hold the same."""
    for k in range(len(mine)):  # noqa: SIM110 - compiled
        if mine[k] != base[k]:
            return False
    return True


@rule
def is_empty_line(mine: Counts):
    """Whether a line holds nothing."""
    found = np.int64(0)
    for k in range(LINE):
        found |= mine[k]
    return found == 0


@step
def queue_lines(
    places: Counts,
    scales: Scales,
    share: float,
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
    bit and in its place, is passed over.  ``share`` is the worker's weight over the mean wage.  Returns how many lines
    are queued.
    """
    n_lines = len(scales.place_of)
    bits = ledgers.view(np.int64)
    for line in range(n_lines):
        mine = bits[kept, here + line]
        is_nothing = is_empty_line(mine)
        if is_nothing and (kept == 0 or is_empty_line(bits[0, here + line])):
            continue
        if scales.has_flows[line] and not is_nothing:
            add_flows(share, scales.flows[line], ledgers[kept, here + line], position)
        place = scales.place_of[line]
        target, base_target = start[place] + line, np.int64(NEVER)
        if kept == 1:
            base_target = base_start[place] + line
            if target == base_target and is_same_line(mine, bits[0, here + line]):
                ledgers[1, here + line] = 0.0
                continue
            fetch(places[base_target])
        fetch(places[target])
        queue[0, found], queue[1, found], queue[2, found], queue[3, found] = lane, here + line, target, base_target
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
    n_lines = len(scales.place_of)
    for each in range(found):
        lane, here, target, base_target = queue[0, each], queue[1, each], queue[2, each], queue[3, each]
        weight = people.persons[now.year, people.sex[lane]]
        mine, there, units = ledgers[kept, here], places[target], scales.units[here % n_lines]
        for k in range(LINE):
            there[k] += fixed(mine[k] * weight * units[k])
        if kept == 0:
            if is_alone:
                mine[:] = 0.0
            continue
        base, left = ledgers[0, here], places[base_target]
        for k in range(LINE):
            left[k] -= fixed(base[k] * weight * units[k])
            mine[k] = 0.0


@step
def fold_places(
    scales: Scales,
    people: People,
    careers: Careers,
    now: Now,
    national_wage: float,
    lanes: Counts,
    states: State,
    apart: Counts,
    index: int,
    ledgers: Reals,
    queue: Counts,
    places: Counts,
    year: int,
) -> None:
    """Add the ledgers of some workers to the table of a law, (group, year, province, sex, measure), and to the
    positions of their lives.

    Each line of measures goes to its province of the worker's; of a law other than the base only what differs from the
    base is added.  The cells are asked for before any is added to, so that the waits for memory overlap.
    """
    n_lines, n_years = len(scales.place_of), places.shape[1]
    kept = min(index, 1)
    n_rows = careers.hukou_province.shape[0]
    calendar_year = now.year + FIRST_YEAR
    row = min(calendar_year - careers.first_year, n_rows - 1)
    month = 12 * row + (_JULY if calendar_year - careers.first_year < n_rows else 11)
    cells, lines = places.reshape(-1, LINE), ledgers.reshape(2, -1, LINE)
    found = 0
    for each in range(len(lanes)):
        lane = lanes[each]
        if apart[index, lane] == 0:
            continue
        first_cell = (np.int64(people.group[lane]) * n_years + year) * _N_PROVINCES
        place, home, sex = careers.work_province[month, lane], careers.hukou_province[row, lane], people.sex[lane]
        starts_of(first_cell, place, home, sex, n_lines, states[index, lane].rights, queue[4])
        if kept == 1:
            starts_of(first_cell, place, home, sex, n_lines, states[0, lane].rights, queue[5])
        found = queue_lines(
            cells, scales, people.persons[now.year, sex] / national_wage, lines, lane, each * n_lines, kept,
            queue[4], queue[5], queue, found, states[index, lane].position,
        )  # fmt: skip
    add_queued(cells, scales, people, now, lines, kept, len(states) == 1, queue, found)


@rule
def empty_ledgers(ledgers: Reals) -> None:
    """Empty the ledgers, (worker, measure), of which most lines are empty."""
    lines = ledgers.reshape(-1, LINE)
    bits = lines.view(np.int64)
    for line in range(len(lines)):
        if not is_empty_line(bits[line]):
            lines[line] = 0.0


@step
def _add_heads(cell: Counts, people: int, insurance: int, in_medical: int, in_unemployment: int) -> None:
    """Persons of a kind, and how they are insured: ``insurance`` is the measure that counts them, NEVER if none."""
    cell[KIND_PERSONS] += people
    cell[KIND_IN_MEDICAL] += in_medical
    cell[KIND_IN_UNEMPLOYMENT] += in_unemployment
    if insurance != NEVER:
        cell[insurance] += people


@step
def _add_money(cell: Counts, weight: float, ledger: Reals) -> None:
    """Contributors of a kind, their earnings, and who paid what."""
    people, money = weight * PERSON_UNIT, weight * MONEY_UNIT
    own = ledger[WORKER_TO_POOL] + ledger[WORKER_TO_ACCOUNTS] + ledger[WORKER_TO_RESIDENT]
    firm = ledger[EMPLOYER_TO_POOL] + ledger[EMPLOYER_TO_ACCOUNTS]
    platform = ledger[PLATFORM_TO_POOL] + ledger[PLATFORM_TO_ACCOUNTS]
    cell[KIND_CONTRIBUTORS_EMPLOYEE] += fixed(people * ledger[CONTRIBUTORS_EMPLOYEE])
    cell[KIND_CONTRIBUTORS_RESIDENT] += fixed(people * ledger[CONTRIBUTORS_RESIDENT])
    cell[KIND_EARNINGS] += fixed(money * ledger[EARNINGS])
    cell[KIND_WORKER_PAID] += fixed(money * own)
    cell[KIND_EMPLOYER_PAID] += fixed(money * firm)
    cell[KIND_PLATFORM_PAID] += fixed(money * platform)
    cell[KIND_INSURED_AWAY] += fixed(people * ledger[INSURED_AWAY])


@rule
def fold_kinds(
    weight: float,
    hukou_type: int,
    education: int,
    form: int,
    occupation: int,
    age: int,
    ledger: Reals,
    me: Standing,
    kinds: Counts,
) -> None:
    """Add to ``kinds`` (kind, measure): by form, platform workers also by occupation; by hukou type, education and kind
    of migrant whoever a scheme here is meant for.  ``weight`` is negative for what is taken away.
    """
    has_pension = me.rights.outcome == SETTLED_EMPLOYEE or me.residents.is_claimed != 0
    kind = np.int64(kind_of(form, has_pension))
    insurance = NEVER
    if ledger[INSURED_EMPLOYEE] != 0.0:
        insurance = KIND_INSURED_EMPLOYEE
    elif ledger[INSURED_RESIDENT] != 0.0:
        insurance = KIND_INSURED_RESIDENT
    elif not has_pension and kind != PUBLIC_EMPLOYEE and kind != EDUCATION:
        insurance = KIND_UNINSURED
    is_idle = age > CAREER_LAST_AGE and ledger[WORKER_TO_POOL] + ledger[WORKER_TO_ACCOUNTS] == 0.0
    is_idle &= ledger[WORKER_TO_RESIDENT] == 0.0
    people = fixed(weight * PERSON_UNIT)
    in_medical = fixed(weight * PERSON_UNIT * (ledger[MEDICAL_WORKING] + ledger[MEDICAL_RETIRED]))
    in_unemployment = fixed(weight * PERSON_UNIT * ledger[INSURED_UNEMPLOYMENT])
    if kind in INSURABLE:
        _add_heads(kinds[FIRST_HUKOU_KIND + hukou_type], people, insurance, in_medical, in_unemployment)
        _add_heads(kinds[FIRST_EDUCATION_KIND + education], people, insurance, in_medical, in_unemployment)
        for status in range(len(MIGRANT_MEASURES)):
            if ledger[MIGRANT_MEASURES[status]] != 0.0:
                _add_heads(kinds[FIRST_MIGRANT_KIND + status], people, insurance, in_medical, in_unemployment)
    _add_heads(kinds[kind], people, insurance, in_medical, in_unemployment)
    if not is_idle:
        _add_money(kinds[kind], weight, ledger)
    if (kind == PLATFORM_EMPLOYEE or kind == PLATFORM_FLEXIBLE) and occupation >= 0:
        row = FIRST_OCCUPATION_KIND + np.int64(occupation)
        _add_heads(kinds[row], people, insurance, in_medical, in_unemployment)
        if not is_idle:
            _add_money(kinds[row], weight, ledger)


@rule
def fold_life(
    weight: float,
    is_reported: bool,
    is_final: int,
    economy: LawRecord,
    year: int,
    ledger: Reals,
    rights: Standing,
    cohort: Counts,
    awards: Counts,
) -> None:
    """Add a whole life in the year it settles to ``cohort`` (measure,), an award to its bin of ``awards``.

    ``weight`` is negative for what is taken away.
    """
    award, awards_resident = ledger[AWARD_SUM_EMPLOYEE], ledger[AWARDS_RESIDENT]
    if is_final == 0 and award == 0.0 and awards_resident == 0.0:
        return
    people, national_wage = weight * LIFE_UNIT, economy.national_wage[year]
    if awards_resident > 0.0:
        cohort[COHORT_AWARDED_RESIDENT] += fixed(people)
        if is_reported:
            _bin(awards[1], ledger[AWARD_SUM_RESIDENT] / national_wage, people)
    if award > 0.0 and is_reported:
        _bin(awards[0], award / national_wage, people)
    if is_final == 0:
        return
    cohort[COHORT_PERSONS] += fixed(people)
    if rights.paid_months > 0.0:
        cohort[COHORT_EVER_INSURED] += fixed(people)
    cohort[COHORT_PAID_MONTHS] += fixed(people * min(rights.paid_months, rights.working_months))
    cohort[COHORT_WORKING_MONTHS] += fixed(people * rights.working_months)
    if award > 0.0:
        cohort[COHORT_QUALIFIED] += fixed(people)
        cohort[COHORT_AWARDED_EMPLOYEE] += fixed(people)
        cohort[COHORT_PAID_MONTHS_AWARDED] += fixed(people * rights.paid_months)
        if rights.paid_months > 0.0:  # an account alone has no index
            cohort[COHORT_INDEX_AWARDED] += fixed(people * rights.mean_index)
        cohort[COHORT_AWARD_SUM] += fixed(people * award)
        career = rights.career_earnings / max(rights.career_months, 1.0) * national_wage
        if career > 0.0:
            cohort[COHORT_AWARD_OVER_CAREER] += fixed(people * award / career)
        local_wage = economy.wage[year, rights.benefit_province]
        cohort[COHORT_AWARD_OVER_PROVINCE_WAGE] += fixed(people * award / local_wage)


@rule
def _bin(bins: Counts, ratio: float, people: float) -> None:
    """Count an award in its logarithmic bin; the first and last bins are open."""
    position = int(math.floor((math.log(max(ratio, 1e-9)) - AWARD_BIN_LOW) / AWARD_BIN_WIDTH))
    bins[min(max(position, 0), bins.shape[0] - 1)] += fixed(people)


@rule
def fold_transfers(
    weight: float, pool_share: float, there: int, gathered_account: float, pool: Reals, sex: int, places: Counts
) -> None:
    """Move the money of who gathers it ``there`` from every province where it lies; what arrives is what leaves.

    ``pool`` (province,) pooled money by where it lies, of which ``pool_share`` moves; ``places`` (province, sex,
    measure); ``weight`` is negative for what is taken away.
    """
    together = total(pool)
    units = weight * MONEY_UNIT
    for province in range(len(pool)):
        if province == there or pool[province] <= 0.0:
            continue
        pooled = fixed(units * pool_share * pool[province])
        account = fixed(units * moved_account(gathered_account, pool[province], together))
        places[province, sex, POOL_TRANSFER_OUT] += pooled
        places[there, sex, POOL_TRANSFER_IN] += pooled
        places[province, sex, ACCOUNT_TRANSFER_OUT] += account
        places[there, sex, ACCOUNT_TRANSFER_IN] += account


@rule
def gather_pool(there: int, pool: Reals) -> None:
    """All pooled money lies in one province from now on; nothing moves where ``there`` is NEVER."""
    if there == NEVER:
        return
    together = total(pool)
    pool[:] = 0.0
    pool[there] = together
