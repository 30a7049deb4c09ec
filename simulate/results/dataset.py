"""Results as an xarray dataset, and as a NetCDF file.

The file is written without xarray, which takes half a second to import; both hold the same arrays and attributes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulate.results import plain_text, words
from simulate.results.estimates import Results, Variable

if TYPE_CHECKING:
    import xarray

DATASET: Final = "results.nc"
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

    with h5py.File(path, "w") as file:
        file.attrs.update(_global_attributes(results))
        scales = {}
        for position, (name, values) in enumerate(_coordinates(results).items()):
            if values.dtype.kind == "O":
                scale = file.create_dataset(name, data=values, dtype=h5py.string_dtype())
            else:
                scale = file.create_dataset(name, data=values)
            scale.make_scale(name)
            scale.attrs["_Netcdf4Dimid"] = np.int32(position)
            scale.attrs.update(_described(name))
            scales[name] = scale
        writer = _Writer(file, scales)
        for variable in results.variables():
            writer.put(variable)
        writer.bind()


class _Writer:
    """Puts variables into an open file by the library's lower layer, which a run with hundreds of them needs.

    What HDF5 keeps of a scale, the list of all that use it, is written once at the end: to attach variable by variable
    writes the list anew each time.
    """

    def __init__(self, file: Any, scales: dict[str, Any]) -> None:
        from h5py import h5p, h5r, h5s, h5t, ref_dtype, string_dtype, vlen_dtype

        self.file, self.scales = file, scales
        self.text, self.list = string_dtype(), vlen_dtype(ref_dtype)
        self.text_type, self.list_type = (h5t.py_create(each, logical=True) for each in (self.text, self.list))
        self.scalar = h5s.create(h5s.SCALAR)
        self.how = h5p.create(h5p.DATASET_CREATE)
        self.how.set_obj_track_times(False)  # the same results give the same bytes
        self.used: dict[str, list[tuple[Any, int]]] = {name: [] for name in scales}
        self.places = {}
        for name, scale in scales.items():
            self.places[name] = np.empty(1, dtype=ref_dtype)
            self.places[name][0] = h5r.create(scale.id, b".", h5r.OBJECT)

    def put(self, variable: Variable) -> None:
        """One variable with its texts, bound to the scales of its dimensions; missing numbers are NaN."""
        from h5py import h5a, h5d, h5r, h5s, h5t

        values = np.ascontiguousarray(variable.values, dtype=np.float64)
        space = h5s.create_simple(values.shape)
        created = h5d.create(self.file.id, variable.name.encode(), h5t.NATIVE_DOUBLE, space, self.how)
        created.write(h5s.ALL, h5s.ALL, values)
        place = h5r.create(created, b".", h5r.OBJECT)
        bound = np.empty(len(variable.dims), dtype=self.list)
        for axis, dim in enumerate(variable.dims):
            bound[axis] = self.places[dim]
            self.used[dim].append((place, axis))
        h5a.create(created, b"DIMENSION_LIST", self.list_type, h5s.create_simple(bound.shape)).write(bound)
        for name, text in variable.attributes.items():
            h5a.create(created, name.encode(), self.text_type, self.scalar).write(np.array(text, dtype=self.text))

    def bind(self) -> None:
        """Tell each scale which variables use it, and on which axis."""
        from h5py import ref_dtype

        for name, users in self.used.items():
            if users:
                listed = np.array(users, dtype=[("dataset", ref_dtype), ("dimension", np.int32)])
                self.scales[name].attrs.create("REFERENCE_LIST", listed)


def _coordinates(results: Results) -> dict[str, Any]:
    """Labels of the dimensions in use: texts as objects, years as int64, quantiles as float64."""
    used = {dim for estimate in results.estimates.values() for dim in estimate.output.dims}
    labels: dict[str, Any] = {"scenario": np.array(results.scenarios, dtype=object)}
    for dim, values in results.coords.items():
        if dim in used:
            labels[dim] = np.array(values, dtype=object) if isinstance(values[0], str) else np.array(values)
    return labels


def _described(dim: str) -> dict[str, str]:
    named = words.dimension(dim)
    return {"long_name": named.en, "long_name_zh": named.zh}


def _global_attributes(results: Results) -> dict[str, str | int | float]:
    return {
        "title": "Lingbao: " + ", ".join(results.scenarios),
        "title_zh": "灵保",
        "description": DESCRIPTION,
        "Conventions": "CF-1.11",
        "base": results.scenarios[0],
        "scenario_titles": json.dumps([plain_text.line(each.en) for each in results.titles], ensure_ascii=False),
        **results.attributes,
    }
