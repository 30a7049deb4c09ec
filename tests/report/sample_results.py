"""Results of random numbers, written as a run writes them: no simulation, every output and label."""

from __future__ import annotations

import numpy as np
import yaml

from simulate.indicators import outputs
from simulate.results import provenance
from simulate.results.estimates import ScenarioResult, gather
from simulate.results.manifest import write_manifest
from simulate.results.writer import write_results
from simulate.scenario.kept import Piece

YEARS = (2029, 2031)
PROVINCES = ("beijing", "shanghai")


def random_scenarios():
    """A base, the same again, and another; every output random in all its replicates, one cell in twenty empty."""
    base, other = random_indicators(1), random_indicators(2)
    pieces = (Piece("scenario", "base", "title: the law\nchanges: []\n"),)
    return [
        ScenarioResult("base", base, title="The law", pieces=pieces, as_of="2026-11-21"),
        ScenarioResult("nothing", base),
        ScenarioResult("reform", other, title="Something else"),
    ]


def random_indicators(seed):
    rng = np.random.default_rng(seed)
    largest = {"count": 1e9, "money": 1e13, "date": 2075.0}
    found = {}
    for name, output in outputs().items():
        values = rng.uniform(-0.1, 1.0, (4, *output.shape)) * largest.get(output.kind, 1.0)
        values[:, rng.uniform(size=output.shape) < 0.05] = np.nan
        found[name] = values
    return found


def small_results(scenarios):
    """Three years and two provinces: a whole file is read back in a moment."""
    return gather(scenarios, years=YEARS, provinces=PROVINCES)


def sealed_anew(folder):
    """The folder with a manifest of the files that stand in it now, as another version of the model may write."""
    content = yaml.safe_load((folder / "manifest.yaml").read_text(encoding="utf-8"))
    write_manifest({key: each for key, each in content.items() if key not in ("format", "files", "digest")}, folder)
    return folder


def tiny_scenarios(seed=1):
    """One scenario."""
    return [ScenarioResult("base", random_indicators(seed), title="The law", as_of="2026-11-21")]


def write_alone(alone, folder, or_next=False):
    """One year and one province of one scenario."""
    results = gather(alone, years=(2031, 2031), provinces=["beijing"])
    made = provenance.manifest(alone, seed=1, workers=10, threads=1, command=["run.py", "run"])
    return write_results(results, alone, made, folder, or_next=or_next)


def write_tiny(folder, seed=1):
    """One scenario, one year, one province."""
    return write_alone(tiny_scenarios(seed), folder)


def write_run(results, scenarios, folder):
    """Written by a comparison whose last scenario changes a lever and has a title in both languages."""
    made = provenance.manifest(scenarios, seed=1, workers=10, threads=1, command=["run.py", "compare"])
    made["scenarios"][2]["title"]["zh"] = "另一规则"
    change = {"lever": "funds.reserve_return", "places": "", "dates": "from 2027", "old": "0.02", "new": "0.03"}
    made["scenarios"][2]["applied_changes"] = [{**change, "unit": "rate_per_year", "binds": True, "origin": "here"}]
    return write_results(results, scenarios, made, folder)
