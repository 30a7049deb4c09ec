"""A served page for the tests: its own process, folders of its own, a free port."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds until it answers
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/\?token=(\S+)")


@dataclass(frozen=True)
class Served:
    """Where the page is, and where it writes."""

    port: int
    token: str
    process: int
    results: Path
    scenarios: Path

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def url(self) -> str:
        """As printed, with the token."""
        return f"{self.origin}?token={self.token}"

    @property
    def cookie(self) -> dict[str, str]:
        """What a browser sends once it has opened the address."""
        return {"Cookie": f"lingbao_{self.port}={self.token}"}


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """``run.py serve`` until the block ends."""
    results, scenarios = folder / "runs", folder / "scenarios"
    # Under pytest the library looks for its own test set-up; the page is to start as it does for a user.
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "NICEGUI"))}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), "serve", "--port", "0", "--no-browser", "--workers", "300",
         "--results", str(results), "--scenarios", str(scenarios)],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip
    watch = threading.Timer(PATIENCE, process.kill)
    watch.start()
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if found := _ADDRESS.search(line):
                break
        else:
            raise AssertionError("the page did not start: " + "".join(said))
        watch.cancel()
        threading.Thread(target=process.stdout.read, daemon=True).start()
        yield Served(int(found[1]), found[2], process.pid, results, scenarios)
    finally:
        watch.cancel()
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
