"""All kinds of attempts, with the share each has of a run."""

from __future__ import annotations

from tests.robustness.attempts import Kind
from tests.robustness.try_caches import try_caches
from tests.robustness.try_files import try_careers, try_cases, try_scenarios
from tests.robustness.try_levers import try_levers
from tests.robustness.try_options import try_options
from tests.robustness.try_page import try_page
from tests.robustness.try_pipes import try_pipes
from tests.robustness.try_places import try_places
from tests.robustness.try_results import try_results
from tests.robustness.try_signals import try_signals
from tests.robustness.try_texts import try_texts

KINDS = (
    Kind("levers", 30, try_levers),
    Kind("scenarios", 20, try_scenarios),
    Kind("careers", 12, try_careers),
    Kind("cases", 8, try_cases),
    Kind("options", 10, try_options),
    Kind("texts", 4, try_texts, chunk=6),
    Kind("results", 5, try_results, chunk=8),
    Kind("signals", 4, try_signals, chunk=8),
    Kind("pipes", 4, try_pipes, chunk=8),
    Kind("places", 4, try_places, chunk=8),
    Kind("caches", 1, try_caches, chunk=6),
    Kind("page", 4, try_page, chunk=60),
)
