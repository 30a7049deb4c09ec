"""What ``validate`` and ``calibrate`` do: hold the law as it stands against the record, fit parameters to it."""

from __future__ import annotations

from pathlib import Path

from simulate.cli.leaving import note_written, say, spoken_faults, tell
from simulate.cli.options import check_options
from simulate.cli.verbs import compile_first, print_json


def validate(
    *, workers: int, seed: int, threads: int | None, out: Path | None, quiet: bool, as_json: bool
) -> None:  # fmt: skip
    """``validate``: every official series held, every year, beside what the model says."""
    with spoken_faults():
        check_options(
            names=["baseline"], workers=workers, seed=seed, threads=threads, years="2010-2075", provinces="", sets=(),
            out=None,
        )  # fmt: skip
        compile_first(quiet)
        from simulate import fit
        from simulate.files import write_whole

        read = fit.run(workers=workers, seed=seed, threads=threads, show_progress=not quiet)
        compared, provinces = fit.compare(read), fit.compare_provinces(read)
        path = out or fit.PAGE
        write_whole(path, fit.page(compared, provinces, f"scenario baseline, {workers:,} workers, seed {seed}"))
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
            })  # fmt: skip
            return
        tell(f"{n_within} of {len(compared)} figures within tolerance")
        tell(f"{n_ranked} of {len(provinces)} orders of provinces as on record")
        if not quiet:
            say(f"written: {path}")


def calibrate(
    block: str, *, workers: int, seed: int, threads: int | None, steps: int, keep: bool, quiet: bool, as_json: bool
) -> None:  # fmt: skip
    """``calibrate``: fit a block by simulated moments; the numbers go into their files unless only to be shown."""
    with spoken_faults():
        check_options(
            names=["baseline"], workers=workers, seed=seed, threads=threads, years="2010-2075", provinces="", sets=(),
            out=None,
        )  # fmt: skip
        from simulate.fit import calibrate as fitting
        from simulate.fit.blocks import block_of

        chosen = block_of(block)
        compile_first(quiet)
        from tqdm import tqdm

        with tqdm(total=steps * (len(chosen.knobs) + 1), desc=block, leave=False, disable=quiet) as bar:

            def follow(n: int, squares: float) -> None:
                bar.update(1)
                bar.set_postfix_str(f"sum of squares {squares:,.1f}")

            found = fitting.calibrate(chosen, workers=workers, seed=seed, threads=threads, most=steps, tell=follow)
        if keep:
            note_written(fitting.write(found, workers=workers, seed=seed))
        report = fitting.as_dict(found, workers, seed, "")
        if as_json:
            print_json(report)
            return
        for name, row in report["parameters"].items():
            error = row["standard_error"]
            pinned = ", ".join(row["pinned_by"]) or "nothing: a range"
            told = "" if error is None else f" ±{error:g}"
            tell(f"{name}: {row['start']:g} -> {row['value']:g}{told}, pinned by {pinned}")
        before, after = report["sum_of_squares"].values()
        tell(f"sum of squares, in tolerances: {before:,.1f} -> {after:,.1f}, {report['evaluations']} evaluations")
