"""All indicators of one scenario, each an array with the leading axis ``replicate``."""

from __future__ import annotations

from simulate.contracts import N_GROUPS, Cells
from simulate.funds import FundFlows, Parameters, keep_books
from simulate.indicators.adequacy import adequacy
from simulate.indicators.branches import branches
from simulate.indicators.coverage import Named, coverage
from simulate.indicators.errors import Replicates, replicate_cells
from simulate.indicators.finance import finance
from simulate.indicators.injury import injury
from simulate.indicators.people import people
from simulate.indicators.platforms import platforms
from simulate.indicators.provinces import provinces
from simulate.indicators.registry import outputs
from simulate.indicators.schemes import schemes
from simulate.indicators.winners import winners


def compute(cells: Cells, ps: Parameters) -> Named:
    """Name -> (1 + N_GROUPS, *dims of registry.yaml): the estimate, then one without each group of workers.

    Keeps the books of the funds on the way; raises IdentityBroken if they do not add up.
    """
    sums = replicate_cells(cells)
    return from_flows(sums, keep_books(sums.both[..., None], ps), ps)


def named_outputs(sums: Replicates, flows: FundFlows, ps: Parameters) -> Named:
    """All arrays by name, as the code has them, whatever the registry says."""
    return {
        **coverage(sums), **adequacy(sums), **finance(sums, flows, ps), **injury(sums, flows), **winners(sums.changes),
        **people(ps), **branches(sums, ps), **platforms(sums, ps), **schemes(sums),
        **provinces(sums, flows),
    }  # fmt: skip


def from_flows(sums: Replicates, flows: FundFlows, ps: Parameters) -> Named:
    """As :func:`compute`, with the books of the funds already kept."""
    named = named_outputs(sums, flows, ps)
    registry = outputs()
    if named.keys() != registry.keys():
        raise ValueError(f"outputs and registry.yaml differ: {', '.join(sorted(named.keys() ^ registry.keys()))}")
    for name, values in named.items():
        expected = (N_GROUPS + 1, *registry[name].shape)
        if values.shape != expected:
            raise ValueError(f"{name} has shape {values.shape}; registry.yaml says {registry[name].dims}, {expected}")
    return {name: named[name] for name in registry}
