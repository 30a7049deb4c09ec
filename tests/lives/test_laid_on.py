"""The second scenario of ``career`` and ``explain`` is the first one and a reform, as in ``compare``."""

from __future__ import annotations

from simulate.lives.laws import compose_scenarios, grounds
from simulate.parameters import LawBook
from simulate.scenario import compose, load_scenario


def test_the_difference_is_the_reform_alone() -> None:
    book = LawBook.load()
    (before, _), (after, _) = compose_scenarios(["law_2021", "hukou_removal"])
    compared = compose(book, load_scenario("law_2021", book), load_scenario("hukou_removal", book))
    assert after.digest == compared.digest
    assert after.as_of == before.as_of
    moved = {name for name in book.specs if (before.parameters[name].values != after.parameters[name].values).any()}
    assert moved == {change.lever for change in after.applied if change.binds}


def test_on_a_law_of_its_own_both_are_laid_on_it() -> None:
    book = LawBook.load()
    base = load_scenario("law_2021", book)
    names = ["hukou_removal", "lower_minimum_base"]
    for name, ground in zip(names, grounds(names, "law_2021"), strict=True):
        assert ground.on == "law_2021"
        assert ground.composed.digest == compose(book, base, load_scenario(name, book)).digest
