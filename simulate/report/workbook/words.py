"""The texts of the workbook in one language, of the one word list: sheets, headers, notes, labels, units."""

from __future__ import annotations

from simulate.indicators import Output
from simulate.report.page.texts import change_text
from simulate.results import words


class Words:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.is_chinese = language == "zh"

    def __call__(self, key: str, **names: str) -> str:
        """A text by its key, with names put in."""
        return words.text("workbook", key, **names).of(self.language)

    def pick(self, english: str, chinese: str) -> str:
        """One of a pair."""
        return (chinese or english) if self.is_chinese else english

    def output(self, output: Output) -> str:
        """Name of an output."""
        return self.pick(output.english, output.chinese)

    def meaning(self, output: Output) -> str:
        """What an output is, in a sentence."""
        return self.pick(output.meaning, output.chinese_meaning)

    @property
    def comma(self) -> str:
        """Between the items of a list."""
        return "、" if self.is_chinese else ", "

    def dimension(self, dim: str) -> str:
        """Name of a dimension."""
        return words.dimension(dim).of(self.language)

    def label(self, dim: str, label: str | int | float) -> str | int | float:
        """A label as a person reads it; numbers stay numbers."""
        return words.label(dim, label).of(self.language) if isinstance(label, str) else label

    def unit(self, unit: str) -> str:
        """A unit of an output, a parameter or the headline."""
        return words.unit(unit).of(self.language)

    def kind(self, kind: str) -> str:
        """Whether a parameter is law, a statistic, behaviour or assumed."""
        return words.listed("kinds", kind).of(self.language)

    def period_or_place(self, text: str) -> str:
        """Where and when a change holds, as the law book says it."""
        return change_text(text).of(self.language)

    def field(self, name: str) -> str:
        """Header of a column of the data sheet: a word of the workbook, or a dimension."""
        return self(name) if name in words.read("workbook") else self.dimension(name)

    def title(self, text: str) -> str:
        """Title of a sheet."""
        return self("lingbao") + ("：" if self.is_chinese else ": ") + text
