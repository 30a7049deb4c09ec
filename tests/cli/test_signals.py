"""A request to end is heard wherever it finds the program, and ends it in time whatever holds it up."""

from __future__ import annotations

import signal
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
signal.signal(signal.{number}, signal.SIG_DFL)  # whoever runs the tests may have it ignored (nohup)
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


# Where Python drops what is raised: said to nobody, and raised again where the program goes on.
DROPPED = {
    "in a __del__": "class Deaf:\n  def __del__(self): ask()\nDeaf()",
    "in the callback of a weak reference": "import weakref\nclass Of: pass\nof = Of()\n"
    "to = weakref.ref(of, lambda _: ask())\ndel of",
    "in C that calls back": "import ctypes\nctypes.CFUNCTYPE(None)(ask)()",
    "twice in a row": "class Deaf:\n  def __del__(self):\n    ask()\nclass Deafer:\n  def __del__(self):\n"
    "    Deaf(); time.sleep(0.5)\nDeafer()",
}


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("moment", DROPPED.values(), ids=DROPPED.keys())
def test_a_request_that_python_drops_is_made_again_in_silence(moment: str, number: str) -> None:
    body = "".join(f"    {line}\n" for line in [*moment.splitlines(), "time.sleep(60)"])
    program = PROGRAM.format(moment=body, number=number, grace=60)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)
    assert (ended.returncode, ended.stderr) == (130, "")


def test_what_else_python_drops_is_shown() -> None:
    moment = "class Wrong:\n  def __del__(self): raise ValueError('a fault of ours')\nWrong()"
    body = "".join(f"    {line}\n" for line in moment.splitlines())
    program = PROGRAM.format(moment=body, number="SIGINT", grace=60)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)
    assert ended.returncode == 0
    assert "a fault of ours" in ended.stderr


def test_nothing_is_raised_when_the_command_has_spoken() -> None:
    body = "    signals.end(); ask(); ask(); print('out', flush=True)\n"
    program = PROGRAM.format(moment=body, number="SIGINT", grace=60)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)
    assert (ended.returncode, ended.stdout.split()[-1], ended.stderr) == (0, "out", "")


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


# What would keep Python from ending once it is on its way out.
HELD = {
    "a thread that is waited for": "import threading\nthreading.Thread(target=time.sleep, args=(60,)).start()",
    "an object that is slow to go": "class Slow:\n  def __del__(self, sleep=time.sleep): sleep(60)\nheld = Slow()",
}


@pytest.mark.parametrize("held", HELD.values(), ids=HELD.keys())
def test_whoever_was_asked_is_not_held_up_on_the_way_out(held: str) -> None:
    moment = "".join(f"    {line}\n" for line in [*held.splitlines(), "ask()"])
    program = PROGRAM.format(moment=moment, number="SIGTERM", grace=60).replace("os._exit(", "signals.leave(")
    program = program.replace("import os", "import atexit, os").replace(
        "try:", "atexit.register(print, 'tidied')\ntry:"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=40)
    assert (ended.returncode, ended.stdout.split(), ended.stderr) == (130, ["asked", "tidied"], "")


# What a library may be at, as LLVM is when it hands a module over: freeing it now would take the program down.
HALF = "class Half:\n  def __del__(self): os._exit(99)\n"
HALVES = {
    "held where it was interrupted": HALF + "def work():\n  held = Half()\n  ask()\nwork()",
    "freed by Python when it ends": HALF
    + "import weakref\nkept = set('x')\nweakref.finalize(kept, os._exit, 99)\nask()",
    "held beneath a library that passes it on": HALF
    + "def work():\n  held = Half()\n  ask()\ntry:\n  work()\nexcept BaseException as fault:\n  raise fault",
}


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES.keys())
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_what_was_interrupted_in_the_middle_is_never_freed(half: str, number: str) -> None:
    """By a verb, and while the program is loaded."""
    command = "".join(f"        {line}\n" for line in half.splitlines())
    for caught in ("leaving.code_of(command)", "door._run = command; door.main()"):
        program = f"""
import os, signal, time
from simulate.cli import door, leaving, signals, streams
def ask():
    os.kill(os.getpid(), signal.{number})
    time.sleep(0.2)
def command():
{command}
signal.signal(signal.{number}, signal.SIG_DFL)
signals.install()
{caught}
"""
        ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=40)
        assert (ended.returncode, ended.stderr.strip()) == (130, "interrupted; nothing was written")


def test_python_itself_held_fast_is_ended_by_the_system() -> None:
    moment = "    try: ask()\n    except KeyboardInterrupt: sum(range(10**12))  # in C, where no thread gets a turn\n"
    program = PROGRAM.format(moment=moment, number="SIGTERM", grace=GRACE)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=40)
    assert ended.returncode == -signal.SIGALRM
