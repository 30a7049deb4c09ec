"""What flexible workers choose when one thing is changed, by the steps of the model as plain Python.

Run as a module with compilation off: prints log odds of the employee and of the resident scheme by case, as JSON.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from simulate import clock
from simulate.clock import month_index, year_index
from simulate.codes import OPEN, OTHER_FLEXIBLE, PROVINCES
from simulate.parameters import LawBook
from simulate.schemes.enrolment.offer_rules import offer_at, worth_of_resident_scheme
from simulate.schemes.enrolment.rules import RESIDENT_SCHEME
from simulate.schemes.enrolment.steps import decide
from simulate.schemes.law import Law, as_records, build_law
from simulate.schemes.state import new_state
from simulate.schemes.views import new_years
from tests.schemes.one_worker import a_person, chance_of

N = 4_000
YEAR = 2030
MONTH = month_index(YEAR)
HOME, AWAY = PROVINCES.code("henan"), PROVINCES.code("hubei")
EARNED = 6_000.0


def like_home(law: Law) -> Law:
    """The law where the other province is the province of hukou once more: same floors, rates, wages."""
    e = law.employee_pension
    by_place = {
        name: values.copy() for name, values in e._asdict().items()
        if values.ndim > 1 and values.shape[1] == len(PROVINCES)
    }  # fmt: skip
    for values in by_place.values():
        values[:, AWAY] = values[:, HOME]
    doors = law.enrolment.hukou_rule.copy()
    doors[:, AWAY] = 0
    return law._replace(employee_pension=e._replace(**by_place), enrolment=law.enrolment._replace(hukou_rule=doors))


def shares(law: Law, where: int = HOME, known: bool = True) -> tuple[float, float]:
    """Log odds of the employee scheme and of the resident scheme over N workers alike in all but their tastes."""
    record, me = as_records([law])[0], new_state(1)[0]
    person = a_person(birth_month=month_index(1985), home=HOME)
    rng, year = np.random.default_rng(1), new_years(1)[0]
    chosen = []
    for tastes in rng.gumbel(size=(N, 4)):
        chance = chance_of(knowing=0.0 if known else 1.0, compelled=1.0, tastes=tastes)
        chosen.append(decide(record, person, chance, False, MONTH, where, OTHER_FLEXIBLE, -1, EARNED, year, me))
    taken = np.array(chosen)
    return log_odds(float((taken > RESIDENT_SCHEME).mean())), log_odds(float((taken == RESIDENT_SCHEME).mean()))


def log_odds(share: float) -> float:
    return float(np.log(share / (1.0 - share)))


def medical_by_hand(law: Law, year: int) -> float:
    """Share who pay both x rate x share of last year's wage, yuan a month; the base may be rounded up to a yuan."""
    own = law.employee_medical
    base = own.flexible_base_share[year, HOME] * law.economy.wage[year - 1, HOME]
    return float(own.flexible_take_up[year] * own.flexible_rate[year, HOME] * base)


def cases() -> dict[str, Any]:
    """Log odds by case, and what the parameters state."""
    law = like_home(build_law(LawBook.load().resolve()[0], np.zeros(clock.N_YEARS)))
    e, r, p = law.employee_pension, law.resident_pension, law.enrolment
    cheap = law._replace(employee_pension=e._replace(flexible_rate=e.flexible_rate / 2))
    double = law._replace(resident_pension=r._replace(flat_pension=2 * r.flat_pension))
    doors = p.hukou_rule.copy()
    doors[:, AWAY] = OPEN
    opened = law._replace(enrolment=p._replace(hukou_rule=doors))
    weighed = law._replace(enrolment=p._replace(medical_weight=np.ones_like(p.medical_weight)))
    person, me = a_person(birth_month=month_index(1985), home=HOME), new_state(1)[0]
    chance, year = chance_of(), year_index(YEAR)
    base, half, with_medical = (
        offer_at(
            as_records([each])[0], person, chance, False, MONTH, HOME, HOME, OTHER_FLEXIBLE, -1, EARNED,
            new_years(1)[0], me,
        ) for each in (law, cheap, weighed)
    )  # fmt: skip
    worth = [
        worth_of_resident_scheme(as_records([each])[0], person, MONTH, EARNED, me.residents) for each in (law, double)
    ]
    return {
        "base": shares(law), "cheap": shares(cheap), "double": shares(double), "closed": shares(law, AWAY),
        "opened": shares(opened, AWAY), "unknown": shares(law, known=False),
        "weighed": shares(weighed),
        "stated": {
            "price": float(p.price_sensitivity[year]) * (base.net - half.net) / EARNED,
            "medical": float(p.price_sensitivity[year]) * (with_medical.net - base.net) / EARNED,
            "medical_due": with_medical.net - base.net,
            "medical_by_hand": medical_by_hand(law, year),
            "value_kept": bool(base.value == half.value),
            "resident": worth[1] - worth[0], "knowledge": float(p.knowledge_effect[year]),
            "door": float(p.place_dissimilarity[0] * np.log1p(np.exp(-p.effort[year] / p.place_dissimilarity[0]))),
            "door_as_another_thing": float(np.log1p(np.exp(-p.effort[year]))),
        },
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(cases()))
