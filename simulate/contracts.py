"""The containers that cross rooms, each field with shape and unit.

Axes: ``worker`` is a slice of one birth cohort (a batch), ``month`` counts from January of the year the cohort turns
16, ``year`` likewise; in the tables of sums ``year`` counts from the first report year and ``cohort`` from
``FIRST_COHORT``.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate.clock import CAREER_FIRST_AGE, FIRST_REPORT_YEAR, LAST_AGE, LAST_REPORT_YEAR
from simulate.codes import FORMS, HUKOU_TYPES, OCCUPATIONS, SEXES
from simulate.measures import *  # noqa: F403  the measures are part of what crosses rooms

Codes = NDArray[np.int16]
Reals = NDArray[np.float64]
Singles = NDArray[np.float32]
Counts = NDArray[np.int64]
Lanes = NDArray[np.uint32]  # places in an array; without a sign none is tried for being counted from the end

FIRST_COHORT: Final = FIRST_REPORT_YEAR - LAST_AGE  # the oldest birth year a report year can hold
LAST_COHORT: Final = LAST_REPORT_YEAR - CAREER_FIRST_AGE  # the youngest birth year aged 16 in the last report year
FIRST_WHOLE_COHORT: Final = 1945  # the oldest whose earliest claim (at 45) falls in a year of the population tables
LAST_WHOLE_COHORT: Final = LAST_REPORT_YEAR - 63  # the youngest whose statutory claim falls within the horizon
N_COHORTS: Final = LAST_COHORT - FIRST_COHORT + 1
N_REPORT_YEARS: Final = LAST_REPORT_YEAR - FIRST_REPORT_YEAR + 1
N_GROUPS: Final = 16  # replicate groups of workers, from which sampling errors are computed


class Workers(NamedTuple):
    """The workers drawn for one birth cohort, in a fixed order."""

    birth_year: int
    worker: Counts  # (worker,) identity: birth_year * 2**32 + position; the key of every draw
    group: Codes  # (worker,) replicate group, 0 to N_GROUPS - 1
    sex: Codes  # (worker,)
    birth_month: Codes  # (worker,) 0 is January
    hukou_province: Codes  # (worker,)
    hukou_type: Codes  # (worker,)
    education: Codes  # (worker,)


class Weights(NamedTuple):
    """What one worker of a birth cohort stands for under one projection; calendar years from ``clock.FIRST_YEAR``."""

    persons: Reals  # (year, sex) projected persons over workers drawn
    death_rate: Reals  # (year, sex) deaths a person-year at the cohort's age
    years_left: Reals  # (sex,) expected years of life after the horizon, at the death rates of its last year


class Careers(NamedTuple):
    """Lives drawn once for all scenarios; rows count from January of ``first_year``."""

    first_year: int
    form: Codes  # (month, worker)
    work_province: Codes  # (month, worker)
    earnings: Singles  # (month, worker) relative to the mean wage of the province of work
    occupation: Codes  # (year, worker) -1 outside platforms
    hukou_province: Codes  # (year, worker)
    stays_away: Reals  # (worker,) uniform, for intraprovincial migration


# Winners and losers: the change of a life's balance with all schemes between two scenarios, per person alive at 60, in
# months of the national mean wage.  A worker counts in the rows of all, sex, hukou type, form and occupation held
# longest, and birth decade.
_DECADES: Final = range(FIRST_WHOLE_COHORT // 10, LAST_WHOLE_COHORT // 10 + 1)


def _born(decade: int) -> str:
    """Label of the birth years of a decade that are compared."""
    first, last = max(10 * decade, FIRST_WHOLE_COHORT), min(10 * decade + 9, LAST_WHOLE_COHORT)
    return f"{10 * decade}s" if last - first == 9 else f"{first}-{last % 100:02}"


CHANGE_SECTIONS: Final = {
    "all": ("all",), "sex": SEXES.labels, "hukou_type": HUKOU_TYPES.labels, "form": FORMS.labels,
    "occupation": OCCUPATIONS.labels, "decade": tuple(_born(decade) for decade in _DECADES),
}  # fmt: skip
CHANGE_ROWS: Final = tuple(label for labels in CHANGE_SECTIONS.values() for label in labels)
CHANGE_OF_SEX: Final = CHANGE_ROWS.index(SEXES.labels[0])
CHANGE_OF_HUKOU: Final = CHANGE_ROWS.index(HUKOU_TYPES.labels[0])
CHANGE_OF_FORM: Final = CHANGE_ROWS.index(FORMS.labels[0])
CHANGE_OF_OCCUPATION: Final = CHANGE_ROWS.index(OCCUPATIONS.labels[0])
CHANGE_OF_DECADE: Final = CHANGE_ROWS.index(_born(_DECADES[0]))
# Bins of the change: falls from large to small, no change, rises from small to large; logarithmic.
CHANGE_SMALLEST: Final = 0.01  # months of the mean wage; less is no change
CHANGE_BINS_A_SIDE: Final = 24
CHANGE_FACTOR: Final = 10.0**0.2  # of one bin to the next: 0.01 to 631 months
N_CHANGE_BINS: Final = 2 * CHANGE_BINS_A_SIDE + 1
CHANGE_GAINED, CHANGE_LOST = N_CHANGE_BINS, N_CHANGE_BINS + 1  # sums of rises and of falls
N_CHANGE_COLUMNS: Final = N_CHANGE_BINS + 2

# Awards relative to the national mean wage of the year, in logarithmic bins, from which quantiles are read.
N_AWARD_BINS: Final = 96
AWARD_BIN_LOW: Final = -5.0  # natural logarithm of award / mean wage at the lower edge of the first bin
AWARD_BIN_WIDTH: Final = 0.0625


class Cells(NamedTuple):
    """Weighted sums of one scenario; the leading axis is the replicate group, so the total is the sum over it."""

    place: Reals  # (group, year, province, sex, PLACE_MEASURES)
    kind: Reals  # (group, year, sex, kind, KIND_MEASURES)
    cohort: Reals  # (group, cohort, sex, COHORT_MEASURES)
    awards: Reals  # (group, year, scheme, bin) persons
    changes: Reals  # (group, CHANGE_ROWS, bins of the change and its sums) against the first scenario, persons
