"""Writes the life of a simulated worker as a career file, which gives the same award when simulated again."""

from __future__ import annotations

from itertools import groupby
from typing import Final, NamedTuple

import numpy as np

from simulate.clock import FIRST_YEAR, format_month
from simulate.codes import (
    EDUCATIONS,
    FEMALE_55,
    FORMS,
    HUKOU_TYPES,
    OCCUPATIONS,
    PLATFORM_EMPLOYEE,
    PLATFORM_FLEXIBLE,
    PROVINCES,
    RETIREMENT_CATEGORIES,
    SEXES,
    WOMAN,
)  # fmt: skip
from simulate.contracts import PAID_FOR_RESIDENT
from simulate.engine.draws import CLAIMING, EARLY_RETIREMENT, RESIDENT_TRAITS, unit, words
from simulate.lives.career import AT_HUKOU, AT_WORK, EMPLOYER, INSURED, NOTHING, RESIDENT
from simulate.lives.living import Life, Year
from simulate.lives.people import number_of
from simulate.lives.refusals import is_lapsed
from simulate.lives.sources import when
from simulate.schemes.employee_pension.rules import contribution_base, flexible_contribution
from simulate.schemes.platform_copayment.rules import ORDER_LEVY, order_levy
from simulate.schemes.state import (
    NEVER,
    PAID_AS_EMPLOYEE,
    PAID_AS_FLEXIBLE,
    SETTLED_EMPLOYEE,
    SETTLED_OUT,
)  # fmt: skip

_PLATFORM: Final = (PLATFORM_FLEXIBLE, PLATFORM_EMPLOYEE)


class _Month(NamedTuple):
    month: int
    form: int
    occupation: int
    place: int
    insured: int
    tier: str  # of the resident scheme
    earnings: np.float32
    base: float


def as_career(life: Life, seed: int) -> str:
    """The text of the career file."""
    worker = number_of(int(life.workers.worker[0]))
    who = life.workers
    lines = [
        f'title: {{zh: "模拟劳动者 {worker}", en: "Simulated worker {worker}"}}',
        f'note: "written from a simulation of {life.ground.name}, seed {seed}"', "record: true",
        f"birth_month: {when(life.birth_month)}", f"sex: {SEXES.labels[int(who.sex[0])]}",
        f"hukou_province: {PROVINCES.labels[int(life.careers.hukou_province[0, 0])]}",
        f"hukou_type: {HUKOU_TYPES.labels[int(who.hukou_type[0])]}",
        f"education: {EDUCATIONS.labels[int(who.education[0])]}", f"tier: {_tier(life, seed, life.years[0])}",
        *_traits(life), *_claim(life, seed), "periods:",
    ]  # fmt: skip
    months = [_month(life, year, m, seed) for year in life.years if _is_career(life, year) for m in range(12)]
    for _, group in groupby(months, key=lambda each: each[1:6]):
        lines.append(_period(list(group)))
    return "\n".join(lines) + "\n"


def _is_career(life: Life, year: Year) -> bool:
    return bool(year.year - life.careers.first_year < life.careers.occupation.shape[0])


def _month(life: Life, year: Year, m: int, seed: int) -> _Month:
    month, form = year.january + m, int(year.form[m])
    row = month - life.years[0].january
    insured, place = _insured(life, year, m), int(year.place[m])
    if insured in (AT_HUKOU, AT_WORK):
        where = int(year.insured[m])
        insured = AT_HUKOU if where == year.home else AT_WORK
        place = where if insured == AT_WORK else place
    base = float(year.target[m]) if insured in (AT_HUKOU, AT_WORK, EMPLOYER) else 0.0
    job = year.occupation if form in _PLATFORM else -1
    return _Month(month, form, job, place, insured, _tier(life, seed, year), life.careers.earnings[row, 0], base)


def _insured(life: Life, year: Year, m: int) -> int:
    """How the month was chosen to be insured; what the law does by itself is left to the law."""
    if _is_chosen(life, year, m):
        return EMPLOYER if year.pay[m] == PAID_AS_EMPLOYEE else AT_HUKOU
    if is_lapsed(year, m):
        return AT_HUKOU
    return RESIDENT if year.joins and not _pays_both(life, year) else NOTHING


def _is_chosen(life: Life, year: Year, m: int) -> bool:
    """Whether the month is paid because worker or employer chose to."""
    return bool(year.pay[m] in (PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE)) and not _by_law(life, year, m)


def _by_law(life: Life, year: Year, m: int) -> bool:
    """Months going on at the end, and months insured by a levy at source alone."""
    rights = year.after.rights
    if rights.extend_from[0] != NEVER and year.january + m >= rights.extend_from[0]:
        return True
    month, where = year.january + m, int(year.place[m])
    is_levied = life.law.platform_copayment.rule[month, where] == ORDER_LEVY and year.form[m] == PLATFORM_FLEXIBLE
    if not is_levied or year.pay[m] != PAID_AS_FLEXIBLE:
        return False
    e, insured = life.law.employee_pension, int(year.insured[m])
    chosen = contribution_base(
        float(year.target[m]), e.flexible_base_floor[month, insured], e.base_ceiling[month, insured]
    )
    c, rate = life.law.platform_copayment, float(e.flexible_rate[month, where])
    levy = order_levy(
        float(year.income[m]), float(c.income_share_of_orders[month]), float(c.order_levy_rate[month]),
        flexible_contribution(float(e.base_ceiling[month, where]), rate, 0.0).contribution,
    )  # fmt: skip
    return bool(year.base[m] != chosen and np.isclose(year.due[m], levy, rtol=1e-9))


def _pays_both(life: Life, year: Year) -> bool:
    """Whether the resident scheme is paid beside months paid by choice in the employee scheme."""
    return year.joins and any(_is_chosen(life, year, m) for m in range(12))


def _traits(life: Life) -> list[str]:
    both = [year.year for year in life.years if _pays_both(life, year)]
    defers = [year.year for year in life.years if year.after.support.deferred_months[0] > 0.0]
    share = life.law.subsidies.registered_share
    edges = np.cumsum(life.law.platform_copayment.platform_count_share)
    kind = int(np.searchsorted(edges / edges[-1], float(life.choices.chances.platforms[0])))
    homes = life.careers.hukou_province[:, 0]
    moves = np.flatnonzero(np.diff(homes)) + 1
    out = [f"platforms: {(1, 2, 4)[min(kind, 2)]}"]
    if float(life.choices.chances.registered[0]) < float(share.max()):
        out.append("registered_hard_to_employ: true")
    if float(life.choices.chances.registered[0]) < float(life.law.subsidies.graduate_share.max()):
        out.append("registered_graduate: true")
    paid_for = [year.year for year in life.years if year.sums is not None and year.sums[PAID_FOR_RESIDENT] > 0.0]
    if paid_for:
        out.append(f"paid_for: {paid_for}")
    if both:
        out.append(f"also_resident: {both}")
    if defers:
        out.append(f"defers: {defers}")
    if len(moves):
        first = life.careers.first_year
        settles = ", ".join(f"{first + int(row)}: {PROVINCES.labels[int(homes[row])]}" for row in moves)
        out.append(f"settles: {{{settles}}}")
    return out


def _claim(life: Life, seed: int) -> list[str]:
    """The choices the model drew at the end of the working life, written out."""
    t, worker = life.law.retirement, int(life.workers.worker[0])
    early, _, short, refund = (float(unit(word)) for word in words(worker, 0, CLAIMING, seed))
    _, late, _, _ = (float(unit(word)) for word in words(worker, 0, RESIDENT_TRAITS, seed))
    last = life.years[-1].year - FIRST_YEAR
    stop, sixty = min(int(life.last.rights.stop_month[0]) // 12, last), min(life.birth_month // 12 + 60, last)
    left = "resident" if refund < t.resident_conversion_share[stop] else "refund"
    keys = {
        "when": "earliest" if early < t.early_claim_share[stop] else "statutory",
        "when_short": "go_on" if short < t.continue_share[stop] else left, "otherwise": left,
        "joins_late": "true" if late < life.law.resident_pension.late_joining_share[sixty] else "false",
    }  # fmt: skip
    if int(life.last.rights.allowance_until[0]) != NEVER:
        keys["when"] = "invalidity"
    elif _special_trade(life, seed):
        keys["when"] = "special_trade"
    if int(life.workers.sex[0]) == WOMAN:
        category = int(life.last.rights.category[0])
        keys["group"] = RETIREMENT_CATEGORIES.labels[category if category != NEVER else FEMALE_55]
    bought = [
        year.year
        for year in life.years
        if year.before.rights.outcome[0] == SETTLED_OUT and year.after.rights.outcome[0] == SETTLED_EMPLOYEE
    ]
    if bought:
        keys["buys_in"] = str(bought[0])
    return ["claim: {" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}"]


def _special_trade(life: Life, seed: int) -> bool:
    """Whether the pension was claimed before the original age, as special trades may, by the draw of the model."""
    t, rights = life.law.retirement, life.last.rights
    stop = int(rights.stop_month[0])
    if (
        rights.outcome[0] != SETTLED_EMPLOYEE
        or stop not in life.birth_month + t.original_age[stop // 12] - t.early_retirement_months[stop // 12]
    ):
        return False
    chance, _, _, _ = words(int(life.workers.worker[0]), 0, EARLY_RETIREMENT, seed)
    return bool(float(unit(chance)) < t.early_retirement_share[stop // 12])


def _tier(life: Life, seed: int, year: Year) -> str:
    """Label of the tier that the worker's place in the shares of a year makes."""
    place, _, _, _ = words(int(life.workers.worker[0]), 0, RESIDENT_TRAITS, seed)
    shares = np.cumsum(life.law.enrolment.resident_tier_share[year.january // 12])
    tier = min(int(np.searchsorted(shares, float(unit(place)), side="right")), len(shares) - 1)
    return life.ground.labels("resident_pension.tier", "tier")[tier]


def _period(group: list[_Month]) -> str:
    first = group[0]
    parts = [f"from: {format_month(first.month)}", f"to: {_next(group[-1].month)}", f"form: {FORMS.labels[first.form]}"]
    if first.occupation >= 0:
        parts.append(f"occupation: {OCCUPATIONS.labels[first.occupation]}")
    parts += [f"place: {PROVINCES.labels[first.place]}", f"insured: {INSURED[first.insured]}", f"tier: {first.tier}"]
    if any(each.earnings > 0 for each in group):
        parts.append(f"earnings: {{times_wage: {_values([str(each.earnings) for each in group])}}}")
    if first.insured in (AT_HUKOU, AT_WORK, EMPLOYER):
        has_target = any(each.base > 0 for each in group)
        parts.append(f"base: {{yuan: {_values([repr(each.base) for each in group])}}}" if has_target else "base: floor")
    return "  - {" + ", ".join(parts) + "}"


def _next(month: int) -> str:
    return format_month(month + 1)


def _values(texts: list[str]) -> str:
    return texts[0] if len(set(texts)) == 1 else "[" + ", ".join(texts) + "]"
