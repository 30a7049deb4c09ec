"""What earlier fits left behind in ``calibration/fits``: standard errors of the numbers they fitted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from simulate.parameters import ROOT

REPORTS: Final = ROOT / "calibration" / "fits"


class Fitted(NamedTuple):
    """What a fit says of a number."""

    error: float  # standard error, with the others of its fit as they stand
    room: float  # to the nearer end of its range


def fitted(name: str, folder: Path = REPORTS) -> Fitted | None:
    """Of a fitted number, ``block parameter`` as the report of the fit names it; None where nothing determines it."""
    block, _, parameter = name.partition(" ")
    path = folder / f"{block}.yaml"
    if not path.is_file():
        return None
    report: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    row = report["parameters"].get(parameter, {})
    if row.get("alone") is None:
        return None
    low, high = row["within"]
    return Fitted(row["alone"], min(row["value"] - low, high - row["value"]))
