"""Holds the house: who may import whom, where yaml, xarray and Numba live, what stands at the top level."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SIMULATE = ROOT / "simulate"

# A room imports what stands after it, never what stands before it.
ORDER = (
    "__main__", "cli", "certificate", "bench", "serve", "draws", "sweeps", "compiling", "fit", "pipeline", "lives",
    "cases", "report", "results", "indicators", "funds", "cohorts", "schemes", "careers", "population", "scenario",
    "record", "parameters", "engine", "contracts", "measures", "clock", "language", "codes",
    "machine", "errors",
)  # fmt: skip
TOP_LEVEL = {
    "run.py", "pyproject.toml", "simulate", "scenarios", "calibration", "outputs", "tests", "README.md",
    "README.zh.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "constraints.txt",
}  # fmt: skip
ROOMS_OF_LIBRARY = {
    "yaml": {"parameters", "record", "results", "report", "fit"},
    "xarray": {"results", "sweeps"},
    "distributed": {"sweeps"},
    "dask": {"sweeps"},
    "dask_jobqueue": {"sweeps"},
    "SALib": {"sweeps"},
    "pyarrow": {"sweeps"},
    "xlsxwriter": {"report"},
    "pydantic": {"parameters", "scenario"},
    "typer": {"cli"},
    "tqdm": {"cohorts", "cli", "compiling"},
    "numba": {"engine", "compiling"},
    "nicegui": {"serve"},
}
OUTSIDE_OF_KERNELS = {"__future__", "collections", "math", "typing", "numpy", "numba"}
ROOMS_OF_KERNELS = {"engine", "codes", "contracts", "measures", "clock"}
# Where the schemes meet, and of which files of a scheme each may know: parameters, rules, or steps of a year.
MEETINGS = {
    "batch.py": {"chance", "following", "rules"}, "in_force.py": {"rules"}, "life.py": {"chance", "following"},
    "batch_year.py": {"rules"}, "no_longer_read.py": {"params", "rules"}, "year.py": {"steps", "following", "rules"},
    "settlement.py": {"rules", "award", "steps"}, "cost_sharing.py": {"rules"}, "fold_lives.py": {"rules"},
    "contribution/steps.py": {"rules", "following", "steps"}, "parting.py": {"rules"},
    "views.py": {"rules"},
}  # fmt: skip
# What a scheme may know beside its own files: what all share, and what it takes of another scheme, each by its name.
SHARED = {"state", "fields", "views", "law", "acquired", "crediting", "cost_sharing", "concern"}
RULES_OF_OTHERS = {
    "simulate.schemes.employee_pension.rules.base_at_floor",
    "simulate.schemes.employee_pension.params.flexible_base_floor",
    "simulate.schemes.employee_pension.rules.contribution_base",
    "simulate.schemes.employee_pension.rules.months_in_payment",
    "simulate.schemes.employee_pension.rules.flexible_contribution", "simulate.schemes.enrolment.rules.is_flexible",
    "simulate.schemes.portability.rules.benefit_place", "simulate.schemes.resident_pension.rules.yearly_contribution",
    "simulate.schemes.resident_pension.rules.entry_subsidy",
    "simulate.schemes.portability.rules.transferable_pool", "simulate.schemes.retirement.rules.reached_under",
    "simulate.schemes.enrolment.rules.is_admitted",
    "simulate.schemes.employee_medical.rules.flexible_medical_due",
    "simulate.schemes.employee_medical.rules.platform_medical_share",
}  # fmt: skip
# And every file of rules.
KERNELS = {"kernels.py", "steps.py", "following.py", "chance.py", "award.py", "year.py", "settlement.py"}


def sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


@cache
def imports(path: Path, with_types: bool = True) -> frozenset[str]:
    """Every module a file imports, at the top or inside functions, in full; ``from a import b`` gives ``a.b``.

    ``with_types=False`` leaves out what is imported for the type checker alone.
    """
    package = path.relative_to(ROOT).with_suffix("").parts
    package = package if path.name == "__init__.py" else package[:-1]
    package = package[:-1] if package and package[-1] == "__init__" else package
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    of_types = {each for node in ast.walk(tree) if is_type_checking(node) for each in ast.walk(node)}
    for node in ast.walk(tree):
        if node in of_types and not with_types:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            found.update(f"{base}.{alias.name}" for alias in node.names)
    return frozenset(found)


def room(module: str) -> str:
    """``simulate.funds.balances`` -> ``funds``; the package itself -> empty text."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ORDER else ""


def room_of(path: Path) -> str:
    parts = path.relative_to(SIMULATE).with_suffix("").parts
    return "" if parts == ("__init__",) else parts[0]


def source_of(module: str) -> Path:
    """The file of a module, or of the module that a name stands in."""
    inside, above = (SIMULATE.joinpath(*parts).with_suffix(".py") for parts in (split(module), split(module)[:-1]))
    return inside if inside.exists() else above


def split(module: str) -> list[str]:
    """``simulate.funds.balances`` -> ``["funds", "balances"]``."""
    return module.split(".")[1:]


def is_compiled(path: Path) -> bool:
    """Whether a file holds compiled code: it takes the decorators of the engine."""
    return any(name.startswith("simulate.engine.jit") for name in imports(path)) and room_of(path) != "engine"


def is_kernel(path: Path) -> bool:
    """Kernels and rules hold compiled code only; a front, which packs and calls them, may hold a little."""
    return is_compiled(path) and (path.name in KERNELS or path.stem.endswith("rules"))


@pytest.mark.parametrize("path", sources(SIMULATE), ids=lambda path: str(path.relative_to(SIMULATE)))
def test_a_room_imports_only_from_its_right(path: Path) -> None:
    own = room_of(path)
    if own == "":
        return  # the public face may know every room
    assert own in ORDER, f"{own} has no place in the order of the rooms"
    for module in imports(path):
        if not module.startswith("simulate"):
            continue
        other = room(module)
        assert other, f"{path}: imports the package itself ({module}); name the room"
        assert ORDER.index(other) >= ORDER.index(own), f"{own} may not import {other} ({module})"


SCHEMES = {each.name for each in (SIMULATE / "schemes").iterdir() if (each / "rules.py").exists()}


def is_type(name: str) -> bool:
    """Whether a name is that of a part of the law or of what a worker has, which types what a step is handed."""
    return name.endswith(("Parameters", "Rights"))


def of_schemes(path: Path) -> list[tuple[str, list[str]]]:
    """What a file imports from the room of the schemes, types apart: each name, and its parts below that room."""
    below = [(module, split(module)[1:]) for module in imports(path) if module.startswith("simulate.schemes.")]
    return [(module, parts) for module, parts in below if parts and not is_type(parts[-1])]


@pytest.mark.parametrize("scheme", sorted(SCHEMES))
def test_a_scheme_knows_itself_and_what_all_share(scheme: str) -> None:
    for path in sources(SIMULATE / "schemes" / scheme):
        for module, parts in of_schemes(path):
            is_known = parts[0] in SHARED | {scheme} or module in RULES_OF_OTHERS
            assert is_known, f"{scheme}/{path.name} imports {module}: neither its own nor shared"


def test_schemes_meet_where_they_are_meant_to() -> None:
    shared = [path for path in sources(SIMULATE / "schemes") if path.parent.name not in SCHEMES]
    met = set()
    for path in shared:
        where = path.relative_to(SIMULATE / "schemes").as_posix()
        for module, parts in of_schemes(path):
            if parts[0] in SCHEMES:
                met.add(where)
                assert parts[1] in MEETINGS.get(where, set()), f"{where} may not know {module}"
    assert met == set(MEETINGS)


def test_each_rule_of_another_scheme_is_used() -> None:
    used = {module for scheme in SCHEMES for path in sources(SIMULATE / "schemes" / scheme) for module in imports(path)}
    assert used >= RULES_OF_OTHERS


@pytest.mark.parametrize("library", ROOMS_OF_LIBRARY)
def test_a_library_lives_in_its_rooms(library: str) -> None:
    homes = {
        room_of(path)
        for path in sources(SIMULATE)
        if library in {name.split(".")[0] for name in imports(path, with_types=False)}
    }
    assert homes <= ROOMS_OF_LIBRARY[library]


def test_kernels_import_only_arrays_codes_and_rules() -> None:
    kernels = [path for path in sources(SIMULATE) if is_kernel(path)]
    assert kernels
    for path in kernels:
        own = ".".join(path.relative_to(ROOT).parent.parts)
        for module in imports(path):
            top = module.split(".")[0]
            if top != "simulate":
                assert top in OUTSIDE_OF_KERNELS, f"{path}: a kernel imports {module}"
            elif room(module) not in ROOMS_OF_KERNELS and not module.startswith(own):
                source = source_of(module)
                assert source.exists(), f"{path}: a kernel imports {module}"
                is_layout = source.name in {"params.py", "fields.py", "state.py", "views.py", "law.py"}
                assert is_compiled(source) or is_layout, f"{path}: {module} is no rule"


def test_the_model_does_not_know_calibration_nor_tests() -> None:
    for path in sources(SIMULATE):
        tops = {module.split(".")[0] for module in imports(path)}
        assert not tops & {"calibration", "tests", "outputs"}, path


def test_folders_of_data_hold_no_code() -> None:
    assert not sources(ROOT / "outputs")
    assert not sources(ROOT / "scenarios")
    assert not sources(ROOT / "calibration")


def test_names_at_the_top_level() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    paths = listed.stdout.split("\n") if listed.returncode == 0 else [each.name for each in ROOT.iterdir()]
    tops = {path.strip('"').split("/")[0] for path in paths if path}
    unknown = {name for name in tops if not name.startswith(".") and not name.endswith(".egg-info")} - TOP_LEVEL
    assert not unknown
