"""The law book: every ``parameters.yaml`` of the rooms and the fitted values of the calibration, read once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from simulate.errors import Findings
from simulate.parameters import timeline
from simulate.parameters.applying import apply_change
from simulate.parameters.change_reader import read_change
from simulate.parameters.changes import AppliedChange, Change
from simulate.parameters.conditions import check_conditions
from simulate.parameters.effects import Step, judge
from simulate.parameters.fields import check_keys, text_of
from simulate.parameters.parameter_set import ParameterSet, Resolved
from simulate.parameters.relations import Relation, check_relations, read_relations
from simulate.parameters.spec import Reals, Spec
from simulate.parameters.spec_reader import read_spec
from simulate.parameters.strict_yaml import Mapping, load, node_of
from simulate.parameters.timeline import GROWTH_SOURCES, Growth

ROOT: Final = Path(__file__).resolve().parents[2]  # the folder that holds simulate/, scenarios/ and calibration/
BASELINE_DAY: Final = date(2026, 11, 21)
FILE_KEYS: Final = {"room", "parameters", "note", "relations"}


class LawBook:
    """All parameters as written; :meth:`resolve` gives them as arrays for a day and a list of changes."""

    def __init__(self, specs: dict[str, Spec], root: Path = ROOT, relations: Sequence[Relation] = ()) -> None:
        self.specs = specs
        self.root = root
        self.relations = tuple(relations)
        self._bases: dict[date, tuple[dict[str, Resolved], Growth]] = {}

    @classmethod
    def load(cls, root: Path | str = ROOT) -> LawBook:
        """Read every file under ``root``; raises ProblemsFound with every fault."""
        root = Path(root)
        paths = sorted(root.glob("simulate/**/parameters.yaml")) + sorted(root.glob("calibration/fitted/*.yaml"))
        return cls.read(paths, root)

    @classmethod
    def read(cls, paths: Iterable[Path], root: Path = ROOT) -> LawBook:
        """Read the given files."""
        findings = Findings()
        specs: dict[str, Spec] = {}
        relations: list[Relation] = []
        for path in paths:
            name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
            fields = load(path, name, findings)
            if fields is not None:
                _read_file(fields, specs, findings)
                relations += read_relations(fields.entries.get("relations"), findings)
        if not findings.problems:
            check_conditions(specs, findings)
            check_relations(relations, specs, findings)
        findings.raise_if_any()
        return cls(specs, root, relations)

    @cached_property
    def first_day(self) -> date:
        """The first day on which every parameter has a value everywhere, of what was enacted by then."""
        return max((spec.first_day for spec in self.specs.values()), default=date.min)

    @property
    def levers(self) -> list[str]:
        """Names of the parameters that a scenario may change."""
        return [name for name, spec in self.specs.items() if spec.is_lever]

    def resolve(
        self, as_of: date | str = BASELINE_DAY, changes: Sequence[Change | dict[str, Any]] = ()
    ) -> tuple[ParameterSet, list[AppliedChange]]:
        """Parameters as known on a day, with the changes laid on in order.

        What no change touches is shared between scenarios.  Changes of wage growth and inflation come first, because
        money after its last entry follows them.
        """
        day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        findings = Findings()
        base, growth = self._base(day, findings)
        parsed = [self._parsed(change, i, findings) for i, change in enumerate(changes)]
        findings.raise_if_any()
        resolved = dict(base)
        order = sorted(range(len(parsed)), key=lambda i: parsed[i].spec.name not in GROWTH_SOURCES)
        n_growth = sum(change.spec.name in GROWTH_SOURCES for change in parsed)
        steps = _lay_on([parsed[i] for i in order[:n_growth]], resolved, growth, findings)
        if n_growth:
            growth = Growth({name: resolved[name].values for name in GROWTH_SOURCES if name in resolved})
            resolved |= self._money(day, growth, base, findings)
        steps += _lay_on([parsed[i] for i in order[n_growth:]], resolved, growth, findings)
        findings.raise_if_any()
        records = dict(zip(order, judge(steps, resolved), strict=True))
        return ParameterSet(resolved), [records[i] for i in range(len(parsed))]

    def _parsed(self, change: Change | dict[str, Any], i: int, findings: Findings) -> Change:
        if isinstance(change, Change):
            return change
        parsed = read_change(node_of(change, f"change {i + 1}"), self.specs, findings, origin="given")
        if parsed is None:
            findings.raise_if_any()
            raise AssertionError("a change that cannot be read has a problem")
        return parsed

    def _base(self, day: date, findings: Findings) -> tuple[dict[str, Resolved], Growth]:
        if day not in self._bases:
            sources: dict[str, Reals] = {
                name: timeline.resolve(self.specs[name], day, Growth({}), findings)
                for name in GROWTH_SOURCES
                if name in self.specs
            }
            growth = Growth(sources)
            resolved = {
                name: Resolved(spec, timeline.resolve(spec, day, growth, findings)) for name, spec in self.specs.items()
            }
            findings.raise_if_any()
            self._bases[day] = (resolved, growth)
        return self._bases[day]

    def _money(self, day: date, growth: Growth, base: dict[str, Resolved], findings: Findings) -> dict[str, Resolved]:
        """Money that grows, resolved again after wage growth or inflation changed."""
        return {
            name: Resolved(spec, timeline.resolve(spec, day, growth, findings), base[name].law)
            for name, spec in self.specs.items()
            if spec.projection not in (None, "hold")
        }


def _lay_on(changes: Sequence[Change], resolved: dict[str, Resolved], growth: Growth, findings: Findings) -> list[Step]:
    """Apply changes in order to ``resolved``, which is changed in place."""
    origins: dict[str, Reals] = {}
    steps = []
    for change in changes:
        name = change.spec.name
        before = np.asarray(resolved[name].values, dtype=np.float64)
        values, record = apply_change(change, before, growth, findings)
        if record.binds and not findings.problems:
            resolved[name] = Resolved(change.spec, values, resolved[name].law)
        steps.append(Step(change, record, origins.setdefault(name, before), growth))
    return steps


def _read_file(fields: Mapping, specs: dict[str, Spec], findings: Findings) -> None:
    check_keys(fields, FILE_KEYS, findings, "a parameter file")
    room = text_of(fields, "room", findings)
    parameters = fields.entries.get("parameters")
    if not room:
        findings.add(fields.place, "no room", "room: NAME at the top", "name the room the parameters belong to")
    if not isinstance(parameters, Mapping):
        place = parameters.place if parameters is not None else fields.place
        findings.add(place, "no parameters", "parameters: with one key each")
        return
    for key, node in parameters.entries.items():
        name = f"{room}.{key}"
        place = parameters.key_places[key]
        if not isinstance(node, Mapping):
            findings.add(place, f"{name} without keys", "name, kind, unit, dims, bounds and values")
        elif name in specs:
            first = specs[name].place
            findings.add(place, f"{name} a second time", "one definition", f"the first is at {first[0]}:{first[1]}")
        else:
            node.place = place
            spec = read_spec(name, node, findings)
            if spec is not None:
                specs[name] = spec
