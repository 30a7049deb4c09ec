"""A request to end is heard wherever it finds the program, and ends it in time whatever holds it up."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals that POSIX has")
GRACE = 0.5
# What the main thread may be at when the signal comes: holding a lock that the way out needs, deaf to the exception.
MOMENTS = {
    "starting a thread": "import threading\nwith threading._active_limbo_lock: ask()",
    "asked by a thread": "import threading\nthreading.Thread(target=ask, daemon=True).start()\ntime.sleep(60)",
    "writing a log": "import logging\nwith logging._lock: ask()",
    "in a callback that swallows what is raised": "class Deaf:\n  def __del__(self): ask()\nDeaf()\ntime.sleep(60)",
    "in code that goes on": "for _ in range(2):\n  try: ask()\n  except BaseException: time.sleep(60)",
    "writing what must be whole": "with signals.deferred(): ask(); time.sleep(60)",
}
PROGRAM = """
import os, signal, time
from simulate.cli import signals
signals.GRACE = {grace}
signals.install()
def ask():
    print("asked", flush=True)
    os.kill(os.getpid(), signal.{number})
    time.sleep(0.2)
try:
{moment}
except KeyboardInterrupt:
    os._exit(signals.INTERRUPTED)
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS.keys())
def test_a_signal_ends_the_program_wherever_it_is(moment: str, number: str) -> None:
    body = "".join(f"    {line}\n" for line in moment.splitlines())
    program = PROGRAM.format(moment=body, number=number, grace=GRACE)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "asked\n"
        asked = time.monotonic()
        try:
            assert running.wait(20) == 130
        finally:
            running.kill()
        assert time.monotonic() - asked < 10 * GRACE + 5  # on a busy machine
