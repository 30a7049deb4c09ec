"""The official record, and what the model says beside it.

The record stands in ``calibration/targets/*.yaml`` and is read as data.  The statistics of the employee scheme add two
schemes with rules and funds of their own: the enterprise scheme, which the model simulates, and the public sector's.
Only members are published apart; everything else of the public sector is derived from the assumptions in
``targets/employee_scheme.yaml`` and taken off the total.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate, product
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from simulate import codes

TARGETS: Final = Path(__file__).resolve().parents[2] / "calibration" / "targets"
# columns of the employee scheme's record
ACTIVE, RETIREES, ENTERPRISE_MEMBERS, REVENUE, EXPENDITURE = range(5)
YUAN_IN_100_MILLION: Final = 1e8
PERSONS_IN_10_000: Final = 1e4
# units of the record, in those of the model's outputs
UNITS: Final = {"10000 persons": PERSONS_IN_10_000, "100 million yuan": YUAN_IN_100_MILLION, "yuan a month": 1.0}
EMPLOYEE, RESIDENT = "employee_pension", "resident_pension"
FLEXIBLE: Final = ("platform_flexible", "other_flexible")
OUT: Final = ("intraprovincial", "interprovincial")


class Part(NamedTuple):
    """An output of the model by year, at labels of all its other dimensions."""

    output: str
    labels: dict[str, str]


@dataclass(frozen=True)
class Series:
    """One recorded series and how it is compared; ``total`` is the wider record it was derived from, if any.

    A difference is relative to ``scale`` of the year, where there is one, else to the record itself.
    """

    name: str
    english: str
    chinese: str
    unit: str  # of UNITS
    tolerance: float  # relative
    output: str  # key of MODEL
    values: Mapping[int, float]
    misses: str
    source: str
    total: Mapping[int, float]
    total_title: str = ""
    scale: Mapping[int, float] = field(default_factory=dict)
    is_fitted: bool = False  # a parameter was set by it; else it judges
    mark: str = ""  # how the values were obtained
    source_chinese: str = ""
    not_compared: str = ""  # why no output stands beside it; empty where one does

    def difference(self, year: int, model: float) -> float:
        """What the model says in a year less the record, over the scale of the series."""
        official = self.values[year]
        return (model - official) / self.scale.get(year, abs(official))

    @property
    def title(self) -> str:
        """In both languages."""
        return f"{self.english} {self.chinese}"


def parts(output: str, **labels: str | tuple[str, ...]) -> tuple[Part, ...]:
    """The parts of an output whose sum is compared, one for each combination of labels."""
    names = {dim: (each,) if isinstance(each, str) else each for dim, each in labels.items()}
    return tuple(Part(output, dict(zip(names, chosen, strict=True))) for chosen in product(*names.values()))


# What is compared with each series: the sum of these, for the nation.
MODEL: Final[dict[str, tuple[Part, ...]]] = {
    "contributors": parts("contributors_national", scheme=EMPLOYEE),
    "pensioners": parts("pensioners_national", scheme=EMPLOYEE),
    "revenue": parts("fund_revenue_national", fund=EMPLOYEE),
    "expenditure": parts("fund_expenditure_national", fund=EMPLOYEE),
    "resident_participants": (
        *parts("insured_national", scheme=RESIDENT), *parts("pensioners_national", scheme=RESIDENT)
    ),
    "resident_pensioners": parts("pensioners_national", scheme=RESIDENT),
    "mean_pension": parts("pension_mean_national", scheme=EMPLOYEE),
    "mean_resident_pension": parts("pension_mean_national", scheme=RESIDENT),
    "migrants": parts("migrants", migrant_kind=("local", *OUT)),
    "migrants_out": parts("migrants", migrant_kind=OUT),
    "migrants_interprovincial": parts("migrants", migrant_kind="interprovincial"),
    "flexible_workers": parts("persons_by_form", sex=codes.SEXES.labels, form=FLEXIBLE),
    "platform_workers": parts("persons_by_occupation", sex=codes.SEXES.labels, occupation=codes.OCCUPATIONS.labels),
    "platform_employees": parts("persons_by_form", sex=codes.SEXES.labels, form="platform_employee"),
    "resident_insured": parts("insured_national", scheme=RESIDENT),
    "resident_revenue": parts("fund_revenue_national", fund=RESIDENT),
    "resident_expenditure": parts("fund_expenditure_national", fund=RESIDENT),
    "resident_balance": parts("fund_balance_national", fund=RESIDENT),
    "balance": parts("fund_balance_national", fund=EMPLOYEE),
    "active": parts("insured_national", scheme=EMPLOYEE),
    "flexible_members": parts("insured_by_form", scheme=EMPLOYEE, sex=codes.SEXES.labels, form=FLEXIBLE),
}  # fmt: skip


def load(name: str) -> dict[str, Any]:
    """One file of ``targets/`` as plain values."""
    import yaml

    with (TARGETS / f"{name}.yaml").open(encoding="utf-8") as stream:
        content = yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert isinstance(content, dict)
    return content


def series() -> list[Series]:
    """The series that one output or a sum of outputs stands beside, each relative to the record: what a page shows."""
    return [each for each in all_series() if each.output in MODEL and each.unit in UNITS and not each.scale]


def all_series() -> list[Series]:
    """Every series held, in the order of the files; those that nothing is compared with say why."""
    return [*_employee_scheme(), *_enterprise_scheme(), *_resident_scheme(), *(
        each for name in ("pensions_and_wages", "labour", "enrolment", "injury", "branches") for each in _plain(name)
    )]  # fmt: skip


def provinces() -> dict[int, dict[str, dict[str, float]]]:
    """The record by province: year, quantity, province; heads in 10,000 persons, money in 100 million yuan."""
    with (TARGETS / load("provinces")["file"]).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    out: dict[int, dict[str, dict[str, float]]] = {}
    for row in rows:
        for name in ("participants", "retirees", "revenue", "expenditure", "balance"):
            if row[name]:
                out.setdefault(int(row["year"]), {}).setdefault(name, {})[row["province"]] = float(row[name])
    return out


def between(values: Mapping[int, float], year: int) -> float:
    """A value between the years written, linear; outside them the nearest."""
    return float(np.interp(year, list(values), list(values.values())))


def enterprise_record(content: Mapping[str, Any] | None = None) -> dict[int, dict[str, float]]:
    """Contributors, pensioners (10,000 persons), revenue and expenditure (100 million yuan) of the enterprise scheme.

    Public retirees = share x public members; enterprise retirees = retirees - public retirees; contributors = share x
    (enterprise members - enterprise retirees); enterprise money = total - the public sector's (``public_money``).
    """
    content = content or load("employee_scheme")
    share, money = content["enterprise_share"], public_money(content)
    derived = {}
    for year, row in content["record"].items():
        retirees = row[RETIREES] - public_retirees(content, year)
        active = row[ENTERPRISE_MEMBERS] - retirees
        revenue, expenditure = money[year]
        derived[year] = {
            "contributors": between(share["contributors_over_active"]["values"], year) * active,
            "pensioners": retirees,
            "revenue": row[REVENUE] - revenue,
            "expenditure": row[EXPENDITURE] - expenditure,
        }
    return derived


def public_retirees(content: Mapping[str, Any], year: int) -> float:
    """Retirees under public-sector rules, 10,000 persons."""
    row = content["record"][year]
    members = row[ACTIVE] + row[RETIREES] - row[ENTERPRISE_MEMBERS]
    return float(between(content["enterprise_share"]["public_retirees_over_members"]["values"], year) * members)


def public_money(content: Mapping[str, Any]) -> dict[int, tuple[float, float]]:
    """Revenue and expenditure of the public sector by year, 100 million yuan.

    What is left of the total when the enterprise scheme's is taken off: in years with final accounts of its fund as
    they say, in others its retirees times ``_enterprise_spending``.  Revenue over spending is linear between accounts.
    """
    accounts, record = content["enterprise_accounts"]["values"], content["record"]
    retirees = {year: row[RETIREES] - public_retirees(content, year) for year, row in record.items()}
    known = {year: row[1] / retirees[year] for year, row in accounts.items()}
    each = _enterprise_spending(content["enterprise_share"]["indexation"]["values"], known)
    spending = {year: row[EXPENDITURE] - each[year] * retirees[year] for year, row in record.items()}
    ratio = {year: (record[year][REVENUE] - row[0]) / spending[year] for year, row in accounts.items()}
    return {year: (spent * between(ratio, year), spent) for year, spent in spending.items()}


def _enterprise_spending(rise: Mapping[int, float], known: Mapping[int, float]) -> dict[int, float]:
    """Spending an enterprise retiree by year, in the unit of ``known``: it rises as the yearly notices raise pensions.

    What the accounts rose by beyond the notices is spread evenly over the years between two of them.
    """
    notices = {year: math.log1p(each) for year, each in sorted(rise.items())}
    level = dict(zip(notices, accumulate(notices.values()), strict=True))  # of the notices, in logarithms
    beyond = {year: math.log(each) - level[year] for year, each in known.items()}
    return {year: math.exp(each + between(beyond, year)) for year, each in level.items()}


def _employee_scheme() -> list[Series]:
    content = load("employee_scheme")
    derived = enterprise_record(content)
    columns = {"contributors": ACTIVE, "pensioners": RETIREES, "revenue": REVENUE, "expenditure": EXPENDITURE}
    return [
        _series(
            name,
            entry,
            content,
            {year: row[name] for year, row in derived.items()},
            {year: float(row[columns[name]]) for year, row in content["record"].items()},
        )
        for name, entry in content["series"].items()
    ]


def _enterprise_scheme() -> list[Series]:
    """Series of the enterprise scheme; some are made of the derived record."""
    derived = enterprise_record()
    made = {
        "pensioners_per_contributor": {year: row["pensioners"] / row["contributors"] for year, row in derived.items()},
        "surplus": {year: row["revenue"] - row["expenditure"] for year, row in derived.items()},
    }
    content = load("enterprise_scheme")
    found = []
    for name, entry in content["series"].items():
        scale = {year: row["revenue"] for year, row in derived.items()} if entry.get("scale") == "revenue" else None
        found.append(_series(name, entry, content, entry.get("values") or made[name], scale=scale))
    return found


def _resident_scheme() -> list[Series]:
    content = load("resident_scheme")
    return [
        _series(
            name, entry, content,
            entry.get("values") or {year: float(row[entry["column"]]) for year, row in content["record"].items()},
        )
        for name, entry in content["series"].items()
    ]  # fmt: skip


def _plain(name: str) -> list[Series]:
    """Series written year by year."""
    content = load(name)
    return [_series(key, entry, content, entry["values"]) for key, entry in content["series"].items()]


def _series(
    name: str, entry: Mapping[str, Any], content: Mapping[str, Any], values: Mapping[int, float],
    total: Mapping[int, float] | None = None, scale: Mapping[int, float] | None = None,
) -> Series:  # fmt: skip
    """A series of a file; without a source of its own it has that of the file."""
    cited = entry if "source" in entry else content
    if entry.get("absolute"):
        scale = dict.fromkeys(values, 1.0)
    marks = entry.get("mark", {})
    stated = "; ".join(
        f"{kind} {'' if years == 'all' else ', '.join(map(str, years))}".strip() for kind, years in marks.items()
    )
    return Series(
        name=name, english=entry["title"]["en"], chinese=entry["title"]["zh"], unit=entry["unit"],
        tolerance=entry.get("tolerance", 0.0), output=entry.get("output", ""), values=values,
        misses=" ".join(entry.get("misses", "").split()),
        source=" ".join(cited.get("source", "").split()), source_chinese=cited.get("source_zh", ""), total=total or {},
        total_title=entry.get("total", ""), scale=scale or {}, is_fitted=entry.get("fitted", False),
        mark=stated or entry.get("standing", "bulletin or recalled, by year in the file"),
        not_compared=" ".join(entry.get("not_compared", "").split()),
    )  # fmt: skip
