"""Results as an xarray dataset, and as a NetCDF file.

The file is written without xarray, which takes half a second to import; both hold the same arrays and attributes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulate.indicators import outputs
from simulate.report.results import Results, Variable

if TYPE_CHECKING:
    import xarray

COORDINATE_NAMES: Final = {
    "scenario": ("Scenario", "情景"),
    "year": ("Calendar year", "年份"),
    "province": ("Province", "省份"),
    "sex": ("Sex", "性别"),
    "form": ("Employment form", "就业形态"),
    "occupation": ("Platform occupation", "平台职业"),
    "scheme": ("Scheme", "制度"),
    "fund": ("Fund; employee_pension is pool and accounts together", "基金"),
    "payer": ("Payer", "缴费主体"),
    "cohort": ("Birth year", "出生年份"),
    "quantile": ("Quantile", "分位"),
    "migrant_kind": ("Kind of migrant worker", "农民工类别"),
}
DESCRIPTION: Final = (
    "Estimates of the Lingbao microsimulation of China's old-age insurance. <name>_mcse is the Monte Carlo standard "
    "error (delete-a-group jackknife); <name>_difference is the difference to the first scenario on the same lives, "
    "<name>_difference_mcse its paired standard error. NaN: nobody in the cell, or too few workers to judge."
)


def to_dataset(results: Results) -> xarray.Dataset:
    """All variables with labelled coordinates; attributes are plain texts and numbers."""
    import xarray

    data = {each.name: (each.dims, each.values, each.attributes) for each in results.variables()}
    coords = {name: ((name,), values, _described(name)) for name, values in _coordinates(results).items()}
    return xarray.Dataset(data, coords=coords, attrs=_global_attributes(results))


def write_netcdf(results: Results, path: Path) -> None:
    """Write all variables to a NetCDF 4 file.

    NetCDF 4 is HDF5 with a scale for each dimension; written directly, since the layer above costs 8 ms a variable.
    """
    import h5py  # type: ignore[import-untyped,unused-ignore]

    coordinates = _coordinates(results)
    with h5py.File(path, "w") as file:
        file.attrs.update(_global_attributes(results))
        scales = {}
        for position, (name, values) in enumerate(coordinates.items()):
            if values.dtype.kind == "O":
                scale = file.create_dataset(name, data=values, dtype=h5py.string_dtype())
            else:
                scale = file.create_dataset(name, data=values)
            scale.make_scale(name)
            scale.attrs["_Netcdf4Dimid"] = np.int32(position)
            scale.attrs.update(_described(name))
            scales[name] = scale
        for variable in results.variables():
            _put(file, variable, scales)


def _put(file: Any, variable: Variable, scales: dict[str, Any]) -> None:
    """One variable of the file, bound to the scales of its dimensions; missing numbers are NaN.

    By the library's lower layer: the upper one takes twice the time, and a run has hundreds of variables.
    """
    from h5py import h5d, h5ds, h5p, h5s, h5t, string_dtype

    values = np.ascontiguousarray(variable.values, dtype=np.float64)
    space, how = h5s.create_simple(values.shape), h5p.create(h5p.DATASET_CREATE)
    how.set_obj_track_times(False)  # the same results give the same bytes
    created = h5d.create(file.id, variable.name.encode(), h5t.NATIVE_DOUBLE, space, how)
    created.write(h5s.ALL, h5s.ALL, values)
    for axis, dim in enumerate(variable.dims):
        h5ds.attach_scale(created, scales[dim].id, axis)
    _attribute(created, "_FillValue", np.array([np.nan]))
    for name, text in variable.attributes.items():
        _attribute(created, name, np.array(text, dtype=string_dtype()))


def _attribute(created: Any, name: str, value: Any) -> None:
    """An attribute of a variable: a text or a list of numbers."""
    from h5py import h5a, h5s, h5t

    space = h5s.create_simple(value.shape) if value.shape else h5s.create(h5s.SCALAR)
    h5a.create(created, name.encode(), h5t.py_create(value.dtype, logical=True), space).write(value)


def _coordinates(results: Results) -> dict[str, Any]:
    """Labels of the dimensions in use: texts as objects, years as int64, quantiles as float64."""
    used = {dim for output in outputs().values() for dim in output.dims}
    labels: dict[str, Any] = {"scenario": np.array(results.scenarios, dtype=object)}
    for dim, values in results.coords.items():
        if dim in used:
            labels[dim] = np.array(values, dtype=object) if isinstance(values[0], str) else np.array(values)
    return labels


def _described(dim: str) -> dict[str, str]:
    english, chinese = COORDINATE_NAMES[dim]
    return {"long_name": english, "long_name_zh": chinese}


def _global_attributes(results: Results) -> dict[str, str | int | float]:
    return {
        "title": "Lingbao: " + ", ".join(results.scenarios),
        "title_zh": "灵保",
        "description": DESCRIPTION,
        "Conventions": "CF-1.11",
        "base": results.scenarios[0],
        "scenario_titles": "; ".join(results.titles),
        **results.attributes,
    }
