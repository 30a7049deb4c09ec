"""A first compilation whose processes vanish ends all the same, in this process if need be, and leaves none behind.

The processes here compile nothing: they speak as ``compiling.worker`` does, and one meets its fate at a word.
"""

from __future__ import annotations

import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from simulate.compiling import first, plan
from simulate.compiling.worker import ASKS, DONE, ENDED

STEPS = [f"step_{each}" for each in range(5)]
WORKERS = 3
SPEAKS = f"""
import os, signal, sys
who, when, how, number = sys.argv[1:]

def at(moment):
    if moment == when and number == who:
        os.kill(os.getpid(), signal.SIGKILL) if how == "killed" else os._exit(int(how))

def say(word):
    print(word, flush=True)

def told():
    line = sys.stdin.readline()
    return int(line) if line else os._exit(0)

told()
at("planning")
say("{plan.DRAWN}")
say("{ASKS}")
at("asking")
while (step := told()) < {len(STEPS)}:
    at("compiling")
    say(f"step_{{step}}")
    say("{ASKS}")
say("{DONE}")
at("done")
if number == "0":
    told()
    at("last")
    say("rest")
say("{ENDED}")
"""
MOMENTS = ("planning", "asking", "compiling", "done", "last")
FATES = [
    (who, when, how)
    for who, when, how in product("012", MOMENTS, ("killed", "3", "0"))
    if (when == "last") <= (who == "0")
]


def first_run(fate: tuple[str, str, str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], int]:
    """What a first compilation does here itself, and what it has advanced by."""
    here: list[str] = []
    advanced: list[int] = []
    started: list[subprocess.Popen[Any]] = []
    start = subprocess.Popen

    def started_here(*arguments: Any, **named: Any) -> subprocess.Popen[Any]:
        started.append(start(*arguments, **named))
        return started[-1]

    monkeypatch.setattr(first, "COMMAND", (sys.executable, "-I", "-S", "-c", SPEAKS, *fate))
    monkeypatch.setattr(first, "CACHE_FOLDER", folder)
    monkeypatch.setattr(first, "cores", lambda: WORKERS)
    monkeypatch.setattr(subprocess, "Popen", started_here)
    monkeypatch.setattr(plan, "sizes", lambda: dict.fromkeys([plan.DRAWN, *STEPS, "rest"], 1))
    monkeypatch.setattr(plan, "run_once", lambda: here.append("compiled here"))
    first.compile_all(advanced.append)
    assert len(started) == WORKERS
    assert all(each.poll() is not None for each in started)
    return here, sum(advanced)


def test_all_goes_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert first_run(("none", "", ""), tmp_path, monkeypatch) == ([], len(STEPS) + 2)
    assert first.is_ready()


@pytest.mark.parametrize("fate", FATES, ids="-".join)
def test_a_process_vanishes(fate: tuple[str, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever it is and whenever it goes, the model is compiled: what it left is made here."""
    here, advanced = first_run(fate, tmp_path, monkeypatch)
    met_its_fate = here == ["compiled here"]
    # the others may have taken all steps before it was given one, and be ready before it is seen that it is gone
    may_be_spared = fate[1] in ("compiling", "done")
    assert met_its_fate or (may_be_spared and not here and advanced == len(STEPS) + 2)
    assert advanced <= len(STEPS) + 2
