"""Which numbers stand on which sheet, and how each unit is written: one unit a sheet, so that headers can name it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from simulate.indicators import Output
from simulate.indicators.registry import Labels
from simulate.results.tables import ADEQUACY, FUNDS, TABLE_YEARS

THEMES: Final = ("coverage", "adequacy", "funds", "funds_by_province", "who_pays", "provinces")
EVERY_YEAR: Final = ("fund_revenue", "fund_expenditure", "fund_balance")  # by province too
PROVINCE_YEARS: Final = (2020, 2030, 2050, 2075)  # of all other outputs by province
LONG: Final = 1400  # numbers of a scenario, above which the years of the CSV tables are shown
MONTHLY: Final = "monthly"  # key of the family of pensions
PRICES: Final = "prices_index"
TIMES: Final = ("year", "cohort")
# Order of columns; others follow.
LABELS: Final = ("scheme", "fund", "paid_into", "payer", "province", "sex", "form", "occupation", "hukou_type")


@dataclass(frozen=True)
class Family:
    """How numbers of some units are written: factor, decimals, unit of values and of differences, en and zh."""

    key: str
    units: tuple[str, ...]
    factors: Mapping[str, float]  # by language: the number written is the dataset's times this
    form: str  # number format
    names: Mapping[str, str]  # by language, in headers
    short: Mapping[str, str]  # by language, in names of sheets
    of_differences: Mapping[str, str]


def _family(
    key: str, units: tuple[str, ...], form: str, english: tuple[str, ...], chinese: tuple[str, ...],
    factors: tuple[float, float] = (1.0, 1.0),
) -> Family:  # fmt: skip
    """``english`` and ``chinese``: unit in headers, in names of sheets, of differences (the first when left out)."""
    names, short, differences = (
        {"en": (*english, *english[:1] * 2)[i], "zh": (*chinese, *chinese[:1] * 2)[i]} for i in range(3)
    )
    return Family(key, units, {"en": factors[0], "zh": factors[1]}, form, names, short, differences)


FAMILIES: Final = (
    _family("percent", ("share", "ratio"), "0.00%", ("%", "%", "% points"), ("%", "%", "百分点")),
    _family("people", ("persons", "person_years"), "#,##0.000", ("million persons or person-years", "million"),
            ("万人或万人年", "万人"), (1e-6, 1e-4)),
    _family("monthly", ("yuan_per_month",), "#,##0.0", ("yuan a month",), ("元/月", "元每月", "元/月")),
    _family("money", ("yuan",), "#,##0.00", ("billion yuan", "bn yuan"), ("亿元",), (1e-9, 1e-8)),
    _family("months", ("months",), "0.00", ("months",), ("个月",)),
    _family("date", ("calendar_year",), "0.0", ("calendar year", "date", "years"), ("年份", "年份", "年")),
    _family("index", ("index",), "0.0000", ("index, 2025 = 1", "index"), ("指数，2025年=1", "指数")),
)  # fmt: skip


REAL: Final = replace(
    next(each for each in FAMILIES if each.key == MONTHLY),
    key="real",
    names={"en": "yuan a month at prices of 2025", "zh": "元/月，2025年价格"},
    short={"en": "yuan a month, 2025", "zh": "元每月，2025年价格"},
    of_differences={"en": "yuan a month at prices of 2025", "zh": "元/月，2025年价格"},
)


def family_of(unit: str) -> Family:
    """The family of a unit; one no family knows is written as it is."""
    plain = unit.replace("_", " ")
    known = next((family for family in FAMILIES if unit in family.units), None)
    return known or _family(unit, (unit,), "#,##0.00##", (plain,), (plain,))


@dataclass(frozen=True)
class Plan:
    """One sheet of numbers."""

    theme: str
    family: Family
    outputs: tuple[Output, ...]
    has_differences: bool
    is_real: bool = False  # amounts divided by consumer prices

    @property
    def dims(self) -> tuple[str, ...]:
        """Dimensions of the sheet's columns, time last."""
        used = dict.fromkeys(dim for output in self.outputs for dim in output.dims)
        others = [dim for dim in used if dim not in LABELS and dim not in TIMES]
        return tuple(dim for dim in (*LABELS, *others, *TIMES) if dim in used)


def plans(outputs: Iterable[Output]) -> list[Plan]:
    """All sheets of numbers, by theme and unit; every output stands on one, pensions also at prices of 2025 before."""
    groups: dict[tuple[int, str], list[Output]] = {}
    families: dict[str, Family] = {}
    for output in outputs:
        family = families.setdefault(output.unit, family_of(output.unit))
        groups.setdefault((THEMES.index(theme_of(output)), family.key), []).append(output)
    order = [family.key for family in FAMILIES]
    keys = sorted(groups, key=lambda key: (key[0], order.index(key[1]) if key[1] in order else len(order)))
    found = []
    for theme, key in keys:
        outputs_, has_differences = tuple(groups[theme, key]), THEMES[theme] != "funds_by_province"
        if key == MONTHLY:  # what a pension buys comes first, what its slip will say after
            found.append(Plan(THEMES[theme], REAL, outputs_, has_differences, is_real=True))
        found.append(Plan(THEMES[theme], families[outputs_[0].unit], outputs_, has_differences))
    return found


def theme_of(output: Output) -> str:
    """The theme an output belongs to, by its dimensions and name."""
    if "payer" in output.dims:
        return "who_pays"
    is_fund = "fund" in output.dims or output.name.startswith(FUNDS)
    if "province" in output.dims:
        return "funds_by_province" if is_fund else "provinces"
    if is_fund:
        return "funds"
    return "adequacy" if output.name.startswith(ADEQUACY) else "coverage"


def years_of(output: Output, coords: Mapping[str, Labels]) -> Sequence[int]:
    """Years of an output that are shown: all, or some of one too long to read; all where none of these is reported."""
    reported = [int(each) for each in coords.get("year", ())]
    if "province" in output.dims and output.name not in EVERY_YEAR:
        some = [year for year in reported if year in PROVINCE_YEARS]
    elif "province" not in output.dims and math.prod(len(coords[dim]) for dim in output.dims) > LONG:
        some = [year for year in reported if year in TABLE_YEARS]
    else:
        some = []
    return some or reported
