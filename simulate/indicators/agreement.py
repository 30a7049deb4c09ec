"""Whether registry.yaml and the code that fills the outputs agree, said before anything is compiled or lived.

The outputs are computed from sums in which nobody lives: a fifth of a second, and their names and shapes are those of
a run.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate import contracts
from simulate.contracts import N_GROUPS, Cells
from simulate.errors import Problem, ProblemsFound, nearest
from simulate.funds import Parameters, keep_books
from simulate.indicators.compute import named_outputs
from simulate.indicators.errors import replicate_cells
from simulate.indicators.registry import COORDINATES, FILE, Output, outputs

_OF_A_CUT: Final = {"coverage_rate_by_": ("scheme", "year"), "uninsured_share_by_": ("year",)}
_passed: set[str] = set()


def must_agree(ps: Parameters) -> None:
    """Raise ProblemsFound for every output that the registry and the code see otherwise; looks once a process."""
    if not _passed:
        if found := disagreements(ps):
            raise ProblemsFound(found)
        _passed.add(FILE)


def disagreements(ps: Parameters) -> list[Problem]:
    """Outputs that are computed and not in the registry, or in it and not computed, or of other dimensions."""
    registry = outputs()
    sums = replicate_cells(_nobody())
    computed = named_outputs(sums, keep_books(sums.both[..., None], ps), ps)
    shapes = {name: values.shape[1:] for name, values in computed.items()}
    return sorted(
        [
            *(_missing(name, shape) for name, shape in shapes.items() if name not in registry),
            *(_idle(output) for name, output in registry.items() if name not in shapes),
            *(
                _otherwise(output, shapes[name])
                for name, output in registry.items()
                if name in shapes and _differs(output, shapes[name])
            ),
        ]
    )


def _nobody() -> Cells:
    """Sums of nobody."""
    years = contracts.N_REPORT_YEARS
    return Cells(
        np.zeros((N_GROUPS, years, 31, 2, len(contracts.PLACE_MEASURES))),
        np.zeros((N_GROUPS, years, 2, contracts.N_KINDS, len(contracts.KIND_MEASURES))),
        np.zeros((N_GROUPS, contracts.N_COHORTS, 2, len(contracts.COHORT_MEASURES))),
        np.zeros((N_GROUPS, years, 2, contracts.N_AWARD_BINS)),
        np.zeros((N_GROUPS, len(contracts.CHANGE_ROWS), contracts.N_CHANGE_COLUMNS)),
    )


def _dims_of_cut(name: str) -> tuple[str, ...]:
    """The dimensions of an output of a cut of coverage; of any other none, for its name does not say them."""
    for beginning, dims in _OF_A_CUT.items():
        cut = name.removeprefix(beginning)
        if cut != name and cut in contracts.CUTS:
            return (*dims, contracts.CUTS[cut].name)
    return ()


def _differs(output: Output, shape: tuple[int, ...]) -> bool:
    return output.shape != shape or output.dims != (_dims_of_cut(output.name) or _in_turn(output.dims))


def _in_turn(dims: tuple[str, ...]) -> tuple[str, ...]:
    """Dimensions of one length, which no shape tells apart, from the last of ``COORDINATES`` to the first.

    So two of them that change places in the registry are seen, and their numbers do not change their meaning.
    """
    known = list(COORDINATES)
    turned: dict[int, list[str]] = {}
    for dim in sorted(dims, key=known.index):
        turned.setdefault(len(COORDINATES[dim]), []).append(dim)
    return tuple(turned[len(COORDINATES[dim])].pop() for dim in dims)


def _dims_text(name: str, shape: tuple[int, ...]) -> str:
    """The dimensions expected; where their lengths alone are known, every name of that length."""
    dims = _dims_of_cut(name)
    if dims:
        return f"dims: [{', '.join(dims)}]"
    of_length = ("/".join(dim for dim, labels in COORDINATES.items() if len(labels) == length) for length in shape)
    return f"dims: [{', '.join(of_length)}]"


def _missing(name: str, shape: tuple[int, ...]) -> Problem:
    beside = nearest(name, outputs())
    line = outputs()[beside].place[1] if beside else 0
    hint = f"add the entry {name}, as {beside} is written" if beside else f"add the entry {name}"
    if _dims_of_cut(name):
        hint += "; a cut has two outputs, coverage_rate_by_ and uninsured_share_by_"
    return Problem(FILE, line, 1 if line else 0, f"no output {name}, which is computed", _dims_text(name, shape), hint)


def _idle(output: Output) -> Problem:
    hint = "fill it in simulate/indicators, or take its entry out"
    return Problem(*output.place, f"the output {output.name}, which nothing computes", "outputs that are filled", hint)


def _otherwise(output: Output, shape: tuple[int, ...]) -> Problem:
    found = f"the dims {', '.join(output.dims)} of {output.name}"
    expected = _dims_text(output.name, shape)
    if output.shape == shape and not _dims_of_cut(output.name):
        expected = f"dims: [{', '.join(_in_turn(output.dims))}]"
    return Problem(*output.place, found, expected, "write the dims of what is computed")
