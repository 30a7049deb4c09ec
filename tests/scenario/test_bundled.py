"""The scenarios and overrides that come with the model, on the law as shipped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulate.codes import CLOSED, OPEN
from simulate.parameters import LawBook
from simulate.parameters.changes import NOT_IN_FORCE
from simulate.scenario import SCENARIOS, bundled, compose, load_scenario
from simulate.scenario.schema import OVERRIDES

BASES = ("baseline", "law_2021")
REFORMS = sorted(set(bundled()) - set(BASES))


@pytest.fixture(scope="module")
def book() -> LawBook:
    return LawBook.load()


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("reform", REFORMS)
def test_every_reform_lies_on_every_base(reform: str, base: str, book: LawBook) -> None:
    below = compose(book, load_scenario(base, book))
    above = compose(book, load_scenario(base, book), load_scenario(reform, book))
    changes = {change.lever for change in above.applied if change.binds}
    moved = {name for name in book.specs if above.parameters[name].digest != below.parameters[name].digest}
    assert moved >= changes
    assert (above.digest == below.digest) == (not moved)


def test_the_reforms_say_what_they_expect(book: LawBook) -> None:
    for name in set(REFORMS) - {"no_change"}:
        assert load_scenario(name, book).expects, name


def test_law_2021_knows_neither_later_ages_nor_the_platforms_subsidy(book: LawBook) -> None:
    parameters = compose(book, load_scenario("law_2021", book)).parameters
    assert not parameters["platform_copayment.rule"].values.any()
    assert (parameters["enrolment.hukou_rule"].at(month="2050-01") == CLOSED).any()


def test_hukou_removal_opens_every_province(book: LawBook) -> None:
    base, reform = load_scenario("law_2021", book), load_scenario("hukou_removal", book)
    rule = compose(book, base, reform).parameters["enrolment.hukou_rule"]
    assert (rule.at(month="2026-12") != OPEN).any()
    assert (rule.values[(2027 - 1950) * 12 :] == OPEN).all()


ACT_BESIDE_OTHERS = ("tariff_an_order",)  # law_2021 has no model with a tariff an order: it takes injury_fund beside it


def test_overrides_bind_on_any_base(book: LawBook, tmp_path: Path) -> None:
    for path in sorted((SCENARIOS / OVERRIDES).glob("*.yaml")):
        text = f"title: {{en: T, zh: 题}}\nauthor: A\nreference: R\noverrides: [{path.stem}]\nchanges: []\n"
        (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
        piece = load_scenario(tmp_path / "mine.yaml", book)
        for base in BASES:
            composed = compose(book, load_scenario(base, book), piece)
            assert composed.applied, path.stem
            idle = [change.idle for change in composed.applied if not change.binds]
            assert idle == ([NOT_IN_FORCE] if path.stem in ACT_BESIDE_OTHERS and base == "law_2021" else []), path.stem


def test_no_value_of_the_law_is_missing_or_infinite(book: LawBook) -> None:
    for base in BASES:
        for name, resolved in compose(book, load_scenario(base, book)).parameters.items():
            assert np.isfinite(resolved.values).all(), name
