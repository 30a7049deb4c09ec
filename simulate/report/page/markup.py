"""Texts and numbers as HTML: both languages side by side, each number with the place it was read from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape

from simulate.report.page.figures import DATE, Cell, Figure
from simulate.report.page.texts import shown, text
from simulate.results import certainty
from simulate.results.words import LANGUAGES, Bilingual, Language


class Writer:
    """Writes texts and numbers in the languages of the page."""

    def __init__(self, languages: Sequence[Language]) -> None:
        self.languages = tuple(languages)

    def helpers(self) -> dict[str, Callable[..., Any]]:
        """What the template may call."""
        return {
            "t": self.say, "b": self.both, "place": self.place, "place_of_row": self.place_of_row,
            "place_in_row": self.place_in_row, "amount": self.amount, "unit": self.unit,
            "change": self.change, "label": self.label, "option": self.option,
            "number": self.number, "parted": parted,
        }  # fmt: skip

    def say(self, key: str, **values: object) -> Markup:
        """A text of the page's list."""
        return self.both(text(key, **values))

    def both(self, spoken: Bilingual) -> Markup:
        """A text in each language of the page."""
        if len(self.languages) == 1 or spoken.en == spoken.zh:
            return escape(spoken.of(self.languages[0]))
        return Markup("").join(Markup('<span lang="{}">{}</span>').format(each, spoken.of(each)) for each in LANGUAGES)

    def label(self, spoken: Bilingual) -> Markup:
        """Attributes for a name read aloud, changed with the language."""
        first = spoken.of(self.languages[0])
        if len(self.languages) == 1:
            return Markup('aria-label="{}"').format(first)
        return Markup('aria-label="{}" data-label-en="{}" data-label-zh="{}"').format(first, spoken.en, spoken.zh)

    def option(self, spoken: Bilingual) -> Markup:
        """Attributes for a text that may hold no elements, changed with the language."""
        return Markup("") if len(self.languages) == 1 else Markup('data-text-en="{}" data-text-zh="{}"').format(*spoken)

    def place(self, cell: Cell) -> Markup:
        """Attributes of the element that holds a cell: where in the dataset its numbers stand, and their scale.

        The numbers within say by ``data-part`` which they are: value, error, difference or difference-error.
        """
        return self._place("select", cell, cell.value.select) + _few(cell)

    def place_of_row(self, cell: Cell) -> Markup:
        """Attributes of a row whose cells are one quantity of several scenarios: what they have in common."""
        return self._place("of", cell, _parted(cell)[1])

    def place_in_row(self, cell: Cell) -> Markup:
        """Attributes of such a cell: its run and scenario."""
        return Markup('data-select="{}"').format(_parted(cell)[0]) + _few(cell)

    def _place(self, name: str, cell: Cell, select: str) -> Markup:
        value = cell.value
        per = Markup(' data-per="{}"').format(value.per) if value.per else Markup("")
        scales = [f"{value.scale(each):g}" for each in LANGUAGES]
        scale = Markup('data-scale="{}"').format(scales[0])
        if scales[0] != scales[1]:
            scale = Markup('data-scale-en="{}" data-scale-zh="{}"').format(*scales)
        return Markup('data-output="{}" data-{}="{}"{} {}').format(value.variable, name, select, per, scale)

    def number(self, part: str, figure: Figure, sign: str = "") -> Markup:
        """A number, ``sign`` (±) before it; once where it reads alike in both languages."""
        if figure.is_alike() or len(self.languages) == 1:
            return Markup('<b data-part="{}">{}{}</b>').format(part, sign, figure.text(self.languages[0]))
        return Markup("").join(
            Markup('<b lang="{}" data-part="{}">{}{}</b>').format(each, part, sign, figure.text(each))
            for each in LANGUAGES
        )

    def unit(self, name: str, difference: bool = False) -> Markup:
        """Name of a unit."""
        how = [shown(name, each) for each in LANGUAGES]
        return self.both(Bilingual(*(each.difference if difference else each.label for each in how)))

    def sign(self, name: str) -> Markup:
        """Unit right after a number."""
        return self.both(Bilingual(*(shown(name, each).sign for each in LANGUAGES)))

    def amount(self, cell: Cell, with_unit: bool = False) -> Markup:
        """A number with its error: 36.3 ±0.9 %."""
        parts = self.number("value", cell.value)
        if not cell.value.exists:
            return parts
        if cell.unit == DATE:
            return Markup("<b>{}</b>").format(cell.range_of_dates())
        if with_unit:
            parts += self.sign(cell.unit)
        if cell.error.exists:
            parts += Markup(' <small class="se">') + self._error(cell) + Markup("</small>")
        return parts + (certainty.MARK if cell.is_thin else "")

    def _error(self, cell: Cell) -> Markup:
        """±error; of a share whose error would reach beyond nothing or all both sides, by logit."""
        value, error = cell.value.number, cell.error.number
        if not cell.is_share or error == 0 or error <= value <= 1 - error:
            return self.number("error", cell.error, "±")
        low, high = certainty.interval(value, error, True, 1.0)
        sides = [replace(cell.error, number=each) for each in (high - value, value - low)]
        return self.both(
            Bilingual(*("+{}/\N{MINUS SIGN}{}".format(*(each.text(one) for each in sides)) for one in LANGUAGES))
        )

    def change(self, cell: Cell, with_unit: bool = False) -> Markup:
        """A difference with its error: +1.13 ±0.22."""
        parts = self.number("difference", cell.difference)
        if cell.difference_error.exists and cell.difference_error.number > 0:
            parts += " " + self.number("difference-error", cell.difference_error, "±")
        if with_unit:
            spoken = [shown(cell.unit, each) for each in LANGUAGES]
            parts += self.both(Bilingual(" " + spoken[0].difference, spoken[1].difference))
        return parts


def parted(name: str) -> Markup:
    """A name of several words, which a narrow column breaks between them."""
    return Markup("_<wbr>").join(Markup(".<wbr>").join(part.split(".")) for part in name.split("_"))


def _few(cell: Cell) -> Markup:
    return Markup(" data-few") if cell.is_thin else Markup("")


def _parted(cell: Cell) -> tuple[str, str]:
    """Where a cell stands: what is its own, run and scenario, and what its row has in common."""
    parts = cell.value.select.split(";")
    own = [each for each in parts if each.startswith(("run=", "scenario="))]
    return ";".join(own), ";".join(each for each in parts if each not in own)
