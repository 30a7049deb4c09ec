"""The command line: verbs and options only.  What a verb does lives in the module it imports when called."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from simulate import cli_verbs

app = typer.Typer(
    name="lingbao",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Lingbao (灵保) projects China's old-age insurance worker by worker, month by month: who is insured, at what "
    "pension, and what the funds hold, under the law as it stands and under reforms laid on it.",
    epilog="Start with:  `python run.py compare law_2021 hukou_removal --workers 5000`",
)

Workers = Annotated[int, typer.Option(help="Workers drawn; errors shrink with the square root.", show_default="100000")]
Seed = Annotated[int, typer.Option(help="Same seed, same numbers, on any number of threads.")]
Out = Annotated[Path | None, typer.Option(help="Folder for the results.", show_default="outputs/runs/NAME")]
Threads = Annotated[int | None, typer.Option(help="Threads; never changes a number.", show_default="all cores")]
Years = Annotated[str, typer.Option(help="Years reported; all are simulated.", metavar="FIRST-LAST")]
Provinces = Annotated[str, typer.Option(help="Provinces reported, by commas; all are simulated.", show_default="all")]
Sets = Annotated[list[str] | None, typer.Option("--set", metavar="LEVER=VALUE", help="Change a lever; repeatable.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no list of changes.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@app.command(epilog="Example:  `python run.py run hukou_removal --on law_2021 --workers 20000 --years 2025-2050`")
def run(
    reform: Annotated[
        str | None, typer.Argument(help="A name in scenarios/, or a file of your own; none: the law itself.")
    ] = None,
    on: Annotated[str, typer.Option("--on", metavar="BASE", help="The law the reform is laid on.")] = "baseline",
    workers: Workers = 100_000, seed: Seed = 1, out: Out = None, threads: Threads = None,
    years: Years = "2010-2075", provinces: Provinces = "", sets: Sets = None, quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Project one scenario: coverage, pensions and funds to 2075.

    The changes it makes to the law are listed, old -> new, before the run; the results (NetCDF, CSV tables and a
    manifest saying exactly what was run) are written to one folder.
    """
    names = [on] if reform is None or reform == on else [on, reform]
    cli_verbs.project(
        names, only_last=True, workers=workers, seed=seed, out=out, threads=threads, years=years,
        provinces=provinces, sets=sets, quiet=quiet, as_json=as_json,
    )  # fmt: skip


@app.command(epilog="Example:  `python run.py compare law_2021 hukou_removal lower_minimum_base platform_copayment`")
def compare(
    base: Annotated[str, typer.Argument(help="The law everything else is laid on and compared with.")],
    reforms: Annotated[list[str], typer.Argument(help="Reforms, each laid on the base by itself.")],
    workers: Workers = 100_000, seed: Seed = 1, out: Out = None, threads: Threads = None,
    years: Years = "2010-2075", provinces: Provinces = "", sets: Sets = None, quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Project a base and reforms laid on it, on the same lives, and print the differences.

    All scenarios share every draw whose cause they share, so a difference carries the error of the paired difference,
    much smaller than that of two separate runs; a reform that changes nothing differs by exactly zero.
    """
    cli_verbs.project(
        [base, *reforms], only_last=False, workers=workers, seed=seed, out=out, threads=threads, years=years,
        provinces=provinces, sets=sets, quiet=quiet, as_json=as_json,
    )  # fmt: skip


@app.command(epilog="Example:  `python run.py check my_reform.yaml`  or  `python run.py check --sources`")
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Scenario files; none: all that is shipped.")] = None,
    sources: Annotated[bool, typer.Option("--sources", help="Print the share of values with a source.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read all YAML strictly and say every fault, with file, line and the nearest valid name; nothing is simulated.

    Also looks for levers that no rule reads, series that end before the horizon, and values without a source.
    """
    cli_verbs.check(files or [], sources=sources, as_json=as_json)


@app.command(epilog="Example:  `python run.py levers base_floor`  or  `python run.py levers --json`")
def levers(
    pattern: Annotated[str, typer.Argument(help="Part of a lever's name, English or Chinese.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the levers a reform may change: value now, unit, bounds, source, and the rule that reads it."""
    cli_verbs.levers(pattern, as_json=as_json)


@app.command(epilog='Example:  `python run.py baseline --update --reason "The crediting rate of 2025 was published"`')
def baseline(
    update: Annotated[bool, typer.Option("--update", help="Accept today's numbers as the yardstick.")] = False,
    reason: Annotated[str, typer.Option(help="Why the numbers moved; written to CHANGELOG.md.")] = "",
    threads: Threads = None,
    quiet: Quiet = False,
) -> None:
    """Run a small fixed run of the shipped scenarios and compare with the committed numbers in outputs/baseline/.

    Exits with 1 when a number moved by more than a millionth, and lists what moved.
    """
    cli_verbs.baseline(update=update, reason=reason, threads=threads, quiet=quiet)


@app.command(epilog="Example:  `python run.py bench --quick`")
def bench(
    quick: Annotated[bool, typer.Option("--quick", help="Fewer workers and repeats; a rougher answer.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure the whole model against a small career month in plain numpy, its threads, memory and first answer."""
    cli_verbs.bench(quick=quick, as_json=as_json)


def main() -> None:
    """Entry of ``python run.py`` and of the installed command ``lingbao``."""
    app(prog_name="lingbao" if Path(sys.argv[0]).name == "lingbao" else "python run.py")
