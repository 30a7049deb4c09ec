"""The simulated workers of a run: the same draws, one worker at a time or searched by question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from simulate.careers.careers import CareerTables, careers_digest, draw_batch, prepare_careers
from simulate.clock import FIRST_YEAR, LAST_REPORT_YEAR
from simulate.codes import EDUCATIONS, FORMS, HUKOU_TYPES, OCCUPATIONS, PROVINCES, SEXES
from simulate.contracts import FIRST_COHORT, FIRST_WHOLE_COHORT, LAST_WHOLE_COHORT, Careers, Workers
from simulate.errors import Problem, ProblemsFound
from simulate.lives.first_pensions import first_pensions
from simulate.lives.laws import Ground
from simulate.lives.living import Life, live_one
from simulate.lives.question import Question
from simulate.lives.script import one_person
from simulate.population.demography import project
from simulate.population.synthesis import allocate, draw_cohort, shares
from simulate.schemes.batch import new_scratch
from simulate.schemes.life import choices_of, simulate_years
from simulate.schemes.positions import held_longest
from simulate.schemes.state import NEVER, State, new_state
from simulate.schemes.tables import new_tables

BATCH: Final = 1024
MIDDLE: Final = 1960  # cohorts are searched from here on, then backwards
_NUMBER = re.compile(r"^(\d{4})-([mf])(\d+)$")


def number_of(worker: int) -> str:
    """The number of a worker as printed: birth year, m or f, position: ``1987-m42``."""
    birth_year, rest = divmod(worker, 2**32)
    sex, position = divmod(rest, 2**31)
    return f"{birth_year}-{'mf'[sex]}{position}"


def identity_of(text: str) -> int:
    """Identity of a worker from its number; raises ProblemsFound."""
    match = _NUMBER.match(text.strip())
    if match:
        return int(match[1]) * 2**32 + "mf".index(match[2]) * 2**31 + int(match[3])
    raise ProblemsFound([Problem(f"WORKER {text}", 0, 0, repr(text), "the number of a worker",
                                 "as printed: birth year, m or f, position, such as 1987-m42")])  # fmt: skip


class Found(NamedTuple):
    """A worker before any law: who, and the life drawn under the careers of each scenario."""

    worker: Workers
    careers: tuple[Careers, ...]


class People:
    """The workers drawn for a number of workers and a seed, as a run draws them."""

    def __init__(self, scenarios: Sequence[Ground], workers: int, seed: int) -> None:
        self.scenarios = tuple(scenarios)
        self.seed = seed
        self.counts = allocate(workers)
        self.make_up = shares(scenarios[0].composed.parameters)
        self.total = workers
        self._tables: dict[str, CareerTables] = {}

    def tables(self, ground: Ground) -> CareerTables:
        """Tables of careers of a scenario; scenarios with the same cause share them."""
        parameters = ground.composed.parameters
        digest = careers_digest(parameters)
        if digest not in self._tables:
            self._tables[digest] = prepare_careers(parameters, project(parameters), self.make_up)
        return self._tables[digest]

    def cohort(self, birth_year: int) -> Workers:
        """All workers of a birth year."""
        return draw_cohort(birth_year, self.counts[birth_year - FIRST_COHORT], self.seed, self.make_up)

    def check(self, number: str) -> None:
        """Whether a number is one of a worker drawn, before anything is compiled; raises ProblemsFound."""
        birth_year, rest = divmod(identity_of(number), 2**32)
        sex, position = divmod(rest, 2**31)
        if not 0 <= birth_year - FIRST_COHORT < len(self.counts):
            last = FIRST_COHORT + len(self.counts) - 1
            self._missing(number, f"a birth year from {FIRST_COHORT} to {last}", "")
        n = int(self.counts[birth_year - FIRST_COHORT, sex])
        if position >= n:
            of_sex = identity_of(f"{birth_year}-{'mf'[sex]}0")
            ends = f"{number_of(of_sex)} to {number_of(of_sex + n - 1)}"
            found = f"{ends}, the {('men', 'women')[sex]} born in {birth_year} among {self.total:,} workers"
            self._missing(number, found, "more --workers hold more")

    def find(self, number: str) -> Found:
        """The worker of a number; raises ProblemsFound."""
        self.check(number)
        worker = identity_of(number)
        everyone = self.cohort(worker // 2**32)
        return self.with_careers(select(everyone, np.flatnonzero(everyone.worker == worker)))

    def _missing(self, number: str, expected: str, hint: str) -> None:
        raise ProblemsFound([Problem(f"WORKER {number}", 0, 0, "no such worker", expected, hint)])

    def with_careers(self, batch: Workers) -> Found:
        by_digest: dict[int, Careers] = {}
        out = []
        for ground in self.scenarios:
            tables = self.tables(ground)
            if id(tables) not in by_digest:
                by_digest[id(tables)] = draw_batch(batch, tables.of_cohort(batch.birth_year), self.seed)
            out.append(by_digest[id(tables)])
        return Found(batch, tuple(out))

    def live(self, found: Found) -> list[Life]:
        """The life of one worker under each scenario, month by month."""
        lives = []
        for ground, careers in zip(self.scenarios, found.careers, strict=True):
            choices = choices_of(ground.law, found.worker, careers, self.seed)
            lives.append(live_one(ground, ground.law, found.worker, careers, choices, self.seed))
        return lives

    def first(self, question: Question) -> Found:
        """The first worker for whom the question holds; raises ProblemsFound if there is none."""
        for found in self._batches():
            holds = question.holds(self.facts(found, question))
            if holds.any():
                return self.with_careers(select(found.worker, np.flatnonzero(holds)[:1]))
        hint = "ask for less, or draw more with --workers"
        nobody = f"nobody among {self.total:,} workers"
        raise ProblemsFound([Problem("--where", 0, 0, nobody, "a question that holds for someone", hint)])

    def _batches(self) -> Iterator[Found]:
        """All whole lives, in a fixed order of cohorts."""
        onwards = range(MIDDLE, LAST_WHOLE_COHORT + 1)
        for birth_year in (*onwards, *range(MIDDLE - 1, FIRST_WHOLE_COHORT - 1, -1)):
            everyone = self.cohort(birth_year)
            for start in range(0, len(everyone.worker), BATCH):
                yield self.with_careers(select(everyone, np.arange(start, min(start + BATCH, len(everyone.worker)))))

    def facts(self, found: Found, question: Question) -> dict[str, np.ndarray]:
        """What questions may ask of a batch, as arrays over its workers."""
        workers, careers = found.worker, found.careers[0]
        n = len(workers.worker)
        form, occupation = np.empty((2, n), np.int16)
        held_longest(careers.form, careers.occupation, form, occupation)
        facts = {
            "form": form, "occupation": occupation, "sex": workers.sex, "hukou_province": workers.hukou_province,
            "hukou_type": workers.hukou_type, "education": workers.education,
            "birth_year": np.full(n, workers.birth_year),
        }  # fmt: skip
        for position, letter in enumerate("AB"[: len(self.scenarios)]):
            if question.asks_of(letter):
                facts |= self._facts_of_law(found, position, letter)
        return facts

    def _facts_of_law(self, found: Found, position: int, letter: str) -> dict[str, np.ndarray]:
        state = self.end_of(found, position)
        rights = state.rights
        award = first_pensions(self.scenarios[position].law, found.worker.birth_year, rights)
        return {
            f"qualifies.{letter}": award > 0.0, f"award.{letter}": award,
            f"insured.{letter}": rights.paid_months > 0.0, f"months.{letter}": rights.paid_months,
            f"resident.{letter}": state.residents.is_claimed > 0, f"extended.{letter}": rights.extend_from != NEVER,
        }  # fmt: skip

    def end_of(self, found: Found, position: int) -> State:
        """The state of a batch at the end, without its years."""
        ground, careers, n = self.scenarios[position], found.careers[position], len(found.worker.worker)
        state = new_state(n)
        choices = choices_of(ground.law, found.worker, careers, self.seed)
        years = (FIRST_YEAR, LAST_REPORT_YEAR + 1)
        simulate_years(
            ground.law, found.worker, careers, choices, one_person(), self.seed, years, state, new_tables(),
            new_scratch(state[None]),
        )  # fmt: skip
        return state


def select(workers: Workers, members: np.ndarray) -> Workers:
    """Some workers of a cohort."""
    return Workers(workers.birth_year, *(array[members] for array in workers[1:]))


def describe(found: Found) -> str:
    """Who a worker is, in a few words."""
    who, careers = found.worker, found.careers[0]
    form, occupation = np.empty((2, 1), np.int16)
    held_longest(careers.form, careers.occupation, form, occupation)
    job = FORMS.labels[int(form[0])] + (f", {OCCUPATIONS.labels[int(occupation[0])]}" if occupation[0] >= 0 else "")
    born = f"{who.birth_year}-{int(who.birth_month[0]) + 1:02d}"
    return (
        f"{SEXES.labels[int(who.sex[0])]}, born {born}, {HUKOU_TYPES.labels[int(who.hukou_type[0])]} hukou of "
        f"{PROVINCES.labels[int(who.hukou_province[0])]}, {EDUCATIONS.labels[int(who.education[0])]}; longest: {job}"
    )
