"""The notebook that comes with the model does what it says, cell by cell."""

from __future__ import annotations

import json
import warnings

import pytest

from simulate.machine.files import SCENARIOS


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.switch_backend("agg")
    cells = json.loads((SCENARIOS / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    assert len(cells) == 15
    names: dict[str, object] = {}
    figures = 0
    for cell in cells:
        if cell["cell_type"] == "code":
            text = "".join(cell["source"])
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(compile(text, cell["id"], "exec"), names)
            figures += ".plot" in text and len(pyplot.gcf().axes[0].lines) > 0
            pyplot.close("all")
    assert figures == 3
    swept, table = names["swept"], names["table"]
    assert swept["value"].values.tolist() == ["", "0.2", "0.3", "0.4", "0.5", "0.6"]
    # At 60 %, the law's own floor in most places, hardly anything changes; a lower floor brings more in.  From 40 % on
    # downwards so small a sample may hold nobody who is reached in that year.
    change = names["in_2050"].sel(statistic="difference").values
    assert change[1] >= change[3] > change[5]
    assert table.shape == (3, 6)
