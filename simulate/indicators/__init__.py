"""Indicators: coverage, adequacy and fund balances with their sampling errors, described in registry.yaml."""

from simulate.indicators.compute import compute, from_flows
from simulate.indicators.errors import replicate_cells, standard_error
from simulate.indicators.registry import COORDINATES, Output, outputs

__all__ = ["COORDINATES", "Output", "compute", "from_flows", "outputs", "replicate_cells", "standard_error"]
