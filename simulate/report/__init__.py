"""Report: results gathered from the scenarios of a run, and their dataset, tables, manifest and headline.

Light to import: xarray, h5netcdf, rich and yaml are imported inside the functions that need them.
"""

from simulate.report.results import Results, ScenarioResult, gather
from simulate.report.write import ResultsNotWritten, write_results

__all__ = ["Results", "ResultsNotWritten", "ScenarioResult", "gather", "write_results"]
