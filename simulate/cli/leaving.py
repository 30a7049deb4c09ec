"""How a command ends: what is said, and the exit code.

=====  ==========================================================================================================
0      done, and what was to be written is written
1      a check said no: a case that did not pass, a number of the baseline that moved
2      something the user can fix: an option, a file, a place that cannot be written, an output that cannot be written
3      a fault of the model: the accounts do not add up, or anything unforeseen; a file says what to send us
130    interrupted: Ctrl+C, SIGTERM, a terminal that closed
=====  ==========================================================================================================
"""

from __future__ import annotations

import errno
import os
import platform
import re
import shlex
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NoReturn

import typer

from simulate.cli import signals, streams
from simulate.cli.streams import OutputEnded
from simulate.errors import ProblemsFound, one_line
from simulate.language import speech
from simulate.results import plain_text

DONE: Final = 0
SAID_NO: Final = 1
BAD_INPUT: Final = 2
FAULT: Final = 3
MOST_LINES: Final = 100  # of faults; what follows is counted
MOST_NAMED: Final = 5  # files that stand, in one line
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_ERRNO: Final = re.compile(r"errno = (\d+)")
_NO_HALVES: Final = "nothing half-written was left"
_written: list[Path] = []
_about: dict[str, str] = {}


def say(text: str = "") -> None:
    """One line on standard error; what a user's text holds shows, and never steers the terminal."""
    print(plain_text.lines(one_line(speech.spoken(text))), file=sys.stderr, flush=True)


def tell(text: str) -> None:
    """A line or several on standard output, shown as ``say`` shows them."""
    print(plain_text.lines(speech.spoken(text)))


def leave(code: int, *lines: str) -> NoReturn:
    """Say the lines, if they are many the first ones, and leave with an exit code."""
    for line in lines[:MOST_LINES]:
        say(line)
    if len(lines) > MOST_LINES:
        say(f"and {len(lines) - MOST_LINES:,} more")
    raise typer.Exit(code)


def tell_written(*paths: Path) -> None:
    """Say on standard output what stands complete, a line each, however a path is named."""
    for path in paths:
        tell(one_line(f"written: {path}"))


def note_written(path: Path) -> Path:
    """Remember that this stands complete, whatever comes; returns it."""
    _written.append(path)
    return path


def note(**about: object) -> None:
    """Remember what a report of a fault is to say: seed, workers, digests."""
    _about.update({key: str(value) for key, value in about.items()})


@contextmanager
def spoken_faults() -> Iterator[None]:
    """Turn whatever ends a verb into lines on standard error and an exit code."""
    _written.clear()
    _about.clear()
    try:
        yield
        sys.stdout.flush()
    except typer.Exit:
        raise
    except ProblemsFound as found:
        leave(BAD_INPUT, *map(speech.of_problem, found.problems))
    except KeyboardInterrupt:
        _leave_interrupted()
    except OutputEnded as ended:
        _leave_without_output(ended)
    except BrokenPipeError as fault:
        _leave_without_output(OutputEnded(fault.strerror))
    except MemoryError:
        leave(BAD_INPUT, "this machine has too little memory; compare fewer scenarios at once")
    except Exception as fault:
        if signals.is_asked():  # in a callback of the compiler, say, which swallows the interrupt and misses its code
            _leave_interrupted()
        line = _of_the_system(fault)
        if line is not None:
            leave(BAD_INPUT, line, *filter(None, [_what_stands()]))
        leave(FAULT, *_report(fault))


def code_of(command: Callable[[], object]) -> int:
    """The exit code of a whole command line; verbs speak for themselves, what comes besides is spoken here."""
    code: object = DONE
    try:
        with spoken_faults():
            try:
                code = command()
            except SystemExit as left:
                code = left.code
    except typer.Exit as left:
        code = left.exit_code
    return code if isinstance(code, int) else DONE


def need_docstrings(verb: str) -> None:
    """Leave where Python was asked to drop them: the library that draws reads its own and fails without."""
    if sys.flags.optimize > 1:
        leave(BAD_INPUT, f"{verb}: Python runs with -OO (PYTHONOPTIMIZE=2), under which nothing can be drawn; use -O")


def _what_stands() -> str:
    more = f" and {len(_written) - MOST_NAMED} more" if len(_written) > MOST_NAMED else ""
    return "written: " + ", ".join(map(str, _written[:MOST_NAMED])) + more if _written else ""


def _leave_interrupted() -> NoReturn:
    for line in ("", f"interrupted; {_what_stands() or 'nothing was written'}"):
        say(line)
    if signals.is_asked():
        signals.end()
        streams.flush()
        signals.leave(signals.INTERRUPTED)
    raise typer.Exit(signals.INTERRUPTED)


def _leave_without_output(ended: OutputEnded) -> NoReturn:
    """Results that stand are a success, though the table was not read to its end."""
    reason = f"standard output ended before everything was printed ({ended})"
    if _written:
        leave(DONE, f"{reason}; {_what_stands()}")
    leave(BAD_INPUT, f"{reason}; nothing was written")


def _of_the_system(fault: Exception) -> str | None:
    """The line for a full disk, a place without rights or a file that is not there; None for any other fault.

    The HDF5 library tells the number of the system's fault in the text of a RuntimeError.
    """
    if not isinstance(fault, OSError | RuntimeError):
        return None
    number: int | None = getattr(fault, "errno", None)
    if number == errno.ENOENT and not _stands_somewhere():
        return "the folder this was started in is gone; change to one that is there"
    stated = _ERRNO.search(str(fault)) if number is None else None
    number = int(stated[1]) if stated else number
    place = getattr(fault, "filename", None) or ("the results" if stated else None)
    if number in _FULL:
        return f"{place or 'the results'}: the disk is full; {_NO_HALVES}; free space or choose another place"
    if number == errno.EFBIG:
        return f"{place or 'the results'}: larger than a file may be here; {_NO_HALVES}; raise the limit (ulimit -f)"
    if place is None:
        return None
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{place}: may not be read or written; choose a place you have the rights to"
    return f"{place}: {os.strerror(number) if number else fault}"


def _stands_somewhere() -> bool:
    """Whether the current folder is still there, without which no relative path leads anywhere."""
    try:
        return bool(os.getcwd())
    except OSError:
        return False


def _report(fault: Exception) -> Iterator[str]:
    """A block for the screen, and a file with what we need to find the fault."""
    from simulate.results.provenance import commit, project_version

    about = {
        "version": f"{project_version()} {commit()[:12]}".strip(),
        "command": shlex.join(sys.argv),
        "machine": f"Python {platform.python_version()}, {platform.platform()}, {os.cpu_count()} processors",
        **_about,
    }
    yield f"a fault of the model, not of what you asked: {type(fault).__name__}: {str(fault) or 'no message'}"
    yield _what_stands() or "nothing was written"
    text = "".join(f"{key}: {value}\n" for key, value in about.items()) + "\n"
    text += "".join(traceback.format_exception(fault))
    with suppress(OSError):
        handle, name = tempfile.mkstemp(prefix="lingbao_fault_", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
        yield f"please send us this file; it says what was run, and where it went wrong: {name}"
        return
    yield from text.splitlines()
