"""An event of a life, and what is stated for each month that makes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from simulate.lives.sources import Citation, InForce


@dataclass(frozen=True)
class Event:
    """Something that happened in a month, how long it lasted, and the law behind it."""

    month: int
    until: int | None  # the first month after it; None for what happens at once
    kind: str  # work, insured, refused, sharing, settled
    what: str
    why: str = ""
    law: tuple[Citation, ...] = ()


class Status(NamedTuple):
    """What is stated about a month; months with the same statement are one stretch."""

    kind: str  # how it is insured or shared, or why not; empty where nothing is stated
    place: int  # province
    detail: tuple[object, ...]  # figures and reasons that the sentence states
    law: InForce  # parameters it cites, with their values
