"""What the verb ``serve`` does: check what was asked, start the local page.

Exit codes: 0 ended, 2 a port that is taken, a folder that cannot be written, or the library of the page missing.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Final

from simulate.cli.leaving import BAD_INPUT, leave, need_docstrings, spoken_faults
from simulate.cli.signals import INTERRUPTED
from simulate.errors import Findings
from simulate.machine.files import SCENARIOS, check_folder
from simulate.population.limits import check_sample
from simulate.results.folders import RUNS, check_target

WORKERS: Final = 5_000
PORT: Final = 8765


def serve(*, port: int, browser: bool, workers: int, results: Path | None, scenarios: Path | None) -> None:
    """``serve``: the page at 127.0.0.1 until Ctrl+C."""
    if importlib.util.find_spec("nicegui") is None:
        leave(BAD_INPUT, "serve: the library nicegui is missing; install it with: python -m pip install nicegui")
    need_docstrings("serve")
    with spoken_faults():
        findings = Findings()
        check_sample(workers, 1, None, findings, "--")
        if not 0 <= port <= 65535:
            findings.add(("--port", 0, 0), str(port), "a port from 0 to 65535; 0 takes any that is free")
        check_target(results or RUNS, findings, "--results", holds_runs=True)
        if scenarios is not None:
            check_folder("--scenarios", scenarios, findings)
        findings.raise_if_any()
        from simulate.serve import app

        try:
            app.serve(
                port=port, results=results or RUNS, scenarios=scenarios or SCENARIOS, workers=workers,
                opens_browser=browser,
            )  # fmt: skip
        except KeyboardInterrupt:
            leave(INTERRUPTED, "the page and its runs have ended")
