"""The whole workbook, written beside its place first and then moved there, or nothing at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from simulate.errors import Findings
from simulate.machine.files import scratch_folder
from simulate.parameters import LawBook
from simulate.report.workbook.about_sheets import write_dictionary, write_provenance
from simulate.report.workbook.book import Book
from simulate.report.workbook.charts import write_charts
from simulate.report.workbook.data_sheet import write_data
from simulate.report.workbook.headline_sheet import write_contents, write_headline
from simulate.report.workbook.law_sheets import write_changes, write_parameters
from simulate.report.workbook.merge import Merged
from simulate.report.workbook.ranges_sheet import write_ranges
from simulate.report.workbook.words import Words
from simulate.results.ours import check_file
from simulate.results.reader import Run
from simulate.results.writer import ResultsNotWritten

SUFFIX: Final = ".xlsx"
NAME: Final = "workbook"


def free_path(folder: Path) -> Path:
    """``workbook.xlsx`` in a folder, or the next numbered name that is free: a workbook may hold its reader's notes."""
    path, number = folder / f"{NAME}{SUFFIX}", 1
    while path.exists():
        number += 1
        path = folder / f"{NAME}_{number}{SUFFIX}"
    return path


def check_target(path: Path, findings: Findings) -> None:
    """A workbook can be written to ``path`` without losing anything there but an earlier workbook of results."""
    check_file(path, "--out", (SUFFIX,), findings)


def write_workbook(runs: Sequence[Run], path: Path, language: str = "en") -> Path:
    """Write the workbook of the runs to ``path`` and return it; raises ResultsNotWritten, ProblemsFound.

    What stood there stays until the new file is whole.
    """
    law = LawBook.load()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with scratch_folder(path) as folder:
            scratch = folder / path.name
            _fill(runs, scratch, language, law)
            os.replace(scratch, path)
    except OSError as fault:
        number = fault.errno or errno.EIO
        message = f"workbook not written ({os.strerror(number)}); nothing was changed; if it is open, close it first"
        raise ResultsNotWritten(number, message, str(path)) from fault
    return path


def _fill(runs: Sequence[Run], path: Path, language: str, law: LawBook) -> None:
    """All sheets, in the order of reading; OSError where the file cannot be written."""
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped,unused-ignore]

    words = Words(language)
    merged = Merged(runs, language)
    title = f"{words('lingbao')}: " + ", ".join(column.name for column in merged.columns)
    book = Book(path, words, title, runs[0].manifest.written)
    headline, row = write_headline(book, merged)
    drawn = book.sheet(words("charts"))
    write_charts(book, drawn, merged, write_data(book, merged))
    write_ranges(book, merged)
    write_parameters(book, merged, law)
    write_changes(book, merged, law)
    write_dictionary(book, merged)
    write_provenance(book, merged)
    write_contents(headline, row, [each.name for each in book.raw.worksheets() if each.name != headline.name])
    try:
        book.raw.close()
    except FileCreateError as fault:
        cause = fault.args[0] if fault.args and isinstance(fault.args[0], OSError) else OSError(errno.EIO, str(fault))
        raise cause from fault
