"""The model compared with the official record (``validate``), and its parameters fitted to it (``calibrate``)."""

from simulate.fit.bridge import FIGURES, Bridge, Step, bridges
from simulate.fit.compare import Comparison, compare, compare_provinces, options, run
from simulate.fit.page import PAGE, page

__all__ = [
    "FIGURES", "PAGE", "Bridge", "Comparison", "Step", "bridges", "compare", "compare_provinces", "options", "page",
    "run",
]  # fmt: skip
