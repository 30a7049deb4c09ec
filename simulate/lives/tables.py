"""Lives as text: scenarios side by side, the story month by month, the sums of each year; in the language spoken."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from simulate.codes import ENUMERATIONS, PROVINCES
from simulate.language import naming, speech
from simulate.lives.event import Event
from simulate.lives.flows import INTO, PAYERS
from simulate.lives.sources import when
from simulate.lives.summary import Summary, as_dict, years
from simulate.results.plain_text import line
from simulate.results.words import label

_PLAIN_WIDTH: Final = 160
_PAID: Final = {"pool": "into the pool", "account": "into the account", "resident": "into the resident scheme"}
_OF_YEARS: Final = ("months", "own", "others", "account", "received")
_ALL_LABELS: Final = sorted({each for one in ENUMERATIONS.values() for each in one.labels}, key=len, reverse=True)
_NAMES: Final = {
    each: label(one, each).en[:1].lower() + label(one, each).en[1:]
    for one in ("form", "occupation", "education")
    for each in ENUMERATIONS[one].labels
    if "_" in each
} | {each: label("province", each).en for each in PROVINCES.labels}
_CODES: Final = re.compile(rf"(?<![\w.])({'|'.join(_NAMES)})(?!\w|\.\w)")
_BETWEEN_HAN: Final = re.compile(r"(?<=[\u4e00-\u9fff）]), (?=[\u4e00-\u9fff])")
_LABELS: Final = re.compile(
    rf"(?<![A-Za-z_])({'|'.join(_ALL_LABELS)})(?![A-Za-z_])"
)  # \\b is none between Han and Latin


def said(text: str) -> str:
    """A text of a life in the language spoken, labels by their names; in English provinces and what is no word."""
    if speech.language() == "en":
        return _CODES.sub(lambda found: _NAMES[found[0]], text)
    spoken = _LABELS.sub(lambda found: naming.chinese_of(found[1]), speech.spoken(text))
    return _BETWEEN_HAN.sub("，", spoken)


def console() -> Console:
    """Standard output; of a fixed width where it is not a screen, so that nothing is cut."""
    return Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH, highlight=False, soft_wrap=False)


def _print(title: str, table: Table) -> Console:
    """A title on a line of its own, however narrow the table."""
    out = console()
    out.print(Text(line(said(title))), style="bold")
    out.print(table)
    return out


def print_summaries(title: str, summaries: Sequence[Summary]) -> None:
    """The numbers of a life under each scenario, side by side."""
    table = _table("", *(summary.scenario for summary in summaries), right=len(summaries))
    for name, values in rows([as_dict(summary) for summary in summaries]):
        if values is None:
            table.add_section()
            table.add_row(Text(said(name), style="bold"))
        else:
            indent = name[: len(name) - len(name.lstrip())]
            table.add_row(*map(Text, (indent + said(name.strip()), *values)))
    laid = [
        said(f"{summary.scenario} is laid on {summary.life.ground.on}")
        for summary in summaries
        if summary.life.ground.on
    ]
    _print("; ".join([title, *laid]), table)


def rows(found: Sequence[dict[str, Any]]) -> list[tuple[str, list[str] | None]]:
    """Names and texts of every line; a line without texts is a heading.  Lines that say nothing are left out."""
    out: list[tuple[str, list[str] | None]] = [("Paid in, yuan 缴费", None)]
    for payer in PAYERS:
        for into in INTO:
            values = [each["paid_yuan"].get(payer, {}).get(into) for each in found]
            _add(out, f"{payer} {label('payer', payer).zh}, {_PAID[into]}", values, "{:,.2f}")
    out.append(("Rights 权益", None))
    for name, key in (("months counted 缴费月数", "counted"), ("months required 最低缴费月数", "asked_for")):
        _add(out, name, [each["months"][key] or None for each in found], "{:,.0f}")
    for key in ("by an employer", "as a flexible worker", "credited"):
        _add(out, f"  of these {key}", [each["months"][key] or None for each in found], "{:,.0f}")
    _add(out, "contribution index 缴费指数", [each["index"] or None for each in found], "{:.4f}")
    _add(out, "personal account 个人账户", [each["account_yuan"] or None for each in found], "{:,.2f}")
    out.append(("Award, yuan a month 待遇", None))
    for name, key, form in (
        ("month of claiming 领取月份", "month", "{}"), ("age", "age", "{:.2f}"),
        ("place of benefit 待遇领取地", "province", "{}"), ("employee pension 职工养老金", "total_yuan", "{:,.2f}"),
        ("  basic 基础养老金", "basic_yuan", "{:,.2f}"),
        ("  transitional 过渡性养老金", "transitional_yuan", "{:,.2f}"),
        ("  account 个人账户养老金", "account_yuan", "{:,.2f}"),
    ):  # fmt: skip
        _add(out, name, [_in_words((each["employee_pension"] or {}).get(key)) for each in found], form)
    for name, key, form in (
        ("resident pension 城乡居民养老金", "total_yuan", "{:,.2f}"), ("  drawn from", "month", "{}"),
        ("  flat 基础养老金", "flat_yuan", "{:,.2f}"), ("  account 个人账户养老金", "account_yuan", "{:,.2f}"),
    ):  # fmt: skip
        _add(out, name, [(each["resident_pension"] or {}).get(key) for each in found], form)
    out += _ratios(found)
    following: list[list[str] | None] = [values for _, values in out[1:]] + [None]
    return [line for line, after in zip(out, following, strict=True) if line[1] is not None or after is not None]


def _ratios(found: Sequence[dict[str, Any]]) -> list[tuple[str, list[str] | None]]:
    out: list[tuple[str, list[str] | None]] = [("Replacement rate of the first pension 替代率", None)]
    for name, key in (
        ("of own career earnings", "of_own_career_earnings"), ("of own last earnings", "of_own_last_earnings"),
        ("of the local wage", "of_local_wage"),
    ):  # fmt: skip
        _add(out, name, [each["replacement_rates"].get(key) for each in found], "{:.1%}")
    out.append(("Money's worth, at constant prices", None))
    for name, key, form in (
        ("benefits from age", "benefits_from_age", "{:.2f}"),
        ("years of life left then", "years_of_life_left", "{:.1f}"),
        ("value of benefits", "benefits_yuan", "{:,.0f}"),
        ("value of all contributions", "contributions_yuan", "{:,.0f}"),
        ("benefits over contributions", "benefits_over_contributions", "{:.2f}"),
        ("benefits over own contributions", "benefits_over_own_contributions", "{:.2f}"),
        ("real return on contributions", "real_return_on_contributions", "{:.2%}"),
        ("real return on own contributions", "real_return_on_own_contributions", "{:.2%}"),
    ):  # fmt: skip
        _add(out, name, [(each["money_worth"] or {}).get(key) for each in found], form)
    return out


def _in_words(value: Any) -> Any:
    return said(value) if isinstance(value, str) else value


def _add(out: list[tuple[str, list[str] | None]], name: str, values: Sequence[Any], form: str) -> None:
    if any(value is not None for value in values):
        out.append((name, [form.format(value) if value is not None else "-" for value in values]))


def print_events(summaries: Sequence[Summary], kinds: Sequence[str] = ()) -> None:
    """The story of a life: when, what, why, and the articles behind it, numbered below; what scenarios share, once."""
    names = [summary.scenario for summary in summaries]
    under: dict[Event, list[str]] = {}
    for summary in summaries:
        for event in summary.events:
            if not kinds or event.kind in kinds:
                under.setdefault(event, []).append(summary.scenario)
    both = len(names) > 1
    table = _table("month", "until", *(["under"] if both else []), "what", "why", "law")
    notes: dict[str, int] = {}
    for event in sorted(under, key=lambda each: each.month):
        marks = [str(notes.setdefault(str(each), len(notes) + 1)) for each in event.law]
        where = ["" if len(under[event]) == len(names) else ", ".join(under[event])] if both else []
        texts = (when(event.month), _until(event), *where, said(event.what), said(event.why), " ".join(marks))
        table.add_row(*(Text(line(text)) for text in texts))
    out = _print("What happened, and why", table)
    for text, number in notes.items():
        out.print(Text(f"{number:>4}  {line(text)}"))


def _until(event: Event) -> str:
    return when(event.until - 1) if event.until is not None and event.until > event.month + 1 else ""


def print_years(summaries: Sequence[Summary]) -> None:
    """Sums of each year, scenarios side by side."""
    letters = "AB" if len(summaries) > 1 else " "
    columns = [
        f"{letter} {said(name)}".strip() for letter, _ in zip(letters, summaries, strict=True) for name in _OF_YEARS
    ]
    table = _table("year", "earned", *columns, right=len(columns) + 2)
    by_year = [{each["year"]: each for each in years(summary)} for summary in summaries]
    for year in sorted(set().union(*by_year)):
        found = [each.get(year) for each in by_year]
        earned = next((each["earned_yuan"] for each in found if each), 0.0)
        table.add_row(*map(Text, (str(year), _yuan(earned), *(text for each in found for text in _year_cells(each)))))
    who = ", ".join(f"{letter}: {summary.scenario}" for letter, summary in zip("AB", summaries, strict=False))
    _print(f"Sums by year, yuan: earned, paid by the worker and by others, accounts at the year's end ({who})", table)


def _year_cells(each: dict[str, Any] | None) -> list[str]:
    if each is None:
        return [""] * len(_OF_YEARS)
    paid = each["paid_yuan"]
    others = sum(amount for payer, amount in paid.items() if payer != "worker")
    account = each["account_yuan"] + each["resident_account_yuan"]
    amounts = (paid.get("worker", 0.0), others, account, sum(each["received_yuan"].values()))
    return [str(each["months_paid"] or ""), *map(_yuan, amounts)]


def _yuan(amount: float) -> str:
    return f"{amount:,.0f}" if amount else ""


def _table(*columns: str, right: int = 0) -> Table:
    """A table whose last ``right`` columns are numbers."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for position, name in enumerate(columns):
        is_number = position >= len(columns) - right
        table.add_column(
            Text(line(said(name))), justify="right" if is_number else "left", overflow="fold", no_wrap=is_number
        )
    return table
