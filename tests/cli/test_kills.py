"""Fifty kills of `run`, `report`, `serve` and the first compilation: no process is left, no half result, no rubbish."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from commands import DOOR, SMALL, environment
from kills import Killed, kill_once, moments

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are found in /proc"),
]
FILES = {"manifest.yaml", "results.nc", "headline.csv"}
ASKED = (signal.SIGINT, signal.SIGTERM)


def assert_clean(killed: Killed, number: signal.Signals, folder: Path) -> None:
    """Whatever it was, nothing runs; where it was asked to end, it has said so and cleaned up."""
    assert killed.left == []
    assert killed.scratch == []
    assert "Traceback" not in killed.said or killed.is_early, killed.said
    for out in folder.glob("[!.]*out*"):
        assert {each.name for each in out.iterdir()} >= FILES
    if number in ASKED:
        assert killed.code in (0, 130, -number) or killed.is_early, killed.said
        assert not list(folder.glob(".*"))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of results; the kernels are compiled."""
    folder = tmp_path_factory.mktemp("results")
    command = [*DOOR, "compare", "baseline", "hukou_removal", *SMALL, "--quiet", "--out", "out"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment())
    return folder


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.usefixtures("results")
def test_a_run_killed_at_any_moment(tmp_path: Path, seed: int) -> None:
    number, seconds = moments(seed, 5.0)
    killed = kill_once(["run", "--workers", "20000", "--out", "out"], tmp_path, number, seconds)
    assert_clean(killed, number, tmp_path)


@pytest.mark.usefixtures("results")
def test_the_next_run_sweeps_what_killed_ones_have_left(tmp_path: Path) -> None:
    for seconds in (2.0, 2.5, 3.0, 3.5):
        kill_once(["run", *SMALL, "--quiet", "--out", "out"], tmp_path, signal.SIGKILL, seconds)
    killed = kill_once(["run", *SMALL, "--quiet", "--out", "out"], tmp_path, signal.SIGKILL, 120.0)
    assert killed.code == 0
    assert {each.name for each in tmp_path.iterdir()} == {"out", "tmp"}


@pytest.mark.parametrize("seed", range(12))
def test_a_report_killed_at_any_moment(results: Path, tmp_path: Path, seed: int) -> None:
    number, seconds = moments(100 + seed, 6.0)
    arguments = ["report", str(results / "out"), "--out", "page.html", "--lang", "en"]
    fresh = {"LINGBAO_CACHE": str(tmp_path / "cache")} if seed % 4 == 0 else {}  # the script library is made again
    killed = kill_once(arguments, tmp_path, number, seconds, **fresh)
    assert killed.left == []
    assert killed.scratch == []
    page = tmp_path / "page.html"
    assert not page.exists() or page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    if number in ASKED:
        assert killed.code in (0, 130, -number) or killed.is_early, killed.said
        assert {each.name for each in tmp_path.iterdir()} <= {"page.html", "tmp", "cache"}


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no browser that prints")
@pytest.mark.parametrize("seed", range(12))
def test_printing_ended_at_any_moment(results: Path, tmp_path: Path, seed: int) -> None:
    """The browser and all it has started end too, and nothing of theirs is left; of a killed command's own, at most
    the folder in which it was just writing."""
    number, (_, seconds) = (*ASKED, signal.SIGKILL)[seed % 3], moments(400 + seed, 7.0)
    arguments = ["report", str(results / "out"), "--out", "page.html", "--lang", "en", "--pdf"]
    killed = kill_once(arguments, tmp_path, number, 1.0 + seconds)
    assert killed.left == []
    assert killed.scratch == []
    assert killed.code in (0, 130, -number) or killed.is_early, killed.said
    left = {each.name for each in tmp_path.iterdir()} - {"page.html", "page.pdf", "tmp"}
    if number in ASKED:
        assert not left
    else:  # nothing of the browser's: its profile is a folder with folders within
        assert len(left) <= 1
        assert not [each for name in left for each in (tmp_path / name).iterdir() if each.is_dir()]


@pytest.mark.parametrize("seed", range(10))
def test_a_page_killed_at_any_moment(tmp_path: Path, seed: int) -> None:
    number, seconds = moments(200 + seed, 6.0)
    arguments = ["serve", "--port", "0", "--no-browser", "--results", "runs", "--scenarios", "mine"]
    killed = kill_once(arguments, tmp_path, number, seconds)
    assert killed.left == []
    assert killed.scratch == []
    if number in ASKED:
        assert killed.code in (130, -number) or killed.is_early, killed.said
        assert "Traceback" not in killed.said or killed.is_early, killed.said
        assert not list((tmp_path / "runs" / ".lingbao").glob(".*"))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_of_the_page_ends_with_the_page(tmp_path: Path, number: signal.Signals) -> None:
    """Its reader is gone, its standard error is full, and it sleeps or counts: it ends all the same."""
    code = (
        "import sys, time; sys.path.insert(0, '.'); from simulate.serve.jobs import Job\n"
        "job = Job(['run', '--workers', '3000000', '--out', 'out']); time.sleep(300)"
    )
    folder = str(DOOR[1]).rpartition(os.sep)[0]
    killed = kill_once(["-c", code], tmp_path, number, 6.0, program=[sys.executable], PYTHONPATH=folder)
    assert killed.left == []
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("seed", range(5))
def test_the_first_compilation_killed_at_any_moment(tmp_path: Path, seed: int) -> None:
    number, seconds = moments(300 + seed, 12.0)
    cache = str(tmp_path / "cache")
    killed = kill_once(["run", *SMALL, "--out", "out"], tmp_path, number, 1.0 + seconds, LINGBAO_CACHE=cache)
    assert_clean(killed, number, tmp_path)
