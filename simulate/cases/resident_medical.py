"""Cases of resident medical insurance: premium and subsidy of a year, months waited after years missed."""

from __future__ import annotations

from typing import Any, Final

from simulate.cases.given import flag, left_out, number, number_or, year
from simulate.cases.registry import Given, Law, Rule
from simulate.parameters.economy.params import reals
from simulate.schemes.resident_medical import params, rules


def resident_medical_funding(law: Law, given: Given) -> dict[str, Any]:
    """Premium, subsidy and both together of the year of a document, or of cover, yuan a year; 国发〔2016〕3号.

    The premium of a document is paid in autumn and covers the next year; its subsidy is paid in its own.
    """
    if ("document_year" in given) == ("cover_year" in given):
        raise left_out("document_year", "the year of the document, or of the cover")
    at = year(given, "document_year" if "document_year" in given else "cover_year")
    of_last_year = 0 if "document_year" in given else 1
    premium = float(reals(law.parameters, "resident_medical.premium")[at - of_last_year])
    subsidy = float(reals(law.parameters, "resident_medical.subsidy")[at])
    return {"premium": premium, "subsidy": subsidy, "total": float(rules.resident_medical_funding(premium, subsidy))}


def resident_waiting_months(law: Law, given: Given) -> dict[str, Any]:
    """Months waited by those who come back after years missed; 国办发〔2024〕38号."""
    own = law.pack(params.build)
    counts = flag(given, "first_missed_year_counts") if "first_missed_year_counts" in given else True
    waiting = rules.resident_waiting_months(
        number(given, "missed_years", 0.0), number_or(given, "repaired_years", 0.0, 0.0), counts,
        float(own.waiting_fixed[0]), float(own.waiting_least[0]),
    )  # fmt: skip
    return {"waiting_months": float(waiting)}


RULES: Final[dict[str, Rule]] = {
    "resident_medical_funding": Rule(
        resident_medical_funding, may=("document_year", "cover_year"), gives=("premium", "subsidy", "total"),
        beside="the books add premium and subsidy apart, by who pays",
    ),
    "resident_waiting_months": Rule(
        resident_waiting_months, needs=("missed_years",), may=("repaired_years", "first_missed_year_counts"),
        gives=("waiting_months",), beside="members of the resident scheme are counted, not followed",
    ),
}  # fmt: skip
