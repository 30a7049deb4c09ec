"""What differs on other systems, tried here: no module of POSIX alone, and consoles of Windows' code pages."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from simulate.machine.files import SCENARIOS

sys.path.insert(0, str(Path(__file__).resolve().parent))

from commands import ROOT, environment

POSIX = ("fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "posixpath_of_none", "syslog", "readline")
# Blocks the modules, then runs the command line, as an interpreter without them would.
WITHOUT = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name in {blocked!r}:
            raise ImportError(name)
for name in {blocked!r}:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Block())
sys.path.insert(0, {root!r})
sys.argv = ["run.py", *{arguments!r}]
from simulate.cli import main
main()
"""


@pytest.mark.parametrize(
    "arguments",
    [["levers", "缴费基数"], ["check", str(SCENARIOS / "hukou_removal.yaml")],
     ["case", "--quiet"], ["career", "rider_beijing"],
     ["run", "--workers", "300", "--threads", "1", "-q", "--out", "made"], ["--lang", "zh", "serve", "--port", "-1"]],
    ids=lambda each: each[0],
)  # fmt: skip
def test_no_module_of_posix_is_needed(arguments, tmp_path):
    program = WITHOUT.format(blocked=POSIX, root=str(ROOT), arguments=arguments)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, env=environment(), timeout=300
    )
    assert done.returncode == (2 if "serve" in arguments else 0), done.stderr
    assert "Traceback" not in done.stderr
    assert arguments[0] != "run" or (tmp_path / "made" / "results.nc").is_file()


def test_a_module_of_posix_is_imported_where_its_absence_is_met():
    """Also in what no test above reaches: inside ``try``, and no other way."""
    for path in (ROOT / "simulate").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tried = {each for node in ast.walk(tree) if isinstance(node, ast.Try) for each in node.body}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import) and {each.name for each in node.names} & set(POSIX):
                assert node in tried, (path, node.lineno)


@pytest.mark.parametrize("page", ["cp1252", "gbk", "cp437"])
@pytest.mark.parametrize("arguments", [["levers", "缴费基数下限"], ["run", "--workers", "一"]])
def test_a_console_of_a_code_page_is_spoken_to(page, arguments, tmp_path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), "--lang", "zh", *arguments], cwd=tmp_path, capture_output=True,
        env=environment(PYTHONIOENCODING=page, PYTHONUTF8="0"), timeout=120,
    )  # fmt: skip
    stated = (done.stdout + done.stderr).decode(page)
    assert done.returncode == (0 if "levers" in arguments else 2), stated
    assert "Traceback" not in stated
    assert ("缴费基数" in stated or "整数" in stated) is (page == "gbk")


@pytest.mark.parametrize("arguments", [["report", "none"], ["serve", "--port", "0"]], ids=lambda each: each[0])
def test_what_draws_refuses_a_python_without_docstrings(arguments, tmp_path):
    done = subprocess.run(
        [sys.executable, "-OO", str(ROOT / "run.py"), *arguments], cwd=tmp_path, capture_output=True, text=True,
        env=environment(), timeout=120,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "-OO" in done.stderr
    assert "Traceback" not in done.stderr
