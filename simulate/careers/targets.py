"""The shares of each stratum in each employment form on which lives settle.

A stratum is age, sex, hukou type and education.  Its shares start from participation, schooling and the tilt of each
form (parameters.yaml) and are raked, year by year, until they add up to the persons recorded in every form and to the
rural-hukou workers outside agriculture (totals.py).  People who draw a pension and do not work count as inactive here.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate.careers.strata import by_hukou_type
from simulate.careers.tables import AGES, N_AGES, by_age, scalar, values
from simulate.careers.totals import ACTIVE, NONFARM, FormTotals, form_totals
from simulate.clock import FIRST_REPORT_YEAR, FIRST_YEAR, LAST_YEAR
from simulate.codes import EDUCATION, EDUCATIONS, FARM, HUKOU_TYPES, INACTIVE, RETIRED, RURAL, SEXES
from simulate.contracts import Counts, Reals, Singles
from simulate.parameters.parameter_set import ParameterSet

# Every year that is reported, so that a change of one year moves no earlier one; before, every fifth.
ANCHOR_YEARS: Final = np.array(
    [*range(FIRST_YEAR, FIRST_REPORT_YEAR, 5), *range(FIRST_REPORT_YEAR, LAST_YEAR + 1)], dtype=np.int64
)
SURVEY_YEAR: Final = 2020  # whose platform workers the surveys of occupations and their pay describe
N_FORMS: Final = RETIRED  # all forms but the retired
_STRATUM: Final = (N_AGES, len(SEXES), len(HUKOU_TYPES), len(EDUCATIONS))
_MOST_ACTIVE: Final = 0.97  # of the people out of school, by hukou type
_SWEEPS: Final = 400
_TOLERANCE: Final = 1e-6
_FIRST_FARM_COHORT, _LAST_FARM_COHORT = 1945, 2005  # birth years between which farm work falls cohort by cohort
_RETIRING_AGE: Final = 49  # later participation moves with the pension age


class FormShares(NamedTuple):
    """Shares of each stratum; linear between the anchor years."""

    shares: Singles  # (anchor_year, age 16-66, sex, hukou_type, education, form 0-8); each row adds to 1
    anchor_years: Counts  # (anchor_year,)
    surveyed: Singles  # (age 16-66, sex, hukou_type, education, form 0-8) of SURVEY_YEAR as recorded, without levers


def at_school(parameters: ParameterSet, years: Counts) -> Reals:
    """Share at school, (year, age, hukou_type, education)."""
    attendance = by_age(parameters, "school_attendance").T  # (age, education)
    level = values(parameters, "attendance_level")[years - FIRST_YEAR]
    factor = values(parameters, "attendance_hukou_factor")
    product = level[:, None, None, None] * factor[None, None, :, None] * attendance[None, :, None, :]
    return np.asarray(np.minimum(product, 1.0))


def participation(parameters: ParameterSet, years: Counts) -> Reals:
    """Labour force participation of those out of school before raking, (year, age, sex, hukou_type).

    Linear between the tables of 1990 and 2020; past 49 it moves later by ``working_life_extension``.
    """
    early, late = by_age(parameters, "participation_1990"), by_age(parameters, "participation_2020")
    weight = np.clip((years - 1990) / 30, 0.0, 1.0)[:, None, None, None]
    table = np.moveaxis(early * (1 - weight) + late * weight, -1, 1)  # (year, age, hukou, sex)
    extension = values(parameters, "working_life_extension")[years - FIRST_YEAR]
    source = np.where(AGES > _RETIRING_AGE, np.maximum(AGES - extension[:, None], _RETIRING_AGE), AGES) - AGES[0]
    low = np.floor(source).astype(np.int64)
    part = (source - low)[:, :, None, None]
    row = np.arange(len(years))[:, None]
    shifted = table[row, low] * (1 - part) + table[row, np.minimum(low + 1, N_AGES - 1)] * part
    return np.swapaxes(shifted, 2, 3)


def _active_persons(rates: Reals, persons: Reals, totals: FormTotals) -> Reals:
    """Persons in the labour force (year, hukou, stratum): odds shifted by year and hukou type until totals are met.

    p = 1 / (1 + exp(-(logit(rate) + c))), c by Newton's method; each total, of a year and hukou type, is met by itself.
    """
    people = persons.sum(-1)
    wanted = by_hukou_type(totals.rural, totals.forms.sum(1) - totals.rural)
    wanted = np.clip(wanted, 0.02 * people, _MOST_ACTIVE * people)
    index = np.log(rates / (1 - rates))
    shift = np.zeros((*people.shape, 1))
    for _ in range(30):
        share = 1 / (1 + np.exp(-(index + shift)))
        gap = wanted - (persons * share).sum(-1)
        slope = (persons * share * (1 - share)).sum(-1)
        is_open = np.abs(gap / people) >= 1e-9
        if not is_open.any():
            break
        shift += np.where(is_open, np.clip(gap / slope, -1.5, 1.5), 0.0)[..., None]
    return np.asarray(persons / (1 + np.exp(-(index + shift))))


def _weights(parameters: ParameterSet, years: Counts) -> Reals:
    """Relative chances of the forms of ``ACTIVE``, (year, hukou, form, stratum); only ratios matter."""
    forms = list(ACTIVE)
    age, education = by_age(parameters, "form_age_weight")[forms], values(parameters, "form_education_weight")[forms]
    hukou, sex = values(parameters, "form_hukou_weight")[forms], values(parameters, "form_sex_weight")[forms]
    table = np.einsum("fh,fa,fs,fe->hfase", hukou, age, sex, education)
    out = np.broadcast_to(table, (len(years), *table.shape)).copy()
    born = np.clip(years[:, None] - AGES, _FIRST_FARM_COHORT, _LAST_FARM_COHORT) - _FIRST_FARM_COHORT
    out[:, RURAL, ACTIVE.index(FARM)] *= np.exp(-scalar(parameters, "farm_cohort_decline") * born)[:, :, None, None]
    return out.reshape(*out.shape[:3], -1)


def _ratio(wanted: Reals, found: Reals) -> Reals:
    return np.asarray(np.divide(wanted, found, out=np.zeros_like(wanted), where=found > 0))


def _rake(weights: Reals, active: Reals, totals: FormTotals) -> Reals:
    """Shares of the labour force by form (year, hukou, form, stratum) that add up to the totals.

    Iterative proportional fitting over three margins: the stratum, the form, and work outside agriculture by hukou
    type.  share = factor * weight / sum over forms of factor * weight.  Each year ends when its own margins are met.
    """
    nonfarm = list(NONFARM)
    active = active[:, :, None, :]
    total = totals.forms * (active.sum((1, 2, 3)) / totals.forms.sum(1))[:, None]
    outside = total[:, nonfarm].sum(1)
    rural = np.clip(totals.rural_nonfarm, 0.0, np.minimum(0.999 * outside, 0.995 * active[:, RURAL].sum((1, 2))))
    wanted = by_hukou_type(rural, outside - rural)
    factors = np.ones((*weights.shape[:3], 1))
    years, open_weights, open_active = np.arange(len(weights)), weights, active
    for _ in range(_SWEEPS):
        factor, is_met = _sweep(factors[years], open_weights, open_active, total[years], wanted[years])
        factors[years] = factor
        if is_met.all():
            break
        if is_met.any():
            years, open_weights, open_active = years[~is_met], open_weights[~is_met], open_active[~is_met]
    scaled = factors * weights
    return np.asarray(scaled / scaled.sum(2, keepdims=True))


def _sweep(
    factor: Reals, weights: Reals, active: Reals, total: Reals, wanted: Reals
) -> tuple[Reals, NDArray[np.bool_]]:
    """One round of the fitting: factors (year, hukou, form, 1), and in which years (year,) the margins were met."""
    nonfarm = list(NONFARM)
    base = np.swapaxes(factor, 2, 3) @ weights
    found = factor * (weights @ np.swapaxes(active / base, 2, 3))  # (year, hukou, form, 1) persons
    by_form = _ratio(total, found.sum((1, 3)))
    factor = factor * by_form[:, None, :, None]
    found = found * by_form[:, None, :, None]
    by_hukou = _ratio(wanted, found[:, :, nonfarm].sum((2, 3)))
    factor[:, :, nonfarm] *= by_hukou[:, :, None, None]
    off = np.maximum(np.where(total > 0, np.abs(by_form - 1), 0.0).max(1), np.abs(by_hukou - 1).max(1))
    return factor, off < _TOLERANCE


def form_shares(parameters: ParameterSet, persons: Reals) -> FormShares:
    """Target shares of every stratum at the anchor years, and as recorded in the year of the surveys.

    ``persons`` (year, age 16-66, sex, hukou_type, education) of ``strata.stratum_persons``.  Students are set first,
    then who is in the labour force, then in which form; the rest is inactive.
    """
    years = np.append(ANCHOR_YEARS, SURVEY_YEAR)
    is_recorded = np.arange(len(years)) == len(ANCHOR_YEARS)
    people = np.maximum(persons[years - FIRST_YEAR], 1.0)  # an empty stratum still has shares
    totals = form_totals(
        parameters, years, is_recorded, persons.sum((1, 2, 3, 4)), persons[:, :, :, RURAL].sum((1, 2, 3))
    )
    school = np.broadcast_to(at_school(parameters, years)[:, :, None], people.shape)
    rates = np.broadcast_to(participation(parameters, years)[..., None], people.shape)
    out_of_school = _by_hukou(people * (1 - school))
    active = _active_persons(_by_hukou(rates), out_of_school, totals)
    shares = _rake(_weights(parameters, years), active, totals) * (active / _by_hukou(people))[:, :, None]
    table = np.empty((len(years), *_STRATUM, N_FORMS), dtype=np.float32)
    shaped = shares.reshape(len(years), 2, len(ACTIVE), N_AGES, 2, -1)
    table[..., list(ACTIVE)] = shaped.transpose(0, 3, 4, 1, 5, 2)
    table[..., EDUCATION] = school
    table[..., INACTIVE] = 0.0
    table[..., INACTIVE] = np.maximum(1.0 - table.sum(-1), 0.0)
    return FormShares(table[:-1], ANCHOR_YEARS, table[-1])


def _by_hukou(array: Reals) -> Reals:
    """(year, age, sex, hukou, education) as (year, hukou, stratum)."""
    moved = np.moveaxis(array, 3, 1)
    return np.ascontiguousarray(moved.reshape(*moved.shape[:2], -1))
