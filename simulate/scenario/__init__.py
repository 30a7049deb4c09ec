"""Scenarios: dated differences from the law, composed in order and recorded old to new."""

from simulate.scenario.compose import Composed, compose, read_set
from simulate.scenario.schema import SCENARIOS, Override, Scenario, bundled, load_scenario
from simulate.scenario.sources import Source, load_all, scenario_of

__all__ = [
    "SCENARIOS", "Composed", "Override", "Scenario", "Source", "bundled", "compose", "load_all", "load_scenario",
    "read_set", "scenario_of",
]  # fmt: skip
