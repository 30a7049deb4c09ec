"""The law and every other number of the model: dated, sourced, resolved for a scenario, packed for kernels."""

from simulate.parameters.changes import AppliedChange, Change
from simulate.parameters.lawbook import BASELINE_DAY, ROOT, LawBook
from simulate.parameters.numbered import Labels
from simulate.parameters.pack import pack
from simulate.parameters.parameter_set import ParameterSet, Resolved

__all__ = ["BASELINE_DAY", "ROOT", "AppliedChange", "Change", "Labels", "LawBook", "ParameterSet", "Resolved", "pack"]
