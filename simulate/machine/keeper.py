"""A program run in a folder of its own by a light process between, which ends both once the one that asked is gone.

However that ended: a killed process can clean up nothing, but it lets go of the pipe that the keeper waits at.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from simulate.machine.processes import end_session, with_sources

_COMMAND: Final = (sys.executable, "-m", "simulate.machine.keeper")
_TIMES: Final = 50  # to remove the folder
_MOST_SAID: Final = 2000  # letters of what the program said last


@contextmanager
def kept(command: Sequence[str], folder: Path, patience: float) -> Iterator[tuple[int | None, str]]:
    """Run a program to its end in ``folder``: its exit code and what it said last; None if it took too long (seconds).

    The folder goes at the end of the block, or of this process, and with it all that the program has started.
    """
    with subprocess.Popen(
        [*_COMMAND, str(folder), str(patience), *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, encoding="utf-8", env=with_sources(),
        start_new_session=True,
    ) as keeper:  # fmt: skip
        assert keeper.stdin is not None
        assert keeper.stdout is not None
        try:
            code, said = json.loads(keeper.stdout.readline() or '[null, "it was killed"]')
            yield code, said
        finally:
            keeper.stdin.close()  # by which it ends


def main(folder: str, patience: str, *command: str) -> None:
    """Run the command, write how it ended as a line of JSON, and wait until whoever asked lets go.

    Temporary files are named from the folder: a socket's whole name may have no more than 107 letters.
    """
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        errors="replace", start_new_session=True, cwd=folder, env=os.environ | {"TMPDIR": os.curdir},
    ) as program:  # fmt: skip
        threading.Thread(target=_end_with_parent, args=(program, folder), daemon=True).start()
        try:
            said, code = program.communicate(timeout=float(patience))[1], program.returncode
        except subprocess.TimeoutExpired:
            end_session(program)
            said, code = f"not ended within {float(patience):.0f} s", None
        with suppress(OSError):  # nobody hears it any more
            sys.stdout.write(json.dumps([code, said[-_MOST_SAID:]]) + "\n")
            sys.stdout.flush()
        threading.Event().wait()


def _end_with_parent(program: subprocess.Popen[str], folder: str) -> None:
    """Once nobody holds the other end of standard input: end the program's session, remove its folder, and leave."""
    while os.read(0, 4096):
        pass
    for _ in range(_TIMES):  # who is dying may write there yet
        end_session(program)
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.exists(folder):
            break
        time.sleep(0.1)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
