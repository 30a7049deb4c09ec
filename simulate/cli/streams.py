"""What is said to the user: standard output, which may end a run, and standard error, which never does.

A reader of standard error that has left, or stays and does not read, costs a run nothing: a thread of its own writes
there, and what it cannot write is dropped.  Standard output is waited for; where it ends, ``OutputEnded`` is raised
once, and the rest is dropped.  Characters the terminal cannot show are replaced.
"""

from __future__ import annotations

import io
import os
import queue
import sys
import threading
from contextlib import suppress
from typing import Any, Final

PATIENCE: Final = 1.0  # seconds a slow reader of standard error is waited for, once
WAITING: Final = 1000  # texts kept for it; what comes after is dropped
CHINESE: Final = "养老保险"


class OutputEnded(Exception):
    """Standard output takes nothing more: its reader has left, its disk is full, or it was closed from the start."""


class _Output(io.FileIO):
    """The bytes of standard output; the first that cannot be written are reported, the rest dropped."""

    has_ended = False

    def write(self, content: Any) -> int:
        if not self.has_ended:
            try:
                return super().write(content) or 0
            except OSError as fault:
                self.has_ended = True
                raise OutputEnded(fault.strerror) from fault
        return len(content)


class _Closed(io.RawIOBase):
    """Standard output that was closed before the program began."""

    has_ended = False

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        if not self.has_ended:
            self.has_ended = True
            raise OutputEnded("it is closed")
        return len(content)


class Notices(io.TextIOBase):
    """Standard error, written by a thread of its own."""

    def __init__(self, handle: int, encoding: str) -> None:
        self._handle = handle
        self._encoding = encoding
        self._texts: queue.Queue[bytes] = queue.Queue(WAITING)
        self._is_stuck = False
        threading.Thread(target=self._follow, name="notices", daemon=True).start()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """Of the terminal."""
        return self._encoding

    @property
    def errors(self) -> str:  # type: ignore[override]
        """Characters that cannot be shown are replaced."""
        return _errors(self._encoding)

    def writable(self) -> bool:
        """It always takes text, whatever happens to it."""
        return True

    def isatty(self) -> bool:
        """Whether a person looks at it."""
        return os.isatty(self._handle)

    def fileno(self) -> int:
        """The handle itself, for the size of the terminal and for processes."""
        return self._handle

    def write(self, text: str) -> int:
        """Hand the text over."""
        try:
            self._texts.put_nowait(text.encode(self._encoding, self.errors))
        except queue.Full:
            self._is_stuck = True
        return len(text)

    def flush(self) -> None:
        """Wait until all is written, unless the reader is slow."""
        if self._is_stuck:
            self._is_stuck = self._texts.unfinished_tasks > 0
            return
        with self._texts.all_tasks_done:
            is_done = self._texts.all_tasks_done.wait_for(lambda: not self._texts.unfinished_tasks, PATIENCE)
        self._is_stuck = not is_done

    def _follow(self) -> None:
        has_left = False
        while True:
            left = memoryview(self._texts.get())
            while left and not has_left:
                try:
                    left = left[os.write(self._handle, left) :]
                except OSError:
                    has_left = True
            self._texts.task_done()


def install() -> None:
    """Put both in place of those that Python has opened; call before anything is said."""
    closed = [handle for handle in (0, 1, 2) if not _is_open(handle)]
    for _ in closed:  # else the next file opened would take the number, and get what is said
        os.open(os.devnull, os.O_RDWR)
    if os.name == "nt":  # its consoles take text, not bytes
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors=_errors(stream.encoding))
        return
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    sys.stderr = Notices(2, encoding)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    raw: Any = _Closed() if 1 in closed else _Output(1, "w", closefd=False)
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(raw), encoding, _errors(encoding), line_buffering=1 not in closed and os.isatty(1)
    )


def flush() -> None:
    """Print all that can be; to an output that has ended nothing more is printed."""
    with suppress(OutputEnded):
        sys.stdout.flush()
    sys.stderr.flush()


def can_show_chinese() -> bool:
    """Whether standard output takes Chinese characters as they are."""
    try:
        CHINESE.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _errors(encoding: str | None) -> str:
    """UTF-8 lacks only what is not a character; elsewhere a question mark reads better than a number."""
    return "backslashreplace" if (encoding or "").lower().replace("-", "").startswith("utf") else "replace"


def _is_open(handle: int) -> bool:
    try:
        os.fstat(handle)
    except OSError:
        return False
    return True
