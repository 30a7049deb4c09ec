"""Results damaged, mixed up or half there, then read by whatever reads results."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.robustness.attempts import Attempt, Outcome
from tests.robustness.mutate import change_bytes, change_tree, read, write
from tests.robustness.samples import other_sample, sample
from tests.robustness.terminal import command, misbehaviour

FILES = ("manifest.yaml", "results.nc")
Damage = Callable[[Path, random.Random], str]


def _cut(folder: Path, chance: random.Random) -> str:
    path = folder / chance.choice(FILES)
    keep = chance.choice((0, 1, 100, path.stat().st_size // 2, path.stat().st_size - 1))
    os.truncate(path, keep)
    return f"{path.name} cut to {keep} bytes"


def _bytes(folder: Path, chance: random.Random) -> str:
    """Bytes of the numbers' file turned; most lie in numbers, some in its structure at the start."""
    path = folder / "results.nc"
    size = chance.choice((200, 4000, path.stat().st_size))
    with path.open("r+b") as file:
        for _ in range(chance.choice((1, 8, 64))):
            file.seek(chance.randrange(size))
            file.write(bytes([chance.randrange(256)]))
    return f"results.nc: bytes turned within the first {size}"


def _lost(folder: Path, chance: random.Random) -> str:
    path = folder / chance.choice(FILES)
    path.unlink()
    return f"{path.name} lost"


def _folder(folder: Path, chance: random.Random) -> str:
    path = folder / chance.choice(FILES)
    path.unlink()
    path.mkdir()
    return f"{path.name} a folder"


def _linked(folder: Path, chance: random.Random) -> str:
    path = folder / chance.choice(FILES)
    path.unlink()
    path.symlink_to(path.name)
    return f"{path.name} a link to itself"


def _of_another(folder: Path, chance: random.Random) -> str:
    name = chance.choice(FILES)
    shutil.copy(other_sample() / name, folder / name)
    return f"{name} of another run"


def _manifest_tree(folder: Path, chance: random.Random) -> str:
    path = folder / "manifest.yaml"
    tree = read(path)
    what = change_tree(tree, chance)
    path.write_bytes(write(tree))
    return f"manifest.yaml: {what}"


def _manifest_bytes(folder: Path, chance: random.Random) -> str:
    path = folder / "manifest.yaml"
    raw, what = change_bytes(path.read_bytes(), chance)
    path.write_bytes(raw)
    return f"manifest.yaml: {what}"


def _variable(folder: Path, chance: random.Random) -> str:
    """A variable or a label lost from the numbers' file, its shape changed, or its values made NaN."""
    import xarray

    data = xarray.load_dataset(folder / "results.nc")
    name = chance.choice(sorted(map(str, data.variables)))
    damage = chance.choice(("lost", "another shape", "not numbers", "no number"))
    if damage == "no number" and data[name].dtype.kind == "f":
        data[name] = data[name] * float("nan")
    else:
        data = data.drop_vars(name)
    if damage == "another shape":
        data = data.drop_dims(name, errors="ignore").assign({name: (("one", "other"), [[1.0, 2.0, 3.0]])})
    elif damage == "not numbers":
        data = data.drop_dims(name, errors="ignore").assign({name: ("two", ["a", "b"])})
    data.to_netcdf(folder / "results.nc")
    return f"results.nc: {name} {damage}"


DAMAGES: tuple[Damage, ...] = (
    _cut, _bytes, _lost, _folder, _linked, _of_another, _manifest_tree, _manifest_tree, _manifest_bytes, _variable,
    _variable,
)  # fmt: skip


def try_results(attempts: Sequence[Attempt], folder: Path) -> Iterator[Outcome]:
    """A damaged folder given to ``report`` or ``workbook``: a line and 2, or a page."""
    for attempt in attempts:
        chance = attempt.chance
        damaged = folder / f"run_{attempt.number}"
        shutil.copytree(sample(), damaged)
        damage = chance.choice(DAMAGES)
        what = damage(damaged, chance)
        verb = chance.choice(("report", "report", "workbook"))
        said = command(verb, damaged)
        wrong = misbehaviour(said)
        if not wrong and said.code == 0 and damage in (_of_another, _bytes):
            wrong = f"damage not seen: {damage.__name__.strip('_')}", f"{verb}: {said.first_line}"
        if wrong:
            yield Outcome(attempt, "mishandled", f"{verb}, {what}", wrong[1], wrong[0])
        else:
            yield Outcome(attempt, "refused" if said.code == 2 else "accepted", f"{verb}, {what}", said.first_line)
        shutil.rmtree(damaged, ignore_errors=True)
