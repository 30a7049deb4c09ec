"""What may be asked of a sample: how many workers, which seed, and what few workers are good for.  Light to import."""

from numbers import Integral
from typing import Final

from simulate.errors import Findings

MINIMUM_WORKERS: Final = 300  # one for each birth cohort and sex, the strata of the sample
MAXIMUM_WORKERS: Final = 100_000_000
MAXIMUM_SEED: Final = 2**63 - 1
MAXIMUM_THREADS: Final = 1024
ENOUGH_FOR_NUMBERS: Final = 2_000  # below it a cohort has few workers and most cells of a province none


def check_sample(workers: int, seed: int, threads: int | None, faults: Findings, prefix: str = "") -> None:
    """Each number is whole and within its bounds; ``prefix`` is that of the options, ``--`` on the command line."""
    _check_count(f"{prefix}workers", workers, MINIMUM_WORKERS, MAXIMUM_WORKERS, faults)
    if threads is not None:
        _check_count(f"{prefix}threads", threads, 1, MAXIMUM_THREADS, faults)
    _check_count(f"{prefix}seed", seed, 0, MAXIMUM_SEED, faults)


def _check_count(option: str, value: int, low: int, high: int, faults: Findings) -> None:
    if not isinstance(value, Integral) or isinstance(value, bool) or not low <= value <= high:
        hint = f"the smallest sample is {low} workers, one per birth cohort and sex" if low == MINIMUM_WORKERS else ""
        faults.add(
            (option, 0, 0),
            repr(value) if isinstance(value, str) else str(value),
            f"a whole number from {low} to {high}",
            hint,
        )


def caution(workers: int) -> str:
    """What a small sample is good for; nothing for one large enough."""
    if workers >= ENOUGH_FOR_NUMBERS:
        return ""
    return (f"{workers:,} workers show whether a scenario runs and, at most, a direction: birth cohorts have a few "
            f"workers each, provinces hardly any; ask for {ENOUGH_FOR_NUMBERS:,} and more to read numbers")  # fmt: skip
