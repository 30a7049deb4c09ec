"""Scenarios: dated differences from the law, composed in order and recorded old to new."""

from simulate.scenario.compose import Composed, compose, read_set
from simulate.scenario.schema import SCENARIOS, Override, Scenario, bundled, load_scenario

__all__ = ["SCENARIOS", "Composed", "Override", "Scenario", "bundled", "compose", "load_scenario", "read_set"]
