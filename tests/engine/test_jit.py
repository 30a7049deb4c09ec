"""The folder of compiled code follows every source that compiled code may depend on, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from simulate.engine import jit

SIMULATE = Path(jit.__file__).resolve().parent.parent
COMPILED = ["codes.py", "contracts.py", "engine/draws.py", "careers/kernels.py", "schemes/employee_pension/rules.py"]
NOT_COMPILED = ["pipeline.py", "report/write.py", "parameters/pack.py"]


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources, of which the digest is taken."""
    folder = tmp_path / "simulate"
    shutil.copytree(SIMULATE, folder, ignore=shutil.ignore_patterns("*.csv", "*.yaml", "__pycache__"))
    monkeypatch.setattr(jit, "__file__", str(folder / "engine" / "jit.py"))
    return folder


@pytest.mark.parametrize("name", COMPILED)
def test_an_edit_of_a_compiled_source_changes_the_digest(copied: Path, name: str) -> None:
    before = jit.kernel_digest()
    with (copied / name).open("a", encoding="utf-8") as file:
        file.write("\n# another line\n")
    assert jit.kernel_digest() != before


@pytest.mark.parametrize("name", NOT_COMPILED)
def test_an_edit_elsewhere_leaves_the_compiled_code(copied: Path, name: str) -> None:
    before = jit.kernel_digest()
    with (copied / name).open("a", encoding="utf-8") as file:
        file.write("\n# another line\n")
    assert jit.kernel_digest() == before


def test_a_new_rule_changes_the_digest(copied: Path) -> None:
    before = jit.kernel_digest()
    (copied / "schemes" / "new_rules.py").write_text("from simulate.engine.jit import rule\n", encoding="utf-8")
    assert jit.kernel_digest() != before


def test_the_digest_does_not_depend_on_where_the_sources_lie(tmp_path: Path, copied: Path) -> None:
    before = jit.kernel_digest()
    shutil.copytree(copied, tmp_path / "elsewhere" / "simulate")
    jit.__file__ = str(tmp_path / "elsewhere" / "simulate" / "engine" / "jit.py")
    assert jit.kernel_digest() == before


def test_every_file_with_compiled_code_names_the_engine() -> None:
    """The digest finds sources by their import of the engine: a decorator from elsewhere would escape it."""
    for path in SIMULATE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "njit" in text or "@rule" in text or "@lane" in text:
            assert "engine.jit" in text or path.name == "jit.py", path


def test_the_cache_is_where_numba_looks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert jit.CACHE_FOLDER.name == f"kernels-{jit.kernel_digest()}" or not jit.CACHE_FOLDER.exists()
    monkeypatch.setenv("LINGBAO_CACHE", str(tmp_path))
    assert jit._cache_folder() == tmp_path / "lingbao" / f"kernels-{jit.kernel_digest()}"


def test_a_folder_that_cannot_be_written_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "a_file"
    blocked.write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("LINGBAO_CACHE", str(blocked))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    assert jit._cache_folder().parent == tmp_path / "user" / "lingbao"
