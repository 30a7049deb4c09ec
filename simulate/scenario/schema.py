"""Scenario files: differences from the law only, with a header that says what they are and whose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping as Known
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from simulate.errors import Findings, did_you_mean
from simulate.parameters import BASELINE_DAY, ROOT, Change, LawBook
from simulate.parameters.change_reader import read_change
from simulate.parameters.fields import bilingual_of, check_keys, day_of, one_of, text_of, words_of
from simulate.parameters.spec import DIRECTIONS
from simulate.parameters.strict_yaml import Mapping, Sequence, mapping_of, read_text
from simulate.scenario.names import near_scenarios

SCENARIOS: Final = ROOT / "scenarios"
OVERRIDES: Final = "overrides"
OVERRIDE_KEYS: Final = {"title", "author", "reference", "describes", "changes"}
SCENARIO_KEYS: Final = OVERRIDE_KEYS | {"expects", "overrides", "as_of", "meant_for"}
ANY: Final = "any"  # of meant_for: whatever the base
_NAME: Final = re.compile(r"\w[\w-]*")  # of a file of a folder, without the folder
REQUIRED: Final = ("title", "author", "reference", "changes")


@dataclass(frozen=True)
class Override:
    """A named piece of a scenario: its changes, in order."""

    name: str
    changes: tuple[Change, ...]
    text: str


@dataclass(frozen=True)
class Scenario:
    """One scenario file as read."""

    name: str
    path: Path
    text: str  # as written, for the record of a result
    english: str
    chinese: str
    author: str
    reference: str
    expects: dict[str, str]  # output -> up, down or same
    as_of: date | None  # the law as known on this day; None: the base's
    meant_for: tuple[str, ...]  # the bases it is written for; none: the baseline, or for a law: it is a base itself
    overrides: tuple[Override, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Beside:
    """What a scenario may name: others that it is meant for, and overrides, each as a file or as its text."""

    scenarios: tuple[str, ...]
    overrides: Known[str, Path | str]

    @classmethod
    def in_folder(cls, folder: Path) -> Beside:
        """Those of a folder of scenarios."""
        files = sorted((folder / OVERRIDES).glob("*.yaml"))
        return cls((*bundled(folder), *bundled()), {path.stem: path for path in files if path.is_file()})


def bundled(folder: Path = SCENARIOS) -> list[str]:
    """Names of the scenarios that come with the model."""
    return sorted(path.stem for path in folder.glob("*.yaml"))


def load_scenario(name_or_path: str | Path, book: LawBook, folder: Path = SCENARIOS) -> Scenario:
    """The scenario of a bundled name (``law_2021``) or of a path; raises ProblemsFound with every fault."""
    findings = Findings()
    path = find(str(name_or_path), folder, findings)
    findings.raise_if_any()
    shown = path.relative_to(folder.parent).as_posix() if path.is_relative_to(folder.parent) else str(path)
    text = read_text(path, shown, findings) or ""
    findings.raise_if_any()
    return _read_scenario(path, shown, text, book, Beside.in_folder(folder))


def read_scenario(name: str, text: str, book: LawBook, beside: Beside | None = None) -> Scenario:
    """The scenario of a text that is in no file; raises ProblemsFound with every fault, its places named ``name``."""
    return _read_scenario(Path(name), name, text, book, beside or Beside.in_folder(SCENARIOS))


def find(name: str, folder: Path, findings: Findings) -> Path:
    """The file of a scenario: a path if it looks like one, otherwise a name in ``folder``."""
    if is_path(name):
        return Path(name)
    path, known = folder / f"{name}.yaml", bundled(folder)
    if name not in known:  # a name is looked for among the files: not every name can be asked of the system
        hint = near_scenarios(name, known)
        findings.add((name, 0, 0), f"no scenario named {name!r}", "a bundled name or a path ending in .yaml", hint)
    return path


def is_path(name: str) -> bool:
    """Whether a scenario is named by its file rather than as one that is shipped."""
    return name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name


def _read_scenario(path: Path, shown: str, text: str, book: LawBook, beside: Beside) -> Scenario:
    findings = Findings()
    fields = mapping_of(text, shown, findings)
    if fields is None:
        findings.raise_if_any()
        raise AssertionError("a text that cannot be read has a problem")
    english, chinese = _read_header(fields, SCENARIO_KEYS, findings)
    names = Counter(words_of(fields.entries.get("overrides"), findings))
    overrides = [_read_override(name, fields, book, beside, findings) for name in names]
    for name, times in names.items():
        if times > 1:
            findings.add(fields.entries["overrides"].place, f"the override {name} twice", "each override once")
    pieces = tuple(override for override in overrides if override is not None)
    _check_conflicts(pieces, fields, findings)
    scenario = Scenario(
        name=path.stem, path=path, text=text, english=english, chinese=chinese,
        author=text_of(fields, "author", findings), reference=text_of(fields, "reference", findings),
        expects=_read_expects(fields, findings), as_of=_read_day(fields, book, findings), overrides=pieces,
        meant_for=_read_meant_for(fields, beside, findings),
        changes=_read_changes(fields, book, f"scenario {path.stem}", findings),
    )  # fmt: skip
    findings.raise_if_any()
    return scenario


def _read_header(fields: Mapping, keys: set[str], findings: Findings) -> tuple[str, str]:
    check_keys(fields, keys, findings, "a scenario" if keys is SCENARIO_KEYS else "an override")
    for key in REQUIRED:
        if key not in fields.entries:
            hint = "write changes: [] for a scenario that changes nothing" if key == "changes" else "add it"
            findings.add(fields.place, f"no `{key}`", f"the key `{key}`", hint)
    text_of(fields, "describes", findings)
    return bilingual_of(fields, "title", findings)


def _read_day(fields: Mapping, book: LawBook, findings: Findings) -> date | None:
    """The day of ``as_of``: later than the law book's own nothing is known of the law, long before it not all of it."""
    day = day_of(fields, "as_of", findings)
    if day is None or book.first_day <= day <= BASELINE_DAY:
        return day
    expected, hint = f"a day up to {BASELINE_DAY}, the day of the law book", "leave it out for the law known last"
    if day < book.first_day:
        expected, hint = f"a day from {book.first_day} on, when the whole law book has values", ""
    findings.add(fields.entries["as_of"].place, f"as_of {day}", expected, hint)
    return None


def _read_meant_for(fields: Mapping, beside: Beside, findings: Findings) -> tuple[str, ...]:
    names = words_of(fields.entries.get("meant_for"), findings)
    known = [*dict.fromkeys(beside.scenarios), ANY]
    for name in names:
        if name not in known and not is_path(name):  # a base of one's own is named by its file
            hint = did_you_mean(name, known) or "bundled scenarios: " + ", ".join(known)
            findings.add(fields.entries["meant_for"].place, f"meant for the unknown base {name!r}", "a base", hint)
    return names


def _read_expects(fields: Mapping, findings: Findings) -> dict[str, str]:
    node = fields.entries.get("expects")
    if node is None:
        return {}
    if not isinstance(node, Mapping):
        findings.add(node.place, "expects without outputs", "a mapping such as {insured.employee_pension: up}")
        return {}
    return {key: one_of(node, key, DIRECTIONS, "same", findings) for key in node.entries}


def _read_changes(fields: Mapping, book: LawBook, origin: str, findings: Findings) -> tuple[Change, ...]:
    node = fields.entries.get("changes")
    if node is None:
        return ()
    if not isinstance(node, Sequence):
        findings.add(node.place, "changes without a list", "a list; [] changes nothing", "begin each change with '- '")
        return ()
    read = [read_change(item, book.specs, findings, origin) for item in node.items]
    changes = [change for change in read if change is not None]
    check_repeats(changes, findings)
    return tuple(changes)


def check_repeats(changes: list[Change], findings: Findings) -> None:
    """No two changes of one list are of the same lever, in the same places, from the same date: which holds?"""
    for i, second in enumerate(changes):
        for first in changes[:i]:
            if first.repeated_by(second):
                line = f" (first at line {first.place[1]})" if first.place[1] else ""
                findings.add(second.place, f"{second.spec.name} changed twice from the same date, in the same places",
                             f"one change{line}", "keep the one that is meant")  # fmt: skip
                break


def _read_override(
    name: str, fields: Mapping, book: LawBook, beside: Beside, findings: Findings
) -> Override | None:  # fmt: skip
    source = beside.overrides.get(name)
    if source is None or not _NAME.fullmatch(name):
        known = sorted(beside.overrides)
        hint = did_you_mean(name, known) or "known overrides: " + (", ".join(known) or "none")
        findings.add(fields.entries["overrides"].place, f"the unknown override {name!r}", "a name in overrides/", hint)
        return None
    shown = f"{SCENARIOS.name}/{OVERRIDES}/{name}.yaml"
    text = read_text(source, shown, findings) if isinstance(source, Path) else source
    piece = None if text is None else mapping_of(text, shown, findings)
    if piece is None or text is None:
        return None
    _read_header(piece, OVERRIDE_KEYS, findings)
    return Override(name, _read_changes(piece, book, f"override {name}", findings), text)


def _check_conflicts(pieces: tuple[Override, ...], fields: Mapping, findings: Findings) -> None:
    for i, first in enumerate(pieces):
        for second in pieces[i + 1 :]:
            clash = next((a for a in first.changes for b in second.changes if a.overlaps(b)), None)
            if clash is not None:
                findings.add(fields.entries["overrides"].place,
                             f"the overrides {first.name} and {second.name}, which both change {clash.spec.name}",
                             "one override for a lever, place and date",
                             "drop one, or move one of the two into changes, which come last")  # fmt: skip
