"""The file of a sweep: which scenarios, which levers and parameters at which values, which seeds, how many workers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulate.errors import Findings, did_you_mean
from simulate.indicators import outputs
from simulate.parameters import LawBook
from simulate.parameters.fields import bilingual_of, check_keys, one_of, parsed_of, text_of, words_of
from simulate.parameters.strict_yaml import Mapping, load, read_text
from simulate.population.limits import check_sample
from simulate.results.estimates import STATISTIC
from simulate.results.headline import METRICS
from simulate.scenario import Scenario, load_scenario
from simulate.scenario.names import check_scenarios
from simulate.sweeps.axes import Axis, read_axes

GRID, HYPERCUBE, SOBOL, SOBOL_INDICES, MORRIS = KINDS = (
    "grid", "latin_hypercube", "sobol", "sobol_indices", "morris"
)  # fmt: skip
KEYS: Final = {
    "title", "author", "reference", "describes", "base", "scenarios", "levers", "parameters", "design", "seeds",
    "workers", "outputs",
}  # fmt: skip
REQUIRED: Final = ("title", "author", "reference", "workers")
DESIGN_KEYS: Final = {"kind", "points", "seed"}
BASE: Final = "baseline"
MOST_POINTS: Final = 1_000_000
MOST_CELLS: Final = 1_000_000
ALL: Final = "all"  # of ``outputs``


@dataclass(frozen=True)
class Design:
    """A sweep as read; ``scenarios`` and axes of policy are laid on the base, axes of parameters on all alike."""

    name: str
    path: Path
    text: str
    english: str
    chinese: str
    base: Scenario
    scenarios: tuple[Scenario, ...]
    axes: tuple[Axis, ...]
    kind: str
    points: int  # of a sample; of indices and screening the base points and trajectories; 0 of a grid
    draw_seed: int  # of the sample of points, not of the lives
    seeds: tuple[int, ...]
    workers: int
    outputs: tuple[str, ...]  # what ``collect`` gives


def read_design(path: Path, book: LawBook) -> Design:
    """The design of a file; raises ProblemsFound with every fault, each in its place."""
    findings = Findings()
    fields = load(path, str(path), findings)
    findings.raise_if_any()
    if fields is None:
        raise AssertionError("a file that cannot be read has a problem")
    check_keys(fields, KEYS, findings, "a sweep")
    for key in REQUIRED:
        if key not in fields.entries:
            findings.add(fields.place, f"no {key}", f"the key {key}", "see scenarios/sweeps/README.md for the form")
    english, chinese = bilingual_of(fields, "title", findings)
    for key in ("author", "reference", "describes"):
        text_of(fields, key, findings)
    axes = [
        *read_axes(fields.entries.get("levers"), True, book, findings),
        *read_axes(fields.entries.get("parameters"), False, book, findings),
    ]
    _check_names(axes, findings)
    kind, points, draw_seed = _read_kind(fields, axes, findings)
    workers = _whole(fields, "workers", 0, findings)
    seeds = _read_seeds(fields, workers, findings)
    chosen = _read_outputs(fields, findings)
    base, scenarios = _read_scenarios(fields, path.parent, book, findings)
    findings.raise_if_any()
    if base is None:
        raise AssertionError("a base that cannot be read has a problem")
    text = read_text(path, str(path), findings) or ""
    return Design(
        path.stem, path, text, english, chinese, base, scenarios or (base,), tuple(axes), kind, points, draw_seed,
        seeds, workers, chosen,
    )  # fmt: skip


def _check_names(axes: list[Axis], findings: Findings) -> None:
    """Each axis has a name of its own, and none that a dimension of the results has."""
    taken = {"scenario", "seed", "cell", "point", STATISTIC, *(dim for each in outputs().values() for dim in each.dims)}
    for i, axis in enumerate(axes):
        if axis.name in taken or axis.name in [other.name for other in axes[:i]]:
            hint = "give it a name of its own: name: ..."
            findings.add(axis.fields.place, f"an axis named {axis.name}", "a name that nothing else uses", hint)


def _read_kind(fields: Mapping, axes: list[Axis], findings: Findings) -> tuple[str, int, int]:
    node = fields.entries.get("design")
    if node is None:
        _check_grid(axes, fields, findings)
        return GRID, 0, 0
    if not isinstance(node, Mapping):
        findings.add(node.place, "a design without keys", "{kind: latin_hypercube, points: 64}", ", ".join(KINDS))
        return GRID, 0, 0
    check_keys(node, DESIGN_KEYS, findings, "a design")
    kind = one_of(node, "kind", KINDS, GRID, findings)
    points, seed = _whole(node, "points", 0, findings), _whole(node, "seed", 1, findings)
    if kind == GRID:
        _check_grid(axes, fields, findings)
        if points:
            findings.add(node.entries["points"].place, "points of a grid", "no points: a grid takes all values")
        return kind, 0, seed
    if not axes:
        findings.add(node.place, f"a {kind} without axes", "levers or parameters with bounds", "add an axis")
    if not 1 <= points <= MOST_POINTS:
        findings.add(node.entries.get("points", node).place, f"{points} points", f"from 1 to {MOST_POINTS:,} points")
    if kind in (SOBOL, SOBOL_INDICES) and points & (points - 1):
        nearest = f"write {1 << (points.bit_length() - 1)} or {1 << points.bit_length()}"
        findings.add(node.entries["points"].place, f"{points} points of a Sobol sequence", "a power of two", nearest)
    if kind == MORRIS and points < 2:
        findings.add(node.place, "fewer than two trajectories", "two at least", "ten are usual")
    for axis in axes if kind in (SOBOL_INDICES, MORRIS) else ():
        if axis.bounds is None:
            place = axis.fields.entries[axis.operation].place
            findings.add(
                place, f"listed values of {axis.name} for {kind}", "low and high", "value: {low: .., high: ..}"
            )
    return kind, points, seed


def _check_grid(axes: list[Axis], fields: Mapping, findings: Findings) -> None:
    for axis in axes:
        if axis.bounds is not None:
            place = axis.fields.entries[axis.operation].place
            findings.add(place, f"bounds of {axis.name} on a grid", "a list of values",
                         "or design: {kind: latin_hypercube, points: 64}")  # fmt: skip


def _whole(fields: Mapping, key: str, default: int, findings: Findings) -> int:
    found = parsed_of(fields, key, _digits, "a whole number", "", findings)
    return default if found is None else found


def _digits(text: str) -> int:
    """A whole number; underscores and commas may part its thousands.  Raises ValueError."""
    plain = text.replace("_", "").replace(",", "")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 18:
        raise ValueError(text)
    return int(plain)


def _read_seeds(fields: Mapping, workers: int, findings: Findings) -> tuple[int, ...]:
    node = fields.entries.get("seeds")
    found, written = [], words_of(node, findings) if node is not None else ("1",)
    for word in written:
        try:
            found.append(_digits(word))
        except ValueError:
            findings.add((node or fields).place, f"the seed {word!r}", "whole numbers", "seeds: [1, 2, 3]")
    if node is not None and (not written or len(set(found)) < len(found)):
        findings.add(node.place, "a seed twice" if written else "no seed", "each seed once", "seeds: [1, 2, 3]")
    place = fields.entries["workers"].place if "workers" in fields.entries else fields.place
    own = Findings()
    if "workers" in fields.entries:
        check_sample(workers, (found or [1])[0], None, own)
    for each in own.problems:
        findings.add(place, f"{each.found} {each.file}", each.expected, each.hint)
    return tuple(found)


def _read_outputs(fields: Mapping, findings: Findings) -> tuple[str, ...]:
    """Outputs without provinces, which ``collect`` gives; unless named, those of the headline."""
    node = fields.entries.get("outputs")
    national = [each.name for each in outputs().values() if "province" not in each.dims]
    if node is None:
        return tuple(dict.fromkeys(metric.output for metric in METRICS))
    names = words_of(node, findings)
    if names == (ALL,):
        return tuple(national)
    for name in names:
        if name not in national:
            hint = did_you_mean(name, national) or "outputs of the nation stand in simulate/indicators/registry.yaml"
            found = f"the output {name}, given by province" if name in outputs() else f"the unknown output {name!r}"
            findings.add(node.place, found, "a national output", hint)
    return names


def _read_scenarios(
    fields: Mapping, folder: Path, book: LawBook, findings: Findings
) -> tuple[Scenario | None, tuple[Scenario, ...]]:
    """The base and what is laid on it; files of one's own are named from the folder of the sweep."""
    base_name = text_of(fields, "base", findings) or BASE
    names = words_of(fields.entries.get("scenarios"), findings)
    if len(findings.problems):
        return None, ()
    found: list[Scenario] = []
    for key, group in (("base", [base_name]), ("scenarios", list(names))):
        own = Findings()
        placed = [_from(folder, name) for name in group]
        check_scenarios(placed, own)
        if not own.problems:
            found += [load_scenario(name, book) for name in placed]
        place = fields.entries[key].place if key in fields.entries else fields.place
        for each in own.problems:
            findings.add(place, f"{each.file}: {each.found}", each.expected, each.hint)
    return (found[0], tuple(found[1:])) if len(found) == 1 + len(names) else (None, ())


def _from(folder: Path, name: str) -> str:
    """A name as it is, a file from the folder of the sweep."""
    return str(folder / name) if name.endswith((".yaml", ".yml")) else name
