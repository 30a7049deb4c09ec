"""The texts of the workbook in one language, of the one word list: sheets, headers, notes, labels, units."""

from __future__ import annotations

from typing import Final

from simulate.indicators import Output
from simulate.report.page.texts import change_text
from simulate.report.workbook.layout import Plan
from simulate.results import words

LONGEST_NAME: Final = 31  # longest name of a sheet that Excel takes


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

    def sheet(self, plan: Plan) -> str:
        """Name of a sheet of numbers: theme and unit."""
        theme, unit = self(plan.theme), plan.family.short[self.language]
        return self.with_unit(theme, unit)[:LONGEST_NAME]

    def figure(self, figure: str, plan: Plan, base: str) -> str:
        """Header of a column of figures, with its unit."""
        family = plan.family
        unit = (family.of_differences if figure.startswith("difference") else family.names)[self.language]
        return self.with_unit(self(figure, base=base), unit)

    def with_unit(self, text: str, unit: str) -> str:
        """A text with its unit in brackets."""
        return f"{text}（{unit}）" if self.is_chinese else f"{text} ({unit})"

    def title(self, text: str) -> str:
        """Title of a sheet."""
        return self("lingbao") + ("：" if self.is_chinese else ": ") + text
