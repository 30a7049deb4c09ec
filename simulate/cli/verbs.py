"""What the verbs of the command line do: check the options, call the model, speak.

Results go to standard output; progress, changes, warnings and faults go to standard error.  Exit codes: 0 done, 1 the
baseline moved, 2 bad input or a place that cannot be written, 130 interrupted.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import typer

from simulate.cli.options import check_options
from simulate.errors import Findings, ProblemsFound
from simulate.files import check_readable
from simulate.results import plain_text

if TYPE_CHECKING:
    from simulate.pipeline import Prepared

MOVED: Final = 1
BAD_INPUT: Final = 2
INTERRUPTED: Final = 130
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


def say(text: str = "") -> None:
    """One line on standard error; what a user's text holds shows, and never steers the terminal."""
    print(plain_text.lines(text), file=sys.stderr, flush=True)


def leave(code: int, *lines: str) -> NoReturn:
    """Say the lines and leave with an exit code."""
    for line in lines:
        say(line)
    raise typer.Exit(code)


@contextmanager
def spoken_faults() -> Iterator[None]:
    """Turn what the user can mend into one line a fault; anything else is a fault of the program and passes."""
    try:
        yield
    except ProblemsFound as found:
        leave(BAD_INPUT, *map(str, found.problems))
    except KeyboardInterrupt:
        leave(INTERRUPTED, "", "interrupted; nothing was written")
    except BrokenPipeError:  # the reader of our output has left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except (OSError, RuntimeError) as fault:
        message = _system_fault(fault)
        if message is None:
            raise
        leave(BAD_INPUT, message)


def _system_fault(fault: OSError | RuntimeError) -> str | None:
    """The line for a full disk or a place without rights; None for any other fault.

    The HDF5 library reports a full disk in the text of the error, not in its number.
    """
    number, place = getattr(fault, "errno", None), getattr(fault, "filename", None) or "the results"
    if number in _FULL or "No space left on device" in str(fault) or "errno = 28" in str(fault):
        return f"{place}: the disk is full; nothing half-written was left; free space or choose another --out"
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{place}: may not be read or written; choose a place you have the rights to"
    if isinstance(fault, OSError) and fault.strerror:
        return f"{place}: {fault.strerror}"
    return None


def project(
    names: Sequence[str], *, only_last: bool, workers: int, seed: int, out: Path | None, threads: int | None,
    years: str, provinces: str, sets: Sequence[str] | None, quiet: bool, as_json: bool,
) -> None:  # fmt: skip
    """``run`` and ``compare``: prepare, say what changes, execute, write, print the headline."""
    with spoken_faults():
        options = check_options(
            names=names, workers=workers, seed=seed, threads=threads, years=years, provinces=provinces,
            sets=sets or (), out=out,
        )  # fmt: skip
        from simulate import pipeline
        from simulate.report import console

        prepared = pipeline.prepare(names[0], names[1:], options.sets)
        if only_last:
            prepared = prepared.only_last()
        say_changes(prepared, quiet)
        say_compiling(quiet)
        result = pipeline.execute(
            prepared,
            pipeline.RunOptions(
                workers=options.workers, seed=options.seed, threads=options.threads, first_year=options.first_year,
                last_year=options.last_year, provinces=options.provinces, show_progress=not quiet,
            ),
        )  # fmt: skip
        written = pipeline.write(result, options.out, or_next=options.or_next)
        if as_json:
            print_json({**result.headline, "written": str(written)})
        else:
            console.print_headline(result.results)
            print(f"written: {written}")


def say_changes(prepared: Prepared, quiet: bool) -> None:
    """Each scenario's changes, old -> new, unless quiet; warnings always."""
    for scenario in prepared.scenarios:
        if not quiet:
            say(f"{scenario.name}: {scenario.title}" + ("" if scenario.applied else " (no changes)"))
            for change in scenario.applied:
                say(f"  {change}")
        for warning in scenario.warnings:
            say(f"warning: {scenario.name}: {warning}")


def say_compiling(quiet: bool) -> None:
    """Say why the first run of some code on a machine takes longer."""
    from simulate.engine.jit import CACHE_FOLDER

    if not quiet and (CACHE_FOLDER is None or next(CACHE_FOLDER.glob("*.kernel"), None) is None):
        say("first run on this machine: the model is compiled for it, which takes a minute or two and is kept")


def print_json(value: Any) -> None:
    """JSON on standard output, Chinese as it is written."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on standard output; wide enough to keep every name whole when it is not a screen."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 240)
    table = Table(*columns)
    for row in rows:
        table.add_row(*row)
    console.print(table, markup=False)


def check(files: Sequence[Path], *, sources: bool, as_json: bool) -> None:
    """``check``: read everything strictly; faults leave with 2."""
    with spoken_faults():
        faults = Findings()
        for path in files:
            check_readable(path, faults)
        faults.raise_if_any()
        from simulate.cli import checking

        report = checking.check(files)
        for warning in report.warnings:
            say(f"warning: {warning}")
        if as_json:
            print_json(report.as_dict())
            return
        print(report.summary)
        if sources:
            print_table(
                ("room", "values", "with a source", "share", "assumed, with the reason"),
                [
                    (row.room, f"{row.values}", f"{row.sourced}", f"{row.share:.0%}", f"{row.values - row.sourced}")
                    for row in report.sources
                ],
            )


def levers(pattern: str, *, as_json: bool) -> None:
    """``levers``: the table of levers, or those whose name holds the pattern."""
    with spoken_faults():
        from dataclasses import asdict

        from simulate.cli import checking

        rows = checking.levers(pattern)
        if as_json:
            print_json([asdict(row) for row in rows])
            return
        print_table(
            ("lever", "name", "now", "unit", "bounds", "source", "read in"),
            [
                (row.lever, f"{row.english} {row.chinese}", row.value, row.unit, row.bounds, row.source, row.read_in)
                for row in rows
            ],
        )


def baseline(*, update: bool, reason: str, threads: int | None, quiet: bool) -> None:
    """``baseline``: compare with the committed numbers, or accept today's with a reason."""
    with spoken_faults():
        faults = Findings()
        if update and not reason.strip():
            faults.add(("--update", 0, 0), "no reason", '--reason "why the numbers moved"')
        if reason and not update:
            faults.add(("--reason", 0, 0), "no --update", "both or neither")
        faults.raise_if_any()
        from simulate.cli import baseline as fixed_numbers

        numbers = fixed_numbers.measure(threads=threads, show_progress=not quiet)
        if update:
            for line in fixed_numbers.update(numbers, reason.strip()):
                print(line)
            return
        moved = fixed_numbers.compare(numbers)
        for line in fixed_numbers.describe(moved):
            print(line)
        if moved:
            raise typer.Exit(MOVED)


def bench(*, quick: bool, as_json: bool) -> None:
    """``bench``: measure and print beside the targets."""
    with spoken_faults():
        from simulate.bench import measure

        measures = measure.measure(quick=quick, tell=say)
        if as_json:
            print_json([measure.as_dict() for measure in measures])
        else:
            measure.print_table(measures)
