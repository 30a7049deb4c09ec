"""What ``certify`` does: try every line of the certificate and tell it; leaves with 1 where one does not hold."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from simulate.cli.first_run import announce, compile_first
from simulate.cli.leaving import SAID_NO, leave, note_written, say, spoken_faults, tell
from simulate.cli.verbs import print_json
from simulate.errors import Findings, did_you_mean
from simulate.results import plain_text
from simulate.results.ours import MARK, check_file

MOST_FAULTS: Final = 5  # of a line, on the screen; JSON holds all
_WORDS: Final = {True: "PASS", False: "FAIL", None: "NOT TRIED"}


def certify(*, without: Sequence[str], as_json: bool, out: Path | None, quiet: bool) -> None:
    """``certify``: the lines as they are tried; JSON of all of them to standard output or a file."""
    with spoken_faults():
        announce(quiet)
        from simulate.certificate.certify import ALONE, TOGETHER
        from simulate.certificate.certify import certify as lines_of
        from simulate.machine.files import write_whole

        faults = Findings()
        if out is not None:
            check_file(out, "--out", (".json",), faults)
        keys = [*ALONE, *TOGETHER]
        for each in without:
            if each not in keys:
                hint = did_you_mean(each, keys)
                faults.add(("--without", 0, 0), repr(each), f"a line of the certificate ({', '.join(keys)})", hint)
        faults.raise_if_any()
        compile_first(quiet)
        started, lines = time.perf_counter(), []
        for line in lines_of(say, without):
            lines.append(line)
            if not as_json:
                tell(f"{_WORDS[line.found.holds]}  {line.what}: {line.found.figure}  ({line.seconds:.1f} s)")
                for fault in line.found.faults[:MOST_FAULTS]:
                    tell(f"      {fault}")
        stated = _about(time.perf_counter() - started) | {"lines": [line.as_dict() for line in lines]}
        failed = [line.key for line in lines if line.found.holds is False]
        tried = [line for line in lines if line.key not in without]
        stated["holds"] = not failed
        if as_json:
            print_json(stated)
        else:
            tell(f"{len(tried) - len(failed)} of {len(tried)} lines hold, in {stated['seconds']:.0f} s")
        if out is not None:
            write_whole(out, plain_text.json_of({"made_by": MARK, **stated}))
            note_written(out)
        if failed:
            leave(SAID_NO)


def _about(seconds: float) -> dict[str, Any]:
    """What was certified, and when."""
    from simulate.results.provenance import commit, project_version
    from simulate.sweeps.identity import identity

    written = datetime.now(UTC).isoformat(timespec="seconds")
    return {
        "written": written, "version": project_version(), "commit": commit(), **identity(), "seconds": round(seconds, 1)
    }  # fmt: skip
