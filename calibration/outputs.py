"""What the model says for each recorded series, read from the labelled results of one scenario, for the nation."""

from __future__ import annotations

from typing import Any

from simulate.record import MODEL, UNITS, Series


def of_model(results: Any, series: Series) -> Any:
    """The output compared with a series, by year, in the unit of the record."""
    total: Any = sum(results[part.output].sel(part.labels) for part in MODEL[series.output])
    return total / UNITS[series.unit]
