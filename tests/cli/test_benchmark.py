"""The benchmark's unit computes what it says, and its table says what holds."""

from __future__ import annotations

import numpy as np
import pytest

from simulate.bench import measure, reference_month, whole
from simulate.machine import files


def test_the_reference_month_computes_the_career_it_describes() -> None:
    """Long-run shares of the Markov chain, and pensions only for those who qualify."""
    run = reference_month.simulate(3000, 540)
    persons = run.sums[:, :, 0]
    assert persons.sum() == 3000 * 540
    values, vectors = np.linalg.eig(reference_month.FORM_CHANGE.T)
    steady = np.real(vectors[:, np.argmax(values.real)])
    assert persons[-10:].sum(axis=0) / persons[-10:].sum() == pytest.approx(steady / steady.sum(), abs=0.02)
    assert (run.pension[run.months < reference_month.QUALIFYING_MONTHS] == 0).all()
    assert (run.pension[run.months >= reference_month.QUALIFYING_MONTHS] > 0).all()


def test_targets_hold_or_not() -> None:
    assert measure.Measure("a", 1.4, "x", 1.5).holds is True
    assert measure.Measure("a", 1.6, "x", 1.5).holds is False
    assert measure.Measure("threads", 1.8, "times", 1.7, at_least=True).holds is True
    assert measure.Measure("memory", 300.0, "MB").holds is None


def test_the_table_names_every_measure(capsys: pytest.CaptureFixture[str]) -> None:
    measure.print_table([measure.Measure("one scenario", 1.4, "x reference", 1.5, 0.75)])
    printed = capsys.readouterr().out
    assert "one scenario" in printed
    assert "<= 1.5" in printed


def test_the_reforms_measured_are_all_that_are_shipped_and_no_base() -> None:
    shipped = {path.stem for path in files.SCENARIOS.glob("*.yaml")}
    assert set(whole.reforms()) == shipped - {"baseline", "law_2021"}
