"""Whatever listens where a scheduler is named, or nothing: a line, within the time that is said."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import typer

from simulate.cli.processes import _reached
from simulate.sweeps import engines

PATIENCE = 1.0  # seconds, here


def silent(line: socket.socket) -> None:
    time.sleep(5 * PATIENCE)


def leaving(line: socket.socket) -> None:
    line.close()


def of_the_web(line: socket.socket) -> None:
    line.recv(100)
    line.sendall(b"HTTP/1.0 400 Bad request\r\n\r\n")
    line.close()


def noise(line: socket.socket) -> None:
    line.sendall(b"\xff" * 1000)
    time.sleep(5 * PATIENCE)


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10 * PATIENCE)

        def take() -> None:
            try:
                while True:
                    line, _ = server.accept()
                    threading.Thread(target=answer, args=(line,), daemon=True).start()
            except OSError:
                return

        threading.Thread(target=take, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize("answer", [silent, leaving, of_the_web, noise])
def test_what_is_no_scheduler_is_told_in_a_line(monkeypatch, capsys, answer):
    monkeypatch.setattr(engines, "PATIENCE", PATIENCE)
    began = time.monotonic()
    with listening(answer) as address, pytest.raises((SystemExit, typer.Exit)), _reached(address):
        raise AssertionError("nothing was to be reached")
    assert time.monotonic() - began < 5 * PATIENCE
    said = capsys.readouterr().err.strip()
    assert said.startswith(f"--cluster {address}: no scheduler answers (")
    assert "\n" not in said
