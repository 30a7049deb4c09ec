"""Numbers as they stand on the page, each with the place in the dataset it was read from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from simulate.clock import LAST_REPORT_YEAR
from simulate.report.page.source import Fan, Label, Reading, Scenario, Source
from simulate.report.page.texts import shown, text
from simulate.results import certainty, reach
from simulate.results.headline import METRICS
from simulate.results.uncertainty import Uncertainty
from simulate.results.words import LANGUAGES, Bilingual, Language

DATE: Final = "date"
NOTHING: Final = Bilingual("–", "–")
NO_PLACE: Final = ("", "")  # of a number that is not the dataset's: array and labels
NO_READING: Final = Reading(math.nan, math.nan, math.nan, math.nan)
CLEAR: Final = 2.0  # an effect of so many standard errors is called clear


@dataclass(frozen=True)
class Quantity:
    """An output, the labels that fix some of its dimensions, and the output it is divided by, if any."""

    output: str
    select: Mapping[str, Label]
    unit: str
    per: str = ""
    is_judged: bool = False  # a number without an error rests on too few workers and is not shown

    def read(self, scenario: Scenario, labels: Mapping[str, Label]) -> Reading:
        """The number of a scenario; ``per`` is a given series, so that errors are divided by it too.

        The difference of a quotient is known only where the divisor is the base's own.
        """
        places = {**self.select, **labels}
        reading = scenario.read(self.output, places)
        if self.is_judged and math.isnan(reading.error):
            return NO_READING
        if not self.per:
            return reading
        divisor = scenario.read(self.per, places)
        is_same = divisor.difference == 0 or math.isnan(divisor.difference)
        value, error, difference, difference_error = (each / divisor.value for each in reading)
        return Reading(value, error, *((difference, difference_error) if is_same else (math.nan, math.nan)))

    def fan(self, scenario: Scenario, labels: Mapping[str, Label]) -> Fan | None:
        """How far the draws of its run spread the number of a scenario; None where that is not known."""
        if self.per:
            return scenario.fan_of_quotient(self.output, self.per, {**self.select, **labels})
        return scenario.fan(self.output, {**self.select, **labels})


@dataclass(frozen=True)
class Figure:
    """One number on the page: which array of the dataset, at which labels, how it is shown."""

    number: float
    variable: str  # name in the dataset
    select: str  # dim=label, by semicolons, scenario first
    unit: str
    per: str = ""
    is_difference: bool = False
    is_error: bool = False
    absent: Bilingual = NOTHING
    spread: float = math.nan  # its error, which says how many digits it bears

    @property
    def exists(self) -> bool:
        """Whether there is a number."""
        return not math.isnan(self.number)

    def decimals(self, language: Language) -> int:
        """Digits after the point: as many as its error bears out; the error of a number has those of the number."""
        how = shown(self.unit, language)
        is_finer = self.is_difference or (self.is_error and self.unit == DATE)
        usual = how.difference_decimals if is_finer else how.decimals
        return usual if math.isnan(self.spread) else certainty.decimals(self.spread * how.scale, usual + 1)

    def scale(self, language: Language) -> float:
        """What the dataset's number is multiplied with."""
        return shown(self.unit, language).scale

    def text(self, language: Language) -> str:
        """The number as printed: thousands apart, a true minus, a sign on differences, dates by their year."""
        if not self.exists:
            return self.absent.of(language)
        number = self.number * self.scale(language)
        if self.unit == DATE and not self.is_difference and not self.is_error:
            return str(math.floor(number))
        if self.is_difference and not self.is_error and number == 0:
            return "0"
        decimals = self.decimals(language)
        digits = f"{number:+,.{decimals}f}" if self.is_difference and not self.is_error else f"{number:,.{decimals}f}"
        if float(digits.replace(",", "")) == 0:
            digits = digits.lstrip("+-")
        return digits.replace("-", "\N{MINUS SIGN}")

    def is_alike(self) -> bool:
        """Whether it reads the same in all languages."""
        return len({(self.text(each), self.scale(each)) for each in LANGUAGES}) == 1


@dataclass(frozen=True)
class Cell:
    """A number with its error; and for a reform the difference to the base with its error."""

    scenario: Scenario
    value: Figure
    error: Figure
    difference: Figure
    difference_error: Figure
    unit: str
    is_share: bool = False
    is_thin: bool = False  # rests on few workers

    def range_of_dates(self) -> str:
        """A date as a range: of the run's own draws, or as far as those of the baseline reach."""
        results = self.scenario.run.results
        found = Uncertainty.of(results)
        metric = next((each for each in METRICS if each.output == self.value.variable and each.unit == DATE), None)
        drawn = found.of_line(metric.key, None, self.scenario.name) if found is not None and metric else None
        ends = reach.ends(self.value.variable, self.value.number, self.error.number, drawn)
        return reach.stated(*ends, LAST_REPORT_YEAR).replace("-", "\N{EN DASH}")

    @property
    def has_difference(self) -> bool:
        """Whether it is compared with a base and can be."""
        return not self.scenario.is_base and self.difference.exists

    @property
    def direction(self) -> int:
        """1 and -1 for a clear rise or fall, 0 otherwise."""
        change, error = self.difference.number, self.difference_error.number
        if not self.has_difference or change == 0 or not abs(change) >= CLEAR * error:
            return 0
        return 1 if change > 0 else -1


def cell(source: Source, quantity: Quantity, scenario: Scenario, labels: Mapping[str, Label]) -> Cell:
    """One number of one scenario with all that belongs to it."""
    reading = quantity.read(scenario, labels)
    places = {"scenario": scenario.name, **quantity.select, **labels}
    if len(source.runs) > 1:
        places = {"run": scenario.number, **places}
    select = ";".join(f"{dim}={label}" for dim, label in places.items())
    absent = NOTHING
    if quantity.unit == DATE:
        absent = text("not_to", last=source.labels("year")[-1])

    def figure(number: float, words: Bilingual, is_difference: bool, is_error: bool) -> Figure:
        spread = reading.difference_error if is_difference else reading.error
        return Figure(
            number, quantity.output, select, quantity.unit, quantity.per, is_difference, is_error, words, spread
        )

    output = scenario.run.results.estimates[quantity.output].output
    return Cell(
        scenario=scenario,
        value=figure(reading.value, absent, False, False),
        error=figure(reading.error, NOTHING, False, True),
        difference=figure(reading.difference, NOTHING, True, False),
        difference_error=figure(reading.difference_error, NOTHING, True, True),
        unit=quantity.unit,
        is_share=certainty.is_share(output) and not quantity.per,
        is_thin=certainty.is_thin(output, reading.value, reading.error),
    )
