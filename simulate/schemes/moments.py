"""The moments of a year at which schemes act beside the pensions, and the steps of each as one.

A step is called ``step(own, economy, person, now, here, record, ledger, me)``: the scheme's own part of the law, wages
and lines of poverty, then what every step is handed; its part of the state is ``me`` by the scheme's name.  Schemes act
in the order of their names, and none reads what another does in the same moment.  Those of which the pensions read
nothing act once more under each law that changes only them (``beside``).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, NamedTuple

from simulate.contracts import Reals
from simulate.engine.jit import rule, seldom, step as step_of_year
from simulate.schemes.beside import Beside, exchange
from simulate.schemes.law import Law
from simulate.schemes.registry import SCHEMES
from simulate.schemes.state import Standing
from simulate.schemes.views import Here, Now, Person, YearRecord

Step = Callable[..., None]


class Moments(NamedTuple):
    """When a scheme may act."""

    january: Step  # before anything is decided
    contributions: Step  # of the working year, once the months have been chosen and paid
    december: Step  # accounts closed
    award: Step  # after the claims of the year, from the first age of claiming
    death: Step  # what is expected to be paid for those who die in the year
    describing: Step  # of the years reported


def _steps_of(scheme: str) -> dict[str, Step]:
    """STEPS of a scheme; raises TypeError for a moment that is none."""
    name = f"{__package__}.{scheme}.steps"
    steps: dict[str, Step] = getattr(import_module(name), "STEPS", {}) if find_spec(name) else {}
    if not steps.keys() <= set(Moments._fields):
        raise TypeError(f"STEPS of {scheme}: moments are {', '.join(Moments._fields)}")
    return steps


@rule
def nothing(law: Law, person: Person, now: Now, here: Here, record: YearRecord, ledger: Reals, me: Standing) -> None:
    """No scheme acts any more at this moment."""


@rule
def nobody(
    law: Law, beside: Beside, lane: int, person: Person, now: Now, here: Here, record: YearRecord, ledger: Reals,
    me: Standing,
) -> None:  # fmt: skip
    """No scheme acts at this moment."""


def _before(scheme: str, step: Step, moment: str, after: Step) -> Step:
    """A scheme's step, then those of the schemes after it."""

    def act(law: Law, person: Person, now: Now, here: Here, record: YearRecord, ledger: Reals, me: Standing) -> None:
        step(law[scheme], law.economy, person, now, here, record, ledger, me)
        after(law, person, now, here, record, ledger, me)

    act.__name__ = act.__qualname__ = f"{moment}_of_{scheme}"  # compiled code is kept by name
    return step_of_year(act)


def _under_other_laws(moment: str, steps: Step) -> Step:
    """The steps of the schemes beside the pensions under each law that differs for a life only in them.

    What has been acquired in them is that of the law while they act.
    """

    def act(
        beside: Beside, lane: int, person: Person, now: Now, here: Here, record: YearRecord, me: Standing
    ) -> None:  # fmt: skip
        for each in range(1, beside.n[0] + 1):
            index = beside.acting[each]
            exchange(beside.words[0, lane], beside.words[index, lane])
            steps(beside.laws[index], person, now, here, record, beside.ledgers[each], me)
            exchange(beside.words[0, lane], beside.words[index, lane])

    act.__name__ = act.__qualname__ = f"{moment}_under_other_laws"
    return seldom(act)


def _under_each_law(moment: str, own: Step, others: Step) -> Step:
    """The steps of a moment under the law of a life, then under the laws under which it differs only beside."""

    def act(
        law: Law, beside: Beside, lane: int, person: Person, now: Now, here: Here, record: YearRecord, ledger: Reals,
        me: Standing,
    ) -> None:  # fmt: skip
        own(law, person, now, here, record, ledger, me)
        if beside.n[0] != 0:
            others(beside, lane, person, now, here, record, me)

    act.__name__ = act.__qualname__ = f"{moment}_under_each_law"
    return step_of_year(act)


def _composed(moment: str) -> Any:
    """All steps of a moment as one."""
    composed, beside = nothing, nothing
    for each in reversed(SCHEMES):
        if moment in _STEPS[each.name]:
            step = _STEPS[each.name][moment]
            composed = _before(each.name, step, moment, composed)
            beside = _before(each.name, step, f"{moment}_beside", beside) if each.books else beside
    return nobody if composed is nothing else _under_each_law(moment, composed, _under_other_laws(moment, beside))


_STEPS: Final = {each.name: _steps_of(each.name) for each in SCHEMES}
january, contributions, december, award, death, describing = (_composed(each) for each in Moments._fields)
