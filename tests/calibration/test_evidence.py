"""The ranges of behaviour stated in the law book hold what was found of it elsewhere."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulate.parameters import LawBook

BOOK = LawBook.load()


def log_odds(share: float) -> float:
    return math.log(share / (1.0 - share))


KNOWN_BY = 0.64  # enrolment.knowledge, the share on whom nothing more is to be had
FOUND = [
    ("price_sensitivity", 0.0, "matching in China's rural scheme: none found (Lin, Zhang, Lin, Wang, Liu)"),
    ("price_sensitivity", 0.3, "Duru Nuri, administrative panel, +0.66 % (Kim 2025)"),
    ("price_sensitivity", 1.4, "Duru Nuri, pilot, +3.1 % (Yoo, Kang, Choi 2016)"),
    ("price_sensitivity", 10.0, "Korean farmers and fishers, cross-section (World Bank 2012, table 8.10)"),
    ("knowledge_effect", 0.0, "China, Shaanxi and brochures: some groups only (Song 2012; Giles et al. 2021)"),
    ("knowledge_effect", (log_odds(0.52) - log_odds(0.45)) / (1.0 - KNOWN_BY),
     "Brazil, booklet: +7 points on 45 % in the month (Bosch, Fernandes, Villa 2015), over those who did not know"),
    ("trait_renewal", 1.0 - math.sqrt(1.0 - 0.219), "CLDS: 21.9 % of the insured of 2016 not insured in 2018"),
    ("affordable_share", 0.2, "ILO 2022, section 4.3.3: almost half find less than 20 % of income heavy"),
    ("resident_tier_share", 0.709, "ILO 2022, figure 23: the lowest tier, other flexible workers"),
    ("resident_tier_share", 0.536, "ILO 2022, figure 23: the lowest tier, platform workers"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "source"), FOUND, ids=[f"{name} {value:.2g}" for name, value, _ in FOUND])
def test_a_range_holds_what_was_found(name: str, value: float, source: str) -> None:
    stated = BOOK.specs[f"enrolment.{name}"].entries[-1].range
    assert stated is not None, name
    low, high = np.min(stated), np.max(stated)
    assert low - 1e-9 <= value <= high + 1e-9, f"{source}: {value:.3g} outside {low:g} to {high:g}"
