"""Indicators: coverage, adequacy and fund balances with their sampling errors, described in registry.yaml."""

from simulate.indicators.agreement import disagreements, must_agree
from simulate.indicators.compute import compute, from_flows
from simulate.indicators.errors import replicate_cells, standard_error
from simulate.indicators.registry import COORDINATES, Output, outputs

__all__ = [
    "COORDINATES", "Output", "compute", "disagreements", "from_flows", "must_agree", "outputs", "replicate_cells",
    "standard_error",
]  # fmt: skip
