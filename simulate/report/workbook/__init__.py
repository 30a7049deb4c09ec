"""Workbook: results of one or several runs as an Excel file with native charts, in English or Chinese.

Light to import: XlsxWriter, xarray and yaml are imported inside the functions that need them.
"""

from simulate.report.workbook.write import check_target, free_path, write_workbook
from simulate.results.reader import Run, read_runs
from simulate.results.words import LANGUAGES

__all__ = ["LANGUAGES", "Run", "check_target", "free_path", "read_runs", "write_workbook"]
