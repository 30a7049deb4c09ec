"""What a worker weighs: the months paid by the month of the choice, and the subsidy that the tier in fact brings."""

from __future__ import annotations

import numpy as np
import pytest

from simulate.clock import month_index, year_index
from simulate.contracts import GOVERNMENT_TO_RESIDENT
from simulate.parameters import ParameterSet
from simulate.schemes.enrolment.offer_rules import worth_of_resident_scheme
from simulate.schemes.enrolment.rules import RESIDENT_SCHEME
from simulate.schemes.law import Law, as_records
from simulate.schemes.state import new_state
from tests.schemes.by_month import HENAN, certain_law, live, without_window
from tests.schemes.one_worker import a_person
from tests.schemes.packed_law import constant

BORN = month_index(1975, 6)


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    return without_window(certain_law(parameters))


def of_tiers(law: Law, minimum: float, chosen: int) -> Law:
    """The law in which everybody keeps to one tier, where nothing below a minimum is accepted."""
    p, r = law.enrolment, law.resident_pension
    tiers = np.zeros_like(p.resident_tier_share)
    tiers[:, chosen] = 1.0
    tiers.setflags(write=p.resident_tier_share.flags.writeable)
    return law._replace(
        enrolment=p._replace(resident_tier_share=tiers),
        resident_pension=r._replace(
            minimum_tier=constant(r.minimum_tier, minimum), paid_for_share=constant(r.paid_for_share, 0.0)
        ),
    )  # fmt: skip


def worth(law: Law, tier: int) -> float:
    [record], residents = as_records([law]), new_state(1)[0].residents
    residents.tier = tier
    return worth_of_resident_scheme(
        record, a_person(birth_month=BORN, home=HENAN), month_index(2025), 3000.0, residents
    )


@pytest.mark.parametrize("tier", range(1, 10))
def test_who_must_pay_a_higher_tier_weighs_the_subsidy_of_it(law: Law, tier: int) -> None:
    """国发〔2014〕8号 art. 4 (3): it goes by what is paid; a minimum of a tier's sum is as if it were chosen."""
    paid = float(law.resident_pension.tier[year_index(2025), tier])
    forced, chosen = of_tiers(law, paid, 0), of_tiers(law, 0.0, tier)
    assert worth(forced, 0) == worth(chosen, tier)
    assert worth(of_tiers(law, paid + 50.0, 0), 0) != worth(forced, 0)
    born = month_index(1980)
    given = [
        live(each, born, {RESIDENT_SCHEME: range(month_index(2024), month_index(2026))}, until=2026).of(
            2025, GOVERNMENT_TO_RESIDENT
        )
        for each in (forced, chosen)
    ]
    assert given[0] == given[1] == float(law.resident_pension.entry_subsidy[year_index(2025), HENAN, tier])
