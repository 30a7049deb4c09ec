"""The record reads, is complete, and its enterprise part adds up."""

from __future__ import annotations

import pytest

from simulate import record
from simulate.indicators import outputs


def test_every_series_has_an_output_a_tolerance_and_a_reason() -> None:
    series = record.series()
    assert len({each.name for each in series}) == len(series)
    for each in series:
        assert each.unit in record.UNITS
        for part in record.MODEL[each.output]:
            assert {*part.labels, "year"} == set(outputs()[part.output].dims)
        assert 0 < each.tolerance <= 0.3
        assert len(each.misses) > 20
        assert all(value > 0 for value in each.values.values())


def test_every_file_of_targets_names_sources() -> None:
    for path in record.TARGETS.glob("*.yaml"):
        content = record.load(path.stem)
        for name, entry in content.get("series", {}).items():
            assert "source" in entry or "source" in content, f"{path.name}: {name}"
    assert all(each.source for each in record.series())


@pytest.mark.parametrize("year", range(2015, 2024))
def test_enterprise_and_public_parts_add_up_to_the_record(year: int) -> None:
    content = record.load("employee_scheme")
    share, row = content["enterprise_share"], content["record"][year]
    derived = record.enterprise_record(content)[year]
    active = derived["contributors"] / share["contributors_over_active"]["value"]
    assert active + derived["pensioners"] == pytest.approx(row[record.ENTERPRISE_MEMBERS])
    public_retirees = row[record.RETIREES] - derived["pensioners"]
    spending = public_retirees * record.public_pension(share)[year] * 12 / 1e4
    assert derived["expenditure"] + spending == pytest.approx(row[record.EXPENDITURE])
    assert row[record.REVENUE] - derived["revenue"] == pytest.approx(1.03 * spending)


def test_enterprise_spending_per_pensioner_is_near_the_recorded_mean_pension() -> None:
    """An independent check of the assumptions: two published series against the derived one."""
    derived = record.enterprise_record()
    mean = record.load("pensions_and_wages")["series"]["mean_pension"]["values"]
    for year in (2016, 2020, 2021, 2022):
        implied = derived[year]["expenditure"] / derived[year]["pensioners"] / 12 * 1e4
        assert implied == pytest.approx(mean[year], rel=0.10)


def test_pensions_of_the_public_sector_follow_the_adjustments() -> None:
    pension = record.public_pension(record.load("employee_scheme")["enterprise_share"])
    assert pension[2022] == 6100
    assert pension[2021] == pytest.approx(6100 / 1.04)
    assert pension[2023] == pytest.approx(6100 * 1.038)
