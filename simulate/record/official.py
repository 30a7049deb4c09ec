"""The official record, and what the model says beside it.

The record stands in ``calibration/targets/*.yaml`` and is read as data.  The statistics of the employee scheme add two
schemes with rules and funds of their own: the enterprise scheme, which the model simulates, and the public sector's.
Only members are published apart; everything else of the public sector is derived from the assumptions in
``targets/employee_scheme.yaml`` and taken off the total.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final, NamedTuple

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
    """One recorded series and how it is compared; ``total`` is the wider record it was derived from, if any."""

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
    """All series that are compared with an output of the model, in the order of the table."""
    return [
        *_employee_scheme(),
        *_resident_scheme(),
        *_plain("pensions_and_wages"),
        *_plain("labour"),
        *_plain("enrolment"),
    ]


def enterprise_record(content: Mapping[str, Any] | None = None) -> dict[int, dict[str, float]]:
    """Contributors, pensioners (10,000 persons), revenue and expenditure (100 million yuan) of the enterprise scheme.

    Public retirees = share x public members; enterprise retirees = retirees - public retirees; contributors = share x
    (enterprise members - enterprise retirees); public spending = public retirees x their mean pension, carried from
    2022 by the yearly adjustments; public revenue = its spending x a ratio; enterprise = total - public.
    """
    content = content or load("employee_scheme")
    share = content["enterprise_share"]
    pension = public_pension(share)
    derived = {}
    for year, row in content["record"].items():
        if year not in pension:
            continue
        public_members = row[ACTIVE] + row[RETIREES] - row[ENTERPRISE_MEMBERS]
        public_retirees = share["public_retirees_over_members"]["value"] * public_members
        retirees = row[RETIREES] - public_retirees
        active = row[ENTERPRISE_MEMBERS] - retirees
        spending = public_retirees * PERSONS_IN_10_000 * pension[year] * 12.0 / YUAN_IN_100_MILLION
        derived[year] = {
            "contributors": share["contributors_over_active"]["value"] * active,
            "pensioners": retirees,
            "revenue": row[REVENUE] - share["public_revenue_over_expenditure"]["value"] * spending,
            "expenditure": row[EXPENDITURE] - spending,
        }
    return derived


def public_pension(share: Mapping[str, Any]) -> dict[int, float]:
    """Mean pension of public-sector retirees by year, yuan a month: that of 2022 carried by the adjustments."""
    rise = share["indexation"]["values"]
    pension = {2022: float(share["public_pension_2022"]["value"])}
    for year in range(2021, min(rise) - 2, -1):
        pension[year] = pension[year + 1] / (1.0 + rise[year + 1])
    for year in range(2023, max(rise) + 1):
        pension[year] = pension[year - 1] * (1.0 + rise[year])
    return pension


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


def _resident_scheme() -> list[Series]:
    content = load("resident_scheme")
    return [
        _series(name, entry, content, {year: float(row[entry["column"]]) for year, row in content["record"].items()})
        for name, entry in content["series"].items()
    ]


def _plain(name: str) -> list[Series]:
    """Series written year by year; those that name no output are kept for fitting and not compared here."""
    content = load(name)
    entries = content["series"].items()
    return [_series(key, entry, content, entry["values"]) for key, entry in entries if "output" in entry]


def _series(
    name: str, entry: Mapping[str, Any], content: Mapping[str, Any], values: Mapping[int, float],
    total: Mapping[int, float] | None = None,
) -> Series:  # fmt: skip
    """A series of a file; without a source of its own it has that of the file."""
    return Series(
        name=name, english=entry["title"]["en"], chinese=entry["title"]["zh"], unit=entry["unit"],
        tolerance=entry["tolerance"], output=entry["output"], values=values, misses=entry["misses"].strip(),
        source=" ".join(entry.get("source", content.get("source", "")).split()), total=total or {},
        total_title=entry.get("total", ""),
    )  # fmt: skip
