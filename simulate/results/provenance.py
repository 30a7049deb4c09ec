"""Where a result comes from: scenarios as written, changes as applied, digests, seed, versions, commit, command."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from simulate.results.estimates import ScenarioResult
from simulate.results.tables import as_record

LIBRARIES: Final = ("numpy", "numba", "xarray", "netCDF4")
PROJECT: Final = "lingbao"
_ROOT: Final = Path(__file__).resolve().parents[2]


def manifest(
    scenarios: Sequence[ScenarioResult],
    *,
    seed: int,
    workers: int,
    threads: int,
    population_digest: str = "",
    options: Mapping[str, Any] | None = None,
    command: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Everything needed to know how a result was made and to make it again."""
    return {
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": list(sys.argv if command is None else command),
        "scenarios": [_scenario(each) for each in scenarios],
        "run": {
            "seed": seed, "workers": workers, "threads": threads, "population_digest": population_digest,
            "options": {key: _plain(value) for key, value in (options or {}).items()},
        },
        "versions": {PROJECT: project_version(), "commit": commit(), **_versions()},
    }  # fmt: skip


def _scenario(each: ScenarioResult) -> dict[str, Any]:
    return {
        "name": each.name, "title": each.titles._asdict(), "as_of": str(each.as_of),
        "parameters_digest": each.parameters_digest,
        "applied_changes": [_plain(as_record(change)) for change in each.applied],
        "pieces": [piece._asdict() for piece in each.pieces],
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """A value that YAML writes without tags."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _versions() -> dict[str, str]:
    return {"python": platform.python_version(), **{name: _version(name) for name in LIBRARIES}}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def project_version() -> str:
    """Version of the model: of the checkout it runs from, or of the installed package."""
    source = _ROOT / "pyproject.toml"
    if source.is_file():
        import tomllib

        version = tomllib.loads(source.read_text(encoding="utf-8")).get("project", {}).get("version")
        if version:
            return str(version)
    return _version(PROJECT)


def commit(root: Path = _ROOT) -> str:
    """Commit of the checkout, read from .git without running git; empty when there is none."""
    folder = root / ".git"
    try:
        if folder.is_file():  # a linked work tree names its folder
            folder = (root / folder.read_text(encoding="utf-8").partition(":")[2].strip()).resolve()
        head = (folder / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref:"):
            return head
        return _resolve(folder, head.partition(":")[2].strip())
    except OSError:
        return ""


def _resolve(folder: Path, reference: str) -> str:
    """Commit of a branch, from its own file or from packed-refs."""
    shared = folder / "commondir"
    places = [folder, (folder / shared.read_text(encoding="utf-8").strip()).resolve()] if shared.is_file() else [folder]
    for place in places:
        loose, packed = place / reference, place / "packed-refs"
        if loose.is_file():
            return loose.read_text(encoding="utf-8").strip()
        if packed.is_file():
            for line in packed.read_text(encoding="utf-8").splitlines():
                if line.endswith(" " + reference):
                    return line.split()[0]
    return ""
