"""The official record in ``calibration/targets/``, and which outputs of the model are compared with it."""

from simulate.record.official import (
    ACTIVE,
    ENTERPRISE_MEMBERS,
    EXPENDITURE,
    MODEL,
    RETIREES,
    REVENUE,
    TARGETS,
    UNITS,
    Part,
    Series,
    enterprise_record,
    load,
    parts,
    public_pension,
    series,
)

__all__ = [
    "ACTIVE", "ENTERPRISE_MEMBERS", "EXPENDITURE", "MODEL", "RETIREES", "REVENUE", "TARGETS", "UNITS", "Part", "Series",
    "enterprise_record", "load", "parts", "public_pension", "series",
]  # fmt: skip
