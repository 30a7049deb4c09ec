"""The laws a life is lived under: scenarios composed and packed, and the law of one person, without chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulate.clock import FIRST_YEAR, N_YEARS, year_index
from simulate.codes import FEMALE_50, FEMALE_55, MALE, OPEN, PUBLIC_EMPLOYEE, RETIREMENT_CATEGORIES
from simulate.errors import ProblemsFound
from simulate.lives.career import AT_WORK, Career
from simulate.parameters import LawBook
from simulate.scenario import Composed, compose, load_scenario
from simulate.schemes.acquired import is_work
from simulate.schemes.law import Law, build_law
from simulate.schemes.retirement.rules import retirement_window, statutory_month
from simulate.schemes.retirement.steps import is_employed

BASE: Final = "baseline"
_EVERYTHING: Final = 1e9  # share of income beyond which a month lapses, where months never lapse
_LEVERS: Final = {
    "real_wage_growth": "economy.real_wage_growth", "inflation": "economy.inflation",
    "crediting_rate": "employee_pension.crediting_rate",
}  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """A scenario ready for single lives."""

    composed: Composed
    book: LawBook = field(repr=False)
    law: Law = field(repr=False)
    on: str = ""  # name of the law it is laid on; "" where it is that law itself

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.composed.name

    def labels(self, parameter: str, axis: str) -> tuple[str, ...]:
        """Labels of an axis of a parameter."""
        return self.composed.parameters[parameter].coords[axis]


def laid_on(names: Sequence[str], on: str | None = None) -> list[str]:
    """For each scenario the law it is laid on: ``on`` where that is given, else the first on today's law and the others
    on the first, as ``compare`` lays them."""
    return [on if on is not None else names[0] if position else BASE for position in range(len(names))]


def compose_scenarios(
    names: Sequence[str], on: str | None = None, sets: Sequence[str] = ()
) -> list[tuple[Composed, LawBook]]:
    """Each scenario laid on the law that ``laid_on`` says; raises ProblemsFound."""
    book = LawBook.load()
    return [
        (
            compose(book, load_scenario(base, book), None if name == base else load_scenario(name, book), list(sets)),
            book,
        )
        for name, base in zip(names, laid_on(names, on), strict=True)
    ]


def assumed(career: Career) -> list[str]:
    """The assumptions of a career as changes of levers."""
    return [f"{_LEVERS[key]}@{career.rates_from}={rate!r}" for key, rate in career.rates.items() if key in _LEVERS]


def grounds(names: Sequence[str], on: str | None = None, sets: Sequence[str] = ()) -> list[Ground]:
    """The scenarios composed and packed; what needs no population is left at zero."""
    bases = laid_on(names, on)
    return [
        Ground(
            composed, book, build_law(composed.parameters, np.zeros(N_YEARS)), "" if name == base else Path(base).stem
        )
        for name, base, (composed, book) in zip(names, bases, compose_scenarios(names, on, sets), strict=True)
    ]


def career_grounds(
    career: Career, file: str, names: Sequence[str], on: str | None = None, sets: Sequence[str] = ()
) -> list[Ground]:
    """As ``grounds``, under the assumptions of a career; a fault of those is reported of its file."""
    own = assumed(career)
    try:
        return grounds(names, on, [*own, *sets])
    except ProblemsFound as faults:
        options = {f"--set {each}": each for each in own}
        raise ProblemsFound(
            replace(each, file=file, found=f"assumptions: {options[each.file]}: {each.found}")
            if each.file in options
            else each
            for each in faults.problems
        ) from faults


def like(array: NDArray[Any], value: Any) -> NDArray[Any]:
    """An array of the same kind; read-only where the law's is, so that no kernel is compiled again."""
    out = np.full_like(array, 0)
    out[...] = value
    out.setflags(write=array.flags.writeable)
    return out


def personal_law(ground: Ground, career: Career) -> Law:
    """The law where everything it leaves to the worker is as the career says."""
    law = ground.law
    p, o, s = law.enrolment, law.portability, law.subsidies
    dual = np.zeros(N_YEARS)
    dual[[year_index(year) for year in career.also_resident]] = 1.0
    defers = np.zeros(N_YEARS)
    defers[[year_index(year) for year in career.defers]] = 1.0
    paid_for = np.zeros(N_YEARS)
    paid_for[[year_index(year) for year in career.paid_for]] = 1.0
    tier = np.zeros(p.resident_tier_share.shape)
    tier[np.arange(N_YEARS), _tiers_of(ground, career)] = 1.0
    affordable = p.affordable_share if career.lapses else like(p.affordable_share, _EVERYTHING)
    return law._replace(
        enrolment=p._replace(
            resident_tier_share=like(p.resident_tier_share, tier),
            own_account_share=like(p.own_account_share, float(career.is_own_account)),
            affordable_share=affordable, hukou_rule=_doors(ground, career),
        ),
        retirement=_claiming(ground, career),
        resident_pension=law.resident_pension._replace(
            late_joining_share=like(law.resident_pension.late_joining_share, float(career.claim.joins_late)),
            paid_for_share=like(law.resident_pension.paid_for_share, paid_for),
        ),
        portability=o._replace(dual_share=like(o.dual_share, dual), transfer_take_up=like(o.transfer_take_up, 1.0)),
        subsidies=s._replace(
            deferral_take_up=like(s.deferral_take_up, defers),
            registered_share=like(s.registered_share, float(career.is_registered)),
            graduate_share=like(s.graduate_share, float(career.is_graduate)),
        ),
    )  # fmt: skip


def tiers(ground: Ground) -> tuple[str, ...]:
    """Labels of the tiers of the resident scheme."""
    return ground.labels("resident_pension.tier", "tier")


def _tier_by_year(career: Career) -> dict[int, str]:
    """Tier of the resident scheme by calendar year, where the career says it."""
    out = {}
    for period in career.periods:
        if period.tier:
            for year in range(FIRST_YEAR + period.start // 12, FIRST_YEAR + (period.stop - 1) // 12 + 1):
                out[year] = period.tier
    return out


def _tiers_of(ground: Ground, career: Career) -> list[int]:
    """Position of the tier paid in each year, (year,): the one named last, before the first that one."""
    labels, by_year = tiers(ground), _tier_by_year(career)
    given = [tier for tier in (career.tier, *(period.tier for period in career.periods)) if tier in labels]
    kept, out = given[0] if given else labels[0], []
    for year in range(FIRST_YEAR, FIRST_YEAR + N_YEARS):
        kept = by_year[year] if by_year.get(year) in labels else kept
        out.append(labels.index(kept))
    return out


def _doors(ground: Ground, career: Career) -> NDArray[Any]:
    """(month, province) hukou rule; in a record, open where the worker was insured at the place of work."""
    rule: NDArray[Any] = ground.law.enrolment.hukou_rule
    if not career.is_record:
        return rule
    out = rule.copy()
    for period in career.periods:
        if period.insured == AT_WORK:
            out[max(period.start, 0) : period.stop, period.province] = OPEN
    return like(rule, out)


def _claiming(ground: Ground, career: Career) -> Any:
    t, claim = ground.law.retirement, career.claim
    hazard = np.zeros(t.buy_in_hazard.shape)
    if claim.buys_in:
        hazard[year_index(claim.buys_in)] = 1.0
    t = t._replace(
        early_claim_share=like(t.early_claim_share, float(claim.when == "earliest")),
        early_retirement_share=like(t.early_retirement_share, float(claim.when in ("special_trade", "invalidity"))),
        invalidity_share=like(t.invalidity_share, float(claim.when == "invalidity")),
        female_55_share=like(t.female_55_share, float(claim.group == "female_55")),
        continue_share=like(t.continue_share, float(claim.when_short == "go_on")),
        resident_conversion_share=like(t.resident_conversion_share, float(option_left(career) == "resident")),
        buy_in_hazard=like(t.buy_in_hazard, hazard),
    )
    if claim.group == "female_50":  # as is stated, whatever the form of work at fifty
        t = t._replace(firm_worker_months=like(t.firm_worker_months, 0.0))
    return _put_off(t, career) if claim.when == "latest" else t


def option_left(career: Career) -> str:
    """What happens to rights short of months that further payment cannot complete: resident or refund."""
    claim = career.claim
    return claim.otherwise if claim.when_short == "go_on" else claim.when_short


def _put_off(t: Any, career: Career) -> Any:
    """The claim moved to the end of the window; the qualifying months stay those of the statutory year.

    Decision of 2024-09-13 art. 3, 人社部发〔2024〕94号 art. 2 (three years at most, by agreement with the employer).
    """
    maximum, months = t.maximum_delay.copy(), t.qualifying_months.copy()
    for category in range(len(RETIREMENT_CATEGORIES)) if career.sex else (MALE,):
        original, delay = statutory_month(t, career.birth_month, category)
        statutory = original + delay
        window = retirement_window(statutory, original, 0, int(t.late_window[statutory]))
        maximum[:, category] = delay + window.last_month - statutory
        if category == _category(career):
            months[statutory // 12 : window.last_month // 12 + 1] = months[statutory // 12]
    early_start = -12 * 100  # everybody is put off, by the most that the table now holds
    return t._replace(
        maximum_delay=like(t.maximum_delay, maximum), delay_step=like(t.delay_step, 1),
        reform_start=like(t.reform_start, early_start), qualifying_months=like(t.qualifying_months, months),
    )  # fmt: skip


def _category(career: Career) -> int:
    """Category of retirement age: as stated, else by the work of the month of turning fifty, or the last before it."""
    if not career.sex:
        return MALE
    if career.claim.group:
        return FEMALE_55 if career.claim.group == "female_55" else FEMALE_50
    fifty = career.birth_month + 12 * 50
    forms = [period.form for period in career.periods if period.start <= fifty and is_work(period.form)]
    return FEMALE_50 if forms and is_employed(forms[-1]) and forms[-1] != PUBLIC_EMPLOYEE else FEMALE_55
