"""In which order the reforms of the library are computed: who is waited for first, nothing else for a while."""

from __future__ import annotations

import queue
from itertools import chain

import pytest

from simulate.serve import library_numbers
from simulate.serve.library_numbers import GO_ON, REST, _Asked, work

NAMES = [f"reform_{each}" for each in range(7)]


@pytest.fixture
def library(monkeypatch):
    """A library without lives: what was computed, part by part; ``meanwhile`` is said during the first reforms."""
    parts: list[list[str]] = []
    meanwhile: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    asked = _Asked()

    def compute(names, threads=1, is_wanted=lambda: False):
        done = []
        for name in names:
            done.append(name)
            if not meanwhile.empty():
                asked.hear(meanwhile.get())
            if is_wanted():
                break
        parts.append(done)
        return done

    monkeypatch.setattr(library_numbers, "compute", compute)
    monkeypatch.setattr(library_numbers, "load", lambda: None)
    monkeypatch.setattr(library_numbers, "warm_up", lambda: parts.append([]))
    monkeypatch.setattr(library_numbers, "_give_way", lambda: None)
    monkeypatch.setattr(library_numbers, "scenario_names", lambda: [*NAMES, "baseline"])
    monkeypatch.setattr(
        library_numbers, "missing", lambda: [each for each in NAMES if each not in set(chain.from_iterable(parts))]
    )
    return asked, parts, meanwhile


def test_a_reform_asked_for_within_the_grace_is_the_first(library):
    asked, parts, _ = library
    asked.hear(b"reform_5\n")
    work(asked, [], grace=60.0)
    assert parts[0] == ["reform_5"], "and nothing is lived before it to get warm"
    assert sorted(chain.from_iterable(parts)) == NAMES


def test_nothing_is_computed_before_the_grace_is_over(library):
    asked, parts, _ = library
    work(asked, [], grace=0.01)
    assert parts == [[], NAMES[:3], NAMES[3:6], NAMES[6:]]


def test_who_is_asked_for_interrupts_a_part_and_the_rest_of_it_comes_later(library):
    """A word that comes in two pieces is heard whole; one that names no reform is passed over."""
    asked, parts, meanwhile = library
    meanwhile.put(b"no_such\nref")
    meanwhile.put(b"orm_6\n")
    work(asked, [], grace=0.0)
    assert parts[1:4] == [["reform_0"], ["reform_1"], ["reform_6"]]
    assert sorted(chain.from_iterable(parts)) == NAMES


def test_it_rests_until_told_to_go_on(library):
    asked, _, _ = library
    asked.hear(f"{REST}\n".encode())
    asked.hear(f"{GO_ON}\nbaseline\n".encode())
    assert asked.take() == []  # a base has no charts
    assert not asked.is_any
