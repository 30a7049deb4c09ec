"""The folder of compiled code follows every source that compiled code may depend on, and nothing else."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

from simulate.engine import jit, kernel_sources

SIMULATE = Path(kernel_sources.__file__).resolve().parent.parent
COMPILED = [path.relative_to(SIMULATE).as_posix() for path in kernel_sources.reached_sources(SIMULATE)]
NOT_COMPILED = ["pipeline.py", "report/write.py", "parameters/pack.py"]


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources, of which the digest is taken."""
    folder = tmp_path / "simulate"
    shutil.copytree(SIMULATE, folder, ignore=shutil.ignore_patterns("*.csv", "*.yaml", "__pycache__"))
    monkeypatch.setattr(kernel_sources, "__file__", str(folder / "engine" / "kernel_sources.py"))
    return folder


@pytest.mark.parametrize("name", COMPILED)
def test_an_edit_of_a_compiled_source_changes_the_digest(copied: Path, name: str) -> None:
    before = kernel_sources.kernel_digest()
    with (copied / name).open("a", encoding="utf-8") as file:
        file.write("\n# another line\n")
    assert kernel_sources.kernel_digest() != before


@pytest.mark.parametrize("name", NOT_COMPILED)
def test_an_edit_elsewhere_leaves_the_compiled_code(copied: Path, name: str) -> None:
    before = kernel_sources.kernel_digest()
    with (copied / name).open("a", encoding="utf-8") as file:
        file.write("\n# another line\n")
    assert kernel_sources.kernel_digest() == before


def test_a_new_rule_changes_the_digest(copied: Path) -> None:
    before = kernel_sources.kernel_digest()
    (copied / "schemes" / "new_rules.py").write_text("from simulate.engine.jit import rule\n", encoding="utf-8")
    assert kernel_sources.kernel_digest() != before


def test_the_digest_does_not_depend_on_where_the_sources_lie(tmp_path: Path, copied: Path) -> None:
    before = kernel_sources.kernel_digest()
    shutil.copytree(copied, tmp_path / "elsewhere" / "simulate")
    kernel_sources.__file__ = str(tmp_path / "elsewhere" / "simulate" / "engine" / "kernel_sources.py")
    assert kernel_sources.kernel_digest() == before


def modules_of(tree: ast.Module) -> dict[str, str]:
    """Every name a file imports from the model, and the file below ``simulate`` it comes from."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("simulate"):
            for alias in node.names:
                inside = (f"{node.module}.{alias.name}", node.module)
                places = [SIMULATE.parent.joinpath(*name.split(".")) for name in inside]
                files = [file for place in places for file in (place.with_suffix(".py"), place / "__init__.py")]
                source = next(file for file in files if file.exists())
                found[alias.asname or alias.name] = source.relative_to(SIMULATE).as_posix()
    return found


def compiled_or_constant(tree: ast.Module) -> list[ast.AST]:
    """What ends in machine code: decorated functions, and values given a name where the file is read."""
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.decorator_list]
    values = [each.value for each in tree.body if isinstance(each, ast.Assign | ast.AnnAssign)]
    return [*functions, *(each for each in values if each is not None)]


@pytest.mark.parametrize("name", COMPILED)
def test_compiled_code_reads_nothing_that_is_not_in_the_digest(name: str) -> None:
    tree = ast.parse((SIMULATE / name).read_text(encoding="utf-8"))
    origin = modules_of(tree)
    for part in compiled_or_constant(tree):
        used = {node.id for node in ast.walk(part) if isinstance(node, ast.Name)}
        outside = {each: origin[each] for each in used & origin.keys() if origin[each] not in COMPILED}
        assert not outside, f"{name} reads {outside}, whose edits would leave stale machine code"


def test_compiled_code_lives_in_the_rooms_of_the_digest_alone() -> None:
    for path in SIMULATE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "engine.jit import" in text and ("rule" in text or "lane" in text):
            assert path.relative_to(SIMULATE).as_posix() in COMPILED or "CACHE_FOLDER" in text, path


def test_every_file_with_compiled_code_names_the_engine() -> None:
    """The digest finds sources by their import of the engine: a decorator from elsewhere would escape it."""
    for path in SIMULATE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "njit" in text or "@rule" in text or "@lane" in text:
            assert "engine.jit" in text or path.name == "jit.py", path


def test_the_folder_is_named_by_the_digest_and_holds_what_is_compiled() -> None:
    assert jit.CACHE_FOLDER is not None
    assert jit.CACHE_FOLDER.name == f"kernels-{kernel_sources.kernel_digest()}" or not jit.CACHE_FOLDER.exists()

    @jit.rule
    def one(x: float) -> float:
        return x

    assert one._cache.cache_path == str(jit.CACHE_FOLDER)
