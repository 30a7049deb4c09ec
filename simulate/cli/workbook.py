"""What the verb ``workbook`` does: read the results named, write them as an Excel file, say where."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from simulate.cli.leaving import note_written, say, spoken_faults, tell_written
from simulate.errors import Findings, did_you_mean
from simulate.results.folders import run_named


def workbook(runs: Sequence[Path], *, out: Path | None, lang: str, quiet: bool = False) -> None:
    """``workbook``: one or several folders of results side by side in one file."""
    with spoken_faults():
        from simulate.report import workbook as excel

        findings = Findings()
        if lang not in excel.LANGUAGES:
            expected = " or ".join(excel.LANGUAGES)
            findings.add(("--lang", 0, 0), repr(lang), expected, did_you_mean(lang, excel.LANGUAGES))
        if not runs:
            findings.add(("RUN", 0, 0), "no folder of results", "one or several", "such as outputs/runs/baseline")
        findings.raise_if_any()
        runs = [run_named(each) for each in runs]
        read = excel.read_runs(runs)
        target = out if out is not None else excel.free_path(runs[0])
        excel.check_target(target, findings)
        findings.raise_if_any()
        if not quiet:
            names = [name for run in read for name in run.results.scenarios]
            say(f"{len(read)} {'result' if len(read) == 1 else 'results'}: {', '.join(names)}")
        tell_written(note_written(excel.write_workbook(read, target, lang)))
