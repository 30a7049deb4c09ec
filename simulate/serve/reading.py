"""A saved scenario back into the form; what the form has no place for is reported, never dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from simulate.errors import Findings
from simulate.parameters.changes import OPERATIONS
from simulate.parameters.fields import text_of, words_of
from simulate.parameters.strict_yaml import Mapping, Node, Scalar, Sequence, load
from simulate.serve.draft import Draft, DraftChange
from simulate.serve.writing import LAID_ON, PLAIN_AXES

_HEADER: Final = {"title", "author", "reference", "describes", "expects", "meant_for", "overrides", "changes"}
_TEXTS: Final = {"from": "start", "to": "stop", "projection": "projection"}
_AXES: Final = {key: axis for axis, key in PLAIN_AXES.items()}
_HINT: Final = "run the file as it is, or write it by hand"


def read_draft(path: Path) -> Draft:
    """The draft of a file; raises ProblemsFound where it is not a scenario or holds what the form cannot show."""
    findings = Findings()
    fields = load(path, path.name, findings)
    findings.raise_if_any()
    if fields is None:
        raise AssertionError("a file that cannot be read has a problem")
    for key in sorted(set(fields.entries) - _HEADER):
        _no_place(fields.key_places[key], f"the key {key}", findings)
    draft = Draft(name=path.stem, author=text_of(fields, "author", findings))
    draft.base = _base(path) or draft.base
    title = fields.entries.get("title")
    if isinstance(title, Mapping):
        draft.english, draft.chinese = text_of(title, "en", findings), text_of(title, "zh", findings)
    draft.reference = text_of(fields, "reference", findings)
    draft.describes = text_of(fields, "describes", findings)
    draft.meant_for = list(words_of(fields.entries.get("meant_for"), findings))
    draft.overrides = list(words_of(fields.entries.get("overrides"), findings))
    expects = fields.entries.get("expects")
    if isinstance(expects, Mapping):
        draft.expects = {key: text_of(expects, key, findings) for key in expects.entries}
    changes = fields.entries.get("changes")
    items = changes.items if isinstance(changes, Sequence) else []
    draft.changes = [_change(item, findings) for item in items]
    findings.raise_if_any()
    return draft


def _base(path: Path) -> str:
    """The base named in the first line by this page."""
    first = path.read_text(encoding="utf-8-sig").partition("\n")[0]
    return first.removeprefix(LAID_ON).strip() if first.startswith(LAID_ON) else ""


def _change(node: Node, findings: Findings) -> DraftChange:
    change = DraftChange("")
    if not isinstance(node, Mapping):
        _no_place(node.place, "a change without keys", findings)
        return change
    change.lever = text_of(node, "lever", findings)
    for key, each in node.entries.items():
        if key in OPERATIONS and isinstance(each, Scalar):
            change.operation, change.amount = key, each.text
        elif key in _TEXTS and isinstance(each, Scalar):
            setattr(change, _TEXTS[key], each.text)
        elif key == "phase_in" and isinstance(each, Mapping) and set(each.entries) == {"until"}:
            change.until = text_of(each, "until", findings)
        elif key in _AXES:
            change.where[_AXES[key]] = list(words_of(each, findings))
        elif key == "where" and isinstance(each, Mapping):
            change.where |= {axis: list(words_of(labels, findings)) for axis, labels in each.entries.items()}
        elif key != "lever":
            _no_place(each.place, f"{key} in this form", findings)
    return change


def _no_place(place: tuple[str, int, int], found: str, findings: Findings) -> None:
    findings.add(place, found, "what the form can show", _HINT)
