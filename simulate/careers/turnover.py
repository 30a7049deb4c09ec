"""How long people stay in a form or a platform occupation, and in which occupation platform workers are."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulate.careers.tables import by_age, scalar, values
from simulate.careers.targets import SURVEY_YEAR, FormShares
from simulate.clock import FIRST_YEAR
from simulate.codes import EDUCATION, INACTIVE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, RETIRED, UNEMPLOYED
from simulate.contracts import Reals, Singles
from simulate.parameters.parameter_set import ParameterSet

_SWEEPS: Final = 200


class ExitHazards(NamedTuple):
    """Monthly hazards; a spell may be followed by another in the same form."""

    form: Singles  # (age 16-66, sex, form)
    occupation: Singles  # (occupation,) of platform workers, instead of the form's; times age_factor and sex_factor
    age_factor: Singles  # (age 16-66,) against 35
    sex_factor: Singles  # (sex,)
    mobility: Singles  # (year,) factor on all of them


class OccupationShares(NamedTuple):
    """Where platform workers work."""

    shares: Singles  # (platform employee or flexible, sex, education, occupation); each row adds to 1
    platforms: Singles  # (3,) share on one, two or three, four or more platforms


def exit_hazards(parameters: ParameterSet) -> ExitHazards:
    """Hazard of leaving each form by sex and age.

    hazard = form * age_factor * sex_factor; unemployment lasts its mean length (hazard = 1 / months), inactivity is a
    mixture of illness and care: hazard = 1 / (illness_share * illness_months + (1 - illness_share) * care_months).
    School ends by the target shares alone.
    """
    age, sex = by_age(parameters, "exit_age_factor"), values(parameters, "exit_sex_factor")
    form = values(parameters, "exit_hazard")[:, None, None] * sex[None, :, None] * age
    ill = values(parameters, "illness_share")
    inactive = ill * scalar(parameters, "illness_months") + (1 - ill) * values(parameters, "care_months")
    form[UNEMPLOYED] = 1 / scalar(parameters, "unemployment_months")
    form[INACTIVE] = (1 / inactive)[:, None]
    form[[EDUCATION, RETIRED]] = 0.0
    by_stratum = np.ascontiguousarray(np.minimum(form, 1.0).T)
    return ExitHazards(
        by_stratum.astype(np.float32), values(parameters, "occupation_exit_hazard").astype(np.float32),
        age.astype(np.float32), sex.astype(np.float32), values(parameters, "mobility").astype(np.float32),
    )  # fmt: skip


def occupation_shares(parameters: ParameterSet, persons: Reals, forms: FormShares) -> OccupationShares:
    """Occupations by form, sex and education: the shares of each sex (survey), tilted by education.

    Raked over education so that the workers of 2020 (``persons`` times ``forms``) have the shares of their sex.
    """
    platform = forms.surveyed[..., [PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE]].astype(np.float64)
    workers = np.einsum("ashe,ashef->fse", persons[SURVEY_YEAR - FIRST_YEAR], platform)
    workers /= workers.sum(-1, keepdims=True)
    names = ("platform_employee_occupation", "platform_flexible_occupation")
    wanted = np.stack([values(parameters, name) for name in names])  # (form, sex, occupation)
    wanted /= wanted.sum(-1, keepdims=True)
    cells = wanted[:, :, None, :] * values(parameters, "occupation_education_weight").T
    for _ in range(_SWEEPS):
        cells *= (workers / cells.sum(-1))[..., None]
        columns = wanted / cells.sum(2)
        cells *= columns[:, :, None, :]
        if np.abs(columns - 1).max() < 1e-8:
            break
    shares = cells / cells.sum(-1, keepdims=True)
    platforms = values(parameters, "platform_count_share")
    platforms = platforms / platforms.sum()
    return OccupationShares(shares.astype(np.float32), platforms.astype(np.float32))
