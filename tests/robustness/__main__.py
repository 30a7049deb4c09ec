"""``python -m tests.robustness --attempts 2000 --seed 7``: try to break the model, print what held and what did not."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.robustness.attempts import Attempt, Kind, Outcome, plan
from tests.robustness.kinds import KINDS
from tests.robustness.making import figures, keep, made_in_parallel, sorts

MISHANDLED = 1


def main() -> int:
    """Exit code 1 when anything was mishandled."""
    asked = _arguments()
    kinds = [kind for kind in KINDS if kind.name in asked.kind] if asked.kind else list(KINDS)
    if asked.only is not None:
        chunks: list[tuple[Kind, list[Attempt]]] = [
            (kind, [Attempt(kind.name, asked.seed, asked.only)]) for kind in kinds
        ]
    else:
        chunks = plan(kinds, asked.attempts, asked.seed)
    started, outcomes = time.perf_counter(), []
    total = sum(len(attempts) for _, attempts in chunks)
    for found in made_in_parallel(chunks, asked.processes):
        outcomes += found
        print(f"{len(outcomes)} of {total} attempts, {time.perf_counter() - started:.0f} s", file=sys.stderr)
    _print(outcomes, asked.verbose)
    if any(each.verdict == "mishandled" for each in outcomes):
        folder = asked.keep or Path(tempfile.mkdtemp(prefix="robustness_"))
        keep(outcomes, folder)
        print(f"inputs of the mishandled: {folder}")
        return MISHANDLED
    return 0


def _arguments() -> argparse.Namespace:
    names = [kind.name for kind in KINDS]
    parser = argparse.ArgumentParser(prog="python -m tests.robustness", description=__doc__)
    parser.add_argument("--attempts", type=int, default=200, help="of all kinds together (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same attempts")
    parser.add_argument("--kind", action="append", choices=names, help="only this kind; repeatable")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="only this attempt of the kind")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="at once (default %(default)s)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="folder for the inputs of what was mishandled")
    parser.add_argument("--verbose", action="store_true", help="print every attempt")
    return parser.parse_args()


def _print(outcomes: Sequence[Outcome], verbose: bool) -> None:
    if verbose:
        for each in outcomes:
            print(f"{each.attempt.kind} {each.attempt.number}: {each.verdict}: {each.tried} | {each.said!r}")
    print("\n".join(figures(outcomes)))
    skipped = {(each.attempt.kind, each.said) for each in outcomes if each.verdict == "skipped"}
    for kind, why in sorted(skipped):
        print(f"skipped: {kind}: {why}")
    for (kind, sort), found in sorts(outcomes).items():
        first = found[0]
        print(
            f"\nmishandled {len(found)}: {kind}: {sort}\n  {first.tried!r}\n  {first.said!r}\n  {first.attempt.command}"
        )


if __name__ == "__main__":
    raise SystemExit(main())
