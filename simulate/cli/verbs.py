"""What the verbs of the command line do: check the options, call the model, speak.

Results go to standard output; progress, changes, warnings and faults go to standard error.  Exit codes stand in
``leaving``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulate.cli import estimate, signals, streams
from simulate.cli.first_run import announce, compile_first
from simulate.cli.leaving import SAID_NO, leave, note, note_written, say, spoken_faults, tell, tell_written
from simulate.cli.options import check_options
from simulate.cli.processes import HERE, Processes, engine
from simulate.errors import Findings
from simulate.language import speech
from simulate.machine.files import check_readable
from simulate.population.limits import caution
from simulate.results import plain_text

if TYPE_CHECKING:
    from simulate.cohorts import Lived, RunOptions
    from simulate.parameters.checks import LeverRow
    from simulate.parameters.spec import Spec
    from simulate.pipeline import Prepared, Result
    from simulate.scenario import Composed
    from simulate.sweeps.engines import Engine


def project(
    names: Sequence[str], *, only_last: bool, workers: int, seed: int, out: Path | None, threads: int | None,
    years: str, provinces: str, sets: Sequence[str] | None, quiet: bool, as_json: bool, agreed: bool = False,
    stats: bool = False, draws: int = 0, processes: Processes = HERE,
) -> None:  # fmt: skip
    """``run`` and ``compare``: prepare, say what changes, execute, write, print the headline."""
    with spoken_faults():
        from simulate.scenario.names import scenario_named

        names = [scenario_named(each) for each in names]
        options = check_options(
            names=names, workers=workers, seed=seed, threads=threads, years=years, provinces=provinces,
            sets=sets or (), out=out, processes=processes, draws=draws,
        )  # fmt: skip
        announce(quiet)
        from simulate import cohorts, pipeline
        from simulate.report import console

        prepared = pipeline.prepare(names[0], names[1:], options.sets)
        if only_last:
            prepared = prepared.only_last()
        say_changes(prepared, quiet)
        if doubt := caution(options.workers):
            say(f"warning: {doubt}")
        compile_first(quiet)
        note(
            workers=options.workers, seed=options.seed, threads=options.threads,
            scenarios={each.name: each.digest for each in prepared.scenarios},
        )  # fmt: skip
        how = cohorts.RunOptions(
            workers=options.workers, seed=options.seed, threads=options.threads, first_year=options.first_year,
            last_year=options.last_year, provinces=options.provinces, show_progress=not quiet,
        )  # fmt: skip
        with engine(processes, quiet) if processes.are_asked_for else nullcontext() as others:
            if others is None:
                estimate.tell(prepared, how, agreed, draws)
            result = _executed(prepared, how, others)
            if draws:
                result = _drawn(result, names, how, options.sets, draws, quiet)
            with signals.deferred():
                written = note_written(pipeline.write(result, options.out, or_next=options.or_next))
        if out is not None and written != options.out:
            say(f"warning: another run has written {options.out} meanwhile")
        if as_json:
            touched = {"lived_apart": result.lived_apart} if stats else {}
            print_json({**result.headline, **touched, "written": str(written)})
        else:
            console.print_headline(result.results)
            for name, share in list(result.lived_apart.items())[1:] if stats else ():
                tell(f"{name} affects {share:.1%} of all worker-years")
            tell_written(written)


def _executed(prepared: Prepared, how: RunOptions, others: Engine | None) -> Result:
    """The run, lived here or by other processes, which may end while it is finished; the bits are the same."""
    from simulate import pipeline

    if others is None:
        return pipeline.execute(prepared, how)
    from tqdm import tqdm

    from simulate.sweeps import shares

    def live(scenarios: Sequence[Composed], asked: RunOptions) -> Lived:
        total = shares.size(others.n_at_once, asked.workers)
        title, is_quiet = speech.spoken("lives by birth cohort"), not asked.show_progress
        with tqdm(total=total, desc=title, unit="cohort", delay=0.5, disable=is_quiet) as bar:
            lived = shares.live(scenarios, asked, others, bar.update)
        others.let_go()
        return lived

    return pipeline.execute(prepared, how, live)


def _drawn(
    result: Result, names: Sequence[str], how: RunOptions, sets: Sequence[str], n_draws: int, quiet: bool
) -> Result:
    """The result with ranges over draws of what is fitted and assumed."""
    from tqdm import tqdm

    from simulate.draws import with_draws

    with tqdm(total=n_draws, desc=speech.spoken("draws"), unit="draw", disable=quiet) as bar:
        return with_draws(result, names, sets, replace(how, show_progress=False), n_draws, bar.update)


def say_changes(prepared: Prepared, quiet: bool) -> None:
    """Each scenario's changes, old -> new, unless quiet; warnings always."""
    from simulate.scenario.telling import described_change

    specs: dict[str, Spec] = {}
    if not quiet and speech.language() != "en":
        parameters = prepared.scenarios[0].parameters
        specs = {name: parameters[name].spec for name in parameters}
    for scenario in prepared.scenarios:
        if not quiet:
            title = scenario.chinese if speech.language() == "zh" else scenario.title
            say(f"{scenario.name}: {title}" + ("" if scenario.applied else " (no changes)"))
            for change in scenario.applied:
                say(f"  {described_change(change, specs, speech.language()) if specs else change}")
        for warning in scenario.warnings:
            say(f"warning: {scenario.name}: {warning}")


def print_json(value: Any) -> None:
    """JSON on standard output, Chinese as it is written wherever that can be shown."""
    tell(plain_text.escaped(plain_text.json_of(value, is_ascii=not streams.can_show_chinese())))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on standard output; wide enough to keep every name whole when it is not a screen."""
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 240)
    table = Table(*(Column(speech.spoken(each), overflow="fold") for each in columns))
    for row in rows:
        table.add_row(*(Text(plain_text.line(each)) for each in row))
    console.print(table)


def check(files: Sequence[Path], *, sources: bool, as_json: bool) -> None:
    """``check``: read everything strictly; faults leave with 2."""
    with spoken_faults():
        from simulate.scenario.names import check_scenarios, scenario_named

        faults = Findings()
        names = [str(path) if path.exists() else scenario_named(str(path)) for path in files]
        for path, name in zip(files, names, strict=True):
            if path.exists():
                check_readable(path, faults)
            else:
                check_scenarios([name], faults)
        faults.raise_if_any()
        from simulate.cli import checking

        report = checking.check(names)
        for warning in report.warnings:
            say(f"warning: {warning}")
        if as_json:
            print_json(report.as_dict())
            return
        tell(report.summary)
        if sources:
            print_table(
                ("room", "values", "with a source", "share", "assumed, with the reason"),
                [
                    (row.room, f"{row.values}", f"{row.sourced}", f"{row.share:.0%}", f"{row.values - row.sourced}")
                    for row in report.sources
                ],
            )


def levers(pattern: str, *, sources: bool, as_json: bool) -> None:
    """``levers``: each lever on lines of its own, or those whose name holds the pattern."""
    with spoken_faults():
        from dataclasses import asdict

        from simulate.cli import checking

        rows = checking.levers(pattern)
        if as_json:
            print_json([asdict(row) for row in rows])
            return
        for row in rows:
            _print_lever(row, sources)
            if sources:
                for line in checking.sources_of(row.lever):
                    tell(f"    {line}")


def _print_lever(row: LeverRow, is_whole: bool) -> None:
    """A lever by both names, then what it is, with its first rule and line, or all; however wide the screen."""
    from simulate.scenario.telling import described_value

    say_of = speech.spoken
    is_chinese = speech.language() == "zh"

    def said_value(text: str) -> str:
        return described_value(text, speech.language()) if row.unit == "code" else text

    first, second = (row.chinese, row.english) if is_chinese else (row.english, row.chinese)
    places = row.read_in.split(", ")
    facts = (
        ("now", f"{said_value(row.value)} {'' if row.unit in ('code', 'flag', 'month') else say_of(row.unit)}".strip()),
        ("bounds", said_value(row.bounds)),
        ("dated", say_of(f"by {row.dated}" if row.dated in ("month", "year") else row.dated)),
        ("acts where", row.acts_where_zh if is_chinese else row.acts_where),
        ("source", row.source_zh if is_chinese else row.source),
        ("read in", "" if is_whole else ", ".join(_first_places(places))),
    )  # fmt: skip
    shown = " · ".join(f"{say_of(name)} {text}" for name, text in facts if text)
    tell(f"{row.lever}  {first}  {second}\n    {shown}")
    if is_whole:
        tell(f"    {say_of('read in')}")
        for place in places:
            tell(f"      {place}" if place.endswith(")") else f"        {place}")


def _first_places(places: list[str]) -> list[str]:
    """The first rule and the line that hands it the value; how many more places there are."""
    more = len(places) - 2
    return [*places[:2], *([speech.spoken(f"and {more} more (--sources)")] if more > 0 else [])]


def baseline(*, update: bool, reason: str, threads: int | None, quiet: bool) -> None:
    """``baseline``: compare with the committed numbers, or accept today's with a reason."""
    with spoken_faults():
        faults = Findings()
        if update and not reason.strip():
            faults.add(("--update", 0, 0), "no reason", '--reason "why the numbers moved"')
        if reason and not update:
            faults.add(("--reason", 0, 0), "no --update", "both or neither")
        faults.raise_if_any()
        announce(quiet)
        from simulate.certificate import fixed_numbers

        compile_first(quiet)
        numbers = fixed_numbers.measure(threads=threads, show_progress=not quiet)
        if update:
            for line in fixed_numbers.update(numbers, reason.strip()):
                tell(line)
            return
        moved = fixed_numbers.compare(numbers)
        for line in fixed_numbers.describe(moved):
            tell(line)
        if moved:
            leave(SAID_NO)


def bench(*, quick: bool, as_json: bool) -> None:
    """``bench``: measure and print beside the targets."""
    with spoken_faults():
        announce(quiet=False)
        from simulate.bench import measure

        compile_first(quiet=False)
        measures = measure.measure(quick=quick, tell=say)
        if as_json:
            print_json([measure.as_dict() for measure in measures])
        else:
            measure.print_table(measures)
