"""``python -m calibration first-look``: the commands of this folder."""

from __future__ import annotations

import argparse
import sys


def main(arguments: list[str] | None = None) -> int:
    """Entry of the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m calibration", description="The model against the official record.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    first = verbs.add_parser(
        "first-look",
        help="run the baseline before any fitting and write FIRST_LOOK.md",
        epilog="Example: python -m calibration first-look --workers 20000",
    )
    first.add_argument("--workers", type=int, default=20_000, help="workers drawn (default 20000)")
    first.add_argument("--seed", type=int, default=1)
    first.add_argument("--quiet", action="store_true", help="no progress")
    given = parser.parse_args(arguments)
    if given.workers < 1:
        print(f"--workers: found {given.workers}; expected a whole number of at least 1", file=sys.stderr)
        return 2

    from calibration import first_look

    compared, what = first_look.run(workers=given.workers, seed=given.seed, show_progress=not given.quiet)
    written = first_look.write(first_look.page(compared, what))
    print(f"{sum(each.is_within for each in compared)} of {len(compared)} figures within tolerance; written: {written}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
