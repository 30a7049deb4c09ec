"""The model held against the official record (``validate``), and its parameters fitted to it (``calibrate``)."""

from simulate.fit.compare import Comparison, compare, compare_provinces, run
from simulate.fit.page import PAGE, page

__all__ = ["PAGE", "Comparison", "compare", "compare_provinces", "page", "run"]
