"""The settlement of a life as events: shortfalls, conversion, the award and the article behind each part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from simulate.clock import month_index
from simulate.codes import PROVINCES
from simulate.lives.claims import claim_event
from simulate.lives.event import Event
from simulate.lives.living import Life
from simulate.lives.settled import PUBLIC, Award, Settled, Short
from simulate.lives.sources import Citation, cite, cite_rules
from simulate.schemes.acquired import is_public_last
from simulate.schemes.employee_pension.award import LAW_1997, LAW_2005
from simulate.schemes.employee_pension.award_rules import (
    account_pension,
    annuity_divisor,
    basic_pension,
    guaranteed_supplement,
    pension_1978,
    pension_1997,
    transitional_pension,
)  # fmt: skip
from simulate.schemes.employee_pension.rules import mean_index
from simulate.schemes.portability.rules import benefit_place, employee_to_resident, months_short
from simulate.schemes.resident_pension.rules import flat_pension_with_bonus, is_eligible, resident_award
from simulate.schemes.retirement.rules import may_top_up, qualifying_months


def award_events(life: Life, settled: Settled) -> Iterator[Event]:
    """Everything that settled rights, in order."""
    for short in settled.short:
        yield _short(life, short)
    award = settled.award
    if award is not None:
        yield claim_event(life, award)
        where = PROVINCES.labels[award.province]
        what = (
            f"employee pension of {award.total:,.2f} a month in {where}: basic {award.basic:,.2f}, "
            f"transitional {award.transitional:,.2f}, account {award.account:,.2f}"
        )
        yield Event(award.month, None, "settled", what, formula(award), award_law(life, award))
    resident = settled.resident
    if resident is not None:
        law = tuple(
            cite(life.ground, f"resident_pension.{name}", month_index(resident.year), resident.province)
            for name in ("flat_pension", "annuity_divisor")
        ) + cite_rules(is_eligible, flat_pension_with_bonus, resident_award)
        what = (
            f"resident pension of {resident.total:,.2f} a month in {PROVINCES.labels[resident.province]}: "
            f"flat {resident.flat:,.2f}, account {resident.account:,.2f}"
        )
        why = f"{resident.years_paid:.0f} years paid, account {resident.balance:,.2f}"
        yield Event(resident.month, None, "settled", what, why, law)


def formula(award: Award) -> str:
    """The award as arithmetic."""
    allowance = f", local allowance {award.allowance:,.2f} in the basic pension" if award.allowance else ""
    if award.guarantee:
        allowance += f", {award.guarantee:,.2f} more by the guarantee of the old law"
    return (
        f"{award.paid_months:.0f} months ({award.deemed_months:.0f} deemed), index {award.index:.4f}, reference wage "
        f"{award.wage:,.2f}{allowance}; account {award.balance:,.2f} / {award.divisor:g}"
    )


def award_law(life: Life, award: Award) -> tuple[Citation, ...]:
    """The articles behind the parts of an award."""
    names = [
        "retirement.original_age", "retirement.qualifying_months", "employee_pension.benefit_reference_wage",
        "employee_pension.accrual_rate", "employee_pension.annuity_divisor", "portability.benefit_place_rule",
    ]  # fmt: skip
    if award.allowance:
        names.append("employee_pension.local_allowance")
    if award.transitional > 0.0:
        names.append("employee_pension.transitional_coefficient")
    law = tuple(cite(life.ground, name, award.month, award.province) for name in names)
    return law + cite_rules(*award_rules(award))


def award_rules(award: Award) -> tuple[Callable[..., Any], ...]:
    """The rules that made the parts of an award."""
    rules: list[Callable[..., Any]] = [qualifying_months, benefit_place, mean_index]
    if award.month >= LAW_2005:
        rules += [basic_pension, annuity_divisor, account_pension]
    elif award.month >= LAW_1997:
        rules.append(pension_1997)
    else:
        rules.append(pension_1978)
    if award.transitional > 0.0:
        rules.append(transitional_pension)
    if award.guarantee > 0.0:
        rules += [pension_1978, guaranteed_supplement] if award.month >= LAW_1997 else []
    return tuple(rules)


def _short(life: Life, short: Short) -> Event:
    why = (
        f"short of the qualifying months by {short.missing:.0f}: {short.paid_months:.0f} paid, "
        f"{short.needed:.0f} required"
    )
    if short.then == PUBLIC:
        return Event(short.month, None, "settled", f"no employee pension: {PUBLIC}", "", cite_rules(is_public_last))
    if short.paid_months <= 0.0:
        return Event(short.month, None, "settled", f"no employee pension: {short.then}")
    what = short.then
    if short.amount > 0.0:
        what += f" ({short.amount:,.2f} yuan; pooled contributions of {short.pooled_lost:,.2f} stay behind)"
    law = (cite(life.ground, "retirement.qualifying_months", short.month), *_option_law(life, short))
    start = "no pension yet" if short.then == "goes on paying" else "no employee pension"
    return Event(short.month, None, "refused", f"{start}: {what}", why, law)


def _option_law(life: Life, short: Short) -> tuple[Citation, ...]:
    name = "continue_years" if short.then == "goes on paying" else "resident_conversion_share"
    rules = (months_short, may_top_up) if short.then == "goes on paying" else (months_short, employee_to_resident)
    return (cite(life.ground, f"retirement.{name}", short.month), *cite_rules(*rules))
