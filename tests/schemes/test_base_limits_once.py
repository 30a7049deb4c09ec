"""A base is brought within floor and ceiling in one rule, ``contribution_base``, whoever pays and whatever for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from simulate.schemes import life
from tests.formulas import limits

FOLDER: Final = Path(life.__file__).resolve().parent
RULE: Final = ("employee_pension/rules.py", "contribution_base", "min(max(wage, floor), ceiling)")
# Where else a floor or a ceiling is compared with, and what is done there instead.
ALLOWED: Final = {
    ("employee_pension/rules.py", "base_at_floor", "flexible_floor > 0.0"): "whether there is a floor",
    ("contribution/steps.py", "collect_at_source", "floor > 0.0"): "a month counts in part, over a floor there is",
    ("contribution/steps.py", "levy_on_all_fees", "min(record.income[m], e.base_ceiling[month, where])"):
        "a fee without insurance has no floor",
    ("platform_copayment/rules.py", "is_at_floor", "income >= base_floor"): "the income test",
    ("subsidies/rules.py", "matching", "income < ceiling"): "a ceiling of incomes",
}  # fmt: skip


def found_in(path: str, text: str) -> set[tuple[str, str, str]]:
    return {(path, function, expression) for function, expression in limits(text)}


def sources() -> dict[str, str]:
    return {path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in sorted(FOLDER.rglob("*.py"))}


def test_floor_and_ceiling_bind_a_base_in_one_place() -> None:
    found = {each for path, text in sources().items() for each in found_in(path, text)}
    assert found == {RULE, *ALLOWED}


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (
            "enrolment/offer_rules.py", "contribution_base(aim, floor, e.base_ceiling[month, there])",
            "min(max(aim, floor), e.base_ceiling[month, there])",
        ),
        (
            "enrolment/offer_rules.py", "contribution_base(aim, floor, e.base_ceiling[month, there])",
            "aim if aim > floor else floor",
        ),
        (
            "contribution/steps.py", "contribution_base(aim, floor, ceiling)", "np.clip(aim, floor, ceiling)",
        ),
        (
            "contribution/steps.py", "contribution_base(aim, e.base_floor[month, place], ceiling)",
            "max(aim, float(e.base_floor[month, place]))",
        ),
        *(
            (
                "enrolment/offer_rules.py", "    base = contribution_base(aim, floor, e.base_ceiling[month, there])",
                f"    low, high = floor, e.base_ceiling[month, there]\n    base = {within}",
            )
            for within in (
                "low if aim < low else high if aim > high else aim", "sorted((low, aim, high))[1]",
                "np.fmin(np.fmax(aim, low), high)", "np.clip(aim, low, high)", "np.median([low, aim, high])",
                "aim.clip(low, high)", "min(high, max(low, aim))", "high if high.__lt__(aim) else aim",
            )
        ),
    ],
)  # fmt: skip
def test_a_base_bound_in_another_place_is_found(path: str, before: str, after: str) -> None:
    text = sources()[path]
    assert before in text
    assert found_in(path, text.replace(before, after)) - {RULE, *ALLOWED}
