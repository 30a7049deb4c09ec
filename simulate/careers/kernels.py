"""How lives are drawn: employment forms, migration and earnings of a batch of workers of one birth cohort.

What happens a few times in a life (leaving a form, moving) is drawn when it happens, in scalar code; only earnings,
which move every month, are written as lanes.  Tables are indexed by years of age since 16; rows of the results count
from January of the first simulated year.
"""

from __future__ import annotations

import math

import numpy as np

from simulate.codes import (
    EMPLOYEE, OTHER_FLEXIBLE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE,
)  # fmt: skip
from simulate.engine.draws import (
    EARNINGS, FORM_CHURN, FORM_DRIFT, MIGRATION, WORKER_TRAITS, fast_exp, normal, philox, unit, words,
)  # fmt: skip
from simulate.engine.jit import rule

_N_FORMS = 9
_NO_OCCUPATION = -1
_NOTHING = np.float32(0.0)
_LEAST_PAY = np.float32(1e-9)  # below it a form earns nothing: its effect is -30


@rule
def _pick(weights, total, u):
    """Position drawn with probability weights / total, by one uniform number."""
    threshold = u * total
    cumulative = 0.0
    last = 0
    for position in range(len(weights)):
        if weights[position] > 0.0:
            cumulative += weights[position]
            last = position
            if threshold < cumulative:
                return position
    return last


@rule
def _drift(form, before, now, u_leave, u_destination):
    """The form after January: workers leave shrinking forms for growing ones so that shares follow the target.

    A worker of form f leaves with probability (before_f - now_f) / before_f where that is positive, for a growing form
    in proportion to its growth; a population at the old shares is then at the new ones.
    """
    if before[form] > 0.0 and u_leave * before[form] >= before[form] - now[form]:
        return form
    growth = np.maximum(now - before, 0.0)
    total = growth.sum()
    if total <= 0.0:
        return _pick(now, now.sum(), u_destination)
    return _pick(growth, total, u_destination)


@rule
def _log_of_staying(hazard):
    """Logarithm of the chance to stay another month, by the monthly hazard."""
    return math.log1p(-min(hazard, 0.999))


@rule
def _waiting_months(log_of_staying, u):
    """Months until a form is left, geometric; one at least."""
    if log_of_staying >= 0.0:
        return 1_000_000
    return 1 + int(math.log(u) / log_of_staying)


@rule
def _is_platform(form):
    return form == PLATFORM_EMPLOYEE or form == PLATFORM_FLEXIBLE


@rule
def draw_forms(worker, sex, hukou_type, education, shares, hazard, occupation_share, occupation_hazard, hazard_factor,
               first_age, first_month, n_years, seed, form, occupation):  # fmt: skip
    """Fill ``form`` (month, worker) and ``occupation`` (year, worker; -1 outside platforms).

    ``shares`` (age, sex, hukou_type, education, form) are the targets along the life of the cohort; ``hazard`` (age,
    sex, form) the monthly hazards of leaving; ``occupation_share`` (platform form, sex, education, occupation);
    ``occupation_hazard`` (occupation,) x ``hazard_factor`` (sex, age) those of platform flexible workers.  A form left
    within the year is followed by form g with probability proportional to share_g x hazard_g, which keeps the shares
    where they are.
    """
    flow = np.empty(_N_FORMS)
    staying = np.empty(hazard.shape)
    for age in range(hazard.shape[0]):
        for of_sex in range(hazard.shape[1]):
            for kind in range(_N_FORMS):
                staying[age, of_sex, kind] = _log_of_staying(hazard[age, of_sex, kind])
    for lane in range(len(worker)):
        as_employee = occupation_share[0, sex[lane], education[lane]]
        as_flexible = occupation_share[1, sex[lane], education[lane]]
        churn = as_flexible * occupation_hazard
        platform_hazard = churn.sum() / as_flexible.sum()
        current = -1
        job = _NO_OCCUPATION
        for year in range(n_years):
            now = shares[first_age + year, sex[lane], hukou_type[lane], education[lane]]
            january = first_month + 12 * year
            w0, w1, w2, _ = words(worker[lane], january, FORM_DRIFT, seed)
            if current < 0:
                entered = _pick(now, now.sum(), unit(w1))
            else:
                before = shares[first_age + year - 1, sex[lane], hukou_type[lane], education[lane]]
                entered = _drift(current, before, now, unit(w0), unit(w1))
            if entered != current and _is_platform(entered):
                chances = as_employee if entered == PLATFORM_EMPLOYEE else as_flexible
                job = _pick(chances, chances.sum(), unit(w2))
            current = entered
            factor = hazard_factor[sex[lane], first_age + year]
            for other in range(_N_FORMS):
                leaving = hazard[first_age + year, sex[lane], other]
                flow[other] = now[other] * (factor * platform_hazard if other == PLATFORM_FLEXIBLE else leaving)
            flow_total = flow.sum()
            month = -1
            filled = 0
            last_job = job if _is_platform(current) else _NO_OCCUPATION
            while True:
                stays = staying[first_age + year, sex[lane], current]
                if current == PLATFORM_FLEXIBLE:
                    stays = _log_of_staying(factor * occupation_hazard[job])
                w0, w1, w2, _ = words(worker[lane], january + month + 1, FORM_CHURN, seed)
                month += _waiting_months(stays, unit(w0))
                for m in range(filled, min(month, 12)):
                    form[12 * year + m, lane] = current
                filled = min(month, 12)
                if month > 11:
                    break
                current = _pick(flow, flow_total, unit(w1))
                if _is_platform(current):
                    chances = as_employee if current == PLATFORM_EMPLOYEE else churn
                    job = _pick(chances, chances.sum(), unit(w2))
                    last_job = job
            occupation[year, lane] = last_job


@rule
def _can_be_away(form):
    """Whether a worker of this form lives at the place of work; farmers, pupils and officials are at home."""
    return form == EMPLOYEE or (PLATFORM_EMPLOYEE <= form <= OTHER_FLEXIBLE)


@rule
def draw_migration(worker, sex, hukou_type, home, form, away_share, churn, settling, destinations, first_age,
                   first_month, n_years, seed, work_province, hukou_province):  # fmt: skip
    """Fill ``work_province`` (month, worker) and ``hukou_province`` (year, worker).

    ``away_share`` (age, province, sex, hukou_type) is the target share living outside the hukou province; ``churn``
    (age,) the share of those away who return in a year and are replaced; ``settling`` the yearly chance of local hukou;
    ``destinations`` (province, province) the cumulative probabilities by origin.
    """
    for lane in range(len(worker)):
        hukou = home[lane]
        away = -1
        for year in range(n_years):
            age = first_age + year
            now = away_share[age, hukou, sex[lane], hukou_type[lane]]
            w0, w1, w2, w3 = words(worker[lane], first_month + 12 * year, MIGRATION, seed)
            was = away
            if year == 0:
                change = now
            else:
                before = away_share[age - 1, hukou, sex[lane], hukou_type[lane]]
                if away < 0:
                    change = (max(now - before, 0.0) + churn[age] * min(now, before)) / max(1.0 - before, 1e-9)
                else:
                    change = 1.0 - (1.0 - churn[age]) * min(1.0, now / max(before, 1e-12))
            if unit(w0) < change:
                away = np.searchsorted(destinations[hukou], unit(w1), "right") if away < 0 else -1
            elif away >= 0 and unit(w3) < settling:
                hukou = away
                away = -1
            hukou_province[year, lane] = hukou
            moved = int(unit(w2) * 12.0) if year > 0 else 0
            for m in range(12):
                place = was if m < moved else away
                lives_away = place >= 0 and _can_be_away(form[12 * year + m, lane])
                work_province[12 * year + m, lane] = place if lives_away else hukou


@rule
def draw_earnings(worker, sex, hukou_type, education, form, occupation, profile, hukou_effect, form_effect,
                  occupation_effect, persistence, transitory_sd, first_age, first_month, n_years, seed,
                  earnings):  # fmt: skip
    """Fill ``earnings`` (month, worker): pay relative to the mean wage of the province of work.

    log pay = profile (age, sex, education) + effect of form and occupation + a worker's own level + a persistent
    monthly AR(1) + a transitory shock whose standard deviation depends on the form; ``form_effect`` is (year, form)
    from     the first simulated year, -30 where the form earns nothing.  ``persistence`` holds
    (autocorrelation, innovation sd, stationary sd, sd of the worker's level).  All in single precision.
    """
    n = len(worker)
    autocorrelation, innovation_sd = persistence[0], persistence[1]
    persistent = np.empty(n, np.float32)
    own_level = np.empty(n, np.float32)
    level = np.empty(n, np.float32)
    in_platform = np.empty(n, np.float32)
    word = np.empty((12, 2, n), np.uint32)
    innovation = np.empty((12, n), np.float32)
    shock = np.empty((12, n), np.float32)
    for lane in range(n):
        w0, w1, _, _ = words(worker[lane], 0, WORKER_TRAITS, seed)
        own_level[lane] = persistence[3] * normal(w0)
        persistent[lane] = persistence[2] * normal(w1)
    for year in range(n_years):
        start = 12 * year
        effect = form_effect[year]
        for lane in range(n):
            level[lane] = own_level[lane] + profile[first_age + year, sex[lane], education[lane]]
            level[lane] += hukou_effect[hukou_type[lane]]
            job = occupation[year, lane]
            in_platform[lane] = occupation_effect[job] if job >= 0 else np.float32(0.0)
        for pair in range(6):
            even, odd = 2 * pair, 2 * pair + 1
            for lane in range(n):
                w0, w1, w2, w3 = philox(worker[lane], first_month + start + even, EARNINGS, seed)
                word[even, 0, lane] = np.uint32(w0)
                word[even, 1, lane] = np.uint32(w1)
                word[odd, 0, lane] = np.uint32(w2)
                word[odd, 1, lane] = np.uint32(w3)
        for m in range(12):
            for lane in range(n):
                innovation[m, lane] = normal(word[m, 0, lane])
            for lane in range(n):
                shock[m, lane] = normal(word[m, 1, lane])
        for m in range(12):
            for lane in range(n):
                persistent[lane] = autocorrelation * persistent[lane] + innovation_sd * innovation[m, lane]
                innovation[m, lane] = level[lane] + persistent[lane]
        for m in range(12):
            for lane in range(n):
                kind = form[start + m, lane]
                is_platform = (kind == PLATFORM_EMPLOYEE) | (kind == PLATFORM_FLEXIBLE)
                job_effect = in_platform[lane] if is_platform else _NOTHING
                innovation[m, lane] += effect[kind] + job_effect + transitory_sd[kind] * shock[m, lane]
        for m in range(12):
            for lane in range(n):
                pay = fast_exp(innovation[m, lane])
                earnings[start + m, lane] = pay if pay > _LEAST_PAY else _NOTHING
