"""A career written by hand: who the worker is, what each period contains, and how the pension is claimed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from simulate.clock import CAREER_FIRST_AGE, CAREER_LAST_AGE, FIRST_YEAR, LAST_REPORT_YEAR
from simulate.parameters.strict_yaml import Place

# How a month is insured, in the order of the alternatives of ``schemes.enrolment``.
INSURED: Final = ("nothing", "resident", "employee_scheme_at_hukou", "employee_scheme_at_work", "employer")
NOTHING: Final = INSURED.index("nothing")
RESIDENT: Final = INSURED.index("resident")
AT_HUKOU: Final = INSURED.index("employee_scheme_at_hukou")
AT_WORK: Final = INSURED.index("employee_scheme_at_work")
EMPLOYER: Final = INSURED.index("employer")
WHEN: Final = ("statutory", "earliest", "latest", "special_trade", "invalidity")
WHEN_SHORT: Final = ("go_on", "resident", "refund")
GROUPS: Final = ("female_55", "female_50")
EARNINGS: Final = ("times_wage", "yuan")
BASES: Final = ("times_wage", "share_of_income", "yuan")
GROWTH: Final = ("wages", "prices", "none")
RATES: Final = ("real_wage_growth", "inflation", "crediting_rate", "discount_rate")


@dataclass(frozen=True)
class Amount:
    """Earnings or a base: of a kind, one value or one for each month of the period."""

    kind: str  # of EARNINGS or BASES; "floor" for the lowest base, "none" for no earnings
    values: tuple[float, ...] = (0.0,)
    grows: str = "none"  # yuan: with wages, prices or not at all
    year: int = 0  # whose money the yuan are; 0: that of the period's first month

    def at(self, position: int) -> float:
        """Value in the month ``position`` of the period."""
        return self.values[position] if len(self.values) > 1 else self.values[0]


@dataclass(frozen=True)
class Period:
    """Months from ``start`` to before ``stop`` (counted from 1950-01) that are alike."""

    start: int
    stop: int
    form: int
    occupation: int  # -1 outside platforms
    province: int
    earnings: Amount
    insured: int  # position in INSURED
    base: Amount
    tier: str  # of the resident scheme; "" keeps the tier of before
    place: Place  # in the file
    is_open: bool = False  # without an end: until the next period, or the claim


@dataclass(frozen=True)
class Claim:
    """How rights are settled, where law leaves the choice to the worker."""

    when: str = "statutory"
    when_short: str = "go_on"
    otherwise: str = "resident"  # where going on cannot reach the months
    group: str = ""  # of a woman: original age 50 or 55; left out, by her work at fifty
    joins_late: bool = False  # joins the resident scheme at 60, paying what is owed
    buys_in: int = 0  # calendar year in which the months are bought in one sum, 0: never


@dataclass(frozen=True)
class Career:
    """One life as written; nothing in it is left to chance."""

    name: str
    english: str
    chinese: str
    note: str
    chinese_note: str  # empty where it is given in one language
    birth_month: int  # counted from 1950-01, negative before
    sex: int
    hukou_province: int
    hukou_type: int
    education: int
    periods: tuple[Period, ...]
    claim: Claim
    rates: dict[str, float]  # of RATES, given instead of the model's
    rates_from: int  # calendar year from which they hold
    settles: dict[int, int]  # calendar year -> province of the new hukou
    also_resident: tuple[int, ...]  # calendar years in which both schemes are paid
    defers: tuple[int, ...]  # calendar years whose lapsed months are paid the year after
    is_registered: bool  # as hard to employ
    is_graduate: bool  # registered for the subsidy of graduates
    is_own_account: bool  # flexible work outside platforms is a registered business of one's own
    paid_for: tuple[int, ...]  # calendar years whose resident contribution the government pays
    tier: str  # of the resident scheme, unless a period says otherwise; "" is the lowest
    platforms: int  # how many platforms the worker works for
    lapses: bool  # a month lapses where its net contribution is more than affordable
    is_record: bool  # of a simulated life: no door is closed that stood open in it

    @property
    def birth_year(self) -> int:
        """Calendar year of birth."""
        return FIRST_YEAR + self.birth_month // 12

    @property
    def first_year(self) -> int:
        """Calendar year of the first row: of turning 16, not before 1950."""
        return first_row_year(self.birth_year)

    @property
    def n_years(self) -> int:
        """Calendar years of the career."""
        return last_row_year(self.birth_year) - self.first_year + 1


def first_row_year(birth_year: int) -> int:
    """First calendar year a career holds."""
    return max(birth_year + CAREER_FIRST_AGE, FIRST_YEAR)


def last_row_year(birth_year: int) -> int:
    """Last calendar year a career holds."""
    return min(birth_year + CAREER_LAST_AGE, LAST_REPORT_YEAR)
