"""Which scenarios are lived in step: the same careers, draws and weights under laws of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulate.careers.careers import CareerTables, careers_digest, prepare_careers
from simulate.parameters import ParameterSet
from simulate.population.demography import Projection, project
from simulate.population.synthesis import SynthesisShares
from simulate.schemes.batch import Sums, new_sums
from simulate.schemes.concern import EVERYONE, Needs
from simulate.schemes.law import Law, Laws, as_records, build_law
from simulate.schemes.readings import needs


@dataclass(frozen=True)
class Track:
    """One scenario on its way through the rooms."""

    law: Law
    projection: Projection
    careers: int  # position of its career tables


@dataclass(frozen=True)
class Pass:
    """Scenarios lived in step: the same careers, draws and weights under laws of their own, the first the base."""

    tracks: Sequence[int]  # positions of its scenarios
    careers: int
    laws: Laws
    needs: Needs  # of whom each law may be read otherwise than the base
    sums: Sums  # of all its laws; ``cohort`` holds every cohort


def tracks_of(parameters: Sequence[ParameterSet], make_up: SynthesisShares) -> tuple[list[Track], list[CareerTables]]:
    """Laws packed; career tables shared by the scenarios whose careers have the same cause."""
    tables: list[CareerTables] = []
    position: dict[str, int] = {}
    tracks: list[Track] = []
    for ps in parameters:
        projection = project(ps)
        digest = careers_digest(ps)
        if digest not in position:
            position[digest] = len(tables)
            tables.append(prepare_careers(ps, projection, make_up))
        careers = position[digest]
        tracks.append(Track(build_law(ps, tables[careers].intraprovincial), projection, careers))
    return tracks, tables


def passes_of(tracks: Sequence[Track], live_everyone: bool, families: Sequence[int]) -> list[Pass]:
    """Scenarios of one family gathered into passes, in the order of their first."""
    groups: list[list[int]] = []
    of = families or [0] * len(tracks)
    for position, track in enumerate(tracks):
        for group in groups:
            if of[group[0]] == of[position] and _live_in_step(tracks[group[0]], track):
                group.append(position)
                break
        else:
            groups.append([position])
    return [_pass(tracks, group, live_everyone) for group in groups]


def _live_in_step(one: Track, other: Track) -> bool:
    """Whether two scenarios share careers, the draws of enrolment and the weights of their workers."""
    renewal = one.law.enrolment.trait_renewal, other.law.enrolment.trait_renewal
    same_people = all(bool((a == b).all()) for a, b in zip(one.projection, other.projection, strict=True))
    return one.careers == other.careers and same_people and bool((renewal[0] == renewal[1]).all())


def _pass(tracks: Sequence[Track], group: Sequence[int], live_everyone: bool) -> Pass:
    laws = [tracks[position].law for position in group]
    of_whom = needs(laws)
    if live_everyone:
        of_whom.wholly.anywhere[1:] |= EVERYONE
        of_whom.wholly.any_facts[1:] |= EVERYONE
    return Pass(group, tracks[group[0]].careers, as_records(laws), of_whom, new_sums(len(laws)))
