"""Coverage: who is insured, contributes, draws a pension; where; and who reaches the qualifying period.

Each function returns named arrays with the leading axis ``replicate`` and the dimensions said in registry.yaml.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate import codes, contracts
from simulate.contracts import FIRST_HUKOU_KIND, FIRST_OCCUPATION_KIND, Reals
from simulate.indicators.errors import Replicates, ratio

Named = dict[str, Reals]
_PAID_EARNINGS: Final = (
    codes.EMPLOYEE, codes.PLATFORM_EMPLOYEE, codes.PLATFORM_FLEXIBLE, codes.OTHER_FLEXIBLE,
)  # fmt: skip


def coverage(sums: Replicates) -> Named:
    """All coverage indicators."""
    return {**_by_place(sums), **_by_kind(sums.kind), **_rates(sums.kind), **_by_cohort(sums.cohort)}


def schemes(first: Reals, second: Reals) -> Reals:
    """Two arrays (replicate, ...) as one (replicate, scheme, ...)."""
    return np.stack([first, second], axis=1)


def national(sums: Replicates, measure: int) -> Reals:
    """A measure summed over provinces and sexes, (replicate, year)."""
    return np.asarray(sums.both[measure].sum(axis=-1))


def wage_bill(sums: Replicates) -> Reals:
    """Earnings of employees, platform workers and other flexible workers, (replicate, year) yuan."""
    return np.asarray(sums.kind[contracts.KIND_EARNINGS][..., list(_PAID_EARNINGS)].sum(axis=(-2, -1)))


def _by_place(sums: Replicates) -> Named:
    place = sums.place
    away = sums.both[contracts.INSURED_AWAY]
    migrants = (contracts.MIGRANTS_LOCAL, contracts.MIGRANTS_INTRAPROVINCIAL, contracts.MIGRANTS_INTERPROVINCIAL)
    pensioners = schemes(place[contracts.PENSIONERS_EMPLOYEE], place[contracts.PENSIONERS_RESIDENT])
    contributors = schemes(place[contracts.CONTRIBUTORS_EMPLOYEE], place[contracts.CONTRIBUTORS_RESIDENT])
    insured = schemes(place[contracts.INSURED_EMPLOYEE], place[contracts.INSURED_RESIDENT])

    def of_nation(employee: int, resident: int) -> Reals:
        return schemes(national(sums, employee), national(sums, resident))

    contributors_national = of_nation(contracts.CONTRIBUTORS_EMPLOYEE, contracts.CONTRIBUTORS_RESIDENT)
    pensioners_national = of_nation(contracts.PENSIONERS_EMPLOYEE, contracts.PENSIONERS_RESIDENT)
    return {
        "persons": place[contracts.PERSONS],
        "persons_national": national(sums, contracts.PERSONS),
        "insured": insured,
        "insured_national": of_nation(contracts.INSURED_EMPLOYEE, contracts.INSURED_RESIDENT),
        "contributors": contributors,
        "contributors_national": contributors_national,
        "flexible_contributors": place[contracts.CONTRIBUTORS_FLEXIBLE],
        "pensioners": pensioners,
        "pensioners_national": pensioners_national,
        "contributors_per_pensioner": ratio(contributors_national, pensioners_national),
        "migrants": np.stack([national(sums, each) for each in migrants], axis=1),
        "insured_away": schemes(away, np.zeros_like(away)),
        "insured_away_share": ratio(away, sums.both[contracts.INSURED_EMPLOYEE]),
        "insured_away_share_national": ratio(away.sum(axis=-1), national(sums, contracts.INSURED_EMPLOYEE)),
        "subsidised_national": national(sums, contracts.SUBSIDISED),
        "care_credited_national": national(sums, contracts.CARE_CREDITED),
        "dual_contributors_national": national(sums, contracts.DUAL_CONTRIBUTORS),
    }


def split_kinds(sums: Reals) -> tuple[Reals, Reals]:
    """(..., kind) as (..., form) and (..., occupation); the types of hukou are left out."""
    return sums[..., :FIRST_OCCUPATION_KIND], sums[..., FIRST_OCCUPATION_KIND:FIRST_HUKOU_KIND]


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
    insurable = list(codes.INSURABLE)
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
    named["coverage_rate_by_hukou"] = by_kind[..., FIRST_HUKOU_KIND:]
    named["uninsured_share_by_hukou"] = uninsured_by_kind[..., FIRST_HUKOU_KIND:]
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
