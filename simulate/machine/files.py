"""Files of a user's machine: written whole or not at all, and looked at before they are read."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from simulate.errors import Findings, did_you_mean

fcntl: Any
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

MAXIMUM_BYTES: Final = 2_000_000  # of a file that somebody wrote
SCENARIOS: Final = Path(__file__).resolve().parents[2] / "scenarios"  # what comes with the model
_SUFFIX: Final = ".writing"
_SCRATCH: Final = re.compile(r"\..*\.[a-z0-9_]{8}\.writing", re.DOTALL)
_LONGEST: Final = 100  # bytes of a name kept in that of its scratch folder


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file; what stood there stays until the new one is complete.  An OSError names the file."""
    with naming(path), scratch_folder(path) as folder:
        scratch = folder / path.name
        scratch.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        to_disk(scratch)
        os.replace(scratch, path)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Whatever the system refuses meanwhile is refused of this path: the user has not heard of scratch files."""
    try:
        yield
    except OSError as fault:
        fault.filename, fault.filename2 = str(path), None
        raise


@contextmanager
def scratch_folder(beside: Path) -> Iterator[Path]:
    """An empty folder beside a path, on its file system, which vanishes at the end unless it was moved away.

    It is locked while this process lives, by which those that killed processes left there are known and removed.
    """
    sweep(beside.parent)
    folder, lock = _locked(beside)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep(parent: Path) -> None:
    """Remove the scratch folders of this user in a folder whose processes are gone."""
    if fcntl is None:
        return
    with suppress(OSError):
        for path in list(parent.iterdir()):
            if _SCRATCH.fullmatch(path.name):
                with suppress(OSError):
                    _remove_if_left(path)


def _remove_if_left(folder: Path) -> None:
    """Remove a scratch folder unless its process holds the lock; raises OSError, which is not a fault here."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(lock).st_uid == os.geteuid():
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def _locked(beside: Path) -> tuple[Path, int]:
    """A new scratch folder and the descriptor that holds its lock; one swept before it was locked is made again."""
    name = os.fsdecode(os.fsencode(beside.name)[:_LONGEST]).encode("utf-8", "ignore").decode()
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f".{name}.", suffix=_SUFFIX, dir=beside.parent))
        if fcntl is None:
            return folder, os.open(os.devnull, os.O_RDONLY)
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        except OSError:  # a file system without locks: never swept
            return folder, lock
        if folder.exists():
            return folder, lock
        os.close(lock)


def grant_usual(folder: Path) -> None:
    """Give a scratch folder, which keeps all others out, the rights that a folder this user makes there has."""
    usual = folder / f"{_SUFFIX}.rights"
    usual.mkdir()
    rights = stat.S_IMODE(usual.stat().st_mode)
    usual.rmdir()
    folder.chmod(rights)


def to_disk(path: Path) -> None:
    """Ask the system to put a file's or folder's bytes on the disk (Windows has no such call for folders)."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_there(path: Path) -> bool:
    """Whether something stands at a path; nothing stands where no name can be so long, or holds a null character."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def without_links(path: Path) -> Path:
    """The place a path leads to; of links that go in a circle the path itself, where Path.resolve may raise."""
    return Path(os.path.realpath(path))


def nearest(path: Path) -> Path:
    """What stands at a path, or the nearest above it that does; a link counts, wherever it leads."""
    found = path.absolute()
    while not (is_there(found) or found.is_symlink()):
        found = found.parent
    return found


def check_folder(option: str, path: Path, faults: Findings) -> bool:
    """A folder can be made at a path, or written in where it stands; else one fault and False."""
    place, found = (f"{option} {path}", 0, 0), nearest(path)
    if not is_there(found):
        faults.add(place, f"the link {found}, which leads nowhere", "a folder")
    elif not found.is_dir():
        faults.add(place, f"the file {found}", "a folder")
    elif not may_write(found):
        faults.add(place, f"{found}, which may not be written", "a folder you have the right to write")
    else:
        return True
    return False


def check_readable(path: Path, faults: Findings) -> None:
    """A file is there, is an ordinary one of sane size, and may be read; else one fault that says what it is."""
    fault = fault_of(path)
    if fault is not None:
        faults.add((str(path), 0, 0), *fault)


def fault_of(path: Path) -> tuple[str, str, str] | None:
    """Why a file cannot be read as one that somebody wrote: found, expected, how to fix it; None if it can.

    It is not opened: opening a pipe would wait for a writer, and a device may never end.
    """
    try:
        about = path.stat()
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return "nothing there", "a file", did_you_mean(str(path), map(str, _beside(path))) or "check the path"
        return f"a place that cannot be read ({_reason(error)})", "a file", "check the path"
    except ValueError:  # a null character
        return "a name that no file can have", "a file", "check the path"
    if not stat.S_ISREG(about.st_mode):
        kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
        return kinds.get(stat.S_IFMT(about.st_mode), "a device"), "a file", "name a file"
    if about.st_size > MAXIMUM_BYTES:
        return f"{about.st_size:,} bytes", f"at most {MAXIMUM_BYTES:,} bytes", "split the file"
    if not os.access(path, os.R_OK):
        return "a file that may not be read", "a file you have the right to read", "change its rights"
    return None


def _beside(path: Path) -> list[Path]:
    """YAML files in the same folder, for the nearest name."""
    try:
        return list(path.parent.glob("*.y*ml"))
    except OSError:
        return []


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def may_write(folder: Path) -> bool:
    """Whether a file can be made in a folder, by making one that vanishes; rights alone do not tell for root."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError as fault:
        return fault.errno in (errno.ENOSPC, errno.EDQUOT)  # a full disk is reported as such
