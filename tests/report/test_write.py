"""Writing: all or nothing, nothing earlier lost, faults that say what and where."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

from simulate.results import provenance
from simulate.results.writer import ResultsNotWritten, staged


def earlier(folder):
    folder.mkdir()
    (folder / "manifest.yaml").write_text("old")
    (folder / "notes.txt").write_text("mine")
    return folder


def fail_halfway(folder, fault):
    with staged(folder) as temporary:
        (temporary / "manifest.yaml").write_text("half")
        raise fault


def test_a_new_folder_appears_whole(tmp_path):
    with staged(tmp_path / "a" / "run") as temporary:
        (temporary / "manifest.yaml").write_text("new")
        assert not (tmp_path / "a" / "run").exists()
    assert (tmp_path / "a" / "run" / "manifest.yaml").read_text() == "new"
    assert os.listdir(tmp_path / "a") == ["run"]


def test_an_earlier_folder_keeps_what_is_not_replaced(tmp_path):
    folder = earlier(tmp_path / "run")
    with staged(folder) as temporary:
        (temporary / "manifest.yaml").write_text("new")
    assert (folder / "manifest.yaml").read_text() == "new"
    assert (folder / "notes.txt").read_text() == "mine"
    assert os.listdir(tmp_path) == ["run"]


def test_a_full_disk_is_said_and_loses_nothing(tmp_path):
    folder = earlier(tmp_path / "run")
    with pytest.raises(ResultsNotWritten, match="No space left") as caught:
        fail_halfway(folder, OSError(errno.ENOSPC, "No space left on device"))
    assert caught.value.errno == errno.ENOSPC
    assert caught.value.filename == str(folder)
    assert (folder / "manifest.yaml").read_text() == "old"
    assert os.listdir(tmp_path) == ["run"]


def test_a_file_that_may_not_grow_is_said(tmp_path):
    """The numbers do not fit: what the library reports as a fault of HDF is said as the system's own."""
    code = (
        "import pathlib, resource, signal, sys; sys.path.insert(0, 'tests/report'); import sample_results as sample;"
        "from simulate.results.dataset import write_netcdf; from simulate.results.estimates import gather;"
        "results = gather(sample.tiny_scenarios(), years=(2031, 2031), provinces=['beijing']);"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000));"
        f"write_netcdf(results, pathlib.Path({str(tmp_path / 'results.nc')!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "OSError: [Errno 27] File too large" in done.stderr


def test_what_takes_long_to_import_is_not_needed_to_write(tmp_path):
    code = (
        "import pathlib, sys; sys.path.insert(0, 'tests/report'); import sample_results as sample;"
        "from simulate.results.dataset import write_netcdf; from simulate.results.estimates import gather;"
        "results = gather(sample.tiny_scenarios(), years=(2031, 2031), provinces=['beijing']);"
        f"write_netcdf(results, pathlib.Path({str(tmp_path / 'results.nc')!r}));"
        "print(*sorted({'xarray', 'pandas', 'dask', 'distributed'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_an_interruption_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        fail_halfway(tmp_path / "run", KeyboardInterrupt())
    assert os.listdir(tmp_path) == []


def test_a_fault_of_the_program_passes_as_it_is(tmp_path):
    with pytest.raises(RuntimeError, match="something else"):
        fail_halfway(tmp_path / "run", RuntimeError("something else"))


def test_a_file_in_the_way(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ResultsNotWritten), staged(tmp_path / "file" / "run"):
        pass


def test_commit_is_read_from_the_folder(tmp_path):
    assert provenance.commit(tmp_path) == ""
    git = tmp_path / ".git"
    (git / "refs" / "heads").mkdir(parents=True)
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "packed-refs").write_text("# pack-refs\nabc refs/heads/main\n")
    assert provenance.commit(tmp_path) == "abc"
    (git / "refs" / "heads" / "main").write_text("def\n")
    assert provenance.commit(tmp_path) == "def"
    (git / "HEAD").write_text("123\n")
    assert provenance.commit(tmp_path) == "123"
