"""Results as an xarray dataset, and as the NetCDF file that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from simulate.contracts import Reals
from simulate.indicators import Output, outputs
from simulate.indicators.registry import Labels
from simulate.results import plain_text, words
from simulate.results.estimates import DIFFERENCE, DRAWN, LOW, STATISTIC, STATISTICS, Estimate, Results

if TYPE_CHECKING:
    import xarray

    from simulate.results.manifest import Manifest

_Variable: TypeAlias = tuple[tuple[str, ...], NDArray[Any], dict[str, str]]  # dimensions, values, attributes
DATASET: Final = "results.nc"
ENGINE: Final = "netcdf4"
# Lossless.  Most of a run with draws is NaN: a tenth of the bytes, for some tenths of a second of writing.
PACKED: Final[dict[str, Any]] = {"zlib": True, "complevel": 1, "shuffle": True}
DESCRIPTION: Final = (
    "Estimates of the Lingbao microsimulation of China's old-age insurance. The dimension 'statistic' says what a "
    "number is: estimate; standard_error, its Monte Carlo standard error (delete-a-group jackknife); difference, to "
    "the first scenario on the same lives; difference_standard_error, the paired error of that. NaN: nobody in "
    "the cell, too few workers to judge, or not defined. Of a run with draws also low, median and high over the draws "
    "of what is fitted and assumed, widened by the sampling error (nine draws in ten lie between), and the same of the "
    "difference: of outputs of the nation; the attribute 'uncertainty' is JSON of what drives the ranges."
)
DESCRIPTION_ZH: Final = (
    "灵保养老保险政策微观模拟结果。维度statistic表示数值的含义：estimate为估计值；standard_error为抽样标准误（删组刀切法）；"
    "difference为与首个情景之差（同一批人）；difference_standard_error为该差值的标准误。NaN：无此人群、样本过少或不适用。"
    "参数抽样运行另有low、median、high：参数抽样的区间与中位数（含抽样误差，九成抽样在此区间内）及差值的相应区间，限全国结果；"
    "属性uncertainty为区间来源的JSON。"
)


def to_dataset(results: Results) -> xarray.Dataset:
    """A variable for each output over (statistic, scenario, ...), with labels in English and Chinese beside the codes.

    Attributes are plain texts and numbers.
    """
    import xarray

    return xarray.Dataset(_variables(results), coords=_coordinates(results), attrs=_global_attributes(results))


def write_netcdf(results: Results, path: Path) -> None:
    """Write ``to_dataset`` to a NetCDF 4 file; the same results give the same bytes.  Raises OSError as ``to_file``.

    Not through xarray, which takes longer to import than all this to be written: it brings pandas, and where dask is
    installed dask and its scheduler.
    """
    import netCDF4

    data, coords = _variables(results), _coordinates(results)
    with _cause_met(path, sum(values.nbytes for _, values, _ in data.values())), netCDF4.Dataset(path, "w") as file:
        file.setncatts(_global_attributes(results))
        for name, (dims, values, attributes) in (data | coords).items():
            for dim, size in zip(dims, values.shape, strict=True):
                if dim not in file.dimensions:
                    file.createDimension(dim, size)
            kind: Any = str if values.dtype == object else values.dtype
            missing = np.nan if values.dtype.kind == "f" else None
            variable = file.createVariable(name, kind, dims, fill_value=missing, **(PACKED if name in data else {}))
            beside = sorted(each for each, (of, *_) in coords.items() if each not in of and set(of) <= set(dims))
            variable.setncatts(attributes | ({"coordinates": " ".join(beside)} if name in data else {}))
            variable[:] = values


@contextmanager
def _cause_met(path: Path, n_bytes: int) -> Iterator[None]:
    """Where the disk does not take a file, the library says only that it failed: as much is written plainly, which
    meets the cause."""
    try:
        yield
    except RuntimeError:
        path.with_suffix(".probe").write_bytes(bytes(n_bytes))
        raise


def to_file(data: xarray.Dataset, path: Path, encoding: dict[str, Any] | None = None) -> None:
    """Write a Dataset to a NetCDF 4 file.  Raises OSError where the disk does not take it."""
    with _cause_met(path, data.nbytes):
        data.to_netcdf(path, engine=ENGINE, encoding=encoding)


def read_netcdf(path: Path, manifest: Manifest) -> Results:
    """Results of a file, in the order of the registry.

    Raises ValueError where its scenarios are not those of the manifest, and what xarray raises for any other file.
    """
    import xarray

    with xarray.open_dataset(path, engine=ENGINE) as data:
        coords: dict[str, Labels] = {str(dim): tuple(data[dim].values.tolist()) for dim in data.dims}
        scenarios = tuple(str(each) for each in coords.pop("scenario"))
        if scenarios != tuple(each.name for each in manifest.scenarios):
            raise ValueError("scenarios other than those of the manifest")
        statistics = coords.pop(STATISTIC)
        order = {name: position for position, name in enumerate(outputs())}
        named = sorted(map(str, data.data_vars), key=lambda name: (order.get(name, len(order)), name))
        return Results(
            scenarios=scenarios,
            titles=tuple(each.title for each in manifest.scenarios),
            estimates={name: _estimate(data[name], statistics) for name in named},
            coords=coords,
            attributes={key: value for key, value in data.attrs.items() if isinstance(value, str | int | float)},
        )


def _variables(results: Results) -> dict[str, _Variable]:
    """The outputs by name."""
    return {
        name: (
            (STATISTIC, "scenario", *estimate.output.dims),
            _stacked(estimate, results),
            _attributes(estimate.output),
        )
        for name, estimate in results.estimates.items()
    }


def _stacked(estimate: Estimate, results: Results) -> Reals:
    """Estimate, error, difference and its error as one array; NaN for what does not exist."""
    stacked = np.full((len(results.statistics), *estimate.value.shape), np.nan)
    n = min(len(results.statistics), len(STATISTICS if len(results.scenarios) > 1 else STATISTICS[:2]))
    for place, part in zip(stacked[:n], estimate.parts, strict=False):
        if part is not None:
            place[...] = part
    if estimate.drawn is not None:
        stacked[n:] = estimate.drawn[: len(stacked) - n]
    return stacked


def _estimate(array: xarray.DataArray, statistics: Labels) -> Estimate:
    """An output with those of its arrays that it has."""
    texts = {key: str(array.attrs[key]) for key in ("long_name", "long_name_zh", "units", "kind", "meaning")}
    dims = tuple(str(dim) for dim in array.dims)
    if dims[:2] != (STATISTIC, "scenario"):
        raise ValueError(f"{array.name} is not given by statistic and scenario")
    output = Output(
        str(array.name), texts["long_name"], texts["long_name_zh"], dims[2:], texts["units"], texts["kind"],
        texts["meaning"], str(array.attrs.get("meaning_zh") or _meant(str(array.name))),
    )  # fmt: skip
    values = dict(zip(map(str, statistics), np.asarray(array.values, dtype=np.float64), strict=True))
    value, error, *differences = (values[each] for each in STATISTICS if each in values)
    is_compared = DIFFERENCE in statistics and not output.is_change
    difference, difference_error = differences if is_compared else (None, None)
    if not output.is_sampled:
        error = difference_error = None
    drawn = np.stack([values[each] for each in DRAWN if each in values]) if LOW in values else None
    return Estimate(output, value, error, difference, difference_error, _or_nothing(drawn))


def _meant(name: str) -> str:
    """The meaning in Chinese that the registry gives, for a file of an earlier version, which has none."""
    known = outputs().get(name)
    return known.chinese_meaning if known else ""


def _or_nothing(drawn: Reals | None) -> Reals | None:
    return None if drawn is None or np.isnan(drawn).all() else drawn


def _attributes(output: Output) -> dict[str, str]:
    return {
        "units": output.unit, "long_name": output.english, "long_name_zh": output.chinese, "meaning": output.meaning,
        "meaning_zh": output.chinese_meaning, "kind": output.kind,
    }  # fmt: skip


def _coordinates(results: Results) -> dict[str, _Variable]:
    """Labels of the dimensions in use, and beside those that are words their names in English and Chinese."""
    used = {dim for estimate in results.estimates.values() for dim in estimate.output.dims}
    labels: dict[str, Any] = {STATISTIC: results.statistics, "scenario": results.scenarios}
    labels |= {dim: values for dim, values in results.coords.items() if dim in used}
    coords: dict[str, _Variable] = {}
    for dim, values in labels.items():
        is_words = isinstance(values[0], str)
        named = words.dimension(dim)
        about = {"long_name": named.en, "long_name_zh": named.zh}
        coords[dim] = ((dim,), np.array(values, dtype=object if is_words else None), about)
        if is_words:
            spoken = results.titles if dim == "scenario" else [words.label(dim, str(each)) for each in values]
            texts = np.array([plain_text.line(each.zh) for each in spoken], dtype=object)
            about = {"long_name": f"{named.en}, in Chinese", "long_name_zh": named.zh}
            coords[f"{dim}_zh"] = ((dim,), texts, about)
    english = np.array([plain_text.line(each.en) for each in results.titles], dtype=object)
    about = {"long_name": "Title of the scenario", "long_name_zh": "情景标题"}
    coords["scenario_title"] = (("scenario",), english, about)
    return coords


def _global_attributes(results: Results) -> dict[str, str | int | float]:
    return {
        "title": "Lingbao: " + ", ".join(results.scenarios),
        "title_zh": "灵保",
        "description": DESCRIPTION,
        "description_zh": DESCRIPTION_ZH,
        "Conventions": "CF-1.11",
        "base": results.scenarios[0],
        **results.attributes,
    }
