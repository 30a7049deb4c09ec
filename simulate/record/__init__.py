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
    all_series,
    enterprise_record,
    load,
    parts,
    provinces,
    public_money,
    public_retirees,
    series,
)

__all__ = [
    "ACTIVE", "ENTERPRISE_MEMBERS", "EXPENDITURE", "MODEL", "RETIREES", "REVENUE", "TARGETS", "UNITS", "Part", "Series",
    "all_series", "enterprise_record", "load", "parts", "provinces", "public_money", "public_retirees", "series",
]  # fmt: skip
