"""The charts of a page: charts.yaml read, kept where the result has what they need, and their rows of numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from simulate import record
from simulate.indicators.branches import OF_BRANCHES
from simulate.measures import FUND_ROWS
from simulate.report.page.figures import Quantity
from simulate.report.page.source import Label, Reading, Scenario, Source
from simulate.report.page.texts import charts
from simulate.results.certainty import is_thin
from simulate.results.words import Bilingual, label, pair, read

TABLE_YEARS: Final = (2015, 2020, 2025, 2030, 2040, 2050, 2060, 2075)
TABLE_COHORTS: Final = (1960, 1970, 1980, 1990, 2000, 2010)
FIRST_COHORT: Final = 1955  # of earlier ones most had claimed before the first year reported
SHOWN_YEARS: Final = (2030, 2050, 2075)  # of charts that show single years
TIMELESS: Final = ("dots", "stack", "map")
NO_PANEL: Final = Bilingual("", "")
ONE_YEAR: Final = 2050  # of charts that show a single one
FEW_YEARS: Final = 5  # from one year to the next of small panels
OVER_TIME: Final = ("lines", "effects")
OF_LIVES: Final = ("shares", "spread")  # over groups of lives, in place of a time
# series, scenario, time, value, error, difference, its error, 1 where the value rests on few workers; and of a run with
# draws low and high of the value, and of the difference
FIELDS: Final = ("k", "s", "t", "v", "e", "d", "de", "n", "lo", "hi", "dlo", "dhi")
OF_READING, OF_FAN = FIELDS[3:7], FIELDS[8:]
DIGITS: Final = (6, 3, 5, 3)  # of the four numbers
Row = dict[str, Any]


@dataclass(frozen=True)
class Series:
    """One panel of a chart over time, or one category of a chart by category."""

    quantity: Quantity
    dim: str  # the dimension that ``by`` goes over, or nothing
    label: Label  # its label
    name: Bilingual
    panel: Bilingual = NO_PANEL  # that several series share
    sign: int = 1  # of a waterfall: 1 adds, -1 takes away, 0 is what is left
    record: str = ""  # the series of the official record that stands beside it

    @property
    def labels(self) -> dict[str, Label]:
        """The label that fixes ``dim``."""
        return {self.dim: self.label} if self.dim else {}


@dataclass(frozen=True)
class ChartPlan:
    """One chart: what it shows, and how."""

    key: str
    section: str
    kind: str
    unit: str
    time: str  # year or cohort; life
    title: Bilingual
    note: Bilingual
    series: tuple[Series, ...]
    needs_reform: bool
    lives: tuple[str, ...] = ()  # groups of lives, of a chart over them

    @property
    def is_difference(self) -> bool:
        """Whether it shows nothing but differences to the base."""
        return self.needs_reform and self.kind not in OF_LIVES

    @property
    def toggles(self) -> bool:
        """Whether it changes between level and difference."""
        return self.kind in ("lines", "dots") and not self.needs_reform

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names of the outputs it is made of."""
        names = [name for each in self.series for name in (each.quantity.output, each.quantity.per) if name]
        return tuple(dict.fromkeys(names))

    def scenarios(self, source: Source) -> tuple[Scenario, ...]:
        """Scenarios shown: what is itself a change is known of reforms only."""
        if self.kind == "pyramid":  # people are the same in all, unless a scenario changes who is born and dies
            return source.scenarios[:1]
        return source.reforms if self.kind in (*OF_LIVES, "effects") else source.scenarios

    def times(self, source: Source) -> list[Label]:
        """Years or cohorts drawn, or groups of lives."""
        if self.kind in OF_LIVES:
            known_lives = source.labels(self.time)
            return [each for each in self.lives if each in known_lives]
        if self.kind == "pyramid":
            return list(source.labels(self.time))
        known = [int(each) for each in source.labels(self.time) if self.time == "year" or int(each) >= FIRST_COHORT]
        if self.kind == "waterfall":
            return [ONE_YEAR] if ONE_YEAR in known else [*known[-1:]]
        if self.kind == "multiples":
            return [year for year in known if year % FEW_YEARS == 0] or [*known]
        if self.kind in TIMELESS:
            return [year for year in SHOWN_YEARS if year in known] or [*known[-1:]]
        return [*known]

    def table_times(self, source: Source) -> list[Label]:
        """Years or cohorts of the table, or groups of lives."""
        if self.kind in (*TIMELESS, *OF_LIVES, "waterfall", "pyramid"):
            return self.times(source)
        wanted = SHOWN_YEARS if self.kind == "multiples" else TABLE_YEARS if self.time == "year" else TABLE_COHORTS
        times = self.times(source)
        return [time for time in wanted if time in times] or times[-1:]


def plans(source: Source) -> list[ChartPlan]:
    """Charts that the result can fill, in their order."""
    found = [_plan(key, entry, source) for key, entry in {**charts(), **_of_measures()}.items()]
    return [plan for plan in found if _is_shown(plan, source)]


def drawn_quotients() -> list[Quantity]:
    """One output over another by year, as the lines of charts show them: of these a run with draws keeps ranges."""
    return [
        Quantity(panel["output"], dict(panel.get("select", {})), entry["unit"], panel["per"])
        for entry in charts().values()
        if entry["kind"] == "lines"
        for panel in entry["panels"]
        if "per" in panel
    ]


def _of_measures() -> dict[str, dict[str, Any]]:
    """Charts of schemes beside the pensions, as entries of charts.yaml: their members, balances of their funds."""
    panels = [{"output": "members_national", "by": "membership", "labels": [*OF_BRANCHES]}]
    words, common = read("page")["branches"], {"section": "branches", "kind": "lines"}
    others = [each.name for each in FUND_ROWS if not each.scheme]
    balances = [{"output": "fund_balance_over_expenditure", "by": "fund", "labels": others}]
    funds = {**common, "unit": "years_of_spending", "panels": balances, **words["funds"]}
    members = {**common, "unit": "persons", "panels": panels, **words["members"]}
    return {"branches": members, "branch_funds": funds}


def _is_shown(plan: ChartPlan, source: Source) -> bool:
    if plan.needs_reform and not source.has_reforms:
        return False
    if not plan.series or not all(source.has(name) for name in plan.outputs):
        return False
    return any(True for _ in _readings(plan, source))


def _plan(key: str, entry: dict[str, Any], source: Source) -> ChartPlan:
    is_judged = entry["kind"] in OF_LIVES
    series = [one for panel in entry["panels"] for one in _series(panel, _unit(panel, entry), is_judged, source)]
    return ChartPlan(
        key=key, section=entry["section"], kind=entry["kind"], unit=entry.get("unit", ""),
        time=_time(entry),
        title=pair(entry["title"]), note=pair(entry["note"]), series=tuple(series),
        needs_reform=bool(entry.get("needs_reform", False)), lives=tuple(entry.get("lives", ())),
    )  # fmt: skip


def _unit(panel: dict[str, Any], entry: dict[str, Any]) -> str:
    """The unit of a panel: the chart's, or its own where they have several."""
    return str(entry["unit"] if "unit" in entry else panel["unit"])


def _time(entry: dict[str, Any]) -> str:
    """The dimension in place of time."""
    if entry["kind"] in OF_LIVES:
        return "life"
    return "age_group" if entry["kind"] == "pyramid" else str(entry.get("time", "year"))


def _series(panel: dict[str, Any], unit: str, is_judged: bool, source: Source) -> Iterator[Series]:
    """A panel, or one for each label of ``by`` that the result has."""
    quantity = Quantity(panel["output"], dict(panel.get("select", {})), unit, panel.get("per", ""), is_judged)
    if any(each not in source.labels(dim) for dim, each in quantity.select.items()):
        return
    dim, sign = panel.get("by", ""), int(panel.get("sign", 1))
    if not dim:
        yield Series(quantity, "", "", pair(panel["label"]), sign=sign, record=panel.get("record", ""))
        return
    known = source.labels(dim)
    shared = pair(panel["label"]) if "label" in panel else NO_PANEL
    for each in panel.get("labels", known):
        if each in known:
            yield Series(quantity, dim, each, label(dim, str(each)), shared, sign)


def rows(plan: ChartPlan, source: Source) -> list[Row]:
    """Numbers of a chart in the dataset's unit; those that exist."""
    found = []
    for place, reading in _readings(plan, source):
        numbers = zip(OF_READING, reading, DIGITS, strict=True)
        known = {name: float(f"{x:.{digits}g}") for name, x, digits in numbers if not math.isnan(x)}
        known |= _fan(plan, source, place)
        output = source.output(plan.series[place["k"]].quantity.output)
        few = {"n": 1} if is_thin(output, reading.value, reading.error) else {}
        found.append({**place, **known, **few})
    return found + _recorded(plan, source)


def _fan(plan: ChartPlan, source: Source, place: Row) -> Row:
    """Ends over the draws of a number on a line."""
    if plan.kind not in OVER_TIME:
        return {}
    series = plan.series[place["k"]]
    ends = series.quantity.fan(source.scenarios[place["s"]], {**series.labels, plan.time: place["t"]}) or ()
    return {name: float(f"{x:.4g}") for name, x in zip(OF_FAN, ends, strict=False) if not math.isnan(x)}


def _recorded(plan: ChartPlan, source: Source) -> list[Row]:
    """The official record beside the series that have one, as a scenario after the last; at constant prices as they."""
    if not any(each.record for each in plan.series):
        return []
    found, place, years = [], len(source.scenarios), plan.times(source)
    known = {each.name: each for each in record.series()}
    for k, series in enumerate(plan.series):
        if series.record not in known:
            continue
        one, per = known[series.record], series.quantity.per
        for year, official in one.values.items():
            if year in years:
                divisor = source.scenarios[0].read(per, {"year": year}).value if per else 1.0
                number = official * record.UNITS[one.unit] / divisor
                found.append({"k": k, "s": place, "t": year, "v": float(f"{number:.6g}")})
    return found


def _readings(plan: ChartPlan, source: Source) -> Iterator[tuple[Row, Reading]]:
    """Every number of a chart that exists, with its series, scenario and time."""
    times = plan.times(source)
    shown = plan.scenarios(source)
    for k, series in enumerate(plan.series):
        for s, scenario in enumerate(source.scenarios):
            if scenario not in shown:
                continue
            for time in times:
                reading = series.quantity.read(scenario, {**series.labels, plan.time: time})
                if not math.isnan(reading.value):
                    yield {"k": k, "s": s, "t": time}, reading


def pack(row: Row) -> list[float | int | None]:
    """A row as a list, in the order of FIELDS, to its last number."""
    packed = [row.get(name) for name in FIELDS]
    while packed[-1] is None:
        packed.pop()
    return [0 if each == 0 else each for each in packed]


def unpack(packed: list[float | int | None]) -> Row:
    """The row of a list."""
    return {name: each for name, each in zip(FIELDS, packed, strict=False) if each is not None}


def read_back(plan: ChartPlan) -> dict[str, Any]:
    """How to find each number of ``rows`` in the dataset: kept in the chart's ``usermeta``."""
    return {
        "time": plan.time,
        "series": [
            {"output": what.output, "per": what.per, "select": {**what.select, **each.labels}}
            for each in plan.series
            for what in [each.quantity]
        ],
    }  # fmt: skip
