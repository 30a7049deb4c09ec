"""Coverage: who is insured, contributes, draws a pension; where; and who reaches the qualifying period.

Each function returns named arrays with the leading axis ``replicate`` and the dimensions said in registry.yaml.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate import codes, contracts
from simulate.contracts import FIRST_OCCUPATION_KIND, Reals
from simulate.indicators.errors import Replicates, ratio

Named = dict[str, Reals]
_OUTSIDE: Final = (codes.EDUCATION, codes.PUBLIC_EMPLOYEE, codes.RETIRED)  # forms that no scheme here is meant for
INSURABLE: Final = tuple(form for form in range(len(codes.FORMS)) if form not in _OUTSIDE)


def coverage(sums: Replicates) -> Named:
    """All coverage indicators."""
    return {**_by_place(sums.place), **_by_kind(sums.kind), **_rates(sums.kind), **_by_cohort(sums.cohort)}


def schemes(first: Reals, second: Reals) -> Reals:
    """Two arrays (replicate, ...) as one (replicate, scheme, ...)."""
    return np.stack([first, second], axis=1)


def _by_place(place: Reals) -> Named:
    insured_employee = place[contracts.INSURED_EMPLOYEE]
    away = place[contracts.INSURED_AWAY].sum(axis=-1)
    migrants = (contracts.MIGRANTS_LOCAL, contracts.MIGRANTS_INTRAPROVINCIAL, contracts.MIGRANTS_INTERPROVINCIAL)
    pensioners = schemes(place[contracts.PENSIONERS_EMPLOYEE], place[contracts.PENSIONERS_RESIDENT])
    contributors = schemes(place[contracts.CONTRIBUTORS_EMPLOYEE], place[contracts.CONTRIBUTORS_RESIDENT])
    insured = schemes(insured_employee, place[contracts.INSURED_RESIDENT])
    nation = (-2, -1)
    return {
        "persons": place[contracts.PERSONS],
        "persons_national": place[contracts.PERSONS].sum(axis=nation),
        "insured": insured,
        "insured_national": insured.sum(axis=nation),
        "contributors": contributors,
        "contributors_national": contributors.sum(axis=nation),
        "flexible_contributors": place[contracts.CONTRIBUTORS_FLEXIBLE],
        "pensioners": pensioners,
        "pensioners_national": pensioners.sum(axis=nation),
        "contributors_per_pensioner": ratio(contributors.sum(axis=nation), pensioners.sum(axis=nation)),
        "migrants": np.stack([place[each].sum(axis=nation) for each in migrants], axis=1),
        "insured_away": schemes(away, np.zeros_like(away)),
        "insured_away_share": ratio(away, insured_employee.sum(axis=-1)),
        "insured_away_share_national": ratio(away.sum(axis=-1), insured_employee.sum(axis=nation)),
    }


def split_kinds(sums: Reals) -> tuple[Reals, Reals]:
    """(..., kind) as (..., form) and (..., occupation)."""
    return sums[..., :FIRST_OCCUPATION_KIND], sums[..., FIRST_OCCUPATION_KIND:]


def _by_kind(kind: Reals) -> Named:
    """Counts by form and by platform occupation, (replicate, [scheme,] year, sex, form or occupation)."""
    insured = schemes(kind[contracts.KIND_INSURED_EMPLOYEE], kind[contracts.KIND_INSURED_RESIDENT])
    contributors = schemes(kind[contracts.KIND_CONTRIBUTORS_EMPLOYEE], kind[contracts.KIND_CONTRIBUTORS_RESIDENT])
    named: Named = {}
    for name, sums in (("persons", kind[contracts.KIND_PERSONS]), ("insured", insured), ("contributors", contributors)):
        named[f"{name}_by_form"], named[f"{name}_by_occupation"] = split_kinds(sums)
    return named


def _rates(kind: Reals) -> Named:
    """Effective coverage: insured over all persons of the kind, both sexes together by kind."""
    persons = kind[contracts.KIND_PERSONS]
    insured = schemes(kind[contracts.KIND_INSURED_EMPLOYEE], kind[contracts.KIND_INSURED_RESIDENT])
    uninsured = kind[contracts.KIND_UNINSURED]
    insurable = list(INSURABLE)
    persons_by_sex = persons[..., insurable].sum(axis=-1)
    by_kind = ratio(insured.sum(axis=-2), persons.sum(axis=-2)[:, None])
    uninsured_by_kind = ratio(uninsured.sum(axis=-2), persons.sum(axis=-2))
    flexible = [codes.PLATFORM_FLEXIBLE, codes.OTHER_FLEXIBLE]
    named: Named = {
        "coverage_rate": ratio(insured[..., insurable].sum(axis=-1), persons_by_sex[:, None]),
        "coverage_rate_national": ratio(
            insured[..., insurable].sum(axis=(-2, -1)), persons_by_sex.sum(axis=-1)[:, None]
        ),
        "coverage_rate_flexible": ratio(
            insured[..., flexible].sum(axis=(-2, -1)), persons[..., flexible].sum(axis=(-2, -1))[:, None]
        ),
        "uninsured_share_national": ratio(uninsured[..., insurable].sum(axis=(-2, -1)), persons_by_sex.sum(axis=-1)),
        "uninsured_share_flexible": ratio(
            uninsured[..., flexible].sum(axis=(-2, -1)), persons[..., flexible].sum(axis=(-2, -1))
        ),
    }
    named["coverage_rate_by_form"], named["coverage_rate_by_occupation"] = split_kinds(by_kind)
    named["uninsured_share_by_form"], named["uninsured_share_by_occupation"] = split_kinds(uninsured_by_kind)
    return named


def _by_cohort(cohort: Reals) -> Named:
    """Lifetime coverage by birth cohort and sex, and for both sexes."""
    pairs = {
        "contribution_density": (contracts.COHORT_PAID_MONTHS, contracts.COHORT_WORKING_MONTHS),
        "qualifying_share": (contracts.COHORT_QUALIFIED, contracts.COHORT_PERSONS),
        "ever_insured_share": (contracts.COHORT_EVER_INSURED, contracts.COHORT_PERSONS),
    }
    named: Named = {}
    for name, (above, below) in pairs.items():
        named[name] = ratio(cohort[above], cohort[below])
        named[f"{name}_national"] = ratio(cohort[above].sum(axis=-1), cohort[below].sum(axis=-1))
    return named
