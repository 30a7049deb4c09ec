"""The registry of outputs and the code that fills them: what differs is named with its place, before anything runs."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from simulate.errors import ProblemsFound
from simulate.indicators import agreement, outputs
from simulate.language import speech
from simulate.parameters import LawBook

FILE = "simulate/indicators/registry.yaml"


@pytest.fixture(scope="module")
def ps():
    return LawBook.load().resolve()[0]


def test_the_shipped_registry_and_the_code_agree(ps):
    assert agreement.disagreements(ps) == []


@pytest.mark.parametrize(
    ("change", "found", "expected"),
    [
        ({"coverage_rate_by_form": None}, "no output coverage_rate_by_form", "dims: [scheme, year, form]"),
        ({"uninsured_share_by_hukou": None}, "no output uninsured_share_by_hukou", "dims: [year, hukou_type]"),
        ({"persons": None}, "no output persons, which is computed", "dims: [year, province/"),
        ({"insured": ("scheme", "year", "sex")}, "the dims scheme, year, sex of insured", "dims: ["),
        # of the same length: of the name it shall be all the same
        (
            {"uninsured_share_by_hukou": ("year", "sex")},
            "the dims year, sex of uninsured_share_by_hukou",
            "hukou_type]",
        ),
    ],
)
def test_a_fault_says_where_what_and_how(ps, monkeypatch, change, found, expected):
    registry = dict(outputs())
    for name, dims in change.items():
        if dims is None:
            del registry[name]
        else:
            registry[name] = replace(registry[name], dims=dims)
    monkeypatch.setattr(agreement, "outputs", lambda: registry)
    problems = agreement.disagreements(ps)
    assert len(problems) == 1
    assert problems[0].file == FILE
    assert problems[0].line > 0
    assert found in problems[0].found
    assert expected in problems[0].expected
    assert problems[0].hint
    assert not speech.of_problem(problems[0], "zh").isascii()


def test_two_dimensions_that_change_places_are_found(ps, monkeypatch):
    """Of every output, also two of one length, which its numbers would fit as well."""
    registry = dict(outputs())
    swapped = [
        (name, tuple({one: other, other: one}.get(dim, dim) for dim in output.dims))
        for name, output in registry.items()
        for one, other in combinations(output.dims, 2)
    ]
    assert len(swapped) > 150
    shapes = {name: output.shape for name, output in registry.items()}
    accepted = [
        (name, dims)
        for name, dims in swapped
        if not agreement._differs(replace(registry[name], dims=dims), shapes[name])
    ]
    assert accepted == []
    wrong = ("scheme", "gap_of", "year")
    monkeypatch.setattr(
        agreement, "outputs", lambda: registry | {"gender_gap": replace(registry["gender_gap"], dims=wrong)}
    )
    (problem,) = agreement.disagreements(ps)
    assert problem.expected == "dims: [gap_of, scheme, year]"


def test_an_output_that_nothing_computes_is_found(ps, monkeypatch):
    registry = {**outputs(), "toys": replace(outputs()["persons"], name="toys")}
    monkeypatch.setattr(agreement, "outputs", lambda: registry)
    monkeypatch.setattr(agreement, "_passed", set())
    with pytest.raises(ProblemsFound, match="the output toys, which nothing computes"):
        agreement.must_agree(ps)
