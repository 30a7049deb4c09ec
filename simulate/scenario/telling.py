"""A scenario's changes of the law in words, Chinese or English: lever by its name, places and dates as people say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from simulate.language import naming, speech
from simulate.parameters import AppliedChange
from simulate.parameters.spec import Spec

_DATE: Final = r"(\d{4}(?:-\d{2})?)"
_DATES: Final = re.compile(f"from {_DATE}(?: phased in until {_DATE})?(?: to before {_DATE})?")
_WITHOUT_UNIT: Final = ("code", "flag", "month")


def described_change(change: AppliedChange, specs: Mapping[str, Spec], language: str) -> str:
    """``灵活就业人员缴费基数下限比例：0.6 → 0.4，2027年1月起，甘肃、青海``; in English as the change speaks itself."""
    spec = specs.get(change.lever)
    if spec is None:
        return str(change)
    if language == "en":
        return str(change)
    unit = "" if change.unit in _WITHOUT_UNIT else speech.spoken(change.unit, "zh")
    unit = "" if unit == "比例" else unit
    where = "，".join(filter(None, (_dates(change.dates), _places(change.places))))
    idle = "" if change.binds else f"（{speech.spoken(change.idle, 'zh')}）"
    return f"{spec.chinese}：{_value(change.old)} → {_value(change.new)}{unit}，{where}{idle}"


def _value(text: str) -> str:
    """A value with its Chinese name where it is an option, or a range from least to most."""
    return "".join("至" if part == ".." else _option(part) for part in re.split(r"([ /]|\.\.)", text))


def _option(text: str) -> str:
    """An option of a lever in Chinese: of an enumeration, else of the catalogue; any other text as it is."""
    named = speech.spoken(f"option {text}", "zh")
    return naming.chinese_of(text) or ("" if named.startswith("option ") else named) or text


def described_value(text: str, language: str) -> str:
    """A lever's value or its options for people: none/women/both as 无/女性/男女."""
    return _value(text) if language == "zh" else text


def described_conditions(spec: Spec, specs: Mapping[str, Spec]) -> str:
    """Where a lever acts, in Chinese: each condition by the name of its lever, and that lever itself."""
    stated = []
    for each in spec.acts_where:
        settings = "或".join(_setting(word) for word in each.settings)
        stated.append(f"{specs[each.parameter].chinese}（{each.parameter}）{settings}")
    return "，且".join(stated)


def _setting(word: str) -> str:
    first, _, rest = word.partition(" ")
    named = {"true": "为是", "false": "为否"}.get(word)
    return named or {"not": "不为", "above": "大于", "below": "小于"}.get(first, "为") + _option(rest or word)


def _dates(text: str) -> str:
    """``from 2027-01 phased in until 2031-01`` as 自2027年1月起，2031年1月分步到位."""
    found = _DATES.fullmatch(text)
    if found is None:
        return speech.spoken(text, "zh")
    start, until, stop = found.groups()
    stated = [f"自{_date(start)}起"]
    stated += [f"{_date(until)}分步到位"] if until else []
    stated += [f"至{_date(stop)}前"] if stop else []
    return "，".join(stated)


def _date(text: str) -> str:
    year, _, month = text.partition("-")
    return f"{year}年" + (f"{int(month)}月" if month else "")


def _places(text: str) -> str:
    """Labels in Chinese: ``gansu, qinghai and 3 more`` as 甘肃、青海等5个."""
    return "；".join(map(_labels, text.split("; "))) if text else ""


def _labels(text: str) -> str:
    listed, _, more = text.partition(" and ")
    labels = listed.split(", ")
    stated = "、".join(naming.chinese_of(each) or speech.spoken(each, "zh") for each in labels)
    return f"{stated}等{len(labels) + int(more.split()[0])}个" if more else stated
