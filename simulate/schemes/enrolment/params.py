"""Parameters of enrolment: the hukou rule, compliance of employers, and the choices of flexible workers."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulate.codes import HUKOU_RULES
from simulate.contracts import Codes, Reals
from simulate.parameters import Labels, ParameterSet, pack
from simulate.schemes.concern import (
    AWAY,
    EMPLOYED,
    EVERYONE,
    FLEXIBLE,
    INSURABLE,
    OLD,
    OUT_OF_WORK,
    PLATFORM,
    monthly,
    timeless,
    yearly,
    Reading,
)

LABELS: Final[Labels] = {"hukou_rule": HUKOU_RULES, "own_account_rule": HUKOU_RULES}  # by which each is numbered
_AHEAD: Final = 60  # years to retirement that are looked ahead
_CERTAIN: Final = 1e-9  # shares this near 0 or 1 are taken as certain


class EnrolmentParameters(NamedTuple):
    """Flat arrays for the kernels; month and year axes start in 1950, scalars have shape (1,)."""

    hukou_rule: Codes  # (month, province) closed, conditional, open
    own_account_rule: Codes  # (month, province) the same for own-account businesses; closed adds nothing
    own_account_share: Reals  # (year,) of flexible workers outside platforms, who have such a business
    hukou_rule_months: Reals  # (month, province) months paid in the province that a conditional rule asks for
    employee_compliance: Reals  # (year, province, hukou_type) share of employees whose employer insures them
    platform_employee_compliance: Reals  # (year,)
    floor_declaration_share: Reals  # (year,) share of insured employees declared at the floor
    declared_share: Reals  # (year,) declared base of the others over their earnings
    state_declared_share: Reals  # (year,) the same of the staff of old state and collective firms
    state_staff_months: Reals  # (year,) deemed months from which a worker is of that staff
    chosen_base_share: Reals  # (year,) base a flexible worker would choose over income, where the floor allows
    taste_employee: Reals  # (year,) taste of a flexible worker for the employee scheme
    taste_hukou: Reals  # (year, hukou_type) added by hukou type
    taste_occupation: Reals  # (year, occupation) added for platform workers
    taste_resident: Reals  # (year,)
    taste_continuing: Reals  # (year,) of a member out of work for going on paying, log odds before price and value
    taste_resident_form: Reals  # (year, form) of others for the resident scheme, log odds before price and value
    price_sensitivity: Reals  # (year,) loss of utility per unit of net contribution over income
    medical_weight: Reals  # (year,) part of the medical contribution that a worker weighs as a price
    value_weight: Reals  # (year,) gain per unit of present value of the pension bought over yearly income
    discount_rate: Reals  # (year,) a year, subjective
    years_in_payment: Reals  # (year,) years of pension a worker counts on
    reach_exponent: Reals  # (year,) how fast the value falls as the qualifying months move out of reach
    least_income_share: Reals  # (year,) of the mean wage, least income a price is measured by
    foreseen_months: Reals  # (year, years ahead) qualifying months of the year of retirement, as foreseen in the year
    knowledge: Reals  # (year,) share who know the rules
    knowledge_effect: Reals  # (year,) loss of utility of those who do not
    effort: Reals  # (year,) loss of utility of insuring as a flexible worker outside the hukou province
    habit: Reals  # (year,) gain of the alternative of last year
    place_dissimilarity: Reals  # (1,) of the employee scheme at hukou and at work: 1 two things, near 0 one
    trait_renewal: Reals  # (1,) yearly chance that a worker's traits and tastes are drawn again
    affordable_share: Reals  # (year,) largest share of a month's income paid before the month lapses
    months_to_go_on: Reals  # (year,) paid months from which a worker out of work may go on paying
    compulsory_share: Reals  # (year, occupation) share of platform flexible workers enrolled by law
    resident_tier_share: Reals  # (year, tier) share of resident participants who choose the tier
    contract_share: Reals  # (year, occupation) share of platform flexible workers whom platforms employ, as JD does
    contract_response: Reals  # (year,) share of platform flexible workers given contracts if the cost wedge closed
    file_years: Reals  # (EMPLOYEE_PENSION and RESIDENT_PENSION,) for so many years without a payment a member


_CHOOSING: Final = FLEXIBLE | OUT_OF_WORK | INSURABLE  # who weighs price and value
# How each field is read: its axis of time, whether by province, and of whom.
READ_BY: Final[dict[str, Reading]] = {
    "hukou_rule": monthly(AWAY, True),
    "own_account_rule": monthly(AWAY, True),
    "own_account_share": yearly(AWAY),
    "hukou_rule_months": monthly(AWAY, True),
    "employee_compliance": yearly(EMPLOYED, True),
    "platform_employee_compliance": yearly(EMPLOYED | PLATFORM),
    "floor_declaration_share": yearly(EMPLOYED | PLATFORM),
    "declared_share": yearly(EMPLOYED | PLATFORM),
    "state_declared_share": yearly(EMPLOYED | PLATFORM),
    "state_staff_months": yearly(EMPLOYED | PLATFORM),
    "chosen_base_share": yearly(FLEXIBLE),
    "taste_employee": yearly(FLEXIBLE),
    "taste_hukou": yearly(FLEXIBLE),
    "taste_occupation": yearly(PLATFORM),
    "taste_resident": yearly(FLEXIBLE),
    "taste_continuing": yearly(OUT_OF_WORK),
    "taste_resident_form": yearly(INSURABLE),
    "price_sensitivity": yearly(_CHOOSING),
    "medical_weight": yearly(FLEXIBLE | OUT_OF_WORK),
    "value_weight": yearly(_CHOOSING),
    "discount_rate": yearly(_CHOOSING),
    "years_in_payment": yearly(_CHOOSING),
    "reach_exponent": yearly(_CHOOSING),
    "least_income_share": yearly(_CHOOSING),
    "foreseen_months": yearly(FLEXIBLE | OUT_OF_WORK),
    "knowledge": yearly(FLEXIBLE),
    "knowledge_effect": yearly(FLEXIBLE),
    "effort": yearly(AWAY),
    "habit": yearly(FLEXIBLE),
    "place_dissimilarity": timeless(AWAY),
    "trait_renewal": timeless(EVERYONE),
    "affordable_share": yearly(FLEXIBLE),
    "months_to_go_on": yearly(OUT_OF_WORK),
    "compulsory_share": yearly(PLATFORM),
    "resident_tier_share": yearly(INSURABLE | OLD),
    "contract_share": yearly(PLATFORM),
    "contract_response": yearly(PLATFORM),
    "file_years": timeless(EVERYONE),
}


def build(parameters: ParameterSet) -> EnrolmentParameters:
    """Pack the room's parameters for the kernels; shares that are chosen become log odds."""
    whole = pack(
        parameters, "enrolment", EnrolmentParameters, LABELS, taste_continuing="enrolment.continuation_share",
        taste_resident_form="enrolment.resident_participation", foreseen_months="retirement.qualifying_months",
    )  # fmt: skip
    region = np.asarray(parameters["enrolment.regional_compliance"].values, dtype=np.float64)
    compliance = _log_odds(whole.employee_compliance)[:, None, :] + region[None, :, None]
    law = np.asarray(parameters["retirement.qualifying_months"].law, dtype=np.float64)
    decided = int(np.asarray(parameters["enrolment.foresight_from"].values).reshape(-1)[0])
    return whole._replace(
        employee_compliance=np.ascontiguousarray(1.0 / (1.0 + np.exp(-compliance))),
        taste_continuing=_log_odds(whole.taste_continuing), taste_resident_form=_log_odds(whole.taste_resident_form),
        foreseen_months=_foreseen(whole.foreseen_months, law, decided),
    )  # fmt: skip


def _log_odds(share: Reals) -> Reals:
    """Log odds of shares; of 0 and 1 so large that nothing else matters."""
    certain = np.clip(share, _CERTAIN, 1.0 - _CERTAIN)
    odds = np.log(certain / (1.0 - certain))
    return np.asarray(np.where(share <= 0.0, -500.0, np.where(share >= 1.0, 500.0, odds)))


def _foreseen(months: Reals, law: Reals, decided: int) -> Reals:
    """Qualifying months of each year of retirement ahead, (year, years ahead), as they are foreseen in a year.

    Until the month ``decided`` (from 1950-01) a worker counts on those in force, in the years after it on the steps of
    the ``law``; on those of a reform from the year on in which it first differs.
    """
    year = np.arange(len(months))
    ahead = np.minimum(year[:, None] + np.arange(_AHEAD), len(months) - 1)
    differs = np.logical_or.accumulate(months != law)
    steps = np.where(differs[:, None], months[ahead], law[ahead])
    return np.ascontiguousarray(np.where(12 * year[:, None] < decided, months[:, None], steps))
