"""Published projections: their scenario is what the record says, the bridge ends in it, the page tells the steps."""

from __future__ import annotations

import numpy as np
import pytest

from simulate import fit, record
from simulate.fit.bridge import Bridge, Step, scenario_of, steps
from simulate.parameters import LawBook
from simulate.results.words import Bilingual
from simulate.scenario import compose, load_all

BOOK = LawBook.load()
ACADEMY = record.load("projections")["academy_2019"]


@pytest.mark.parametrize("name", record.load("projections"))
def test_a_bridge_begins_with_the_law_and_ends_in_the_scenario(name: str) -> None:
    """The last step is the scenario to the last value, so that steps add up to the whole way."""
    content = record.load("projections")[name]
    digests = [composed.digest for _, composed in steps(content, BOOK)]
    baseline = load_all(["baseline"], BOOK)[0]
    assert digests[0] == compose(BOOK, baseline).digest
    assert digests[-1] == compose(BOOK, baseline, scenario_of(content, BOOK)).digest
    assert len(set(digests)) == len(digests)


@pytest.mark.parametrize(
    ("override", "lever"),
    [
        ("flexible_as_in_2019", "enrolment.taste_employee"),
        ("compliance_of_2019", "enrolment.employee_compliance"),
        ("compliance_of_2019", "enrolment.declared_share"),
        ("compliance_of_2019", "enrolment.floor_declaration_share"),
    ],
)
def test_what_is_as_in_2019_is_the_law_books_value_of_2019(override: str, lever: str) -> None:
    baseline = load_all(["baseline"], BOOK)[0]
    own = np.asarray(compose(BOOK, baseline).parameters[lever].values)[2019 - 1950]
    laid_over = next(each for each in scenario_of(ACADEMY, BOOK).overrides if each.name == override)
    change = next(each for each in laid_over.changes if each.spec.name == lever)
    np.testing.assert_allclose(change.operand, own, rtol=2e-3)


def test_the_page_tells_the_steps_and_what_they_leave_open() -> None:
    def step(name: str, *dates: float) -> Step:
        return Step(Bilingual(name, name), dict(zip(fit.FIGURES, dates, strict=True)))

    bridge = Bridge(ACADEMY, [step("law", 2049, 2050.2, np.nan), step("one", 2049, 2050.2, 2059.5),
                              step("all", 2027, 2029.9, 2036.1)])  # fmt: skip
    assert bridge.is_within("peak")
    assert bridge.is_within("first_deficit")
    assert bridge.is_within("exhaustion")
    text = fit.page([], [], [bridge], "a test")
    assert "| law law | 2049 | 2050.2 | not to 2075 |  |" in text
    assert "| all all | 2027 | 2029.9 | 2036.1 | -23.4 |" in text
    assert "| **published** | 2027 | 2028 | 2035 | -1.1, not explained |" in text


def test_a_date_out_of_reach_or_never_reached_misses() -> None:
    dates = {"peak": 2029.0, "first_deficit": 2030.0, "exhaustion": np.nan}
    bridge = Bridge(ACADEMY, [Step(Bilingual("a", "b"), dates)])
    assert [bridge.is_within(figure) for figure in fit.FIGURES] == [False, False, False]
