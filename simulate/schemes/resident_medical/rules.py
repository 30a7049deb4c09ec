"""Rules of resident medical insurance: a flat premium and subsidy a year, and months waited after years missed.

Law: 国发〔2016〕3号; 国办发〔2024〕38号.  Money in yuan a year.
"""

from __future__ import annotations

from simulate.engine.jit import rule

_YEARS_TO_FLOOR = 4.0  # missed, from which repairing does not shorten the wait below ``least``


@rule
def resident_medical_funding(premium: float, subsidy: float) -> float:
    """Funding of a member = the family's premium + the state's subsidy (国发〔2016〕3号)."""
    return premium + subsidy


@rule
def resident_waiting_months(
    missed_years: float, repaired_years: float, first_missed_year_counts: bool, fixed: float, least: float
) -> float:
    """Months waited on coming back = 3 + one for each year missed, less one for each repaired (国办发〔2024〕38号).

    From four years missed not below six.  Whether the first year counts is read both ways.
    """
    if missed_years <= 0.0:
        return 0.0
    extra = missed_years if first_missed_year_counts else missed_years - 1.0
    waiting = fixed + max(extra - repaired_years, 0.0)
    return max(waiting, least) if missed_years >= _YEARS_TO_FLOOR else waiting
