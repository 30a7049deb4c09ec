"""How numbers stand in the data sheet: which dimension in which column, which years, how each unit is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from simulate.indicators import Output
from simulate.indicators.registry import Labels
from simulate.results.tables import ADEQUACY, FUNDS
from simulate.results.words import unit

THEMES: Final = ("coverage", "adequacy", "funds", "funds_by_province", "who_pays", "provinces")
PROVINCE_YEARS: Final = (2020, 2030, 2050, 2075)
STEP: Final = 5  # years, or birth years, of what is given by groups of people
FEW: Final = 10  # years that are all written
PRICES: Final = "prices_index"
TIMES: Final = ("year", "cohort")
# Columns of labels, each with the dimensions that share it: no output has two of one column.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "scheme_or_fund": ("scheme", "fund", "branch", "paid_into", "injury_fund", "membership", "right"),
    "payer_or_benefit": ("payer", "benefit", "injury_benefit"),
    "province": ("province",),
    "sex": ("sex",),
    "group": ("form", "occupation", "hukou_type", "education", "migrant_kind", "life", "age_group"),
    "quantile": ("quantile",),
    "year": ("year",),
    "cohort": ("cohort",),
}


@dataclass(frozen=True)
class Family:
    """How numbers of some units are written: factor, number format, and what the unit is called."""

    key: str
    units: tuple[str, ...]
    factors: Mapping[str, float]  # by language: the number written is the dataset's times this
    form: str  # number format
    written: str  # the unit written, of the unit_names of labels.yaml

    def name(self, language: str) -> str:
        """What the unit written is called."""
        return unit(self.written).of(language)


def _family(
    key: str, units: tuple[str, ...], form: str, written: str, factors: tuple[float, float] = (1.0, 1.0)
) -> Family:
    return Family(key, units, {"en": factors[0], "zh": factors[1]}, form, written)


FAMILIES: Final = (
    _family("percent", ("share",), "0.00%", "%"),
    _family("ratio", ("ratio",), "0.00", "ratio"),
    _family("people", ("persons",), "#,##0.000", "many_persons", (1e-6, 1e-4)),
    _family("years_of_people", ("person_years",), "#,##0.000", "many_person_years", (1e-6, 1e-4)),
    _family("monthly", ("yuan_per_month",), "#,##0.0", "yuan_per_month"),
    _family("yearly", ("yuan_per_year",), "#,##0.0", "yuan_per_year"),
    _family("money", ("yuan",), "#,##0.00", "much_yuan", (1e-9, 1e-8)),
    _family("months", ("months",), "0.00", "months"),
    _family("date", ("calendar_year",), "0.0", "calendar_year"),
    _family("index", ("index",), "0.0000", "index_of_2025"),
)
MONTHLY: Final = next(each for each in FAMILIES if each.key == "monthly")
REAL: Final = replace(MONTHLY, key="real", written="yuan_per_month_of_2025")


def family_of(name: str) -> Family:
    """The family of a unit; one no family knows is written as it is."""
    known = next((family for family in FAMILIES if name in family.units), None)
    return known or _family(name, (name,), "#,##0.00##", name)


def families_of(output: Output) -> tuple[Family, ...]:
    """How an output is written: pensions first at prices of 2025, then as their slip will say."""
    family = family_of(output.unit)
    return (REAL, family) if family is MONTHLY and "year" in output.dims else (family,)


def fields(outputs: Iterable[Output]) -> dict[str, tuple[str, ...]]:
    """Columns of labels in use with their dimensions; one that no column knows has its own, before the times."""
    used = {dim for output in outputs for dim in output.dims}
    known = {dim for dims in FIELDS.values() for dim in dims}
    found = {name: dims for name, dims in FIELDS.items() if used & {*dims} and name not in TIMES}
    found |= {dim: (dim,) for dim in sorted(used - known)}
    return found | {dim: (dim,) for dim in TIMES if dim in used}


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


def times_of(output: Output, dim: str, coords: Mapping[str, Labels]) -> Sequence[int]:
    """Years or birth years of an output that are written: of the nation all, of groups every fifth, of provinces a few.

    All that are reported where these are few.
    """
    reported = [int(each) for each in coords.get(dim, ())]
    if len(reported) <= FEW:
        return reported
    if "province" in output.dims:
        return [each for each in reported if each in PROVINCE_YEARS] or reported
    if {*output.dims} & {"sex", "quantile", *FIELDS["group"]} or output.dims[:2] == ("payer", "paid_into"):
        return [each for each in reported if each % STEP == 0]
    return reported
