"""What ``report`` does: read result folders, write the page, and if wanted print it and draw its charts.

Exit codes: 0 done, 2 a folder without results, a missing font or browser, or a place that cannot be written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulate.cli.leaving import BAD_INPUT, leave, need_docstrings, note_written, say, spoken_faults, tell_written
from simulate.errors import Findings, did_you_mean
from simulate.machine.files import check_folder
from simulate.results.folders import run_named

if TYPE_CHECKING:
    from simulate.results.words import Language

PAGE: Final = "report.html"
BOTH: Final = "both"
OF_OTHERS: Final = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".csv", ".png", ".ppt", ".pptx", ".md", ".txt", ".yaml")


def report(runs: Sequence[Path], *, lang: str, out: Path | None, pdf: bool, png: Path | None) -> None:
    """``report``: one page from the runs; prints the path of everything written."""
    need_docstrings("report")
    with spoken_faults():
        languages = _languages(lang)
        folders = [run_named(each) for each in runs]
        from simulate.report.page import export, fonts, page
        from simulate.report.page.source import open_runs

        source = open_runs(folders)
        target = _target(out, folders[0])
        _check_targets(target, languages, pdf, png)
        font = fonts.find()
        if font is None and "zh" in languages:
            _say_no_font(pdf or png is not None)
        program = export.browser()
        if pdf and program is None:
            leave(BAD_INPUT, "--pdf: no Chromium, Chrome or Edge found to print with; open the page and print it")
        from simulate.lives.typical import typical

        workers = typical(source)
        written = [note_written(page.write(source, languages, target, workers))]
        if pdf and program is not None:
            written += map(note_written, export.write_pdfs(written[0], languages, program))
        if png is not None:
            written += map(note_written, export.write_pngs(source, languages, png, font, workers))
        tell_written(*written)


def _languages(lang: str) -> tuple[Language, ...]:
    from simulate.results.words import LANGUAGES

    if lang == BOTH:
        return LANGUAGES
    chosen = tuple(each for each in LANGUAGES if each == lang)
    if not chosen:
        faults = Findings()
        faults.add(("--lang", 0, 0), repr(lang), "zh, en or both", did_you_mean(lang, [*LANGUAGES, BOTH]) or "")
        faults.raise_if_any()
    return chosen


def _target(out: Path | None, first: Path) -> Path:
    """The page's file: beside the first run's results unless named; a folder takes ``report.html``."""
    if out is None:
        return first / PAGE
    if out.suffix.lower() in (".html", ".htm"):
        return out
    if out.suffix.lower() in OF_OTHERS:
        faults = Findings()
        faults.add((f"--out {out}", 0, 0), f"the ending {out.suffix!r}", "a folder, or a file ending in .html",
                   "--pdf prints it; `workbook` writes .xlsx")  # fmt: skip
        faults.raise_if_any()
    return out / PAGE


def _check_targets(target: Path, languages: Sequence[Language], pdf: bool, png: Path | None) -> None:
    """Nothing stands where page, prints and pictures will but earlier ones; raises ProblemsFound."""
    from simulate.report.page.export import pdf_paths
    from simulate.results.ours import check_file

    faults = Findings()
    check_file(target, "--out", (".html", ".htm"), faults)
    for path in pdf_paths(target, languages) if pdf else []:
        check_file(path, "--pdf", (".pdf",), faults)
    if png is not None:
        check_folder("--png", png, faults)
        if png.absolute() == target.absolute():
            faults.add(
                (f"--png {png}", 0, 0), "the page's own name", "a folder for the pictures", "choose another name"
            )
    faults.raise_if_any()


def _say_no_font(is_picture: bool) -> None:
    """Without a Chinese font a picture would show empty boxes; a page still reads where its reader has one."""
    cure = "install Noto Sans CJK or WenQuanYi (Debian: fonts-noto-cjk), or choose --lang en"
    if is_picture:
        leave(BAD_INPUT, f"--pdf and --png need a Chinese font, and none was found; {cure}")
    say(f"warning: no Chinese font found to put into the page; Chinese shows only where the reader has one; {cure}")
