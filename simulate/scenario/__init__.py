"""Scenarios: dated differences from the law, composed in order and recorded old to new."""

from simulate.scenario.compose import Composed, compose, read_set
from simulate.scenario.schema import SCENARIOS, Override, Scenario, bundled, load_scenario
from simulate.scenario.whole_check import CheckReport, check

__all__ = [
    "SCENARIOS", "CheckReport", "Composed", "Override", "Scenario", "bundled", "check", "compose", "load_scenario",
    "read_set",
]  # fmt: skip
