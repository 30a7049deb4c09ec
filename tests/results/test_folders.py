"""Where results go: nothing of anybody's is lost, two runs at once keep both, killed runs leave nothing for long."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from simulate.errors import Findings
from simulate.machine.files import scratch_folder, sweep, write_whole
from simulate.results import ours, read
from simulate.results.folders import FILES, LONGEST_NAME, check_target
from simulate.results.manifest import MANIFEST
from simulate.results.writer import ResultsNotWritten


def faults_of(path: Path) -> list[str]:
    findings = Findings()
    check_target(path, findings)
    return [str(each) for each in findings.problems]


def write_again(folder: Path, seed: int = 3) -> Path:
    import sample_results

    return sample_results.write_tiny(folder, seed=seed)


def _write_beside_others(parent: str, seed: int) -> None:
    import sample_results

    alone = sample_results.tiny_scenarios(seed)
    sample_results.write_alone(alone, Path(parent) / "run", or_next=True)


def test_runs_at_once_keep_every_result(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    started = [context.Process(target=_write_beside_others, args=(str(tmp_path), seed)) for seed in range(1, 6)]
    for each in started:
        each.start()
    for each in started:
        each.join(120)
        assert each.exitcode == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["run", "run_2", "run_3", "run_4", "run_5"]
    digests = {(folder / "results.nc").read_bytes() for folder in tmp_path.iterdir()}
    assert len(digests) == 5
    for folder in tmp_path.iterdir():
        read(folder)


@pytest.mark.skipif(os.name == "nt", reason="rights are inherited there")
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002, 0o000, 0o027])
@pytest.mark.parametrize("or_next", [False, True])
def test_results_have_the_rights_of_what_else_the_user_makes(tmp_path: Path, mask: int, or_next: bool) -> None:
    import sample_results

    before = os.umask(mask)
    try:
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine.txt").touch()
        sample_results.write_alone(sample_results.tiny_scenarios(3), tmp_path / "run", or_next=or_next)
    finally:
        os.umask(before)
    usual = tmp_path / "mine", tmp_path / "mine.txt"
    (written,) = tmp_path.glob("run*")
    for path in (written, *written.iterdir()):
        assert path.stat().st_mode == usual[path.is_file()].stat().st_mode, path.name


def test_an_earlier_result_is_replaced(tiny: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny, tmp_path / "run")
    assert faults_of(folder) == []
    write_again(folder)
    assert read(folder).estimates["persons"].value.flat[0] != read(tiny).estimates["persons"].value.flat[0]


@pytest.mark.parametrize("name", [*FILES, MANIFEST, "thesis.docx"])
def test_a_folder_with_a_file_of_the_users_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("precious", encoding="utf-8")
    (fault,) = faults_of(tmp_path)
    assert "a folder with other files" in fault


@pytest.mark.parametrize("name", FILES)
def test_a_result_whose_file_the_user_has_changed_is_refused(name: str, tiny: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny, tmp_path / "run")
    with (folder / name).open("ab") as file:
        file.write(b"a remark")
    (fault,) = faults_of(folder)
    assert f"files that would be lost: {name} (changed)" in fault


def test_files_beside_a_result_stay(tiny: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny, tmp_path / "run")
    (folder / "notes.txt").write_text("precious", encoding="utf-8")
    (folder / "mine.html").write_text("<p>precious</p>", encoding="utf-8")
    assert faults_of(folder) == []
    write_again(folder)
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "precious"
    assert (folder / "mine.html").read_text(encoding="utf-8") == "<p>precious</p>"


def test_a_table_the_user_put_beside_a_narrower_result_is_not_overwritten(tiny: Path, tmp_path: Path) -> None:
    import sample_results

    folder = shutil.copytree(tiny, tmp_path / "run")
    (folder / "funds.csv").unlink()
    sample_results.sealed_anew(folder)
    (folder / "funds.csv").write_text("precious", encoding="utf-8")
    (fault,) = faults_of(folder)
    assert "files that would be lost: funds.csv (of someone else)" in fault


def test_pages_and_workbooks_of_the_earlier_result_go(tiny: Path, tmp_path: Path) -> None:
    from simulate.cli.page import report
    from simulate.cli.workbook import workbook

    folder = shutil.copytree(tiny, tmp_path / "run")
    report([folder], lang="en", out=None, pdf=False, png=None)
    workbook([folder], out=None, lang="en", quiet=True)
    write_whole(folder / "report.pdf", ours.marked_pdf(b"%PDF-1.4\n%%EOF\n"))
    made = {"report.html", "workbook.xlsx", "report.pdf"}
    assert made <= {each.name for each in folder.iterdir()}
    write_again(folder)
    assert {each.name for each in folder.iterdir()} == {*FILES, MANIFEST}
    read(folder)


def test_a_workbook_its_reader_has_saved_is_the_readers(tiny: Path, tmp_path: Path) -> None:
    import openpyxl

    from simulate.cli.workbook import workbook

    folder = shutil.copytree(tiny, tmp_path / "run")
    workbook([folder], out=None, lang="en", quiet=True)
    assert ours.is_ours(folder / "workbook.xlsx")
    book = openpyxl.load_workbook(folder / "workbook.xlsx")
    book["Headline"]["A30"] = "a remark"
    book.save(folder / "workbook.xlsx")
    assert not ours.is_ours(folder / "workbook.xlsx")
    write_again(folder)
    assert openpyxl.load_workbook(folder / "workbook.xlsx")["Headline"]["A30"].value == "a remark"


def test_a_name_too_long_is_told_before_computing(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path / ("长" * LONGEST_NAME))
    assert f"a name of {3 * LONGEST_NAME} bytes" in fault


KILLED = """
import sys, time
from pathlib import Path
from simulate.machine.files import scratch_folder
with scratch_folder(Path(sys.argv[1]) / "run") as folder:
    (folder / "results.nc").write_bytes(b"half")
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name == "nt", reason="no signals and no locks of folders")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_what_a_killed_run_left_is_swept_by_the_next_and_not_before(number: signal.Signals, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        sweep(tmp_path)
        (left,) = tmp_path.iterdir()  # it lives: its folder stays
        process.send_signal(number)
        process.wait(30)
    assert left.is_dir()
    with scratch_folder(tmp_path / "another"):
        assert not left.exists()
    assert list(tmp_path.iterdir()) == []


def test_sweeping_leaves_what_is_not_ours(tmp_path: Path) -> None:
    kept = [tmp_path / ".writing", tmp_path / ".run.abcdefgh.writing.bak", tmp_path / "run.abcdefgh.writing",
            tmp_path / ".run.ABCDEFGH.writing"]  # fmt: skip
    for each in kept:
        each.mkdir()
    (tmp_path / ".notes.abcdefgh.writing").write_text("a file", encoding="utf-8")
    (tmp_path / ".link.abcdefgh.writing").symlink_to(kept[0])
    sweep(tmp_path)
    assert len(list(tmp_path.iterdir())) == len(kept) + 2


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / ("x" * 250 + ".txt")
    write_whole(path, "old")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "open elsewhere")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(PermissionError):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ResultsNotWritten):
        write_again(tmp_path / "file" / "run")


@pytest.mark.parametrize("name", ["a.html", "a.xlsx", "a.json", "a.pdf", "a.png"])
@pytest.mark.parametrize("content", [b"", b"mine", b"Lingbao", b"<p>Lingbao results</p>", b"PK\x03\x04Lingbao results"])
def test_a_file_of_the_users_is_not_replaced(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    findings = Findings()
    ours.check_file(tmp_path / name, "--out", (Path(name).suffix,), findings)
    (problem,) = findings.problems
    assert "a file that was not made here" in str(problem)


def test_marks_leave_pictures_and_prints_readable(tmp_path: Path) -> None:
    import struct
    import zlib

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    rest = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    marked = ours.marked_png(start + rest)
    assert marked.startswith(start)
    assert marked.endswith(rest)
    extra = marked[len(start) : -len(rest)]
    assert extra == chunk(b"tEXt", b"Software\0Lingbao")
    (tmp_path / "a.png").write_bytes(marked)
    assert ours.is_ours(tmp_path / "a.png")
    for content in (b"%PDF-1.4\n%%EOF", b"%PDF-1.4\n%%EOF\n"):
        (tmp_path / "a.pdf").write_bytes(ours.marked_pdf(content))
        assert ours.is_ours(tmp_path / "a.pdf")
        assert ours.marked_pdf(content) == b"%PDF-1.4\n%%EOF\n% Lingbao\n"


def test_a_folder_in_use_is_never_swept(tmp_path: Path) -> None:
    for _ in range(50):
        with scratch_folder(tmp_path / "run") as folder:
            sweep(tmp_path)
            assert folder.is_dir()
