"""The page as PDF, printed by a browser of this machine, and its charts as PNG, drawn without one."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from simulate.errors import Findings
from simulate.machine.files import scratch_folder, without_links, write_whole
from simulate.machine.keeper import kept
from simulate.report.page import chart_list, charts, fit, tile_map
from simulate.report.page.fonts import Font
from simulate.report.page.page import own_charts, own_words
from simulate.report.page.source import Source
from simulate.report.page.texts import shown
from simulate.report.page.workers import Workers
from simulate.results.ours import check_file, marked_pdf, marked_png
from simulate.results.words import LANGUAGES, Bilingual, Language

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
                   "microsoft-edge")  # fmt: skip
PLACES: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
)
QUIET: Final = ("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-quic")  # fmt: skip
PATIENCE: Final = 300  # seconds for printing
PNG_SCALE: Final = 2.0


def browser() -> str | None:
    """A browser that prints: Chromium, Chrome or Edge."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    return found or next((place for place in PLACES if Path(place).is_file()), None)


def arguments() -> list[str]:
    """Options of a browser without window, network or profile; the root user of a container has no sandbox."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET, *(["--no-sandbox"] if is_root else [])]


def pdf_paths(page: Path, languages: Sequence[Language]) -> list[Path]:
    """Where a page is printed to, in each language."""
    return [page.with_suffix(".pdf" if len(languages) == 1 else f".{language}.pdf") for language in languages]


def write_pdfs(page: Path, languages: Sequence[Language], program: str) -> Iterator[Path]:
    """Print the page on A4, once in each language, each path as it stands; raises RuntimeError if the browser gives
    nothing."""
    for language, path in zip(languages, pdf_paths(page, languages), strict=True):
        with scratch_folder(path) as profile:
            printed = profile / "printed.pdf"
            command = [
                program, *arguments(), f"--user-data-dir={profile}", "--no-pdf-header-footer",
                "--virtual-time-budget=60000", f"--print-to-pdf={printed}",
                f"{without_links(page).as_uri()}#{language}",
            ]  # fmt: skip
            with kept(command, profile, PATIENCE) as (code, said):
                if code is None or not printed.is_file():
                    raise RuntimeError(f"{program} printed nothing (exit code {code}): {said[-300:]}")
                write_whole(path, marked_pdf(printed.read_bytes()))
        yield path


def write_pngs(
    source: Source, languages: Sequence[Language], folder: Path, font: Font | None, typical: Workers | None = None
) -> Iterator[Path]:
    """Every chart as a picture with its title, in each language, each path as it stands; raises ProblemsFound where a
    file is in the way."""
    import vl_convert

    if font is not None:
        vl_convert.register_font_directory(str(font.path.parent))
    folder.mkdir(parents=True, exist_ok=True)
    for number, (key, chart, title, below) in enumerate(_pictures(source, typical), 1):
        for language in languages:
            spec = charts.complete(chart, language)
            _dress(spec, title.of(language), below.of(language), font)
            path = folder / f"{number:02d}_{key}{'' if len(languages) == 1 else '.' + language}.png"
            check_file(path, "--png", (".png",), faults := Findings())
            faults.raise_if_any()
            write_whole(path, marked_png(vl_convert.vegalite_to_png(json.dumps(spec), scale=PNG_SCALE)))
            yield path


def _pictures(source: Source, typical: Workers | None) -> Iterator[tuple[str, dict[str, Any], Bilingual, Bilingual]]:
    """Each chart with its key, its title and what stands below that."""
    for plan in chart_list.plans(source):
        below = Bilingual("", "")
        if plan.unit:
            units = [shown(plan.unit, language) for language in LANGUAGES]
            below = Bilingual(*(each.difference if plan.is_difference else each.label for each in units))
        if plan.kind == "map":
            chosen = tile_map.settings(source, chart_list.rows(plan, source))
            below = below + " · " + source.scenarios[int(chosen["map_scenario"])].title + f" · {chosen['map_year']:.0f}"
        yield plan.key, charts.build(plan, source), plan.title, below
    for key, chart in own_charts(source, fit.fits(source), typical).items():
        yield key, chart, *own_words(key)


def _dress(spec: dict[str, Any], title: str, subtitle: str, font: Font | None) -> None:
    """What the page says around a chart: title, unit, paper and font."""
    spec["title"] = {"text": title, "subtitle": subtitle, "anchor": "start", "fontSize": 17, "offset": 14}
    spec["padding"] = 16
    spec["config"] |= {"font": font.family if font else "sans-serif", "background": "#ffffff"}
