"""The Excel file as sheets with one look: formats made once, frozen panes, widths, A4 print."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from rich.cells import cell_len

from simulate.report.workbook.words import Words
from simulate.results import certainty, plain_text
from simulate.results.ours import CATEGORY

A4: Final = 9
INK: Final = "#1F3A5F"
HEAD: Final = "#E8EEF5"
OVER: Final = "#D5E0EC"
GREY: Final = "#5F6B7A"
FAINT: Final = "#8A97A5"
FONTS: Final = {"en": "Arial", "zh": "Microsoft YaHei"}
LONGEST_TEXT: Final = 32_000  # characters Excel takes in a cell, less a little
LINE_HEIGHT: Final = 14  # points
FILLED: Final = 0.9  # of a line, before the next word wraps
TITLE_ROWS: Final = 2  # title and note above every table


class Sheet:
    """One worksheet; texts are always texts, never formulas or links."""

    def __init__(self, book: Book, name: str) -> None:
        self.book = book
        self.name = name
        self._note = ""
        self.raw = book.raw.add_worksheet(name)
        self.raw.set_paper(A4)
        self.raw.set_landscape()
        self.raw.fit_to_pages(1, 0)
        self.raw.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self.raw.set_footer(f"&L{book.words('lingbao')}: &A&R&P / &N")
        self.raw.hide_gridlines(2)

    def head(self, title: str, note: str) -> None:
        """Title and note in the first two rows; ``columns`` lays the note over its columns."""
        self.text(0, 0, title, self.book.form(bold=True, font_size=14, font_color=INK))
        self._note = note
        self.text(1, 0, note, self.book.form(font_color=GREY, italic=True))

    def columns(self, row: int, names: Sequence[str], widths: Sequence[float]) -> None:
        """Headers of the columns in one row, and their widths."""
        for column, (name, width) in enumerate(zip(names, widths, strict=True)):
            self.text(row, column, name, self.book.header)
            self.raw.set_column(column, column, width)
        self._lay_note(widths)

    def _lay_note(self, widths: Sequence[float]) -> None:
        """The note broken into lines over all columns, so that a print is no wider than the table."""
        form = self.book.form(font_color=GREY, italic=True, text_wrap=True, valign="top")
        self.raw.merge_range(1, 0, 1, len(widths) - 1, "", form)
        self.text(1, 0, self._note, form)
        self.raw.set_row(1, LINE_HEIGHT * math.ceil(cell_len(self._note) / (sum(widths) * FILLED)))

    def over(self, row: int, first: int, last: int, text: str) -> None:
        """A text over the columns ``first`` to ``last``."""
        form = self.book.form(bold=True, align="center", bg_color=OVER, font_color=INK, left=1)
        if last > first:
            self.raw.merge_range(row, first, row, last, "", form)
        self.text(row, first, text, form)

    def frame(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """Panes frozen under the header row and right of ``column``; a filter; the header repeated in print."""
        self.raw.freeze_panes(row + 1, column)
        if last_row > row:
            self.raw.autofilter(row, 0, last_row, last_column)
        self.raw.repeat_rows(TITLE_ROWS, row)
        self.raw.print_area(0, 0, max(last_row, row), last_column)

    def text(self, row: int, column: int, text: str, form: Any = None) -> None:
        """A text, cut where Excel takes no more; nothing for an empty one."""
        shown = plain_text.lines(text)
        if len(shown) > LONGEST_TEXT:
            shown = f"{shown[: LONGEST_TEXT - 1]}…"
        if shown:
            self.raw.write_string(row, column, shown, form)

    def number(self, row: int, column: int, number: float, form: Any = None) -> None:
        """A number; nothing for NaN."""
        if number == number:
            self.raw.write_number(row, column, number, form)

    def put(self, row: int, column: int, value: object, form: Any = None) -> None:
        """A number as a number, anything else as a text."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.number(row, column, value, form)
        elif value is not None:
            self.text(row, column, str(value), form)


class Book:
    """The file being written: its language, its formats, its sheets."""

    def __init__(self, path: Path, words: Words, title: str, written: str) -> None:
        import xlsxwriter  # type: ignore[import-untyped,unused-ignore]

        self.words = words
        font: Mapping[str, Any] = {"font_name": FONTS[words.language], "font_size": 10}
        self._font = font
        self._forms: dict[tuple[tuple[str, Any], ...], Any] = {}
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,
        }
        self.raw = xlsxwriter.Workbook(str(path), options)
        self.raw.formats[0].set_font_name(font["font_name"])
        self.raw.formats[0].set_font_size(font["font_size"])
        self.raw.set_properties({"title": title, "category": CATEGORY, "created": _moment(written)})
        self.header = self.form(bold=True, bg_color=HEAD, font_color=INK, bottom=1, text_wrap=True, valign="vcenter")
        self.wrapped = self.form(text_wrap=True, valign="top")
        self.right = self.form(align="right", font_color=GREY)
        self.plain = self.form(valign="top")

    def form(self, **properties: Any) -> Any:
        """A format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._forms:
            self._forms[key] = self.raw.add_format({**self._font, **properties})
        return self._forms[key]

    def numbers(
        self, form: str, is_difference: bool = False, *, error: float = math.nan, is_thin: bool = False
    ) -> Any:  # fmt: skip
        """The format of numbers: no more digits than ``error``, in the unit shown, bears out; differences with a sign.

        What rests on few workers is grey, with a star.
        """
        form = with_digits(form, error)
        if is_thin:
            starred = f'{form}"{certainty.MARK}"'
            return self.form(num_format=starred, font_color=FAINT, italic=True)
        return self.form(num_format=f"+{form};-{form};{form}" if is_difference else form)

    def sheet(self, name: str) -> Sheet:
        """A new worksheet."""
        return Sheet(self, name)


def with_digits(form: str, error: float) -> str:
    """A number format with no more decimals than an error bears out."""
    whole, point, rest = form.partition(".")
    most = len(rest.rstrip("%"))
    if not point or math.isnan(error) or set(rest) - set("0%"):
        return form
    kept = certainty.decimals(error * (100.0 if form.endswith("%") else 1.0), most)
    return whole + ("." + "0" * kept if kept else "") + ("%" if form.endswith("%") else "")


def _moment(written: str) -> datetime:
    """When the results were written, so that the same results give the same file."""
    try:
        return datetime.fromisoformat(written).replace(tzinfo=None)
    except ValueError:
        return datetime(2000, 1, 1)
