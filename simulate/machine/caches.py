"""What can be made again and is kept: in which folder, that nobody else can plant anything there, that it is whole.

Compiled code and scripts that are kept are run again, so a folder is used only if it is this user's and closed to
others.  Each file carries the digest of its content: one that was emptied, cut off or altered is as good as absent.
Nothing here ends a run: what cannot be kept is made again, and one line says so.
"""

from __future__ import annotations

import atexit
import errno
import hashlib
import logging
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import platformdirs

NAME: Final = "lingbao"
VARIABLE: Final = "LINGBAO_CACHE"
KEPT_FOLDERS: Final = 6  # folders of one kind, the last used
LEFT_OVER: Final = 86_400.0  # seconds after which a half-written file belongs to nobody
_MARK: Final = b"lingbao 1 sha256 "
_SUFFIX: Final = ".writing"
_said: set[str] = set()
_full: set[Path] = set()


def places() -> Iterator[Path]:
    """Folders for what can be made again, the first choice first: below LINGBAO_CACHE, the user's own cache."""
    if os.environ.get(VARIABLE):
        yield Path(os.environ[VARIABLE]).absolute() / NAME
    own = platformdirs.user_cache_path(NAME, appauthor=False)
    if own.is_absolute():  # a user without a home has none
        yield own


def folder(kind: str, version: str) -> Path | None:
    """A private folder for this version of something, in the first place that allows it; raises nothing.

    Where none does, a new folder of the temporary directory, which vanishes with this process; None without even that.
    Versions long not used are swept.
    """
    refused: list[str] = []
    found = None
    for place in places():
        own = _private(place, refused)
        found = own and _private(own / f"{kind}-{version}", refused)
        if found is not None:
            _sweep(found, f"{kind}-*")
            break
    if refused:
        instead = (
            f"used instead: {found}" if found else f"kept nowhere, made again each time; {VARIABLE} names a folder"
        )
        say_once(f"cache: {'; '.join(refused)}; {instead}")
    return _passing(f"{kind}-{version}") if found is None else found


def _sweep(kept: Path, pattern: str) -> None:
    """Remove the folders beside ``kept`` that match, but for the last used, and what writers that died left in it."""
    with suppress(OSError):
        os.utime(kept)
        beside = [each for each in kept.parent.glob(pattern) if each.is_dir() and not each.is_symlink()]
        for old in sorted(beside, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT_FOLDERS:]:
            shutil.rmtree(old, ignore_errors=True)
        for left in kept.glob(f".*{_SUFFIX}"):
            if time.time() - left.stat().st_mtime > LEFT_OVER:
                left.unlink()


def read(path: Path) -> bytes | None:
    """The content kept in a file, or None if there is none, or none that is whole; raises nothing."""
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as fault:
        say_once(f"cache: {path.name} cannot be read ({fault.strerror}); it is made again")
        return None
    head, _, content = written.partition(b"\n")
    if head == _heading(content):
        return content
    say_once(f"cache: {path.name} is damaged; it is made again")
    return None


def keep(path: Path, content: bytes) -> bool:
    """Keep a content, whole or not at all; whether it is kept.  Raises nothing."""
    scratch = None
    try:
        handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=_SUFFIX)
        with os.fdopen(handle, "wb") as file:
            file.write(_heading(content) + b"\n" + content)
        os.replace(scratch, path)
    except OSError as fault:
        _full.add(path.parent)
        say_once(f"cache: {path.parent} takes no more ({fault.strerror}); what is not kept is made again the next time")
        if scratch is not None:
            with suppress(OSError):
                os.unlink(scratch)
        return False
    return True


def takes_more(place: Path) -> bool:
    """Whether everything has been kept so far that this process was to keep in a folder."""
    return place not in _full


def say_once(line: str) -> None:
    """A warning, the same one only once."""
    if line not in _said:
        _said.add(line)
        logging.getLogger(NAME).warning("%s", line)


def _heading(content: bytes) -> bytes:
    return _MARK + hashlib.sha256(content).hexdigest().encode()


def _private(path: Path, refused: list[str]) -> Path | None:
    """The folder, made if need be, where every link has been followed; None if it is not this user's alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.mkdir(mode=0o700)
        found = path.resolve(strict=True)
        fault = _fault(found.stat())
        if fault is None:
            _try_writing(found)
            return found
    except (OSError, RuntimeError) as error:  # a file in the way, a place without rights, a loop of links
        fault = getattr(error, "strerror", None) or "a loop of links"
    refused.append(f"{path} cannot be used ({fault})")
    return None


def _fault(about: os.stat_result) -> str | None:
    """Why a folder may not be trusted; None if it may."""
    if not stat.S_ISDIR(about.st_mode):
        return "not a folder"
    if os.name == "nt":  # the rights of a user's profile are inherited there
        return None
    if about.st_uid != os.geteuid():
        return "it belongs to another user"
    if about.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return "others may write to it; chmod go-w fixes that"
    return None


def _try_writing(place: Path) -> None:
    """Raises OSError where nothing can be made; rights alone do not tell for root.  A full disk can still be read."""
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise


def _passing(name: str) -> Path | None:
    """A folder of a place that is new and private and vanishes with this process; processes it starts use it too."""
    try:
        made = Path(tempfile.mkdtemp(prefix=f"{NAME}_"))
        (made / NAME / name).mkdir(parents=True, mode=0o700)
    except OSError:
        return None
    (made / NAME).chmod(0o700)
    os.environ[VARIABLE] = str(made)
    atexit.register(_remove, made, os.getpid())
    return made / NAME / name


def _remove(made: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(made, ignore_errors=True)
