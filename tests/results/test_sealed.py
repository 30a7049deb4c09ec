"""Results that are not, byte for byte, what their manifest describes are refused: one line, and how to fix it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import typer
import yaml
from hypothesis import given
from hypothesis import strategies as st

from simulate.cli.page import report
from simulate.cli.workbook import workbook
from simulate.errors import Findings, ProblemsFound
from simulate.results import read, read_runs
from simulate.results.folders import FILES
from simulate.results.manifest import MANIFEST, read_manifest, to_yaml, write_manifest

ALL = (*FILES, MANIFEST)
Damage = Callable[[Path, Path], None]


def flip(share: float) -> Damage:
    """One bit of the byte at a share of the file."""

    def damage(path: Path, _: Path) -> None:
        content = bytearray(path.read_bytes())
        content[int(share * (len(content) - 1))] ^= 1
        path.write_bytes(content)

    return damage


def cut(share: float) -> Damage:
    """The file up to a share of its bytes, always short of one."""

    def damage(path: Path, _: Path) -> None:
        content = path.read_bytes()
        path.write_bytes(content[: min(int(share * len(content)), len(content) - 1)])

    return damage


def in_its_place(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink()
    make(path)


WAYS: dict[str, Damage] = {
    **{f"cut at {share}": cut(share) for share in (0.0, 0.001, 0.5, 1.0)},
    **{f"flipped at {share}": flip(share) for share in (0.0, 0.01, 0.37, 0.5, 0.83, 1.0)},
    "a byte more": lambda path, _: path.write_bytes(path.read_bytes() + b"\n"),  # type: ignore[dict-item,return-value]
    "twice": lambda path, _: path.write_bytes(path.read_bytes() * 2),  # type: ignore[dict-item,return-value]
    "line ends of Windows": lambda path, _: path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n")),  # type: ignore[dict-item,return-value]
    "of another run": lambda path, other: shutil.copy(other / path.name, path),  # type: ignore[dict-item,return-value]
    "gone": lambda path, _: path.unlink(),
    "a folder": lambda path, _: in_its_place(path, Path.mkdir),
    "a link to nowhere": lambda path, _: in_its_place(path, lambda each: each.symlink_to("nowhere")),
    "not text": lambda path, _: path.write_bytes(bytes(range(256)) * 4),  # type: ignore[dict-item,return-value]
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ALL)
def test_a_folder_with_one_damaged_file_is_refused(
    name: str, way: str, tiny: Path, other: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny, tmp_path / "run")
    WAYS[way](folder / name, other)
    if (folder / name).is_file() and (folder / name).read_bytes() == (tiny / name).read_bytes():
        pytest.skip("the same bytes")  # a table alike in both runs
    with pytest.raises(ProblemsFound) as caught:
        read_runs([folder])
    (problem,) = caught.value.problems
    assert problem.file.startswith(str(folder))
    assert name in str(problem)
    assert problem.hint
    assert "\n" not in str(problem)


@given(st.data())
def test_any_edit_of_the_manifest_is_noticed(tiny: Path, data: st.DataObject) -> None:
    whole = (tiny / MANIFEST).read_bytes()
    start = data.draw(st.integers(0, len(whole) - 1))
    stop = data.draw(st.integers(start, min(start + 200, len(whole))))
    edited = whole[:start] + data.draw(st.binary(max_size=20)) + whole[stop:]
    findings = Findings()
    found = _read_edited(tiny, edited, findings)
    assert (found is None) == (edited != whole)
    assert len(findings.problems) == (edited != whole)


# What editors, transfers and version control do to a file: it is said to be changed, not cut short or none of ours.
HANDLED = {
    "line ends of Windows": lambda raw: raw.replace(b"\n", b"\r\n"),
    "a mark of bytes": lambda raw: b"\xef\xbb\xbf" + raw,
    "a comment before it": lambda raw: b"# mine\n" + raw,
    "an empty line after it": lambda raw: raw + b"\n",
    "a space after it": lambda raw: raw.rstrip() + b" \n",
    "no line end": lambda raw: raw.rstrip(),
    "another year": lambda raw: raw.replace(b"written: '20", b"written: '19"),
}


@pytest.mark.parametrize("way", HANDLED)
def test_a_manifest_gone_through_other_hands_is_told_as_changed(way: str, tiny: Path) -> None:
    raw = (tiny / MANIFEST).read_bytes()
    edited = HANDLED[way](raw)
    assert edited != raw
    findings = Findings()
    assert _read_edited(tiny, edited, findings) is None
    assert [each.found for each in findings.problems] == ["a manifest that was changed after it was written"]


def _read_edited(tiny: Path, content: bytes, findings: Findings) -> object:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / MANIFEST).write_bytes(content)
        return read_manifest(Path(folder), findings)


@pytest.mark.parametrize("verb", ["report", "workbook"])
@pytest.mark.parametrize("name", ["results.nc", "funds.csv", MANIFEST])
def test_the_verbs_refuse_with_one_line_and_exit_code_2(
    verb: str, name: str, tiny: Path, other: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(tiny, tmp_path / "run")
    shutil.copy(other / name, folder / name)
    call = {
        "report": lambda: report([folder], lang="en", out=tmp_path / "a.html", pdf=False, png=None),
        "workbook": lambda: workbook([folder], out=tmp_path / "a.xlsx", lang="en"),
    }[verb]
    with pytest.raises(typer.Exit) as left:
        call()
    said = capsys.readouterr()
    assert left.value.exit_code == 2
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert str(folder) in said.err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["run"]


def test_results_written_before_there_were_digests_say_how_to_make_them_anew(tiny: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny, tmp_path / "run")
    content = yaml.safe_load((folder / MANIFEST).read_text(encoding="utf-8"))
    old = {key: each for key, each in content.items() if key not in ("format", "files", "digest")}
    old["command"] = ["/usr/bin/run.py", "run", "hukou_removal", "--on", "law_2021", "--out", "here", "-q"]
    (folder / MANIFEST).write_text(to_yaml(old), encoding="utf-8")
    with pytest.raises(ProblemsFound, match=r"make them again: python run\.py run hukou_removal --on law_2021$"):
        read(folder)


def test_results_of_a_later_format_are_refused_with_their_number(tiny: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny, tmp_path / "run")
    text = (folder / MANIFEST).read_text(encoding="utf-8").replace("format: 2", "format: 3", 1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound, match="found results in format 3; expected format 2"):
        read(folder)


@pytest.mark.parametrize("change", [{"run": {}}, {"scenarios": 3}, {"versions": []}, {"run": {"workers": "many"}}])
def test_sealed_but_not_a_manifest_of_a_run(change: dict[str, object], tiny: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny, tmp_path / "run")
    whole = yaml.safe_load((folder / MANIFEST).read_text(encoding="utf-8"))
    kept = {key: each for key, each in whole.items() if key not in ("format", "files", "digest")}
    write_manifest({**kept, **change}, folder)
    with pytest.raises(ProblemsFound, match="a manifest in another form"):
        read(folder)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    import sample_results

    scenarios = sample_results.random_scenarios()
    results = sample_results.small_results(scenarios)
    again = read(sample_results.write_run(results, scenarios, tmp_path / "run"))
    assert again.scenarios == results.scenarios
    assert again.coords == {dim: labels for dim, labels in results.coords.items() if dim in again.coords}
    assert again.estimates.keys() == results.estimates.keys()
    for name, estimate in results.estimates.items():
        read_back = again.estimates[name]
        assert read_back.output == estimate.output
        for part in ("value", "error", "difference", "difference_error"):
            np.testing.assert_array_equal(getattr(read_back, part), getattr(estimate, part))


def test_a_run_writes_the_files_it_is_known_by(tiny: Path) -> None:
    assert {each.name for each in tiny.iterdir()} == set(ALL)


@given(st.dictionaries(st.text(), st.text() | st.lists(st.text()) | st.none() | st.integers() | st.booleans()))
def test_any_text_comes_back_from_the_manifest_as_it_was(content: dict[str, object]) -> None:
    assert yaml.safe_load(to_yaml(content)) == content


def test_a_text_that_cannot_be_encoded_is_spelled_out() -> None:
    assert yaml.safe_load(to_yaml({"a": "x\udc80"})) == {"a": "x\\udc80"}
