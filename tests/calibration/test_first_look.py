"""The page of the first look, from results made up to be right in some places and wrong in others."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from calibration import first_look
from simulate import codes, record

YEARS = np.arange(2010, 2076)


def results() -> xr.Dataset:
    """Labelled arrays of the shape of one scenario's results."""
    year = ("year", YEARS)
    scheme, sex = ("scheme", ["employee_pension", "resident_pension"]), ("sex", ["male", "female"])
    form, occupation = ("form", list(codes.FORMS.labels)), ("occupation", list(codes.OCCUPATIONS.labels))
    axes = {
        "contributors_national": [scheme, year],
        "insured_national": [scheme, year],
        "pensioners_national": [scheme, year],
        "fund_revenue_national": [("fund", ["employee_pension"]), year],
        "fund_expenditure_national": [("fund", ["employee_pension"]), year],
        "pension_mean_national": [scheme, year],
        "migrants": [("migrant_kind", ["local", "intraprovincial", "interprovincial"]), year],
        "persons_by_form": [year, sex, form],
        "insured_by_form": [scheme, year, sex, form],
        "persons_by_occupation": [year, sex, occupation],
    }
    shapes = {name: [len(values) for _, values in axis] for name, axis in axes.items()}
    return xr.Dataset({name: xr.DataArray(np.full(shapes[name], 5e7), coords=axes[name]) for name in axes})


def test_sums_and_units() -> None:
    rows = {(each.series.name, each.year): each for each in first_look.compare(results())}
    assert rows["pensioners", 2020].model == pytest.approx(5000)
    assert rows["migrants", 2020].model == pytest.approx(3 * 5000)
    assert rows["platform_workers", 2020].model == pytest.approx(2 * 8 * 5000)
    assert rows["resident_participants", 2020].model == pytest.approx(2 * 5000)
    assert rows["migrants", 2020].difference == pytest.approx(15000 / 28560 - 1)
    assert not rows["migrants", 2020].is_within


def test_the_page_shows_both_records_and_says_why_it_misses() -> None:
    text = first_look.page(first_look.compare(results()), "a test")
    assert "total record | record | model" in text
    assert "**no**" in text
    for each in record.series():
        assert each.title in text
    assert "public_retirees_over_members" in text
