"""Coverage: who is insured, contributes, draws a pension; where; and who reaches the qualifying period.

Each function returns named arrays with the leading axis ``replicate`` and the dimensions given in registry.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from simulate import codes, contracts
from simulate.contracts import KIND_MEASURES, KIND_ROWS, PLACE_MEASURES, SCHEME_WORDS, Reals
from simulate.indicators.errors import Replicates, ratio

Named = dict[str, Reals]
SPECIAL_YEARS: Final = {
    "subsidised": contracts.SUBSIDISED, "care_credited": contracts.CARE_CREDITED, "dual": contracts.DUAL_CONTRIBUTORS,
}  # fmt: skip
_EITHER_SIDE: Final = 2  # cohorts
_PAID_EARNINGS: Final = (
    codes.EMPLOYEE, codes.PLATFORM_EMPLOYEE, codes.PLATFORM_FLEXIBLE, codes.OTHER_FLEXIBLE,
)  # fmt: skip


def coverage(sums: Replicates) -> Named:
    """All coverage indicators."""
    return {**_by_place(sums), **_by_kind(sums.kind), **_rates(sums.kind), **_by_cohort(sums.cohort)}


def by_scheme(read: Callable[[int], Reals], names: Sequence[str], what: str) -> Reals:
    """What the sums say of each scheme, (replicate, scheme, ...); ``read`` gives those of a measure (replicate, ...).

    ``names`` are those of the measures: "insured" is insured_employee, insured_resident; nobody where there is none.
    """
    wanted = [f"{what}_{word}" for word in SCHEME_WORDS]
    parts = [read(names.index(each)) if each in names else np.zeros_like(read(0)) for each in wanted]
    return np.stack(parts, axis=1)


def national(sums: Replicates, measure: int) -> Reals:
    """A measure summed over provinces and sexes, (replicate, year)."""
    return np.asarray(sums.both[measure].sum(axis=-1))


def wage_bill(sums: Replicates) -> Reals:
    """Earnings of employees, platform workers and other flexible workers, (replicate, year) yuan."""
    return np.asarray(sums.kind[contracts.KIND_EARNINGS][..., list(_PAID_EARNINGS)].sum(axis=(-2, -1)))


def _by_place(sums: Replicates) -> Named:
    place, of_schemes = sums.place, {}
    for what in ("insured", "contributors", "pensioners"):
        of_schemes[what] = by_scheme(place.__getitem__, PLACE_MEASURES, what)
        of_schemes[f"{what}_national"] = by_scheme(sums.both.__getitem__, PLACE_MEASURES, what).sum(axis=-1)
    away = sums.both[contracts.INSURED_AWAY]
    return {
        **of_schemes,
        "persons": place[contracts.PERSONS],
        "persons_national": national(sums, contracts.PERSONS),
        "flexible_contributors": place[contracts.CONTRIBUTORS_FLEXIBLE],
        "contributors_per_pensioner": ratio(of_schemes["contributors_national"], of_schemes["pensioners_national"]),
        "migrants": np.stack([national(sums, each) for each in contracts.MIGRANT_MEASURES], axis=1),
        "insured_away_share_national": ratio(away.sum(axis=-1), national(sums, contracts.INSURED_EMPLOYEE)),
        "special_years_national": np.stack([national(sums, each) for each in SPECIAL_YEARS.values()], axis=1),
    }


def _by_kind(kind: Reals) -> Named:
    """Counts by sex and the cuts that add up to the persons, (replicate, [scheme,] year, sex, label)."""
    named: Named = {}
    for cut in ("form", "occupation"):
        rows = KIND_ROWS[cut]
        named[f"persons_by_{cut}"] = kind[contracts.KIND_PERSONS][..., rows]
        for what in ("insured", "contributors"):
            named[f"{what}_by_{cut}"] = by_scheme(kind.__getitem__, KIND_MEASURES, what)[..., rows]
    return named


def _rates(kind: Reals) -> Named:
    """Effective coverage: insured over all persons of the kind, both sexes together by kind."""
    persons, uninsured = kind[contracts.KIND_PERSONS], kind[contracts.KIND_UNINSURED]
    insured = by_scheme(kind.__getitem__, KIND_MEASURES, "insured")
    coverage_by_kind = ratio(insured.sum(axis=-2), persons.sum(axis=-2)[:, None])
    uninsured_by_kind = ratio(uninsured.sum(axis=-2), persons.sum(axis=-2))
    insurable, flexible = list(codes.INSURABLE), [codes.PLATFORM_FLEXIBLE, codes.OTHER_FLEXIBLE]
    named: Named = {
        "coverage_rate": ratio(insured[..., insurable].sum(axis=-1), persons[..., insurable].sum(axis=-1)[:, None]),
    }
    everyone = persons[..., insurable].sum(axis=-1).sum(axis=-1), persons[..., flexible].sum(axis=(-2, -1))
    for name, forms, all_of_them in zip(("national", "flexible"), (insurable, flexible), everyone, strict=True):
        named[f"coverage_rate_{name}"] = ratio(insured[..., forms].sum(axis=(-2, -1)), all_of_them[:, None])
        named[f"uninsured_share_{name}"] = ratio(uninsured[..., forms].sum(axis=(-2, -1)), all_of_them)
    for cut, rows in KIND_ROWS.items():
        named[f"coverage_rate_by_{cut}"] = coverage_by_kind[..., rows]
        named[f"uninsured_share_by_{cut}"] = uninsured_by_kind[..., rows]
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
    qualified, persons = cohort[contracts.COHORT_QUALIFIED], cohort[contracts.COHORT_PERSONS]
    return {**named, "qualifying_share_pooled": ratio(pooled(qualified), pooled(persons))}


def pooled(cohort: Reals) -> Reals:
    """Sums of both sexes over five birth cohorts, (replicate, cohort, sex) -> (replicate, cohort).

    Two on either side: one cohort alone is too few workers to compare reforms by.
    """
    both = cohort.sum(axis=-1)
    upto = np.pad(np.cumsum(both, axis=-1), ((0, 0), (1, 0)))
    place = np.arange(both.shape[-1])
    last, first = np.minimum(place + _EITHER_SIDE + 1, both.shape[-1]), np.maximum(place - _EITHER_SIDE, 0)
    return np.asarray(upto[:, last] - upto[:, first])
