"""What is summed over workers: one row a measure, from which all else that is known of it derives.

A row is assigned to the constant that kernels write to, its position in the sums.  Strings, units, the entries of the
funds, who pays and what reaches the worker follow from the rows; nothing is matched by position.  Measures that go
together in a life share a line of the cache (``Line``), which belongs to one of the worker's provinces.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final, Literal

from simulate.codes import EDUCATIONS, FORMS, FUNDS, HUKOU_TYPES, MIGRANTS, OCCUPATIONS, PAYERS, SCHEME_OF_FUND, SCHEMES

LINE: Final = 8  # measures to a line of the cache
RESIDENCE, INSURED, BENEFIT, HUKOU = range(4)  # which of a worker's provinces
POOL, ACCOUNTS, RESIDENT, WORK_INJURY, INJURY = FUNDS.labels

Unit = Literal["persons", "yuan", "ratio"]  # persons or the time they spent in years; yuan of the year
Kind = Literal[
    "heads",
    "amount",  # in no book of the funds: earnings, balances, monthly awards
    "contribution",  # from a payer into a fund
    "booked",  # contributions as the fund counts them, for the first identity
    "pension",  # from a fund to the worker by the month; a payer, where there is one, pays it in as it is paid out
    "benefit",  # from a fund to the worker or the heirs in one sum
    "expected_benefit",  # from a fund for injuries, which no worker of the sample suffers
    "assistance",  # from a budget to the worker, through no fund
    "transfer",  # between funds, or between provinces of a fund
]


@dataclass(frozen=True)
class Measure:
    """One measure of the sums by province."""

    name: str
    position: int
    unit: Unit
    kind: Kind
    meaning: str = ""
    payer: str | None = None
    fund: str | None = None  # that it enters; of benefits, that it leaves
    source: str | None = None  # of a transfer, the fund that it leaves
    is_arrival: bool = False  # of a transfer within a fund, whether booked in the province where it arrives

    def __post_init__(self) -> None:
        """Raises ValueError for a payer or a fund that is none."""
        if not {self.payer} <= {*PAYERS.labels, None} or not {self.fund, self.source} <= {*FUNDS.labels, None}:
            raise ValueError(f"the measure {self.name} names a payer or a fund that codes.py does not know")


_rows: list[Measure] = []
_places: list[int] = []


class Columns:
    """Measures of a table that has no province: a name and a unit each, in the order of their rows."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, Unit]] = []

    def add(self, name: str, unit: Unit = "persons") -> int:
        """Position of a new measure."""
        self._rows.append((name, unit))
        return len(self._rows) - 1

    @property
    def names(self) -> tuple[str, ...]:
        """Names in the order of positions."""
        return tuple(name for name, _ in self._rows)

    @property
    def units(self) -> tuple[Unit, ...]:
        """Units in the order of positions."""
        return tuple(unit for _, unit in self._rows)


class Line:
    """A line of the cache for measures of one of a worker's provinces; when it is full, another is begun."""

    def __init__(self, place: int) -> None:
        self._place = place
        self._begin()

    def _begin(self) -> None:
        self._free = list(range(LINE * len(_places), LINE * (len(_places) + 1)))
        _places.append(self._place)

    def add(self, name: str, unit: Unit, kind: Kind, meaning: str = "", **what: str | bool | None) -> int:
        """Position of a new measure."""
        if not self._free:
            self._begin()
        row = Measure(name, self._free.pop(0), unit, kind, meaning, **what)  # type: ignore[arg-type]
        _rows.append(row)
        return row.position

    def heads(self, name: str, meaning: str) -> int:
        """Persons, or person-years."""
        return self.add(name, "persons", "heads", meaning)

    def amount(self, name: str, meaning: str) -> int:
        """Yuan in no book of the funds."""
        return self.add(name, "yuan", "amount", meaning)

    def contribution(self, name: str, payer: str, fund: str, meaning: str = "") -> int:
        """Paid by ``payer`` into ``fund``."""
        return self.add(name, "yuan", "contribution", meaning, payer=payer, fund=fund)

    def booked(self, name: str, fund: str) -> int:
        """All contributions of a fund, counted where the fund books them."""
        return self.add(name, "yuan", "booked", "contributions as booked by the fund", fund=fund)

    def pension(self, name: str, fund: str, meaning: str, *, paid_in_by: str | None = None) -> int:
        """Paid by ``fund`` by the month; ``paid_in_by`` covers it as it is paid."""
        return self.add(name, "yuan", "pension", meaning, fund=fund, payer=paid_in_by)

    def benefit(self, name: str, fund: str, meaning: str) -> int:
        """Paid by ``fund`` to the worker or the heirs in one sum."""
        return self.add(name, "yuan", "benefit", meaning, fund=fund)

    def expected_benefit(self, name: str, fund: str, meaning: str) -> int:
        """Paid by ``fund`` for injuries at their expected value."""
        return self.add(name, "yuan", "expected_benefit", meaning, fund=fund)

    def transfer(self, name: str, source: str, fund: str, meaning: str, *, is_arrival: bool = False) -> int:
        """From one fund to another, or from one province of a fund to another."""
        return self.add(name, "yuan", "transfer", meaning, source=source, fund=fund, is_arrival=is_arrival)


_line = Line(RESIDENCE)
PERSONS: Final = _line.heads("persons", "by province of residence")
EARNINGS: Final = _line.amount("earnings", "all earnings, by province of work")
MIGRANTS_INTERPROVINCIAL: Final = _line.heads(
    "migrants_interprovincial", "of rural hukou, in non-farm work outside its province"
)
MIGRANTS_INTRAPROVINCIAL: Final = _line.heads("migrants_intraprovincial", "and away from home inside it")
MIGRANTS_LOCAL: Final = _line.heads("migrants_local", "and at home")
EMPLOYER_TO_WORK_INJURY: Final = _line.contribution("employer_to_work_injury", "employer", WORK_INJURY)
RECEIVED_WORK_INJURY: Final = _line.booked("received_work_injury", WORK_INJURY)
WORK_INJURY_BENEFITS: Final = _line.expected_benefit("work_injury_benefits", WORK_INJURY, "of employees, of all kinds")

_line = Line(RESIDENCE)
INSURED_INJURY: Final = _line.heads("insured_injury", "person-years of platform workers covered")
PLATFORM_TO_INJURY: Final = _line.contribution("platform_to_injury", "platform", INJURY)
WORKER_TO_INJURY: Final = _line.contribution("worker_to_injury", "worker", INJURY)
GOVERNMENT_TO_INJURY: Final = _line.contribution("government_to_injury", "government", INJURY)
RECEIVED_INJURY: Final = _line.booked("received_injury", INJURY)
INJURY_MEDICAL: Final = _line.expected_benefit("injury_medical", INJURY, "medical treatment")
INJURY_DISABILITY: Final = _line.expected_benefit("injury_disability", INJURY, "in one sum and by the month")
INJURY_DEATH: Final = _line.expected_benefit("injury_death", INJURY, "to dependants")

_line = Line(INSURED)
INSURED_EMPLOYEE: Final = _line.heads("insured_employee", "active participants of the employee scheme")
CONTRIBUTORS_EMPLOYEE: Final = _line.heads("contributors_employee", "person-years paid into the employee scheme")
WORKER_TO_POOL: Final = _line.contribution("worker_to_pool", "worker", POOL)
WORKER_TO_ACCOUNTS: Final = _line.contribution("worker_to_accounts", "worker", ACCOUNTS)
EMPLOYER_TO_POOL: Final = _line.contribution("employer_to_pool", "employer", POOL)
EMPLOYER_TO_ACCOUNTS: Final = _line.contribution("employer_to_accounts", "employer", ACCOUNTS)
RECEIVED_POOL: Final = _line.booked("received_pool", POOL)
RECEIVED_ACCOUNTS: Final = _line.booked("received_accounts", ACCOUNTS)

_line = Line(INSURED)
CONTRIBUTORS_FLEXIBLE: Final = _line.heads("contributors_flexible", "of these, paid as a flexible worker")
INSURED_AWAY: Final = _line.heads("insured_away", "active participants insured outside the hukou province")
PLATFORM_TO_POOL: Final = _line.contribution("platform_to_pool", "platform", POOL)
PLATFORM_TO_ACCOUNTS: Final = _line.contribution("platform_to_accounts", "platform", ACCOUNTS)
GOVERNMENT_TO_POOL: Final = _line.contribution(
    "government_to_pool", "government", POOL, "subsidies, matching and credits"
)
GOVERNMENT_TO_ACCOUNTS: Final = _line.contribution("government_to_accounts", "government", ACCOUNTS)
SUBSIDISED: Final = _line.heads("subsidised", "person-years with a government subsidy to the contribution")
CARE_CREDITED: Final = _line.heads("care_credited", "person-years credited for care")

_line = Line(BENEFIT)
ACCOUNT_INTEREST: Final = _line.transfer("account_interest", POOL, ACCOUNTS, "credited to employee accounts")
ACCOUNT_BALANCE: Final = _line.amount("account_balance", "employee accounts at the end of the year, where they stand")
ACCOUNT_INHERITANCE: Final = _line.benefit("account_inheritance", ACCOUNTS, "balances paid to heirs")
DEATH_GRANTS: Final = _line.benefit("death_grants", POOL, "funeral grant and survivors' lump sum")
PENSIONERS_EMPLOYEE: Final = _line.heads("pensioners_employee", "mean of the year, by benefit province")
BASIC_PENSION: Final = _line.pension("basic_pension", POOL, "basic pensions")
TRANSITIONAL_PENSION: Final = _line.pension("transitional_pension", POOL, "for years deemed paid before accounts began")
ACCOUNT_PENSION: Final = _line.pension("account_pension", ACCOUNTS, "paid out of account balances")

_line = Line(BENEFIT)
ACCOUNT_PENSION_FROM_POOL: Final = _line.pension(
    "account_pension_from_pool", POOL, "paid for life once the balance is used up"
)
AWARDS_EMPLOYEE: Final = _line.heads("awards_employee", "pensions awarded in the year")
AWARD_SUM_EMPLOYEE: Final = _line.amount("award_sum_employee", "sum of monthly pensions awarded")
AWARD_RATIO_SUM_EMPLOYEE: Final = _line.add(
    "award_ratio_sum_employee", "ratio", "amount", "of award / mean wage of its province"
)
ACCOUNT_REFUNDS: Final = _line.benefit(
    "account_refunds", ACCOUNTS, "taken on leaving the scheme short of the qualifying months"
)
ACCOUNT_TO_RESIDENT: Final = _line.transfer(
    "account_to_resident", ACCOUNTS, RESIDENT, "balances moved to the resident scheme"
)
POOL_TRANSFER_IN: Final = _line.transfer(
    "pool_transfer_in",
    POOL,
    POOL,
    "that came with workers from other provinces",
    is_arrival=True,
)
ACCOUNT_TRANSFER_IN: Final = _line.transfer(
    "account_transfer_in", ACCOUNTS, ACCOUNTS, "balances that came with them", is_arrival=True
)

_line = Line(HUKOU)
INSURED_RESIDENT: Final = _line.heads("insured_resident", "participants of the resident scheme not yet drawing")
CONTRIBUTORS_RESIDENT: Final = _line.heads("contributors_resident", "persons who paid the resident scheme in the year")
WORKER_TO_RESIDENT: Final = _line.contribution("worker_to_resident", "worker", RESIDENT)
GOVERNMENT_TO_RESIDENT: Final = _line.contribution(
    "government_to_resident", "government", RESIDENT, "entry subsidies into resident accounts"
)
RECEIVED_RESIDENT: Final = _line.booked("received_resident", RESIDENT)
RESIDENT_INTEREST: Final = _line.amount("resident_interest", "credited to resident accounts")
RESIDENT_BALANCE: Final = _line.amount("resident_balance", "resident accounts at the end of the year")
RESIDENT_INHERITANCE: Final = _line.benefit("resident_inheritance", RESIDENT, "balances paid to heirs")

_line = Line(HUKOU)
AGED_60: Final = _line.heads("aged_60", "persons of 60 and over")
BELOW_DIBAO: Final = _line.heads("below_dibao", "of these, old-age income under the Dibao line")
PENSIONERS_RESIDENT: Final = _line.heads("pensioners_resident", "mean of the year")
RESIDENT_FLAT_PENSION: Final = _line.pension(
    "resident_flat_pension", RESIDENT, "flat pensions", paid_in_by="government"
)
RESIDENT_ACCOUNT_PENSION: Final = _line.pension("resident_account_pension", RESIDENT, "paid out of account balances")
RESIDENT_ACCOUNT_PENSION_FROM_GOVERNMENT: Final = _line.pension(
    "resident_account_pension_from_government",
    RESIDENT,
    "paid for life once the balance is used up",
    paid_in_by="government",
)
FLOOR_RECIPIENTS: Final = _line.heads("floor_recipients", "persons of the old-age floor")
FLOOR_TOP_UP: Final = _line.add("floor_top_up", "yuan", "assistance", "paid to lift old-age income to the floor")

_line = Line(HUKOU)
AWARDS_RESIDENT: Final = _line.heads("awards_resident", "pensions awarded in the year")
AWARD_SUM_RESIDENT: Final = _line.amount("award_sum_resident", "sum of monthly pensions awarded")
RESIDENT_REFUNDS: Final = _line.benefit("resident_refunds", RESIDENT, "paid back to who also paid the employee scheme")
DUAL_CONTRIBUTORS: Final = _line.heads("dual_contributors", "persons who paid both schemes in the year")
POOL_TO_RESIDENT: Final = _line.transfer(
    "pool_to_resident", POOL, RESIDENT, "pooled money that went into resident accounts"
)
POOL_TRANSFER_OUT: Final = _line.transfer("pool_transfer_out", POOL, POOL, "booked in each province left")
ACCOUNT_TRANSFER_OUT: Final = _line.transfer("account_transfer_out", ACCOUNTS, ACCOUNTS, "as pool_transfer_out")

MEASURES: Final = tuple(sorted(_rows, key=lambda row: row.position))
N_PLACE_MEASURES: Final = LINE * len(_places)  # whole lines; what is not a row's stays empty
PLACE_LINES: Final = tuple(_places)  # (line,) which of a worker's provinces
PLACE_MEASURES: Final = tuple(
    {row.position: row.name for row in _rows}.get(each, "") for each in range(N_PLACE_MEASURES)
)
MIGRANT_MEASURES: Final = tuple(PLACE_MEASURES.index(f"migrants_{label}") for label in MIGRANTS.labels)
WORKER_PAYS: Final = tuple(row.position for row in MEASURES if row.kind == "contribution" and row.payer == "worker")
WORKER_RECEIVES: Final = tuple(row.position for row in MEASURES if row.kind in ("pension", "benefit", "assistance"))

# What is summed by year, sex and kind of worker.
_column = Columns()
KIND_PERSONS: Final = _column.add("persons")
KIND_INSURED_EMPLOYEE: Final = _column.add("insured_employee")
KIND_INSURED_RESIDENT: Final = _column.add("insured_resident")
KIND_CONTRIBUTORS_EMPLOYEE: Final = _column.add("contributors_employee")
KIND_CONTRIBUTORS_RESIDENT: Final = _column.add("contributors_resident")
KIND_EARNINGS: Final = _column.add("earnings", "yuan")
KIND_WORKER_PAID: Final = _column.add("worker_paid", "yuan")
KIND_EMPLOYER_PAID: Final = _column.add("employer_paid", "yuan")
KIND_PLATFORM_PAID: Final = _column.add("platform_paid", "yuan")
KIND_INSURED_AWAY: Final = _column.add("insured_away")
KIND_UNINSURED: Final = _column.add("uninsured")
KIND_MEASURES: Final = _column.names
KIND_UNITS: Final = _column.units

# Kinds of worker, by the cuts of the outputs ("by_form").  A platform worker counts in the rows of the form and the
# occupation, and whoever a scheme here is meant for (codes.INSURABLE), persons and insurance alone, in the others too.
CUTS: Final = {
    "form": FORMS, "occupation": OCCUPATIONS, "hukou": HUKOU_TYPES, "education": EDUCATIONS, "migrant": MIGRANTS,
}  # fmt: skip
_FIRST: Final = tuple(accumulate((len(each) for each in CUTS.values()), initial=0))
KIND_ROWS: Final = {cut: slice(*rows) for cut, rows in zip(CUTS, pairwise(_FIRST), strict=True)}
FIRST_OCCUPATION_KIND: Final = KIND_ROWS["occupation"].start
FIRST_HUKOU_KIND: Final = KIND_ROWS["hukou"].start
FIRST_EDUCATION_KIND: Final = KIND_ROWS["education"].start
FIRST_MIGRANT_KIND: Final = KIND_ROWS["migrant"].start
N_KINDS: Final = _FIRST[-1]

# What is summed over whole lives, by birth cohort and sex, at the weight of the year of claiming.
_column = Columns()
COHORT_PERSONS: Final = _column.add("persons")  # who reach the age of claiming
COHORT_EVER_INSURED: Final = _column.add("ever_insured")  # of these, with any month in the employee scheme
COHORT_QUALIFIED: Final = _column.add("qualified")  # with the qualifying months of the employee scheme
COHORT_PAID_MONTHS: Final = _column.add("paid_months")  # months paid in the employee scheme
COHORT_WORKING_MONTHS: Final = _column.add("working_months")  # in paid work outside farm and public service
COHORT_AWARDED_EMPLOYEE: Final = _column.add("awarded_employee")
COHORT_AWARDED_RESIDENT: Final = _column.add("awarded_resident")
COHORT_AWARD_SUM: Final = _column.add("award_sum_employee", "yuan")  # a month
# Award / own mean earnings of the career, revalued with wages; award / mean wage of the province of award.
COHORT_AWARD_OVER_CAREER: Final = _column.add("award_over_career_average_sum", "ratio")
COHORT_AWARD_OVER_PROVINCE_WAGE: Final = _column.add("award_over_province_wage_sum", "ratio")
COHORT_PAID_MONTHS_AWARDED: Final = _column.add("paid_months_awarded")  # of those awarded an employee pension
COHORT_INDEX_AWARDED: Final = _column.add("index_sum_awarded", "ratio")  # of their contribution indices, gaps left out
COHORT_MEASURES: Final = _column.names
COHORT_UNITS: Final = _column.units

# The word that stands for each scheme in the names of measures: insured_employee, awards_resident.
SCHEME_WORDS: Final = tuple(label.removesuffix("_pension") for label in SCHEMES.labels)


def pensions_of(scheme: str) -> tuple[int, ...]:
    """Positions of the pensions that the funds of a scheme pay."""
    return tuple(
        row.position
        for row in MEASURES
        if row.kind == "pension" and row.fund and SCHEME_OF_FUND.get(row.fund) == scheme
    )
