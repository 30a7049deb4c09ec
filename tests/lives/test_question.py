"""Questions about workers: what they mean, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from simulate.codes import OCCUPATIONS
from simulate.errors import ProblemsFound
from simulate.lives.people import identity_of, number_of
from simulate.lives.question import Question

FACTS = {
    "occupation": np.array([OCCUPATIONS.code("delivery_rider"), OCCUPATIONS.code("ride_hailing"), -1]),
    "qualifies.A": np.array([False, False, True]), "qualifies.B": np.array([True, True, True]),
    "award.A": np.array([1500.0, 3000.0, 0.0]), "award.B": np.array([1000.0, 3000.0, 5000.0]),
    "birth_year": np.array([1980, 1990, 2000]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("occupation=delivery_rider and qualifies.A=false and qualifies.B=true", [True, False, False]),
        ("not qualifies.A and award.B >= 3000", [False, True, False]),
        ("(birth_year<1985 or birth_year>1995) and qualifies.B", [True, False, True]),
        ("occupation != delivery_rider", [False, True, True]),
        ("award.B<award.A", [True, False, False]),
        ("养老金.B 不低于 养老金.A", [False, True, True]),
    ],
)
def test_for_whom_a_question_holds(text: str, expected: list[bool]) -> None:
    assert Question(text, ("A", "B")).holds(FACTS).tolist() == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("occupation=delivery_ryder", "did you mean delivery_rider?"), ("job=rider", "unknown field"),
        ("qualifies.B=true", "unknown field"), ("__import__('os').system('true')", "comparisons"),
        ("award.A>much", "a number"), ("award.A<months.A", "award.B<award.A"), ("award.A<award.C", "unknown field"),
        ("1 < birth_year < 3", "one of"), ("birth_year", "a comparison"), ("qualifies.A=maybe", "true or false"),
        ("(", "comparisons"), ("sex>male", "= or !="),
    ],
)  # fmt: skip
def test_what_is_no_question_is_refused_with_a_hint(text: str, word: str) -> None:
    with pytest.raises(ProblemsFound, match="--where") as found:
        Question(text, ("A",))
    assert word in str(found.value)


def test_numbers_of_workers_are_read_as_printed() -> None:
    worker = 1987 * 2**32 + 2**31 + 42
    assert number_of(worker) == "1987-f42"
    assert identity_of("1987-f42") == worker
    with pytest.raises(ProblemsFound, match="birth year"):
        identity_of("42")
