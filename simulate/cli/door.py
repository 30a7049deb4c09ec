"""The door of the command line: streams and signals first, so that whatever comes ends as it should.

Light: what takes time to import is imported when these are in place.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from pathlib import Path

from simulate.cli import signals, streams


def main() -> None:
    """Entry of ``python run.py`` and of the installed command ``lingbao``."""
    try:
        streams.install()
        signals.install()
        code = _run()
        signals.end()
        streams.flush()
        signals.leave(code)
    except KeyboardInterrupt:  # while the program was loaded
        print("\ninterrupted; nothing was written", file=sys.stderr)
        streams.flush()
        signals.leave(signals.INTERRUPTED)


def _run() -> int:
    """Run the verb asked for; its exit code."""
    from simulate.cli import language

    arguments = language.choose(sys.argv[1:])
    if arguments[:1] == ["case"]:  # a case calls each rule once or twice: compiling it would take far longer
        os.environ.setdefault("NUMBA_DISABLE_JIT", "1")
    if "serve" not in arguments[:1]:  # a command ends soon: looking for dead cycles of objects costs more than they do
        gc.disable()
        atexit.register(gc.freeze)
    from typer.main import get_command

    from simulate.cli import usage
    from simulate.cli.app import app
    from simulate.cli.leaving import code_of

    name = "lingbao" if Path(sys.argv[0]).stem == "lingbao" else "python run.py"
    return code_of(lambda: usage.run(language.translate(get_command(app)), arguments, name))
