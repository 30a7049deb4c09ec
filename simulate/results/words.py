"""The one word list of results in English and Chinese, which screen, page, workbook and local page speak in."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Language = Literal["en", "zh"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")


class Bilingual(NamedTuple):
    """A text in both languages."""

    en: str
    zh: str

    def of(self, language: str) -> str:
        """The text in one language."""
        return self.zh if language == "zh" else self.en

    def __add__(self, other: object) -> Bilingual:
        """Texts one after the other."""
        if isinstance(other, Bilingual):
            return Bilingual(self.en + other.en, self.zh + other.zh)
        return Bilingual(self.en + str(other), self.zh + str(other))
