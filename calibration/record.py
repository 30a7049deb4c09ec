"""The official record: the files of ``targets/`` as series, and the enterprise scheme derived from the whole scheme.

The statistics of the employee scheme add two schemes with rules and funds of their own: the enterprise scheme, which
the model simulates, and the public sector's.  Only members are published apart; everything else of the public sector
is derived from the assumptions in ``targets/employee_scheme.yaml`` and taken off the total.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

TARGETS: Final = Path(__file__).resolve().parent / "targets"
# columns of the employee scheme's record
ACTIVE, RETIREES, ENTERPRISE_MEMBERS, REVENUE, EXPENDITURE = range(5)
YUAN_IN_100_MILLION: Final = 1e8
PERSONS_IN_10_000: Final = 1e4


@dataclass(frozen=True)
class Series:
    """One recorded series and how it is compared; ``total`` is the wider record it was derived from, if any."""

    name: str
    title: str
    unit: str
    tolerance: float  # relative
    output: str  # key of ``outputs.OUTPUTS``
    values: Mapping[int, float]
    misses: str
    total: Mapping[int, float]
    total_title: str = ""


def load(name: str) -> dict[str, Any]:
    """One file of ``targets/`` as plain values."""
    with (TARGETS / f"{name}.yaml").open(encoding="utf-8") as stream:
        content = yaml.safe_load(stream)
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
            {year: row[name] for year, row in derived.items()},
            {year: float(row[columns[name]]) for year, row in content["record"].items()},
        )
        for name, entry in content["series"].items()
    ]


def _resident_scheme() -> list[Series]:
    content = load("resident_scheme")
    return [
        _series(name, entry, {year: float(row[entry["column"]]) for year, row in content["record"].items()}, {})
        for name, entry in content["series"].items()
    ]


def _plain(name: str) -> list[Series]:
    """Series written year by year; those that name no output are kept for fitting and not compared here."""
    entries = load(name)["series"].items()
    return [_series(key, entry, entry["values"], {}) for key, entry in entries if "output" in entry]


def _series(name: str, entry: Mapping[str, Any], values: Mapping[int, float], total: Mapping[int, float]) -> Series:
    title = f"{entry['title']['en']} {entry['title']['zh']}"
    return Series(
        name, title, entry["unit"], entry["tolerance"], entry["output"], values, entry["misses"].strip(), total,
        entry.get("total", ""),
    )  # fmt: skip
