"""Reads the United Nations tables of this folder (World Population Prospects 2024, China, CC BY 3.0 IGO)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from simulate.clock import LAST_AGE, LAST_YEAR
from simulate.codes import SEXES
from simulate.contracts import Reals

FIRST_DATA_YEAR: Final = 1990
DATA_YEARS: Final = np.arange(FIRST_DATA_YEAR, LAST_YEAR + 1)
N_AGES: Final = LAST_AGE + 1

_FOLDER: Final = Path(__file__).parent
_THOUSAND: Final = 1000.0


class Indicators(NamedTuple):
    """Yearly figures 1990-2080; the leading axis of ``fertility`` and ``total`` is the variant: low, medium, high."""

    fertility: Reals  # (variant, year) children a woman
    childbearing_age: Reals  # (year,) mean age, years
    births: Reals  # (year,) persons
    deaths: Reals  # (year,) persons
    total: Reals  # (variant, year) persons at 31 December; nan before 2024


def _numbers(file: str) -> Reals:
    """All rows of a table under its header, as floats; the name of a sex becomes its code."""
    header, body = (_FOLDER / file).read_text(encoding="utf-8").split("\n", 1)
    for code, sex in enumerate(SEXES.labels):
        body = body.replace(f",{sex},", f",{code},")
    cells = np.array(body.strip().replace("\n", ",").split(","), dtype=np.float64)
    return cells.reshape(-1, header.count(",") + 1)


def _by_age_and_sex(file: str) -> tuple[Reals, Reals]:
    """Years of the rows and values (year, age, sex) of a table with a row for each year and sex, in any order."""
    table = _numbers(file)
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    years = table[:: len(SEXES), 0]
    if not np.array_equal(table[:, :2], [(year, sex) for year in years for sex in range(len(SEXES))]):
        raise ValueError(f"{file}: expected a male and a female row for each year")
    return years, table[:, 2:].reshape(-1, len(SEXES), N_AGES).transpose(0, 2, 1)


def _frozen(array: Reals) -> Reals:
    array = np.ascontiguousarray(array)
    array.setflags(write=False)
    return array


@lru_cache(maxsize=1)
def published_population() -> Reals:
    """Population at 1 July, persons, (year from 1990, age, sex); age 100 is 100 and over."""
    years, values = _by_age_and_sex("wpp2024_population.csv")
    if not np.array_equal(years, DATA_YEARS):
        raise ValueError("wpp2024_population.csv: expected every year from 1990 to 2080")
    return _frozen(values * _THOUSAND)


@lru_cache(maxsize=1)
def published_death_rates() -> Reals:
    """Deaths a person-year, (year from 1990, age, sex); logarithms linear between the years of the table."""
    years, values = _by_age_and_sex("wpp2024_death_rates.csv")
    logarithms = np.log(values)
    after = np.clip(np.searchsorted(years, DATA_YEARS, side="right"), 1, len(years) - 1)
    before = after - 1
    step = ((DATA_YEARS - years[before]) / (years[after] - years[before]))[:, None, None]
    return _frozen(np.exp(logarithms[before] * (1 - step) + logarithms[after] * step))


@lru_cache(maxsize=1)
def indicators() -> Indicators:
    """Fertility, births, deaths and the published totals of the variants."""
    table = _numbers("wpp2024_indicators.csv")
    return Indicators(
        fertility=_frozen(table[:, 1:4].T),
        childbearing_age=_frozen(table[:, 4]),
        births=_frozen(table[:, 5] * _THOUSAND),
        deaths=_frozen(table[:, 6] * _THOUSAND),
        total=_frozen(table[:, 7:10].T * _THOUSAND),
    )
