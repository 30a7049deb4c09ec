"""What ``validate`` and ``calibrate`` do: compare the law as it stands with the record, fit parameters to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulate.cli.first_run import announce, compile_first
from simulate.cli.leaving import note_written, say, spoken_faults, tell
from simulate.cli.options import check_options
from simulate.cli.verbs import print_json

if TYPE_CHECKING:
    from simulate.fit.blocks import Block


def validate(
    *, workers: int, seed: int, threads: int | None, out: Path | None, quiet: bool, as_json: bool
) -> None:  # fmt: skip
    """``validate``: every official series held, every year, beside what the model says."""
    with spoken_faults():
        _check_sample(workers, seed, threads)
        announce(quiet)
        compile_first(quiet)
        from simulate import fit
        from simulate.machine.files import write_whole

        read = fit.run(workers=workers, seed=seed, threads=threads, show_progress=not quiet)
        compared, provinces = fit.compare(read), fit.compare_provinces(read)
        path = out or fit.PAGE
        projections = list(fit.bridges(fit.options(workers, seed, threads, not quiet)))
        what = f"scenario baseline, {workers:,} workers, seed {seed}"
        write_whole(path, fit.page(compared, provinces, projections, what))
        note_written(path)
        n_within = sum(each.is_within for each in compared)
        n_ranked = sum(each.is_within for each in provinces)
        if as_json:
            print_json({
                "within": n_within, "compared": len(compared), "written": str(path),
                "series": [
                    {"series": each.series.name, "year": each.year, "record": each.record, "model": each.model,
                     "difference": each.difference, "within": each.is_within, "fitted": each.series.is_fitted}
                    for each in compared
                ],
                "provinces": [
                    {"year": each.year, "quantity": each.name, "rank_correlation": each.rank_correlation,
                     "within": each.is_within} for each in provinces
                ],
                "projections": [
                    {"projection": each.content["name"]["en"], "published": each.content["published"],
                     "within": {figure: each.is_within(figure) for figure in fit.FIGURES},
                     "steps": [{"step": step.name.en, **step.dates} for step in each.steps]} for each in projections
                ],
            })  # fmt: skip
            return
        tell(f"{n_within} of {len(compared)} figures within tolerance")
        tell(f"{n_ranked} of {len(provinces)} orders of provinces as on record")
        if not quiet:
            say(f"written: {path}")


def calibrate(
    block: str, *, workers: int, seed: int, threads: int | None, steps: int, anchor: int, keep: bool, quiet: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """``calibrate``: fit a block, or all in their order; the numbers go into their files unless only to be shown."""
    with spoken_faults():
        _check_sample(workers, seed, threads)
        announce(quiet)
        from simulate.fit import calibrate as fitting
        from simulate.fit.blocks import block_of, read_blocks

        chosen = [block_of(block)] if block else list(read_blocks().values())
        compile_first(quiet)
        reports = []
        for each in chosen:
            with _bar(each, steps, quiet) as tell_of:
                found = fitting.calibrate(
                    each, workers=workers, seed=seed, threads=threads, most=steps, anchor=anchor, tell=tell_of
                )
            if keep:
                note_written(fitting.write(found, workers=workers, seed=seed, anchor=anchor))
            reports.append(fitting.as_dict(found, workers, seed, "", anchor))
            if not as_json:
                _tell_fit(reports[-1])
        if as_json:
            print_json(reports[0] if block else reports)


def _check_sample(workers: int, seed: int, threads: int | None) -> None:
    """Raises ProblemsFound where the sample of the baseline is not one that can be lived."""
    check_options(
        names=["baseline"], workers=workers, seed=seed, threads=threads, years="2010-2075", provinces="", sets=(),
        out=None,
    )  # fmt: skip


@contextmanager
def _bar(block: Block, steps: int, quiet: bool) -> Iterator[Callable[[int, float], None]]:
    """A bar over the evaluations of a fit, with the sum of squares beside it."""
    from tqdm import tqdm

    with tqdm(total=steps * (len(block.knobs) + 1), desc=block.name, leave=False, disable=quiet) as bar:

        def follow(n: int, squares: float) -> None:
            bar.update(1)
            bar.set_postfix_str(f"sum of squares {squares:,.1f}")

        yield follow


def _tell_fit(report: Mapping[str, Any]) -> None:
    """What a fit moved, how sure it is, and which figures determine it."""
    for name, row in report["parameters"].items():
        error = row["standard_error"]
        pinned = ", ".join(row["pinned_by"]) or "nothing: a range"
        stated = "" if error is None else f" ±{error:g}"
        tell(f"{name}: {row['start']:g} -> {row['value']:g}{stated}, determined by {pinned}")
    before, after = report["sum_of_squares"].values()
    tell(f"sum of squares, in tolerances: {before:,.1f} -> {after:,.1f}, {report['evaluations']} evaluations")
