"""Help teaches: every verb explains itself with an example, and asking costs nothing."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
VERBS = ("run", "compare", "check", "levers", "case", "workbook", "baseline", "bench")
HEAVY = ("numpy", "numba", "scipy", "xarray", "pydantic", "yaml", "netCDF4", "rich.table", "xlsxwriter")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_verb_has_help_with_an_example(command, verb: str, flag: str) -> None:
    result = command(verb, flag)
    assert result.exit_code == 0
    assert f"python run.py {verb}" in result.stdout
    assert "Example" in result.stdout


def test_the_program_lists_its_verbs(command) -> None:
    for arguments in ((), ("-h",)):
        result = command(*arguments)
        assert all(verb in result.output for verb in VERBS)


def test_run_py_without_arguments_shows_help() -> None:
    result = subprocess.run([sys.executable, ROOT / "run.py"], capture_output=True, text=True, cwd=ROOT)
    assert "compare" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    code = f"import sys, simulate.cli; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert result.stdout.split() == []


def test_the_version_is_that_of_the_package(command) -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    done = command("--version")
    assert done.exit_code == 0
    assert re.fullmatch(rf"lingbao {re.escape(stated)}( [0-9a-f]{{12}})?\n", done.stdout)


def test_unknown_verb_leaves_with_two(command) -> None:
    result = command("comapre")
    assert result.exit_code == 2
    assert "comapre" in result.output
