"""The registry of outputs, read once from registry.yaml; a scheme more adds labels to dimensions, no output."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from simulate import clock, codes, contracts, measures
from simulate.errors import Findings
from simulate.indicators.adequacy import GAPS, QUANTILES, RETURNS
from simulate.indicators.branches import BRANCHES, MEMBERSHIPS
from simulate.indicators.coverage import SPECIAL_YEARS
from simulate.indicators.finance import BENEFITS, FUND_LABELS, RIGHTS
from simulate.indicators.injury import INJURY_BENEFITS, INJURY_FLOWS, INJURY_FUNDS
from simulate.indicators.people import AGE_GROUPS
from simulate.indicators.provinces import RATIOS, SHARES
from simulate.indicators.schemes import SCHEME_SHARES
from simulate.parameters import strict_yaml
from simulate.parameters.fields import bilingual_of, text_of

GIVEN: Final = "given"
CHANGE: Final = "change"
KINDS: Final = ("count", "money", "ratio", "date", GIVEN, CHANGE)
_FIELDS: Final = {"name", "dims", "unit", "kind", "meaning"}
_PATH: Final = Path(__file__).with_name("registry.yaml")
FILE: Final = "simulate/indicators/registry.yaml"

Labels = tuple[str, ...] | tuple[int, ...] | tuple[float, ...]

COORDINATES: Final[MappingProxyType[str, Labels]] = MappingProxyType(
    {
        "year": tuple(range(clock.FIRST_REPORT_YEAR, clock.LAST_REPORT_YEAR + 1)),
        "cohort": tuple(range(contracts.FIRST_COHORT, contracts.LAST_COHORT + 1)),
        **{each.name: each.labels for each in (codes.PROVINCES, codes.SEXES, *contracts.CUTS.values(), codes.SCHEMES)},
        "branch": BRANCHES,
        "fund": FUND_LABELS,
        "benefit": BENEFITS,
        "right": tuple(RIGHTS),
        "special_year": tuple(SPECIAL_YEARS),
        "membership": MEMBERSHIPS,
        "injury_fund": tuple(INJURY_FUNDS),
        "injury_benefit": INJURY_BENEFITS,
        "injury_flow": INJURY_FLOWS,
        "paid_into": measures.FUNDS.labels,
        "payer": codes.PAYERS.labels,
        "quantile": QUANTILES,
        "life": contracts.CHANGE_ROWS,
        "age_group": AGE_GROUPS,
        "share_of": SHARES,
        "share_of_scheme": SCHEME_SHARES,
        "gap_of": GAPS,
        "return_of": RETURNS,
        "ratio_of": RATIOS,
    }
)


@dataclass(frozen=True)
class Output:
    """One output: what it is called, over what it is given, in what unit, and what it means."""

    name: str
    english: str
    chinese: str
    dims: tuple[str, ...]
    unit: str
    kind: str
    meaning: str  # in a sentence, English
    chinese_meaning: str
    place: tuple[str, int, int] = field(default=("", 0, 0), compare=False)  # of its dims in the registry

    @property
    def is_sampled(self) -> bool:
        """Whether it has a sampling error."""
        return self.kind != GIVEN

    @property
    def is_change(self) -> bool:
        """Whether it is itself a comparison with the first scenario: of that nothing is known, nor of a single one."""
        return self.kind == CHANGE

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of its dimensions."""
        return tuple(len(COORDINATES[dim]) for dim in self.dims)


@cache
def outputs() -> MappingProxyType[str, Output]:
    """All outputs by name, in the order of the registry; raises ProblemsFound for a fault in the file."""
    findings = Findings()
    top = strict_yaml.load(_PATH, FILE, findings)
    found: dict[str, Output] = {}
    for name, node in top.entries.items() if top is not None else ():
        output = _read(name, node, findings)
        if output is not None:
            found[name] = output
    findings.raise_if_any()
    return MappingProxyType(found)


def _read(name: str, node: strict_yaml.Node, findings: Findings) -> Output | None:
    if not isinstance(node, strict_yaml.Mapping) or set(node.entries) != _FIELDS:
        findings.add(node.place, f"the output {name}", f"a mapping with exactly {', '.join(sorted(_FIELDS))}")
        return None
    dims = node.entries["dims"]
    if not isinstance(dims, strict_yaml.Sequence):
        findings.add(dims.place, f"the dims of {name}", "a list of dims")
        return None
    labels = tuple(each.text for each in dims.items if isinstance(each, strict_yaml.Scalar))
    unknown = [each for each in labels if each not in COORDINATES]
    if unknown:
        findings.add(dims.place, f"the dims {', '.join(unknown)} of {name}", f"dims among {', '.join(COORDINATES)}")
        return None
    unit, kind = text_of(node, "unit", findings), text_of(node, "kind", findings)
    if kind not in KINDS:
        findings.add(node.entries["kind"].place, f"the kind {kind} of {name}", f"one of {', '.join(KINDS)}")
        return None
    named, meant = bilingual_of(node, "name", findings), bilingual_of(node, "meaning", findings)
    return Output(name, *named, labels, unit, kind, *meant, dims.place)
