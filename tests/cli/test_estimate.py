"""What a long run will take: from samples lived in this process, reported before it, asked about beyond an hour."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from simulate import cohorts
from simulate.cli import estimate


class Clock:
    """A clock that a run moves on: some seconds, and some a worker."""

    def __init__(self, fixed: float, of_a_worker: float) -> None:
        self.now, self.fixed, self.of_a_worker = 0.0, fixed, of_a_worker

    def __call__(self) -> float:
        return self.now

    def live(self, workers: int) -> None:
        self.now += self.fixed + self.of_a_worker * workers


@given(st.floats(0.0, 10.0), st.floats(1e-6, 0.1), st.integers(20_000, 100_000_000))
def test_the_time_is_that_of_a_machine_on_which_workers_take_alike(fixed: float, each: float, workers: int) -> None:
    clock = Clock(fixed, each)
    found = estimate.measure(clock.live, workers, clock)
    assert found.seconds == pytest.approx(fixed + each * workers, rel=1e-6, abs=1e-3)


def test_memory_grows_with_the_sample_and_not_by_much() -> None:
    if sys.platform == "win32":
        pytest.skip("the system does not tell")
    small, large = (estimate._memory(workers) for workers in (100_000, 10_000_000))
    assert 50 < small < large < small + 10_000


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(45, "45 seconds"), (89, "89 seconds"), (120, "2 minutes"), (3600, "60 minutes"), (5400, "1.5 hours"),
     (36_000, "10 hours"), (200_000, "2.3 days"), (8.64e6, "100 days")],
)  # fmt: skip
def test_times_in_words(seconds: float, said: str) -> None:
    assert estimate.duration(seconds) == said


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A machine on which a run takes ``seconds``, and a person at a terminal who says ``answer``."""
    about = SimpleNamespace(seconds=0.0, answer=True, asked=0, measured=0, is_person=True)

    def measure(live: object, workers: int) -> estimate.Estimate:
        about.measured += 1
        return estimate.Estimate(about.seconds, 1234.0)

    def confirm(*words: object, **named: object) -> bool:
        about.asked += 1
        return about.answer

    monkeypatch.setattr(estimate, "measure", measure)
    monkeypatch.setattr(typer, "confirm", confirm)
    for stream in ("stdin", "stderr"):
        monkeypatch.setattr(getattr(sys, stream), "isatty", lambda: about.is_person, raising=False)
    return about


def tell(workers: int, agreed: bool = False, draws: int = 0, threads: int = 1) -> None:
    prepared = SimpleNamespace(scenarios=(1, 2))
    estimate.tell(prepared, cohorts.RunOptions(workers=workers, threads=threads), agreed, draws)


def test_a_short_run_is_neither_measured_nor_spoken_of(machine, capsys) -> None:
    tell(100_000)
    assert machine.measured == 0
    machine.seconds = 50.0
    tell(1_000_000)
    assert machine.measured == 1
    assert capsys.readouterr().err == ""


def test_what_is_short_on_two_threads_may_be_long_on_one(machine) -> None:
    tell(900_000, threads=2)
    assert machine.measured == 0
    tell(900_000)
    assert machine.measured == 1


def test_a_long_run_is_told_with_its_memory(machine, capsys) -> None:
    machine.seconds = 600.0
    tell(1_000_000)
    assert capsys.readouterr().err == "this will take about 10 minutes, in about 1.2 GB of memory\n"
    assert machine.asked == 0


@pytest.mark.parametrize(("is_person", "agreed", "asked"), [(True, False, 1), (True, True, 0), (False, False, 0)])
def test_beyond_an_hour_a_person_is_asked(machine, is_person: bool, agreed: bool, asked: int) -> None:
    machine.seconds, machine.is_person = 4000.0, is_person
    tell(1_000_000, agreed)
    assert machine.asked == asked


def test_who_says_no_is_left_in_peace(machine) -> None:
    machine.seconds, machine.answer = 4000.0, False
    with pytest.raises(typer.Exit) as left:
        tell(1_000_000)
    assert left.value.exit_code == 130


def test_draws_are_counted_as_so_many_runs_more(machine, capsys) -> None:
    machine.seconds = 10.0
    tell(100_000, draws=59)
    assert capsys.readouterr().err == "this will take about 10 minutes, in about 1.2 GB of memory\n"


def test_draws_of_more_than_an_hour_are_asked_for(machine) -> None:
    machine.seconds = 100.0
    tell(100_000, draws=59)
    assert machine.asked == 1
