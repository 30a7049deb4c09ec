"""A simulated worker and a hand-written one with the same career get the same award to the fen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulate.lives import laws, people, read_career, settled
from simulate.lives.living import Life, live_career
from simulate.lives.question import Question
from simulate.lives.writing import as_career
from simulate.schemes.state import PAID_AS_FLEXIBLE

WORKERS, SEED = 4000, 1
# Which workers are looked for: what their lives must bring to the comparison.
KINDS = {
    "employee": "qualifies.A and form=employee",
    "flexible": "qualifies.A and form=other_flexible and months.A>200",
    "platform": "qualifies.A and occupation=ride_hailing",
    "migrant": "qualifies.A and hukou_type=rural and hukou_province=anhui and birth_year>1980",
    "woman": "qualifies.A and sex=female and education=tertiary and birth_year>1985",
    "converted": "resident.A and months.A>30 and not qualifies.A",
    "resident": "resident.A and not insured.A",
    "extended": "extended.A and qualifies.A",
    "old law": "qualifies.A and birth_year<1950",
}
SCENARIOS = ("baseline", "platform_copayment_at_source")


@pytest.fixture(scope="module", params=SCENARIOS)
def drawn(request: pytest.FixtureRequest) -> people.People:
    return people.People(laws.grounds([request.param]), WORKERS, SEED)


def lived_again(life: Life, folder: Path) -> Life:
    path = folder / "written.yaml"
    path.write_text(as_career(life, SEED), encoding="utf-8")
    return live_career(life.ground, read_career.read_career(path))


def assert_same(life: Life, again: Life) -> None:
    one, other = settled.settle(life), settled.settle(again)
    assert round(one.pension, 2) == round(other.pension, 2)
    assert (one.award is None) == (other.award is None)
    if one.award is not None and other.award is not None:
        assert (one.award.month, one.award.province) == (other.award.month, other.award.province)
        for part in ("basic", "transitional", "account", "balance"):
            assert round(getattr(one.award, part), 2) == round(getattr(other.award, part), 2), part
    assert life.last.rights.paid_months[0] == pytest.approx(again.last.rights.paid_months[0], abs=1e-9)
    assert life.last.residents.account[0] == pytest.approx(again.last.residents.account[0], abs=0.005)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_career_gets_the_same_award_to_the_fen(kind: str, drawn: people.People, tmp_path: Path) -> None:
    life = drawn.live(drawn.first(Question(KINDS[kind], ("A",))))[0]
    assert_same(life, lived_again(life, tmp_path))


def test_any_worker_gets_the_same_award(drawn: people.People, tmp_path: Path) -> None:
    for birth_year in range(1950, 2012, 5):
        everyone = drawn.cohort(birth_year)
        found = drawn.find(people.number_of(int(everyone.worker[birth_year % len(everyone.worker)])))
        life = drawn.live(found)[0]
        assert_same(life, lived_again(life, tmp_path))


@pytest.mark.parametrize("law", ["baseline", "indexation_fixed_and_linked"])
def test_a_question_asks_of_the_award_that_is_shown(law: str) -> None:
    """Also of those who are no more at the horizon, and where pensions rise in parts."""
    drawn, awarded = people.People(laws.grounds([law]), WORKERS, SEED), 0
    for birth_year in (1945, 1985):
        batch = drawn.with_careers(drawn.cohort(birth_year))
        award = drawn.facts(batch, Question("award.A>0", ("A",)))["award.A"]
        for position in (*np.flatnonzero(award > 0.0)[:4], *np.flatnonzero(award == 0.0)[:2]):
            number = people.number_of(int(batch.worker.worker[position]))
            shown = settled.settle(drawn.live(drawn.find(number))[0]).award
            assert award[position] == pytest.approx(shown.total if shown else 0.0, abs=0.006), number
            awarded += shown is not None
    assert awarded == 8


def test_one_life_opened_is_the_life_of_the_run(drawn: people.People) -> None:
    """A worker alone, year by year, ends as in the batch of its cohort, all years at once."""
    batch = drawn.with_careers(drawn.cohort(1988))
    end = drawn.end_of(batch, 0)
    for position in (0, len(batch.worker.worker) - 1):
        number = people.number_of(int(batch.worker.worker[position]))
        life = drawn.live(drawn.find(number))[0]
        for name in ("paid_months", "mean_index", "account", "basic_pension", "account_pension", "stop_month"):
            assert np.array_equal(getattr(life.last.rights, name)[0], getattr(end.rights, name)[position]), name
    pay = np.concatenate([year.pay for year in life.years])
    assert (pay == PAID_AS_FLEXIBLE).sum() <= life.last.rights.paid_months[
        0
    ] + 1e-9 or life.last.rights.account_only_months[0]
