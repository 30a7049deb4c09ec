"""Folders and files that are kept: ours alone, whole or absent, swept, and never the end of a run."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate.machine import caches

ROOT = Path(__file__).resolve().parent.parent
posix = pytest.mark.skipif(os.name == "nt", reason="rights are inherited there")


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches, "_said", set())


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The first place; the user's own cache is the second."""
    monkeypatch.setenv("LINGBAO_CACHE", str(tmp_path / "first"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "second"))
    return tmp_path / "first"


@given(st.binary(max_size=300), st.data())
def test_a_file_that_was_altered_anywhere_is_not_read(tmp_path_factory, content: bytes, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("kept") / "file"
    assert caches.read(path) is None
    assert caches.keep(path, content)
    assert caches.read(path) == content
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    cut, other = whole[:place], bytes([whole[place] ^ data.draw(st.integers(1, 255))])
    for altered in (cut, whole[:place] + other + whole[place + 1 :], cut + whole[place + 1 :], whole + b"\0", b""):
        path.write_bytes(altered)
        assert caches.read(path) is None
    assert caches.keep(path, content)
    assert caches.read(path) == content


def test_what_cannot_be_read_is_absent_and_said_in_one_line(tmp_path: Path, caplog) -> None:
    for make in (lambda path: path.mkdir(), lambda path: path.symlink_to(path), lambda path: path.write_bytes(b"x")):
        path = tmp_path / f"file_{len(caplog.records)}"
        make(path)
        assert caches.read(path) is None
        assert caches.read(path) is None
    assert [record.message.count("\n") for record in caplog.records] == [0, 0, 0]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("call", ["replace", "fdopen"])
def test_a_cache_that_takes_no_more_keeps_nothing_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog, number: int, call: str
) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(caches.os, call, refuse)
    assert not caches.keep(tmp_path / "one", b"content")
    assert not caches.keep(tmp_path / "two", b"content")
    assert list(tmp_path.iterdir()) == []
    assert len(caplog.records) == 1
    assert "results" not in caplog.text


def test_the_folder_named_by_the_variable_comes_first_and_is_closed_to_others(place: Path) -> None:
    found = caches.folder("kernels", "1")
    assert found == place / "lingbao" / "kernels-1"
    if os.name != "nt":
        assert {each.stat().st_mode & 0o777 for each in (found, found.parent)} == {0o700}


def loosened(path: Path) -> None:
    path.mkdir(parents=True)
    path.chmod(0o777)


def a_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("not a folder", encoding="utf-8")


def a_loop(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(path)


def a_broken_link(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(path.parent / "nowhere" / "at all")


def linked_to_a_loose_folder(path: Path) -> None:
    loosened(path.with_name("loose"))
    path.symlink_to(path.with_name("loose"))


@posix
@pytest.mark.parametrize("where", ["lingbao", "lingbao/kernels-1"])
@pytest.mark.parametrize("spoil", [loosened, a_file, a_loop, a_broken_link, linked_to_a_loose_folder])
def test_a_folder_that_may_not_be_trusted_is_passed_over_in_one_line(place: Path, caplog, spoil, where: str) -> None:
    spoil(place / where)
    found = caches.folder("kernels", "1")
    assert found == place.parent / "second" / "lingbao" / "kernels-1"
    assert len(caplog.records) == 1
    assert str(place / where) in caplog.text


@posix
def test_a_folder_of_another_user_is_passed_over(place: Path, monkeypatch: pytest.MonkeyPatch, caplog) -> None:
    (place / "lingbao").mkdir(parents=True)
    owner = (place / "lingbao").stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    found = caches.folder("kernels", "1")
    assert found is not None
    assert "another user" in caplog.text
    assert place not in found.parents  # nor is the second place ours: all was made by the first user


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_planted_code_is_not_read_by_another_user(place: Path) -> None:
    (place / "lingbao" / "kernels-1").mkdir(parents=True, mode=0o755)
    os.chown(place / "lingbao" / "kernels-1", 12345, 12345)
    found = caches.folder("kernels", "1")
    assert found == place.parent / "second" / "lingbao" / "kernels-1"


@posix
@pytest.mark.parametrize("home", [None, "/proc/nowhere", "relative"])
def test_without_a_home_the_folder_is_new_private_and_vanishes(tmp_path: Path, home: str | None) -> None:
    """In processes of their own: two of them never share a name that a third could foresee."""
    code = (
        "import os, platformdirs; from pathlib import Path\n"
        "platformdirs.user_cache_path = lambda *a, **k: Path(os.environ.get('HOME', '~')) / '.cache/lingbao'\n"
        "from simulate.machine import caches; found = caches.folder('kernels', '1')\n"
        "other = caches.folder('charts', '2')\n"
        "print(found.parents[1], oct(found.stat().st_mode & 0o777), found.parent == other.parent)"
    )
    keys = ("HOME", "LINGBAO_CACHE", "XDG_CACHE_HOME", "TMPDIR")
    environment = {key: value for key, value in os.environ.items() if key not in keys} | {"TMPDIR": str(tmp_path)}
    environment |= {"HOME": home} if home else {}
    said = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment)
        for _ in range(2)
    ]
    folders = {each.stdout.split()[0] for each in said}
    assert len(folders) == 2
    assert {tuple(each.stdout.split()[1:]) for each in said} == {("0o700", "True")}
    assert {Path(each).parent for each in folders} == {tmp_path}
    assert list(tmp_path.iterdir()) == []
    assert not (ROOT / "~").exists()
    assert not (ROOT / "relative").exists()


def test_old_versions_are_swept_and_only_those(place: Path) -> None:
    own = place / "lingbao"
    now = time.time()
    for number in range(40):
        folder = own / f"kernels-{number}"
        folder.mkdir(parents=True)
        os.utime(folder, (now - 1000 * number, now - 1000 * number))
    (own / "charts-1").mkdir()
    (own / "kernels-file").write_text("a file", encoding="utf-8")
    precious = place / "kernels-0"
    precious.mkdir()
    left = own / "kernels-39" / f".x{caches._SUFFIX}"
    left.write_bytes(b"")
    os.utime(left, (1, 1))
    assert caches.folder("kernels", "39") == own / "kernels-39"
    newest = {f"kernels-{number}" for number in (39, *range(caches.KEPT_FOLDERS - 1))}
    assert {each.name for each in own.iterdir()} == newest | {"charts-1", "kernels-file"}
    assert precious.exists()
    assert not left.exists()
