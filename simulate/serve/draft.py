"""A reform as it stands in the form: texts as typed, nothing checked; the checks are those of any scenario file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Final

from simulate.parameters.changes import DEFAULT_FROM
from simulate.parameters.spec import Spec

FIRST_NAME: Final = "my_reform"


@dataclass
class DraftChange:
    """One change; an empty text is left out of the file."""

    lever: str
    operation: str = "value"  # value, multiply or add
    amount: str = ""
    start: str = ""
    stop: str = ""
    until: str = ""  # a phase-in is complete at this date
    projection: str = ""
    where: dict[str, list[str]] = field(default_factory=dict)  # axis -> labels; none: everywhere


@dataclass
class Draft:
    """One reform in the making, and the base it is laid on."""

    base: str = "baseline"
    name: str = FIRST_NAME
    english: str = "My reform"
    chinese: str = "我的改革方案"
    author: str = "me"
    reference: str = "own proposal"
    describes: str = ""
    expects: dict[str, str] = field(default_factory=dict)  # kept from a file that was opened
    meant_for: list[str] = field(default_factory=list)  # likewise
    overrides: list[str] = field(default_factory=list)
    changes: list[DraftChange] = field(default_factory=list)

    @classmethod
    def of_own(cls, language: str) -> Draft:
        """A new one, whose author and reference are in a language."""
        return cls(author="本人", reference="自拟方案") if language == "zh" else cls()

    def add(self, spec: Spec) -> DraftChange:
        """A new change of a lever, from the first January after the baseline's day."""
        change = DraftChange(spec.name, start=DEFAULT_FROM[spec.time] if spec.time else "")
        self.changes.append(change)
        return change

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return not self.changes and not self.overrides

    @property
    def is_typed(self) -> bool:
        """Whether every field is of its kind, as one read from a file that anybody may have written need not be."""
        texts = [getattr(self, one.name) for one in fields(self) if one.type == "str"]
        texts += [getattr(each, one.name) for each in self.changes for one in fields(each) if one.type == "str"]
        named = [self.expects, *(each.where for each in self.changes)]
        listed = [self.overrides, self.meant_for, *(labels for each in self.changes for labels in each.where.values())]
        return (
            all(isinstance(each, list) and _all_texts(each) for each in listed)
            and all(isinstance(each, dict) and _all_texts(each) for each in named)
            and _all_texts([*texts, *self.expects.values()])
        )


def _all_texts(values: Iterable[object]) -> bool:
    return all(isinstance(each, str) for each in values)
