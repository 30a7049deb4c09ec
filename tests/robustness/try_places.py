"""Places that are full, closed, taken or no files at all."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from simulate.report.page.export import browser
from tests.robustness.attempts import Attempt, Outcome
from tests.robustness.samples import sample, small_sweep
from tests.robustness.terminal import PATIENCE, ROOT, Said, ended, misbehaviour, process

RUN = ("run", "--workers", "300", "--threads", "1", "-q")


class NotHereError(Exception):
    """This machine does not allow the attempt; says why."""


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small file system of its own, where root may have one."""
    folder.mkdir(exist_ok=True)
    tool = shutil.which("mount")
    if sys.platform != "linux" or os.geteuid() != 0 or tool is None:
        raise NotHereError("only root may mount a small disk")
    if subprocess.run([tool, "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True).returncode:
        raise NotHereError("no small disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)


def _said(
    *words: object, cwd: Path, env: dict[str, str] | None = None, before: Callable[[], None] | None = None
) -> Said:
    running = process(*words, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                      stderr=subprocess.PIPE,
                      preexec_fn=before)  # fmt: skip
    return ended(running)


WRITERS: tuple[tuple[str, str, tuple[int, ...]], ...] = (  # verb, what it writes, kB at which it fails or nearly so
    ("run", "out", (64, 500, 2_000, 8_000, 21_000, 22_000, 25_000)),
    ("report", "x.html", (0, 400, 1_500, 2_500, 4_000)),
    ("report --png", "png", (0, 150, 1_000)),
    ("report --pdf", "x.pdf", (0, 1_500, 3_500)),
    ("workbook", "x.xlsx", (0, 100, 700, 2_000)),
    ("sweep collect", "sweep.nc", (0, 20, 90, 180, 300)),
    ("career", "x.json", (0, 8)),
    ("as-career", "x.yaml", (0,)),
)


def _written_by(verb: str, target: Path) -> tuple[object, ...]:
    """The words of a command line that writes ``target``."""
    return {
        "run": (*RUN, "--out", target),
        "report": ("report", sample(), "--out", target),
        "report --png": ("report", sample(), "--lang", "en", "--out", target.parent / "x.html", "--png", target),
        "report --pdf": ("report", sample(), "--lang", "en", "--out", target.with_suffix(".html"), "--pdf"),
        "workbook": ("workbook", sample(), "--out", target, "-q"),
        "sweep collect": ("sweep", "collect", target.parent / "design.yaml", "--out", target.parent),
        "career": ("career", "rider_beijing", "-q", "--out", target),
        "as-career": ("explain", "1987-m1", "--workers", "3000", "-q", "--as-career", target),
    }[verb]


def _full(home: Path, attempt: Attempt, stack: ExitStack) -> tuple[str, Said, Path]:
    """Whatever is written onto a disk with too little room, or just enough to begin; what stood there stays."""
    verb, name, sizes = attempt.chance.choice((*WRITERS[:1], *WRITERS))
    if verb == "report --pdf" and browser() is None:
        raise NotHereError("no browser to print with")
    kilobytes = attempt.chance.choice(sizes)
    kept = shutil.copytree(small_sweep(), home / "kept") if verb == "sweep collect" else None
    used = sum(each.stat().st_size // 4096 * 4 + 4 for each in kept.rglob("*") if each.is_file()) if kept else 0
    disk = stack.enter_context(mounted(home / "disk", f"size={4 + used + kilobytes}k"))
    if kept:
        shutil.copytree(kept, disk, dirs_exist_ok=True)
    before = {path: path.read_bytes() for path in disk.rglob("*") if path.is_file()}
    if not kilobytes:
        _fill(disk)
    said = _said(*_written_by(verb, disk / name), cwd=home)
    what = f"{verb} onto a disk with {kilobytes} kB left"
    lost = [path.name for path, content in before.items() if not path.is_file() or path.read_bytes() != content]
    halves = [path.name for path in disk.rglob("*") if path.is_file() and path not in before and not _is_whole(path)]
    if (lost or halves) and said.code != 0:
        said = Said(said.code, said.out, said.err, f"results lost: {lost} changed, {halves} half written")
    elif said.code == 2 and sum("disk is full" in line or "full disk" in line for line in said.err.splitlines()) != 1:
        said = Said(said.code, said.out, said.err, f"results lost: not told as a full disk: {said.first_line}")
    elif (disk / name).exists() != (said.code == 0) and verb != "report --png" and name not in map(str, before):
        said = Said(said.code, said.out, said.err, f"results lost: exit code {said.code} for {os.listdir(disk)}")
    return what, said, disk


def _fill(disk: Path) -> None:
    with suppress(OSError), (disk / "fill").open("wb") as file:
        while True:
            file.write(bytes(1024))
            file.flush()


def _is_whole(path: Path) -> bool:
    """Whether a page, print, picture, workbook or dataset ends as one does."""
    content = path.read_bytes()
    ends = {".html": b"</html>", ".pdf": b"%%EOF", ".png": b"IEND", ".json": b"}", ".parquet": b"PAR1"}
    end = ends.get(path.suffix)
    return path.name == "fill" or (bool(content) if end is None else end in content[-200:])


def _limited(home: Path, attempt: Attempt, stack: ExitStack) -> tuple[str, Said, Path]:
    """No file may grow beyond a size, as under a quota."""
    size = attempt.chance.choice((0, 1_000, 100_000, 5_000_000))

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return f"files of at most {size} bytes", _said(*RUN, "--out", home / "out", cwd=home, before=limit), home


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
    if what == "home":  # the kernels would be compiled anew, which takes minutes
        words = ("check",)
    return f"a read-only {what}", _said(*words, cwd=cwd, env=env), home


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
    said = _said(*RUN, "--out", target, cwd=home)
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
    said = _said(*words, cwd=home)
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
    return f"{verb} {what}", _said(*words, cwd=home), home


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
    return f"{verb[0]} with {env}", _said(*verb, cwd=home, env=env), home


def _closed(home: Path, attempt: Attempt, stack: ExitStack) -> tuple[str, Said, Path]:
    """Standard input, output or error that are not open at all, as under some schedulers."""
    closed = attempt.chance.choice(((0,), (1,), (0, 1), (2,), (0, 1, 2)))
    writes = (*RUN, "--out", home / "out")
    # without standard error nobody can be refused in words: only what must be done anyway is asked for then
    verb = writes if 2 in closed else attempt.chance.choice((writes, ("levers", "hukou"), ("career", "rider_beijing")))

    def close() -> None:
        for number in closed:
            os.close(number)

    said = _said(*verb, cwd=home, before=close)
    if verb is writes and not (said.code == 0 and (home / "out" / "manifest.yaml").exists()):
        return f"{verb[0]} without {closed}", Said(said.code, said.out, said.err, "results lost: none written"), home
    return f"{verb[0]} without {closed}", said, home


WAYS = (
    _closed,
    _full,
    _full,
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
