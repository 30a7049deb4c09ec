"""Runs that wait for their turn: one at a time, in the order asked for, kept in a file so that none is lost.

The file is written whole at every change.  A server that was killed takes its process with it (``processes``); the next
one finds the run in the file and begins it again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from simulate.machine.files import write_whole
from simulate.serve.jobs import Job

WAITING, RUNNING = "waiting", "running"
OPEN: Final = (WAITING, RUNNING)
REMEMBERED: Final = 50  # tickets that have ended


@dataclass
class Ticket:
    """One run asked for; it may be read at any time."""

    number: int
    title: str
    arguments: list[str]
    out: Path
    ended: str = ""  # done, failed or cancelled
    reasons: tuple[str, ...] = ()
    job: Job | None = None

    @property
    def state(self) -> str:
        """waiting, running, done, failed or cancelled."""
        if self.ended:
            return self.ended
        return WAITING if self.job is None else self.job.state

    @property
    def is_running(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN

    @property
    def share(self) -> float:
        """How much of it has been lived."""
        return 1.0 if self.ended == "done" else self.job.share if self.job else 0.0

    @property
    def said(self) -> list[str]:
        """What it said, without its progress."""
        return self.job.said if self.job else list(self.reasons)

    @property
    def latest(self) -> str:
        """The last line said."""
        return self.said[-1] if self.said else ""


class RunQueue:
    """All tickets of one server, and those that the servers before it left."""

    def __init__(self, file: Path, start: Callable[[Sequence[str], Path], Job]) -> None:
        self._file = file
        self._start = start
        self.tickets: list[Ticket] = _read(file)

    def add(self, title: str, arguments: Sequence[str], out: Path) -> Ticket:
        """Ask for a run; it begins when those before it have ended."""
        number = max((each.number for each in self.tickets), default=0) + 1
        ticket = Ticket(number, title, list(arguments), out)
        self.tickets.append(ticket)
        self.tick()
        self._keep()
        return ticket

    def tick(self) -> None:
        """Note what has ended, begin what is next."""
        is_changed = False
        for each in self.tickets:
            if each.job is not None and not each.ended and not each.job.is_running:
                each.ended, each.reasons = each.job.state, tuple(each.job.said[-10:])
                is_changed = True
        waiting = [each for each in self.tickets if each.state == WAITING]
        if waiting and not any(each.state == RUNNING for each in self.tickets):
            waiting[0].job = self._start(waiting[0].arguments, waiting[0].out)
            is_changed = True
        if is_changed:
            self._keep()

    def cancel(self, ticket: Ticket) -> None:
        """End a run, or take it out of the queue before it began."""
        if ticket.job is not None:
            ticket.job.cancel()
        elif not ticket.ended:
            ticket.ended = "cancelled"
        self._keep()

    def _keep(self) -> None:
        ended = [each for each in self.tickets if each.ended]
        for old in ended[:-REMEMBERED]:
            self.tickets.remove(old)
        rows = [
            {"number": each.number, "title": each.title, "arguments": each.arguments, "out": str(each.out),
             "ended": each.ended, "reasons": list(each.reasons)}
            for each in self.tickets
        ]  # fmt: skip
        self._file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._file, json.dumps(rows, ensure_ascii=False, indent=1))


def _read(file: Path) -> list[Ticket]:
    """The tickets kept; none where there is no file, or one that cannot be read."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        rows: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
        return [
            Ticket(int(row["number"]), str(row["title"]), [str(each) for each in row["arguments"]], Path(row["out"]),
                   str(row["ended"]), tuple(map(str, row["reasons"])))
            for row in rows
        ]  # fmt: skip
    return []
