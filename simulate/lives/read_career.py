"""Reads career files strictly: every fault with file, line and column, all at once."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Final

from simulate.clock import format_month, month_index
from simulate.codes import MAN, PROVINCES
from simulate.contracts import FIRST_COHORT, LAST_COHORT
from simulate.errors import Findings
from simulate.lives.career import (
    EMPLOYER,
    GROUPS,
    RATES,
    WHEN,
    WHEN_SHORT,
    Career,
    Claim,
    Period,
    first_row_year,
    last_row_year,
)  # fmt: skip
from simulate.lives.fields import (
    code_of,
    label_code,
    month_of,
    number_of,
    whole_of,
    years_of,
)  # fmt: skip
from simulate.lives.read_period import read_period
from simulate.lives.sources import when
from simulate.parameters.fields import bilingual_of, check_keys, flag_of, one_of, text_of
from simulate.parameters.strict_yaml import Mapping, Sequence, load

KEYS: Final = {
    "title", "note", "birth_month", "sex", "hukou_province", "hukou_type", "education", "periods", "claim",
    "assumptions", "settles", "also_resident", "defers", "registered_hard_to_employ",
    "registered_graduate", "own_account", "paid_for", "platforms", "lapses", "record",
    "tier",
}  # fmt: skip
CLAIM_KEYS: Final = {"when", "when_short", "otherwise", "group", "joins_late", "buys_in", "note"}
REQUIRED: Final = ("title", "birth_month", "sex", "hukou_province", "hukou_type", "periods")
FIRST_BIRTH_YEAR: Final = 1920
LAST_BIRTH_YEAR: Final = 2012


def read_career(path: Path) -> Career:
    """The career of a file; raises ProblemsFound with every fault."""
    findings = Findings()
    fields = load(path, str(path), findings)
    findings.raise_if_any()
    assert fields is not None
    career = _read(path.stem, fields, findings)
    findings.raise_if_any()
    return career


def _read(name: str, fields: Mapping, findings: Findings) -> Career:
    check_keys(fields, KEYS, findings, "a career")
    for key in REQUIRED:
        if key not in fields.entries and key not in ("sex", "hukou_province", "hukou_type"):
            findings.add(fields.place, f"no {key}", f"the key {key}", "see scenarios/careers/README.md")
    english, chinese = bilingual_of(fields, "title", findings)
    note, chinese_note = _note(fields, findings)
    sex = code_of(fields, "sex", findings)
    rates, rates_from = _assumptions(fields, findings)
    is_record = flag_of(fields, "record", False, findings)
    birth_month = _birth_month(fields, is_record, findings)
    periods, claim = _periods(fields, birth_month, is_record, findings), _claim(fields, sex, findings)
    _check_late_claim(fields, periods, claim, findings)
    return Career(
        name=name, english=english, chinese=chinese, note=note, chinese_note=chinese_note,
        birth_month=birth_month,
        sex=sex, hukou_province=code_of(fields, "hukou_province", findings),
        hukou_type=code_of(fields, "hukou_type", findings), education=code_of(fields, "education", findings, 0),
        periods=periods, claim=claim, rates=rates,
        rates_from=rates_from, settles=_settles(fields, findings),
        also_resident=years_of(fields.entries.get("also_resident"), "also_resident", findings),
        defers=years_of(fields.entries.get("defers"), "defers", findings),
        is_registered=flag_of(fields, "registered_hard_to_employ", False, findings),
        is_graduate=flag_of(fields, "registered_graduate", False, findings),
        is_own_account=flag_of(fields, "own_account", False, findings),
        paid_for=years_of(fields.entries.get("paid_for"), "paid_for", findings),
        tier=text_of(fields, "tier", findings), platforms=whole_of(fields, "platforms", 1, 20, 1, findings),
        lapses=flag_of(fields, "lapses", is_record, findings), is_record=is_record,
    )  # fmt: skip


def _note(fields: Mapping, findings: Findings) -> tuple[str, str]:
    """Where the figures come from, in English and Chinese, or in one language as its writer speaks."""
    if isinstance(fields.entries.get("note"), Mapping):
        return bilingual_of(fields, "note", findings)
    return text_of(fields, "note", findings), ""


def _birth_month(fields: Mapping, is_record: bool, findings: Findings) -> int:
    """Month of birth; of a hand-written career early enough for the claim to be simulated."""
    month = month_of(fields, "birth_month", findings)
    first, last = (FIRST_COHORT, LAST_COHORT) if is_record else (FIRST_BIRTH_YEAR, LAST_BIRTH_YEAR)
    low, high = month_index(first), month_index(last, 12)
    if month is None:
        return month_index(1980)
    if not low <= month <= high:
        place = fields.entries["birth_month"].place
        expected = f"a month from {first}-01 to {last}-12, so that the claim is simulated"
        findings.add(place, when(month), expected)
        return month_index(1980)
    return month


def _periods(fields: Mapping, birth_month: int, is_record: bool, findings: Findings) -> tuple[Period, ...]:
    node = fields.entries.get("periods")
    if node is None:
        return ()
    if not isinstance(node, Sequence) or not node.items:
        findings.add(node.place, "no list of periods", "periods: with one entry - {from, form, place, ...} each")
        return ()
    birth_year = 1950 + birth_month // 12
    end = month_index(last_row_year(birth_year) + 1)
    read = [read_period(item, end, is_record, findings) for item in node.items]
    periods = [period for period in read if period is not None]
    starts = [period.start for period in periods]
    closed = [
        period if period.stop < end else _until_next(period, min([s for s in starts if s > period.start], default=end))
        for period in periods
    ]
    _check_order(closed, month_index(first_row_year(birth_year)), end, findings)
    for period in closed:
        _check_lengths(period, findings)
    return tuple(closed)


def _until_next(period: Period, stop: int) -> Period:
    """A period without end lasts until the next begins, the last one until the claim."""
    return Period(period.start, min(period.stop, stop), *tuple(vars(period).values())[2:])


def _check_order(periods: list[Period], first: int, end: int, findings: Findings) -> None:
    for before, after in pairwise(periods):
        if after.start < before.stop:
            found = f"a period from {format_month(after.start)}, before the one above ends"
            findings.add(
                after.place, found, f"from {format_month(before.stop)} or later", "`to` is the first month after"
            )
    for period in periods:
        if period.start < first or period.stop > end:
            found = f"a period from {format_month(period.start)} to {format_month(period.stop)}"
            expected = f"months from {format_month(first)} (the year of turning 16) to before {format_month(end)}"
            findings.add(period.place, found, expected)


def _check_lengths(period: Period, findings: Findings) -> None:
    months = period.stop - period.start
    for what, amount in (("earnings", period.earnings), ("base", period.base)):
        if len(amount.values) not in (1, months):
            findings.add(period.place, f"{len(amount.values)} values of {what} for {months} months",
                         "one value, or one for each month")  # fmt: skip


def _claim(fields: Mapping, sex: int, findings: Findings) -> Claim:
    node = fields.entries.get("claim")
    if node is None:
        return Claim()
    if not isinstance(node, Mapping):
        findings.add(node.place, "a claim without keys", "claim: {when: statutory, when_short: go_on}")
        return Claim()
    check_keys(node, CLAIM_KEYS, findings, "claim")
    if "group" in node.entries and sex == MAN:
        findings.add(node.entries["group"].place, "a group of women for a man", "no group", "remove it")
    return Claim(
        when=one_of(node, "when", WHEN, "statutory", findings),
        when_short=one_of(node, "when_short", WHEN_SHORT, "go_on", findings),
        otherwise=one_of(node, "otherwise", WHEN_SHORT[1:], "resident", findings),
        group=one_of(node, "group", GROUPS, "", findings),
        joins_late=flag_of(node, "joins_late", False, findings),
        buys_in=whole_of(node, "buys_in", 1980, 2075, 0, findings),
    )  # fmt: skip


def _check_late_claim(fields: Mapping, periods: tuple[Period, ...], claim: Claim, findings: Findings) -> None:
    """Decision of 2024-09-13 art. 3: a later claim takes an agreement with the employer."""
    if claim.when == "latest" and periods and periods[-1].insured != EMPLOYER:
        place = fields.entries["claim"].place
        findings.add(place, "a late claim by someone without an employer at the end", "when: statutory or earliest")


def _assumptions(fields: Mapping, findings: Findings) -> tuple[dict[str, float], int]:
    node = fields.entries.get("assumptions")
    if node is None:
        return {}, 0
    if not isinstance(node, Mapping):
        findings.add(node.place, "assumptions without keys", "{real_wage_growth: 0.0125, inflation: 0.02}")
        return {}, 0
    check_keys(node, {*RATES, "from", "note"}, findings, "assumptions")
    rates: dict[str, float] = {}
    for key in RATES:
        if key in node.entries:
            rates[key] = number_of(node.entries[key], -0.1, 0.3, key, findings)
    return rates, whole_of(node, "from", 2025, 2075, 2025, findings)


def _settles(fields: Mapping, findings: Findings) -> dict[int, int]:
    node = fields.entries.get("settles")
    if node is None:
        return {}
    if not isinstance(node, Mapping):
        findings.add(node.place, "settles without years", "a year and the province of the new hukou, {2015: beijing}")
        return {}
    out = {}
    for key, value in node.entries.items():
        if not key.isdigit():
            findings.add(node.key_places[key], repr(key), "a calendar year")
            continue
        out[int(key)] = label_code(value, text_of(node, key, findings), PROVINCES, findings)
    return out
