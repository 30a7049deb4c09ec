"""The command line: verbs and options only.  What a verb does lives in the module it imports when called."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer

from simulate.cli import cases, lives, page, verbs
from simulate.cli import certify as certificate
from simulate.cli import fit as fitting
from simulate.cli import serve as local_page
from simulate.cli import sweep as sweeps
from simulate.cli import workbook as spreadsheet
from simulate.cli.processes import Processes
from simulate.cli.usage import whole

app = typer.Typer(
    name="lingbao",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Lingbao (灵保) projects China's old-age insurance worker by worker, month by month: who is insured, at what "
    "pension, and what the funds hold, under the law as it stands and under reforms laid on it.",
    epilog="Start with:  `python run.py compare law_2021 hukou_removal --workers 5000`\n\n"
    "Exit codes:  0 done and written · 1 a check said no · 2 something you can fix · 3 a fault of the model, with a "
    "file to send us · 130 interrupted",
)

LARGE: Final = 400_000  # workers by which the record is judged: fewer do not keep the provinces in their order

_Whole = partial(typer.Option, parser=whole, metavar="INTEGER")
Workers = Annotated[int, _Whole(help="Workers drawn; errors shrink with the square root.", show_default="100000")]
Seed = Annotated[int, _Whole(help="Same seed, same numbers, on any number of threads.")]
Out = Annotated[Path | None, typer.Option(help="Folder for the results.", show_default="outputs/runs/NAME")]
Threads = Annotated[
    int | None, _Whole(help="Threads; never changes a number.", show_default="all cores; one for a small run")
]
Years = Annotated[str, typer.Option(help="Years reported; all are simulated.", metavar="FIRST-LAST")]
Provinces = Annotated[str, typer.Option(help="Provinces reported, by commas; all are simulated.", show_default="all")]
Sets = Annotated[list[str] | None, typer.Option("--set", metavar="LEVER=VALUE", help="Change a lever; repeatable.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no list of changes.")]
Agreed = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before a run of more than an hour.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Stats = Annotated[bool, typer.Option("--stats", help="Print the share of all worker-years each reform affects.")]
Local = Annotated[int | None, typer.Option("--local", metavar="N", help="Run in N processes on this machine.")]
Cluster = Annotated[
    str,
    typer.Option("--cluster", metavar="ADDRESS", help="Live on a dask scheduler that runs already.", show_default=""),
]
Slurm = Annotated[
    Path | None, typer.Option("--slurm", metavar="PROFILE", help="Run in Slurm jobs; a file says what to ask for.")
]
Scenario = Annotated[str, typer.Option(metavar="A", help="Law the life is under: in scenarios/, or a file.")]
Against = Annotated[str | None, typer.Option(metavar="B", help="A reform laid on A, side by side with it.")]
On = Annotated[
    str | None, typer.Option("--on", metavar="BASE", help="Lay both on this law.", show_default="A on baseline, B on A")
]
Draws = Annotated[
    int,
    typer.Option(
        metavar="K",
        show_default="none",
        help="Also run K draws of what is fitted and assumed; prints ranges, and what drives them.",
    ),
]
File = Annotated[Path | None, typer.Option("--out", help="Write everything as JSON to this file.")]


def _say_version(is_asked: bool) -> None:
    if is_asked:
        from simulate.results.provenance import commit, project_version

        typer.echo(" ".join(filter(None, ["lingbao", project_version(), commit()[:12]])))
        raise typer.Exit


@app.callback()
def before_the_verb(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_say_version, help="Print the version and exit.")
    ] = False,
) -> None:
    """Options of the command line as a whole; its help stands above."""


@app.command(epilog="Example:  `python run.py run hukou_removal --on law_2021 --workers 20000 --years 2025-2050`")
def run(
    reform: Annotated[
        str | None, typer.Argument(help="A name in scenarios/, or a file of your own; none: the law itself.")
    ] = None,
    on: Annotated[str, typer.Option("--on", metavar="BASE", help="The law the reform is laid on.")] = "baseline",
    workers: Workers = 100_000, seed: Seed = 1, out: Out = None, threads: Threads = None,
    years: Years = "2010-2075", provinces: Provinces = "", sets: Sets = None, quiet: Quiet = False,
    as_json: AsJson = False, agreed: Agreed = False, draws: Draws = 0, local: Local = None, cluster: Cluster = "",
    slurm: Slurm = None,
) -> None:  # fmt: skip
    """Project one scenario: coverage, pensions and funds to 2075.

    The changes it makes to the law are listed, old -> new, before the run; the results (NetCDF, CSV tables and a
    manifest saying exactly what was run) are written to one folder.
    """
    names = [on] if reform is None or reform == on else [on, reform]
    verbs.project(
        names, only_last=True, workers=workers, seed=seed, out=out, threads=threads, years=years,
        provinces=provinces, sets=sets, quiet=quiet, as_json=as_json, agreed=agreed, draws=draws,
        processes=Processes(local, cluster, slurm),
    )  # fmt: skip


@app.command(epilog="Example:  `python run.py compare law_2021 hukou_removal lower_minimum_base platform_copayment`")
def compare(
    base: Annotated[str, typer.Argument(help="The law everything else is laid on and compared with.")],
    reforms: Annotated[list[str], typer.Argument(help="Reforms, each laid on the base by itself.")],
    workers: Workers = 100_000, seed: Seed = 1, out: Out = None, threads: Threads = None,
    years: Years = "2010-2075", provinces: Provinces = "", sets: Sets = None, quiet: Quiet = False,
    as_json: AsJson = False, agreed: Agreed = False, stats: Stats = False, draws: Draws = 0,
    local: Local = None, cluster: Cluster = "", slurm: Slurm = None,
) -> None:  # fmt: skip
    """Project a base and reforms laid on it, on the same lives, and print the differences.

    All scenarios share every draw whose cause they share, so a difference carries the error of the paired difference,
    much smaller than that of two separate runs; a reform that changes nothing differs by exactly zero.
    """
    verbs.project(
        [base, *reforms], only_last=False, workers=workers, seed=seed, out=out, threads=threads, years=years,
        provinces=provinces, sets=sets, quiet=quiet, as_json=as_json, agreed=agreed, stats=stats, draws=draws,
        processes=Processes(local, cluster, slurm),
    )  # fmt: skip


@app.command(epilog="Examples:  `python run.py sweep FILE --local 4`  or  `python run.py sweep status FILE`")
def sweep(
    words: Annotated[
        list[str], typer.Argument(metavar="FILE", help="A design, or its folder; before it: status or collect.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="Folder of the cells.", show_default="outputs/sweeps/NAME")
    ] = None,
    local: Local = None, cluster: Cluster = "", slurm: Slurm = None,
    shard: Annotated[str, typer.Option(metavar="I/N", help="Only this part: for job arrays.", show_default="")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and in how long.")] = False,
    target_se: Annotated[
        str,
        typer.Option("--target-se", metavar="HEADLINE=X", help="More workers until its paired error is below X.",
                     show_default=""),
    ] = "",
    threads: Threads = None, quiet: Quiet = False, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Run a design of many scenarios, levers, parameters and seeds; what is finished is never run again.

    `sweep FILE` runs the cells that are missing, `sweep status FILE` says how far it is, `sweep collect FILE` writes
    one dataset, tables and a page.  The form of the file, servers and Slurm: scenarios/sweeps/README.md.  Exits with 1
    when a cell failed; the same command tries it again.
    """
    sweeps.sweep(
        sweeps.Asked(words, out, Processes(local, cluster, slurm), shard, dry_run, target_se, threads, quiet, as_json)
    )


@app.command(epilog="Example:  `python run.py check my_reform.yaml`  or  `python run.py check --sources`")
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Scenario files; none: all that is shipped.")] = None,
    sources: Annotated[bool, typer.Option("--sources", help="Print the share of values with a source.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read all YAML strictly and report every fault, with file, line and the nearest valid name; nothing is simulated.

    Also looks for levers that no rule reads, series that end before the horizon, and values without a source.
    """
    verbs.check(files or [], sources=sources, as_json=as_json)


@app.command(epilog="Example:  `python run.py levers base_floor`  or  `python run.py levers --json`")
def levers(
    pattern: Annotated[str, typer.Argument(help="Part of a lever's name, English or Chinese.")] = "",
    sources: Annotated[
        bool, typer.Option("--sources", help="The source of each dated value, each on its own line.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the levers a reform may change: value now, unit, bounds, source, and the rule that reads it."""
    verbs.levers(pattern, sources=sources, as_json=as_json)


@app.command(epilog="Example:  `python run.py case`  or  `python run.py case mine.yaml --json`")
def case(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files of cases, or folders of them.", show_default="the examples")
    ] = None,
    scenario: Annotated[
        str, typer.Option(metavar="NAME", help="Judge by the law of a scenario laid on the baseline.")
    ] = "baseline",
    sets: Sets = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Only what did not pass and the counts; no progress.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Judge policy cases: call the rules of the model with the inputs of worked examples and compare the results.

    A case says what a rule must give, for example:

    `cases: [{id: floor-2025, rule: flexible_contribution, inputs: {contribution_base: 4775, contribution_rate: 0.2,
    account_rate: 0.08}, expected: {contribution: 955, to_account: 382}, tolerance: 0.01, note: 4775 x 20 %}]`

    `tolerance` is `exact`, a number, or `{result: number}`.  Inputs left out are those of the law of `award_month`
    (or `month`, `year`; else of November 2026).  What a rule does not understand is not run and never passes.
    A lever set without a month holds from 2027-01: write `--set employee_pension.base_floor_ratio@2025-01=0.4`.
    Exits with 1 when a case failed or was not run, with 2 when a file cannot be read.
    """
    cases.case(files or [cases.EXAMPLES], scenario=scenario, sets=sets or (), quiet=quiet, as_json=as_json)


@app.command(epilog="Example:  `python run.py career rider_beijing --scenario law_2021 --against hukou_removal`")
def career(
    file: Annotated[str, typer.Argument(help="A name in scenarios/careers/, or a .yaml file of your own.")],
    scenario: Scenario = "baseline", against: Against = None, on: On = None, sets: Sets = None,
    by_year: Annotated[bool, typer.Option("--by-year", help="Also print the sums of each year.")] = False,
    quiet: Quiet = False, as_json: AsJson = False, out: File = None,
) -> None:  # fmt: skip
    """Follow a hand-written career month by month: what is paid, by whom, into what, and the pension it gives.

    Nothing is drawn: the file says how each month is spent and insured and how the pension is claimed.  Prints
    contributions, months, account, the award and its parts, replacement rates, money's worth, and every refusal with
    its reason and its article.  The form of the file: scenarios/careers/README.md.
    """
    lives.career(
        file, scenario=scenario, against=against, on=on, sets=sets or (), by_year=by_year, quiet=quiet,
        as_json=as_json, out=out,
    )  # fmt: skip


@app.command(
    epilog="Examples:  `python run.py explain 1987-m42 --against hukou_removal`  or  `python run.py explain --where "
    '"occupation=delivery_rider and qualifies.A=false and qualifies.B=true" --against hukou_removal`'
)
def explain(
    worker: Annotated[str | None, typer.Argument(help="Number of a worker: birth year, m or f, position.")] = None,
    scenario: Scenario = "baseline", against: Against = None, on: On = None,
    where: Annotated[
        str | None, typer.Option(metavar="QUESTION", help="Open the first worker for whom this holds.")
    ] = None,
    workers: Workers = 100_000, seed: Seed = 1, sets: Sets = None,
    as_career: Annotated[
        Path | None, typer.Option("--as-career", metavar="FILE", help="Write the life under A as a career file.")
    ] = None,
    quiet: Quiet = False, as_json: AsJson = False, out: File = None,
) -> None:  # fmt: skip
    """Open one simulated worker: month by month what happened, why a claim failed, and the article behind each number.

    The worker is the one a run with the same --workers and --seed draws.  A question compares fields with
    `= != < <= > >=` and joins them with and, or, not.  Fields: form, occupation, sex, hukou_province, hukou_type,
    education, birth_year; of scenario A or B: qualifies.A, award.A (yuan a month at its award), insured.A, months.A,
    resident.A, extended.A.  Who loses by B: award.B<award.A.
    """
    lives.explain(
        worker, scenario=scenario, against=against, on=on, where=where, workers=workers, seed=seed, sets=sets or (),
        as_career=as_career, quiet=quiet, as_json=as_json, out=out,
    )  # fmt: skip


@app.command(epilog="Example:  `python run.py report outputs/runs/law_2021_and_hukou_removal --lang both`")
def report(
    runs: Annotated[list[Path], typer.Argument(help="Result folders, or their names in outputs/runs.")],
    lang: Annotated[str, typer.Option(help="zh, en or both.")] = "both",
    out: Annotated[Path | None, typer.Option(help="Page or folder.", show_default="RUN/report.html")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also print it (needs Chromium, Chrome or Edge).")] = False,
    png: Annotated[Path | None, typer.Option(help="Also draw each chart into this folder.")] = None,
) -> None:
    """Write a page a ministry can read from results: one file, Chinese and English, that needs no internet."""
    page.report(runs, lang=lang, out=out, pdf=pdf, png=png)


@app.command(epilog="Example:  `python run.py serve`  or  `python run.py serve --port 9000 --no-browser`")
def serve(
    port: Annotated[int, _Whole(help="Port on this computer; 0: any that is free.")] = local_page.PORT,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    workers: Annotated[int, _Whole(help="Workers offered for a run; can be changed on the page.")] = (
        local_page.WORKERS
    ),
    results: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of all results.", show_default="outputs/runs")
    ] = None,
    scenarios: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder scenarios are saved in.", show_default="scenarios")
    ] = None,
) -> None:
    """Open a local page to write a reform, run it and compare it, without writing YAML.

    Only this computer can reach it, at 127.0.0.1, and it asks nothing of the internet.  Ctrl+C ends it and its runs.
    """
    local_page.serve(port=port, browser=browser, workers=workers, results=results, scenarios=scenarios)


@app.command(epilog="Example:  `python run.py workbook outputs/runs/baseline --lang zh`")
def workbook(
    runs: Annotated[
        list[Path], typer.Argument(metavar="RUN...", help="Result folders, or their names in outputs/runs.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            help="The file, ending in .xlsx; an earlier workbook is replaced.",
            show_default="workbook.xlsx in the first folder",
        ),
    ] = None,
    lang: Annotated[str, typer.Option(help="Language of the workbook: en or zh.")] = "en",
    quiet: Quiet = False,
) -> None:
    """Write results as an Excel file: headline, charts, coverage, adequacy, funds, who pays, the law, its sources."""
    spreadsheet.workbook(runs, out=out, lang=lang, quiet=quiet)


@app.command(epilog="Example:  `python run.py validate --workers 50000`")
def validate(
    workers: Annotated[
        int,
        _Whole(help="Workers drawn; provinces are in order only in a large sample.", show_default=str(LARGE)),
    ] = LARGE, seed: Seed = 1, threads: Threads = None,
    out: Annotated[Path | None, typer.Option(help="Where the page goes.", show_default="calibration/FIT.md")] = None,
    quiet: Quiet = False, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Compare the law as it stands with the official record: every series, every year from 2010, the provinces.

    Writes one page with what was fitted and what only judges, how far off each figure is, and why it misses.
    """
    fitting.validate(workers=workers, seed=seed, threads=threads, out=out, quiet=quiet, as_json=as_json)


@app.command(epilog="Examples:  `python run.py calibrate`  or  `python run.py calibrate coverage --show`")
def calibrate(
    block: Annotated[
        str, typer.Argument(help="A block of calibration/blocks.yaml; none: all, in their order.", show_default=False)
    ] = "",
    workers: Annotated[int, _Whole(help="Workers drawn, the same for every evaluation.")] = 10_000,
    seed: Seed = 1, threads: Threads = None,
    steps: Annotated[int, typer.Option(help="Steps of the search at most.", min=1)] = 6,
    anchor: Annotated[
        int, _Whole(help="Workers of one run at the start, used to correct for sampling noise.")
    ] = LARGE,
    keep: Annotated[bool, typer.Option("--keep/--show", help="Write the numbers into their files, or show.")] = True,
    quiet: Quiet = False, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Fit a block of parameters to the official record by simulated moments and least squares.

    Every evaluation is kept in a log, so that an interrupted fit resumes where it stopped. The report says which
    figures determine each parameter; one that no figure determines stays a range.
    """
    fitting.calibrate(
        block,
        workers=workers,
        seed=seed,
        threads=threads,
        steps=steps,
        anchor=anchor,
        keep=keep,
        quiet=quiet,
        as_json=as_json,
    )


@app.command(epilog='Example:  `python run.py baseline --update --reason "The crediting rate of 2025 was published"`')
def baseline(
    update: Annotated[bool, typer.Option("--update", help="Accept today's numbers as those to compare with.")] = False,
    reason: Annotated[str, typer.Option(help="Why the numbers moved; written to CHANGELOG.md.")] = "",
    threads: Threads = None,
    quiet: Quiet = False,
) -> None:
    """Run a small fixed run of the shipped scenarios and compare with the committed numbers in outputs/baseline/.

    Exits with 1 when a number moved by more than a millionth, and lists what moved.
    """
    verbs.baseline(update=update, reason=reason, threads=threads, quiet=quiet)


@app.command(epilog="Example:  `python run.py certify`  or  `python run.py certify --json > certificate.json`")
def certify(
    without: Annotated[
        list[str] | None, typer.Option("--without", help="A line not to be tried, by its name in the JSON; repeatable.")
    ] = None,
    as_json: AsJson = False,
    out: Annotated[Path | None, typer.Option("--out", help="Also write it as JSON to this file.")] = None,
    quiet: Quiet = False,
) -> None:
    """Write a certificate of this installation: what must hold for it, one line each, with a figure, pass or fail.

    Same bits over threads, batches, orders, processes and a cluster; reforms without noise; every lever alive and
    dated; every series to the horizon; accounts, policy cases, fixed numbers, speed.  Three minutes on two cores.
    Exits with 1 when a line does not hold.
    """
    certificate.certify(without=without or (), as_json=as_json, out=out, quiet=quiet)


@app.command(epilog="Example:  `python run.py bench --quick`")
def bench(
    quick: Annotated[bool, typer.Option("--quick", help="Fewer workers and repeats; a rougher answer.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure the whole model against a small career month in plain numpy, its threads, memory and first answer."""
    verbs.bench(quick=quick, as_json=as_json)
