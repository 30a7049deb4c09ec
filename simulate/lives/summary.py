"""A life in numbers: what was paid, by whom and into what, the pension it gave, and what it was worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulate.clock import month_index
from simulate.codes import PROVINCES
from simulate.contracts import Reals
from simulate.lives.event import Event
from simulate.lives.events import events
from simulate.lives.flows import INTO, PAYERS, year_paid, year_received
from simulate.lives.living import Life
from simulate.lives.settled import Settled, settle
from simulate.lives.sources import when
from simulate.lives.worth import Worth, worth
from simulate.schemes.state import CREDITED, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE


@dataclass(frozen=True)
class Summary:
    """One life under one scenario."""

    life: Life
    settled: Settled
    paid: Reals  # (payer, into) yuan, nominal, all years
    months: dict[str, int]  # of the employee scheme, by how they were paid
    events: tuple[Event, ...]
    worth: Worth | None

    @property
    def scenario(self) -> str:
        """Name of the scenario."""
        return self.life.ground.name


def summarise(life: Life, discount: float) -> Summary:
    """Sum up a life; ``discount`` a year above prices."""
    settled = settle(life)
    paid = np.sum([year_paid(life, year) for year in life.years], axis=0)
    pay = np.concatenate([year.pay for year in life.years])
    kinds = {"by an employer": PAID_AS_EMPLOYEE, "as a flexible worker": PAID_AS_FLEXIBLE, "credited": CREDITED}
    months = {name: int((pay == code).sum()) for name, code in kinds.items()}
    return Summary(life, settled, paid, months, tuple(events(life, settled)), worth(life, discount))


def as_dict(summary: Summary) -> dict[str, Any]:
    """Plain values, for JSON and for the tables."""
    settled, life = summary.settled, summary.life
    paid = {
        payer: {into: _fen(summary.paid[i, k]) for k, into in enumerate(INTO) if summary.paid[i, k] != 0.0}
        for i, payer in enumerate(PAYERS)
    }
    return {
        "scenario": summary.scenario,
        "laid_on": life.ground.on or None,
        "law_as_of": life.ground.composed.as_of.isoformat(),
        "parameters_digest": life.ground.composed.digest,
        "paid_yuan": {payer: parts for payer, parts in paid.items() if parts},
        "months": {"counted": settled.paid_months, "asked_for": settled.needed, **summary.months},
        "index": round(settled.index, 6),
        "account_yuan": _fen(settled.balance),
        "statutory_month": when(settled.statutory_month) if settled.statutory_month is not None else None,
        "employee_pension": _award(summary),
        "resident_pension": _resident(summary),
        "short_of_months": [
            {"month": when(each.month), "paid": each.paid_months, "asked_for": each.needed, "then": each.then,
             "amount_yuan": _fen(each.amount), "pooled_left_behind_yuan": _fen(each.pooled_lost)}
            for each in settled.short
        ],
        "replacement_rates": rates(life, settled),
        "money_worth": _worth(summary.worth),
        "events": [_event(each) for each in summary.events],
        "years": years(summary),
    }  # fmt: skip


def _fen(amount: float) -> float:
    return round(float(amount), 2)


def _award(summary: Summary) -> dict[str, Any] | None:
    award = summary.settled.award
    if award is None:
        return None
    return {
        "month": when(award.month), "age": round(award.age, 2), "province": PROVINCES.labels[award.province],
        "total_yuan": _fen(award.total), "basic_yuan": _fen(award.basic), "transitional_yuan": _fen(award.transitional),
        "account_yuan": _fen(award.account), "local_allowance_in_basic_yuan": _fen(award.allowance),
        "paid_months": award.paid_months, "deemed_months": award.deemed_months,
        "index": round(award.index, 6), "account_balance_yuan": _fen(award.balance), "divisor": award.divisor,
        "reference_wage_yuan": _fen(award.wage),
    }  # fmt: skip


def _resident(summary: Summary) -> dict[str, Any] | None:
    award = summary.settled.resident
    if award is None:
        return None
    return {
        "year": award.year, "month": when(award.month), "province": PROVINCES.labels[award.province],
        "total_yuan": _fen(award.total),
        "flat_yuan": _fen(award.flat), "account_yuan": _fen(award.account), "years_paid": award.years_paid,
        "account_balance_yuan": _fen(award.balance),
    }  # fmt: skip


def rates(life: Life, settled: Settled) -> dict[str, float | None]:
    """Gross replacement rates of the first pension, each against what its name says."""
    award, pension = settled.award, settled.pension
    if pension <= 0.0:
        return {}
    rights = life.last.rights
    if award is not None:
        career, last, local = award.career_earnings, award.last_earnings, award.local_wage
    else:
        assert settled.resident is not None
        y = (month_index(settled.resident.year)) // 12
        wage = life.law.economy.national_wage[y]
        career = float(rights.career_earnings[0] / max(rights.career_months[0], 1.0) * wage)
        last = float(rights.income[0])
        local = float(life.law.economy.wage[y, settled.resident.province])
    return {
        "of_own_career_earnings": _over(pension, career), "of_own_last_earnings": _over(pension, last),
        "of_local_wage": _over(pension, local),
    }  # fmt: skip


def _over(pension: float, earnings: float) -> float | None:
    return round(pension / earnings, 6) if earnings > 0.0 else None


def _worth(each: Worth | None) -> dict[str, Any] | None:
    if each is None:
        return None
    return {
        "benefits_from_age": round(each.age, 2), "years_of_life_left": round(each.years, 2),
        "discount_rate_real": each.discount, "benefits_yuan": _fen(each.benefits),
        "contributions_yuan": _fen(each.paid),
        "own_contributions_yuan": _fen(each.own), "benefits_over_contributions": _finite(each.ratio),
        "benefits_over_own_contributions": _finite(each.ratio_own), "real_return_on_contributions": each.rate_of_all,
        "real_return_on_own_contributions": each.rate_of_own,
    }  # fmt: skip


def _finite(value: float) -> float | None:
    return round(value, 4) if np.isfinite(value) else None


def _event(event: Event) -> dict[str, Any]:
    return {
        "month": when(event.month), "until": when(event.until) if event.until is not None else None, "kind": event.kind,
        "what": event.what, "why": event.why, "law": [str(each) for each in event.law],
    }  # fmt: skip


def years(summary: Summary) -> list[dict[str, Any]]:
    """The years in which money moved, as sums."""
    out = []
    for year in summary.life.years:
        paid, received = year_paid(summary.life, year), year_received(summary.life, year)
        if paid.any() or received or year.income.any():
            out.append(
                {"year": year.year, "earned_yuan": _fen(year.income.sum()),
                 "months_paid": int((year.pay != 0).sum()),
                 "paid_yuan": {payer: _fen(paid[i].sum()) for i, payer in enumerate(PAYERS) if paid[i].any()},
                 "account_yuan": _fen(year.after.rights.account[0]),
                 "resident_account_yuan": _fen(year.after.residents.account[0]),
                 "received_yuan": {name: _fen(amount) for name, amount in received.items()}}
            )  # fmt: skip
    return out
