"""What a life comes to under each law, in words and a table, as ``explain --json`` tells it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from simulate.language import naming
from simulate.serve.scenario_store import title_of
from simulate.serve.words import word

OF_CAREER = "of_own_career_earnings"


def headline(life: Mapping[str, Any], language: str) -> str:
    """Who it is: the number, then sex, birth, hukou, education and work."""
    if language == "en":
        return f"{life['worker']}: {life['who']}"
    parts = [part for text in str(life["who"]).split(", ") for part in text.split("; ")]
    return f"{life['worker']}：" + "，".join(_in_chinese(part) for part in parts)


def _in_chinese(text: str) -> str:
    text = text.removeprefix("longest: ").removeprefix("born ")
    if " hukou of " in text:
        kind, _, province = text.partition(" hukou of ")
        return f"{naming.chinese_of(province)}{naming.chinese_of(kind)}户籍"
    year, _, month = text.partition("-")
    if year.isdecimal():
        return f"{year}年{int(month or 1)}月生"
    return naming.chinese_of(text) or text


def table(life: Mapping[str, Any], language: str) -> str:
    """Rows of what was paid, counted and received, a column a law."""
    laws = life["scenarios"]
    rows = [
        ("fact_paid", [_yuan(sum(each["paid_yuan"].get("worker", {}).values())) for each in laws]),
        ("fact_months", [f"{each['months']['counted']:.0f} / {each['months']['asked_for']:.0f}" for each in laws]),
        ("fact_account", [_yuan(each["account_yuan"]) for each in laws]),
        ("fact_employee", [_yuan((each["employee_pension"] or {}).get("total_yuan")) for each in laws]),
        ("fact_resident", [_yuan((each["resident_pension"] or {}).get("total_yuan")) for each in laws]),
        ("fact_replacement", [_percent((each["replacement_rates"] or {}).get(OF_CAREER)) for each in laws]),
    ]  # fmt: skip
    head = "".join(f'<th scope="col">{escape(title_of(each["scenario"], language))}</th>' for each in laws)
    body = "".join(
        f'<tr><th scope="row">{escape(word(key, language))}</th>'
        + "".join(f"<td>{cell}</td>" for cell in cells)
        + "</tr>"
        for key, cells in rows
    )
    return f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>"


def _yuan(amount: float | None) -> str:
    return "-" if amount is None else f"{amount:,.0f}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100.0 * share:.1f} %"
