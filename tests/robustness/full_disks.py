"""Full disks under every verb that writes: what stood is there, nothing half-written is, and one line says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from simulate.report.page.export import browser
from tests.robustness.attempts import Attempt
from tests.robustness.samples import sample, small_sweep
from tests.robustness.terminal import Said, ended, process

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


def ended_command(
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


def full_disk(home: Path, attempt: Attempt, stack: ExitStack) -> tuple[str, Said, Path]:
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
    said = ended_command(*_written_by(verb, disk / name), cwd=home)
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
