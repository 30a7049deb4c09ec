"""Places that are full, closed, taken or no files at all."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.robustness.attempts import Attempt, Outcome
from tests.robustness.full_disks import RUN, NotHereError, ended_command, full_disk, mounted
from tests.robustness.samples import sample
from tests.robustness.terminal import PATIENCE, ROOT, Said, misbehaviour, process


def _limited(home: Path, attempt: Attempt, stack: ExitStack) -> tuple[str, Said, Path]:
    """No file may grow beyond a size, as under a quota."""
    size = attempt.chance.choice((0, 1_000, 100_000, 5_000_000))

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return f"files of at most {size} bytes", ended_command(*RUN, "--out", home / "out", cwd=home, before=limit), home


def _read_only(home: Path, attempt: Attempt, stack: ExitStack) -> tuple[str, Said, Path]:
    """A place that may be read, as the target, the working folder, the home or the place of temporary files."""
    disk = stack.enter_context(mounted(home / "disk", "size=1m,ro"))
    what, words, cwd, env = attempt.chance.choice((
        ("target", (*RUN, "--out", disk / "out"), home, {}),
        ("working folder", RUN, disk, {}),
        ("home", (*RUN, "--out", home / "out"), home,
         {"HOME": str(disk), "XDG_CACHE_HOME": str(disk), "LINGBAO_CACHE": ""}),
        ("temporary folder", ("levers",), home, {"TMPDIR": str(disk)}),
        ("working folder of a page", ("report", sample(), "--out", disk / "x.html"), disk, {}),
        ("working folder of a workbook", ("workbook", sample(), "--out", disk / "x.xlsx", "-q"), disk, {}),
        ("file of a career", ("career", "rider_beijing", "-q", "--out", disk / "x.json"), home, {}),
    ))  # fmt: skip
    if what == "home":  # the kernels would be compiled again, which takes minutes
        words = ("check",)
    return f"a read-only {what}", ended_command(*words, cwd=cwd, env=env), home


def _taken(home: Path, attempt: Attempt, stack: ExitStack) -> tuple[str, Said, Path]:
    """A target that is something else already; what stood there must stay."""
    target = home / "out"
    what = attempt.chance.choice(
        ("a file", "a loop", "a long name", "a folder with a manifest", "a link to nowhere", "a pipe")
    )
    if what == "a file":
        target.write_text("precious")
    elif what == "a loop":
        target.symlink_to("out")
    elif what == "a long name":
        target = home / ("n" * 250)
    elif what == "a folder with a manifest":
        target.mkdir()
        for name in ("manifest.yaml", "funds.csv", "report.html"):
            (target / name).write_text("precious: true\n")
    elif what == "a link to nowhere":
        target.symlink_to(home / "nowhere" / "at all")
    else:
        os.mkfifo(target)
    said = ended_command(*RUN, "--out", target, cwd=home)
    if what == "a folder with a manifest" and (target / "funds.csv").read_text() != "precious: true\n":
        return f"--out on {what}", Said(said.code, said.out, said.err, "a user's file overwritten: by run"), home
    if what == "a file" and target.read_text() != "precious":
        return f"--out on {what}", Said(said.code, said.out, said.err, "a user's file overwritten: by run"), home
    return f"--out on {what}", said, home


def _kept(home: Path, attempt: Attempt, stack: ExitStack) -> tuple[str, Said, Path]:
    """A user's file in the way of a page, a workbook, a career or its values."""
    verb = attempt.chance.choice(("report", "workbook", "as-career", "career"))
    name = {"report": "notes.html", "workbook": "notes.xlsx", "as-career": "notes.yaml", "career": "notes.json"}[verb]
    path = home / name
    path.write_text("precious")
    words: tuple[object, ...] = {
        "report": ("report", sample(), "--out", path),
        "workbook": ("workbook", sample(), "--out", path, "-q"),
        "as-career": ("explain", "1987-m1", "--workers", "3000", "-q", "--as-career", path),
        "career": ("career", "rider_beijing", "-q", "--out", path),
    }[verb]
    said = ended_command(*words, cwd=home)
    if path.read_text(errors="replace") != "precious":
        return (
            f"{verb} on a user's file",
            Said(said.code, said.out, said.err, f"a user's file overwritten: by {verb}"),
            home,
        )
    return f"{verb} on a user's file", said, home


def _no_file(home: Path, attempt: Attempt, stack: ExitStack) -> tuple[str, Said, Path]:
    """An input that is no file, or never ends."""
    verb = attempt.chance.choice(("run", "check", "career", "case", "report"))
    what = attempt.chance.choice(
        ("/dev/zero", "/dev/full", "/dev/stdin", "fifo", "folder", "loop", "/proc/self/mem", "huge")
    )
    path = Path(what) if what.startswith("/") else home / "x.yaml"
    if what == "fifo":
        os.mkfifo(path)
    elif what == "folder":
        path.mkdir()
    elif what == "loop":
        path.symlink_to("x.yaml")
    elif what == "huge":
        with path.open("wb") as file:
            file.truncate(20_000_000_000)
    words = ("run", path, *RUN[1:]) if verb == "run" else (verb, path)
    return f"{verb} {what}", ended_command(*words, cwd=home), home


def _at_once(home: Path, attempt: Attempt, stack: ExitStack) -> tuple[str, Said, Path]:
    """Two or three runs started together without --out: each keeps its own results."""
    n = attempt.chance.choice((2, 2, 3))
    runs = [
        process(*RUN, cwd=home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(n)
    ]
    said = [running.communicate(timeout=PATIENCE) for running in runs]
    ended = Said(
        max(running.returncode for running in runs), said[0][0].decode(), "".join(err.decode() for _, err in said)
    )
    folders = {
        line.split(": ")[1] for out, _ in said for line in out.decode().splitlines() if line.startswith("written: ")
    }
    if ended.code == 0 and len(folders) != n:
        return f"{n} runs at once", Said(0, "", "", f"results lost: {n} runs wrote {sorted(folders)}"), home
    return f"{n} runs at once", ended, home


def _poor(home: Path, attempt: Attempt, stack: ExitStack) -> tuple[str, Said, Path]:
    """An environment with little in it."""
    env = attempt.chance.choice((
        {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"COLUMNS": "1"}, {"COLUMNS": "0"}, {"COLUMNS": "-5"}, {"COLUMNS": "wide"}, {"TERM": "dumb"},
        {"TZ": "Nowhere/Land"}, {"PYTHONWARNINGS": "error"}, {"PYTHONOPTIMIZE": "1"}, {"PYTHONDEVMODE": "1"},
        {"LANG": "zh_CN.GBK", "LC_ALL": "zh_CN.GBK"}, {"HOME": "/nonexistent"},
        {"LANG": "zh_CN.GB18030", "LC_ALL": "zh_CN.GB18030"},
    ))  # fmt: skip
    verb = attempt.chance.choice(
        ((*RUN, "--out", home / "out"), ("levers", "hukou"), ("career", "rider_beijing"), ("check",), ("--help",),
         ("check", ROOT / "scenarios" / "nothing.yaml"), ("case", ROOT / "tests" / "cases" / "retirement"))
    )  # fmt: skip
    if env.get("HOME"):
        verb = ("check",)
    return f"{verb[0]} with {env}", ended_command(*verb, cwd=home, env=env), home


def _closed(home: Path, attempt: Attempt, stack: ExitStack) -> tuple[str, Said, Path]:
    """Standard input, output or error that are not open at all, as under some schedulers."""
    closed = attempt.chance.choice(((0,), (1,), (0, 1), (2,), (0, 1, 2)))
    writes = (*RUN, "--out", home / "out")
    # without standard error nobody can be refused in words: only what must be done anyway is asked for then
    verb = writes if 2 in closed else attempt.chance.choice((writes, ("levers", "hukou"), ("career", "rider_beijing")))

    def close() -> None:
        for number in closed:
            os.close(number)

    said = ended_command(*verb, cwd=home, before=close)
    if verb is writes and not (said.code == 0 and (home / "out" / "manifest.yaml").exists()):
        return f"{verb[0]} without {closed}", Said(said.code, said.out, said.err, "results lost: none written"), home
    return f"{verb[0]} without {closed}", said, home


WAYS = (
    _closed,
    full_disk,
    full_disk,
    _limited,
    _read_only,
    _read_only,
    _taken,
    _taken,
    _kept,
    _no_file,
    _no_file,
    _at_once,
    _poor,
    _poor,
)


def try_places(attempts: Sequence[Attempt], folder: Path) -> Iterator[Outcome]:
    """One difficult place each; nothing half-written may stay in it."""
    for attempt in attempts:
        if sys.platform == "win32":
            yield Outcome(attempt, "skipped", "a place", "places of Windows are others")
            continue
        home = folder / f"{attempt.number}"
        home.mkdir()
        way = attempt.chance.choice(WAYS)
        try:
            with ExitStack() as stack:
                what, said, place = way(home, attempt, stack)
                wrong = _overwritten(said) or misbehaviour(said) or _stray(place, said)
        except NotHereError as why:
            yield Outcome(attempt, "skipped", way.__name__.strip("_"), str(why))
            continue
        if wrong:
            yield Outcome(attempt, "mishandled", what, wrong[1], wrong[0])
        else:
            yield Outcome(attempt, "refused" if said.code == 2 else "accepted", what, said.first_line)


def _overwritten(said: Said) -> tuple[str, str] | None:
    if said.fault.startswith(("a user's file", "results lost")):
        return said.fault.partition(": ")[0], said.fault.partition(": ")[2]
    return None


def _stray(place: Path, said: Said) -> tuple[str, str] | None:
    stray = [
        each.name for each in place.rglob("*") if each.name.startswith(".") or each.name.endswith((".writing", ".tmp"))
    ]
    out = place / "out"
    if said.code != 0 and out.is_dir() and not out.is_symlink() and not (out / "manifest.yaml").exists():
        stray.append("out without a manifest")
    return ("stray files", f"{stray}") if stray else None
