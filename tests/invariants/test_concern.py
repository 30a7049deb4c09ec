"""Workers whom a law cannot concern share the life of the base: living everyone apart gives the same bits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from simulate import clock
from simulate.codes import PROVINCES
from simulate.cohorts import RunOptions, live, simulate_cells
from simulate.parameters import ParameterSet
from simulate.schemes import readings as readings
from simulate.schemes.concern import EVERYONE, INJURED, MONTH, NO_TIME, monthly
from simulate.schemes.law import Law, build_law
from simulate.schemes.readings import READ_BY
from tests.invariants.conftest import same

FEW = RunOptions(workers=300, seed=11, threads=1)
SHIPPED = sorted(path.stem for path in Path(__file__).resolve().parents[2].joinpath("scenarios").glob("*.yaml"))
BY_AGE = {"annuity_divisor"}  # as many ages as there are provinces
REFORMS = tuple(name for name in SHIPPED if name not in ("baseline", "law_2021"))
# Share of worker-years that a reform of the law of 2021 lives apart from it, at most.
LIVED_APART = {"hukou_removal": 0.04, "lower_minimum_base": 0.2, "platform_copayment": 0.08}


def differing(laws: list[ParameterSet], names: list[str]) -> list[str]:
    """The laws whose sums differ by whether everyone is lived apart from the first."""
    netted, everyone = simulate_cells(laws, FEW), simulate_cells(laws, FEW, live_everyone=True)
    return [name for name, one, other in zip(names, netted, everyone, strict=True) if not same(one, other)]


@pytest.fixture(scope="module")
def law(law_of: Callable[..., ParameterSet]) -> Law:
    return build_law(law_of(), np.zeros(clock.N_YEARS))


def test_every_packed_field_says_how_it_is_read(law: Law) -> None:
    assert READ_BY.keys() == set(law._fields)
    for scheme, part in law._asdict().items():
        assert READ_BY[scheme].keys() == set(part._fields), scheme
        for name, values in part._asdict().items():
            reading = READ_BY[scheme][name]
            length = {MONTH: clock.N_MONTHS, NO_TIME: None}.get(reading.time, clock.N_YEARS)
            axes = list(values.shape)
            if length is not None:
                assert axes.pop(0) == length, f"{scheme}.{name}: its axis of time"
            else:
                assert axes[0] not in (clock.N_MONTHS, clock.N_YEARS), f"{scheme}.{name} has an axis of time"
            has_places = axes[:1] == [len(PROVINCES)] and name not in BY_AGE
            assert reading.by_place == has_places or reading.facts == EVERYONE, f"{scheme}.{name}: its provinces"
            assert reading.facts > 0, f"{scheme}.{name} is read of nobody"


@pytest.mark.parametrize("on", ["baseline", "law_2021"])
def test_under_every_scenario(law_of: Callable[..., ParameterSet], on: str) -> None:
    laws = [law_of(on=on), *(law_of(reform, on) for reform in REFORMS)]
    assert differing(laws, [on, *REFORMS]) == []


def test_a_net_too_narrow_is_found(law_of: Callable[..., ParameterSet], monkeypatch: pytest.MonkeyPatch) -> None:
    """The floor of flexible workers said to be read of the injured alone: what the reform fails to move is seen."""
    for scheme, field in (("employee_pension", "flexible_base_floor"), ("unemployment", "flexible_floor_base")):
        planted = {**READ_BY[scheme], field: monthly(INJURED, by_place=True)}
        monkeypatch.setitem(READ_BY, scheme, planted)
    laws = [law_of(), law_of("lower_minimum_base")]
    assert differing(laws, ["baseline", "lower_minimum_base"]) == ["lower_minimum_base"]


def test_what_is_forgotten_too_early_is_found(
    law_of: Callable[..., ParameterSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Own payments said to cap no payment on death: whoever shares the base's life again for it is seen."""
    ahead_of = readings.ahead_of
    monkeypatch.setattr(
        readings, "ahead_of", lambda laws: ahead_of(laws)._replace(grant_cap=0.0 * ahead_of(laws).grant_cap)
    )
    laws = [law_of(), law_of("lower_minimum_base")]
    assert differing(laws, ["baseline", "lower_minimum_base"]) == ["lower_minimum_base"]


def test_a_reform_lives_few(law_of: Callable[..., ParameterSet]) -> None:
    on = "law_2021"
    years = live([law_of(on=on), *(law_of(reform, on) for reform in LIVED_APART)], FEW).years
    for (reform, most), lived in zip(LIVED_APART.items(), years[1:], strict=True):
        assert 0 < lived <= most * years[0], f"{reform}: {lived / years[0]:.3f}"
