"""What earlier fits left behind in ``calibration/fits``: standard errors of the numbers they fitted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import yaml

from simulate.parameters import ROOT

REPORTS: Final = ROOT / "calibration" / "fits"


def standard_error_of(name: str, folder: Path = REPORTS) -> float | None:
    """Of a fitted number, ``block parameter`` as the report of the fit names it; None where there is none."""
    block, _, parameter = name.partition(" ")
    path = folder / f"{block}.yaml"
    if not path.is_file():
        return None
    report: Mapping[str, Mapping[str, Mapping[str, float | None]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return report["parameters"].get(parameter, {}).get("standard_error")
