"""The moments of a year at which schemes act beside the pensions, and the steps of each as one.

A step is called ``step(own, economy, person, now, here, record, ledger, me)``: the scheme's own part of the law, wages
and lines of poverty, then what every step is handed; its part of the state is ``me`` by the scheme's name.  Schemes act
in the order of their names, and none reads what another does in the same moment.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, NamedTuple

from simulate.contracts import Reals
from simulate.engine.jit import rule, step as step_of_year
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
    """No scheme acts at this moment."""


def _before(scheme: str, step: Step, moment: str, after: Step) -> Step:
    """A scheme's step, then those of the schemes after it."""

    def act(law: Law, person: Person, now: Now, here: Here, record: YearRecord, ledger: Reals, me: Standing) -> None:
        step(law[scheme], law.economy, person, now, here, record, ledger, me)
        after(law, person, now, here, record, ledger, me)

    act.__name__ = act.__qualname__ = f"{moment}_of_{scheme}"  # compiled code is kept by name
    return step_of_year(act)


def _composed(moment: str, steps: dict[str, dict[str, Step]]) -> Any:
    """All steps of a moment as one."""
    composed: Step = nothing
    for scheme in reversed(steps):
        if moment in steps[scheme]:
            composed = _before(scheme, steps[scheme][moment], moment, composed)
    return composed


_STEPS: Final = {each.name: _steps_of(each.name) for each in SCHEMES}
january, contributions, december, award, death, describing = (_composed(each, _STEPS) for each in Moments._fields)
