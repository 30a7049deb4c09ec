"""The page: context from the result folders, rendered into one HTML file that needs nothing else."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from simulate import clock, codes
from simulate.machine.files import write_whole
from simulate.report.page import (
    assets,
    certainty,
    chart_list,
    charts,
    fit,
    fonts,
    headlines,
    sections,
    sharing,
    tables,
    tile_map,
    workers,
)
from simulate.report.page.chart_list import ChartPlan, plans
from simulate.report.page.markup import Writer
from simulate.report.page.source import Scenario, Source
from simulate.report.page.tables import TableRow
from simulate.report.page.texts import cited, text
from simulate.results import plain_text
from simulate.results.headline import provinces_asked
from simulate.results.provenance import project_version
from simulate.results.words import Bilingual, Language, label

CHART_SECTIONS: Final = (
    "effects", "coverage", "adequacy", "funds", "injury", "branches", "winners", "payers", "workers", "provinces",
    "groups", "fit",
)  # fmt: skip
_NEVER_SAID: Final = secrets.token_hex(16)
# filled in last: the font needs the text
GAPS: Final = ("policy", "style", "chart_data", "chart_common", "library", "script")


@dataclass(frozen=True)
class PageChart:
    """A chart with its number on the page, and the table behind it where it is one of ``tables``."""

    key: str
    number: int
    title: Bilingual
    note: Bilingual
    unit: str
    origin: Bilingual
    plan: ChartPlan | None = None
    rows: tuple[TableRow, ...] = ()
    columns: tuple[Scenario, ...] = ()

    @property
    def described(self) -> Bilingual:
        """What is read aloud in its place."""
        return text("chart.described", title=self.title)

    @property
    def is_difference(self) -> bool:
        """Whether it shows nothing but differences."""
        return self.plan is not None and self.plan.is_difference

    @property
    def toggles(self) -> bool:
        """Whether it changes between level and difference."""
        return self.plan is not None and self.plan.toggles


def render(source: Source, languages: Sequence[Language], typical: workers.Workers | None = None) -> str:
    """The page as text; without typical workers it has no section on them."""
    with assets.bundle() as library_text:
        shown, fits = plans(source), fit.fits(source)
        drawn = {plan.key: charts.build(plan, source) for plan in shown}
        drawn |= own_charts(source, fits, typical)
        for each in drawn.values():
            each["words"] = {language: each["words"][language] for language in languages}
        chart_data, chart_common = (assets.data(each) for each in sharing.share(drawn))
        context = _context(source, shown, fits, typical, languages)
        body = _fill({**context, **{name: _gap(name) for name in GAPS}}, languages)
        style, script = assets.style(fonts.data_url(fonts.find(), body + chart_data + chart_common)), assets.script()
        library = library_text()
    policy = assets.policy([library, script], [style])
    fillings = {
        "policy": policy, "style": style, "chart_data": assets.folded(chart_data), "script": script,
        "chart_common": assets.folded(chart_common), "library": assets.folded(library),
    }  # fmt: skip
    for name, filling in fillings.items():
        body = body.replace(_gap(name), filling, 1)
    return body


def own_charts(source: Source, fits: list[fit.Fit], typical: workers.Workers | None) -> dict[str, Any]:
    """The charts that are not of charts.yaml, by key."""
    drawn = {fit.KEY: fit.chart(fits, source)} if fits else {}
    if typical and typical.workers:
        drawn[workers.KEY] = workers.chart(typical, source)
        if any(outcome.profile for worker in typical.workers for outcome in worker.outcomes.values()):
            drawn[workers.PROFILE] = workers.profile_chart(typical, source)
    return drawn


def _gap(name: str) -> str:
    """What stands in the rendered page where an asset will: no text can contain it, since no one can foresee it."""
    return f"=={name} {_NEVER_SAID}=="


def _fill(context: dict[str, Any], languages: Sequence[Language]) -> str:
    """The template with a context."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(assets.FOLDER), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals |= Writer(languages).helpers()
    return environment.get_template("page.html.j2").render(context)


def _context(
    source: Source, shown: Sequence[ChartPlan], fits: list[fit.Fit], typical: workers.Workers | None,
    languages: Sequence[Language],
) -> dict[str, Any]:  # fmt: skip
    """Everything the template names but the assets."""
    base = source.scenarios[0]
    lines = headlines.headlines(source)
    book = certainty.law_book()
    by_section = _by_section(source, shown, fits, typical)
    maps = [plan for plan in shown if plan.kind == "map"]
    years = source.labels("year")
    return {
        "is_drawn": source.has_draws,
        "languages": languages, "title": text("title"), "contents": text("contents"), "language": text("language"),
        "shows": text("control.show"), "changes_title": text("section.changes"),
        "version": base.run.manifest.versions["lingbao"], "version_now": project_version(),
        "date": base.run.manifest.written[:10], "workers": f"{base.run.manifest.run['workers']:,}",
        "last": years[-1], "last_past": clock.FIRST_PROJECTION_YEAR - 1,
        "scenarios": source.scenarios, "base": base, "has_reforms": source.has_reforms, "runs": source.runs,
        "headlines": lines, "provincial": headlines.provincial(source), "answers": sections.answers(source, lines),
        "rankings": sections.rankings(lines), "cited": cited, "of_record": fit.source_of,
        "changed": _changed(source, book),
        "charts": by_section, "chart_sections": list(by_section),
        "sections": ["findings", "changes", *by_section, "certainty", "provenance"],
        "map_years": maps[0].times(source) if maps else [], "map_year": headlines.answer_year(source),
        "map_first": next((i for i, each in enumerate(source.scenarios) if not each.is_base), 0),
        "rooms": certainty.rooms(book), "lines_of": plain_text.lines, "libraries": certainty.libraries,
        "letter": _letter, "position": source.scenarios.index,
        "fits": fits, "typical": typical, "against": workers.AGAINST,
        "lines": lambda worker: workers.lines(worker, source),
        "payers": [label("payer", each) for each in codes.PAYERS.labels], "scheme": lambda name: label("scheme", name),
        "scope": _scope(source), "moved": [each for each in source.scenarios if typical and each.key in typical.moved],
    }  # fmt: skip


def _scope(source: Source) -> Bilingual | None:
    """That the numbers are the nation's, where only some provinces are reported."""
    reported = provinces_asked(source.labels("province"))
    if not reported:
        return None
    named = [label("province", each) for each in reported]
    return text(
        "answer.nation", provinces=Bilingual(", ".join(each.en for each in named), "、".join(each.zh for each in named))
    )


def _by_section(
    source: Source, shown: Sequence[ChartPlan], fits: list[fit.Fit], typical: workers.Workers | None
) -> dict[str, list[PageChart]]:
    """Charts with their tables by section; a section without charts does not exist.

    That on typical workers exists without its chart where it says why there is none.
    """
    found: dict[str, list[PageChart]] = {}
    number = 0
    for section in CHART_SECTIONS:
        made = [partial(_of_plan, plan=plan, source=source) for plan in shown if plan.section == section]
        if section == fit.KEY and fits:
            made.append(partial(_own, key=section, unit="", origin=text("fit.source", n=len(fits))))
        if section == workers.KEY and typical and typical.workers:
            made.append(partial(_own, key=section, unit="percent", origin=text("workers.source")))
            if any(outcome.profile for worker in typical.workers for outcome in worker.outcomes.values()):
                made.append(partial(_profile))
        if made or (section == workers.KEY and typical):
            found[section] = [make(number + i) for i, make in enumerate(made, 1)]
            number += len(made)
    return found


def _of_plan(number: int, plan: ChartPlan, source: Source) -> PageChart:
    chinese = "、".join(source.output(each).chinese for each in plan.outputs)
    origin = text("chart.source", outputs=Bilingual(", ".join(plan.outputs), chinese))
    rows, named = tuple(tables.table(plan, source)), plan.scenarios(source)
    return PageChart(plan.key, number, plan.title, _note(plan, source), plan.unit, origin, plan, rows, named)


def _note(plan: ChartPlan, source: Source) -> Bilingual:
    """The note of a chart; of a map whose colours do not reach to all its differences, that they do not."""
    if plan.kind != "map":
        return plan.note
    data = chart_list.rows(plan, source)
    n, of = tile_map.beyond(tile_map.settings(source, data), data)
    return plan.note + text("chart.map_cut", n=n, of=of) if n else plan.note


def _own(number: int, key: str, unit: str, origin: Bilingual) -> PageChart:
    """A chart whose numbers are not one output's, with a table of its own in the template."""
    return PageChart(key, number, *own_words(key), unit, origin)


def own_words(key: str) -> tuple[Bilingual, Bilingual]:
    """Title and note of a chart of ``own_charts``."""
    if key == workers.PROFILE:
        return text("workers.profile"), text("workers.profile_note")
    return text(f"{key}.title"), text(f"{key}.note")


def _profile(number: int) -> PageChart:
    """What typical workers earn, pay in and receive by age."""
    return PageChart(workers.PROFILE, number, *own_words(workers.PROFILE), "percent", text("workers.source"))


def _changed(source: Source, book: Any) -> list[tuple[int, sections.Change]]:
    """Changes with the position of their scenario; those of the base are not repeated with each reform."""
    found = []
    for position, scenario in enumerate(source.scenarios):
        base = _base_of(scenario, source)
        found += [(position, change) for change in sections.changes(scenario, base, book)]
    return found


def _base_of(scenario: Scenario, source: Source) -> Scenario:
    return next((each for each in source.scenarios if each.run == scenario.run and each.is_base), scenario)


def _letter(position: int) -> str:
    """A letter for each scenario: the base is O."""
    return "O" if position == 0 else chr(ord("A") + position - 1)


def write(source: Source, languages: Sequence[Language], path: Path, typical: workers.Workers | None = None) -> Path:
    """Render and write the page; what stood there is replaced when the page is complete."""
    page = render(source, languages, typical)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, page)
    return path
