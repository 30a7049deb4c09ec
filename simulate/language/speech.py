"""What is said to the user, in the language chosen: messages are written in English where they arise, and translated
here, when they are spoken, by gettext's catalogue in ``locale/``.

A message holds names and numbers, so the catalogue's ``{}`` stands for whatever fills a blank; what fills it is
translated in turn where the catalogue knows it.  A text without a translation is shown as it is.
"""

from __future__ import annotations

import gettext
import os
import re
from functools import cache
from pathlib import Path
from typing import Final

from simulate.errors import Problem, one_line

LANGUAGES: Final = ("en", "zh")
DOMAIN: Final = "lingbao"
FOLDER: Final = Path(__file__).parent / "locale"
BLANK: Final = "{}"
_DEEPEST: Final = 4  # translations within blanks of translations
_chosen: list[str] = ["en"]


class Catalogue(gettext.GNUTranslations):
    """A catalogue whose messages may have blanks; the longest that fits a text is the one it was made from."""

    def __init__(self, file: object) -> None:
        super().__init__(file)  # type: ignore[arg-type]  # a binary file, as its parent asks
        blanks = [each for each in self._catalog if isinstance(each, str) and BLANK in each]  # type: ignore[attr-defined]
        blanks.sort(key=lambda each: (-len(each.replace(BLANK, "")), each))
        self._forms = [(_pattern(each), each) for each in blanks if each.replace(BLANK, "").strip(" .,:;()'`")]

    def fill(self, text: str, depth: int = 0) -> str:
        """The translation of a text as said, its blanks filled; the text itself where there is none."""
        exact = self.gettext(text) if text else text
        if exact != text or depth > _DEEPEST:
            return exact
        for pattern, form in self._forms:
            found = pattern.fullmatch(text)
            if found:
                filled = (self.fill(each, depth + 1) for each in found.groups())
                return _filled(self.gettext(form), tuple(filled))
        return text


def _pattern(form: str) -> re.Pattern[str]:
    """A blank of a message of one line ends with the line: what follows is another message."""
    return re.compile("(.+?)".join(map(re.escape, form.split(BLANK))), re.DOTALL if "\n" in form else 0)


def _filled(form: str, values: tuple[str, ...]) -> str:
    """Blanks in their order, or ``{1}``, ``{0}`` where Chinese says them in another."""
    try:
        return form.format(*values)
    except (IndexError, KeyError, ValueError):
        return form


@cache
def catalogue(language: str) -> Catalogue | None:
    """The catalogue of a language; none for English, in which all is written."""
    path = FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return Catalogue(file)


def choose(language: str) -> None:
    """Speak a language from now on; the option parser, which asks gettext by itself, as well."""
    _chosen[0] = language
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, FOLDER)
    gettext.textdomain(DOMAIN)


def language() -> str:
    """The language spoken: en or zh."""
    return _chosen[0]


def spoken(text: str, wanted: str = "") -> str:
    """A text in the language wanted, else in the one chosen; line by line."""
    book = catalogue(wanted or language())
    if book is None:
        return text
    whole = book.fill(text)
    return whole if whole != text else "\n".join(map(book.fill, text.split("\n")))


def of_problem(problem: Problem, wanted: str = "") -> str:
    """A fault on one line: place, what was found, what was expected and how to fix it."""
    if (wanted or language()) == "en":
        return str(problem)
    place = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
    found, expected, hint = (spoken(each, wanted) for each in (problem.found, problem.expected, problem.hint))
    return one_line(f"{place}：{found}；应为：{expected}" + (f"；{hint}" if hint else ""))
