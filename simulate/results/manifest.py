"""The manifest of a folder of results: written last, with a digest of every file it describes and of itself.

It is how results are known: a folder whose files are not, byte for byte, those its manifest describes is not a result.
"""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulate.errors import Findings
from simulate.machine.files import is_there
from simulate.results import plain_text
from simulate.results.words import Bilingual

if TYPE_CHECKING:
    from simulate.scenario.kept import Piece

MANIFEST: Final = "manifest.yaml"
FORMAT: Final = 2  # of the folder; goes up when an earlier reader could not read it, or would read it wrongly
_SEAL: Final = re.compile(rb"digest: ([0-9a-f]{64})\n\Z")
_SEALED: Final = re.compile(rb"^digest: [0-9a-f]{64}\s*$", re.MULTILINE)  # once, whatever happened to it
_HINT: Final = "name a folder written by `run` or `compare`, such as outputs/runs/baseline"
_CHANGED: Final = "a manifest that was changed after it was written"
_AGAIN: Final = "copy the folder once more, or make it again"


@dataclass(frozen=True)
class Made:
    """What made one scenario of a run."""

    name: str
    title: Bilingual
    as_of: str  # day of the law, YYYY-MM-DD
    parameters_digest: str
    applied_changes: tuple[Mapping[str, Any], ...]  # old to new, as parameters.AppliedChange
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Manifest:
    """What made a run, and the files it wrote."""

    written: str  # ISO time
    command: tuple[str, ...]
    scenarios: tuple[Made, ...]
    run: Mapping[str, Any]  # seed, workers, threads, population_digest, options
    versions: Mapping[str, str]
    files: Mapping[str, str]  # name -> sha256
    digest: str  # of all this

    @property
    def command_line(self) -> str:
        """The command that makes the run again, without the place it wrote to."""
        return command_line(self.command)


def command_line(command: Sequence[str]) -> str:
    """The words of a command without the place it wrote to and its silence, as one would type them."""
    kept, is_skipped = [], False
    for word in command[1:]:
        if is_skipped or word.startswith("--out="):
            is_skipped = False
        elif word in ("--out", "--quiet", "-q"):
            is_skipped = word == "--out"
        else:
            kept.append(word)
    return "python run.py " + shlex.join(kept)


def write_manifest(content: Mapping[str, Any], folder: Path) -> Path:
    """Write ``manifest.yaml`` of the files that stand in a folder; ``content`` is of provenance.manifest."""
    files = {path.name: digest_of(path) for path in sorted(folder.iterdir()) if path.name != MANIFEST}
    text = to_yaml({"format": FORMAT, **content, "files": files}).encode("utf-8")
    path = folder / MANIFEST
    path.write_bytes(text + f"digest: {hashlib.sha256(text).hexdigest()}\n".encode())
    return path


def to_yaml(content: Mapping[str, Any]) -> str:
    """YAML that reads back as the same values: texts of several lines as blocks, Chinese as it is."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Safe, with block texts."""

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        value = value.encode("utf-8", "backslashreplace").decode("utf-8")  # a file name may hold lone surrogates
        is_plain = value.isprintable() or all(each == "\n" or each.isprintable() for each in value)
        style = ("|" if "\n" in value else None) if is_plain else '"'
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    return yaml.dump(dict(content), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=120)


def digest_of(path: Path) -> str:
    """sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path, findings: Findings) -> Manifest | None:
    """The manifest of a folder, sealed and whole; None after a fault.  Its files are checked by ``check_files``."""
    place = (str(folder), 0, 0)
    if not is_there(folder) or not folder.is_dir():
        findings.add(place, "a file" if is_there(folder) else "nothing there", "a folder of results", _HINT)
        return None
    path = folder / MANIFEST
    if not path.is_file():
        findings.add(place, f"a folder without {MANIFEST}", "a folder of results", _HINT)
        return None
    try:
        raw = path.read_bytes()
    except OSError as fault:
        findings.add((str(path), 0, 0), f"a file that cannot be read ({fault.strerror})", "a manifest", _AGAIN)
        return None
    return _parse(raw, path, findings)


def _parse(raw: bytes, path: Path, findings: Findings) -> Manifest | None:
    place = (str(path), 0, 0)
    if _SEALED.search(raw) and _SEAL.search(raw) is None:  # line ends, a mark of bytes, words after the end
        findings.add(place, _CHANGED, "the manifest as the run wrote it", _AGAIN)
        return None
    if not raw.startswith(b"format: "):
        is_old = raw.startswith(b"written: ") and not _SEALED.search(raw)
        found = "results of an earlier version, without digests" if is_old else "not a manifest of results"
        found = _CHANGED if _SEALED.search(raw) else found
        findings.add(place, found, f"results in format {FORMAT}", _how_again(raw) if is_old else _HINT)
        return None
    number = raw.split(b"\n", 1)[0].removeprefix(b"format: ")
    if number != str(FORMAT).encode():
        found = f"results in format {plain_text.line(number.decode('utf-8', 'replace'), 20)}"
        hint = "read them with the version of the model that wrote them, or " + _how_again(raw)
        findings.add(place, found, f"format {FORMAT}, that of this version", hint)
        return None
    seal = _SEAL.search(raw)
    text = raw[: seal.start()] if seal else b""
    if seal is None or hashlib.sha256(text).hexdigest().encode() != seal[1]:
        found = "a manifest cut short" if seal is None else _CHANGED
        findings.add(place, found, "the manifest as the run wrote it", _AGAIN)
        return None
    content = _load(text)
    try:
        return typed(content, seal[1].decode())
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        findings.add(place, f"a manifest in another form ({fault!r})", "the manifest of a run", _AGAIN)
        return None


def _load(raw: bytes) -> Any:
    """YAML as plain values; None where it is not YAML."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(raw.decode("utf-8"), Loader=loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _how_again(raw: bytes) -> str:
    """How to make results again, by the command their manifest keeps if it can be read."""
    content = _load(raw)
    command = content.get("command") if isinstance(content, dict) else None
    if not isinstance(command, list) or not command:
        return "make them again"
    return "make them again: " + plain_text.line(command_line([str(each) for each in command]))


def typed(content: Any, digest: str) -> Manifest:
    """The manifest of a file's content, or of a run not yet written, whose digest is empty.

    Raises KeyError, TypeError, ValueError or AttributeError where the form is another.
    """
    run, files = dict(content["run"]), dict(content.get("files", {}) if not digest else content["files"])
    run["workers"], run["seed"] = int(run["workers"]), int(run["seed"])
    if not all(Path(name).name == name for name in files):
        raise ValueError("a file outside the folder")
    return Manifest(
        written=str(content["written"]),
        command=tuple(str(each) for each in content["command"]),
        scenarios=tuple(_made(each) for each in content["scenarios"]),
        run=run,
        versions={str(name): str(each) for name, each in content["versions"].items()},
        files={str(name): str(each) for name, each in files.items()},
        digest=digest,
    )


def _made(entry: Mapping[str, Any]) -> Made:
    from simulate.scenario.kept import Piece

    return Made(
        name=str(entry["name"]), title=Bilingual(str(entry["title"]["en"]), str(entry["title"]["zh"])),
        as_of=str(entry["as_of"]), parameters_digest=str(entry["parameters_digest"]),
        applied_changes=tuple(dict(each) for each in entry["applied_changes"]),
        pieces=tuple(Piece(*(str(each[key]) for key in Piece._fields)) for each in entry["pieces"]),
    )  # fmt: skip


def changed_files(folder: Path, manifest: Manifest) -> dict[str, str]:
    """Files of a manifest that are not as it describes them: name -> ``missing``, ``unreadable`` or ``changed``."""
    return {name: state for name, digest in manifest.files.items() if (state := _state(folder / name, digest))}


def _state(path: Path, digest: str) -> str:
    if not path.is_file():
        return "missing"
    try:
        return "" if digest_of(path) == digest else "changed"
    except OSError:
        return "unreadable"


def check_files(folder: Path, manifest: Manifest, findings: Findings) -> bool:
    """Whether every file is as the manifest describes it; one fault for the folder where some are not."""
    changed = changed_files(folder, manifest)
    if changed:
        stated = ", ".join(f"{plain_text.line(name, 40)} ({state})" for name, state in changed.items())
        hint = f"{_AGAIN}: {plain_text.line(manifest.command_line)}"
        findings.add((str(folder), 0, 0), f"files other than the run wrote: {stated}", f"those of its {MANIFEST}", hint)
    return not changed
