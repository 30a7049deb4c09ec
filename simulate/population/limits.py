"""Bounds of a sample: how many workers may be drawn, and the seeds that may be asked for.  Light to import."""

from typing import Final

MAXIMUM_WORKERS: Final = 100_000_000
MAXIMUM_SEED: Final = 2**63 - 1
