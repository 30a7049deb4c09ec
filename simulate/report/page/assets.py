"""What is written into the page besides its numbers: script library, style, script, and the policy that allows them.

The library is made by a second process while the charts are drawn, since it takes seconds, and kept in the user's cache
for the next page: its name there holds the version of the package that makes it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from simulate.machine import caches

FOLDER: Final = Path(__file__).parent
_BUNDLE: Final = "import sys, vl_convert; sys.stdout.buffer.write(vl_convert.javascript_bundle().encode())"
_PACKAGE: Final = "vl-convert-python"
_made: list[str] = []


@contextmanager
def bundle() -> Iterator[Callable[[], str]]:
    """Starts making the bundle of Vega, Vega-Lite and Vega-Embed; what it gives waits for the text.  Made once."""
    kept = _kept()
    found = caches.read(kept) if kept is not None and not _made else None
    if found is not None:
        _made.append(found.decode())
    if _made:
        yield lambda: _made[0]
        return
    with subprocess.Popen(
        [sys.executable, "-c", _BUNDLE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:

        def text() -> str:
            written, _ = process.communicate()
            if process.returncode:
                raise RuntimeError(f"vl-convert-python gave no script library (exit code {process.returncode})")
            _made.append(written.decode())
            if kept is not None:
                caches.keep(kept, _made[-1].encode())
            return _made[-1]

        try:
            yield text
        finally:
            process.kill()  # nothing to one that has ended


def _kept() -> Path | None:
    """Where the bundle is kept, as the compiled kernels are."""
    with suppress(metadata.PackageNotFoundError):
        folder = caches.folder("charts", metadata.version(_PACKAGE))
        return folder and folder / "bundle.js"
    return None


def style(font_url: str) -> str:
    """The page's style with the embedded font, or without its rule."""
    css = (FOLDER / "page.css").read_text(encoding="utf-8")
    if font_url:
        return css.replace("FONT_URL", font_url)
    return "\n".join(line for line in css.splitlines() if not line.startswith("@font-face"))


def script() -> str:
    """The page's own script."""
    return (FOLDER / "page.js").read_text(encoding="utf-8")


def data(value: Any) -> str:
    """JSON as short as it can be written."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def folded(text: str) -> str:
    """A text in half its room or less, which may stand within a script element; the page's script unfolds it."""
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def unfolded(text: str) -> str:
    """The text of ``folded``."""
    return zlib.decompress(base64.b64decode(text)).decode()


def policy(scripts: list[str], styles: list[str]) -> str:
    """Content security policy: these scripts and styles by their digests, fonts and images within the page, no more."""
    allowed = {
        "default-src": ["'none'"], "script-src": [_digest(each) for each in scripts],
        "style-src": [_digest(each) for each in styles], "font-src": ["data:"], "img-src": ["data:"],
        "base-uri": ["'none'"], "form-action": ["'none'"],
    }  # fmt: skip
    return "; ".join(" ".join([name, *values]) for name, values in allowed.items())


def _digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
