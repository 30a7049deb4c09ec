"""Names as people write them: Chinese beside English, 北京市 beside 北京, full-width forms, capitals and blanks.

What is written in a file, an option or Python is turned into the label that the model knows; what matches none is
left to the caller, which reports it with its place.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from simulate.codes import ENUMERATIONS, PROVINCES
from simulate.errors import ascii_digits, did_you_mean, half_width
from simulate.language.cities import IN_ENGLISH, province_of_city
from simulate.language.traditional import simplified

_KIND_OF_PROVINCE: Final = re.compile("(?:(?:壮族|回族|维吾尔)?自治区|省|市)$")
_SHORT: Final = dict(
    zip("京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新", PROVINCES.labels, strict=True)
)
_ENGLISH: Final = {"inner_mongolia": "neimenggu", "nei_mongol": "neimenggu", "tibet": "xizang"}
_ALIKE: Final = 0.5  # names have two or three characters: one of two may differ
_MISSPELT: Final = 0.75  # a letter in eight wrong, or one left out of four
_BLANKS: Final = re.compile(r"[\s\-_]+")
_FLAGS: Final = {"是": "true", "否": "false"}
_DATE: Final = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{0,2}(?:\d{1,2}\D?)?")
_YEAR: Final = re.compile(r"(\d{4})\D{0,2}")
_MONTH_FIRST: Final = re.compile(r"(\d{1,2})\D(\d{4})")
_NUMERALS: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")
_LATIN: Final = re.compile("[a-z]{3,}")
_HAN: Final = re.compile("[\u3400-\u9fff]+")
_IN_COMMON: Final = 1 / 3  # of the parts of a text: 户籍放开 shares one in three with what it is about
_TIMES: Final = {"": 1, "千": 1000, "万": 10_000, "亿": 100_000_000}
_QUOTES: Final = "[\"'“”‘’「」¥￥]*"
_AMOUNT: Final = re.compile(
    rf"{_QUOTES}(-?[0-9]+(?:\.[0-9]+)?)(?:(千|万|亿))?(?:元|块|人|岁|年|个?月|倍|yuan|rmb|months|years)?{_QUOTES}",
    re.IGNORECASE,
)
_SHARES: Final = re.compile(r"(?:百分之)?([\d.]+)(成|%)?")


def plain(text: str) -> str:
    """A name in the form of labels: half-width, lower case, one ``_`` for blanks and hyphens."""
    return _BLANKS.sub("_", half_width(text).strip().lower())


def label_of(text: str, labels: Iterable[str]) -> str | None:
    """The one of ``labels`` that a text means, by itself or by its Chinese or English name; None if none is meant."""
    known = set(labels)
    name = plain(text)
    if text in known or name in known:
        return text if text in known else name
    if name in _ENGLISH and _ENGLISH[name] in known:
        return _ENGLISH[name]
    chinese = simplified(text.strip())
    for each in ENUMERATIONS.values():
        for label, own in zip(each.labels, each.chinese, strict=True):
            if label in known and chinese in (own, f"{own}人员", f"{own}人"):
                return label
    return province_of(text) if province_of(text) in known else None


def near_label(text: str, labels: Iterable[str]) -> str:
    """Which of ``labels`` a text may have meant, to be said after it: the province of a city, else the nearest name.

    A city is asked for before a label, so that 苏州 is not taken for 贵州, or shenzen for henan.
    """
    known = tuple(labels)
    name = city = plain(simplified(text))
    if province_of_city(name) is None and set(PROVINCES.labels).issubset(known):
        city = city_near(name) or name
    province = province_of_city(city)
    if province in known:
        shown = text.strip() if city == name else city
        return f"{shown} lies in {chinese_of(province)} ({province})"
    return did_you_mean(text, known) or mean_chinese(text, known)


def city_near(name: str) -> str | None:
    """The city, in English, that a misspelt name is nearer to than to any province; else None."""
    if not name.isascii():
        return None
    likeness = {each: difflib.SequenceMatcher(None, each, name).ratio() for each in (*IN_ENGLISH, *PROVINCES.labels)}
    near = max(PROVINCES.labels + IN_ENGLISH, key=lambda each: likeness[each])
    return near if near in IN_ENGLISH and likeness[near] >= _MISSPELT else None


def mean_chinese(text: str, labels: Iterable[str]) -> str:
    """``did you mean 浙江 (zhejiang)?`` for a Chinese text near the Chinese name of one of ``labels``; else nothing."""
    if text.isascii():
        return ""
    known = set(labels)
    names = {
        chinese: label
        for each in ENUMERATIONS.values()
        for label, chinese in zip(each.labels, each.chinese, strict=True)
        if label in known
    }
    bare = _KIND_OF_PROVINCE.sub("", simplified(text.strip()))
    close = difflib.get_close_matches(bare, names, n=max(len(names), 1), cutoff=_ALIKE)
    best = next((each for each in close if each[:1] == bare[:1]), close[0] if close else "")
    return f"did you mean {best} ({names[best]})?" if best else ""


def chinese_of(label: str) -> str:
    """The Chinese name of a label of any enumeration; nothing where it is not a label."""
    for each in ENUMERATIONS.values():
        if label in each.labels:
            return each.chinese[each.labels.index(label)]
    return {"true": "是", "false": "否"}.get(label, "")


def province_of(text: str) -> str | None:
    """The label of a province by any of its names: beijing, Beijing, 北京, 北京市, 内蒙古自治区, Inner Mongolia."""
    name = plain(text)
    bare = _KIND_OF_PROVINCE.sub("", simplified(text.strip()))
    for label, chinese in zip(PROVINCES.labels, PROVINCES.chinese, strict=True):
        if name == label or bare == chinese:
            return label
    return _ENGLISH.get(name) or _SHORT.get(bare)


def flag_of(text: str) -> str:
    """``true`` or ``false`` for 是 or 否; any other text as it is."""
    return _FLAGS.get(text.strip(), text)


def alike(text: str, names: Mapping[str, str]) -> str:
    """``did you mean 放开户籍 (hukou_removal)?`` for up to three titles, keys of ``names``, near a text.

    Of Chinese a word is two characters that follow one another; of English, three letters and more.  Nothing where
    no title shares a third of the words.
    """
    wanted = _words(text)
    shared = {title: len(wanted & _words(f"{title} {name}")) / max(len(wanted), 1) for title, name in names.items()}
    best = sorted(
        (title for title in names if shared[title] >= _IN_COMMON),
        key=lambda each: (-shared[each], each.isascii() != text.isascii(), len(each)),
    )
    first: dict[str, str] = {}
    for title in best:
        first.setdefault(names[title], title)
    near = list(first.items())[:3]
    if len(near) == 1:
        return f"did you mean {near[0][1]} ({near[0][0]})?"
    return f"did you mean one of {' / '.join(f'{title} [{name}]' for name, title in near)}?" if near else ""


def _words(text: str) -> set[str]:
    folded = simplified(text.casefold())
    pairs = {run[i : i + 2] for run in _HAN.findall(folded) for i in range(len(run) - 1)}
    return pairs | set(_LATIN.findall(folded))


def mend_share(text: str) -> str:
    """``write 0.3`` for a share written as 30%, 三成 or 百分之三十; nothing where no share is meant."""
    digits = ascii_digits(text).replace("％", "%").replace(" ", "").translate(_NUMERALS)
    digits = re.sub(r"^(百分之)?(\d?)十(\d?)", lambda found: f"{found[1] or ''}{found[2] or 1}{found[3] or 0}", digits)
    found = _SHARES.fullmatch(digits)
    if found is None or (found[2] is None and not digits.startswith("百分之")):
        return ""
    try:
        share = float(found[1]) / (10.0 if found[2] == "成" else 100.0)
    except ValueError:
        return ""
    return f"write {share:.6g}"


def mend_amount(text: str) -> str:
    """``write 15000`` for a number written as 1.5万, 15000元 or in quotation marks; nothing where none is meant."""
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    return f"write {(Decimal(found[1]) * _TIMES[found[2] or '']).normalize():f}" if found else ""


def mend_date(text: str, axis: str) -> str:
    """What to write for a date written otherwise, 2027年1月 or 2027/1, on an axis of months or years.

    Nothing where no date is meant, and for one that is written as it should be, but which nothing reaches.
    """
    digits = ascii_digits(text.translate(_NUMERALS)).strip()
    digits = _MONTH_FIRST.sub(r"\2-\1", digits) if _MONTH_FIRST.fullmatch(digits) else digits
    found = _DATE.fullmatch(digits) or _YEAR.fullmatch(digits)
    month = int(found[2]) if found and found.re is _DATE else 1
    if found is None or not 1 <= month <= 12:
        return ""
    date = found[1] + (f"-{month:02d}" if axis == "month" else "")
    return "" if date == text else f"write {date}"
