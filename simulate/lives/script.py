"""A career written by hand as the arrays the kernels live: one worker, months in rows."""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate.clock import N_YEARS, month_index, year_index
from simulate.codes import EDUCATION, UNEMPLOYED
from simulate.contracts import Careers, Codes, Reals, Weights, Workers
from simulate.lives.career import AT_HUKOU, NOTHING, Amount, Career, Period
from simulate.lives.laws import Ground
from simulate.parameters.economy.params import reals
from simulate.schemes.enrolment.chance import Choices
from simulate.schemes.enrolment.following import Script
from simulate.schemes.life import choices_of

_MANY: Final = 4  # platforms, from which the group of the most begins


def worker_of(career: Career) -> Workers:
    """The worker, with an identity no draw depends on."""

    def one(value: int) -> Codes:
        return np.array([value], np.int16)

    return Workers(
        career.birth_year, worker=np.array([career.birth_year * 2**32], np.int64), group=one(0), sex=one(career.sex),
        birth_month=one(career.birth_month % 12), hukou_province=one(career.hukou_province),
        hukou_type=one(career.hukou_type), education=one(career.education),
    )  # fmt: skip


def one_person(n_sexes: int = 2) -> Weights:
    """A worker stands for one person, who does not die."""
    ones, zeros = np.ones((N_YEARS, n_sexes)), np.zeros((N_YEARS, n_sexes))
    return Weights(ones, zeros, np.zeros(n_sexes))


def careers_of(ground: Ground, career: Career) -> Careers:
    """Form, place, earnings by month, occupation and hukou by year; at school at first, in gaps out of work."""
    n_months, first = 12 * career.n_years, month_index(career.first_year)
    form = np.full((n_months, 1), UNEMPLOYED, np.int16)
    begins = min(period.start for period in career.periods) - first
    form[:begins] = EDUCATION
    place = np.full((n_months, 1), career.hukou_province, np.int16)
    earnings = np.zeros((n_months, 1), np.float32)
    occupation = np.full((career.n_years, 1), -1, np.int16)
    for period in career.periods:
        rows = slice(period.start - first, period.stop - first)
        form[rows], place[rows] = period.form, period.province
        earnings[rows, 0] = _relative(ground, period)
        if period.occupation >= 0:
            years = slice((period.start - first) // 12, (period.stop - first - 1) // 12 + 1)
            free = occupation[years] < 0
            occupation[years][free] = period.occupation
    return Careers(career.first_year, form, place, earnings, occupation, _homes(career), np.zeros(1))


def _homes(career: Career) -> Codes:
    home = np.full((career.n_years, 1), career.hukou_province, np.int16)
    for year, province in sorted(career.settles.items()):
        home[max(year - career.first_year, 0) :] = province
    return home


def _relative(ground: Ground, period: Period) -> Reals:
    """Earnings of each month over the mean wage of the province of work."""
    months = np.arange(period.start, period.stop)
    values = np.array([period.earnings.at(i) for i in range(len(months))])
    if period.earnings.kind != "yuan":
        return values
    yuan = values * _growth(ground, period.earnings, months)
    return np.asarray(yuan / ground.law.economy.wage[months // 12, period.province])


def _growth(ground: Ground, amount: Amount, months: np.ndarray) -> Reals:
    """How an amount of yuan grows to each month, in yearly steps."""
    years = months // 12
    start = year_index(amount.year) if amount.year else int(years[0])
    if amount.grows == "wages":
        index = ground.law.economy.national_wage
    elif amount.grows == "prices":
        index = np.asarray(np.cumprod(1.0 + reals(ground.composed.parameters, "economy.inflation")), dtype=np.float64)
    else:
        return np.ones(len(months))
    return np.asarray(index[years] / index[start])


def script_of(ground: Ground, career: Career, careers: Careers) -> Script:
    """How each month is insured and the base aimed at, yuan."""
    n_months, first = 12 * career.n_years, month_index(career.first_year)
    script = Script(np.full((n_months, 1), NOTHING, np.int16), np.zeros((n_months, 1)))
    for period in career.periods:
        rows = slice(period.start - first, period.stop - first)
        script.alternative[rows] = period.insured
        script.base[rows, 0] = _targets(ground, career, careers, period)
    return script


def _targets(ground: Ground, career: Career, careers: Careers, period: Period) -> Reals:
    """Base aimed at in each month, yuan; 0 is the floor."""
    months, base = np.arange(period.start, period.stop), period.base
    if base.kind == "floor":
        return np.zeros(len(months))
    values = np.array([base.at(i) for i in range(len(months))])
    years = months // 12
    if base.kind == "yuan":
        return values
    if base.kind == "times_wage":
        where = career.hukou_province if period.insured == AT_HUKOU else period.province
        return np.asarray(values * ground.law.employee_pension.contribution_reference_wage[months, where])
    rows = months - month_index(career.first_year)
    income = careers.earnings[rows, 0] * ground.law.economy.wage[years, period.province]
    return np.asarray(values * income)


def choices_of_one(ground: Ground, career: Career, careers: Careers) -> Choices:
    """What chance would decide, as the career says: registration, the number of platforms.

    The other draws decide nothing where the months are written.
    """
    share = ground.law.platform_copayment.platform_count_share
    edges = np.cumsum(share) / share.sum()
    kind = 0 if career.platforms == 1 else 2 if career.platforms >= _MANY else 1
    platforms = 0.5 * ((edges[kind - 1] if kind else 0.0) + edges[kind])
    drawn = choices_of(ground.law, worker_of(career), careers, 0)
    drawn.chances.platforms, drawn.chances.registered = platforms, 0.5
    return drawn
