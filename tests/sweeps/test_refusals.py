"""A worker that may not work is refused by name before it computes; others work; all encrypted, if dask is asked to."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.sweeps.by_hand import By, cluster, joins, wait_for_workers
from tests.sweeps.conftest import ROOT, command

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]
RUN = ("run", "--workers", "300", "--quiet")
# Each a worker of another kind, as its process becomes by what it runs first; what its refusal says.
# Dask may run it twice, so that what stood before is bound where it is defined.
OTHERS = {
    "an older cache of compiled code": "from simulate.sweeps import identity\nidentity.KERNELS = '0' * 16\n",
    "Python (3.10.99": (
        "from distributed import versions\n"
        "def packages(asked, plain=versions.get_package_info):\n"
        "    return {**plain(asked), 'python': '3.10.99.final.0'}\n"
        "versions.get_package_info = packages\n"
    ),
    "libraries (numpy 1.0": (
        "from distributed import versions\n"
        "def packages(asked, plain=versions.get_package_info):\n    return {**plain(asked), 'numpy': '1.0'}\n"
        "versions.get_package_info = packages\n"
    ),
    "other bits in the probe": (  # a unit more in one sum, as of a processor that rounds otherwise
        "from simulate import cohorts\n"
        "def live(*given, plain=cohorts.live, **named):\n"
        "    lived = plain(*given, **named)\n"
        "    place = lived.sums[0].place\n"
        "    place.flat[place.argmax()] += 1\n"
        "    return lived\n"
        "cohorts.live = live\n"
    ),
    "none that could be asked": "import sys\nsys.modules['simulate.sweeps'] = None\n",
}
COMPUTED = (  # tells of every share that is lived in the process
    "from simulate.sweeps import shares\n"
    "def told(task):\n    open({place!r}, 'a').close()\n    raise AssertionError\n"
    "shares.live_share = told\n"
)


@pytest.fixture
def others(tmp_path: Path) -> list[By]:
    """A worker of each kind that may not work, and one of other code."""
    tree = tmp_path / "tree"
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".git", "__pycache__", "outputs", "tests", ".*_cache"))
    with (tree / "simulate" / "funds" / "rules.py").open("a", encoding="utf-8") as file:  # which no kernel reaches
        file.write("# another day\n")
    workers = [By("other code", tree)]
    for i, (kind, script) in enumerate(OTHERS.items()):
        path = tmp_path / f"worker_{i}.py"
        told = "" if "modules" in script else COMPUTED.format(place=str(tmp_path / "computed"))
        path.write_text(script + told, encoding="utf-8")
        workers.append(By(kind.replace("(", "").strip(), preload=path))
    return workers


def test_each_is_refused_by_name_and_whoever_may_work_does_all(tmp_path: Path, others: list[By]) -> None:
    with cluster(tmp_path, others) as (address, _):
        wait_for_workers(address, len(others))
        refused = command(tmp_path, *RUN, "--cluster", address, "--out", "refused")
        assert refused.returncode == 2, refused.stderr
        assert_each_refused(refused.stderr)
        assert "no worker computes as this process does" in refused.stderr
        assert not (tmp_path / "refused").exists()
        with joins(tmp_path, address, By("good")):
            wait_for_workers(address, len(others) + 1)
            done = command(tmp_path, *RUN, "--cluster", address, "--out", "done")
    assert done.returncode == 0, done.stderr
    assert_each_refused(done.stderr)
    assert (tmp_path / "done" / "results.nc").is_file()
    assert not (tmp_path / "computed").exists()


def assert_each_refused(said: str) -> None:
    """Once, with its address and what it has that is different."""
    lines = [line for line in said.splitlines() if line.startswith("worker tcp://127.0.0.1:") and " refused: " in line]
    for kind in (r"other code \([0-9a-f]{16}, here", *map(re.escape, OTHERS)):
        assert sum(re.search(kind, line) is not None for line in lines) == 1, (kind, said)


def certificates(folder: Path) -> dict[str, str]:
    """An authority's certificate and one it has signed for scheduler, workers and commands, as dask is told of them."""
    files = {name: str(folder / name) for name in ("ca.pem", "ca.key", "one.pem", "one.key", "one.csr")}
    openssl = ["openssl", "req", "-newkey", "rsa:2048", "-nodes"]
    for words in (
        [*openssl, "-x509", "-days", "2", "-subj", "/CN=ca", "-keyout", files["ca.key"], "-out", files["ca.pem"]],
        [*openssl, "-subj", "/CN=lingbao", "-keyout", files["one.key"], "-out", files["one.csr"]],
        ["openssl", "x509", "-req", "-days", "2", "-in", files["one.csr"], "-CA", files["ca.pem"],
         "-CAkey", files["ca.key"], "-CAcreateserial", "-out", files["one.pem"]],
    ):  # fmt: skip
        subprocess.run(words, check=True, capture_output=True)
    stated = {"CA_FILE": files["ca.pem"]}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        stated |= {f"{role}__CERT": files["one.pem"], f"{role}__KEY": files["one.key"]}
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": value for name, value in stated.items()}


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here to make certificates with")
def test_encrypted_where_dask_is_told_so(tmp_path: Path) -> None:
    tls = certificates(tmp_path)
    with cluster(tmp_path, [By("good")], "tls", tls) as (address, _):
        assert address.startswith("tls://")
        done = command(tmp_path, *RUN, "--cluster", address, "--out", "done", **tls)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "done" / "results.nc").is_file()
        stranger = command(tmp_path, *RUN, "--cluster", address, "--out", "stranger")
    assert stranger.returncode == 2, stranger.stderr
    assert "no certificates" in stranger.stderr
    assert not (tmp_path / "stranger").exists()
