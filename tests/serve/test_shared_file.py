"""A result handed on as a file and taken back in: only what a run wrote, whole, under a name that is but a name."""

from __future__ import annotations

import io
import random
import string
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.errors import Findings
from simulate.results import provenance
from simulate.results.estimates import ScenarioResult
from simulate.results.manifest import check_files, read_manifest, write_manifest
from simulate.scenario.kept import Piece
from simulate.serve import shared_file

WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
LONGEST_OF_DISKS = 255  # bytes of a name


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A folder with the seal of a run on files that are quick to pack."""
    folder = tmp_path_factory.mktemp("runs") / "a_run"
    folder.mkdir()
    for name in ("results.nc", "headline.csv"):
        (folder / name).write_bytes(random.Random(name).randbytes(500))
    scenarios = [ScenarioResult("baseline", {}, pieces=[Piece("scenario", "baseline", "changes: []")])]
    made = provenance.manifest(scenarios, seed=7, workers=300, threads=1, command=["run.py", "run"])
    write_manifest(made, folder)
    return folder


def zipped(run: Path, folder: str, way: int = zipfile.ZIP_DEFLATED, left_out: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", way) as packed:
        for path in sorted(run.iterdir()):
            if path.name != left_out:
                packed.writestr(f"{folder}/{path.name}", path.read_bytes())
    return content.getvalue()


def is_whole(folder: Path) -> bool:
    manifest = read_manifest(folder, Findings())
    return manifest is not None and check_files(folder, manifest, Findings())


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")} if folder.exists() else set()


@pytest.mark.parametrize("way", WAYS)
def test_what_was_packed_is_taken_as_often_as_it_is_sent(ran, tmp_path, way):
    packed = zipped(ran, ran.name, way)
    names = [shared_file.unpack(packed, tmp_path).name for _ in range(3)]
    assert names == ["a_run", "a_run_2", "a_run_3"]
    assert all(is_whole(tmp_path / each) for each in names)
    assert shared_file.unpack(shared_file.pack(ran), tmp_path).name == "a_run_4"


@pytest.mark.parametrize("left_out", ["manifest.yaml", "results.nc", "headline.csv"])
def test_a_result_with_a_file_missing_is_none(ran, tmp_path, left_out):
    with pytest.raises(shared_file.NoResult):
        shared_file.unpack(zipped(ran, "x", left_out=left_out), tmp_path / "runs")
    assert everything(tmp_path / "runs") == set()


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_a_damaged_file_is_refused_or_gives_the_result_it_was(ran, tmp_path_factory, seed):
    """Cut, and bytes turned anywhere: in names, sizes, flags, ways of packing, places, numbers."""
    chance = random.Random(seed)
    packed = bytearray(zipped(ran, "x", chance.choice(WAYS)))
    directory = packed.index(b"PK\x01\x02")
    places = range(directory, len(packed)) if chance.random() < 0.7 else range(len(packed))
    for _ in range(chance.choice((1, 1, 4, 40))):
        packed[chance.choice(places)] = chance.choice((0, 1, 9, 97, 255, chance.randrange(256)))
    content = bytes(packed[: chance.randrange(len(packed))] if chance.random() < 0.1 else packed)
    runs = tmp_path_factory.mktemp("damaged") / "runs"
    try:
        taken = shared_file.unpack(content, runs)
    except shared_file.NoResult:
        assert everything(runs) == set()
    else:
        assert taken.parent == runs
        assert is_whole(taken)


HOSTILE = st.text(st.sampled_from("./\\~ :*?\"<>|$\x1b\x07\r\n\t\u202e\u2066\u0301\u200d北京é") | st.characters(
    codec="utf-8", exclude_characters="\0"), max_size=300)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(folder=HOSTILE | st.sampled_from(["..", "../..", "/etc", "C:\\x", "CON", "nul.txt", "新" * 200, ".lingbao"]))
def test_a_name_is_but_a_name(ran, tmp_path_factory, folder):
    """Whatever the folder in the file is called: one new folder in that of the results, which any system could hold."""
    place = tmp_path_factory.mktemp("named")
    name = shared_file.unpack(zipped(ran, folder), place / "runs").name
    assert {path.name for path in place.iterdir()} == {"runs"}
    assert [path.name for path in (place / "runs").iterdir()] == [name]
    assert not name.startswith(".")
    assert len(name.encode()) + len("_100") <= LONGEST_OF_DISKS
    assert all(each in "._-" or unicodedata.category(each)[0] in "LN" for each in name)
    assert name.partition(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert not set(name) & set(string.whitespace)
