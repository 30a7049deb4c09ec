"""The page as PDF, printed by a browser of this machine, and its charts as PNG, drawn without one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from simulate.report.page import chart_list, charts, tile_map
from simulate.report.page.fonts import Font
from simulate.report.page.source import Source
from simulate.report.page.texts import Language, shown

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


def write_pdfs(page: Path, languages: Sequence[Language], program: str) -> list[Path]:
    """Print the page on A4, once in each language; raises RuntimeError if the browser gives nothing."""
    written = []
    for language in languages:
        path = page.with_suffix(".pdf" if len(languages) == 1 else f".{language}.pdf")
        path.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            done = subprocess.run(
                [program, *arguments(), f"--user-data-dir={profile}", "--no-pdf-header-footer",
                 "--virtual-time-budget=60000", f"--print-to-pdf={path.resolve()}",
                 f"{page.resolve().as_uri()}#{language}"],
                capture_output=True, text=True, timeout=PATIENCE, check=False,
            )  # fmt: skip
        if not path.is_file():
            raise RuntimeError(f"{program} printed nothing (exit code {done.returncode}): {done.stderr[-300:]}")
        written.append(path)
    return written


def write_pngs(source: Source, languages: Sequence[Language], folder: Path, font: Font | None) -> list[Path]:
    """Every chart as a picture with its title, in each language."""
    import vl_convert

    if font is not None:
        vl_convert.register_font_directory(str(font.path.parent))
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, plan in enumerate(chart_list.plans(source), 1):
        chart = charts.build(plan, source)
        for language in languages:
            spec = charts.complete(chart, language)
            unit = shown(plan.unit, language)
            subtitle = unit.difference if plan.needs_reform else unit.label
            if plan.kind == "map":
                chosen = tile_map.settings(source, chart_list.rows(plan, source))
                title = source.scenarios[int(chosen["map_scenario"])].title.of(language)
                subtitle = f"{subtitle} · {title} · {chosen['map_year']:.0f}"
            _dress(spec, plan.title.of(language), subtitle, font)
            path = folder / f"{number:02d}_{plan.key}{'' if len(languages) == 1 else '.' + language}.png"
            path.write_bytes(vl_convert.vegalite_to_png(json.dumps(spec), scale=PNG_SCALE))
            written.append(path)
    return written


def _dress(spec: dict[str, Any], title: str, subtitle: str, font: Font | None) -> None:
    """What the page says around a chart: title, unit, paper and font."""
    spec["title"] = {"text": title, "subtitle": subtitle, "anchor": "start", "fontSize": 17, "offset": 14}
    spec["padding"] = 16
    spec["config"] |= {"font": font.family if font else "sans-serif", "background": "#ffffff"}
